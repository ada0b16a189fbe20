"""Needles: text that is to be contained, in both folded forms.

contains(query, text) is: fold(query) in fold(text) or plain(query) in plain(text), without cutting a run.
"""
from collections.abc import Iterator
from typing import NamedTuple

from policysearch.text.folding import comparable_term
from policysearch.text.numerals import NUMERAL
from policysearch.text.simplified import may_change
from policysearch.text.units import may_be_cut, occurrences


_NUMERALS = frozenset(NUMERAL)


class Needle(NamedTuple):
    """A text to be contained: `folded`, and as written (`plain`).

    Where `respelled`, its numbers are written otherwise than in the query: such a number is not found inside a longer
    one, 一月 for 1月 not in 十一月.
    """

    folded: str
    plain: str
    respelled: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is found wherever its characters stand: neither of its ends may cut a run or a number."""
        ends = (self.folded[0], self.folded[-1], self.plain[0], self.plain[-1])
        return not self.respelled and not any(map(may_be_cut, ends))

    @property
    def context_dependent(self) -> bool:
        """Whether a text may hold it as written although its folded form differs: 覆 in 答覆."""
        return may_change(self.plain)


def needle_of(text: str, respelled: bool = False) -> Needle:
    """The needle of a term of a query."""
    folded = comparable_term(text)
    return Needle(folded.text, folded.plain, respelled)


def contains(needle: Needle, folded: str, plain: str) -> bool:
    """Whether a text, given in both comparable forms, contains the needle."""
    if _stands_in(needle, needle.folded, folded):
        return True
    # the plain forms can only differ where something was folded
    return (plain is not folded or needle.plain != needle.folded) and _stands_in(needle, needle.plain, plain)


def stands(needle: Needle, folded: str, plain: str) -> Iterator[tuple[int, int]]:
    """Where the needle stands in a text given in both comparable forms, as [start, end); the two may give one twice."""
    for place in _places(needle, needle.folded, folded):
        yield place, place + len(needle.folded)
    if needle.plain != needle.folded or plain is not folded:
        for place in _places(needle, needle.plain, plain):
            yield place, place + len(needle.plain)


def _stands_in(needle: Needle, form: str, text: str) -> bool:
    return form in text and any(True for _ in _places(needle, form, text))


def _places(needle: Needle, form: str, text: str) -> Iterator[int]:
    for place in occurrences(form, text):
        if not needle.respelled or not (_within_numeral(text, place) or _within_numeral(text, place + len(form))):
            yield place


def _within_numeral(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1] in _NUMERALS and text[place] in _NUMERALS
