"""The tree of a query as it was understood: what each of its leaves looks for, and how much it finds alone."""
from collections.abc import Callable, Mapping

from policysearch.errors import TimeBudgetExceeded
from policysearch.explanations import QueryNode
from policysearch.matching.leaf_plans import (AnyWordPlan, ContainsPlan, LeafPlan, NearPlan, SentencePlan, ValuePlan,
                                              WildcardPlan)
from policysearch.matching.plan import Plan
from policysearch.query.syntax import (And, AnyWord, DateRange, DocNumber, ItemNumber, Leaf, Near, Not, Or, Query,
                                       SameDocument, SameSentence, Term, Wildcard, YearRange, postorder)

_KINDS: Mapping[type[Query], str] = {
    And: "and", Or: "or", Not: "not", SameSentence: "same_sentence", SameDocument: "same_document", Term: "term",
    Wildcard: "wildcard", Near: "near", DocNumber: "doc_number", AnyWord: "any_word", YearRange: "year", DateRange: "date",
    ItemNumber: "number"}


def explained(plan: Plan, count: Callable[[Query], int]) -> QueryNode:
    """The tree of a plan's query. `count` says how many items a query finds, or raises TimeBudgetExceeded."""
    plans: dict[Query, LeafPlan | SentencePlan] = {}
    for operand, operand_plan in plan.leaves.items():
        plans[operand] = operand_plan
        if isinstance(operand_plan, SentencePlan):
            # there a leaf looks elsewhere, but for the same
            plans.update(operand_plan.leaves.items())
    return _Explainer(plans, count).tree(plan.query)


class _Explainer:
    def __init__(self, plans: Mapping[Query, LeafPlan | SentencePlan], count: Callable[[Query], int]) -> None:
        self._plans = plans
        self._count = count

    def tree(self, query: Query, function: type[SameSentence] | type[SameDocument] | None = None) -> QueryNode:
        """The tree of a query, which may stand in the brackets of a `function`."""
        done: list[QueryNode] = []
        for node in postorder(query):
            kind = _KINDS[type(node)]
            match node:
                case And() | Or():
                    children = tuple(done[-len(node.children):])
                    del done[-len(node.children):]
                    # what is joined inside a function is asked of sentences or documents, not of items
                    done.append(QueryNode(kind, items=None if function else self._items(node), children=children))
                case Not():
                    done[-1] = QueryNode(kind, children=(done[-1],))
                case SameSentence() | SameDocument():
                    inner = self.tree(node.child, type(node))
                    done.append(QueryNode(kind, items=self._items(node), children=(inner,)))
                case _:
                    done.append(self._leaf(node, function is SameSentence))
        return done.pop()

    def _leaf(self, leaf: Leaf, in_sentence: bool) -> QueryNode:
        kind = _KINDS[type(leaf)]
        field = "text" if in_sentence else _field(leaf)
        items = self._items(SameSentence(leaf) if in_sentence else leaf)
        spellings, synonyms, words, pieces = _found_by(self._plans[leaf])
        return QueryNode(kind, str(leaf), field, items, spellings, synonyms, words, pieces)

    def _items(self, query: Query) -> int | None:
        try:
            return self._count(query)
        except TimeBudgetExceeded:
            return None


def _field(leaf: Leaf) -> str | None:
    """The field that a leaf looks in; None for the whole item."""
    if isinstance(leaf, (YearRange, DateRange, ItemNumber)):
        return _KINDS[type(leaf)]
    return None if isinstance(leaf, AnyWord) else leaf.field


def _found_by(plan: LeafPlan | SentencePlan) -> tuple[tuple[str, ...], ...]:
    """The spellings, synonyms, words and pieces by which a leaf is found."""
    match plan:
        case ContainsPlan(needles=(_, *others)) | ValuePlan(needles=(_, *others)):
            return (tuple(needle.folded for needle in others if needle.respelled),
                    tuple(needle.folded for needle in others if not needle.respelled), (), ())
        case WildcardPlan():
            return (), (), plan.runs, ()
        case AnyWordPlan():
            return (), (), (), plan.words
        case NearPlan():
            return (), (), (), tuple(piece.folded for piece in plan.pieces)
    return (), (), (), ()
