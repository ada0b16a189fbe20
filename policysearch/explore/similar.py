"""The corresponding items of other documents: the same task in other years and places."""
from collections import Counter
from collections.abc import Iterator, Sequence

from policysearch.explore.everything import EVERYTHING
from policysearch.explore.models import SimilarItem, SimilarItems
from policysearch.likeness.difference import difference
from policysearch.likeness.similarity import WeightedItem, similarity, telling_terms
from policysearch.models import Item
from policysearch.query.filters import Years, restricted
from policysearch.query.syntax import Query
from policysearch.searcher import Index

# the engine's best; of them, those compared in full, and at most so many of one document
_WINDOW = 400
_COMPARED = 60
_OF_ONE_DOCUMENT = 3
# below, two items share no more than the language of all policy documents
_LEAST_SCORE = 0.12


def similar(index: Index, item_id: str, *, years: Years | None = None, limit: int = 10,
            **contained: str | Sequence[str]) -> SimilarItems:
    """The items of other documents that correspond to an item, at most one a document, the best first.

    Candidates are found by the item's most telling terms and compared by the formula of `likeness.similarity`. `years`
    and the fields of `contained` (`place` and others) restrict them as they do a search. Raises ItemNotFound, QueryError,
    TimeBudgetExceeded.
    """
    asked = index.item(item_id)
    own = _weighted(index, asked)
    best: dict[str, tuple[float, Item]] = {}
    for item in _candidates(index, asked, own, restricted(EVERYTHING, years, contained)):
        score = similarity(own, _weighted(index, item))
        # of equals, the first in the document
        if score >= _LEAST_SCORE and (item.source not in best or score > best[item.source][0]):
            best[item.source] = score, item
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].source))[:limit]
    return SimilarItems(asked, tuple(
        SimilarItem(rank, score, item, difference(asked.text, item.text, index.words))
        for rank, (score, item) in enumerate(ranked, 1)))


def _candidates(index: Index, asked: Item, own: WeightedItem, within: Query) -> Iterator[Item]:
    taken: Counter[str] = Counter()
    for item in index.candidates(within, telling_terms(own.text), _WINDOW):
        if item.source != asked.source and taken[item.source] < _OF_ONE_DOCUMENT:
            taken[item.source] += 1
            yield item
        if taken.total() == _COMPARED:
            break


def _weighted(index: Index, item: Item) -> WeightedItem:
    return WeightedItem(index.weigh(item.text), index.weigh(item.heading or ""))
