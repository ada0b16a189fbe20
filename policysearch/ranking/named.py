"""The items of a document that a text names: found among all that match, and put first by a part of the score.

That an item is of a named document counts as one more term of the query, and that it is of a named article as another. Such
a term stands once in each of its n items, in a text of average length, and its weight is such that it adds as much as all
the other terms together never reach:

    score += weight x idf / (1 + k1) = what no item's score by the terms and the documents exceeds
"""
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from policysearch.explanations import Explanation, TermPart, TermWeight
from policysearch.matching.names import Mention
from policysearch.ranking.bm25 import K1
from policysearch.ranking.support import SupportedScorer
from policysearch.storage.term_store import idf

# what a name adds where nothing but names is asked
_LEAST = 1.0


class NamedItems(NamedTuple):
    """The items of one named document, or of the articles named with it, and how they are named."""

    kind: str
    text: str
    items: AbstractSet[int]


def named_items(mentions: Iterable[Mention], articles_of: Callable[[int], Iterable[str]]) -> Iterator[NamedItems]:
    """What each mention names; `articles_of` gives the values of the articles that an item is, or is part of."""
    for mention in mentions:
        items = frozenset(ordinal for document in mention.documents for ordinal in range(document.first, document.stop))
        title = mention.documents[0].title
        yield NamedItems("named_document", title, items)
        if mention.articles:
            said = frozenset(ordinal for ordinal in items if not mention.articles.isdisjoint(articles_of(ordinal)))
            values = ", ".join(sorted(mention.articles))
            yield NamedItems("named_article", f"{title} {values}", said)


def named_first(ordinals: Sequence[int], named: Sequence[NamedItems], candidates: int) -> tuple[list[int], int]:
    """All `ordinals`, those of named articles and up to `candidates` of named documents first; how many are to be scored."""
    articles = frozenset(ordinal for one in named if one.kind == "named_article" for ordinal in one.items)
    documents = frozenset(ordinal for one in named for ordinal in one.items)
    chosen = [ordinal for ordinal in ordinals if ordinal in articles]
    chosen += [ordinal for ordinal in ordinals if ordinal in documents and ordinal not in articles][:candidates]
    first = frozenset(chosen)
    others = [ordinal for ordinal in ordinals if ordinal not in first]
    return chosen + others, len(chosen) + candidates


class NamedScorer:
    """Scores items as another scorer does, and those that are named above the others."""

    def __init__(self, scorer: SupportedScorer, named: Sequence[NamedItems], items: int) -> None:
        """`items` is how many the index holds."""
        self._scorer = scorer
        self._bonus = scorer.most() or _LEAST
        self._named = [(one, self._weight(one, items)) for one in named if one.items]

    def scores(self, ordinals: Sequence[int]) -> list[float]:
        """The score of each item."""
        return [score + sum(part.score for part in self._parts(ordinal))
                for ordinal, score in zip(ordinals, self._scorer.scores(ordinals))]

    def explain(self, ordinal: int) -> Explanation:
        """The score of an item with the part of every term that it holds, and of its being named."""
        parts = (*self._scorer.explain(ordinal).parts, *self._parts(ordinal))
        return Explanation(self.scores([ordinal])[0], parts)

    def weights(self) -> tuple[TermWeight, ...]:
        """What is known of each term of the query, and of what it names."""
        return (*self._scorer.weights(), *(weight for _, weight in self._named))

    def _weight(self, named: NamedItems, items: int) -> TermWeight:
        n = len(named.items)
        rarity = idf(items, n)
        return TermWeight(named.kind, named.text, self._bonus * (1 + K1) / rarity, rarity, n, items)

    def _parts(self, ordinal: int) -> list[TermPart]:
        return [TermPart(*weight, tf=1, dl=1, avgdl=1.0, score=self._bonus)
                for one, weight in self._named if ordinal in one.items]
