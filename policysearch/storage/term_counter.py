"""Counts the items that hold each ranking term while an index is built, and writes what `term_store` reads."""
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from policysearch.arrays import Array, KeyTexts, distinct
from policysearch.storage.key_table import KeyTableWriter
from policysearch.storage.term_store import KINDS, LETTERS, Kind

# counts that are held beside those summed up already
_HELD = 4_000_000
# terms that are made of their keys at a time
_AT_A_TIME = 200_000


class TermCounter:
    """Terms are keys, as numbers of 64 bits, until they are written."""

    def __init__(self, terms: KeyTexts) -> None:
        """`terms` are those that keys stand for."""
        self._terms = terms
        self._kinds = {kind: _Sums() for kind in KINDS}

    def add(self, kind: Kind, keys: Array, counts: Array) -> None:
        """Add for each of some keys how many further items hold its term."""
        self._kinds[kind].add(keys, counts)

    def distinct(self, kind: Kind) -> int:
        """How many different terms of `kind` there are."""
        return len(self._kinds[kind].summed()[0])

    def counted(self, kind: Kind) -> Iterator[tuple[str, int]]:
        """The terms of `kind`, each with the count of items that hold it."""
        keys, counts = self._kinds[kind].summed()
        for start in range(0, len(keys), _AT_A_TIME):
            part = slice(start, start + _AT_A_TIME)
            yield from zip(self._terms.texts(keys[part]), counts[part].tolist())

    def write(self, path: Path) -> None:
        """Write the store. Raises OSError."""
        table = KeyTableWriter(1)
        for kind in sorted(KINDS, key=LETTERS.__getitem__):
            keys, counts = self._kinds[kind].summed()
            order = self._terms.order(keys)
            for start in range(0, len(keys), _AT_A_TIME):
                part = order[start:start + _AT_A_TIME]
                table.add([LETTERS[kind] + term.encode() for term in self._terms.texts(keys[part])], counts[part].tolist())
        table.write(path)


class _Sums:
    """Counts by key, added up now and then."""

    def __init__(self) -> None:
        self._keys = [np.empty(0, np.uint64)]
        self._counts = [np.empty(0, np.uint32)]
        self._pending = 0

    def add(self, keys: Array, counts: Array) -> None:
        self._keys.append(keys)
        self._counts.append(counts)
        self._pending += len(keys)
        if self._pending > _HELD:
            self.summed()

    def summed(self) -> tuple[Array, Array]:
        """The distinct keys, ascending, and their counts."""
        if self._pending:
            keys = distinct(np.concatenate(self._keys))
            counts = np.zeros(len(keys), np.uint32)
            for some, their_counts in zip(self._keys, self._counts):
                counts[np.searchsorted(keys, some)] += their_counts
            self._keys, self._counts = [keys], [counts]
            self._pending = 0
        return self._keys[0], self._counts[0]
