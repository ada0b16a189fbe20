"""The words of an index by how they are read, and by what is left of them when a character falls out.

Two words are one substitution, insertion, omission or exchange of neighbours apart only where they have such a rest in
common (Garbe's symmetric delete, 2012), so near words are found by looking up keys, without a scan. Keys are a letter, the
reading or the rest, a zero byte and the word; beside each stands the count of items that hold the word.
"""
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from policysearch.storage.key_table import KeyTable, write_key_table
from policysearch.text.pinyin import readings

_READING, _REST = b"p", b"d"
# single characters are near everything; longer words are made of words
_LENGTHS = range(2, 9)
# with a character gone, less than two say too little
_LEAST_REST = 2


class Word(NamedTuple):
    """A word and how many items hold it."""

    text: str
    document_count: int


def write_spellings(path: Path, words: Iterable[tuple[str, int]]) -> None:
    """Write the table of `words`, each with its document count; those not of Han characters are passed over.

    Raises OSError.
    """
    counts: dict[bytes, int] = {}
    keys: set[bytes] = set()
    for word, count in words:
        if count and len(word) in _LENGTHS and not word[0].isascii():
            encoded = word.encode()
            counts[encoded] = count
            keys.update(b"%b%b\0%b" % (_READING, reading.encode(), encoded) for reading in readings(word))
            keys.update(b"%b%b\0%b" % (_REST, rest.encode(), encoded) for rest in _rests(word))
    ordered = sorted(keys)
    write_key_table(path, ordered, (counts[key[key.index(b"\0") + 1:]] for key in ordered))


class Spellings:
    """The finished table."""

    def __init__(self, path: Path, index: str) -> None:
        """Open the file. Raises IndexDamaged or OSError."""
        self._table = KeyTable(path, index)
        self.close = self._table.close

    def read_as(self, reading: str) -> Iterator[Word]:
        """The words that are read so, in pinyin without tones or spaces."""
        return self._under(_READING + reading.encode())

    def near(self, text: str) -> Iterator[Word]:
        """The words one character or one exchange of neighbours away from `text`, some of them twice."""
        for rest in _rests(text):
            for word in self._under(_REST + rest.encode()):
                if _near(text, word.text):
                    yield word

    def _under(self, key: bytes) -> Iterator[Word]:
        for found, (count,) in self._table.beginning_with(key + b"\0"):
            yield Word(found[len(key) + 1:].decode(), count)


def _rests(word: str) -> set[str]:
    """The word, and what is left of it without one of its characters."""
    return {rest for rest in (word, *(word[:at] + word[at + 1:] for at in range(len(word)))) if len(rest) >= _LEAST_REST}


def _near(one: str, other: str) -> bool:
    """Whether one substitution, insertion, omission or exchange of neighbours makes `other` of `one`, which differ."""
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    one, other = one[shared:], other[shared:]
    return one != other and (one[1:] == other[1:] or one[1:] == other or one == other[1:]
                             or one[:2] == other[1::-1] and one[2:] == other[2:])
