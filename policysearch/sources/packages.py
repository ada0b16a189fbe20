"""Packages: zip files of XML parts, as .docx and .ofd are, opened without trusting what they say of themselves."""
import functools
import io
import posixpath
import struct
import zipfile
import zlib

from lxml import etree

from policysearch.errors import SourceTooLarge, SourceUnreadable

_MEGABYTE = 1024 * 1024
# bytes of one part as unpacked; the main part of the longest plans is under 10 MB
MAX_PART_BYTES = 64 * _MEGABYTE
# bytes of all parts that are read
MAX_PACKAGE_BYTES = 128 * _MEGABYTE
# tags and attributes of one part: a tree takes some 130 bytes for each, however short it is written
MAX_MARKUP = 4_000_000
MAX_PARTS = 20_000

# the part that says which format each part has
CONTENT_TYPES = "[Content_Types].xml"

_CHUNK = 256 * 1024
# an encrypted Office document is no zip but an OLE file with a stream of this name
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_IS_ENCRYPTED = 0x1
# with these bytes the list of a zip file's entries names each
_LISTED = b"PK\x01\x02"
# what zipfile raises for archives that lie or are cut short
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError,
           LookupError, OverflowError, OSError)

# how the namespaces are usually written; a strict document has others for the same elements
_PREFIXES = {"http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
             "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
             "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
             "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
             "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:"}


class Package:
    """The parts of a zip file by their names, which are told apart without regard to case.

    `shown` is the path that errors give. Raises SourceUnreadable with the key "source.encrypted" where a password is
    needed and "source.damaged" where the bytes are no whole zip file; SourceTooLarge where it has too many parts.
    """

    def __init__(self, data: bytes, shown: str) -> None:
        self._shown = shown
        self._unpacked = 0
        if data.startswith(_OLE) and _ENCRYPTED in data:
            raise SourceUnreadable("source.encrypted", shown)
        # counted before zipfile makes an object of each
        if data.count(_LISTED) > MAX_PARTS:
            raise self._inflates(MAX_PACKAGE_BYTES)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise self.damaged() from error
        self._entries = {_plain(entry.filename): entry for entry in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    def damaged(self) -> SourceUnreadable:
        """The error for a package that lacks or garbles what it must hold, to be raised."""
        return SourceUnreadable("source.damaged", self._shown)

    def read(self, name: str) -> bytes:
        """The bytes of a part, counted while they are unpacked.

        Raises SourceUnreadable where the part is missing, damaged or encrypted, SourceTooLarge above the limits.
        """
        entry = self._entries.get(_plain(name))
        if entry is None:
            raise self.damaged()
        if entry.flag_bits & _IS_ENCRYPTED:
            raise SourceUnreadable("source.encrypted", self._shown)
        # packages know no other methods, and zipfile unpacks the others without a bound
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged()
        chunks = []
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._unpacked += len(chunk)
                    if size > MAX_PART_BYTES:
                        raise self._inflates(MAX_PART_BYTES)
                    if self._unpacked > MAX_PACKAGE_BYTES:
                        raise self._inflates(MAX_PACKAGE_BYTES)
                    chunks.append(chunk)
        except _BROKEN as error:
            raise self.damaged() from error
        return b"".join(chunks)

    def tree(self, name: str) -> etree._Element:
        """The root of an XML part, without comments and processing instructions.

        Raises what `read` raises; a part that is not well-formed or has a document type, and so could define entities, is
        damaged. No file or address is ever fetched.
        """
        data = self.read(name)
        if data.count(b"<") + data.count(b"=") > MAX_MARKUP:
            raise self._inflates(MAX_PART_BYTES)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                                 remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError, LookupError) as error:
            raise self.damaged() from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.damaged()
        return root

    def related(self, source: str, kind: str) -> str | None:
        """The part that stands in the relation `kind` to the part `source` by its .rels, or None; "" is the package."""
        folder, name = posixpath.split(source)
        relations = f"{folder}/_rels/{name}.rels"
        for each in self.tree(relations) if relations in self else ():
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
            if each.get("Type", "").endswith("/" + kind) and each.get("TargetMode") != "External" and target in self:
                return target.lstrip("/")
        return None

    def content_type(self, part: str) -> str:
        """What the list of content types says of a part or its extension; "" where it says nothing."""
        kinds = {_plain(each.get("PartName") or "." + each.get("Extension", "")): str(each.get("ContentType", ""))
                 for each in (self.tree(CONTENT_TYPES) if CONTENT_TYPES in self else ())}
        return kinds.get(_plain(part)) or kinds.get(posixpath.splitext(_plain(part))[1]) or ""

    def _inflates(self, limit: int) -> SourceTooLarge:
        return SourceTooLarge("source.inflates", self._shown, limit=limit // _MEGABYTE)


def _plain(name: str) -> str:
    """A part's name as it is compared; some programs write backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def short_name(element: etree._Element) -> str:
    """An element's tag as it is usually written, such as w:p; "" in foreign namespaces."""
    return _short(element.tag)


@functools.lru_cache(maxsize=4096)
def _short(tag: object) -> str:
    namespace, _, name = str(tag).removeprefix("{").rpartition("}")
    prefix = _PREFIXES.get(namespace)
    return prefix + name if prefix else ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child called as `path` says, or that child's child and so on; None where there is none."""
    for name in path:
        element = next((each for each in element if short_name(each) == name), None) if element is not None else None
    return element


def value(element: etree._Element | None, attribute: str = "w:val") -> str | None:
    """An attribute of an element, or None."""
    if element is None:
        return None
    return next((str(text) for name, text in element.items() if _short(name) == attribute), None)


def is_on(element: etree._Element | None) -> bool | None:
    """What a property that is on or off says; None where it is not there."""
    return None if element is None else value(element) not in ("0", "false", "off")
