"""The score of an item: BM25 over terms of four kinds, with what each term adds.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with the idf of Lucene 8, which is
never negative, and without the constant factor k1 + 1:

    score = sum over distinct terms of   weight x idf x tf / (tf + k1 (1 - b + b dl / avgdl))
    idf = ln(1 + (N - n + .5) / (n + .5))

N items, n of them with the term; tf its count in the item; dl the item's length in terms of that kind, avgdl the average.
A word and a bigram with the same characters are two terms. A bigram that stands in the first sentence of an item's own text
adds OPENING x idf once more. All weights are measured (benchmarks/ranking.md).
"""
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from policysearch.explanations import Explanation, OpeningPart, TermPart, TermWeight
from policysearch.matching.plan import Alternatives, RankingTerm, RankingTerms
from policysearch.ranking.term_counts import Needle, needle_of, term_counts
from policysearch.storage.text_store import RankedTexts
from policysearch.storage.term_store import Kind, idf
from policysearch.text.openings import opening

K1 = 0.6
B = 0.75
WEIGHTS: Mapping[Kind, float] = {"word": 1.0, "bigram": 1.0, "precise": 1.0, "character": 1.0}
OPENING = 0.1


class Texts(Protocol):
    """Where the texts of items come from: the text store."""

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


class _Known(NamedTuple):
    weight: float
    idf: float
    n: int
    # what it adds in a first sentence
    opening: float
    needle: Needle


class Scorer:
    """Scores items for the terms of one query."""

    def __init__(self, terms: RankingTerms, collection: Collection, index: Terms, texts: Texts) -> None:
        self._terms = terms
        self._collection = collection
        self._texts = texts
        counts = {term: index.document_count(term.kind, term.text) for term in terms.all()}
        choices = [set().union(*choice) for choice in terms.choices]
        # whether no term is brought by several choices: such a term counts once
        self._apart = len(terms.always) + sum(map(len, choices)) == len(counts)
        self._known = {term: _known(term, collection.items, n) for term, n in counts.items()}

    def scores(self, ordinals: Sequence[int]) -> list[float]:
        """The score of each item: of other spellings the best one counts, and a term once, however many choices bring it."""
        texts = [self._texts.ranked(ordinal) for ordinal in ordinals]
        columns = self._columns(texts)
        return [self._total(columns, place) for place in range(len(texts))]

    def explain(self, ordinal: int) -> Explanation:
        """The score of an item with the part of every term that it holds."""
        texts = self._texts.ranked(ordinal)
        columns = self._columns([texts])
        first = opening(texts.cut)
        parts: list[TermPart | OpeningPart] = []
        for term in self._counting(columns, 0):
            (kind, text), (weight, rarity, n, in_opening, needle) = term, self._known[term]
            tf, = term_counts(needle, [texts.cut], [texts.text])
            if tf:
                dl, avgdl = texts.lengths[kind], self._collection.average_length[kind]
                added = in_opening if in_opening and term_counts(needle, [first.cut], [first.text])[0] else 0.0
                parts.append(TermPart(kind, text, weight, rarity, n, self._collection.items, tf, dl, avgdl,
                                      columns[term][0] - added))
                if added:
                    parts.append(OpeningPart("opening", text, OPENING, rarity, n, self._collection.items, added))
        return Explanation(self.scores([ordinal])[0], tuple(parts))

    def most(self) -> float:
        """What no item's score exceeds."""
        return sum(known.weight * known.idf + known.opening for known in self._known.values())

    def weights(self) -> tuple[TermWeight, ...]:
        """What is known of each term of the query, also of those that no item holds."""
        return tuple(TermWeight(kind, text, known.weight, known.idf, known.n, self._collection.items)
                     for (kind, text), known in self._known.items())

    def _columns(self, texts: Sequence[RankedTexts]) -> dict[RankingTerm, list[float]]:
        """What each term would add to each of some items."""
        norms = {kind: [K1 * (1 - B + B * each.lengths[kind] / average) for each in texts]
                 for kind, average in self._collection.average_length.items()}
        cuts, whole = [each.cut for each in texts], [each.text for each in texts]
        first_cuts, first_texts = zip(*map(opening, cuts)) if cuts else ((), ())
        columns = {}
        for term, known in self._known.items():
            most = known.weight * known.idf
            columns[term] = [most * tf / (tf + norm) if tf else 0.0
                             for tf, norm in zip(term_counts(known.needle, cuts, whole), norms[term.kind])]
            if known.opening:
                columns[term] = [value + known.opening if count else value for value, count in zip(
                    columns[term], term_counts(known.needle, first_cuts, first_texts))]
        return columns

    def _counting(self, columns: Mapping[RankingTerm, Sequence[float]], place: int) -> Iterable[RankingTerm]:
        """The terms that count for the item at a place of the columns of what each would add."""
        if not self._terms.choices:
            return self._terms.always
        best = [term for choice in self._terms.choices for term in _best(choice, columns, place)]
        return dict.fromkeys((*self._terms.always, *best))

    def _total(self, columns: Mapping[RankingTerm, Sequence[float]], place: int) -> float:
        if not self._apart:
            return _sum(columns, self._counting(columns, place), place)
        total = _sum(columns, self._terms.always, place)
        for choice in self._terms.choices:
            total += max(_sum(columns, alternative, place) for alternative in choice)
        return total


def _known(term: RankingTerm, items: int, n: int) -> _Known:
    rarity = idf(items, n)
    return _Known(WEIGHTS[term.kind], rarity, n, OPENING * rarity if term.kind == "bigram" else 0.0, needle_of(*term))


def _sum(columns: Mapping[RankingTerm, Sequence[float]], terms: Iterable[RankingTerm], place: int) -> float:
    """What some terms add to an item, in their order and rounded at each step: in no other way do all scores agree."""
    total = 0.0
    for term in terms:
        total += columns[term][place]
    return total


def _best(choice: Alternatives, columns: Mapping[RankingTerm, Sequence[float]], place: int) -> Sequence[RankingTerm]:
    """The alternative that adds most to an item."""
    worths = [_sum(columns, alternative, place) for alternative in choice]
    most = max(worths)
    if not most:
        return choice[0]
    # equal ones by their texts, so that the order of a query's terms does not matter
    return max((alternative for alternative, worth in zip(choice, worths) if worth == most),
               key=lambda alternative: [term.text for term in alternative if columns[term][place]])
