"""The tokens of a field with the items that hold them, collected in bounded memory and given out in order.

What does not fit into memory lies in temporary files as runs, each sorted by its tokens, so that the postings of a token
stand together in every run.
"""
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np

from policysearch.arrays import Array, KeyTexts, distinct, group_starts, ranges

# postings that are held at a time
HELD = 4_000_000
# more are counted as so many in the first phase; the second counts all
GREATEST_COUNT = 255

# while a run is sorted a posting is one number of 64 bits: from the top those of its token, its item and its count
_COUNT_BITS = np.uint64(8)
_ITEM_BITS = np.uint64(32)


class ItemTokens(NamedTuple):
    """The tokens of items one behind the other: the `keys` of all tokens, ascending (u64); how many each item has (u32);
    and item by item its distinct tokens, by their places among the keys (u32), with how often the item holds each (u8)."""

    keys: Array
    sizes: Array
    tokens: Array
    counts: Array


class TokenPostings(NamedTuple):
    """Postings by token: where those of each of the `tokens` begin in the two columns, and these: the ordinals of the
    items, ascending, and the counts."""

    tokens: Sequence[str]
    starts: Array
    items: Array
    counts: Array


class FieldPostings:
    """The postings of one field."""

    def __init__(self, folder: Path, held: int = HELD) -> None:
        """`folder` is where temporary files go; `held` is how many postings may be in memory at a time."""
        self._held = held
        self._pending: list[ItemTokens] = []
        self._size = 0
        self._items = 0
        self._runs: list[_Run] = []
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)

    def add(self, tokens: ItemTokens) -> None:
        """Add the next items."""
        self._pending.append(tokens)
        self._size += len(tokens.tokens)
        if self._size >= self._held:
            self._flush()

    def in_order(self, tokens: KeyTexts) -> Iterator[TokenPostings]:
        """The tokens in the order of their code points with their postings, some at a time; `tokens` are those that keys
        stand for."""
        self._flush()
        self._file.flush()
        # one map for all runs: each would keep a file open, of which a process may not have many
        data = np.memmap(self._file, np.uint8, "r") if self._runs else np.empty(0, np.uint8)
        keys = distinct(np.concatenate([np.empty(0, np.uint64), *(run.keys for run in self._runs)]))
        order = tokens.order(keys)
        sizes = np.zeros(len(keys), np.int64)
        for run in self._runs:
            sizes[np.searchsorted(keys, run.keys)] += np.diff(run.starts)
        ends = np.cumsum(sizes[order])
        # what is made of postings takes more room than they do
        size = max(self._held // 8, 1)
        bounds = np.searchsorted(ends, np.arange(size, ends[-1] if len(ends) else 0, size))
        for part in np.split(order, bounds):
            if len(part):
                yield self._part(data, tokens.texts(keys[part]), keys[part], sizes[part])
        self._file.close()

    def _part(self, data: Array, tokens: Sequence[str], keys: Array, sizes: Array) -> TokenPostings:
        starts = np.cumsum(sizes) - sizes
        items, counts = np.empty(sizes.sum(), np.uint32), np.empty(sizes.sum(), np.uint8)
        ends = starts.copy()
        for run in self._runs:
            place = np.minimum(np.searchsorted(run.keys, keys), len(run.keys) - 1)
            here = np.flatnonzero(run.keys[place] == keys)
            first = run.starts[place[here]]
            size = run.starts[place[here] + 1] - first
            # the items of a later run are greater
            to = ranges(ends[here], size)
            items[to], counts[to] = run.read(data, ranges(first, size))
            ends[here] += size
        return TokenPostings(tokens, starts, items, counts)

    def _flush(self) -> None:
        """Put what is held into a run of its own."""
        if self._size:
            keys = distinct(np.concatenate([tokens.keys for tokens in self._pending]))
            numbers = np.concatenate([np.searchsorted(keys, tokens.keys)[tokens.tokens] for tokens in self._pending])
            sizes = np.concatenate([tokens.sizes for tokens in self._pending])
            packed = numbers.astype(np.uint64) << _ITEM_BITS | np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
            packed = packed << _COUNT_BITS | np.concatenate([tokens.counts for tokens in self._pending])
            packed.sort()
            starts = np.append(group_starts(packed >> (_ITEM_BITS + _COUNT_BITS)), len(packed))
            items = (packed >> _COUNT_BITS).astype(np.uint32) + np.uint32(self._items)
            self._runs.append(_Run(self._file, keys, starts, items, packed.astype(np.uint8)))
        self._items += sum(len(tokens.sizes) for tokens in self._pending)
        self._pending, self._size = [], 0


class _Run:
    """Postings sorted by key: the distinct keys, where the postings of each begin, and the place of these in a file."""

    def __init__(self, file: IO[bytes], keys: Array, starts: Array, items: Array, counts: Array) -> None:
        self.keys = keys
        self.starts = starts
        self._place = file.tell()
        self._size = items.nbytes
        file.write(items.tobytes())
        # the next run begins where a number of 32 bits may
        file.write(counts.tobytes() + bytes(-len(counts) % items.itemsize))

    def read(self, data: Array, places: Array) -> tuple[Array, Array]:
        """The items and counts at some places; `data` are the bytes of the file."""
        middle = self._place + self._size
        return data[self._place:middle].view(np.uint32)[places], data[middle:][places]
