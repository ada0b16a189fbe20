"""The hits of a search, as lines for a terminal."""
from collections.abc import Iterator, Sequence

from policysearch.messages.catalogue import message
from policysearch.models import Hit, Item, Results
from policysearch.output.columns import printable
from policysearch.output.explanations import render_query, render_sum
from policysearch.output.style import Style

_INDENT = "   "
# how many reprints of a hit, and values of a field, are named; the rest is counted
_MOST_OTHERS = 5
_MOST_VALUES = 12


def render_results(results: Results, style: Style) -> Iterator[str]:
    """The page of hits, the total, and what comes nearest where there is none."""
    if results.explanation:
        yield message("output.understood", query=printable(results.understood))
        yield from render_query(results.explanation)
        yield ""
    yield from _render_hits(results.hits, style)
    if results.total:
        first, last = (results.hits[0].rank, results.hits[-1].rank) if results.hits else (0, 0)
        all_shown = sum(1 + len(hit.others) for hit in results.hits) == results.total
        yield message("output.total" if all_shown else "output.total_page", total=results.total, first=first, last=last)
    else:
        yield message("output.no_hits")
    if results.loose_total and results.loose_total > results.total:
        yield message("output.loose", more=results.loose_total - results.total)
    if results.suggestions:
        yield message("output.suggestions", queries=message("output.list").join(map(printable, results.suggestions)))
    if results.elsewhere:
        yield message("output.elsewhere", count=results.elsewhere)
    yield from _facets(results)
    if results.nearest:
        yield message("output.nearest")
        yield ""
        yield from _render_hits(results.nearest, style)


def place_of(item: Item) -> str:
    """Where an item stands: its source and the line."""
    return printable(item.source if item.line is None else f"{item.source}:{item.line}")


def _render_hits(hits: Sequence[Hit], style: Style) -> Iterator[str]:
    for place, hit in enumerate(hits):
        if hit.loose and not (place and hits[place - 1].loose):
            yield style.faint(message("output.loose_hits"))
            yield ""
        yield f"{hit.rank}. {style.strong(printable(hit.item.citation))}"
        yield _INDENT + style.faint(f"{printable(hit.item.id)}  {place_of(hit.item)}")
        yield _INDENT + _snippet(hit, style)
        if hit.others:
            yield _INDENT + style.faint(_others(hit.others))
        if hit.explanation:
            yield from (_INDENT + line for line in render_sum(hit.explanation))
        yield ""


def _others(ids: Sequence[str]) -> str:
    named = message("output.separator").join(printable(one) for one in ids[:_MOST_OTHERS])
    if len(ids) > _MOST_OTHERS:
        named = message("output.others_more", ids=named, count=len(ids) - _MOST_OTHERS)
    return message("output.others", ids=named)


def _facets(results: Results) -> Iterator[str]:
    """The values of each field with their counts, the most frequent first."""
    for field, counts in results.facets.items():
        ordered = sorted(counts, key=lambda pair: -pair[1])
        shown = [message("output.facet_value", count=count,
                         value=message("output.no_value") if value is None else printable(str(value)))
                 for value, count in ordered[:_MOST_VALUES]]
        if len(ordered) > _MOST_VALUES:
            shown.append(message("output.facet_rest", count=len(ordered) - _MOST_VALUES))
        yield message("output.facet", name=message(f"field.{field}"), counts=message("output.separator").join(shown))


def _snippet(hit: Hit, style: Style) -> str:
    start, end = hit.snippet
    text = style.marked(hit.item.text, hit.spans, start, end)
    return ("…" if start else "") + text + ("…" if end < len(hit.item.text) else "")
