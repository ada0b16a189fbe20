"""Where a quotation stands in a text, word for word or nearly.

A person who quotes does not keep line ends, spaces and quotation marks, and ends with a full stop of their own. So these
are passed over wherever they stand, not only between two Han characters, and marks at the ends of a quotation are dropped.
"""
import re
from collections.abc import Iterator, Sequence

from policysearch.likeness.difference import Cut, Word, matching, words_of
from policysearch.matching.needles import Needle, stands
from policysearch.models import Span
from policysearch.text.characters import CELL_END, LINE_END, PASSED_OVER
from policysearch.text.folding import Folded, fold, plain

_GAP = re.compile(f"[{PASSED_OVER}{CELL_END}{LINE_END}]+")
_IN_RUN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.#+")
# at the ends of a quotation these are the reader's own
MARKS_AT_ENDS = "，、。｡；：！？,;:!?…—.· \n"
_SENTENCE_ENDS = frozenset("。！？；!?;")
# what a unit of text between two common stretches costs, where a common unit counts 1
_GAP_COST = 0.25


def quoted(text: str) -> Needle:
    """What a quotation looks for in texts made ready by `loosened`."""
    ready = loosened(text)
    start = len(ready.plain) - len(ready.plain.lstrip(MARKS_AT_ENDS))
    end = max(start, len(ready.plain.rstrip(MARKS_AT_ENDS)))
    return Needle(ready.text[start:end], ready.plain[start:end])


def loosened(text: str) -> Folded:
    """Both folded forms of `text` without white space, line ends, quotation marks and brackets.

    One space stands for them where they part two runs.

    >>> loosened("实施“放管服”。\\n第 3 (4) 条").text
    '实施放管服。第3 4条'
    """
    folded, plain_text = fold(text), plain(text)
    kept: list[int] = []
    pieces: list[str] = []
    plain_pieces: list[str] = []
    at = 0
    for gap in _GAP.finditer(plain_text):
        start, end = gap.span()
        pieces.append(folded[at:start])
        plain_pieces.append(plain_text[at:start])
        kept.extend(range(at, start))
        if 0 < start and end < len(text) and plain_text[start - 1] in _IN_RUN and plain_text[end] in _IN_RUN:
            pieces.append(" ")
            plain_pieces.append(" ")
            kept.append(start)
        at = end
    kept.extend(range(at, len(text)))
    return Folded("".join((*pieces, folded[at:])), "".join((*plain_pieces, plain_text[at:])), kept)


def occurrences(needle: Needle, text: str, number: str | None) -> list[Span]:
    """Where a quotation stands in an item's `text`, in order; it may begin with the item's printed `number`."""
    before = f"{number} " if number else ""
    within = loosened(before + text)
    found = {(within.positions[start] - len(before), within.positions[end - 1] + 1 - len(before))
             for start, end in stands(needle, within.text, within.plain)}
    return [Span(max(start, 0), end) for start, end in sorted(found) if end > 0]


def nearest_part(quotation: str, text: str, cut: Cut) -> Span | None:
    """The part of `text` that comes nearest to a quotation; None where they have no word in common.

    Of the common stretches, a run of neighbours is taken that has the most common units less _GAP_COST a unit of the text
    between them; what the quotation has before and behind it is given as much room in the text, within a sentence.
    """
    words, others = words_of(quotation, cut), words_of(text, cut)
    blocks = matching([word.text for word in words], [word.text for word in others])
    chain = _best_chain(blocks, others)
    if not chain:
        return None
    (start, first, _), (end, last, size) = chain[0], chain[-1]
    first -= _room(words[:start], reversed(others[:first]))
    last += size
    last += _room(words[end + size:], iter(others[last:]))
    return Span(others[first].start, others[last - 1].end)


def _best_chain(blocks: Sequence[tuple[int, int, int]], others: Sequence[Word]) -> Sequence[tuple[int, int, int]]:
    """The neighbouring blocks whose sum is greatest (Kadane's algorithm)."""
    best: tuple[float, int, int] = 0.0, 0, 0
    value = 0.0
    begin = end_before = 0
    for place, (_, other, size) in enumerate(blocks):
        value -= _GAP_COST * _units(others[end_before:other])
        if value <= 0:
            value, begin = 0.0, place
        value += _units(others[other:other + size])
        end_before = other + size
        if value > best[0]:
            best = value, begin, place + 1
    return blocks[best[1]:best[2]]


def _room(unmatched: Sequence[Word], words: Iterator[Word]) -> int:
    """How many of `words` have room for the `unmatched` ones, without crossing the end of a sentence."""
    wanted = _units(unmatched)
    marks = {word.text for word in unmatched if not word.units}
    count = 0
    for word in words:
        if word.text not in marks and (wanted <= 0 or word.text in _SENTENCE_ENDS):
            break
        wanted -= word.units
        count += 1
    return count


def _units(words: Sequence[Word]) -> int:
    return sum(word.units for word in words)
