"""Writing: postings collected in memory, given to Whoosh's own codec by the block, as one segment.

What Whoosh does a posting at a time, with a search for the item's length in each, is done here for many tokens at once.
"""
from array import array
from binascii import crc32
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.util.numeric import byte_to_length
from whoosh.util.numlists import GrowableArray

from policysearch.analysis.bulk import Postings
from policysearch.analysis.term_keys import TermKeys, renumbered
from policysearch.arrays import Array, distinct
from policysearch.engines.whoosh.blocks import INFO, INLINE, Gaps, extent, list_bytes, narrowed
from policysearch.engines.whoosh.fields import FIELDS, SCORED, schema
from policysearch.engines.whoosh.postings import GREATEST_COUNT, FieldPostings, ItemTokens, TokenPostings
from policysearch.engines.whoosh.segment import CRC32, ITEMS, LENGTHS, TABLES, TOTALS
from policysearch.engines.writing import AnalysedItems, values_of

# the lengths that bytes stand for
_LENGTHS = [byte_to_length(byte) for byte in range(256)]
# INFO, and a list behind it that is kept beside its token, as numpy has them
_INFO = np.dtype([("is_inlined", "u1"), ("count_of_all", ">f4"), ("items", ">u4"), ("least_length", "u1"),
                  ("greatest_length", "u1"), ("greatest_count", ">f4"), ("first_item", ">u4"), ("last_item", ">u4")])
_SINGLE = np.dtype([("info", _INFO), ("begin", "S3"), ("item", "<i4"), ("between", "S2"), ("count", "u1"), ("end", "S5")])


class Prepared(NamedTuple):
    """What is kept of some items: the tokens of the fields that hold terms, the number of all tokens in those that are
    scored, and the values of the other fields."""

    terms: Mapping[str, ItemTokens]
    lengths: Mapping[str, Array]
    values: Mapping[str, Sequence[Sequence[str]]]


def prepare(items: AnalysedItems) -> Prepared:
    """What the writer takes of some items."""
    # units are there or not
    units = items.terms.units._replace(counts=np.ones_like(items.terms.units.counts))
    terms = {"words": items.terms.words, "bigrams": items.terms.bigrams, "units": units}
    count = len(items.items)
    values = list(map(values_of, items.items))
    return Prepared(
        {field: item_tokens(postings, count) for field, postings in terms.items()},
        {field: np.bincount(terms[field].items, terms[field].counts, count).astype(np.uint32) for field in SCORED},
        {field: [each[field] for each in values] for field in ("number", "doc_number")})


class Writer:
    """Takes the items of a build in the order of their ordinals."""

    def __init__(self, folder: Path, keys: TermKeys) -> None:
        self._folder = folder
        self._keys = keys
        self._postings = {field: FieldPostings(folder) for field in FIELDS}
        self._lengths = {field: array("I") for field in SCORED}
        # the tokens of other fields are numbered as they come
        self._values: dict[str, dict[str, int]] = {field: {} for field in FIELDS}

    def add(self, prepared: Prepared, runs: Array, same: Sequence[int]) -> None:
        """Add the next items."""
        for field, tokens in prepared.terms.items():
            self._postings[field].add(_renumbered(tokens, runs))
        for field, lengths in self._lengths.items():
            lengths.frombytes(prepared.lengths[field].tobytes())
        for field, values in prepared.values.items():
            numbers = self._values[field]
            keys = np.array([numbers.setdefault(value, len(numbers)) for each in values for value in each], np.uint64)
            items = np.repeat(np.arange(len(values)), [len(each) for each in values])
            self._postings[field].add(item_tokens(Postings(items, keys, np.ones_like(keys)), len(values)))

    def finish(self) -> None:
        """Write everything out. Raises OSError."""
        index = FileStorage(str(self._folder)).create_index(schema())
        writer = index.writer(codec=_Codec(), compound=False)
        lengths = {field: length_bytes(each) for field, each in self._lengths.items()}
        count = len(lengths[SCORED[0]])
        # the documents have no stored fields: there are only so many
        writer.docnum = writer.perdocwriter._doccount = count
        writer._added = True
        for field in SCORED:
            writer.perdocwriter._fieldlengths[field] = sum(self._lengths[field])
            writer.perdocwriter._create_column(f"_{field}_len", LENGTHS_COLUMN)
            column = writer.perdocwriter._get_column(f"_{field}_len")
            for ordinal, length in enumerate(lengths[field].tolist()):
                column.add(ordinal, length)
        writer.fieldwriter.add_postings = lambda *_: self._write_postings(writer.fieldwriter, lengths)
        writer.commit(merge=False)
        index.close()

    def _write_postings(self, writer: Any, lengths: Mapping[str, Array]) -> None:
        none = np.zeros_like(lengths[SCORED[0]])
        table = writer._tindex
        table.extras[ITEMS] = len(none)
        table.extras[TOTALS] = {field: sum(each) for field, each in self._lengths.items()}
        table.extras[LENGTHS] = _LENGTHS
        # an empty file could not be mapped
        writer._postfile.write(b"\0")
        for number, field in enumerate(FIELDS):
            writer._fieldmap[field] = number
            prefix = number.to_bytes(2, "big")
            tokens = _Values(list(self._values[field])) if self._values[field] else self._keys
            for postings in self._postings[field].in_order(tokens):
                table.add_all([prefix + token.encode() for token in postings.tokens],
                              _values(postings, lengths.get(field, none), writer._postfile))


