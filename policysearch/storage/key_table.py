"""A sorted table of keys with numbers beside them, in one memory-mapped file: found by halving, nothing is loaded.

Layout, little-endian: magic; the number of keys and of columns as u64; `count + 1` offsets (u64) into the keys; the
columns one after the other, each of `count` u32; the keys in the order of their bytes.
"""
import bisect
import itertools
import mmap
import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from policysearch.errors import IndexDamaged

_MAGIC = b"PSTABLE1"
_HEADER = struct.Struct("<8sQQ")


def write_key_table(path: Path, keys: Sequence[bytes], *columns: Iterable[int]) -> None:
    """Write a table of `keys`, which are in order, each with its number in every one of the `columns`.

    Raises OSError.
    """
    table = KeyTableWriter(len(columns))
    table.add(keys, *columns)
    table.write(path)


class KeyTableWriter:
    """Takes the keys of a table in their order."""

    def __init__(self, columns: int) -> None:
        self._keys = bytearray()
        self._offsets = array("Q", [0])
        self._columns = [array("I") for _ in range(columns)]

    def add(self, keys: Sequence[bytes], *columns: Iterable[int]) -> None:
        """Add the next keys, each with its number in every one of the columns."""
        self._offsets.extend(itertools.accumulate(map(len, keys), initial=self._offsets.pop()))
        self._keys += b"".join(keys)
        for column, numbers in zip(self._columns, columns):
            column.extend(numbers)

    def write(self, path: Path) -> None:
        """Write the table. Raises OSError."""
        with open(path, "wb") as stream:
            stream.write(_HEADER.pack(_MAGIC, len(self._offsets) - 1, len(self._columns)))
            for part in (self._offsets, *self._columns):
                part.tofile(stream)
            stream.write(self._keys)


class KeyTable:
    """The finished table, read in place."""

    def __init__(self, path: Path, index: str) -> None:
        """Map the file. Raises IndexDamaged where it is no key table, OSError where it cannot be opened."""
        with open(path, "rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        count: int
        magic, count, columns = _HEADER.unpack_from(self._map)
        keys = _HEADER.size + 8 * (count + 1) + 4 * count * columns
        if magic != _MAGIC or keys > len(self._map):
            raise IndexDamaged("index.damaged", index, file=path.name)
        self._view = memoryview(self._map)
        at = _HEADER.size + 8 * (count + 1)
        self._offsets = self._view[_HEADER.size:at].cast("Q")
        self._columns = [self._view[at + 4 * count * column:at + 4 * count * (column + 1)].cast("I")
                         for column in range(columns)]
        self._keys = keys
        self._count = count

    def __len__(self) -> int:
        return self._count

    def find(self, key: bytes) -> tuple[int, ...] | None:
        """The numbers beside `key`, or None where the table does not have it."""
        place = self._first_from(key)
        if place == self._count or self._key(place) != key:
            return None
        return tuple(column[place] for column in self._columns)

    def beginning_with(self, prefix: bytes) -> Iterator[tuple[bytes, tuple[int, ...]]]:
        """The keys that begin with `prefix`, in the order of their bytes, each with its numbers."""
        for place in range(self._first_from(prefix), self._count):
            key = self._key(place)
            if not key.startswith(prefix):
                return
            yield key, tuple(column[place] for column in self._columns)

    def last_up_to(self, key: bytes) -> bytes | None:
        """The last key that is not greater than `key`, None where all are."""
        place = self._first_from(key)
        if place < self._count and self._key(place) == key:
            return key
        return self._key(place - 1) if place else None

    def close(self) -> None:
        """Let go of the file."""
        for view in (self._offsets, *self._columns, self._view):
            view.release()
        self._map.close()

    def _first_from(self, key: bytes) -> int:
        """The place of the first key that is not less than `key`."""
        return bisect.bisect_left(range(self._count), key, key=self._key)

    def _key(self, place: int) -> bytes:
        return self._map[self._keys + self._offsets[place]:self._keys + self._offsets[place + 1]]
