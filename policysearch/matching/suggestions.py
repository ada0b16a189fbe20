"""What may have been meant by a term that no item holds: words of the index that sound alike or are one character away."""
import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from policysearch.models import Span
from policysearch.query.syntax import Query, Term, is_text, leaves
from policysearch.text.folding import fold
from policysearch.text.pinyin import readings

MAX_SUGGESTIONS = 3
# how many whole queries are tried, for queries of how many terms
_TRIES = 20
_MAX_TERMS = 5
# of a longer term nothing is guessed
_MAX_LENGTH = 40
_LONGEST_WORD = 8
# two characters have too many neighbours
_SHORTEST_NEAR = 3


class Candidate(NamedTuple):
    """A form of a term that may have been meant, and how far it is from what was typed: the less the better."""

    distance: tuple[int, ...]
    text: str


class Word(Protocol):
    """A word of the index and how many items hold it."""

    @property
    def text(self) -> str:
        """The word, folded."""

    @property
    def document_count(self) -> int:
        """How many items hold it."""


class Spelled(Protocol):
    """Where words come from: the spellings of the index."""

    def read_as(self, reading: str) -> Iterable[Word]:
        """The words that are read so."""

    def near(self, text: str) -> Iterable[Word]:
        """The words one character or one exchange of neighbours away."""


def suggestions(query: str, tree: Query, spelled: Spelled, held: Callable[[Query], bool],
                answers: Callable[[str], bool]) -> tuple[str, ...]:
    """Whole queries with another form in the place of each term that no item holds, the best first, at most three.

    `tree` is what `query` was parsed to; `held` tells whether any item holds a term, `answers` whether a query has hits.
    """
    asked = [leaf for leaf, positive in leaves(tree) if positive and isinstance(leaf, Term) and is_text(leaf)]
    wrong = [leaf for leaf in asked if not held(leaf)] if len(asked) <= _MAX_TERMS else []
    if not wrong:
        return ()
    choices = [sorted(candidates(query[term.span.start:term.span.end], spelled))[:_TRIES] for term in wrong]
    ways = sorted(itertools.islice(itertools.product(*choices), _TRIES * _TRIES),
                  key=lambda way: [sum(each) for each in zip(*(candidate.distance for candidate in way))])
    texts = dict.fromkeys(_replaced(query, [(term.span, candidate.text) for term, candidate in zip(wrong, way)])
                          for way in ways)
    return tuple(itertools.islice(filter(answers, itertools.islice(texts, _TRIES)), MAX_SUGGESTIONS))


def candidates(typed: str, spelled: Spelled) -> set[Candidate]:
    """What may have been meant by `typed`, a bare term with or without its field."""
    if len(typed) > _MAX_LENGTH:
        return set()
    folded = fold(typed)
    best: dict[str, Candidate] = {}
    for candidate in (*_written_otherwise(typed, folded, spelled), *_from_pinyin(typed, folded, spelled)):
        if candidate.text not in best or candidate < best[candidate.text]:
            best[candidate.text] = candidate
    return set(best.values())


def _written_otherwise(typed: str, folded: str, spelled: Spelled) -> Iterator[Candidate]:
    """The term with a part of it replaced: the fewest characters changed, then words alike in sound, then longer parts."""
    for start in range(len(folded)):
        for end in range(start + 2, min(len(folded), start + _LONGEST_WORD) + 1):
            part = folded[start:end]
            read = readings(part)  # none where a quotation mark, say, is in it
            alike = [word for reading in read for word in spelled.read_as(reading)]
            # what sounds like a word is hardly another one with a slip of the pen
            near = spelled.near(part) if read and not alike and len(part) >= _SHORTEST_NEAR else ()
            for unlike, words in enumerate((alike, near)):
                for word in words:
                    if word.text != part:
                        yield Candidate((_changed(part, word.text), unlike, -len(part), -word.document_count),
                                        typed[:start] + word.text + typed[end:])


def _from_pinyin(typed: str, folded: str, spelled: Spelled) -> Iterator[Candidate]:
    """The words, where the value is nothing but Latin letters, that are read so: one word, or as few as possible."""
    start = folded.rfind(":") + 1
    letters = folded[start:]
    if not (letters.isascii() and letters.isalpha()):
        return
    for word in spelled.read_as(letters):
        yield Candidate((0, 0, -len(letters), -word.document_count), typed[:start] + word.text)
    # the best way to read the letters up to each place: the fewest words, then the commonest ones
    ways: dict[int, tuple[int, int, str]] = {0: (0, 0, "")}
    for end in range(1, len(letters) + 1):
        for before in sorted(ways):
            for word in spelled.read_as(letters[before:end]):
                words, commonness, text = ways[before]
                way = (words + 1, commonness - word.document_count, text + word.text)
                ways[end] = min(way, ways.get(end, way))
    if len(letters) in ways:
        words, commonness, text = ways[len(letters)]
        yield Candidate((0, words - 1, -len(letters), commonness), typed[:start] + text)


def _changed(one: str, other: str) -> int:
    """How many characters differ, place by place, or 1 where the lengths do."""
    return sum(a != b for a, b in zip(one, other)) if len(one) == len(other) else 1


def _replaced(query: str, parts: Iterable[tuple[Span, str]]) -> str:
    for span, text in sorted(parts, reverse=True):
        query = query[:span.start] + text + query[span.end:]
    return query
