"""Every ranking term of an index with its number and the count of items that hold it.

A term's key is its kind's letter and its text, so that a word and a bigram with the same characters are two terms.
"""
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from policysearch.storage.key_table import KeyTable, write_key_table

Kind = Literal["word", "bigram"]
KINDS: tuple[Kind, ...] = ("word", "bigram")

_LETTER = {"word": b"w", "bigram": b"b"}


class TermEntry(NamedTuple):
    """A term of the index: its `number`, by which items count it, and how many items hold it."""

    number: int
    document_count: int


class TermNumbering:
    """Gives terms their numbers while an index is built, and counts the items that hold each."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._document_counts = array("I")

    def numbers(self, kind: Kind, terms: Iterable[str], counted: bool = True) -> list[int]:
        """The numbers of the distinct `terms` of one more item; `counted` says whether it counts in the statistics."""
        result = []
        for term in terms:
            number = self._numbers.setdefault(_key(kind, term), len(self._numbers))
            if number == len(self._document_counts):
                self._document_counts.append(0)
            self._document_counts[number] += counted
            result.append(number)
        return result

    def distinct(self, kind: Kind) -> int:
        """How many different terms of `kind` there are."""
        return sum(key.startswith(_LETTER[kind]) for key in self._numbers)

    def counted(self, kind: Kind) -> Iterator[tuple[str, int]]:
        """The terms of `kind`, each with the count of items that hold it."""
        for key, number in self._numbers.items():
            if key.startswith(_LETTER[kind]):
                yield key[1:].decode(), self._document_counts[number]

    def write(self, path: Path) -> None:
        """Write the store. Raises OSError."""
        write_key_table(path, {key: (number, self._document_counts[number]) for key, number in self._numbers.items()}, 2)


class TermStore:
    """The finished store."""

    def __init__(self, path: Path, index: str) -> None:
        """Open the file. Raises IndexDamaged or OSError."""
        self._table = KeyTable(path, index)
        self.close = self._table.close

    def entry(self, kind: Kind, term: str) -> TermEntry | None:
        """What the index knows of a term, or None where no item holds it."""
        found = self._table.find(_key(kind, term))
        return TermEntry(*found) if found else None


def _key(kind: Kind, term: str) -> bytes:
    return _LETTER[kind] + term.encode()
