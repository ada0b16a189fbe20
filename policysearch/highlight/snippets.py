"""The part of a text to show for a hit: around its densest matches, whole sentences where they fit."""
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
    best = max(range(len(spans)), key=lambda first: (_coverage(text, spans, first, length), -first))
    last = max(i for i in range(best, len(spans)) if i == best or spans[i].end - spans[best].start <= length)
    return _grown(text, Span(spans[best].start, spans[last].end), length)


def _coverage(text: str, spans: Sequence[Span], first: int, length: int) -> tuple[int, int]:
    """What a window beginning at a match shows: different matched texts, then matches."""
    inside = [span for span in spans[first:] if span.end - spans[first].start <= length]
    return len({text[span.start:span.end] for span in inside}), len(inside)


def _grown(text: str, core: Span, length: int) -> Span:
    """`core` widened to whole sentences while they fit, then by characters behind and before."""
    start, end = core
    all_of_it = sentences(text)
    whole = [sentence for sentence in all_of_it if sentence.end > core.start and sentence.start < max(core.end, 1)]
    if whole and whole[-1].end - whole[0].start <= length:
        start, end = whole[0].start, whole[-1].end
        for sentence in (s for s in all_of_it if s.start >= end):
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
