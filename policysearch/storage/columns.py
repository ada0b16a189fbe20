"""The values of a few fields for every item, a column each, in one memory-mapped file: for sorting, counting and grouping.

Layout, little-endian: magic; the number of items as u64; for each of FIELDS the place and the length of its values
(u64); the columns, each of `count` u32: the number of the item's value, from 1, or 0 for none; last the columns that hold
for each item the ordinal of the first item of its document, and of the first with the same folded text. Values are JSON
lists, ascending.
"""
import hashlib
import json
import mmap
import struct
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from policysearch.errors import IndexDamaged
from policysearch.models import Item

# what can be counted; the part decides what is searched
FIELDS = ("part", "year", "date", "issuer", "place", "title", "kind")

Value: TypeAlias = str | int

_MAGIC = b"PSCOLS02"
_HEADER = struct.Struct(f"<8sQ{2 * len(FIELDS)}Q")
_KEY_BYTES = 16
# how many the table of texts begins with
_PLACES = 1024


def text_key(folded_text: str) -> bytes:
    """What stands for the text of an item: sixteen bytes, of which two of 10^9 are the same by chance with a probability
    of 10^-21."""
    return hashlib.blake2b(folded_text.strip().encode(), digest_size=_KEY_BYTES).digest()


class ColumnsWriter:
    """Takes the items of a build in the order of their ordinals."""

    def __init__(self) -> None:
        self._numbers: list[dict[Value, int]] = [{} for _ in FIELDS]
        self._columns = [array("I") for _ in FIELDS]
        self._texts = _Texts()
        self._documents = array("I")
        self._same = array("I")

    def add(self, item: Item, key: bytes, document: int) -> int:
        """Add the next item; `key` is the `text_key` of its text, `document` the ordinal of the first item of its document.

        Gives the ordinal of the first item with the same text.
        """
        for name, numbers, column in zip(FIELDS, self._numbers, self._columns):
            value = getattr(item, name)
            column.append(0 if value is None else numbers.setdefault(value, len(numbers) + 1))
        self._documents.append(document)
        self._same.append(self._texts.first(key))
        return self._same[-1]

    def write(self, path: Path) -> None:
        """Write the columns. Raises OSError."""
        blobs = []
        for place, numbers in enumerate(self._numbers):
            ascending = sorted(numbers)
            renumbered = array("I", [0] * (len(numbers) + 1))
            for number, value in enumerate(ascending, 1):
                renumbered[numbers[value]] = number
            self._columns[place] = array("I", (renumbered[number] for number in self._columns[place]))
            blobs.append(json.dumps(ascending, ensure_ascii=False).encode())
        at = _HEADER.size + 4 * len(self._same) * (len(FIELDS) + 2)
        places: list[int] = []
        for blob in blobs:
            places += (at, len(blob))
            at += len(blob)
        with open(path, "wb") as stream:
            stream.write(_HEADER.pack(_MAGIC, len(self._same), *places))
            for column in (*self._columns, self._documents, self._same):
                column.tofile(stream)
            stream.writelines(blobs)


class _Texts:
    """The keys of the items' texts, one behind the other, and a table of open addresses that finds them: a dictionary would
    take six times as much."""

    def __init__(self) -> None:
        self._keys = bytearray()
        self._distinct = 0
        # the number of an item, from 1, or 0 for none
        self._places = array("I", bytes(4 * _PLACES))

    def first(self, key: bytes) -> int:
        """Take the key of the next item, and give the ordinal of the first one with this key."""
        ordinal = len(self._keys) // _KEY_BYTES
        self._keys += key
        at = self._place(key)
        if self._places[at]:
            return self._places[at] - 1
        self._places[at] = ordinal + 1
        self._distinct += 1
        if 2 * self._distinct > len(self._places):
            self._grow()
        return ordinal

    def _place(self, key: bytes) -> int:
        """Where the table has a key, or where it would."""
        at = int.from_bytes(key, "little") % len(self._places)
        while (number := self._places[at]) and self._keys[_KEY_BYTES * (number - 1):_KEY_BYTES * number] != key:
            at = (at + 1) % len(self._places)
        return at

    def _grow(self) -> None:
        numbers, self._places = self._places, array("I", bytes(8 * len(self._places)))
        for number in filter(None, numbers):
            self._places[self._place(bytes(self._keys[_KEY_BYTES * (number - 1):_KEY_BYTES * number]))] = number


class Columns:
    """The finished columns, read in place."""

    def __init__(self, path: Path, index: str) -> None:
        """Map the file. Raises IndexDamaged where it holds no columns, OSError where it cannot be opened."""
        with open(path, "rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        magic, count, *places = _HEADER.unpack_from(self._map)
        if magic != _MAGIC or places[0] != _HEADER.size + 4 * count * (len(FIELDS) + 2):
            raise IndexDamaged("index.damaged", index, file=path.name)
        self._places = dict(zip(FIELDS, zip(places[::2], places[1::2])))
        self._view = memoryview(self._map)
        columns = [self._view[_HEADER.size + 4 * count * number:_HEADER.size + 4 * count * (number + 1)].cast("I")
                   for number in range(len(FIELDS) + 2)]
        self._columns = columns
        self._values: dict[str, list[Value]] = {}
        # for each item the ordinal of the first one of its document, and with the same folded text
        self.documents: Sequence[int] = columns[-2]
        self.same: Sequence[int] = columns[-1]

    def numbers(self, field: str) -> Sequence[int]:
        """For each item the number of its value, 0 for none; greater values have greater numbers."""
        return self._columns[FIELDS.index(field)]

    def values(self, field: str) -> Sequence[Value]:
        """The values of a field, ascending; number 1 is the first."""
        if field not in self._values:
            start, length = self._places[field]
            self._values[field] = json.loads(self._map[start:start + length])
        return self._values[field]

    def value(self, field: str, number: int) -> Value | None:
        """The value with this number; None for 0."""
        return self.values(field)[number - 1] if number else None

    def close(self) -> None:
        """Let go of the file."""
        for view in (*self._columns, self._view):
            view.release()
        self._map.close()
