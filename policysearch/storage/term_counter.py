"""Counts the items that hold each ranking term while an index is built, and writes what `term_store` reads.

Most terms are pairs of characters, of which there are ever more: those that no longer fit into memory lie in temporary
files as runs, each in the order of the terms, which are merged.
"""
import bisect
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np

from policysearch.arrays import Array, KeyTexts, group_starts
from policysearch.scratch import Scratch
from policysearch.storage.key_table import write_parts
from policysearch.storage.term_store import KINDS, LETTERS, Kind

# counts that are held beside those summed up already, and sums that are held
_HELD = 1_000_000
# sums that are taken of a run, or made into terms, at a time
_AT_A_TIME = 50_000
# runs above which all become one
_RUNS = 32

# keys with a count beside each
_Counts: TypeAlias = tuple[Array, Array]


class TermCounter:
    """Terms are keys, as numbers of 64 bits, until they are written."""

    def __init__(self, terms: KeyTexts, folder: Path) -> None:
        """`terms` are those that keys stand for; `folder` is where temporary files go."""
        self._terms = terms
        self._kinds = {kind: _Sums(terms, folder) for kind in KINDS}
        self._distinct = dict.fromkeys(KINDS, 0)

    def add(self, kind: Kind, keys: Array, counts: Array) -> None:
        """Add for each of some keys how many further items hold its term. Raises OSError."""
        self._kinds[kind].add(keys, counts)

    def distinct(self, kind: Kind) -> int:
        """How many different terms of `kind` were written."""
        return self._distinct[kind]

    def counted(self, kind: Kind) -> Iterator[tuple[str, int]]:
        """The terms of `kind`, in order, each with the count of items that hold it. Raises OSError."""
        for keys, counts in self._kinds[kind].in_order():
            yield from zip(self._terms.texts(keys), counts.tolist())

    def write(self, path: Path) -> None:
        """Write the store. Raises OSError."""
        write_parts(path, 1, self._parts())

    def _parts(self) -> Iterator[tuple[Sequence[bytes], list[int]]]:
        for kind in sorted(KINDS, key=LETTERS.__getitem__):
            for keys, counts in self._kinds[kind].in_order():
                self._distinct[kind] += len(keys)
                yield [LETTERS[kind] + term.encode() for term in self._terms.texts(keys)], counts.tolist()


class _Sums:
    """Counts by key, added up now and then, and put aside where there are many."""

    def __init__(self, terms: KeyTexts, folder: Path) -> None:
        self._terms = terms
        self._folder = folder
        self._keys = [np.empty(0, np.uint64)]
        self._counts = [np.empty(0, np.uint32)]
        self._pending = 0
        self._runs: list[_Run] = []

    def add(self, keys: Array, counts: Array) -> None:
        self._keys.append(keys)
        self._counts.append(counts)
        self._pending += len(keys)
        if self._pending > _HELD:
            keys, counts = _summed(self._keys, self._counts)
            self._keys, self._counts = [keys], [counts]
            self._pending = 0
            if len(keys) > _HELD:
                self._put_aside()

    def in_order(self) -> Iterator[_Counts]:
        """The distinct keys in the order of their texts, and their counts, some at a time. Raises OSError."""
        if self._runs:
            self._put_aside()
            yield from _merged(self._runs, self._terms)
        else:
            yield from self._held()

    def _held(self) -> Iterator[_Counts]:
        """What is held, in order."""
        keys, counts = _summed(self._keys, self._counts)
        order = self._terms.order(keys)
        for start in range(0, len(keys), _AT_A_TIME):
            part = order[start:start + _AT_A_TIME]
            yield keys[part], counts[part]

    def _put_aside(self) -> None:
        self._runs.append(_Run(self._folder, self._held()))
        self._keys, self._counts, self._pending = [np.empty(0, np.uint64)], [np.empty(0, np.uint32)], 0
        if len(self._runs) > _RUNS:
            self._runs = [_Run(self._folder, _merged(self._runs, self._terms))]


class _Run:
    """Counts in the order of the texts of their keys, in a temporary file."""

    def __init__(self, folder: Path, parts: Iterable[_Counts]) -> None:
        """Write them. Raises OSError."""
        self._scratch = Scratch(folder)
        self._sizes = []
        for keys, counts in parts:
            self._scratch.append(keys.tobytes() + counts.tobytes())
            self._sizes.append(len(keys))

    def parts(self) -> Iterator[_Counts]:
        """What was written. Raises OSError."""
        at = 0
        for size in self._sizes:
            data = self._scratch.read(at, 12 * size)
            at += len(data)
            yield np.frombuffer(data, np.uint64, size), np.frombuffer(data, np.uint32, offset=8 * size)


def _merged(runs: Sequence[_Run], terms: KeyTexts) -> Iterator[_Counts]:
    """The counts of all runs, in order, those of one key added up."""
    rests = [run.parts() for run in runs]
    heads = [next(rest, None) for rest in rests]
    while any(heads):
        # what comes up to the first of their last terms is in no part that is still to be read
        bound = min(_text(terms, head[0], -1) for head in heads if head)
        taken: list[_Counts] = []
        for number, head in enumerate(heads):
            if head:
                keys, counts = head
                end = bisect.bisect_right(range(len(keys)), bound, key=lambda place: _text(terms, keys, place))
                taken.append((keys[:end], counts[:end]))
                heads[number] = (keys[end:], counts[end:]) if end < len(keys) else next(rests[number], None)
        keys, counts = _summed(*zip(*taken))
        order = terms.order(keys)
        yield keys[order], counts[order]


def _text(terms: KeyTexts, keys: Array, place: int) -> str:
    return terms.texts(keys[[place]])[0]


def _summed(keys: Sequence[Array], counts: Sequence[Array]) -> _Counts:
    """The distinct ones of all keys, ascending, each with the sum of its counts. Within each of the arrays keys differ."""
    distinct = np.concatenate(keys)
    distinct.sort()
    distinct = distinct[group_starts(distinct)]
    sums = np.zeros(len(distinct), np.uint32)
    for some, their_counts in zip(keys, counts):
        sums[np.searchsorted(distinct, some)] += their_counts
    return distinct, sums