class _Values:
    """The values of records by their numbers."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values = values

    def texts(self, keys: Array) -> list[str]:
        """The values with these numbers."""
        return [self._values[key] for key in keys.tolist()]

    def order(self, keys: Array) -> Array:
        """The places of some numbers in the order of their values."""
        texts = self.texts(keys)
        return np.array(sorted(range(len(texts)), key=texts.__getitem__), np.int64)


def create_writer(folder: Path, keys: TermKeys) -> Writer:
    """A writer for a new index in an empty folder; `keys` will know all terms."""
    return Writer(folder, keys)


class _TokenTable(OrderedHashWriter):
    """Whoosh's table of tokens with a faster hash, and its entries in arrays instead of lists of tuples."""

    def __init__(self, dbfile: Any) -> None:
        HashWriter.__init__(self, dbfile, hashtype=CRC32)
        self.index = GrowableArray("H")
        self._entries = [(array("I"), array("q")) for _ in range(TABLES)]
        self._at = dbfile.tell()

    def add_all(self, keys: Sequence[bytes], values: Sequence[bytes]) -> None:
        """Add records; all keys come in their order."""
        sizes = np.array([list(map(len, keys)), list(map(len, values))], ">u4")
        heads = np.ascontiguousarray(sizes.T).tobytes()
        self.dbfile.write(b"".join(chain.from_iterable(
            zip(map(heads.__getitem__, map(slice, range(0, len(heads), 8), range(8, len(heads) + 8, 8))), keys, values))))
        ends = self._at + np.cumsum(sizes.sum(0, np.int64) + 8)
        places = np.append(self._at, ends[:-1])
        hashes = np.fromiter(map(crc32, keys), np.uint32, len(keys))
        for number, (kept_hashes, kept_places) in enumerate(self._entries):
            mine = hashes % TABLES == number
            kept_hashes.frombytes(hashes[mine].tobytes())
            kept_places.frombytes(places[mine].tobytes())
        self.index.extend(places.tolist())
        self._at = int(ends[-1])

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


def length_bytes(lengths: Sequence[int]) -> Array:
    """Lengths as Whoosh keeps them, in a byte each."""
    return np.minimum(np.searchsorted(_LENGTHS, lengths), len(_LENGTHS) - 1).astype(np.uint8)


def item_tokens(postings: Postings, items: int) -> ItemTokens:
    """Postings as the tokens of so many items."""
    keys = distinct(postings.keys)
    return ItemTokens(keys, np.bincount(postings.items, minlength=items).astype(np.uint32),
                      np.searchsorted(keys, postings.keys).astype(np.uint32),
                      np.minimum(postings.counts, GREATEST_COUNT).astype(np.uint8))


def _renumbered(tokens: ItemTokens, runs: Array) -> ItemTokens:
    """Tokens whose keys number the runs of all items."""
    keys = renumbered(tokens.keys, runs)
    order = np.argsort(keys, kind="stable")
    places = np.empty(len(keys), np.uint32)
    places[order] = np.arange(len(keys), dtype=np.uint32)
    return tokens._replace(keys=keys[order], tokens=places[tokens.tokens])


def _values(postings: TokenPostings, lengths: Array, file: Any) -> list[bytes]:
    """What stands beside each token of some postings, whose lists go into the file. `lengths` are bytes."""
    starts, items, counts = postings.starts, postings.items, postings.counts
    ends = np.append(starts[1:], len(items))
    length = lengths[items]
    greatest = np.maximum.reduceat(counts, starts)
    least_length, greatest_length = np.minimum.reduceat(length, starts), np.maximum.reduceat(length, starts)
    info = np.zeros(len(starts), _INFO)
    info["is_inlined"] = ends - starts == 1
    info["count_of_all"] = np.add.reduceat(counts.astype(np.uint32), starts)
    info["items"] = ends - starts
    info["least_length"], info["greatest_length"], info["greatest_count"] = least_length, greatest_length, greatest
    info["first_item"], info["last_item"] = items[starts], items[ends - 1]
    gaps = np.diff(items.astype(np.int64), prepend=0)
    gaps[starts] = items[starts]
    greatest_gap = np.maximum.reduceat(gaps, starts)
    infos = info.tobytes()
    values = [b""] * len(starts)
    at = file.tell()
    others = np.flatnonzero(info["is_inlined"] == 0)
    for token, start, end, last, gap, most, least, longest in zip(others.tolist(), *(column[others].tolist() for column in (
            starts, ends, items[ends - 1], greatest_gap, greatest, least_length, greatest_length))):
        written = list_bytes(
            Gaps(narrowed(gaps[start:end].tolist(), gap), None if most == 1 else counts[start:end].tobytes()),
            last, most, (least, longest))
        file.write(written)
        values[token] = infos[token * INFO.size:(token + 1) * INFO.size] + extent(at, len(written))
        at += len(written)
    alone = np.flatnonzero(info["is_inlined"])
    single = np.zeros(len(alone), _SINGLE)
    single["info"], single["item"], single["count"] = info[alone], items[starts[alone]], counts[starts[alone]]
    single["begin"], single["between"], single["end"] = INLINE
    inline = single.tobytes()
    for number, token in enumerate(alone.tolist()):
        values[token] = inline[number * _SINGLE.itemsize:(number + 1) * _SINGLE.itemsize]
    return values
