"""The exact set of a query: engines propose, the matcher decides. Two passes over the tree, neither recursive."""
import functools
import itertools
import operator
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from typing import NamedTuple, TypeAlias

from policysearch.matching.budget import Budget
from policysearch.query.syntax import And, Not, Operand, Or, Query, postorder

_CHECK_EVERY = 256

# for an operand, those of some items that satisfy it
Verify: TypeAlias = Callable[[Operand], Callable[[Sequence[int]], Collection[int]]]


class Proposed(NamedTuple):
    """The items proposed for an operand: exactly its matches, or a superset of them, of which those in `sure` do match."""

    ordinals: Set[int]
    exact: bool
    sure: Set[int] = frozenset()


def evaluate(query: Query, proposals: Mapping[Operand, Proposed], verify: Verify,
             everything: Set[int], budget: Budget) -> Set[int]:
    """The ordinals of the items that satisfy `query`, among those of `everything`.

    The first pass bounds the answer from above by the proposals alone; the second verifies operands only within that
    bound. Raises TimeBudgetExceeded.
    """
    order = postorder(query)
    bound = upper_bound(query, proposals, everything)
    stack: list[Set[int]] = []
    verified: dict[Operand, Set[int]] = {}
    for node in order:
        if isinstance(node, (And, Or, Not)):
            _combine(node, stack, bound)
        else:
            if node not in verified:
                verified[node] = _verified(node, proposals[node], verify, bound, budget)
            stack.append(verified[node])
    return stack.pop()


def upper_bound(query: Query, proposals: Mapping[Operand, Proposed], universe: Set[int]) -> Set[int]:
    """The items that may satisfy the query, from bounds below and above for each node."""
    below: list[Set[int]] = []
    above: list[Set[int]] = []
    for node in postorder(query):
        if isinstance(node, Not):
            low, high = below.pop(), above.pop()
            below.append(universe - high)
            above.append(universe - low)
        elif isinstance(node, (And, Or)):
            _combine(node, below, universe)
            _combine(node, above, universe)
        else:
            proposed = proposals[node]
            below.append(proposed.ordinals if proposed.exact else proposed.sure)
            above.append(proposed.ordinals)
    return above.pop()


def _verified(operand: Operand, proposed: Proposed, verify: Verify, bound: Set[int],
              budget: Budget) -> Set[int]:
    candidates = proposed.ordinals & bound
    budget.check()
    if proposed.exact:
        return candidates
    satisfying = verify(operand)
    verified = map(satisfying, pieces(list(candidates - proposed.sure), budget))
    return (candidates & proposed.sure) | frozenset(itertools.chain.from_iterable(verified))


def pieces(ordinals: Sequence[int], budget: Budget) -> Iterator[Sequence[int]]:
    """Some of the ordinals at a time, with a look at the clock before each piece. Raises TimeBudgetExceeded."""
    for start in range(0, len(ordinals), _CHECK_EVERY):
        budget.check()
        yield ordinals[start:start + _CHECK_EVERY]


def _combine(node: And | Or | Not, stack: list[Set[int]], universe: Set[int]) -> None:
    if isinstance(node, Not):
        stack.append(universe - stack.pop())
        return
    count = len(node.children)
    sides = stack[-count:]
    del stack[-count:]
    stack.append(functools.reduce(operator.and_ if isinstance(node, And) else operator.or_, sides))
