"""Zip archives as folders: the documents in them, under the names that the program meant which packed them."""
import functools
import io
import re
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZipInfo

from policysearch.errors import SourceEmpty, SourceError, SourceTooLarge, SourceUnreadable
from policysearch.sources.encoding import Decoded, decode
from policysearch.sources.files import Found, is_passed_over
from policysearch.sources.limits import (MAX_ARCHIVE_BYTES, MAX_FILE_BYTES, MAX_MEMBERS, MAX_NESTING, MAX_RATIO, MEGABYTE,
                                         RATIO_BYTES)
from policysearch.sources.zips import Zip, is_zip

# zip files that are one document: Office, OFD (also encrypted), OpenDocument and EPUB
_DOCUMENT_PARTS = frozenset(("[content_types].xml", "ofd.xml", "encryptions.xml", "mimetype"))
# so many archives are open at a time, inner ones in memory: one, and the one that it is in
_OPEN = 2
# APPNOTE.TXT 4.4.4 and 4.6.9: a name is UTF-8; the field with a UTF-8 name beside one in another encoding
_IS_UTF8, _UNICODE_NAME = 0x800, 0x7075
# how zipfile reads a name that is not said to be UTF-8: each byte becomes a character
_BYTES = "cp437"
# what the bytes of a name are taken for that could be many things; the first character that takes three bytes in UTF-8, as
# Chinese ones do
_USUAL, _FIRST_OF_THREE = "gb18030", "\u0800"
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]|^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


@dataclass
class _Allowance:
    """How many files, and bytes as unpacked, an archive and those inside it may still hold."""

    members: int = MAX_MEMBERS
    bytes: int = MAX_ARCHIVE_BYTES


class Archives:
    """The archives that one search for files comes upon. They are opened when their turn comes, a few at a time."""

    def __init__(self) -> None:
        # by their identities, the last used last
        self._open: dict[str, Zip] = {}

    def __reduce__(self) -> tuple[Callable[[], "Archives"], tuple[()]]:
        # files handed to another process share what that process has open
        return _of_this_process, ()

    def files(self, file: Found, errors: list[SourceError]) -> Iterator[Found]:
        """`file`, or what is in it where it is an archive; what is wrong with that is appended to `errors`.

        Names that begin with a point and what macOS adds are passed over, as in folders.
        """
        return self._files(file, errors, 1, _Allowance())

    def read(self, archive: Found, entry: ZipInfo, shown: str, size: int | None = None) -> bytes:
        """The bytes of an entry of an archive, or the first `size` of them. Raises SourceError."""
        if entry.file_size > MAX_FILE_BYTES:
            raise SourceTooLarge("source.too_large", shown, limit=MAX_FILE_BYTES // MEGABYTE)
        if entry.file_size > RATIO_BYTES and entry.file_size > MAX_RATIO * entry.compress_size:
            raise SourceTooLarge("source.ratio", shown, limit=MAX_RATIO)
        return self._opened(archive).read(entry, MAX_FILE_BYTES, shown, size)

    def _opened(self, archive: Found) -> Zip:
        opened = self._open.pop(archive.identity, None) or Zip(archive.open(), archive.shown)
        self._open[archive.identity] = opened
        if len(self._open) > _OPEN:
            del self._open[next(iter(self._open))]
        return opened

    def _files(self, file: Found, errors: list[SourceError], depth: int, allowance: _Allowance) -> Iterator[Found]:
        try:
            is_archive = is_zip(file.head(4))
        except SourceError:
            # reading it says so again when its turn comes
            is_archive = False
        try:
            names = _names(self._opened(file).entries) if is_archive else []
            if not is_archive or not _DOCUMENT_PARTS.isdisjoint(map(str.lower, names)):
                yield file
                return
            if depth > MAX_NESTING:
                raise SourceTooLarge("source.nested", file.shown, limit=MAX_NESTING)
            members = self._members(file, names, errors, allowance)
        except SourceError as error:
            errors.append(error)
            return
        for member in members:
            yield from self._files(member, errors, depth + 1, allowance)

    def _members(self, archive: Found, names: list[str], errors: list[SourceError],
                 allowance: _Allowance) -> list["_Member"]:
        entries = self._opened(archive).entries
        size = sum(entry.file_size for entry in entries)
        if len(entries) > allowance.members:
            raise SourceTooLarge("source.many_files", archive.shown, limit=MAX_MEMBERS)
        if size > allowance.bytes:
            raise SourceTooLarge("source.inflates", archive.shown, limit=MAX_ARCHIVE_BYTES // MEGABYTE)
        allowance.members -= len(entries)
        allowance.bytes -= size
        members = []
        known = len(errors)
        for entry, name in zip(entries, names):
            shown = f"{archive.shown}/{_UNPRINTABLE.sub(chr(0xfffd), name)}"
            if _UNSAFE.search(name):
                errors.append(SourceUnreadable("source.unsafe_name", shown))
            elif stat.S_ISLNK(entry.external_attr >> 16):
                errors.append(SourceUnreadable("source.no_file", shown))
            elif not name.endswith("/") and not any(map(is_passed_over, name.split("/"))):
                members.append(_Member(self, archive, entry, f"{archive.name}/{name}", shown))
        if not members and len(errors) == known:
            raise SourceEmpty("source.empty", archive.shown)
        return members


@functools.cache
def _of_this_process() -> Archives:
    return Archives()


class _Member(Found):
    """A file in an archive."""

    def __init__(self, archives: Archives, archive: Found, entry: ZipInfo, name: str, shown: str) -> None:
        super().__init__(name, shown, f"{archive.identity}/{entry.header_offset}")
        self._archives = archives
        self._archive = archive
        self._entry = entry

    def head(self, size: int) -> bytes:
        return self._archives.read(self._archive, self._entry, self.shown, size)

    def read(self) -> bytes:
        return self._archives.read(self._archive, self._entry, self.shown)

    def open(self) -> BinaryIO:
        return io.BytesIO(self.read())


def _names(entries: list[ZipInfo]) -> list[str]:
    """The names of the entries with / between folders.

    Where an archive does not say how its names are encoded, they are decoded together, as a text is: programs in Chinese
    Windows write GBK, or Big5, those in macOS UTF-8.
    """
    raw = [entry.orig_filename.encode(_BYTES) for entry in entries if not entry.flag_bits & _IS_UTF8]
    decoded = decode(b"\n".join(raw).replace(b"\0", b""))
    encoding = decoded.encoding if isinstance(decoded, Decoded) else _USUAL
    if isinstance(decoded, Decoded) and max(decoded.text, default="") < _FIRST_OF_THREE:
        # a pair of bytes in GBK may be a character of Greek or Hebrew in UTF-8
        encoding = _USUAL
    return [_name(entry, encoding).replace("\\", "/") for entry in entries]


def _name(entry: ZipInfo, encoding: str) -> str:
    if entry.flag_bits & _IS_UTF8:
        return entry.orig_filename
    raw = entry.orig_filename.encode(_BYTES)
    return _unicode_name(entry.extra, raw) or raw.decode(encoding, "replace")


def _unicode_name(extra: bytes, raw: bytes) -> str | None:
    """The UTF-8 name in the extra fields of an entry, if it is still the one of `raw`, as its checksum tells."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        content, extra = extra[4:4 + length], extra[4 + length:]
        if kind == _UNICODE_NAME and content[:5] == b"\x01" + zlib.crc32(raw).to_bytes(4, "little"):
            return content[5:].decode("utf-8", "replace")
    return None
