"""What a build changed, source by source: + came, ~ changed, - went, ! could not be read and is kept."""
from collections.abc import Iterator, Sequence

from policysearch.changes import Changes, DocumentChange
from policysearch.messages.catalogue import message
from policysearch.output.columns import printable
from policysearch.output.style import Style

_INDENT = "  "
# so many sources of each kind are named, and so many items of each kind for a source
_SOURCES, _ITEMS = 20, 5


def render_changes(changes: Changes, style: Style) -> Iterator[str]:
    """How many documents came, changed, went and stayed, then which."""
    yield message("output.changes", added=len(changes.added), changed=len(changes.changed), removed=len(changes.removed),
                  unchanged=changes.unchanged)
    yield from _listed("+", [_counted(change.source, change.came) for change in changes.added])
    for change in changes.changed[:_SOURCES]:
        yield from _changed(change, style)
    yield from _rest(len(changes.changed))
    yield from _listed("-", [_counted(change.source, change.went) for change in changes.removed])
    yield from _listed("!", [style.fault(message("output.change_kept", source=printable(name))) for name in changes.kept])


def _changed(change: DocumentChange, style: Style) -> Iterator[str]:
    yield f"{_INDENT}~ {printable(change.source)}"
    for mark, ids in (("+", change.came), ("~", change.changed), ("-", change.went)):
        if ids:
            shown = list(map(printable, ids[:_ITEMS]))
            if len(ids) > _ITEMS:
                shown.append(message("output.change_more", count=len(ids) - _ITEMS))
            yield _INDENT * 2 + style.faint(f"{mark} {message('output.list').join(shown)}")


def _listed(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines[:_SOURCES]:
        yield f"{_INDENT}{mark} {line}"
    yield from _rest(len(lines))


def _rest(count: int) -> Iterator[str]:
    if count > _SOURCES:
        yield _INDENT * 2 + message("output.change_more", count=count - _SOURCES)


def _counted(source: str, ids: Sequence[str]) -> str:
    return message("output.change_counts", source=printable(source), count=len(ids))
