"""Plans of leaves -> queries that match exactly the same, or bound it from below and above.

A term that is one stretch of adjacent units is a phrase: bigrams at their distances from each other, of which every other
one is enough. Of other terms the tokens are looked up; where a text may hold a term in yet another form, the phrase is
what surely matches.
"""
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tantivy import Query

from policysearch.analysis.analyzer import adjacent
from policysearch.engines.tantivy.combine import all_of, any_of
from policysearch.engines.tantivy.fields import Token, pairs_of, spelled, value_token
from policysearch.engines.tantivy.opened import OpenedIndex
from policysearch.matching.leaf_plans import (AnyWordPlan, ContainsPlan, DatePlan, DocNumberPlan, LeafPlan, Lookup,
                                              NearPlan, NumberPlan, Scope, ValuePlan, WildcardPlan)
from policysearch.matching.matcher import date_within, value_contains
from policysearch.matching.needles import Needle
from policysearch.query.values import article_value
from policysearch.storage.columns import Columns
from policysearch.text.simplified import may_change
from policysearch.text.numerals import NUMERAL


class Bounds(NamedTuple):
    """`low` matches nothing but what is meant, `high` all of it and maybe more; where `exact`, both match the same.

    What holds any of the `tokens`, if there are any, is just what is meant.
    """

    low: Query
    high: Query
    exact: bool
    tokens: frozenset[Token] = frozenset()


def exactly(query: Query) -> Bounds:
    """The bounds of what a query matches itself."""
    return Bounds(query, query, True)


def at_most(query: Query) -> Bounds:
    """The bounds of what a query matches, or less."""
    return Bounds(Query.empty_query(), query, False)


class Leaves:
    """The queries of leaves in one index."""

    def __init__(self, index: OpenedIndex, columns: Columns) -> None:
        self._index = index
        self._columns = columns

    def bounds(self, plan: LeafPlan) -> Bounds:
        """The queries of a leaf."""
        match plan:
            case ContainsPlan():
                return self._containing(plan)
            case WildcardPlan():
                runs = self._index.any_term("units", [spelled(run) for run in plan.runs])
                return exactly(runs) if plan.exact else at_most(runs)
            case NearPlan():
                return at_most(all_of(self._holding_any(lookups) for lookups in plan.lookups))
            case AnyWordPlan():
                return self._any_of([*(Token("words", spelled(word)) for word in plan.words),
                                     *(Token("bigrams", spelled(pair)) for pair in plan.bigrams)])
            case ValuePlan():
                values = (str(value) for value in self._columns.values(plan.field))
                return self._values(plan.field, (value for value in values if value_contains(plan, value)))
            case DatePlan():
                values = (str(value) for value in self._columns.values("date"))
                return self._values("date", (value for value in values if date_within(plan, value)))
            case DocNumberPlan():
                own = self._values("doc_number", [plan.key])
                return own if plan.own_only else at_most(any_of([own.high, self._holding(plan.lookup)]))
            case NumberPlan():
                return self._values("number", [article_value(plan.value) if plan.article else plan.value])
        return exactly(self._index.years(plan.low, plan.high))

    def _values(self, field: str, values: Iterable[str]) -> Bounds:
        tokens = [value_token(field, value) for value in values]
        return exactly(self._index.term("values", tokens[0]) if len(tokens) == 1 else
                       self._index.any_term("values", tokens))

    def _containing(self, plan: ContainsPlan) -> Bounds:
        stretches = [(needle, stretch) for needle in plan.needles if (stretch := _stretch(needle))]
        whole = len(stretches) == len(plan.needles) and all(_is_whole(needle, stretch) for needle, stretch in stretches)
        if plan.scope is Scope.ALL and whole and all(len(stretch) == 2 for _, stretch in stretches):
            pairs = [pair for _, stretch in stretches for pair in pairs_of(stretch)]
            return self._any_of(Token(field, pair) for field in ("bigrams", "unranked") for pair in pairs)
        standing = self._standing(stretches, ("bigrams", "unranked"))
        if plan.scope is Scope.ALL:
            return exactly(standing) if whole else Bounds(standing, self._holding_any(plan.lookups), False)
        if not whole or any(len(stretch) == 1 for _, stretch in stretches):
            return at_most(self._holding_any(plan.lookups))
        headed = self._standing(stretches, ("headed",))
        if plan.scope is not Scope.TEXT:
            return at_most(headed)
        ranked = self._standing(stretches, ("bigrams",))
        # what stands in no title or heading stands in the text itself
        return Bounds(all_of([ranked], [headed]), ranked, False)

    def _any_of(self, tokens: Iterable[Token]) -> Bounds:
        held = frozenset(token for token in tokens if self._index.holding(*token))
        return exactly(any_of(map(self._index.having, held)))._replace(tokens=held)

    def _standing(self, stretches: Iterable[tuple[Needle, Sequence[str]]], fields: Sequence[str]) -> Query:
        """The items in which the units of one of the stretches stand side by side in a text of one of the fields."""
        return any_of(query for _, stretch in stretches for query in self._phrases(stretch, fields))

    def _phrases(self, stretch: Sequence[str], fields: Sequence[str]) -> list[Query]:
        if len(stretch) == 1:
            return [self._index.term("units", stretch[0])]
        pairs = pairs_of(stretch)
        queries = []
        for field in fields:
            counts = [self._index.holding(field, pair) for pair in pairs]
            if all(counts):
                # every other pair has all units of a stretch, but for the last one; the rarest leaves least to look at
                places = {*range(0, len(pairs), 2), len(pairs) - 1, counts.index(min(counts))}
                queries.append(self._index.phrase(field, [(place, pairs[place]) for place in sorted(places)]))
        return queries

    def _holding_any(self, lookups: Iterable[Lookup]) -> Query:
        return any_of(map(self._holding, lookups))

    def _holding(self, lookup: Lookup) -> Query:
        """The items that hold all tokens of a lookup."""
        pairs = [any_of([self._index.term("bigrams", pair), self._index.term("unranked", pair)]) for pair in lookup.bigrams]
        return all_of([*pairs, *(self._index.term("units", unit) for unit in lookup.units)])


def _stretch(needle: Needle) -> list[str] | None:
    """The units of a needle, where every text that holds them side by side holds the needle; None where there is more to
    it: marks, a number that may go on, a single unit that folding treats by its context.
    """
    stretches = list(adjacent(needle.folded))
    if len(stretches) != 1 or "".join(stretches[0]) != needle.folded:
        return None
    if needle.respelled and (needle.folded[0] in NUMERAL or needle.folded[-1] in NUMERAL):
        return None
    # single units are kept as written too, bigrams are not
    if len(stretches[0]) == 1 and not _is_whole(needle, stretches[0]):
        return None
    return stretches[0]


def _is_whole(needle: Needle, stretch: Sequence[str]) -> bool:
    """Whether no text holds a needle in any other way than its units side by side."""
    return not ("." in stretch[0] + stretch[-1] or needle.context_dependent or may_change(needle.folded))
