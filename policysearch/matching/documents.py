"""The exact set of 同篇: which documents satisfy it, each standing for all its items, and which of their items count."""
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from policysearch.matching.budget import Budget
from policysearch.matching.evaluate import Proposed, Verify, evaluate, pieces
from policysearch.query.syntax import Operand, SameDocument, SameSentence, is_text, operands


def same_document(node: SameDocument, proposals: Mapping[Operand, Proposed], verify: Verify,
                  starts: Sequence[int], budget: Budget) -> frozenset[int]:
    """The ordinals of the items that match any positive text of `node`, in documents that satisfy it.

    `starts` are the ordinals of the documents' first items, ascending from 0. Raises TimeBudgetExceeded.
    """
    asked = dict.fromkeys(operands(node.child))
    proposed: dict[Operand, dict[int, list[int]]] = {
        operand: _by_document(proposals[operand].ordinals, starts) for operand, _ in asked}
    lifted = {operand: Proposed(frozenset(documents), proposals[operand].exact) for operand, documents in proposed.items()}

    def documents_having(operand: Operand) -> Callable[[Sequence[int]], Collection[int]]:
        satisfying = verify(operand)
        return lambda documents: [document for document in documents
                                  if any(map(satisfying, pieces(proposed[operand][document], budget)))]

    satisfied = evaluate(node.child, lifted, documents_having, frozenset(range(len(starts))), budget)
    found: set[int] = set()
    for operand, positive in asked:
        if positive and (isinstance(operand, SameSentence) or is_text(operand)):
            for document in satisfied & proposed[operand].keys():
                for ordinals in pieces(proposed[operand][document], budget):
                    found.update(ordinals if proposals[operand].exact else verify(operand)(ordinals))
    return frozenset(found)


def _by_document(ordinals: Iterable[int], starts: Sequence[int]) -> dict[int, list[int]]:
    """The ordinals of items by the document they stand in."""
    documents: dict[int, list[int]] = defaultdict(list)
    for ordinal in ordinals:
        documents[bisect_right(starts, ordinal) - 1].append(ordinal)
    return documents
