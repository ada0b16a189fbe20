"""What an index holds of each document besides its items, in one memory-mapped file.

Layout, little-endian: magic and the offset of the tables; the documents' records one after the other, each a JSON list of
its summary, the places where the lines of its source begin, and its origin; the table of `count + 1` record offsets (u64);
the ordinals of the documents' first items (u32).
"""
import bisect
import json
import mmap
import struct
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from policysearch.errors import IndexDamaged
from policysearch.models import DocumentSummary, Problem

_MAGIC = b"PSDOCS03"
_HEADER = struct.Struct("<8sQ")
_OFFSET_BYTES = 8
_START_BYTES = 4


class Origin(NamedTuple):
    """What a document was made from: the absolute path of its `file`, in an archive below that of the archive, and the
    `fingerprint` of its content, "" where it is to be read each time."""

    file: str
    fingerprint: str


class DocumentTableWriter:
    """Takes the documents of a build in their order."""

    def __init__(self, path: Path) -> None:
        """Begin the file. Raises OSError."""
        self._stream = open(path, "wb")
        self._stream.write(_HEADER.pack(_MAGIC, 0))
        self._offsets = array("Q", [_HEADER.size])
        self._starts = array("I")

    def add(self, document: DocumentSummary, first: int, line_starts: Sequence[int], origin: Origin) -> None:
        """Add a document whose first item has the ordinal `first`; `line_starts` is empty where its text is not known."""
        values = [document.record(), line_starts, origin]
        # a path may hold bytes that are no characters
        record = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        self._stream.write(record)
        self._offsets.append(self._offsets[-1] + len(record))
        self._starts.append(first)

    def close(self) -> None:
        """Write the tables and finish the file. Raises OSError."""
        self._stream.write(bytes(-self._stream.tell() % _OFFSET_BYTES))
        tables = self._stream.tell()
        self._offsets.tofile(self._stream)
        self._starts.tofile(self._stream)
        self._stream.seek(0)
        self._stream.write(_HEADER.pack(_MAGIC, tables))
        self._stream.close()


class DocumentTable:
    """The finished table, read in place; documents are numbered from 0 in document order."""

    def __init__(self, path: Path, index: str) -> None:
        """Map the file. Raises IndexDamaged where it is no document table, OSError where it cannot be opened."""
        with open(path, "rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        magic, tables = _HEADER.unpack_from(self._map)
        count = (len(self._map) - tables - _OFFSET_BYTES) // (_OFFSET_BYTES + _START_BYTES)
        if magic != _MAGIC or not _HEADER.size <= tables < len(self._map) or count < 0:
            raise IndexDamaged("index.damaged", index, file=path.name)
        self._view = memoryview(self._map)
        behind = tables + _OFFSET_BYTES * (count + 1)
        self._offsets = self._view[tables:behind].cast("Q")
        # the ordinals of the documents' first items, ascending
        self.starts: Sequence[int] = self._view[behind:].cast("I")

    def __len__(self) -> int:
        return len(self.starts)

    def summary(self, document: int) -> DocumentSummary:
        """What is known of a document."""
        values, _, _ = self._record(document)
        return DocumentSummary(**{**values, "problems": tuple(Problem(**each) for each in values["problems"])})

    def line_at(self, document: int, position: int) -> int | None:
        """The line, counted from 1, of a place in the source's decoded text; None where that text is not known."""
        return bisect.bisect_right(self.line_starts(document), position) or None

    def line_starts(self, document: int) -> list[int]:
        """Where the lines of a document's source begin; empty where its text is not known."""
        return self._record(document)[1]

    def origin(self, document: int) -> Origin:
        """What a document was made from."""
        return Origin(*self._record(document)[2])

    def document_of(self, ordinal: int) -> int:
        """The document that holds an item."""
        return bisect.bisect_right(self.starts, ordinal) - 1

    def items_of(self, document: int, items: int) -> range:
        """The ordinals of a document's items, of which the index has `items` in all."""
        return range(self.starts[document], self.starts[document + 1] if document + 1 < len(self) else items)

    def close(self) -> None:
        """Let go of the file."""
        for view in (self._offsets, self.starts, self._view):
            assert isinstance(view, memoryview)
            view.release()
        self._map.close()

    def _record(self, document: int) -> tuple[dict[str, Any], list[int], list[str]]:
        summary, line_starts, origin = json.loads(self._map[self._offsets[document]:self._offsets[document + 1]])
        return summary, line_starts, origin
