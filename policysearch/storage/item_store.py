"""The item store: what matching verifies on and ranking counts in, keyed by ordinal, in one memory-mapped file.

An item's block holds its record (JSON), its comparable texts and its term counts. Layout, little-endian: magic and the
offset of the table; the blocks; the table of `count + 1` block offsets (u64). A block is a head of u32 lengths, then
the record, the folded zones, the plain zones (empty where they are the same), and the counts as u32: the lengths of
the item in words and in bigrams, then for each kind the number of distinct terms, their ascending numbers, their counts.
"""
import bisect
import functools
import json
import mmap
import struct
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from policysearch.errors import IndexDamaged
from policysearch.models import Item
from policysearch.storage.term_store import KINDS, Kind

_MAGIC = b"PSITEMS1"
_HEADER = struct.Struct("<8sQ")
_BLOCK = struct.Struct("<5I")
# no text holds it: readers refuse NUL
_ZONE_END = "\0"


class Zones(NamedTuple):
    """The texts of an item in which a query may match, each comparable: its own, its title, its headings, its 文号, and
    its number where that has the form 第…条 (else "")."""

    text: str
    title: str
    sections: tuple[str, ...]
    doc_number: str
    article: str

    def all(self) -> tuple[str, ...]:
        """All zones in one tuple."""
        return (self.text, self.title, *self.sections, self.doc_number, self.article)


class ZonePair(NamedTuple):
    """The zones of an item folded, and as written (`plain`); often the same object."""

    folded: Zones
    plain: Zones


class ItemStoreWriter:
    """Writes items one after the other; the first has ordinal 0."""

    def __init__(self, path: Path) -> None:
        """Begin the file. Raises OSError."""
        self._stream = open(path, "wb")
        self._stream.write(_HEADER.pack(_MAGIC, 0))
        self._offsets = array("Q", [_HEADER.size])

    def add(self, item: Item, zones: ZonePair, counts: Mapping[Kind, Mapping[int, int]]) -> None:
        """Add one item; `counts` has for each kind of term how often the item holds it, by the term's number."""
        record = json.dumps(item.record(), ensure_ascii=False, separators=(",", ":")).encode()
        folded = _joined(zones.folded)
        plain = b"" if zones.plain == zones.folded else _joined(zones.plain)
        table = array("I")
        for kind in KINDS:
            table.append(sum(counts[kind].values()))
        for kind in KINDS:
            numbers = sorted(counts[kind])
            table.append(len(numbers))
            table.extend(numbers)
            table.extend(counts[kind][number] for number in numbers)
        head = _BLOCK.pack(len(record), len(folded), len(plain), 4 * len(table), len(zones.folded.sections))
        # counts first: they are read as u32 and must lie on a multiple of four
        block = head + table.tobytes() + record + folded + plain
        block += bytes(-len(block) % 4)
        self._stream.write(block)
        self._offsets.append(self._offsets[-1] + len(block))

    def close(self) -> None:
        """Write the table and finish the file. Raises OSError."""
        self._stream.write(bytes(-self._stream.tell() % 8))
        table = self._stream.tell()
        self._offsets.tofile(self._stream)
        self._stream.seek(0)
        self._stream.write(_HEADER.pack(_MAGIC, table))
        self._stream.close()


class ItemStore:
    """The finished store, read in place."""

    def __init__(self, path: Path, index: str) -> None:
        """Map the file. Raises IndexDamaged where it is not an item store, OSError where it cannot be opened."""
        with open(path, "rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        magic, table = _HEADER.unpack_from(self._map)
        if magic != _MAGIC or not _HEADER.size <= table < len(self._map):
            raise IndexDamaged("index.damaged", index, file=path.name)
        self._view = memoryview(self._map)
        self._offsets = self._view[table:].cast("Q")
        # what is shown and verified comes in bursts on the same items
        self.zones = functools.lru_cache(maxsize=4096)(self._read_zones)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def record(self, ordinal: int) -> dict[str, Any]:
        """The record of an item."""
        start, _, lengths = self._block(ordinal)
        start += lengths[3]
        values: dict[str, Any] = json.loads(self._map[start:start + lengths[0]].decode())
        return values

    def item(self, ordinal: int) -> Item:
        """The item itself."""
        values = self.record(ordinal)
        del values["schema"]
        values["sections"] = tuple(values["sections"])
        values["offsets"] = tuple((here, there) for here, there in values["offsets"])
        values["points"] = None if values["points"] is None else tuple(
            (start, end, label) for start, end, label in values["points"])
        return Item(**values)

    def length(self, ordinal: int, kind: Kind) -> int:
        """How many terms of `kind` the item holds, repeated ones counted."""
        return self._counts(ordinal)[KINDS.index(kind)]

    def count(self, ordinal: int, kind: Kind, number: int) -> int:
        """How often the item holds the term of `kind` with this number."""
        table: Sequence[int] = self._counts(ordinal)
        at = len(KINDS)
        for _ in range(KINDS.index(kind)):
            at += 1 + 2 * table[at]
        size = table[at]
        first = at + 1
        place = bisect.bisect_left(table, number, first, first + size)
        return table[place + size] if place < first + size and table[place] == number else 0

    def close(self) -> None:
        """Let go of the file."""
        self.zones.cache_clear()
        self._offsets.release()
        self._view.release()
        self._map.close()

    def _block(self, ordinal: int) -> tuple[int, int, tuple[int, ...]]:
        start, end = self._offsets[ordinal], self._offsets[ordinal + 1]
        return start + _BLOCK.size, end, _BLOCK.unpack_from(self._map, start)

    def _counts(self, ordinal: int) -> Sequence[int]:
        start, _, lengths = self._block(ordinal)
        return self._view[start:start + lengths[3]].cast("I")

    def _read_zones(self, ordinal: int) -> ZonePair:
        """The comparable texts of an item."""
        start, _, (record, folded, plain, counts, sections) = self._block(ordinal)
        start += counts + record
        folded_zones = _parted(self._map[start:start + folded], sections)
        plain_zones = _parted(self._map[start + folded:start + folded + plain], sections) if plain else folded_zones
        return ZonePair(folded_zones, plain_zones)


def _joined(zones: Zones) -> bytes:
    return _ZONE_END.join(zones.all()).encode()


def _parted(data: bytes, sections: int) -> Zones:
    parts = data.decode().split(_ZONE_END)
    return Zones(parts[0], parts[1], tuple(parts[2:2 + sections]), *parts[2 + sections:])
