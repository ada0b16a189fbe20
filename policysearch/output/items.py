"""Items without a search: the tree of a document, and one item whole."""
from collections.abc import Iterator, Sequence

from policysearch.messages.catalogue import message
from policysearch.models import Item
from policysearch.output.columns import shortened
from policysearch.output.hits import place_of
from policysearch.output.style import Style

_DOCUMENT_FIELDS = ("year", "date", "issuer", "place", "doc_number", "kind", "url")
_WIDEST = 76


def render_document(items: Sequence[Item], style: Style) -> Iterator[str]:
    """The tree of sections and items of one document."""
    first = items[0]
    yield style.strong(first.title or first.source)
    yield "  " + style.faint(message("output.document", source=first.source, items=len(items)))
    yield from (f"  {line}" for line in _fields(first))
    shown: tuple[str, ...] = ()
    for item in items:
        common = 0
        while common < min(len(shown), len(item.sections)) and shown[common] == item.sections[common]:
            common += 1
        for depth in range(common, len(item.sections)):
            yield "  " * (depth + 1) + shortened(item.sections[depth], _WIDEST)
        shown = item.sections
        number = f"{item.number} " if item.number else ""
        yield "  " * (len(item.sections) + 1) + number + shortened(item.heading or item.text.replace("\n", " "), _WIDEST)
    yield ""


def render_item(item: Item, before: Item | None, after: Item | None, style: Style) -> Iterator[str]:
    """One item whole, with its document, its headings and its neighbours."""
    yield style.strong(item.citation)
    yield style.faint(f"{item.id}  {place_of(item)}")
    yield from _fields(item)
    yield ""
    for depth, heading in enumerate(item.sections):
        yield "  " * depth + heading
    yield f"{item.number or ''}{item.text}"
    yield ""
    for key, other in (("output.before", before), ("output.after", after)):
        if other:
            name = shortened(f"{other.number or ''}{other.heading or other.text}".replace("\n", " "), _WIDEST)
            yield style.faint(message(key, id=other.id, name=name))


def _fields(item: Item) -> Iterator[str]:
    values = [(name, getattr(item, name)) for name in _DOCUMENT_FIELDS]
    line = message("output.separator").join(
        message("output.field", name=message(f"field.{name}"), value=value) for name, value in values if value is not None)
    if line:
        yield line
