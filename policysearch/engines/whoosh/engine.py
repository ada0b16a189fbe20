"""Whoosh's files as an engine. An item's ordinal is its document number: one segment, nothing deleted."""
import importlib
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import Protocol, cast

from policysearch.engines.base import MANY, MANY_SEARCHES, Found, LookupEngine, Request
from policysearch.engines.whoosh.listed import ListedItems, Token
from policysearch.engines.whoosh.segment import Segment
from policysearch.errors import IndexDamaged
from policysearch.matching.budget import Budget
from policysearch.matching.evaluate import Proposed
from policysearch.matching.leaf_plans import (AnyWordPlan, ContainsPlan, DatePlan, DocNumberPlan, LeafPlan, Lookup,
                                              NearPlan, NumberPlan, ValuePlan, WildcardPlan)
from policysearch.matching.matcher import date_within, value_contains
from policysearch.matching.plan import Plan, RankingTerm
from policysearch.query.values import article_value
from policysearch.storage.columns import Columns
from policysearch.storage.item_store import ItemStore
from policysearch.storage.text_store import TextStore

_FIELDS = {"word": "words", "bigram": "bigrams"}


class Items(Protocol):
    """The items of a segment by the tokens they hold: `listed.ListedItems` or `arrays.ItemArrays`."""

    everything: Set[int]

    def holding_any(self, tokens: Iterable[Token]) -> Set[int]:
        """The items that hold any of the tokens."""

    def holding_all(self, groups: Iterable[Sequence[Token]]) -> Set[int]:
        """The items that hold any token of each of the groups."""

    def valued(self, column: Sequence[int], numbers: Set[int]) -> Set[int]:
        """The items that have one of the `numbers` in a column."""

    def best(self, terms: Iterable[Token], within: Set[int], window: int | None) -> list[int]:
        """The items of `within` that hold any of the terms, by score, then ordinal: all of them, or the first `window`."""


def open_engine(folder: Path, items: ItemStore, texts: TextStore, columns: Columns,
                documents: Sequence[int]) -> "WhooshEngine":
    """The engine over a finished index; `documents` is as for `LookupEngine`. Raises IndexDamaged, OSError or ValueError
    for files that are none."""
    return WhooshEngine(folder, items, texts, columns, documents)


class WhooshEngine(LookupEngine):
    """Looks tokens up in a Whoosh segment and ranks candidates by its counts."""

    name = "whoosh"

    def __init__(self, folder: Path, items: ItemStore, texts: TextStore, columns: Columns, documents: Sequence[int],
                 many: int = MANY) -> None:
        """Open the index in `folder`; with more than `many` items numpy does the work, and with fewer after many searches.
        Raises IndexDamaged where it does not belong to `items`."""
        super().__init__(items, texts, columns, documents)
        self._segment = Segment(folder)
        if self._segment.items != len(items):
            self._segment.close()
            raise IndexDamaged("index.damaged", str(folder), file=folder.name)
        self._searches = 0
        self._use(_arrays(self._segment) if len(items) > many else ListedItems(self._segment, len(items)))

    def find(self, plan: Plan, request: Request, budget: Budget) -> Found:
        self._searches += 1
        if self._searches >= MANY_SEARCHES and isinstance(self._by_token, ListedItems):
            self._use(_arrays(self._segment))
        return super().find(plan, request, budget)

    def _use(self, items: Items) -> None:
        self._by_token = items
        self.everything = items.everything
        # sets of one kind combine sooner
        vars(self).pop("_searched", None)
        self.with_values.cache_clear()

    def propose(self, plan: LeafPlan) -> Proposed:
        if isinstance(plan, ContainsPlan):
            found = self._holding_any(plan.lookups)
            return Proposed(found, True) if plan.exact else Proposed(found, False, self._surely_holding(plan))
        if isinstance(plan, WildcardPlan):
            return Proposed(self._by_token.holding_any(("units", run) for run in plan.runs), plan.exact)
        if isinstance(plan, NearPlan):
            found = self.everything
            for lookups in plan.lookups:
                found = found & self._holding_any(lookups)
            return Proposed(found, False)
        if isinstance(plan, AnyWordPlan):
            return Proposed(self._by_token.holding_any([*(("words", word) for word in plan.words),
                                                        *(("bigrams", pair) for pair in plan.bigrams)]), True)
        if isinstance(plan, DocNumberPlan):
            own = self._by_token.holding_any([("doc_number", plan.key)])
            return Proposed(own if plan.own_only else own | self._holding(plan.lookup), plan.own_only)
        if isinstance(plan, NumberPlan):
            value = article_value(plan.value) if plan.article else plan.value
            return Proposed(self._by_token.holding_any([("number", value)]), True)
        if isinstance(plan, ValuePlan):
            return Proposed(self.valued(plan.field, lambda value: value_contains(plan, str(value))), True)
        if isinstance(plan, DatePlan):
            return Proposed(self.valued("date", lambda date: date_within(plan, str(date))), True)
        low, high = plan.low, plan.high
        return Proposed(self.valued("year", lambda year: (low is None or low <= int(year)) and
                                     (high is None or int(year) <= high)), True)

    def expand(self, prefix: str) -> Iterator[str]:
        return self._segment.beginning_with("units", prefix)

    def best(self, terms: Sequence[RankingTerm], within: Set[int], window: int | None, budget: Budget) -> list[int]:
        budget.check()
        return self._by_token.best([(_FIELDS[term.kind], term.text) for term in terms], within, window)

    def with_numbers(self, column: Sequence[int], numbers: Set[int]) -> Set[int]:
        return self._by_token.valued(column, numbers)

    def close(self) -> None:
        self._segment.close()

    def _surely_holding(self, plan: ContainsPlan) -> Set[int]:
        """Those of the items proposed for a plan that need not be verified."""
        sure = self._by_token.holding_any(("words", word) for word in plan.words)
        for lookup in plan.sure:
            sure = sure | self._holding(lookup)
        return sure

    def _holding_any(self, lookups: Sequence[Lookup]) -> Set[int]:
        """The items that hold all tokens of any of the lookups."""
        found = self._holding(lookups[0])
        for lookup in lookups[1:]:
            found = found | self._holding(lookup)
        return found

    def _holding(self, lookup: Lookup) -> Set[int]:
        """The items that hold all tokens of a lookup."""
        # zones that are not ranked keep their bigrams among the units
        return self._by_token.holding_all([*([("units", unit)] for unit in lookup.units),
                                           *([("bigrams", pair), ("units", pair)] for pair in lookup.bigrams)])


def _arrays(segment: Segment) -> Items:
    return cast(Items, importlib.import_module("policysearch.engines.whoosh.arrays").ItemArrays(segment, segment.items))
