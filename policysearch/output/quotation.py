"""Where a quotation stands, or what comes nearest, as lines for a terminal."""
from collections.abc import Iterator

from policysearch.explore.models import Passage, Quotation
from policysearch.messages.catalogue import message
from policysearch.models import Span
from policysearch.output.columns import printable, shortened
from policysearch.output.differences import render_difference
from policysearch.output.style import Style

_INDENT = "   "
# characters of the item shown on either side, and of a long passage at its ends
_AROUND = 20
_ENDS = 60
_WIDEST = 76


def render_quotation(quotation: Quotation, style: Style) -> Iterator[str]:
    """All places given, each in its surroundings; or the difference from the nearest passage; or both for each line."""
    if quotation.parts:
        yield message("output.quoted_by_lines")
        for part in quotation.parts:
            yield ""
            yield f"> {shortened(printable(part.text), _WIDEST)}"
            yield from render_quotation(part, style)
        return
    if quotation.total:
        shown = len(quotation.passages)
        key = "output.quoted" if shown == quotation.total else "output.quoted_page"
        yield message(key, count=quotation.total, shown=shown)
        yield ""
        for rank, passage in enumerate(quotation.passages, 1):
            yield from _headed(f"{rank}. ", passage, style)
            yield _INDENT + _in_surroundings(passage, style)
            yield ""
        return
    yield message("output.not_quoted")
    if quotation.nearest:
        passage, difference = quotation.nearest.passage, quotation.nearest.difference
        yield message("output.quote_nearest", common=f"{difference.common:.0%}")
        yield ""
        yield from _headed("", passage, style)
        start, end = passage.span
        lines = render_difference(quotation.text, passage.item.text[start:end], difference, style)
        yield from (_INDENT + line for line in lines)


def _headed(rank: str, passage: Passage, style: Style) -> Iterator[str]:
    place = passage.item.source if passage.line is None else f"{passage.item.source}:{passage.line}"
    yield rank + style.strong(printable(passage.citation))
    yield _INDENT + style.faint(f"{printable(passage.item.id)}  {printable(place)}")


def _in_surroundings(passage: Passage, style: Style) -> str:
    text = passage.item.text
    start, end = passage.span
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before, behind = "…" if first else "", "…" if last < len(text) else ""
    if end - start <= 3 * _ENDS:
        return before + style.marked(text, [passage.span], first, last) + behind
    head, tail = Span(start, start + _ENDS), Span(end - _ENDS, end)
    return (before + style.marked(text, [head], first, head.end) + "…"
            + style.marked(text, [tail], tail.start, last) + behind)
