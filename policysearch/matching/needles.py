"""Needles: text that is to be contained, in both folded forms.

contains(query, text) is: fold(query) in fold(text) or plain(query) in plain(text), without cutting a run.
"""
from collections.abc import Iterator
from dataclasses import dataclass

from policysearch.text.folding import Folded, comparable_term, may_change
from policysearch.text.units import occurrences


@dataclass(frozen=True)
class Needle:
    """A text to be contained: `folded`, and as written (`plain`)."""

    folded: str
    plain: str

    @property
    def context_dependent(self) -> bool:
        """Whether a text may hold it as written although its folded form differs: 覆 in 答覆."""
        return may_change(self.plain)


def needle_of(text: str) -> Needle:
    """The needle of a term of a query."""
    folded = comparable_term(text)
    return Needle(folded.text, folded.plain)


def contains(needle: Needle, folded: str, plain: str) -> bool:
    """Whether a text, given in both comparable forms, contains the needle."""
    if _stands_in(needle.folded, folded):
        return True
    # the plain forms can only differ where something was folded
    return (plain is not folded or needle.plain != needle.folded) and _stands_in(needle.plain, plain)


def places(needle: Needle, text: Folded) -> Iterator[tuple[int, int]]:
    """Where the needle stands in the original of a comparable text, as [start, end); the two forms may give one twice."""
    for form, within in ((needle.folded, text.text), (needle.plain, text.plain)):
        for place in occurrences(form, within):
            yield text.positions[place], text.positions[place + len(form) - 1] + 1


def _stands_in(form: str, text: str) -> bool:
    return form in text and any(True for _ in occurrences(form, text))
