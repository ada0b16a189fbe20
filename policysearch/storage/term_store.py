"""Every ranking term of an index with the count of items that hold it.

A term's key is its kind's letter and its text, so that a word and a bigram with the same characters are two terms.
"""
import functools
import math
from pathlib import Path
from typing import Literal

from policysearch.storage.key_table import KeyTable

# a word of jieba's search mode, two adjacent units, a word of the best cut alone, a Han character
Kind = Literal["word", "bigram", "precise", "character"]
KINDS: tuple[Kind, ...] = ("word", "bigram", "precise", "character")

LETTERS = {"word": b"w", "bigram": b"b", "precise": b"p", "character": b"c"}


def idf(items: int, n: int) -> float:
    """The inverse document frequency of a term that `n` of `items` items hold, as Lucene 8 has it: never negative."""
    return math.log(1 + (items - n + 0.5) / (n + 0.5))


class TermStore:
    """The finished store."""

    def __init__(self, path: Path, index: str) -> None:
        """Open the file. Raises IndexDamaged or OSError."""
        self._table = KeyTable(path, index)
        self.close = self._table.close
        # each phase of a search asks for the same terms
        self.document_count = functools.lru_cache(maxsize=4096)(self._read_document_count)

    def _read_document_count(self, kind: Kind, term: str) -> int:
        """How many items hold a term; what stands outside the items does not count."""
        found = self._table.find(_key(kind, term))
        return found[0] if found else 0


def _key(kind: Kind, term: str) -> bytes:
    return LETTERS[kind] + term.encode()
