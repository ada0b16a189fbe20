"""The tokens of a field with the items that hold them, collected in bounded memory and given out in order.

What does not fit into memory lies in temporary files as runs, each sorted by its tokens, so that the postings of a token
stand together in every run.
"""
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias

import numpy as np

# postings that are held at a time
HELD = 4_000_000
# far above where the formula is saturated
GREATEST_COUNT = 255

Array: TypeAlias = "np.ndarray[tuple[int], np.dtype[Any]]"


class ItemTokens(NamedTuple):
    """The distinct tokens of items one behind the other: how many each item has (u32), their `keys` (u64), and how often
    the item holds each, up to GREATEST_COUNT (u8)."""

    sizes: Array
    keys: Array
    counts: Array


class TokenPostings(NamedTuple):
    """Postings by token: its key's place in order, where its postings begin in the two columns, and these: the ordinals of
    the items, ascending, and the counts."""

    tokens: Sequence[str]
    starts: Array
    items: Array
    counts: Array


class FieldPostings:
    """The postings of one field."""

    def __init__(self, folder: Path, held: int = HELD) -> None:
        """`folder` is where temporary files go; `held` is how many postings may be in memory at a time."""
        self._folder = folder
        self._held = held
        self._pending: list[ItemTokens] = []
        self._size = 0
        self._items = 0
        self._runs: list[_Run] = []

    def add(self, tokens: ItemTokens) -> None:
        """Add the next items."""
        self._pending.append(tokens)
        self._size += len(tokens.keys)
        if self._size >= self._held:
            self._flush()

    def in_order(self, texts: Callable[[Array], list[str]]) -> Iterator[TokenPostings]:
        """The tokens in the order of their code points with their postings, some at a time; `texts` gives the tokens of
        keys."""
        self._flush()
        keys = np.unique(np.concatenate([np.empty(0, np.uint64), *(run.keys for run in self._runs)]))
        tokens = texts(keys)
        # nearly in order: keys are, but for those of runs
        order = np.array(sorted(range(len(tokens)), key=tokens.__getitem__), np.int64)
        sizes = np.zeros(len(keys), np.int64)
        for run in self._runs:
            sizes[np.searchsorted(keys, run.keys)] += np.diff(run.starts)
        ends = np.cumsum(sizes[order])
        bounds = np.unique(np.searchsorted(ends, np.arange(self._held, ends[-1] if len(ends) else 0, self._held)))
        for part in np.split(order, bounds):
            if len(part):
                yield self._part([tokens[place] for place in part.tolist()], keys[part], sizes[part])
        for run in self._runs:
            run.close()

    def _part(self, tokens: Sequence[str], keys: Array, sizes: Array) -> TokenPostings:
        starts = np.cumsum(sizes) - sizes
        items, counts = np.empty(sizes.sum(), np.uint32), np.empty(sizes.sum(), np.uint8)
        ends = starts.copy()
        for run in self._runs:
            place = np.searchsorted(run.keys, keys)
            place[place == len(run.keys)] = 0
            here = np.flatnonzero(run.keys[place] == keys) if len(run.keys) else np.empty(0, np.int64)
            first, size = run.starts[place[here]], np.diff(run.starts)[place[here]]
            to = _ranges(ends[here], size)
            items[to], counts[to] = run.read(_ranges(first, size))
            # the items of a later run are greater
            ends[here] += size
        return TokenPostings(tokens, starts, items, counts)

    def _flush(self) -> None:
        """Put what is held into a run of its own."""
        if not self._size:
            self._items += sum(len(tokens.sizes) for tokens in self._pending)
            self._pending = []
            return
        sizes, keys, counts = (np.concatenate(column) for column in zip(*self._pending))
        items = np.repeat(np.arange(self._items, self._items + len(sizes), dtype=np.uint32), sizes)
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        firsts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        self._runs.append(_Run(self._folder, keys[firsts], np.append(firsts, len(keys)), items[order], counts[order]))
        self._items += len(sizes)
        self._pending, self._size = [], 0


class _Run:
    """Postings sorted by key: the distinct keys, where the postings of each begin, and a temporary file of these."""

    def __init__(self, folder: Path, keys: Array, starts: Array, items: Array, counts: Array) -> None:
        self.keys = keys
        self.starts = starts
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)
        for column in (items, counts):
            self._file.write(column.tobytes())
        self._file.flush()
        self._columns = (np.memmap(self._file, np.uint32, "r", 0, len(items)),
                         np.memmap(self._file, np.uint8, "r", items.nbytes, len(counts)))

    def read(self, places: Array) -> tuple[Array, Array]:
        """The items and counts at some places."""
        items, counts = self._columns
        return items[places], counts[places]

    def close(self) -> None:
        """Remove the file."""
        del self._columns
        self._file.close()


def _ranges(starts: Array, sizes: Array) -> Array:
    """The numbers of ranges, given by where they start and how long they are, one behind the other."""
    before = np.cumsum(sizes) - sizes
    return np.arange(sizes.sum()) + np.repeat(starts - before, sizes)
