"""The interface of an engine, and all but the tokens of one that only looks tokens up.

An engine answers a plan with the exact set of items and the order of a first phase; `ranking` scores the best of them. An
engine that looks tokens up proposes items by their ordinals: matches are verified in the stored texts.
"""
import functools
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from policysearch.matching.budget import Budget
from policysearch.matching.documents import same_document
from policysearch.matching.evaluate import Proposed, Verify, evaluate, upper_bound
from policysearch.matching.leaf_plans import ContainsPlan, LeafPlan, SentencePlan
from policysearch.matching.matcher import matches
from policysearch.matching.plan import Plan, RankingTerm
from policysearch.models import SEARCHED_PARTS
from policysearch.query.syntax import Operand, SameDocument, postorder
from policysearch.storage.columns import Columns, Value
from policysearch.storage.item_store import ItemStore
from policysearch.storage.term_store import Kind
from policysearch.storage.text_store import TextStore

# items above which loading numpy pays within one search
MANY = 20_000
# and searches after which it has paid in any index
MANY_SEARCHES = 30
# sets of items by the values of a field that are kept
_VALUES = 8
# the kinds of terms that engines keep: they find the best candidates, the other kinds help to order these
FIRST_PHASE: tuple[Kind, ...] = ("word", "bigram")


class Request(NamedTuple):
    """What is wanted of a plan's items: at least the first `window` in order, or all of them for None.

    `parts` takes what stands outside the items as well. `order` is "score" (the first phase), "year" or "date" (newest
    first, none last) or "position"; document order decides between equals. Of each of the `counts`, tuples of FIELDS,
    the items are counted by value. With `groups`, whatever else has the text of one of those in the window is wanted too,
    behind them in order; so are those of the items `wanted` that match, and with `groups` what has their text. The first
    `rescored` may come in any order.
    """

    window: int | None
    parts: bool = False
    order: str = "score"
    counts: tuple[tuple[str, ...], ...] = ()
    groups: bool = False
    wanted: frozenset[int] = frozenset()
    rescored: int = 0


Counted: TypeAlias = list[tuple[tuple[Value | None, ...], int]]


class Found(NamedTuple):
    """The answer of an engine: the exact `total`, ordinals in order, how many matches stand `elsewhere` (outside the items,
    0 where parts were asked for), and for each of the requested counts the values with their numbers of items, ascending,
    none last."""

    total: int
    ordinals: Sequence[int]
    elsewhere: int
    counts: tuple[Counted, ...]

    def joined(self, other: "Found") -> "Found":
        """This answer and behind it that to the same request for another plan; no item is in both."""
        counts = [Counter(dict(ours)) + Counter(dict(theirs)) for ours, theirs in zip(self.counts, other.counts)]
        return Found(self.total + other.total, (*self.ordinals, *other.ordinals), self.elsewhere + other.elsewhere,
                     tuple(sorted(each.items(), key=lambda pair: [(value is None, value) for value in pair[0]])
                           for each in counts))


class Engine(ABC):
    """Answers plans. `name` is what --engine calls it."""

    name: str

    @abstractmethod
    def expand(self, prefix: str) -> Iterable[str]:
        """The `units` of all entries that begin with `prefix`, each once."""

    @abstractmethod
    def find(self, plan: Plan, request: Request, budget: Budget) -> Found:
        """What a plan matches, as the request wants it. Raises TimeBudgetExceeded."""

    @abstractmethod
    def close(self) -> None:
        """Let go of all files."""


