"""The counts of a trend, as bars for one field and as a table for two."""
from collections.abc import Iterator, Sequence

from policysearch.explore.models import Trend, TrendRow, Value
from policysearch.messages.catalogue import message
from policysearch.output.columns import padded, printable, shortened, width
from policysearch.output.style import Style

_LABEL_COLUMNS = 32
_NARROWEST_BAR = 8
_WIDEST_BAR = 60
_GAP = "  "
_EIGHTHS = " ▏▎▍▌▋▊▉"


def render_trend(trend: Trend, columns: int, style: Style) -> Iterator[str]:
    """The hits of a query, drawn within `columns`."""
    if not trend.hits:
        yield message("output.no_hits")
        return
    yield message("output.trend", by=" × ".join(message(f"field.{name}") for name in trend.by))
    yield ""
    yield from _bars(trend, columns, style) if len(trend.by) == 1 else _table(trend, columns, style)
    yield ""
    yield message("output.trend_total", hits=trend.hits, items=trend.items)


def bar(share: float, columns: int) -> str:
    """A bar over `share` (0 to 1) of `columns`, to an eighth of a column; never empty for a share above 0.

    >>> bar(0.5, 3), bar(1, 2), bar(0, 2), bar(0.001, 2)
    ('█▌', '██', '', '▏')
    """
    whole, eighths = divmod(max(round(share * columns * 8), 1 if share else 0), 8)
    return "█" * whole + (_EIGHTHS[eighths] if eighths else "")


def _bars(trend: Trend, columns: int, style: Style) -> Iterator[str]:
    """Years in their order, from the first that has a hit; places and issuers with a hit, those with the most first."""
    if trend.by == ("year",):
        first = next(place for place, row in enumerate(trend.rows) if row.hits)
        rows = [row for row in trend.rows[first:] if row.hits or row.values[0] is not None]
    else:
        rows = sorted((row for row in trend.rows if row.hits), key=lambda row: -row.hits)
    cells = [(_label(row.values[0]), str(row.hits), str(row.items), f"{row.share:.1%}") for row in rows]
    widest = [max(map(width, column)) for column in zip(*cells)]
    room = max(_NARROWEST_BAR, min(_WIDEST_BAR, columns - sum(widest) - len(" / ") - 3 * len(_GAP)))
    most = max(row.hits for row in rows)
    for row, cell in zip(rows, cells):
        label, hits, items, share = (padded(text, most_wide, right=bool(place))
                                     for place, (text, most_wide) in enumerate(zip(cell, widest)))
        numbers = f"{label}{_GAP}{hits} {style.faint(f'/ {items}')}{_GAP}{share}"
        yield f"{numbers}{_GAP}{bar(row.hits / most, room)}".rstrip()
    without = len(trend.rows) - len(rows)
    if trend.by != ("year",) and without:
        yield style.faint(message("output.without_hits", count=without))


def _table(trend: Trend, columns: int, style: Style) -> Iterator[str]:
    """Hits / items for every two values that occur together: years across, or else the second field."""
    across = 0 if trend.by[0] == "year" else 1
    cells = {(row.values[1 - across], row.values[across]): row for row in trend.rows}
    labels = _with_hits(trend.rows, 1 - across)
    heads = _with_hits(trend.rows, across)
    names = [padded(_label(label), max(width(_label(each)) for each in labels)) for label in labels]
    lines: list[list[str]] = []
    for head in heads:
        column = [_label(head), *(_cell(cells.get((label, head))) for label in labels)]
        widest = max(map(width, column))
        lines.append([padded(cell, widest, right=True) for cell in column])
    while lines:
        # as many columns as fit stand beside one another, the others below
        room = columns - width(names[0])
        count = 0
        while count < len(lines) and room >= width(lines[count][0]) + len(_GAP):
            room -= width(lines[count][0]) + len(_GAP)
            count += 1
        block, lines = lines[:max(count, 1)], lines[max(count, 1):]
        for name, *row in zip([" " * width(names[0]), *names], *block):
            yield _GAP.join((name, *row)).rstrip()
        if lines:
            yield ""


def _with_hits(rows: Sequence[TrendRow], place: int) -> list[Value]:
    """The values of one of the fields that have a hit, in their order."""
    return list(dict.fromkeys(sorted((row.values[place] for row in rows if row.hits),
                                     key=lambda value: (value is None, value or ""))))


def _cell(row: TrendRow | None) -> str:
    return f"{row.hits}/{row.items}" if row else "·"


def _label(value: Value) -> str:
    return message("output.unknown") if value is None else shortened(printable(str(value)), _LABEL_COLUMNS)
