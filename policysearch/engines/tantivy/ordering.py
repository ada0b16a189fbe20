"""The order of what matches: the first phase by score, document order between equals and behind.

Lengths are kept in one byte, so many items have the same score. Of equals at the end of the best 200, which the second
phase puts in order anew, those are taken that Tantivy has first: it is the same ones for every page, and to find the first
in document order all of them would have to be fetched.
"""
from collections.abc import Collection, Sequence
from typing import NamedTuple

from tantivy import Query

from policysearch.engines.tantivy.clauses import Clauses
from policysearch.engines.tantivy.combine import any_of
from policysearch.engines.tantivy.fields import Token
from policysearch.engines.tantivy.opened import First, OpenedIndex

_HEAD = 200
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


class Ordering:
    """Puts what matches in order, by the scores of `terms` or without any in document order."""

    def __init__(self, index: OpenedIndex, terms: Sequence[Token]) -> None:
        self._index = index
        self._terms = terms

    def first(self, matched: Matched, window: int | None, rescored: int = 0) -> First:
        """At least the first `window` of what matches, or all of it; the first `rescored` in any order."""
        if not self._terms or window == 0 or matched.only == frozenset():
            return self._by_position(matched, window)
        query = matched.clauses.ranked(self._terms, self._index)
        limit = len(self._index) if window is None else _HEAD if window <= _HEAD else window + _SPARE
        while True:
            ordinals, scores, size = self._index.best(query, limit)
            if limit == _HEAD <= rescored and matched.only is None and scores and scores[-1]:
                return First(ordinals, size)
            hits = [(-score, ordinal) for ordinal, score in zip(ordinals, scores)]
            scored = [hit for hit in hits if hit[0] and (matched.only is None or hit[1] in matched.only)]
            is_all = len(hits) == size or not hits[-1][0]
            if not is_all:
                # equals of the last one may be missing
                scored[_HEAD:] = [hit for hit in scored[_HEAD:] if hit[0] < hits[-1][0]]
            if is_all or window is not None and len(scored) >= window:
                break
            limit *= _GROWTH
        total = size if matched.only is None else len(matched.only)
        ordered = [ordinal for _, ordinal in (*sorted(scored[:_HEAD]), *sorted(scored[_HEAD:]))]
        if is_all and len(ordered) < (total if window is None else min(window, total)):
            only = None if matched.only is None else matched.only.difference(ordered)
            rest = matched.without(*map(self._index.having, self._terms))._replace(only=only)
            ordered += self._by_position(rest, None if window is None else window - len(ordered)).ordinals
        return First(ordered, total)

    def everything(self, matched: Matched) -> Collection[int]:
        """All that matches, in any order."""
        return self._index.ordinals(matched.clauses.query(self._index)) if matched.only is None else matched.only

    def same_texts(self, matched: Matched, ordinals: Sequence[int], same: Sequence[int]) -> list[int]:
        """What else matches and has the text of one of `ordinals`; `same` is as in `Columns`."""
        texts = {same[ordinal] for ordinal in ordinals}
        repeated = [text for text in sorted(texts) if self._index.holding("copy_of", text)]
        if not repeated:
            return []
        return self._besides(matched, any_of(self._index.any_term(field, repeated) for field in ("ordinal", "copy_of")),
                             ordinals)

    def wanted(self, matched: Matched, wanted: frozenset[int], ordinals: Sequence[int]) -> list[int]:
        """What else matches than `ordinals` and is `wanted`."""
        return self._besides(matched, self._index.any_term("ordinal", sorted(wanted.difference(ordinals))), ordinals)

    def _besides(self, matched: Matched, query: Query, ordinals: Sequence[int]) -> list[int]:
        """What else than `ordinals` matches and satisfies a query, in order."""
        known = frozenset(ordinals)
        only = None if matched.only is None else matched.only.intersection(self._index.ordinals(query))
        beside = matched.with_all(query)._replace(only=only)
        return [ordinal for ordinal in self.first(beside, None).ordinals if ordinal not in known]

    def _by_position(self, matched: Matched, window: int | None) -> First:
        if matched.only is not None:
            return First(sorted(matched.only), len(matched.only))
        query = matched.clauses.query(self._index)
        if window == 0:
            return First([], self._index.count(query))
        return self._index.first(query, len(self._index) if window is None else window)
