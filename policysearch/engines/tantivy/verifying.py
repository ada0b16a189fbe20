"""What a plan matches: all that satisfies a query of Tantivy's, or where that is too much, what the stored texts say."""
from collections.abc import Callable, Collection, Mapping, Sequence

from tantivy import Query

from policysearch.engines.base import verifier
from policysearch.engines.tantivy.bounds import bounds
from policysearch.engines.tantivy.clauses import clauses
from policysearch.engines.tantivy.combine import all_of
from policysearch.engines.tantivy.leaves import Bounds, Leaves, at_most, exactly
from policysearch.engines.tantivy.opened import OpenedIndex
from policysearch.engines.tantivy.ordering import Matched
from policysearch.matching.budget import Budget
from policysearch.matching.documents import same_document
from policysearch.matching.evaluate import Proposed, evaluate
from policysearch.matching.leaf_plans import LeafPlan, SentencePlan
from policysearch.matching.plan import Plan
from policysearch.query.syntax import Operand, SameDocument, postorder
from policysearch.storage.item_store import ItemStore
from policysearch.storage.text_store import TextStore


class Verifier:
    """Finds what plans match. `documents` are the ordinals of the documents' first items, ascending."""

    def __init__(self, index: OpenedIndex, leaves: Leaves, items: ItemStore, texts: TextStore,
                 documents: Sequence[int]) -> None:
        self._index = index
        self._leaves = leaves
        self._items = items
        self._texts = texts
        self._documents = documents

    def matched(self, plan: Plan, budget: Budget) -> Matched:
        """What a plan matches. Raises TimeBudgetExceeded."""
        leaves: dict[Operand, Bounds] = {operand: self._bounds(leaf) for operand, leaf in plan.leaves.items()}
        for node in postorder(plan.query):
            if isinstance(node, SameDocument):
                leaves[node] = exactly(self._index.any_term("ordinal", self._same_document(node, plan, leaves, budget)))
        bound = bounds(plan.query, leaves)
        return Matched(clauses(plan.query, leaves), None if bound.exact else self._between(bound, plan, leaves, budget))

    def _bounds(self, plan: LeafPlan | SentencePlan) -> Bounds:
        if not isinstance(plan, SentencePlan):
            return self._leaves.bounds(plan)
        # that an item matches a leaf, or none, does not decide what its sentences do
        leaves: dict[Operand, Bounds] = {
            leaf: at_most(self._leaves.bounds(leaf_plan).high) for leaf, leaf_plan in plan.leaves.items()}
        return at_most(bounds(plan.child, leaves).high)

    def _same_document(self, node: SameDocument, plan: Plan, leaves: Mapping[Operand, Bounds], budget: Budget) -> list[int]:
        proposals: dict[Operand, Proposed] = {
            operand: Proposed(self._ordinals(leaves[operand].high), leaves[operand].exact) for operand in plan.leaves}
        return sorted(same_document(node, proposals, verifier(plan, self._items, self._texts), self._documents, budget))

    def _between(self, bound: Bounds, plan: Plan, leaves: Mapping[Operand, Bounds], budget: Budget) -> frozenset[int]:
        """What satisfies the query: all within the lower bound, and what is verified of the rest of the upper one."""
        rest = all_of([bound.high], [bound.low])
        verify = verifier(plan, self._items, self._texts)

        def verify_unsure(operand: Operand) -> Callable[[Sequence[int]], Collection[int]]:
            sure, satisfying = self._ordinals(all_of([rest, leaves[operand].low])), verify(operand)
            return lambda ordinals: [*sure.intersection(ordinals),
                                     *satisfying([ordinal for ordinal in ordinals if ordinal not in sure])]

        proposals: dict[Operand, Proposed] = {
            operand: Proposed(self._ordinals(all_of([rest, leaf.high])), leaf.exact) for operand, leaf in leaves.items()}
        found = evaluate(plan.query, proposals, verify_unsure, self._ordinals(rest), budget)
        return self._ordinals(bound.low).union(found)

    def _ordinals(self, query: Query) -> frozenset[int]:
        return frozenset(self._index.ordinals(query))
