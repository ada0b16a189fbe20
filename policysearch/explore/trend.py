"""How many hits a query has by year, place or issuer, beside how many items there are."""
from collections.abc import Sequence

from policysearch.explore.models import Trend, TrendRow, Value
from policysearch.query.limits import MAX_WINDOW
from policysearch.searcher import Index, Years

# by what hits may be counted
FIELDS = ("year", "place", "issuer")

_EVERYTHING = "year:0001..9999 OR NOT year:0001..9999"


def trend(index: Index, query: str, by: Sequence[str] = ("year",), *, years: Years | None = None) -> Trend:
    """The hits of `query` counted by one or two of FIELDS, each beside the number of all items with the same values.

    The corpora of years and places differ in size, so that only the share says whether a matter comes up more often.
    `years` restricts hits and items alike. Raises QueryError and TimeBudgetExceeded as a search does, ValueError for
    other fields.
    """
    if not 1 <= len(by) <= 2 or len(set(by)) < len(by) or not set(by) <= set(FIELDS):
        raise ValueError(f"by: one or two of {', '.join(FIELDS)}")
    hits = _counts(index, query, by, years)
    items = _counts(index, _EVERYTHING, by, years)
    rows = [TrendRow(values, hits.get(values, 0), count) for values, count in items.items()]
    rows.sort(key=lambda row: [(value is None, value or "") for value in row.values])
    return Trend(query, tuple(by), tuple(rows), sum(hits.values()), sum(items.values()))


def _counts(index: Index, query: str, by: Sequence[str], years: Years | None) -> dict[tuple[Value, ...], int]:
    counts: dict[tuple[Value, ...], int] = {}
    for hit in index.search(query, years=years, limit=MAX_WINDOW):
        values = tuple(getattr(hit.item, name) for name in by)
        counts[values] = counts.get(values, 0) + 1
    return counts