class LookupEngine(Engine):
    """An engine that looks tokens up; this class evaluates queries by what it proposes."""

    def __init__(self, items: ItemStore, texts: TextStore, columns: Columns, documents: Sequence[int]) -> None:
        """`documents` are the ordinals of the documents' first items, ascending."""
        self._items = items
        self._texts = texts
        self._columns = columns
        self._documents = documents
        # sets of ordinals may be of any kind that can be combined
        self.everything: Set[int] = frozenset(range(len(items)))
        # the same years and places are asked for again
        self.with_values = functools.lru_cache(maxsize=_VALUES)(self._with_values)

    @abstractmethod
    def propose(self, plan: LeafPlan) -> Proposed:
        """The items that may satisfy a leaf."""

    @abstractmethod
    def best(self, terms: Sequence[RankingTerm], within: Set[int], window: int | None, budget: Budget) -> list[int]:
        """The items of `within` that hold any of the terms, by first-phase score, then ordinal: all of them, or the first
        `window`."""

    @abstractmethod
    def with_numbers(self, column: Sequence[int], numbers: Set[int]) -> Set[int]:
        """The items that have one of the `numbers` in a column."""

    def valued(self, field: str, wanted: Callable[[Value], bool]) -> Set[int]:
        """The items whose value of a field is `wanted`."""
        return self.with_values(field, frozenset(
            number for number, value in enumerate(self._columns.values(field), 1) if wanted(value)))

    def _with_values(self, field: str, numbers: frozenset[int]) -> Set[int]:
        return self.with_numbers(self._columns.numbers(field), numbers)

    def find(self, plan: Plan, request: Request, budget: Budget) -> Found:
        verify = verifier(plan, self._items, self._texts)
        proposals: dict[Operand, Proposed] = {
            operand: self._proposed(operand_plan) for operand, operand_plan in plan.leaves.items()}
        for node in postorder(plan.query):
            if isinstance(node, SameDocument):
                proposals[node] = Proposed(same_document(node, proposals, verify, self._documents, budget), True)
        everywhere = evaluate(plan.query, proposals, verify, self.everything, budget)
        found = everywhere if request.parts else everywhere & self._searched
        return Found(len(found), self._ordered(plan, found, request, budget), len(everywhere) - len(found),
                     tuple(counted(found, fields, self._columns) for fields in request.counts))

    @functools.cached_property
    def _searched(self) -> Set[int]:
        """The items, without what stands outside them."""
        return self.valued("part", lambda part: part in SEARCHED_PARTS)

    def _ordered(self, plan: Plan, found: Set[int], request: Request, budget: Budget) -> list[int]:
        if request.window == 0:
            return []
        if request.order == "position" or len(found) <= request.rescored:
            return sorted(found)
        if request.order != "score":
            numbers = self._columns.numbers(request.order)
            return sorted(found, key=lambda ordinal: (-numbers[ordinal], ordinal))
        terms = [term for term in plan.terms.all() if term.kind in FIRST_PHASE]
        ordered = self._first(terms, found, request.window, budget)
        if len(ordered) < len(found) and (request.groups or request.wanted):
            ordered += self._first(terms, self._beside(ordered, request) & found, None, budget)
        return ordered

    def _first(self, terms: Sequence[RankingTerm], found: Set[int], window: int | None, budget: Budget) -> list[int]:
        """The first of the items `found`: by score those that hold a term, behind them the others."""
        ordered = self.best(terms, found, window, budget) if terms and found else []
        if window is None or len(ordered) < window:
            ordered += sorted(found - frozenset(ordered))
        return ordered

    def _beside(self, ordered: Sequence[int], request: Request) -> Set[int]:
        """What is wanted besides the first items: others with the text of one of these, and some anyway."""
        beside: Set[int] = request.wanted
        if request.groups:
            same = self._columns.same
            beside = beside | self.with_numbers(same, frozenset(same[ordinal] for ordinal in (*ordered, *request.wanted)))
        return beside - frozenset(ordered)

    def _proposed(self, plan: LeafPlan | SentencePlan) -> Proposed:
        if not isinstance(plan, SentencePlan):
            return self.propose(plan)
        # that an item matches a leaf, or none, does not decide what its sentences do
        leaves: dict[Operand, Proposed] = {
            leaf: Proposed(self.propose(leaf_plan).ordinals, False) for leaf, leaf_plan in plan.leaves.items()}
        return Proposed(upper_bound(plan.child, leaves, self.everything), False)


def verifier(plan: Plan, items: ItemStore, texts: TextStore) -> Verify:
    """What verifies the items of an operand of a plan, other than 同篇, in what is stored of them."""
    def verify(operand: Operand) -> Callable[[Sequence[int]], Collection[int]]:
        assert not isinstance(operand, SameDocument)
        leaf = plan.leaves[operand]
        if isinstance(leaf, ContainsPlan) and leaf.is_plain:
            return functools.partial(texts.holding_any, leaf.finders)
        return lambda ordinals: [ordinal for ordinal in ordinals
                                 if matches(leaf, texts.zones(ordinal), functools.partial(items.item, ordinal))]

    return verify


def counted(found: Collection[int], fields: Sequence[str], columns: Columns) -> Counted:
    """How many of the ordinals `found` have each combination of values of the fields."""
    if not fields:
        return [((), len(found))] if found else []
    numbered = [columns.numbers(field) for field in fields]
    counts = Counter(zip(*(map(column.__getitem__, found) for column in numbered)))
    # number 0 is none
    ordered = sorted(counts, key=lambda numbers: [(not number, number) for number in numbers])
    return [(tuple(columns.value(field, number) for field, number in zip(fields, numbers)), counts[numbers])
            for numbers in ordered]


class EngineModule(Protocol):
    """What the module of an engine offers."""

    def open_engine(self, folder: Path, items: ItemStore, texts: TextStore, columns: Columns,
                    documents: Sequence[int]) -> Engine:
        """The engine over a finished index; `documents` is as for `LookupEngine`."""
