"""Two texts in one: what only the left one has, what only the right one has, and what both have."""
from collections.abc import Callable, Iterator

from policysearch.likeness.difference import Difference
from policysearch.output.columns import printable
from policysearch.output.style import Style

# of what both texts have, so many characters are shown beside a change
_BESIDE = 40


def render_difference(left: str, right: str, difference: Difference, style: Style) -> Iterator[str]:
    """The lines of the right text with what is gone and what is new; of long common stretches only the ends."""
    pieces: list[str] = []
    last = len(difference.stretches) - 1
    for place, (kept, here, there) in enumerate(difference.stretches):
        if kept:
            pieces.append(_shortened(right[there.start:there.end], place > 0, place < last))
        else:
            pieces += (_by_lines(style.removed, left[here.start:here.end]),
                       _by_lines(style.added, right[there.start:there.end]))
    yield from "".join(pieces).split("\n")


def _shortened(text: str, behind: bool, before: bool) -> str:
    """Common text with `_BESIDE` characters kept where it stands behind or before a change."""
    head, tail = _BESIDE * behind, _BESIDE * before
    if len(text) > head + tail + _BESIDE:
        text = f"{text[:head]}…{text[len(text) - tail:]}"
    return "\n".join(map(printable, text.split("\n")))


def _by_lines(mark: Callable[[str], str], text: str) -> str:
    """Each line of a text marked by itself."""
    return "\n".join(mark(printable(line)) if line else "" for line in text.split("\n"))
