"""The word list an index was built with: jieba's dictionary and the field's own words, compiled once at index time.

It is kept with the index and read there in place, so that a query is cut by the words its index was cut by. jieba's own
cache lies under a fixed name in the shared temporary folder and is never used.

Layout, little-endian: magic; the sum of all frequencies and the number of first characters (u64); the first characters
(u32), ascending; for each of them the place of its table in the file and the CRC-32 of that (u32), and where the last table
ends; the tables, JSON objects.
"""
import bisect
import functools
import hashlib
import importlib.util
import json
import math
import mmap
import re
import struct
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from policysearch.errors import BadWordList
from policysearch.text.characters import is_han
from policysearch.text.folding import fold

_MAGIC = b"PSWORDS1"
_HEADER = struct.Struct("<8sQQ")
_VERSION = re.compile(r"__version__ = '(.*)'")


class Dictionary:
    """Words by their first characters: what follows that in a word -> the word's frequency, or 0 where a prefix of a word is
    none itself."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        """Read the compiled form, or a memory map of it. Raises ValueError or struct.error for anything else."""
        magic, self.total, count = _HEADER.unpack_from(data)
        if magic != _MAGIC:
            raise ValueError("not a compiled dictionary")
        self.data = data
        # a character without a word counts as one that was seen once
        self.unknown_score = math.log(1) - math.log(self.total)
        numbers = array("I", data[_HEADER.size:_HEADER.size + 4 * (3 * count + 1)])
        self._firsts, self._places, self._sums = numbers[:count], numbers[count:2 * count + 1], numbers[2 * count + 1:]

    def beginning_with(self, first: str) -> Mapping[str, int]:
        """The words that begin with a character. Raises ValueError where their table is damaged."""
        place = bisect.bisect_left(self._firsts, ord(first))
        if place == len(self._firsts) or self._firsts[place] != ord(first):
            return {}
        table = self.data[self._places[place]:self._places[place + 1]]
        if zlib.crc32(table) != self._sums[place]:
            raise ValueError("damaged dictionary")
        words: dict[str, int] = json.loads(table)
        return words

    def scores(self, first: str) -> dict[str, float]:
        """The words that begin with a character: the rest -> the logarithm of the word's probability, or 0.0 for what only
        begins a word. Raises ValueError as `beginning_with`."""
        return {rest: math.log(frequency) + self.unknown_score if frequency else 0.0
                for rest, frequency in self.beginning_with(first).items()}

    @property
    def firsts(self) -> Iterator[str]:
        """The characters that words begin with, ascending."""
        return map(chr, self._firsts)


class _Words:
    """A dictionary while it is compiled."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[str, int]] = {}
        self.total = 0

    def frequency(self, word: str) -> int:
        """How often a word was seen; 0 for what is none."""
        return self._tables.get(word[0], {}).get(word[1:], 0)

    def set(self, word: str, frequency: int) -> None:
        """Put in a word, or give it another frequency."""
        table = self._tables.setdefault(word[0], {})
        rest = word[1:]
        self.total += frequency - table.get(rest, 0)
        table[rest] = frequency
        for end in range(len(rest)):
            table.setdefault(rest[:end], 0)

    def compiled(self) -> Dictionary:
        """The finished dictionary; the same words give the same bytes."""
        ordered = sorted(self._tables)
        tables = [json.dumps(self._tables[first], ensure_ascii=False, separators=(",", ":")).encode() for first in ordered]
        numbers = array("I", map(ord, ordered))
        place = _HEADER.size + 4 * (3 * len(ordered) + 1)
        for table in tables:
            numbers.append(place)
            place += len(table)
        numbers.append(place)
        numbers.extend(map(zlib.crc32, tables))
        return Dictionary(_HEADER.pack(_MAGIC, self.total, len(ordered)) + numbers.tobytes() + b"".join(tables))


def compile_dictionary(words: Iterable[str] = ()) -> Dictionary:
    """jieba's dictionary with the field's own words and those of a user added."""
    known = _Words()
    for line in (_jieba() / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency = line.split(" ")[:2]
        known.set(word, int(frequency))
    for word in policy_terms():
        if not known.frequency(word):
            known.set(word, frequency_needed(word, known.frequency, known.total))
    for word in words:
        # who lists a word wants it kept whole, also where jieba knows and cuts it
        known.set(word, max(known.frequency(word), frequency_needed(word, known.frequency, known.total)))
    return known.compiled()


def policy_terms() -> list[str]:
    """The field's own words, as listed in policy_terms.txt."""
    return [line for line in _policy_terms_text().splitlines() if line and not line.startswith("#")]


def parse_words(text: str, path: str) -> list[str]:
    """The words of a user's list, folded: one a line, # begins a comment. `path` is what errors call it.

    Raises BadWordList, which says which line is wrong.
    """
    words = []
    for number, line in enumerate(text.split("\n"), 1):
        word = fold(line.split("#")[0]).strip()
        if word:
            if len(word) < 2 or not all(map(is_han, word)):
                raise BadWordList("words.bad_word", path, number, word=word)
            words.append(word)
    return words


def frequency_needed(word: str, frequency: Callable[[str], int], total: int) -> int:
    """The least frequency at which `word` is the most probable cut of its own characters, by those of other words.

    The probability of a cut is the product of its words' shares of `total`; the best rival is found by dynamic
    programming, as jieba finds its route.
    """
    best = [0.0] + [-math.inf] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(end):
            if end - start < len(word):
                share = math.log(frequency(word[start:end]) or 1) - math.log(total)
                best[end] = max(best[end], best[start] + share)
    return max(int(math.exp(best[-1]) * total) + 1, 1)


def fingerprint() -> str:
    """What changes whenever the compiled dictionary would: jieba's version and the hash of the field's own words."""
    words = hashlib.sha256(_policy_terms_text().encode()).hexdigest()[:16]
    return f"jieba {_jieba_version()}, policy terms {words}"


@functools.cache
def _policy_terms_text() -> str:
    return Path(__file__).with_name("policy_terms.txt").read_text(encoding="utf-8")


def _jieba() -> Path:
    """The folder of jieba, which is not loaded."""
    found = importlib.util.find_spec("jieba")
    assert found and found.origin
    return Path(found.origin).parent


@functools.cache
def _jieba_version() -> str:
    stated = _VERSION.search((_jieba() / "__init__.py").read_text(encoding="utf-8"))
    assert stated
    return stated.group(1)
