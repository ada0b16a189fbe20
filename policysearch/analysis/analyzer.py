"""The analyzer: a comparable text becomes terms of every kind, and units."""
import functools
import operator
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from policysearch.analysis import dictionary
from policysearch.analysis.tokenizer import Tokenizer
from policysearch.text.characters import is_han
from policysearch.text.cuts import with_cuts
from policysearch.text.units import stretches

# raise it when the same text would give other tokens
VERSION = 3


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

    def cut(self, text: str) -> list[str]:
        """The words into which `text` is cut, none inside another: jieba's for Han characters, and each run whole."""
        return self._cut(stretches(text))

    def tokens(self, texts: Iterable[str]) -> Tokens:
        """The terms of several texts together; none reaches from one into the next."""
        tokens = Tokens(Counter(), Counter(), Counter(), Counter(), ())
        cuts = []
        for text in texts:
            parts = list(stretches(text))
            precise = self._cut(parts)
            tokens.precise.update(precise)
            tokens.bigrams.update(_bigrams(parts))
            tokens.characters.update("".join([piece for stretch in parts for piece in stretch if not piece.isascii()]))
            cuts.append(with_cuts(text, precise))
        for word, count in tokens.precise.items():
            for searched in self._searched(word):
                tokens.words[searched] += count
        return tokens._replace(cut=tuple(cuts))

    def _cut(self, parts: Iterable[list[str]]) -> list[str]:
        words: list[str] = []
        for stretch in parts:
            for piece in stretch:
                if piece.isascii():
                    words.append(piece)
                else:
                    words += self._tokenizer.cut(piece)
        return words

    def _read_searched(self, word: str) -> tuple[str, ...]:
        return (word,) if word[0].isascii() else (*self._tokenizer.inside(word), word)


def characters(text: str) -> list[str]:
    """The Han characters of `text`, one by one."""
    return list(filter(is_han, text))


def adjacent(text: str) -> Iterator[list[str]]:
    """The stretches of `text` in which units stand side by side, each as the list of its units.

    >>> list(adjacent("a类项目，5g"))
    [['a', '类', '项', '目'], ['5g']]
    """
    for stretch in stretches(text):
        yield [unit for piece in stretch for unit in ([piece] if piece.isascii() else piece)]


def bigrams(text: str) -> Iterator[str]:
    """The pairs of adjacent units of `text`.

    A space parts two runs, which would otherwise look like one.

    >>> list(bigrams("a类项目，5g"))
    ['a类', '类项', '项目']
    """
    return _bigrams(stretches(text))


def bigram(first: str, second: str) -> str:
    """The token of two adjacent units."""
    return f"{first} {second}" if first[-1].isascii() and second[0].isascii() else first + second


def pairs(stretch: Iterable[str]) -> Iterator[str]:
    """The bigrams of one of the stretches that `text.units` finds.

    >>> list(pairs(["a", "类项目"]))
    ['a类', '类项', '项目']
    """
    before = ""
    for piece in stretch:
        is_run = piece.isascii()
        if before:
            yield bigram(before, piece if is_run else piece[0])
        if not is_run:
            yield from map(operator.add, piece, piece[1:])
        before = piece if is_run else piece[-1]


def _bigrams(parts: Iterable[list[str]]) -> Iterator[str]:
    return chain.from_iterable(map(pairs, parts))
