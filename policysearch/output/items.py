"""Items without a search: the tree of a document, and one item whole."""
from collections.abc import Iterator

from policysearch.messages.catalogue import message
from policysearch.models import DOCUMENT_FIELDS, Document, Item
from policysearch.output.columns import printable, shortened
from policysearch.output.hits import place_of
from policysearch.output.style import Style

_WIDEST = 76
_SAMPLE = 40


def render_document(document: Document, text: str, parts: bool, style: Style) -> Iterator[str]:
    """The tree of sections and items of one document, with `parts` also what stands outside them; then what was left
    out of its `text`, and why."""
    items = document.items
    first = items[0]
    yield style.strong(printable(first.title or first.source))
    yield "  " + style.faint(message("output.document", source=printable(first.source), items=len(items)))
    yield from (f"  {line}" for line in _fields(first))
    shown: tuple[str, ...] = ()
    for item in items:
        common = 0
        while common < min(len(shown), len(item.sections)) and shown[common] == item.sections[common]:
            common += 1
        for depth in range(common, len(item.sections)):
            yield "  " * (depth + 1) + shortened(printable(item.sections[depth]), _WIDEST)
        shown = item.sections
        number = f"{item.number} " if item.number else ""
        yield "  " * (len(item.sections) + 1) + number + shortened(printable(item.heading or item.text), _WIDEST)
    if parts:
        for part in document.parts:
            shown_text = shortened(printable(part.text), _WIDEST)
            yield "  " + style.faint(f"[{message('part.' + part.part)}] {shown_text}")
    for reason in dict.fromkeys(one.reason for one in document.left_out):
        gone = "".join(text[one.start:one.end] for one in document.left_out if one.reason == reason)
        yield "  " + style.faint(message("output.left_out", reason=message(f"part.{reason}"), count=len(gone),
                                         sample=shortened(" ".join(gone.split()), _SAMPLE)))
    yield ""


def render_item(item: Item, before: Item | None, after: Item | None, style: Style) -> Iterator[str]:
    """One item whole, with its document, its headings and its neighbours."""
    yield style.strong(printable(item.citation))
    yield style.faint(f"{printable(item.id)}  {place_of(item)}")
    yield from _fields(item)
    yield ""
    for depth, heading in enumerate(item.sections):
        yield "  " * depth + printable(heading)
    yield from (printable(line) for line in f"{item.number or ''}{item.text}".split("\n"))
    yield ""
    for key, other in (("output.before", before), ("output.after", after)):
        if other:
            name = shortened(printable(f"{other.number or ''}{other.heading or other.text}"), _WIDEST)
            yield style.faint(message(key, id=printable(other.id), name=name))


def _fields(item: Item) -> Iterator[str]:
    values = [(name, getattr(item, name)) for name in DOCUMENT_FIELDS if name != "title"]
    line = message("output.separator").join(
        message("output.field", name=message(f"field.{name}"), value=printable(str(value)))
        for name, value in values if value is not None)
    if line:
        yield line
