"""The part of a text to show for a hit: around its densest matches, whole sentences where they fit."""
from bisect import bisect_right
from collections.abc import Sequence

from policysearch.models import Span
from policysearch.text.sentences import sentences

# code points of a snippet; about two lines of a terminal
LENGTH = 120


def snippet(text: str, spans: Sequence[Span], length: int = LENGTH) -> Span:
    """The range of `text` to show, at most `length` code points (more only where one match is longer)."""
    if len(text) <= length:
        return Span(0, len(text))
    if not spans:
        return _grown(text, Span(0, 0), length)
    ends = [span.end for span in spans]
    # of the matches that a window beginning at each of them shows the most different texts, then the most
    windows = [spans[first:bisect_right(ends, span.start + length)] for first, span in enumerate(spans)]
    best = max(range(len(spans)), key=lambda first: (
        len({text[start:end] for start, end in windows[first]}), len(windows[first]), -first))
    last = windows[best][-1] if windows[best] else spans[best]
    return _grown(text, Span(spans[best].start, last.end), length)


def _grown(text: str, core: Span, length: int) -> Span:
    """`core` widened to whole sentences while they fit, then by characters behind and before."""
    start, end = core
    # what ends behind that does not fit
    near = sentences(text[:core.end + length + 1])
    whole = [sentence for sentence in near if sentence.end > core.start and sentence.start < max(core.end, 1)]
    if whole and whole[-1].end - whole[0].start <= length:
        start, end = whole[0].start, whole[-1].end
        for sentence in (s for s in near if s.start >= end):
            if sentence.end - start > length:
                break
            end = sentence.end
        return Span(start, end)
    if whole and core.end - whole[0].start <= length:
        start = whole[0].start
    spare = max(0, length - (end - start))
    end = min(len(text), end + spare)
    start = max(0, min(start, end - length))
    return Span(min(start, core.start), max(end, core.end))
