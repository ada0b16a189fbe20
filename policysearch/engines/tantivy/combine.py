"""Queries of Tantivy's made of other queries."""
from collections.abc import Iterable, Sequence

from tantivy import Occur, Query


def all_of(queries: Iterable[Query], without: Sequence[Query] = ()) -> Query:
    """What satisfies all of `queries`, and none of `without`."""
    given = list(queries)
    if len(given) == 1 and not without:
        return given[0]
    # nothing but exclusions matches nothing in Tantivy
    return Query.boolean_query([(Occur.Must, query) for query in given or [unscored(Query.all_query())]] +
                               [(Occur.MustNot, query) for query in without])


def any_of(queries: Iterable[Query]) -> Query:
    """What satisfies any of `queries`; nothing where there are none."""
    given = list(queries)
    if not given:
        return Query.empty_query()
    return given[0] if len(given) == 1 else Query.boolean_query([(Occur.Should, query) for query in given])


def raised(query: Query, terms: Sequence[Query], *, few: bool) -> Query:
    """What satisfies `query`, with the scores of those `terms` that it holds added to its own.

    Where that is `few` items, the terms are looked up for each of these, else all their items are gone through.
    """
    if not terms:
        return query
    if not few:
        return Query.boolean_query([(Occur.Must, query), *((Occur.Should, term) for term in terms)])
    for term in terms:
        query = Query.boolean_query([(Occur.Must, query), (Occur.Should, term)])
    return query


def unscored(query: Query) -> Query:
    """`query` with the score 0 for all, which is quicker."""
    return Query.const_score_query(query, 0.0)
