"""A query's tree -> queries of Tantivy's that bound what it matches: the same one twice where its leaves are exact."""
from collections.abc import Mapping
from typing import NamedTuple

from tantivy import Query as TantivyQuery

from policysearch.engines.tantivy.combine import all_of, any_of
from policysearch.engines.tantivy.leaves import Bounds
from policysearch.query.syntax import And, Not, Operand, Or, Query, postorder


class _Side(NamedTuple):
    """One bound of a node: a query, or where `negative` everything but what it matches."""

    query: TantivyQuery
    negative: bool = False

    def negated(self) -> "_Side":
        return _Side(self.query, not self.negative)

    def positive(self) -> TantivyQuery:
        return all_of([], [self.query]) if self.negative else self.query


def bounds(query: Query, leaves: Mapping[Operand, Bounds]) -> Bounds:
    """The bounds of a tree, by those of its leaves."""
    low: list[_Side] = []
    high: list[_Side] = []
    exact = True
    for node in postorder(query):
        if isinstance(node, Not):
            low[-1], high[-1] = high[-1].negated(), low[-1].negated()
        elif isinstance(node, (And, Or)):
            for sides in (low, high):
                children = sides[-len(node.children):]
                del sides[-len(node.children):]
                sides.append(_all(children) if isinstance(node, And) else _any(children))
        else:
            exact = exact and leaves[node].exact
            low.append(_Side(leaves[node].low))
            high.append(_Side(leaves[node].high))
    return Bounds(low[0].positive(), high[0].positive(), exact)


def _all(children: list[_Side]) -> _Side:
    return _Side(all_of([child.query for child in children if not child.negative],
                        [child.query for child in children if child.negative]))


def _any(children: list[_Side]) -> _Side:
    return _Side(any_of(child.positive() for child in children))
