"""The analyzer: a comparable text becomes words, bigrams and units."""
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from policysearch.analysis import dictionary
from policysearch.analysis.tokenizer import Tokenizer
from policysearch.text.units import units

# raise it when the same text would give other tokens
VERSION = 2


class Tokens(NamedTuple):
    """How often each word and each bigram stands in an item."""

    words: Counter[str]
    bigrams: Counter[str]


def fingerprint() -> str:
    """What changes whenever the same text could give other tokens, the dictionary apart."""
    return f"analyzer {VERSION}, unicode {unicodedata.unidata_version}"


class Analyzer:
    """Words, bigrams and units of texts that `text.folding` has made comparable."""

    def __init__(self, words: dictionary.Dictionary) -> None:
        self._tokenizer = Tokenizer(words)

    def words(self, text: str) -> Iterator[str]:
        """The words of `text`: jieba's in search mode for each stretch of Han characters, and each run whole."""
        return _words(text, self._tokenizer.search_words)

    def cut(self, text: str) -> Iterator[str]:
        """The words into which `text` is cut, none inside another: jieba's for Han characters, and each run whole."""
        return _words(text, self._tokenizer.cut)

    def tokens(self, texts: Iterable[str]) -> Tokens:
        """The words and bigrams of several texts together; no token reaches from one into the next."""
        words: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for text in texts:
            words.update(self.words(text))
            pairs.update(bigrams(text))
        return Tokens(words, pairs)


def _words(text: str, cut: Callable[[str], Iterator[str]]) -> Iterator[str]:
    for stretch in adjacent(text):
        han = ""
        for unit in stretch:
            if unit[0].isascii():
                if han:
                    yield from cut(han)
                    han = ""
                yield unit
            else:
                han += unit
        if han:
            yield from cut(han)


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
