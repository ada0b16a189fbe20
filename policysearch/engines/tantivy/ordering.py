"""The order of what matches: the first phase by score, document order between equals and behind."""
from collections.abc import Sequence
from typing import NamedTuple

from tantivy import Query

from policysearch.engines.tantivy.clauses import Clauses
from policysearch.engines.tantivy.combine import any_of
from policysearch.engines.tantivy.fields import Token
from policysearch.engines.tantivy.opened import OpenedIndex

# how many more than wanted are fetched, lest the last one have equals behind it, and how that grows where it was too few
_SPARE, _GROWTH = 50, 4


class Matched(NamedTuple):
    """The items that satisfy the clauses and are among `only`; None for all of them."""

    clauses: Clauses
    only: frozenset[int] | None = None

    def with_all(self, *queries: Query) -> "Matched":
        """Those that satisfy some queries too."""
        return self._replace(clauses=self.clauses._replace(given=(*self.clauses.given, *queries)))

    def without(self, *queries: Query) -> "Matched":
        """Those that satisfy none of some queries."""
        return self._replace(clauses=self.clauses._replace(without=(*self.clauses.without, *queries)))


class Ordered(NamedTuple):
    """The first ordinals in order, and how many there are in all."""

    ordinals: list[int]
    total: int


class Ordering:
    """Puts what matches in order, by the scores of `terms` or without any in document order."""

    def __init__(self, index: OpenedIndex, terms: Sequence[Token]) -> None:
        self._index = index
        self._terms = terms

    def first(self, matched: Matched, window: int | None) -> Ordered:
        """At least the first `window` of what matches, or all of it."""
        if not self._terms or window == 0 or matched.only == frozenset():
            return self._by_position(matched, window)
        query = matched.clauses.ranked(self._terms, self._index)
        limit = len(self._index) if window is None else window + _SPARE
        while True:
            hits, size = self._index.best(query, limit)
            # equals of the last one may be missing, and of these the first are wanted
            border = hits[-1][0] if len(hits) < size else 0.0
            scored = sorted((-score, ordinal) for score, ordinal in hits
                            if score > border and (matched.only is None or ordinal in matched.only))
            if border == 0.0 or window is not None and len(scored) >= window:
                break
            limit *= _GROWTH
        ordered = [ordinal for _, ordinal in scored]
        if border == 0.0 and (window is None or len(ordered) < window):
            only = None if matched.only is None else matched.only.difference(ordered)
            rest = matched.without(*map(self._index.having, self._terms))._replace(only=only)
            ordered += self._by_position(rest, None if window is None else window - len(ordered)).ordinals
        return Ordered(ordered, size if matched.only is None else len(matched.only))

    def same_texts(self, matched: Matched, ordinals: Sequence[int], same: Sequence[int]) -> list[int]:
        """What else matches and has the text of one of `ordinals`; `same` is as in `Columns`."""
        texts = {same[ordinal] for ordinal in ordinals}
        repeated = [text for text in sorted(texts) if self._index.holding("copy_of", text)]
        if not repeated:
            return []
        alike = any_of(self._index.any_term(field, repeated) for field in ("ordinal", "copy_of"))
        found = self.first(matched.with_all(alike), None)
        return [ordinal for ordinal in found.ordinals if ordinal not in set(ordinals)]

    def _by_position(self, matched: Matched, window: int | None) -> Ordered:
        if matched.only is not None:
            return Ordered(sorted(matched.only), len(matched.only))
        query = matched.clauses.query(self._index)
        ordinals = [] if window == 0 else self._index.ordinals(query, window)
        return Ordered(ordinals, len(ordinals) if window is None else self._index.count(query))
