"""How many hits a query has by year, place or issuer, beside how many items there are."""
from collections.abc import Sequence

from policysearch.explore.models import Trend, TrendRow
from policysearch.query.filters import Years
from policysearch.searcher import Index

# by what hits may be counted
FIELDS = ("year", "place", "issuer")

_EVERYTHING = "year:0001..9999 OR NOT year:0001..9999"


def trend(index: Index, query: str, by: Sequence[str] = ("year",), *, years: Years | None = None,
          synonyms: bool = True, **contained: str | Sequence[str]) -> Trend:
    """The hits of `query` counted by one or two of FIELDS, each beside the number of all items with the same values.

    The corpora of years and places differ in size, so that only the share says whether a matter comes up more often.
    `years` and the fields of `contained` restrict hits and items alike, as they do a search. Raises what `Index.counts`
    does, and ValueError for other fields.
    """
    if not 1 <= len(by) <= 2 or len(set(by)) < len(by) or not set(by) <= set(FIELDS):
        raise ValueError(f"by: one or two of {', '.join(FIELDS)}")
    hits = dict(index.counts(query, by, years=years, parts=False, synonyms=synonyms, **contained))
    everything = index.counts(_EVERYTHING, by, years=years, parts=False, synonyms=synonyms, **contained)
    rows = tuple(TrendRow(values, hits.get(values, 0), items) for values, items in everything)
    return Trend(query, tuple(by), rows, sum(hits.values()), sum(row.items for row in rows))
