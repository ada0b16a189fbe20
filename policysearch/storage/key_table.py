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
from contextlib import ExitStack
from pathlib import Path

from policysearch.errors import IndexDamaged
from policysearch.files import copy, release, scratch_file

_MAGIC = b"PSTABLE1"
_HEADER = struct.Struct("<8sQQ")
# lookups after which the pages that they read are let go of: each reads some all over the file
_RELEASED = 32


def write_key_table(path: Path, keys: Sequence[bytes], *columns: Iterable[int]) -> None:
    """Write a table of `keys`, which are in order, each with its number in every one of the `columns`.

    Raises OSError.
    """
    write_parts(path, len(columns), [(keys, *columns)])


def write_parts(path: Path, columns: int, parts: Iterable[tuple[Sequence[bytes], *tuple[Iterable[int], ...]]]) -> None:
    """Write a table whose keys come in parts, one behind the other, with their numbers in as many `columns`.

    Raises OSError.
    """
    with ExitStack() as stack:
        # each goes on until the last part, and all stand in one file
        offsets, *beside, keys_file = [
            stack.enter_context(scratch_file(path.with_name(f"{path.name}.{number}"))) for number in range(columns + 2)]
        count = end = 0
        for keys, *numbers in parts:
            ends = array("Q", itertools.accumulate(map(len, keys), initial=end))
            end = ends.pop()
            count += len(keys)
            offsets.write(ends.tobytes())
            keys_file.write(b"".join(keys))
            for column, some in zip(beside, numbers):
                column.write(array("I", some).tobytes())
        offsets.write(array("Q", [end]).tobytes())
        with open(path, "wb") as stream:
            stream.write(_HEADER.pack(_MAGIC, count, columns))
            for part in (offsets, *beside, keys_file):
                copy(part, stream)


class KeyRows:
    """Keys that come in any order, each once, with their numbers. All lie packed: an object for each would take several
    times as much."""

    def __init__(self, columns: int) -> None:
        self._keys = bytearray()
        self._ends = array("Q", [0])
        self._columns = [array("I") for _ in range(columns)]

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, key: bytes, *numbers: int) -> None:
        """Add a key with its number in every one of the columns."""
        self._keys += key
        self._ends.append(len(self._keys))
        for column, number in zip(self._columns, numbers):
            column.append(number)

    def write(self, path: Path) -> None:
        """Write the table of all. Raises OSError."""
        keys = [bytes(self._keys[start:end]) for start, end in itertools.pairwise(self._ends)]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        write_key_table(path, list(map(keys.__getitem__, order)),
                        *(map(column.__getitem__, order) for column in self._columns))


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
        self._lookups = 0

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
        self._lookups += 1
        if self._lookups % _RELEASED == 0:
            release(self._map)
        return bisect.bisect_left(range(self._count), key, key=self._key)

    def _key(self, place: int) -> bytes:
        return self._map[self._keys + self._offsets[place]:self._keys + self._offsets[place + 1]]
