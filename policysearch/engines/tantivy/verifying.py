"""What a plan matches: all that satisfies a query of Tantivy's, or where that is too much, what the item store says."""
from collections.abc import Callable, Mapping, Sequence

from policysearch.engines.base import verifier
from policysearch.engines.tantivy.bounds import Bounds, bounds
from policysearch.engines.tantivy.leaves import Leaves, Matching
from policysearch.engines.tantivy.opened import OpenedIndex
from policysearch.engines.tantivy.ordering import Matched
from policysearch.matching.budget import Budget
from policysearch.matching.documents import same_document
from policysearch.matching.evaluate import Proposed
from policysearch.matching.leaf_plans import LeafPlan, SentencePlan
from policysearch.matching.plan import Plan
from policysearch.query.syntax import And, Not, Operand, Or, Query, SameDocument, postorder
from policysearch.storage.item_store import ItemStore

_CHECK_EVERY = 256


class Verifier:
    """Finds what plans match. `documents` are the ordinals of the documents' first items, ascending."""

    def __init__(self, index: OpenedIndex, leaves: Leaves, items: ItemStore, documents: Sequence[int]) -> None:
        self._index = index
        self._leaves = leaves
        self._items = items
        self._documents = documents

    def matched(self, plan: Plan, budget: Budget) -> Matched:
        """What a plan matches. Raises TimeBudgetExceeded."""
        leaves: dict[Operand, Matching] = {operand: self._matching(leaf) for operand, leaf in plan.leaves.items()}
        documents: dict[Operand, frozenset[int]] = {}
        for node in postorder(plan.query):
            if isinstance(node, SameDocument):
                documents[node] = self._same_document(node, plan, leaves, budget)
                leaves[node] = Matching(self._index.any_term("ordinal", sorted(documents[node])), True)
        bound = bounds(plan.query, leaves)
        return Matched(bound.high, None if bound.exact else self._between(bound, plan, documents, budget))

    def _matching(self, plan: LeafPlan | SentencePlan) -> Matching:
        if not isinstance(plan, SentencePlan):
            return self._leaves.matching(plan)
        # that an item matches a leaf, or none, does not decide what its sentences do
        leaves: dict[Operand, Matching] = {
            leaf: self._leaves.matching(leaf_plan)._replace(exact=False) for leaf, leaf_plan in plan.leaves.items()}
        return Matching(bounds(plan.child, leaves).high, False)

    def _same_document(self, node: SameDocument, plan: Plan, leaves: Mapping[Operand, Matching],
                       budget: Budget) -> frozenset[int]:
        proposals: dict[Operand, Proposed] = {
            operand: Proposed(frozenset(self._index.ordinals(leaves[operand].query)), leaves[operand].exact)
            for operand in plan.leaves}
        return same_document(node, proposals, verifier(plan, self._items), self._documents, budget)

    def _between(self, bound: Bounds, plan: Plan, documents: Mapping[Operand, frozenset[int]],
                 budget: Budget) -> frozenset[int]:
        """What satisfies the query: all within the lower bound, and what is verified of the rest of the upper one."""
        verify = verifier(plan, self._items)
        holds = {operand: verify(operand) for operand in plan.leaves} | {
            node: found.__contains__ for node, found in documents.items()}
        sure = frozenset(self._index.ordinals(bound.low))
        found = set(sure)
        order = postorder(plan.query)
        for count, ordinal in enumerate(self._index.ordinals(bound.high)):
            if count % _CHECK_EVERY == 0:
                budget.check()
            if ordinal not in sure and _satisfies(order, holds, ordinal):
                found.add(ordinal)
        return frozenset(found)


def _satisfies(order: Sequence[Query], holds: Mapping[Operand, Callable[[int], bool]], ordinal: int) -> bool:
    """Whether an item satisfies the tree whose nodes are given in `postorder`."""
    stack: list[bool] = []
    for node in order:
        if isinstance(node, Not):
            stack[-1] = not stack[-1]
        elif isinstance(node, (And, Or)):
            sides = stack[-len(node.children):]
            del stack[-len(node.children):]
            stack.append(all(sides) if isinstance(node, And) else any(sides))
        else:
            stack.append(holds[node](ordinal))
    return stack.pop()
