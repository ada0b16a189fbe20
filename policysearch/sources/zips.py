"""Zip files, opened without trusting what they say of themselves."""
import io
import struct
import weakref
import zipfile
import zlib
from typing import BinaryIO

from policysearch.errors import SourceTooLarge, SourceUnreadable
from policysearch.sources.limits import MAX_LISTING_BYTES, MEGABYTE

# how a zip file begins, and how one does that holds nothing
_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
_CHUNK = 256 * 1024
_IS_ENCRYPTED = 0x1
# what zipfile raises for files that lie or are cut short
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError,
           LookupError, OverflowError, OSError)


def is_zip(head: bytes) -> bool:
    """Whether a file that begins with `head` is a zip file, or the beginning of one that was cut off."""
    return head.startswith(_BEGINNINGS)


class Zip:
    """A zip file: its `entries` in their order, each read with a bound. `stream` is closed with the last use of this object.

    `shown` is the path that errors give. Raises SourceUnreadable with the key "source.damaged" where the stream is no
    whole zip file, SourceTooLarge where it lists too many entries.
    """

    def __init__(self, stream: BinaryIO, shown: str) -> None:
        self._shown = shown
        weakref.finalize(self, stream.close)
        try:
            self._zip = zipfile.ZipFile(_Listed(stream))
        except _TooLong as error:
            raise SourceTooLarge("source.many_entries", shown, limit=MAX_LISTING_BYTES // MEGABYTE) from error
        except _BROKEN as error:
            raise self.damaged() from error
        self.entries = self._zip.infolist()

    def damaged(self) -> SourceUnreadable:
        """The error for a file that lacks or garbles what it must hold, to be raised."""
        return SourceUnreadable("source.damaged", self._shown)

    def read(self, entry: zipfile.ZipInfo, limit: int, shown: str = "", size: int | None = None) -> bytes:
        """The bytes of an entry, or the first `size` of them. `shown` is the path that errors give.

        Raises SourceUnreadable where it is damaged, encrypted or packed by an unknown method, SourceTooLarge above
        `limit` bytes, which are counted while they are unpacked.
        """
        shown = shown or self._shown
        if entry.flag_bits & _IS_ENCRYPTED:
            raise SourceUnreadable("source.encrypted", shown)
        # zipfile unpacks the other methods that it knows without a bound
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise SourceUnreadable("source.compression", shown)
        chunks = []
        left = limit if size is None else size
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK if size is None else min(_CHUNK, left)):
                    left -= len(chunk)
                    if left < 0:
                        raise SourceTooLarge("source.inflates", shown, limit=limit // MEGABYTE)
                    chunks.append(chunk)
        except _BROKEN as error:
            raise SourceUnreadable("source.damaged", shown) from error
        return b"".join(chunks)


class _TooLong(Exception):
    """The list of entries is longer than it may be."""


class _Listed:
    """A stream for zipfile, which reads the list of entries in one piece, however long it is."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seekable = stream.seekable
        self.seek = stream.seek
        self.tell = stream.tell

    def read(self, size: int = -1) -> bytes:
        if size > MAX_LISTING_BYTES:
            raise _TooLong
        return self._stream.read(size)


def opened(data: bytes, shown: str) -> Zip:
    """The zip file that is these bytes. Raises what Zip does."""
    return Zip(io.BytesIO(data), shown)
