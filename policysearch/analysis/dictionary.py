"""The word list an index was built with: jieba's dictionary and the field's own words, compiled once at index time.

It is kept with the index and loaded from there, so that a query is cut by the words its index was cut by. jieba's own
cache lies under a fixed name in the shared temporary folder and is never used.
"""
import functools
import hashlib
import marshal
import math
import re
from collections.abc import Iterable
from importlib import metadata, resources
from typing import NamedTuple

from policysearch.errors import BadWordList
from policysearch.text.characters import HAN
from policysearch.text.folding import fold

# version 2 of the format has no back references: the same words give the same bytes
_MARSHAL_VERSION = 2
_HAN = re.compile(f"[{HAN}]")


class Dictionary(NamedTuple):
    """Word -> frequency, where a prefix of a word that is none itself has 0, and the sum of all frequencies."""

    frequencies: dict[str, int]
    total: int

    def to_bytes(self) -> bytes:
        """The compiled form."""
        return marshal.dumps((self.frequencies, self.total), _MARSHAL_VERSION)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Dictionary":
        """The dictionary compiled to `data`. Raises ValueError, EOFError or TypeError for anything else."""
        frequencies, total = marshal.loads(data)
        if not isinstance(frequencies, dict) or not isinstance(total, int):
            raise ValueError("not a compiled dictionary")
        return cls(frequencies, total)


def compile_dictionary(words: Iterable[str] = ()) -> Dictionary:
    """jieba's dictionary with the field's own words and those of a user added."""
    frequencies: dict[str, int] = {}
    total = 0
    for line in resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency = line.split(" ")[:2]
        frequencies[word] = int(frequency)
        total += int(frequency)
        _add_prefixes(word, frequencies)
    for word in policy_terms():
        if not frequencies.get(word):
            frequencies[word] = frequency_needed(word, frequencies, total)
            total += frequencies[word]
            _add_prefixes(word, frequencies)
    for word in words:
        # who lists a word wants it kept whole, also where jieba knows and cuts it
        more = frequency_needed(word, frequencies, total) - frequencies.get(word, 0)
        if more > 0:
            frequencies[word] = frequencies.get(word, 0) + more
            total += more
            _add_prefixes(word, frequencies)
    return Dictionary(frequencies, total)


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
            if len(word) < 2 or any(not _HAN.match(character) for character in word):
                raise BadWordList("words.bad_word", path, number, word=word)
            words.append(word)
    return words


def frequency_needed(word: str, frequencies: dict[str, int], total: int) -> int:
    """The least frequency at which `word` is the most probable cut of its own characters.

    The probability of a cut is the product of its words' shares of `total`; the best rival is found by dynamic
    programming, as jieba finds its route.
    """
    best = [0.0] + [-math.inf] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(end):
            if end - start < len(word):
                share = math.log(frequencies.get(word[start:end]) or 1) - math.log(total)
                best[end] = max(best[end], best[start] + share)
    return max(int(math.exp(best[-1]) * total) + 1, 1)


def fingerprint() -> str:
    """What changes whenever the compiled dictionary would: jieba's version and the hash of the field's own words."""
    words = hashlib.sha256(_policy_terms_text().encode()).hexdigest()[:16]
    return f"jieba {_jieba_version()}, policy terms {words}"


def _add_prefixes(word: str, frequencies: dict[str, int]) -> None:
    for end in range(1, len(word)):
        frequencies.setdefault(word[:end], 0)


@functools.cache
def _policy_terms_text() -> str:
    return resources.files(__package__).joinpath("policy_terms.txt").read_text(encoding="utf-8")


@functools.cache
def _jieba_version() -> str:
    return metadata.version("jieba")
