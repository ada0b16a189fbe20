"""The corresponding items of an item, as lines for a terminal."""
from collections.abc import Iterator

from policysearch.explore.models import SimilarItem, SimilarItems
from policysearch.messages.catalogue import message
from policysearch.models import Item
from policysearch.output.columns import printable, shortened
from policysearch.output.differences import render_difference
from policysearch.output.hits import place_of
from policysearch.output.style import Style

_INDENT = "   "
_WIDEST = 76
# with a smaller share of common text, the difference is one text after the other
_LEAST_COMMON = 0.2


def render_similar(answer: SimilarItems, style: Style) -> Iterator[str]:
    """The item asked for, the others with their scores, and the difference from the best one."""
    yield style.strong(printable(answer.item.citation))
    yield _INDENT + style.faint(f"{printable(answer.item.id)}  {place_of(answer.item)}")
    yield _INDENT + _named(answer.item)
    yield ""
    if not answer.similar:
        yield message("output.no_similar")
        return
    yield message("output.similar", count=len(answer.similar))
    yield ""
    for one in answer.similar:
        yield from _similar_item(one, style)
    best = answer.similar[0]
    if best.difference.common >= _LEAST_COMMON:
        yield message("output.difference")
        lines = render_difference(answer.item.text, best.item.text, best.difference, style)
    else:
        yield message("output.little_common")
        lines = (printable(line) for line in best.item.text.split("\n"))
    yield from (_INDENT + line for line in lines)


def _similar_item(one: SimilarItem, style: Style) -> Iterator[str]:
    yield f"{one.rank}. {style.strong(printable(one.item.citation))}"
    yield _INDENT + style.faint(f"{printable(one.item.id)}  {place_of(one.item)}")
    values = [str(value) for value in (one.item.place, one.item.year) if value is not None]
    likeness = message("output.likeness", score=f"{one.score:.2f}", common=f"{one.difference.common:.0%}")
    yield _INDENT + message("output.separator").join((*values, likeness))
    yield _INDENT + _named(one.item)
    yield ""


def _named(item: Item) -> str:
    return shortened(printable(item.heading or item.text), _WIDEST)
