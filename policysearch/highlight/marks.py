"""Where a query matches in the texts of an item, in code points of the text as shown."""
from collections.abc import Iterable, Iterator, Sequence

from policysearch.highlight.snippets import snippet
from policysearch.matching.leaf_plans import (AnyWordPlan, ContainsPlan, DocNumberPlan, LeafPlan, NearPlan, Scope,
                                              SentencePlan, WildcardPlan)
from policysearch.matching.matcher import matching_sentences
from policysearch.matching.near import near_groups
from policysearch.matching.needles import stands
from policysearch.models import Item, Marks, Span
from policysearch.query.syntax import operands
from policysearch.storage.text_store import ZonePair
from policysearch.text.doc_numbers import find_doc_number
from policysearch.text.folding import positions
from policysearch.text.units import occurrences


def mark(item: Item, zones: ZonePair, plans: Sequence[LeafPlan | SentencePlan]) -> Marks:
    """The matches of `plans` in an item with such `zones`, of 同句 those in the sentences that satisfy it, and what to show.

    Spans are sorted and disjoint; where matches overlap the longest is kept; touching spans stay apart.
    """
    folded, plain = zones
    spans = _spans(item.text, folded.text, plain.text, plans, Scope.TEXT)
    return Marks(spans, _spans(item.title or "", folded.title, plain.title, plans, Scope.TITLE),
                 tuple(_spans(*heading, plans, Scope.SECTION)
                       for heading in zip(item.sections, folded.sections, plain.sections)),
                 snippet(item.text, spans))


def _spans(text: str, folded: str, plain: str, plans: Sequence[LeafPlan | SentencePlan], zone: Scope) -> tuple[Span, ...]:
    """The spans in a text as shown, which is given in both comparable forms too."""
    found: set[Span] = set()
    places: set[tuple[int, int]] = set()
    for plan in plans:
        if isinstance(plan, DocNumberPlan):
            if plan.field in (None, zone.value):
                found.update(Span(number.start, number.end) for number in find_doc_number(plan.key, text))
        elif isinstance(plan, SentencePlan):
            if zone is Scope.TEXT:
                places.update(_in_sentences(plan, folded, plain))
        elif isinstance(plan, AnyWordPlan) or (
                isinstance(plan, (ContainsPlan, WildcardPlan, NearPlan)) and plan.scope in (Scope.ALL, zone)):
            places.update(_places(plan, folded, plain))
    if places:
        shown = range(len(text)) if len(folded) == len(text) else positions(text)
        found.update(Span(shown[start], shown[end - 1] + 1) for start, end in places)
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


def _in_sentences(plan: SentencePlan, folded: str, plain: str) -> Iterator[tuple[int, int]]:
    """Where the positive leaves of 同句 match in the sentences that satisfy it."""
    positive = [plan.leaves[leaf] for leaf in dict.fromkeys(leaf for leaf, counts in operands(plan.child) if counts)]
    for start, end in matching_sentences(plan, folded, plain):
        for leaf_plan in positive:
            for first, last in _places(leaf_plan, folded[start:end], plain[start:end]):
                yield start + first, start + last


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
