"""Writing: postings collected in memory, given to Whoosh's own codec by the block, as one segment.

What Whoosh does a posting at a time, with a search for the item's length in each, is done here for many tokens at once.
"""
from array import array
from binascii import crc32
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.util.numeric import byte_to_length, length_to_byte
from whoosh.util.numlists import GrowableArray

from policysearch.engines.base import Entry
from policysearch.engines.whoosh.blocks import INFO, Gaps, extent, inlined, list_bytes, narrowed
from policysearch.engines.whoosh.fields import FIELDS, SCORED, schema
from policysearch.engines.whoosh.postings import FieldPostings, Numbers, parted
from policysearch.engines.whoosh.segment import CRC32, ITEMS, LENGTHS, TABLES, TOTALS

# where INFO has the least length; the greatest stands behind it
_LEAST = 9


class Writer:
    """Takes the entries of a build in the order of their ordinals."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._postings = {field: FieldPostings(folder) for field in FIELDS}
        self._lengths = {field: array("I") for field in SCORED}

    def add(self, entry: Entry) -> None:
        """Add the next entry."""
        for field, counts in (("words", entry.words), ("bigrams", entry.bigrams)):
            self._postings[field].add(counts, counts.values())
            self._lengths[field].append(counts.total())
        for field, tokens in (("units", entry.units), ("number", entry.numbers),
                              ("doc_number", [entry.doc_number] if entry.doc_number else [])):
            self._postings[field].add(tokens, [1] * len(tokens))

    def finish(self) -> None:
        """Write everything out. Raises OSError."""
        index = FileStorage(str(self._folder)).create_index(schema())
        writer = index.writer(codec=_Codec(), compound=False)
        count = len(self._lengths[SCORED[0]])
        # the documents have no stored fields: there are only so many
        writer.docnum = writer.perdocwriter._doccount = count
        writer._added = True
        for field in SCORED:
            writer.perdocwriter._fieldlengths[field] = sum(self._lengths[field])
            writer.perdocwriter._create_column(f"_{field}_len", LENGTHS_COLUMN)
            column = writer.perdocwriter._get_column(f"_{field}_len")
            for ordinal, length in enumerate(self._lengths[field]):
                column.add(ordinal, length_to_byte(length))
        writer.fieldwriter.add_postings = lambda *_: self._write_postings(writer.fieldwriter)
        writer.commit(merge=False)
        index.close()

    def _write_postings(self, writer: Any) -> None:
        table = writer._tindex
        table.extras[ITEMS] = len(self._lengths[SCORED[0]])
        table.extras[TOTALS] = {field: sum(lengths) for field, lengths in self._lengths.items()}
        table.extras[LENGTHS] = [byte_to_length(byte) for byte in range(256)]
        # an empty file could not be mapped
        writer._postfile.write(b"\0")
        for number, field in enumerate(FIELDS):
            writer._fieldmap[field] = number
            lengths = (np.array([length_to_byte(length) for length in self._lengths[field]], np.uint8) if field in SCORED
                       else np.zeros(1 + max(map(len, self._lengths.values())), np.uint8))
            for tokens, postings in self._postings[field].in_order():
                prefix = number.to_bytes(2, "big")
                for token, value in zip(tokens, _values(postings, lengths, writer._postfile)):
                    table.add(prefix + token.encode(), value)


class _TokenTable(OrderedHashWriter):
    """Whoosh's table of tokens with a faster hash, and its entries in arrays instead of lists of tuples."""

    def __init__(self, dbfile: Any) -> None:
        HashWriter.__init__(self, dbfile, hashtype=CRC32)
        self.index = GrowableArray("H")
        self._entries = [(array("I"), array("q")) for _ in range(TABLES)]
        self._at = dbfile.tell()

    def add(self, key: bytes, value: bytes) -> None:
        """Add a record; keys come in their order."""
        self.dbfile.write(len(key).to_bytes(4, "big") + len(value).to_bytes(4, "big") + key + value)
        hashed = crc32(key)
        hashes, places = self._entries[hashed % TABLES]
        hashes.append(hashed)
        places.append(self._at)
        self.index.append(self._at)
        self._at += 8 + len(key) + len(value)

    def _write_hashes(self) -> None:
        for hashes, places in self._entries:
            slots = len(hashes) + len(hashes) // 2 + 1
            self.directory.append((self.dbfile.tell(), slots))
            table = np.zeros(slots, np.dtype([("hash", ">u4"), ("place", ">i8")]))
            taken = bytearray(slots)
            filled = np.empty(len(hashes), np.int64)
            for number, hashed in enumerate(hashes):
                # the first free slot from the one that the hash says, round the end
                slot = taken.find(0, (hashed >> 8) % slots)
                slot = slot if slot >= 0 else taken.find(0)
                taken[slot] = 1
                filled[number] = slot
            table["hash"][filled] = hashes
            table["place"][filled] = places
            self.dbfile.write(table.tobytes())


class _Codec(W3Codec):
    """Whoosh's codec with that table."""

    def field_writer(self, storage: Any, segment: Any) -> Any:
        """Its writer of fields."""
        writer = super().field_writer(storage, segment)
        file = writer._tindex.dbfile
        file.seek(0)
        writer._tindex = _TokenTable(file)
        writer._tindex.extras["fieldmap"] = writer._fieldmap
        return writer


def _values(postings: Numbers, lengths: "np.ndarray[Any, np.dtype[np.uint8]]", file: Any) -> Iterator[bytes]:
    """What stands beside each token of some sorted postings, whose lists go into the file. `lengths` are bytes."""
    tokens, items, counts = parted(postings)
    starts = np.flatnonzero(np.r_[True, tokens[1:] != tokens[:-1]])
    ends = np.r_[starts[1:], len(postings)]
    length = lengths[items.astype(np.int64)]
    greatest = np.maximum.reduceat(counts, starts)
    info = np.zeros(len(starts), np.dtype("u1, >f4, >u4, u1, u1, >f4, >u4, >u4"))
    columns: Sequence[Any] = (ends - starts == 1, np.add.reduceat(counts, starts), ends - starts,
                              np.minimum.reduceat(length, starts), np.maximum.reduceat(length, starts), greatest,
                              items[starts], items[ends - 1])
    for name, column in zip(info.dtype.names, columns):
        info[name] = column
    infos = info.tobytes()
    gaps = np.diff(items.astype(np.int64), prepend=0)
    gaps[starts] = items[starts]
    narrow_counts = counts.astype(np.uint8)
    at = file.tell()
    gaps_greatest = np.maximum.reduceat(gaps, starts)
    last_items = items[ends - 1]
    for number, (start, end, last, gap, most) in enumerate(zip(*(column.tolist() for column in (
            starts, ends, last_items, gaps_greatest, greatest)))):
        head = infos[number * INFO.size:(number + 1) * INFO.size]
        if end - start == 1:
            yield head + inlined(last, most)
            continue
        written = list_bytes(
            Gaps(narrowed(gaps[start:end].tolist(), gap), None if most == 1 else narrow_counts[start:end].tobytes()),
            last, most, (head[_LEAST], head[_LEAST + 1]))
        file.write(written)
        yield head + extent(at, len(written))
        at += len(written)
