"""Plans of leaves -> queries that match exactly the same, or at least all of it.

A term that is one stretch of adjacent units is a phrase: bigrams at their distances from each other, of which every other
one is enough. Of other terms the tokens are looked up.
"""
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tantivy import Query

from policysearch.analysis.analyzer import adjacent
from policysearch.engines.tantivy.combine import all_of, any_of
from policysearch.engines.tantivy.fields import COPIES, pairs_of, token, value_token
from policysearch.engines.tantivy.opened import OpenedIndex
from policysearch.matching.leaf_plans import (AnyWordPlan, ContainsPlan, DatePlan, DocNumberPlan, LeafPlan, Lookup,
                                              NearPlan, NumberPlan, Scope, ValuePlan, WildcardPlan)
from policysearch.matching.matcher import date_within, value_contains
from policysearch.matching.needles import Needle
from policysearch.storage.columns import Columns
from policysearch.text.folding import may_change
from policysearch.text.numerals import NUMERAL


class Matching(NamedTuple):
    """What a leaf matches, or where not `exact` more than that."""

    query: Query
    exact: bool


class Leaves:
    """The queries of leaves in one index."""

    def __init__(self, index: OpenedIndex, columns: Columns) -> None:
        self._index = index
        self._columns = columns

    def matching(self, plan: LeafPlan) -> Matching:
        """The query of a leaf."""
        match plan:
            case ContainsPlan():
                return self._containing(plan)
            case WildcardPlan():
                return Matching(self._index.any_term("units", [token(run) for run in plan.runs]), plan.exact)
            case NearPlan():
                return Matching(all_of(self._holding_any(lookups) for lookups in plan.lookups), False)
            case AnyWordPlan():
                return Matching(any_of([*(self._index.term("words", word) for word in plan.words),
                                        *(self._index.term("bigrams", pair) for pair in plan.bigrams)]), True)
            case ValuePlan():
                values = (str(value) for value in self._columns.values(plan.field))
                return self._values(plan.field, (value for value in values if value_contains(plan, value)))
            case DatePlan():
                values = (str(value) for value in self._columns.values("date"))
                return self._values("date", (value for value in values if date_within(plan, value)))
            case DocNumberPlan():
                own = self._values("doc_number", [plan.key])
                return own if plan.own_only else Matching(any_of([own.query, self._holding(plan.lookup)]), False)
            case NumberPlan():
                return self._values("number", [f"第{plan.value}条" if plan.article else plan.value])
        return Matching(self._index.years(plan.low, plan.high), True)

    def _values(self, field: str, values: Iterable[str]) -> Matching:
        tokens = [value_token(field, value) for value in values]
        return Matching(self._index.term("values", tokens[0]) if len(tokens) == 1 else
                        self._index.any_term("values", tokens), True)

    def _containing(self, plan: ContainsPlan) -> Matching:
        stretches = [_exact_stretch(needle) for needle in plan.needles]
        if None in stretches:
            return Matching(self._holding_any(plan.lookups), False)
        return Matching(any_of(query for stretch in stretches if stretch for query in self._standing(stretch)),
                        plan.scope is Scope.ALL)

    def _standing(self, stretch: Sequence[str]) -> list[Query]:
        """The items in which these units stand side by side."""
        if len(stretch) == 1:
            return [self._index.term("units", stretch[0])]
        pairs = pairs_of(stretch)
        # every other pair has all units of a stretch, but for the last one of an odd number
        places = [*range(0, len(pairs), 2), *([len(pairs) - 1] if len(pairs) % 2 == 0 else [])]
        return [self._index.phrase(field, [(copies * place, pairs[place]) for place in places])
                for field, copies in (("bigrams", COPIES), ("unranked", 1))
                if all(self._index.holds(field, pairs[place]) for place in places)]

    def _holding_any(self, lookups: Iterable[Lookup]) -> Query:
        return any_of(map(self._holding, lookups))

    def _holding(self, lookup: Lookup) -> Query:
        """The items that hold all tokens of a lookup."""
        pairs = [any_of([self._index.term("bigrams", pair), self._index.term("unranked", pair)]) for pair in lookup.bigrams]
        return all_of([*pairs, *(self._index.term("units", unit) for unit in lookup.units)])


def _exact_stretch(needle: Needle) -> list[str] | None:
    """The units of a needle that every text holding it holds side by side, and no other text; None where there is more to
    it: marks, a character that folding treats by its context, a number that may go on.
    """
    stretches = list(adjacent(needle.folded))
    if len(stretches) != 1 or "".join(stretches[0]) != needle.folded:
        return None
    stretch = stretches[0]
    if "." in stretch[0] + stretch[-1] or needle.context_dependent or may_change(needle.folded):
        return None
    if needle.respelled and (needle.folded[0] in NUMERAL or needle.folded[-1] in NUMERAL):
        return None
    return stretch
