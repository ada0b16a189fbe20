"""What a question says beside the words that only make a question of it, which are listed in interrogatives.txt."""
import functools
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from policysearch.analysis.analyzer import Analyzer, adjacent, bigrams


@functools.cache
def interrogatives() -> frozenset[str]:
    """The words, folded."""
    lines = Path(__file__).with_name("interrogatives.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@functools.cache
def interrogative_pairs() -> frozenset[str]:
    """The bigrams of the words."""
    return frozenset(pair for word in interrogatives() for pair in bigrams(word))


def said(text: str, analyzer: Analyzer) -> Iterator[str]:
    """What stands between the interrogatives of a comparable text, where that holds a word."""
    begin = 0
    for word in _cut(text, analyzer):
        if word.text in interrogatives():
            yield from _with_words(text[begin:word.start])
            begin = word.end
    yield from _with_words(text[begin:])


def uncovered(text: str, analyzer: Analyzer) -> Iterator[str]:
    """The neighbours in a comparable text that are words of one unit each: 户厕 is a word that the dictionary lacks."""
    for first, second in pairwise(_cut(text, analyzer)):
        if first.end == second.start and first.is_unit and second.is_unit:
            yield first.text + second.text


class _Word(NamedTuple):
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_unit(self) -> bool:
        return len(self.text) == 1 or self.text.isascii()


def _cut(text: str, analyzer: Analyzer) -> Iterator[_Word]:
    at = 0
    for word in analyzer.cut(text):
        found = _Word(word, text.index(word, at))
        yield found
        at = found.end


def _with_words(text: str) -> Iterator[str]:
    if any(adjacent(text)):
        yield text
