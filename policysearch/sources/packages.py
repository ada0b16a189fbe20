"""Packages: zip files of XML parts, as .docx and .ofd are, opened without trusting what they say of themselves."""
import functools
import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from policysearch.errors import SourceTooLarge, SourceUnreadable
from policysearch.sources.limits import MAX_MARKUP, MAX_PACKAGE_BYTES, MAX_PART_BYTES, MAX_PARTS, MEGABYTE
from policysearch.sources.zips import opened

# the part that says which format each part has
CONTENT_TYPES = "[Content_Types].xml"

# an encrypted Office document is no zip but an OLE file with a stream of this name
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

# how the namespaces are usually written; a strict document has others for the same elements
_PREFIXES = {"http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
             "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
             "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
             "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
             "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
             "http://www.ofdspec.org/2016": "ofd:", "http://www.ofdspec.org": "ofd:"}

# titles that programs write by themselves: their own name, the name of a new document, the name of a file
_NO_TITLE = re.compile(
    r"(?:microsoft|power ?point|wps).*|新建.{0,3}(?:microsoft|office|word|wps|docx?|文本|文字).*|.*\.[a-z]{2,4}[xm]?"
    r"|(?:(?:word|文字|空白)?\s*(?:文档|文件|文稿|演示文稿|文檔)|word|document|doc|presentation|untitled|无标题|無標題|未命名|标题)"
    r"\s*[-_(（]?\d*[)）]?", re.IGNORECASE)


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
        self._zip = opened(data, shown)
        if len(self._zip.entries) > MAX_PARTS:
            raise self._inflates(MAX_PACKAGE_BYTES)
        self._entries = {_plain(entry.filename): entry for entry in self._zip.entries}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    def damaged(self) -> SourceUnreadable:
        """The error for a package that lacks or garbles what it must hold, to be raised."""
        return self._zip.damaged()

    def read(self, name: str) -> bytes:
        """The bytes of a part, counted while they are unpacked.

        Raises SourceUnreadable where the part is missing, damaged or encrypted, SourceTooLarge above the limits.
        """
        entry = self._entries.get(_plain(name))
        if entry is None:
            raise self.damaged()
        data = self._zip.read(entry, MAX_PART_BYTES)
        self._unpacked += len(data)
        if self._unpacked > MAX_PACKAGE_BYTES:
            raise self._inflates(MAX_PACKAGE_BYTES)
        return data

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
        """The first part that stands in the relation `kind` to the part `source`, or None; "" is the package."""
        return next(self.all_related(source, kind), None)

    def all_related(self, source: str, kind: str) -> Iterator[str]:
        """The parts that stand in the relation `kind` to the part `source` by its .rels."""
        folder, name = posixpath.split(source)
        relations = f"{folder}/_rels/{name}.rels"
        for each in self.tree(relations) if relations in self else ():
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
            if each.get("Type", "").endswith("/" + kind) and each.get("TargetMode") != "External" and target in self:
                yield target.lstrip("/")

    def content_type(self, part: str) -> str:
        """What the list of content types says of a part or its extension; "" where it says nothing."""
        kinds = {_plain(each.get("PartName") or "." + each.get("Extension", "")): str(each.get("ContentType", ""))
                 for each in (self.tree(CONTENT_TYPES) if CONTENT_TYPES in self else ())}
        return kinds.get(_plain(part)) or kinds.get(posixpath.splitext(_plain(part))[1]) or ""

    def _inflates(self, limit: int) -> SourceTooLarge:
        return SourceTooLarge("source.inflates", self._shown, limit=limit // MEGABYTE)


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


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """The children of an element called `name`."""
    return [each for each in element if short_name(each) == name] if element is not None else []


def value(element: etree._Element | None, attribute: str = "w:val") -> str | None:
    """An attribute of an element, or None."""
    if element is None:
        return None
    return next((str(text) for name, text in element.items() if _short(name) == attribute), None)


def is_on(element: etree._Element | None) -> bool | None:
    """What a property that is on or off says; None where it is not there."""
    return None if element is None else value(element) not in ("0", "false", "off")


def stated_title(text: str | None) -> str | None:
    """The title that a document's properties state; None where there is none or a program made it."""
    title = " ".join((text or "").split())
    return title if title and not _NO_TITLE.fullmatch(title) else None
