"""Whether an item satisfies a leaf: on its comparable texts and its record, not on an engine's tokens."""
from collections.abc import Callable, Iterator, Mapping

from policysearch.matching.leaf_plans import (AnyWordPlan, ContainsPlan, DatePlan, DocNumberPlan, LeafPlan, NearPlan,
                                              NumberPlan, Scope, SentencePlan, ValuePlan, WildcardPlan)
from policysearch.matching.needles import contains
from policysearch.matching.near import near_groups
from policysearch.models import Item, Span
from policysearch.query.dates import parse_date
from policysearch.query.syntax import And, Not, Operand, Or, Query, postorder
from policysearch.query.values import parse_item_number
from policysearch.storage.text_store import ZonePair, Zones
from policysearch.text.doc_numbers import find_doc_number, key_of
from policysearch.text.folding import comparable
from policysearch.text.sentences import sentences


def matches(plan: LeafPlan | SentencePlan, zones: ZonePair, item: Callable[[], Item]) -> bool:
    """Whether an item, given by its `zones` and a function that fetches the rest of it, satisfies a leaf or 同句."""
    if isinstance(plan, SentencePlan):
        return any(True for _ in matching_sentences(plan, zones.folded.text, zones.plain.text))
    if isinstance(plan, (ContainsPlan, WildcardPlan, NearPlan)):
        texts = zip(_in_scope(plan.scope, zones.folded), _in_scope(plan.scope, zones.plain))
        return any(_text_matches(plan, folded, plain) for folded, plain in texts)
    if isinstance(plan, ValuePlan):
        value = getattr(item(), plan.field)
        return value is not None and value_contains(plan, value)
    if isinstance(plan, DocNumberPlan):
        return has_doc_number(plan, item())
    if isinstance(plan, NumberPlan):
        return has_number(plan, item())
    if isinstance(plan, DatePlan):
        date = item().date
        return date is not None and date_within(plan, date)
    assert not isinstance(plan, AnyWordPlan)  # engines decide it
    year = item().year
    return year is not None and (plan.low is None or plan.low <= year) and (plan.high is None or year <= plan.high)


def matching_sentences(plan: SentencePlan, folded: str, plain: str) -> Iterator[Span]:
    """The sentences of a comparable text, given in both forms, that satisfy 同句."""
    for span in sentences(folded):
        if _satisfies(plan.child, plan.leaves, folded[span.start:span.end], plain[span.start:span.end]):
            yield span


def value_contains(plan: ValuePlan, value: str) -> bool:
    """Whether the value of a document's field contains what the plan looks for."""
    folded = comparable(value)
    return any(contains(needle, folded.text, folded.plain) for needle in plan.needles)


def date_within(plan: DatePlan, value: str) -> bool:
    """Whether all days of a document's date, as printed in ISO form, lie in the range; a date of another form is none."""
    days = parse_date(value)
    return (days is not None and days.low is not None and days.high is not None
            and (plan.low is None or plan.low <= days.low) and (plan.high is None or days.high <= plan.high))


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


def _text_matches(plan: ContainsPlan | WildcardPlan | NearPlan, folded: str, plain: str) -> bool:
    if isinstance(plan, ContainsPlan):
        return any(contains(needle, folded, plain) for needle in plan.needles)
    if isinstance(plan, WildcardPlan):
        return any(True for _ in plan.form.found_in(folded))
    return any(True for _ in near_groups(plan.pieces, plan.distance, folded, plain))


def _satisfies(query: Query, plans: Mapping[Operand, LeafPlan], folded: str, plain: str) -> bool:
    """Whether one sentence satisfies the tree of 同句, whose leaves are text."""
    stack: list[bool] = []
    for node in postorder(query):
        if isinstance(node, Not):
            stack.append(not stack.pop())
        elif isinstance(node, (And, Or)):
            sides = stack[-len(node.children):]
            del stack[-len(node.children):]
            stack.append(all(sides) if isinstance(node, And) else any(sides))
        else:
            plan = plans[node]
            stack.append(any(True for _ in find_doc_number(plan.key, folded)) if isinstance(plan, DocNumberPlan) else
                         isinstance(plan, (ContainsPlan, WildcardPlan, NearPlan)) and _text_matches(plan, folded, plain))
    return stack.pop()


def _in_scope(scope: Scope, zones: Zones) -> tuple[str, ...]:
    if scope is Scope.TEXT:
        return (zones.text,)
    if scope is Scope.TITLE:
        return (zones.title,)
    return zones.sections if scope is Scope.SECTION else zones.all()
