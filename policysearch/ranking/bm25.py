"""The score of an item: BM25 over terms of four kinds, with what each term adds.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with the idf of Lucene 8, which is
never negative, and without the constant factor k1 + 1:

    score = sum over distinct terms of   weight x idf x tf / (tf + k1 (1 - b + b dl / avgdl))
    idf = ln(1 + (N - n + .5) / (n + .5))

N items, n of them with the term; tf its count in the item; dl the item's length in terms of that kind, avgdl the average.
A word and a bigram with the same characters are two terms. A bigram that stands in the first sentence of an item's own text
adds OPENING x idf once more. All weights are measured (benchmarks/ranking.md).
"""
import math
from collections.abc import Iterable, Mapping, Sequence
from operator import add
from typing import NamedTuple, Protocol

from policysearch.explanations import Explanation, OpeningPart, TermPart, TermWeight
from policysearch.matching.plan import Alternatives, RankingTerm, RankingTerms
from policysearch.ranking.openings import Opening, opening
from policysearch.ranking.term_counts import term_counts
from policysearch.storage.item_store import CutText, RankedTexts
from policysearch.storage.term_store import Kind

K1 = 0.6
B = 0.75
WEIGHTS: Mapping[Kind, float] = {"word": 1.0, "bigram": 1.0, "precise": 1.0, "character": 1.0}
OPENING = 0.1


class Texts(Protocol):
    """Where the texts of items come from: the item store."""

    def ranked(self, ordinal: int) -> RankedTexts:
        """The texts of an item that its terms are counted in."""

    def cut(self, ordinal: int) -> CutText:
        """The text of an item that its terms are counted in, in one form only."""


class Terms(Protocol):
    """Where the document counts of terms come from: the term store."""

    def document_count(self, kind: Kind, term: str) -> int:
        """How many items hold a term."""


class Collection(NamedTuple):
    """Statistics of the whole index: N, and avgdl for each kind of term."""

    items: int
    average_length: Mapping[Kind, float]


class _Known(NamedTuple):
    weight: float
    idf: float
    n: int


def idf(items: int, n: int) -> float:
    """The inverse document frequency of a term that `n` of `items` items hold."""
    return math.log(1 + (items - n + 0.5) / (n + 0.5))


class Scorer:
    """Scores items for the terms of one query."""

    def __init__(self, terms: RankingTerms, collection: Collection, index: Terms, items: Texts) -> None:
        self._terms = terms
        self._collection = collection
        self._items = items
        counts = {term: index.document_count(term.kind, term.text) for term in terms.all()}
        self._known = {term: _Known(WEIGHTS[term.kind], idf(collection.items, n), n) for term, n in counts.items()}

    def scores(self, ordinals: Sequence[int]) -> list[float]:
        """The score of each item: of other spellings the best one counts, and a term once, however many choices bring it."""
        texts = [self._items.ranked(ordinal) for ordinal in ordinals]
        columns = self._columns(texts)
        return [self._total(columns, place) for place in range(len(texts))]

    def explain(self, ordinal: int) -> Explanation:
        """The score of an item with the part of every term that it holds."""
        texts = self._items.ranked(ordinal)
        columns = self._columns([texts])
        first = opening(texts.cut)
        parts: list[TermPart | OpeningPart] = []
        for term in self._counting(columns, 0):
            (kind, text), (weight, rarity, n) = term, self._known[term]
            tf, = term_counts(kind, text, [texts.cut], [texts.text])
            if tf:
                dl, avgdl = texts.lengths[kind], self._collection.average_length[kind]
                added, = self._opening_column(term, [first])
                parts.append(TermPart(kind, text, weight, rarity, n, self._collection.items, tf, dl, avgdl,
                                      columns[term][0] - added))
                if added:
                    parts.append(OpeningPart("opening", text, OPENING, rarity, n, self._collection.items, added))
        return Explanation(self.scores([ordinal])[0], tuple(parts))

    def most(self) -> float:
        """What no item's score exceeds."""
        return sum((known.weight + (OPENING if term.kind == "bigram" else 0.0)) * known.idf
                   for term, known in self._known.items())

    def weights(self) -> tuple[TermWeight, ...]:
        """What is known of each term of the query, also of those that no item holds."""
        return tuple(TermWeight(kind, text, weight, rarity, n, self._collection.items)
                     for (kind, text), (weight, rarity, n) in self._known.items())

    def _columns(self, texts: Sequence[RankedTexts]) -> dict[RankingTerm, list[float]]:
        """What each term would add to each of some items."""
        norms = {kind: [K1 * (1 - B + B * each.lengths[kind] / average) for each in texts]
                 for kind, average in self._collection.average_length.items()}
        cuts, whole = [each.cut for each in texts], [each.text for each in texts]
        openings = [opening(cut) for cut in cuts]
        columns = {}
        for term, known in self._known.items():
            most = known.weight * known.idf
            columns[term] = [most * tf / (tf + norm) if tf else 0.0
                             for tf, norm in zip(term_counts(*term, cuts, whole), norms[term.kind])]
            if term.kind == "bigram":
                columns[term] = list(map(add, columns[term], self._opening_column(term, openings)))
        return columns

    def _opening_column(self, term: RankingTerm, openings: Sequence[Opening]) -> list[float]:
        """What a term would add to each of some items for standing in its first sentence."""
        if term.kind != "bigram":
            return [0.0] * len(openings)
        value = OPENING * self._known[term].idf
        counts = term_counts(*term, [each.cut for each in openings], [each.text for each in openings])
        return [value if count else 0.0 for count in counts]

    def _counting(self, columns: Mapping[RankingTerm, Sequence[float]], place: int) -> Iterable[RankingTerm]:
        """The terms that count for the item at a place of the columns of what each would add."""
        if not self._terms.choices:
            return self._terms.always
        best = [term for choice in self._terms.choices for term in _best(choice, columns, place)]
        return dict.fromkeys((*self._terms.always, *best))

    def _total(self, columns: Mapping[RankingTerm, Sequence[float]], place: int) -> float:
        return sum([columns[term][place] for term in self._counting(columns, place)], start=0.0)


def _best(choice: Alternatives, columns: Mapping[RankingTerm, Sequence[float]], place: int) -> Sequence[RankingTerm]:
    """The alternative that adds most to an item."""
    worths = [sum([columns[term][place] for term in alternative], start=0.0) for alternative in choice]
    most = max(worths)
    if not most:
        return choice[0]
    # equal ones by their texts, so that the order of a query's terms does not matter
    return max((alternative for alternative, worth in zip(choice, worths) if worth == most),
               key=lambda alternative: [term.text for term in alternative if columns[term][place]])
