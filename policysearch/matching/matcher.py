"""Whether an item satisfies a leaf: on its comparable texts and its record, not on an engine's tokens."""
from collections.abc import Callable

from policysearch.matching.needles import contains
from policysearch.matching.plan import ContainsPlan, DocNumberPlan, LeafPlan, NumberPlan, Scope, ValuePlan
from policysearch.models import Item
from policysearch.query.values import parse_item_number
from policysearch.storage.item_store import ZonePair, Zones
from policysearch.text.doc_numbers import find_doc_number, key_of
from policysearch.text.folding import comparable


def matches(plan: LeafPlan, zones: ZonePair, item: Callable[[], Item]) -> bool:
    """Whether an item, given by its `zones` and a function that fetches the rest of it, satisfies a leaf."""
    if isinstance(plan, ContainsPlan):
        texts = zip(_in_scope(plan.scope, zones.folded), _in_scope(plan.scope, zones.plain))
        return any(contains(needle, folded, plain) for folded, plain in texts for needle in plan.needles)
    if isinstance(plan, ValuePlan):
        value = getattr(item(), plan.field)
        return value is not None and value_contains(plan, value)
    if isinstance(plan, DocNumberPlan):
        return has_doc_number(plan, item())
    if isinstance(plan, NumberPlan):
        return has_number(plan, item())
    year = item().year
    return year is not None and (plan.low is None or plan.low <= year) and (plan.high is None or year <= plan.high)


def value_contains(plan: ValuePlan, value: str) -> bool:
    """Whether the value of a document's field contains what the plan looks for."""
    folded = comparable(value)
    return contains(plan.needle, folded.text, folded.plain)


def has_doc_number(plan: DocNumberPlan, item: Item) -> bool:
    """Whether the item is of the document with this 文号, or, where that is meant too, cites it."""
    if plan.field in (None, "doc_number") and item.doc_number and key_of(item.doc_number) == plan.key:
        return True
    cited_in = {"text": [item.text], "title": [item.title or ""], "section": item.sections, "doc_number": [],
                None: [item.text, item.title or "", *item.sections]}[plan.field]
    return any(True for text in cited_in for _ in find_doc_number(plan.key, text))


def has_number(plan: NumberPlan, item: Item) -> bool:
    """Whether the item's own number has this value, and where that is meant the form 第…条."""
    number = parse_item_number(item.number) if item.number else None
    return number is not None and number.value == plan.value and (number.article or not plan.article)


def _in_scope(scope: Scope, zones: Zones) -> tuple[str, ...]:
    if scope is Scope.TEXT:
        return (zones.text,)
    if scope is Scope.TITLE:
        return (zones.title,)
    return zones.sections if scope is Scope.SECTION else zones.all()
