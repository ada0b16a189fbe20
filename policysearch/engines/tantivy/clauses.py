"""A query's tree as clauses of which all must be satisfied; some are tokens of which any will do.

A token that has to be there need not be looked up twice, to find what matches and to score it: what holds it is scored as
it is found.
"""
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from tantivy import Query as TantivyQuery

from policysearch.analysis.analyzer import adjacent
from policysearch.engines.tantivy.bounds import bounds
from policysearch.engines.tantivy.combine import all_of, any_of, raised, unscored
from policysearch.engines.tantivy.fields import Token, pairs_of
from policysearch.engines.tantivy.leaves import Bounds
from policysearch.engines.tantivy.opened import OpenedIndex
from policysearch.query.syntax import And, Not, Operand, Or, Query

Clause: TypeAlias = TantivyQuery | frozenset[Token]


class Clauses(NamedTuple):
    """What satisfies all the clauses `given` and none of the queries `without`."""

    given: tuple[Clause, ...]
    without: tuple[TantivyQuery, ...] = ()

    def query(self, index: OpenedIndex) -> TantivyQuery:
        """All that satisfies the clauses."""
        return all_of([_found(clause, index) for clause in self.given], self.without)

    def ranked(self, terms: Sequence[Token], index: OpenedIndex) -> TantivyQuery:
        """The same, with the sum of the scores of those `terms` that each item holds."""
        alone = len(self.given) == 1
        queries = []
        for clause in self.given:
            if not isinstance(clause, frozenset):
                queries.append(unscored(clause))
                continue
            # what holds such a term satisfies the clause
            scored = [term for term in terms
                      if term in clause or (alone or len(clause) > 1) and not clause.isdisjoint(_held_with(term))]
            terms = [term for term in terms if term not in scored]
            queries.append(any_of([*map(index.having, scored),
                                   *(unscored(index.having(token)) for token in clause.difference(scored))]))
        return raised(all_of(queries, self.without), list(map(index.having, terms)), few=not alone)


def clauses(query: Query, leaves: Mapping[Operand, Bounds]) -> Clauses:
    """The clauses of a tree, by the bounds of its leaves, with the upper one of each."""
    if isinstance(query, And):
        parts = [clauses(child, leaves) for child in query.children]
        return Clauses(tuple(clause for part in parts for clause in part.given),
                       tuple(excluded for part in parts for excluded in part.without))
    if isinstance(query, Not):
        return Clauses((), (bounds(query.child, leaves).low,))
    return Clauses((_tokens(query, leaves) or bounds(query, leaves).high,))


def _tokens(query: Query, leaves: Mapping[Operand, Bounds]) -> frozenset[Token]:
    """The tokens any of which is all that a tree asks; none where it asks something else."""
    if isinstance(query, Or):
        parts = [_tokens(child, leaves) for child in query.children]
        return frozenset(token for part in parts for token in part) if all(parts) else frozenset()
    return frozenset() if isinstance(query, (And, Not)) else leaves[query].tokens


def _found(clause: Clause, index: OpenedIndex) -> TantivyQuery:
    return any_of(map(index.having, clause)) if isinstance(clause, frozenset) else clause


def _held_with(term: Token) -> list[Token]:
    """Tokens that whatever holds a ranking term holds too: the pairs of a word."""
    if term.field != "words":
        return []
    return [Token("bigrams", pair) for stretch in adjacent(term.text) for pair in pairs_of(stretch)]
