"""The exact set of 同篇: which documents satisfy it, each standing for all its items, and which of their items count."""
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from policysearch.matching.budget import Budget
from policysearch.matching.evaluate import Proposed, Verify, evaluate
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

    def document_has(operand: Operand) -> Callable[[int], bool]:
        satisfies = verify(operand)
        return lambda document: any(map(satisfies, proposed[operand][document]))

    satisfied = evaluate(node.child, lifted, document_has, frozenset(range(len(starts))), budget)
    found: set[int] = set()
    for operand, positive in asked:
        if positive and (isinstance(operand, SameSentence) or is_text(operand)):
            for document in satisfied & proposed[operand].keys():
                budget.check()
                found.update(ordinal for ordinal in proposed[operand][document]
                             if proposals[operand].exact or verify(operand)(ordinal))
    return frozenset(found)


def _by_document(ordinals: Iterable[int], starts: Sequence[int]) -> dict[int, list[int]]:
    """The ordinals of items by the document they stand in."""
    documents: dict[int, list[int]] = defaultdict(list)
    for ordinal in ordinals:
        documents[bisect_right(starts, ordinal) - 1].append(ordinal)
    return documents
