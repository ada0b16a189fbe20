"""Errors as a person reads them: the message, and for a query the line with a caret under the place at fault."""
from policysearch.errors import PolicySearchError, QueryError
from policysearch.messages.catalogue import message
from policysearch.output.columns import printable, width
from policysearch.output.style import Style

# characters of a long query shown on either side of the fault
_AROUND = 30


def render_error(error: PolicySearchError, style: Style) -> str:
    """The error as lines of text."""
    lines = [message("output.error", message=str(error))]
    if isinstance(error, QueryError) and error.text.strip():
        lines += _pointed(error, style)
    return "\n".join(lines)


def _pointed(error: QueryError, style: Style) -> list[str]:
    first = max(0, error.start - _AROUND)
    last = min(len(error.text), max(error.end, error.start + 1) + _AROUND)
    shown_end = min(error.end, error.start + _AROUND)
    before = ("…" if first else "") + printable(error.text[first:error.start])
    at_fault = printable(error.text[error.start:shown_end])
    after = printable(error.text[shown_end:last]) + ("…" if last < len(error.text) else "")
    carets = "^" * max(1, width(at_fault))
    return ["  " + before + style.fault(at_fault) + after, "  " + " " * width(before) + style.fault(carets)]
