"""The spans of a query's matches in the texts of an item, in code points of the text as shown."""
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from policysearch.matching.needles import places
from policysearch.matching.plan import ContainsPlan, DocNumberPlan, LeafPlan, Scope
from policysearch.models import Item, Span
from policysearch.text.doc_numbers import find_doc_number
from policysearch.text.folding import comparable


class Marks(NamedTuple):
    """The spans in an item's text, its title, and each of its headings."""

    text: tuple[Span, ...]
    title: tuple[Span, ...]
    sections: tuple[tuple[Span, ...], ...]


def mark(item: Item, plans: Sequence[LeafPlan]) -> Marks:
    """The spans of the matches of `plans` in an item.

    Sorted and disjoint; where matches overlap the longest is kept; touching spans stay apart.
    """
    return Marks(_spans(item.text, plans, Scope.TEXT),
                 _spans(item.title or "", plans, Scope.TITLE),
                 tuple(_spans(heading, plans, Scope.SECTION) for heading in item.sections))


def _spans(text: str, plans: Sequence[LeafPlan], zone: Scope) -> tuple[Span, ...]:
    folded = comparable(text)
    found: set[Span] = set()
    for plan in plans:
        if isinstance(plan, ContainsPlan) and plan.scope in (Scope.ALL, zone):
            found.update(Span(*place) for needle in plan.needles for place in places(needle, folded))
        elif isinstance(plan, DocNumberPlan) and plan.field in (None, zone.value):
            found.update(Span(number.start, number.end) for number in find_doc_number(plan.key, text))
    return _disjoint(found)


def _disjoint(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The longest spans first, then those further left, as long as they overlap none that is kept."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        # two overlapping spans share a first or last character, unless the longer, kept earlier, surrounds the shorter
        if span.start not in taken and span.end - 1 not in taken:
            kept.append(span)
            taken.update(range(span.start, span.end))
    return tuple(sorted(kept))
