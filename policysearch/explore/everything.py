"""A query that every item answers, for what is asked of all items within filters."""
from collections.abc import Sequence

from policysearch.query.parser import parse_year_option
from policysearch.query.syntax import And, Not, Or, Query, Term, YearRange

_YEAR_KNOWN = YearRange(None, None)
# both halves are exact at every engine: nothing is verified
EVERYTHING: Query = Or((_YEAR_KNOWN, Not(_YEAR_KNOWN)))


def within(years: Sequence[str | int], places: Sequence[str]) -> Query:
    """The items of any of these years, spelled as in year:, and of any of these places; of all where none is given.

    Raises QueryError for a year that is none.
    """
    filters = [_any([parse_year_option(str(year)) for year in years]),
               _any([Term(place, quoted=True, field="place") for place in places])]
    given = [each for each in filters if each]
    return given[0] if len(given) == 1 else And(tuple(given)) if given else EVERYTHING


def _any(choices: Sequence[Query]) -> Query | None:
    if len(choices) < 2:
        return choices[0] if choices else None
    return Or(tuple(choices))
