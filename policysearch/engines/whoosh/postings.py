"""The tokens of a field with the items that hold them, collected item by item in bounded memory and given out in order.

A posting is one number of 64 bits: from the top those of its token, its item and its count. What does not fit into memory
lies in temporary files, parted by tokens, so that no part is larger than what was collected at a time.
"""
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TypeAlias

import numpy as np

# postings that are held at a time
HELD = 4_000_000
# far above where the formula is saturated
GREATEST_COUNT = 255

_COUNT_BITS = np.uint64(8)
_ITEM_BITS = np.uint64(28)
_TOKEN_SHIFT = _COUNT_BITS + _ITEM_BITS

Numbers: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.uint64]]"


class _Numbering(dict[str, int]):
    """Tokens by their numbers, which they get when they are first asked for."""

    def __missing__(self, token: str) -> int:
        self[token] = number = len(self)
        return number


class FieldPostings:
    """The postings of one field."""

    def __init__(self, folder: Path, held: int = HELD) -> None:
        """`folder` is where temporary files go; `held` is how many postings may be in memory at a time."""
        self._folder = folder
        self._held = held
        self._numbers = _Numbering()
        self._tokens = array("I")
        self._counts = array("B")
        self._sizes = array("I")
        self._items = 0
        self._runs: list[_Run] = []

    def add(self, tokens: Iterable[str], counts: Iterable[int]) -> None:
        """Add the next item: its distinct tokens and how often it holds each."""
        before = len(self._tokens)
        self._tokens.extend(map(self._numbers.__getitem__, tokens))
        try:
            self._counts.extend(counts)
        except OverflowError:
            del self._counts[before:]
            self._counts.extend(min(count, GREATEST_COUNT) for count in counts)
        self._sizes.append(len(self._tokens) - before)
        if len(self._tokens) >= self._held:
            self._flush()

    def in_order(self) -> Iterator[tuple[Sequence[str], Numbers]]:
        """The tokens in the order of their code points, some at a time, with the sorted postings of these; the number of
        a token is its place among those given with it."""
        if not self._numbers:
            return
        self._flush()
        ordered = sorted(self._numbers)
        ranks = np.empty(len(ordered), np.uint64)
        ranks[np.fromiter(map(self._numbers.__getitem__, ordered), np.int64, len(ordered))] = np.arange(len(ordered))
        self._numbers.clear()
        sizes = np.zeros(len(ordered), np.int64)
        for run in self._runs:
            sizes += np.bincount(ranks[run.read() >> _TOKEN_SHIFT].astype(np.int64), minlength=len(ordered))
        ends = np.cumsum(sizes)
        bounds = [*np.unique(np.searchsorted(ends, np.arange(self._held, int(ends[-1]), self._held))).tolist(), len(ordered)]
        parts = [_Run(self._folder) for _ in bounds]
        for run in self._runs:
            postings = run.read()
            rank = ranks[postings >> _TOKEN_SHIFT]
            part = np.searchsorted(np.array(bounds, np.uint64), rank, side="right")
            postings = (postings & ((np.uint64(1) << _TOKEN_SHIFT) - np.uint64(1))) | (rank << _TOKEN_SHIFT)
            for number, file in enumerate(parts):
                file.append(postings[part == number])
            run.close()
        start = 0
        for end, file in zip(bounds, parts):
            postings = file.read()
            file.close()
            postings.sort()
            postings -= np.uint64(start) << _TOKEN_SHIFT
            yield ordered[start:end], postings
            start = end

    def _flush(self) -> None:
        """Put what is held into a run of its own."""
        sizes = np.frombuffer(self._sizes, np.uint32)
        items = np.repeat(np.arange(self._items, self._items + len(sizes), dtype=np.uint64), sizes)
        postings = np.frombuffer(self._tokens, np.uint32).astype(np.uint64) << _TOKEN_SHIFT
        postings |= items << _COUNT_BITS
        postings |= np.frombuffer(self._counts, np.uint8)
        self._runs.append(_Run(self._folder))
        self._runs[-1].append(postings)
        self._items += len(sizes)
        self._tokens, self._counts, self._sizes = array("I"), array("B"), array("I")


class _Run:
    """Postings in a temporary file."""

    def __init__(self, folder: Path) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)

    def append(self, postings: Numbers) -> None:
        """Add postings."""
        self._file.write(postings.tobytes())

    def read(self) -> Numbers:
        """All of them."""
        self._file.seek(0)
        return np.frombuffer(bytearray(self._file.read()), np.uint64)

    def close(self) -> None:
        """Remove the file."""
        self._file.close()


def parted(postings: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Tokens, items and counts of postings."""
    return (postings >> _TOKEN_SHIFT, (postings >> _COUNT_BITS) & ((np.uint64(1) << _ITEM_BITS) - np.uint64(1)),
            postings & np.uint64(GREATEST_COUNT))
