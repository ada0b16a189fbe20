"""Colours on a terminal, and plain marks where there are none."""
import os
from collections.abc import Sequence
from typing import NamedTuple, TextIO

from policysearch.models import Span
from policysearch.output.columns import printable


class Style(NamedTuple):
    """How text is set off. Without `color`, matches stand between « and », which policy documents do not use."""

    color: bool

    def match(self, text: str) -> str:
        """A matched part of a text."""
        return self._set(text, "1;31") if self.color else f"«{text}»"

    def strong(self, text: str) -> str:
        """A citation or a heading."""
        return self._set(text, "1")

    def faint(self, text: str) -> str:
        """What is there to be copied, such as an id."""
        return self._set(text, "2")

    def fault(self, text: str) -> str:
        """The place of an error."""
        return self._set(text, "1;31")

    def removed(self, text: str) -> str:
        """What only the first of two texts has; without colours in the marks of wdiff."""
        return self._set(text, "9;31") if self.color else f"[-{text}-]"

    def added(self, text: str) -> str:
        """What only the second of two texts has."""
        return self._set(text, "32") if self.color else f"{{+{text}+}}"

    def marked(self, text: str, spans: Sequence[Span], start: int = 0, end: int | None = None) -> str:
        """text[start:end] on one line, with the parts of `spans` that lie in it marked."""
        end = len(text) if end is None else end
        pieces: list[str] = []
        at = start
        for span in spans:
            first, last = max(span.start, start), min(span.end, end)
            if first < last:
                pieces += (printable(text[at:first]), self.match(printable(text[first:last])))
                at = last
        pieces.append(printable(text[at:end]))
        return "".join(pieces)

    def _set(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text


def style_for(when: str, stream: TextIO) -> Style:
    """The style for colours `when` ("auto", "always", "never") on a stream; NO_COLOR is honoured (no-color.org)."""
    if when != "auto":
        return Style(when == "always")
    return Style(stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")
