"""The spans of a query's matches in the texts of an item, in code points of the text as shown."""
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from policysearch.matching.leaf_plans import (AnyWordPlan, ContainsPlan, DocNumberPlan, LeafPlan, NearPlan, Scope,
                                              SentencePlan, WildcardPlan)
from policysearch.matching.matcher import matching_sentences
from policysearch.matching.near import near_groups
from policysearch.matching.needles import stands
from policysearch.models import Item, Span
from policysearch.query.syntax import operands
from policysearch.text.doc_numbers import find_doc_number
from policysearch.text.folding import Folded, comparable
from policysearch.text.units import occurrences


class Marks(NamedTuple):
    """The spans in an item's text, its title, and each of its headings."""

    text: tuple[Span, ...]
    title: tuple[Span, ...]
    sections: tuple[tuple[Span, ...], ...]


def mark(item: Item, plans: Sequence[LeafPlan | SentencePlan]) -> Marks:
    """The spans of the matches of `plans` in an item; of 同句 those in the sentences that satisfy it.

    Sorted and disjoint; where matches overlap the longest is kept; touching spans stay apart.
    """
    return Marks(_spans(item.text, plans, Scope.TEXT),
                 _spans(item.title or "", plans, Scope.TITLE),
                 tuple(_spans(heading, plans, Scope.SECTION) for heading in item.sections))


def _spans(text: str, plans: Sequence[LeafPlan | SentencePlan], zone: Scope) -> tuple[Span, ...]:
    folded = comparable(text)
    found: set[Span] = set()
    for plan in plans:
        if isinstance(plan, DocNumberPlan):
            if plan.field in (None, zone.value):
                found.update(Span(number.start, number.end) for number in find_doc_number(plan.key, text))
        elif isinstance(plan, SentencePlan):
            if zone is Scope.TEXT:
                found.update(_shown(place, folded) for place in _in_sentences(plan, folded))
        elif isinstance(plan, AnyWordPlan) or (
                isinstance(plan, (ContainsPlan, WildcardPlan, NearPlan)) and plan.scope in (Scope.ALL, zone)):
            found.update(_shown(place, folded) for place in _places(plan, folded.text, folded.plain))
    return _disjoint(found)


def _places(plan: LeafPlan, folded: str, plain: str) -> Iterator[tuple[int, int]]:
    """Where a plan for text matches in a comparable text, given in both forms."""
    if isinstance(plan, ContainsPlan):
        for needle in plan.needles:
            yield from stands(needle, folded, plain)
    elif isinstance(plan, WildcardPlan):
        yield from ((unit.start, unit.end) for unit in plan.form.found_in(folded))
    elif isinstance(plan, NearPlan):
        for group in near_groups(plan.pieces, plan.distance, folded, plain):
            yield from group
    elif isinstance(plan, AnyWordPlan):
        yield from ((place, place + len(token)) for token in plan.telling for place in occurrences(token, folded))
    elif isinstance(plan, DocNumberPlan):
        yield from ((number.start, number.end) for number in find_doc_number(plan.key, folded))


def _in_sentences(plan: SentencePlan, text: Folded) -> Iterator[tuple[int, int]]:
    """Where the positive leaves of 同句 match in the sentences that satisfy it."""
    positive = [plan.leaves[leaf] for leaf in dict.fromkeys(leaf for leaf, counts in operands(plan.child) if counts)]
    for start, end in matching_sentences(plan, text.text, text.plain):
        for leaf_plan in positive:
            for first, last in _places(leaf_plan, text.text[start:end], text.plain[start:end]):
                yield start + first, start + last


def _shown(place: tuple[int, int], text: Folded) -> Span:
    """A place of a comparable text in the text as shown."""
    start, end = place
    return Span(text.positions[start], text.positions[end - 1] + 1)


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
