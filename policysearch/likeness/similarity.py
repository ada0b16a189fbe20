"""How well two items correspond, by their weighted terms.

The weight of a term is (1 + ln tf) x idf, over words and bigrams, idf that of the ranking (Salton and Buckley,
Term-weighting Approaches in Automatic Text Retrieval, 1988). Two texts are compared by the cosine of their weights, and

    score = (cosine of the texts + HEADING x cosine of the headings) / (1 + HEADING)

where both items have a heading, else the cosine of the texts alone. It lies between 0 and 1 and is symmetric.
"""
import functools
import heapq
import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from policysearch.analysis.analyzer import Tokens
from policysearch.matching.plan import RankingTerm
from policysearch.ranking.bm25 import Collection, Terms, idf

HEADING = 0.5
# how many terms propose candidates
TELLING = 40

Weights = Mapping[RankingTerm, float]


class WeightedItem(NamedTuple):
    """The weighted terms of an item's own text, and of its heading: empty where it has none."""

    text: Weights
    heading: Weights


class Rarities:
    """The idf of terms in a whole index, each read once: items share most of their terms."""

    def __init__(self, collection: Collection, index: Terms) -> None:
        self._collection = collection
        self._index = index
        self.idf = functools.lru_cache(maxsize=65_536)(self._read)

    def _read(self, term: RankingTerm) -> float:
        return idf(self._collection.items, self._index.document_count(term.kind, term.text))


def weigh(tokens: Tokens, rarity: Callable[[RankingTerm], float]) -> dict[RankingTerm, float]:
    """The weight of each term of a text."""
    counts = [(RankingTerm("word", text), tf) for text, tf in tokens.words.items()]
    counts += [(RankingTerm("bigram", text), tf) for text, tf in tokens.bigrams.items()]
    return {term: (1 + math.log(tf)) * rarity(term) for term, tf in counts}


def telling_terms(weights: Weights, count: int = TELLING) -> tuple[RankingTerm, ...]:
    """The `count` terms of the greatest weight, the greatest first."""
    return tuple(heapq.nsmallest(count, weights, key=lambda term: (-weights[term], term)))


def cosine(one: Weights, other: Weights) -> float:
    """The cosine of the angle between two weighted texts; 0 where either is empty."""
    if len(other) < len(one):
        one, other = other, one
    product = math.fsum(weight * other.get(term, 0.0) for term, weight in one.items())
    return product / (_norm(one) * _norm(other)) if product else 0.0


def similarity(one: WeightedItem, other: WeightedItem) -> float:
    """How well two items correspond, by the formula above."""
    of_texts = cosine(one.text, other.text)
    if not one.heading or not other.heading:
        return of_texts
    return (of_texts + HEADING * cosine(one.heading, other.heading)) / (1 + HEADING)


def _norm(weights: Weights) -> float:
    return math.sqrt(math.fsum(weight * weight for weight in weights.values()))
