"""Sets of items and their order in plain Python: for indexes so small that loading numpy would take longer."""
from collections.abc import Iterable, Sequence, Set
from itertools import accumulate
from typing import TypeAlias

from policysearch.engines.whoosh.formula import norm
from policysearch.engines.whoosh.segment import Segment
from policysearch.storage.term_store import idf

# a field and a token
Token: TypeAlias = tuple[str, str]


class ListedItems:
    """The items of a segment by the tokens they hold."""

    def __init__(self, segment: Segment, items: int) -> None:
        self._segment = segment
        self._items = items
        self._norms: dict[str, list[float]] = {}
        self.everything: Set[int] = frozenset(range(items))

    def holding_any(self, tokens: Iterable[Token]) -> Set[int]:
        """The items that hold any of the tokens."""
        return frozenset().union(*(accumulate(self._segment.gaps(*token).ids) for token in tokens))

    def holding_all(self, groups: Iterable[Sequence[Token]]) -> Set[int]:
        """The items that hold any token of each of the groups."""
        found = self.everything
        # the rarest first: most often it leaves little to intersect
        for group in sorted(groups, key=self._frequency):
            found = found & self.holding_any(group)
            if not found:
                break
        return found

    def valued(self, column: Sequence[int], numbers: Set[int]) -> Set[int]:
        """The items that have one of the `numbers` in a column."""
        return frozenset(ordinal for ordinal, number in enumerate(column) if number in numbers)

    def best(self, terms: Iterable[Token], within: Set[int], window: int | None) -> list[int]:
        """The items of `within` that hold any of the terms, by score, then ordinal: all of them, or the first `window`."""
        scores: dict[int, float] = {}
        for field, token in terms:
            ids, counts = self._segment.gaps(field, token)
            rarity = idf(self._items, len(ids))
            norms = self._norms_of(field)
            for place, ordinal in enumerate(accumulate(ids)):
                if ordinal in within:
                    tf = counts[place] if counts else 1
                    scores[ordinal] = scores.get(ordinal, 0.0) + rarity * tf / (tf + norms[ordinal])
        return sorted(scores, key=lambda ordinal: (-scores[ordinal], ordinal))[:window]

    def _frequency(self, group: Sequence[Token]) -> int:
        return sum(self._segment.document_count(*token) for token in group)

    def _norms_of(self, field: str) -> list[float]:
        if field not in self._norms:
            average = self._segment.totals[field] / self._items or 1
            self._norms[field] = [norm(length, average) for length in self._segment.lengths(field, self._items)]
        return self._norms[field]
