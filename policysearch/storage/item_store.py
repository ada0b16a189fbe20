"""The item store: the records of all items, keyed by ordinal, in one file, read in place.

Layout, little-endian: magic and the offset of the table; the records (JSON), each the list of an item's values in the order
of the fields of `Item`; the table of `count + 1` offsets (u64).
"""
import json
import struct
from array import array
from pathlib import Path

from policysearch.errors import IndexDamaged
from policysearch.files import Parts, mapped
from policysearch.models import Item

_MAGIC = b"PSITEMS4"
_HEADER = struct.Struct("<8sQ")
# nothing stands around a record, which `json.loads` would look for first
_decoded = json.JSONDecoder().raw_decode
# the values that JSON turns into lists
_SECTIONS, _POINTS, _OFFSETS = map(Item._fields.index, ("sections", "points", "offsets"))


def record_bytes(item: Item) -> bytes:
    """The record of an item as it is stored."""
    return json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode()


class ItemStoreWriter:
    """Writes items one after the other; the first has ordinal 0."""

    def __init__(self, path: Path) -> None:
        """Begin the file. Raises OSError."""
        self._stream = open(path, "wb")
        self._stream.write(_HEADER.pack(_MAGIC, 0))
        self._offsets = array("Q", [_HEADER.size])

    def add(self, record: bytes) -> None:
        """Add the record of the next item."""
        self._stream.write(record)
        self._offsets.append(self._offsets[-1] + len(record))

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
        """Open the file. Raises IndexDamaged where it is not an item store, OSError where it cannot be opened."""
        self._map = mapped(path)
        magic, table = _HEADER.unpack_from(self._map)
        if magic != _MAGIC or not _HEADER.size <= table < len(self._map):
            raise IndexDamaged("index.damaged", index, file=path.name)
        self._view = memoryview(self._map)
        self._offsets = self._view[table:].cast("Q")
        self._records = Parts(path)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def item(self, ordinal: int) -> Item:
        """An item."""
        start = self._offsets[ordinal]
        values, _ = _decoded(self._records.read(start, self._offsets[ordinal + 1] - start).decode())
        values[_SECTIONS] = tuple(values[_SECTIONS])
        values[_OFFSETS] = tuple(map(tuple, values[_OFFSETS]))
        values[_POINTS] = None if values[_POINTS] is None else tuple(map(tuple, values[_POINTS]))
        return Item._make(values)

    def close(self) -> None:
        """Let go of the file."""
        self._offsets.release()
        self._view.release()
        self._map.close()
        self._records.close()
