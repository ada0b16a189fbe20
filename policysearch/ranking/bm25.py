"""The score of an item: BM25 over terms of four kinds, with what each term adds.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with the idf of Lucene 8, which is
never negative, and without the constant factor k1 + 1:

    score = sum over distinct terms of   weight x idf x tf / (tf + k1 (1 - b + b dl / avgdl))
    idf = ln(1 + (N - n + .5) / (n + .5))

N items, n of them with the term; tf its count in the item; dl the item's length in terms of that kind, avgdl the average.
A word and a bigram with the same characters are two terms. The weights are measured (benchmarks/ranking.md).
"""
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from policysearch.explanations import Explanation, TermPart, TermWeight
from policysearch.matching.plan import RankingTerm, RankingTerms
from policysearch.ranking.term_counts import term_counts
from policysearch.storage.item_store import RankedTexts
from policysearch.storage.term_store import Kind

K1 = 0.6
B = 0.75
WEIGHTS: Mapping[Kind, float] = {"word": 1.0, "bigram": 1.0, "precise": 1.0, "character": 1.0}


class Texts(Protocol):
    """Where the texts of items come from: the item store."""

    def ranked(self, ordinal: int) -> RankedTexts:
        """The texts of an item that its terms are counted in."""


class Terms(Protocol):
    """Where the document counts of terms come from: the term store."""

    def document_count(self, kind: Kind, term: str) -> int:
        """How many items hold a term."""


class Collection(NamedTuple):
    """Statistics of the whole index: N, and avgdl for each kind of term."""

    items: int
    average_length: Mapping[Kind, float]


class _Weighed(NamedTuple):
    kind: Kind
    text: str
    n: int
    idf: float
    weight: float


def idf(items: int, n: int) -> float:
    """The inverse document frequency of a term that `n` of `items` items hold."""
    return math.log(1 + (items - n + 0.5) / (n + 0.5))


class Scorer:
    """Scores items for the terms of one query."""

    def __init__(self, terms: RankingTerms, collection: Collection, index: Terms, items: Texts) -> None:
        self._collection = collection
        self._index = index
        self._items = items
        self._always = self._weighed(terms.always)
        self._choices = [[self._weighed(alternative) for alternative in choice] for choice in terms.choices]

    def scores(self, ordinals: Iterable[int]) -> list[float]:
        """The score of each item; of other spellings the best one counts."""
        texts = [self._items.ranked(ordinal) for ordinal in ordinals]
        norms = {kind: [K1 * (1 - B + B * each.lengths[kind] / average) for each in texts]
                 for kind, average in self._collection.average_length.items()}
        totals = _sums(self._always, texts, norms)
        for choice in self._choices:
            best = map(max, *(_sums(alternative, texts, norms) for alternative in choice))
            totals = [total + more for total, more in zip(totals, best)]
        return totals

    def explain(self, ordinal: int) -> Explanation:
        """The score of an item with the part of every term that it holds."""
        texts = self._items.ranked(ordinal)
        parts = self._parts(self._always, texts)
        for choice in self._choices:
            parts += max((self._parts(alternative, texts) for alternative in choice),
                         key=lambda alternative: sum(part.score for part in alternative))
        return Explanation(self.scores([ordinal])[0], tuple(parts))

    def weights(self) -> tuple[TermWeight, ...]:
        """What is known of each term of the query, also of those that no item holds."""
        chosen = (one for choice in self._choices for alternative in choice for one in alternative)
        return tuple(TermWeight(kind, text, weight, rarity, n, self._collection.items)
                     for kind, text, n, rarity, weight in dict.fromkeys((*self._always, *chosen)))

    def _weighed(self, terms: Iterable[RankingTerm]) -> list[_Weighed]:
        counted = [(term, self._index.document_count(term.kind, term.text)) for term in terms]
        return [_Weighed(*term, n, idf(self._collection.items, n), WEIGHTS[term.kind]) for term, n in counted]

    def _parts(self, terms: Iterable[_Weighed], texts: RankedTexts) -> list[TermPart]:
        parts = []
        for kind, text, n, rarity, weight in terms:
            tf, = term_counts(kind, text, [texts])
            if tf:
                dl, avgdl = texts.lengths[kind], self._collection.average_length[kind]
                score = weight * rarity * tf / (tf + K1 * (1 - B + B * dl / avgdl))
                parts.append(TermPart(kind, text, weight, rarity, n, self._collection.items, tf, dl, avgdl, score))
        return parts


def _sums(terms: Iterable[_Weighed], texts: Sequence[RankedTexts], norms: Mapping[Kind, Sequence[float]]) -> list[float]:
    """What the terms add to each of some items; `norms` has the denominator of each, but for tf, by kind of term."""
    totals = [0.0] * len(texts)
    for kind, text, _, rarity, weight in terms:
        norm = norms[kind]
        for place, tf in enumerate(term_counts(kind, text, texts)):
            if tf:
                totals[place] += weight * rarity * tf / (tf + norm[place])
    return totals
