"""The documents of an index, one after the other."""
from collections.abc import Iterator, Mapping

from policysearch.messages.catalogue import message
from policysearch.models import DocumentSummary
from policysearch.output.columns import printable
from policysearch.output.problems import render_problem
from policysearch.output.style import Style

_INDENT = "   "


def render_summary(document: DocumentSummary, style: Style) -> Iterator[str]:
    """A document's title, where it came from, its metadata, what it was cut into, and what is in doubt."""
    title = document.metadata["title"]
    yield style.strong(printable(title or document.source))
    yield _INDENT + style.faint(printable(document.source))
    described = message("output.separator").join(
        message("output.field", name=message(f"field.{name}"), value=printable(str(value)))
        for name, value in document.metadata.items() if value is not None and name != "title")
    if described:
        yield _INDENT + described
    yield _INDENT + message("output.item_counts", count=sum(document.items.values()), levels=_levels(document.items))
    for key, counts in (("output.part_counts", document.parts), ("output.left_out_counts", document.left_out)):
        if counts:
            yield _INDENT + message(key, counts=message("output.separator").join(
                message("output.field", name=message(f"part.{name}"), value=count) for name, count in counts.items()))
    for problem in document.problems:
        yield _INDENT + style.fault(render_problem(problem))
    yield ""


def _levels(counts: Mapping[str, int]) -> str:
    """How many items each kind of number has, in brackets: (一、 3; 1. 12)."""
    named = [f"{level} {count}" for level, count in counts.items() if level]
    return message("output.levels", levels=message("output.separator").join(named)) if named else ""
