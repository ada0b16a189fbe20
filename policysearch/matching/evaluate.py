"""The exact set of a query: engines propose, the matcher decides. Two passes over the tree, neither recursive."""
from collections.abc import Callable, Mapping
from typing import NamedTuple

from policysearch.matching.budget import Budget
from policysearch.query.syntax import And, Leaf, Not, Or, Query, postorder

_CHECK_EVERY = 256


class Proposed(NamedTuple):
    """The items an engine proposes for a leaf: a superset of its matches, or exactly them."""

    ordinals: frozenset[int]
    exact: bool


def evaluate(query: Query, proposals: Mapping[Leaf, Proposed], verify: Callable[[Leaf, int], bool], items: int,
             budget: Budget) -> frozenset[int]:
    """The ordinals of the items that satisfy `query`, among `items`.

    The first pass bounds the answer from above by the proposals alone; the second verifies leaves only within that
    bound. Raises TimeBudgetExceeded.
    """
    order = postorder(query)
    bound = _upper_bound(order, proposals, frozenset(range(items)))
    stack: list[frozenset[int]] = []
    verified: dict[Leaf, frozenset[int]] = {}
    for node in order:
        if isinstance(node, (And, Or, Not)):
            _combine(node, stack, bound)
        else:
            if node not in verified:
                verified[node] = _verified(node, proposals[node], verify, bound, budget)
            stack.append(verified[node])
    return stack.pop()


def _verified(leaf: Leaf, proposed: Proposed, verify: Callable[[Leaf, int], bool], bound: frozenset[int],
              budget: Budget) -> frozenset[int]:
    candidates = proposed.ordinals & bound
    budget.check()
    if proposed.exact:
        return candidates
    kept = []
    for count, ordinal in enumerate(candidates):
        if count % _CHECK_EVERY == 0:
            budget.check()
        if verify(leaf, ordinal):
            kept.append(ordinal)
    return frozenset(kept)


def _combine(node: And | Or | Not, stack: list[frozenset[int]], universe: frozenset[int]) -> None:
    if isinstance(node, Not):
        stack.append(universe - stack.pop())
        return
    count = len(node.children)
    sides = stack[-count:]
    del stack[-count:]
    stack.append(frozenset.intersection(*sides) if isinstance(node, And) else frozenset.union(*sides))


def _upper_bound(order: list[Query], proposals: Mapping[Leaf, Proposed], universe: frozenset[int]) -> frozenset[int]:
    """The items that may satisfy the query, from bounds below and above for each node."""
    below: list[frozenset[int]] = []
    above: list[frozenset[int]] = []
    for node in order:
        if isinstance(node, Not):
            low, high = below.pop(), above.pop()
            below.append(universe - high)
            above.append(universe - low)
        elif isinstance(node, (And, Or)):
            _combine(node, below, universe)
            _combine(node, above, universe)
        else:
            proposed = proposals[node]
            below.append(proposed.ordinals if proposed.exact else frozenset())
            above.append(proposed.ordinals)
    return above.pop()
