"""A finished segment of Whoosh 2.7.4, read in place: tokens, their posting lists and the lengths of items.

The file of tokens is a table in the order of its keys, with a hash table behind it: records of two lengths (i32), key and
value; 256 hash tables of hash (u32) and place (i64) with linear probing; their directory of place (i64) and slots (i32); a
pickled dictionary; the places of all records; the length of the last two. A key is the number of its field (u16) and the
token. All numbers are big-endian.
"""
import struct
from binascii import crc32
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from policysearch.engines.whoosh.blocks import INFO, Gaps, load_plain, read_list
from policysearch.files import Parts

TOKENS, POSTINGS = ".trm", ".pst"
MAGIC = b"HSH3"
CRC32 = 1
TABLES = 256
# what the dictionary says that Whoosh does not look for: the number of items, the sum of their lengths in each scored field,
# and the length that each byte stands for
ITEMS, TOTALS, LENGTHS = "policysearch items", "policysearch totals", "policysearch lengths"

# bytes that are read at a time: the dictionary and most records are shorter
_AHEAD = 1 << 16
_RECORD = 128

_LENGTHS = struct.Struct("!ii")
_SLOT = struct.Struct("!Iq")
_DIRECTORY = struct.Struct(f"!{'qi' * TABLES}")
_FIELD = struct.Struct("!H")
_INT = struct.Struct("!i")


class Segment:
    """The one segment of an index."""

    def __init__(self, folder: Path) -> None:
        """Open its files. Raises OSError, ValueError and the like where they are not those of one segment."""
        tokens, = folder.glob(f"*{TOKENS}")
        self._folder = folder
        self._name = tokens.name.removesuffix(TOKENS)
        with ExitStack() as files:
            self._tokens = files.enter_context(closing(Parts(tokens)))
            self._postings = files.enter_context(closing(Parts(tokens.with_suffix(POSTINGS))))
            self._read_ends()
            self.close = files.pop_all().close

    def _read_ends(self) -> None:
        if self._tokens.read(0, 5) != MAGIC + bytes([CRC32]):
            raise ValueError("not a table of tokens")
        end = self._tokens.size - _INT.size
        start = end - _INT.unpack(self._tokens.read(end, _INT.size))[0]
        extras, size = load_plain(self._tokens.read(start, _AHEAD))
        directory = _DIRECTORY.unpack(self._tokens.read(start - _DIRECTORY.size, _DIRECTORY.size))
        self._tables = list(zip(directory[::2], directory[1::2]))
        self._end = self._tables[0][0]
        self._places = start + size
        self._place = struct.Struct("!" + extras["indextype"])
        self._count = extras["indexlen"]
        self._fields: dict[str, int] = extras["fieldmap"]
        self.totals: dict[str, int] = extras[TOTALS]
        self.length_of_byte: list[int] = extras[LENGTHS]
        self.items: int = extras[ITEMS]

    def document_count(self, field: str, token: str) -> int:
        """How many items hold a token."""
        info = self._info(field, token)
        count: int = INFO.unpack_from(info)[2] if info else 0
        return count

    def gaps(self, field: str, token: str) -> Gaps:
        """The posting list of a token, empty where no item holds it."""
        info = self._info(field, token)
        return read_list(info, self._postings) if info else Gaps((), None)

    def beginning_with(self, field: str, prefix: str) -> Iterator[str]:
        """The tokens of a field that begin with `prefix`, in the order of their bytes."""
        if field not in self._fields:
            return
        key = self._key(field, prefix)
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._record(self._place_of(middle))[0] < key:
                low = middle + 1
            else:
                high = middle
        at = self._place_of(low) if low < self._count else self._end
        while at < self._end:
            found, value = self._record(at)
            if not found.startswith(key):
                return
            yield found[_FIELD.size:].decode()
            at += _LENGTHS.size + len(found) + len(value)

    def lengths(self, field: str, items: int) -> list[int]:
        """The lengths of the `items` in tokens of a scored field, as precise as a byte is."""
        return [self.length_of_byte[byte] for byte in self.length_bytes(field, items)]

    def length_bytes(self, field: str, items: int) -> bytes:
        """These lengths as they are kept, a byte each: what one stands for is in `length_of_byte`."""
        # what is 0 at the end is left out
        return (self._folder / f"{self._name}._{field}_len.col").read_bytes().ljust(items, b"\0")

    def _info(self, field: str, token: str) -> bytes:
        """What stands beside a token; empty where there is none."""
        if field not in self._fields:
            return b""
        key = self._key(field, token)
        hashed = crc32(key)
        start, slots = self._tables[hashed % TABLES]
        slot = (hashed >> 8) % slots if slots else 0
        for _ in range(slots):
            found, at = _SLOT.unpack(self._tokens.read(start + slot * _SLOT.size, _SLOT.size))
            if not at:
                break
            if found == hashed:
                record, value = self._record(at)
                if record == key:
                    return value
            slot = (slot + 1) % slots
        return b""

    def _key(self, field: str, token: str) -> bytes:
        return _FIELD.pack(self._fields[field]) + token.encode()

    def _record(self, at: int) -> tuple[bytes, bytes]:
        """The key at a place, and its value."""
        record = self._tokens.read(at, _RECORD)
        size, length = _LENGTHS.unpack_from(record)
        value = _LENGTHS.size + size
        if value + length > len(record):
            record = self._tokens.read(at, value + length)
        return record[_LENGTHS.size:value], record[value:value + length]

    def _place_of(self, number: int) -> int:
        place: int = self._place.unpack(self._tokens.read(self._places + number * self._place.size, self._place.size))[0]
        return place
