"""The score of an item: BM25 over words and bigrams, with what each term adds.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with the idf of Lucene 8, which is
never negative, and without the constant factor k1 + 1:

    score = sum over distinct terms of   weight x idf x tf / (tf + k1 (1 - b + b dl / avgdl))
    idf = ln(1 + (N - n + .5) / (n + .5))

N items, n of them with the term; tf its count in the item; dl the item's length in terms of that kind, avgdl the average.
A word and a bigram with the same characters are two terms.
"""
import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from policysearch.explanations import Explanation, TermPart, TermWeight
from policysearch.matching.plan import RankingTerm, RankingTerms
from policysearch.storage.term_store import Kind, TermEntry

K1 = 0.6
B = 0.6
WEIGHTS: Mapping[Kind, float] = {"word": 1.0, "bigram": 1.0}


class Counts(Protocol):
    """Where the counts of items come from: the item store."""

    def length(self, ordinal: int, kind: Kind) -> int:
        """How many terms of `kind` the item holds."""

    def count(self, ordinal: int, kind: Kind, number: int) -> int:
        """How often the item holds the term with this number."""


class Terms(Protocol):
    """Where the document counts of terms come from: the term store."""

    def entry(self, kind: Kind, term: str) -> TermEntry | None:
        """What the index knows of a term."""


class Collection(NamedTuple):
    """Statistics of the whole index: N, and avgdl for each kind of term."""

    items: int
    average_length: Mapping[Kind, float]


class _Weighed(NamedTuple):
    term: RankingTerm
    number: int
    n: int
    idf: float


def idf(items: int, n: int) -> float:
    """The inverse document frequency of a term that `n` of `items` items hold."""
    return math.log(1 + (items - n + 0.5) / (n + 0.5))


class Scorer:
    """Scores items for the terms of one query."""

    def __init__(self, terms: RankingTerms, collection: Collection, index: Terms, counts: Counts) -> None:
        self._collection = collection
        self._counts = counts
        self._known = {term: self._weighed(term, index) for term in terms.all()}
        self._always = self._present(terms.always)
        self._choices = [[self._present(alternative) for alternative in choice] for choice in terms.choices]

    def score(self, ordinal: int) -> float:
        """The score of an item."""
        return self.explain(ordinal).score

    def explain(self, ordinal: int) -> Explanation:
        """The score of an item with the part of every term that it holds; of other spellings the best one counts.

        A term counts once, however many choices bring it.
        """
        parts = dict.fromkeys(self._parts(self._always, ordinal))
        for choice in self._choices:
            parts |= dict.fromkeys(max((self._parts(alternative, ordinal) for alternative in choice), key=_worth))
        return Explanation(_total(parts), tuple(parts))

    def weights(self) -> tuple[TermWeight, ...]:
        """What is known of each term of the query, also of those that no item holds."""
        items = self._collection.items
        return tuple(TermWeight(kind, text, WEIGHTS[kind], known.idf if known else idf(items, 0), known.n if known else 0,
                                items) for (kind, text), known in self._known.items())

    def _weighed(self, term: RankingTerm, index: Terms) -> _Weighed | None:
        entry = index.entry(term.kind, term.text)
        return entry and _Weighed(term, entry.number, entry.document_count,
                                  idf(self._collection.items, entry.document_count))

    def _present(self, terms: Iterable[RankingTerm]) -> list[_Weighed]:
        return [weighed for term in terms if (weighed := self._known[term])]

    def _parts(self, terms: Iterable[_Weighed], ordinal: int) -> list[TermPart]:
        parts = []
        for (kind, text), number, n, rarity in terms:
            tf = self._counts.count(ordinal, kind, number)
            if tf:
                dl, avgdl = self._counts.length(ordinal, kind), self._collection.average_length[kind]
                weight = WEIGHTS[kind]
                score = weight * rarity * tf / (tf + K1 * (1 - B + B * dl / avgdl))
                parts.append(TermPart(kind, text, weight, rarity, n, self._collection.items, tf, dl, avgdl, score))
        return parts


def _worth(parts: Iterable[TermPart]) -> tuple[float, list[str]]:
    """What alternatives are compared by; equal ones by their texts, so that the order of a query's terms does not matter."""
    listed = list(parts)
    return _total(listed), [part.text for part in listed]


def _total(parts: Iterable[TermPart]) -> float:
    return sum((part.score for part in parts), start=0.0)
