"""Options that restrict a whole search, as parts of its tree."""
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from policysearch.errors import QuerySyntaxError
from policysearch.query.parser import parse_year_option
from policysearch.query.syntax import And, Or, Query, Term
from policysearch.text.folding import has_content, visible

# how the years of a search may be given: first and last year, or spellings as in year: (several mean any of them)
Years: TypeAlias = tuple[int | None, int | None] | int | str | Sequence[str | int]

# fields that may be asked for by an option; its values are text to be contained, any of them
OPTIONS = ("issuer", "place", "kind", "title", "section")


def restricted(query: Query, years: Years | None, contained: Mapping[str, str | Sequence[str]]) -> Query:
    """`query` within `years` and with any of the values of each field in `contained`.

    Raises BadValue for what names no years, QuerySyntaxError for a value with nothing to search for.
    """
    filters = [_any([parse_year_option(text) for text in _spelled(years)])] if years not in (None, (), []) else []
    for field, values in contained.items():
        if values or isinstance(values, str):
            filters.append(_any([_contains(field, value) for value in ([values] if isinstance(values, str) else values)]))
    if not filters:
        return query
    return And((*(query.children if isinstance(query, And) else (query,)), *filters))


def _contains(field: str, value: str) -> Query:
    if not has_content(value):
        raise QuerySyntaxError("query.no_content", value, 0, len(value))
    return Term(visible(value), quoted=True, field=field, filters=True)


def _any(alternatives: Sequence[Query]) -> Query:
    return alternatives[0] if len(alternatives) == 1 else Or(tuple(alternatives))


def _spelled(years: Years | None) -> list[str]:
    if isinstance(years, (str, int)):
        years = (years,)
    if isinstance(years, tuple) and len(years) == 2 and not any(isinstance(year, str) for year in years):
        first, last = years
        return [f"{'' if first is None else first}..{'' if last is None else last}"]
    return [str(year) for year in years or ()]
