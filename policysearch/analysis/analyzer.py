"""The analyzer: a comparable text becomes terms of every kind, and units."""
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from policysearch.analysis import dictionary
from policysearch.analysis.tokenizer import Tokenizer
from policysearch.text.characters import HAN
from policysearch.text.cuts import with_cuts
from policysearch.text.units import units

# raise it when the same text would give other tokens
VERSION = 3

_HAN = re.compile(f"[{HAN}]")


class Tokens(NamedTuple):
    """How often each term stands in an item: words in search mode, bigrams, words of the best cut alone (`precise`), and
    Han characters. `cut` has the texts themselves with a mark at every border of a precise word."""

    words: Counter[str]
    bigrams: Counter[str]
    precise: Counter[str]
    characters: Counter[str]
    cut: tuple[str, ...]


def fingerprint() -> str:
    """What changes whenever the same text could give other tokens, the dictionary apart."""
    return f"analyzer {VERSION}, unicode {unicodedata.unidata_version}"


class Analyzer:
    """Words, bigrams and units of texts that `text.folding` has made comparable."""

    def __init__(self, words: dictionary.Dictionary) -> None:
        self._tokenizer = Tokenizer(words)
        self.knows = self._tokenizer.knows
        # the same words come again and again
        self._searched = functools.lru_cache(maxsize=65_536)(self._read_searched)

    def words(self, text: str) -> Iterator[str]:
        """The words of `text` in jieba's search mode: those of its cut, each after the shorter words inside it."""
        for word in self.cut(text):
            yield from self._searched(word)

    def cut(self, text: str) -> Iterator[str]:
        """The words into which `text` is cut, none inside another: jieba's for Han characters, and each run whole."""
        for stretch in adjacent(text):
            han = ""
            for unit in stretch:
                if unit[0].isascii():
                    if han:
                        yield from self._tokenizer.cut(han)
                        han = ""
                    yield unit
                else:
                    han += unit
            if han:
                yield from self._tokenizer.cut(han)

    def tokens(self, texts: Iterable[str]) -> Tokens:
        """The terms of several texts together; none reaches from one into the next."""
        tokens = Tokens(Counter(), Counter(), Counter(), Counter(), ())
        cuts = []
        for text in texts:
            precise = list(self.cut(text))
            tokens.precise.update(precise)
            tokens.bigrams.update(bigrams(text))
            tokens.characters.update(characters(text))
            cuts.append(with_cuts(text, precise))
        for word, count in tokens.precise.items():
            for searched in self._searched(word):
                tokens.words[searched] += count
        return tokens._replace(cut=tuple(cuts))

    def _read_searched(self, word: str) -> tuple[str, ...]:
        return (word,) if word[0].isascii() else (*self._tokenizer.inside(word), word)


def characters(text: str) -> list[str]:
    """The Han characters of `text`, one by one."""
    return _HAN.findall(text)


def adjacent(text: str) -> Iterator[list[str]]:
    """The stretches of `text` in which units stand side by side, each as the list of its units.

    >>> list(adjacent("a类项目，5g"))
    [['a', '类', '项', '目'], ['5g']]
    """
    stretch: list[str] = []
    end = 0
    for unit in units(text):
        if stretch and unit.start != end:
            yield stretch
            stretch = []
        stretch.append(unit.text)
        end = unit.end
    if stretch:
        yield stretch


def bigrams(text: str) -> Iterator[str]:
    """The pairs of adjacent units of `text`.

    A space parts two runs, which would otherwise look like one.

    >>> list(bigrams("a类项目，5g"))
    ['a类', '类项', '项目']
    """
    for stretch in adjacent(text):
        for first, second in zip(stretch, stretch[1:]):
            yield bigram(first, second)


def bigram(first: str, second: str) -> str:
    """The token of two adjacent units."""
    return f"{first} {second}" if first[-1].isascii() and second[0].isascii() else first + second
