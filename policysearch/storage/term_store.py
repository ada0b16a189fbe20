"""Every ranking term of an index with the count of items that hold it.

A term's key is its kind's letter and its text, so that a word and a bigram with the same characters are two terms.
"""
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from policysearch.storage.key_table import KeyTable, write_key_table

# a word of jieba's search mode, two adjacent units, a word of the best cut alone, a Han character
Kind = Literal["word", "bigram", "precise", "character"]
KINDS: tuple[Kind, ...] = ("word", "bigram", "precise", "character")

_LETTER = {"word": b"w", "bigram": b"b", "precise": b"p", "character": b"c"}


class TermCounter:
    """Counts the items that hold each term while an index is built."""

    def __init__(self) -> None:
        self._counts: dict[Kind, Counter[str]] = {kind: Counter() for kind in KINDS}

    def add(self, kind: Kind, terms: Iterable[str]) -> None:
        """Count the distinct `terms` of one more item."""
        # of a mapping, a counter would add the values
        self._counts[kind].update(iter(terms))

    def distinct(self, kind: Kind) -> int:
        """How many different terms of `kind` there are."""
        return len(self._counts[kind])

    def counted(self, kind: Kind) -> Iterator[tuple[str, int]]:
        """The terms of `kind`, each with the count of items that hold it."""
        yield from self._counts[kind].items()

    def write(self, path: Path) -> None:
        """Write the store. Raises OSError."""
        write_key_table(path, {_key(kind, term): (count,) for kind, counts in self._counts.items()
                               for term, count in counts.items()}, 1)


class TermStore:
    """The finished store."""

    def __init__(self, path: Path, index: str) -> None:
        """Open the file. Raises IndexDamaged or OSError."""
        self._table = KeyTable(path, index)
        self.close = self._table.close

    def document_count(self, kind: Kind, term: str) -> int:
        """How many items hold a term; what stands outside the items does not count."""
        found = self._table.find(_key(kind, term))
        return found[0] if found else 0


def _key(kind: Kind, term: str) -> bytes:
    return _LETTER[kind] + term.encode()
