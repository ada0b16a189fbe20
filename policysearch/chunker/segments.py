"""Segments: a document may hold several that count anew, one behind another: a letter, what it encloses, the annexes."""
import itertools
from collections.abc import Iterator, Sequence

from policysearch.chunker.boilerplate import date_in
from policysearch.chunker.kinds import kind_of_title
from policysearch.chunker.labels import Label, is_article
from policysearch.chunker.tail import ANNEX, ends_contract, is_signature
from policysearch.text.sentences import is_ended

_LONGEST_TITLE = 60
# between the title of a law and its first article: when it was passed and amended
_MOST_NOTES = 4


def segment_starts(lines: Sequence[str], labels: Sequence[Label | None]) -> Iterator[int]:
    """Where the segments of a document begin, 0 first: at a signature, a date or the heading of an annex, if the next
    number behind it is a first one again; at the title of a law, if its first article follows."""
    yield 0
    counted = False
    for place, label in enumerate(labels):
        ends = _closes(lines, place) and _counts_anew(lines, labels, place)
        if counted and (ends or _entitles(lines, labels, place)):
            yield place
            counted = False
        counted = counted or (label is not None and not label.weak)


def annex_heading(lines: Sequence[str]) -> range:
    """The places of the heading among the `lines` before the first number of a segment; empty where there is none.

    A bare 附件1 has its title on the next line.
    """
    for place in range(len(lines) - 1, -1, -1):
        if date_in(lines[place]) or is_signature(lines, place):
            break
        found = ANNEX.match(lines[place])
        if found:
            bare = found.end() == len(lines[place]) and place + 1 < len(lines)
            titled = bare and len(lines[place + 1]) <= _LONGEST_TITLE and not is_ended(lines[place + 1])
            return range(place, place + 1 + titled)
    return range(0)


def attachment_start(lines: Sequence[str]) -> int:
    """Where among the `lines` behind the items the annexes begin: not where they are listed above the signature."""
    for place, line in enumerate(lines):
        if not ANNEX.match(line):
            continue
        behind = itertools.takewhile(lambda later: len(later) <= _LONGEST_TITLE and not is_ended(later), lines[place + 1:])
        if not any(map(date_in, behind)):
            return place
    return len(lines)


def _closes(lines: Sequence[str], place: int) -> bool:
    line = lines[place]
    return (ANNEX.match(line) is not None and not is_ended(line) or is_signature(lines, place) or ends_contract(line)
            or (date_in(line) is not None and is_ended(lines[place - 1])))


def _entitles(lines: Sequence[str], labels: Sequence[Label | None], place: int) -> bool:
    """Whether the line at `place` is the title of a law that begins there: the text that a decision has amended."""
    line = lines[place]
    if labels[place] or len(line) > _LONGEST_TITLE or is_ended(line) or not is_ended(lines[place - 1]):
        return False
    following = next((label for label in labels[place + 1:place + 1 + _MOST_NOTES] if label), None)
    is_first = following is not None and is_article(following.style) and following.ordinal == 1
    return is_first and kind_of_title(line) is not None


def _counts_anew(lines: Sequence[str], labels: Sequence[Label | None], place: int) -> bool:
    """Whether the next number behind `place` is a first one; a line that only lists an annex is followed by another such
    line, or by the signature."""
    is_annex = ANNEX.match(lines[place]) is not None
    for later in range(place + 1, len(lines)):
        label = labels[later]
        if label is not None and not label.weak:
            return label.ordinal == 1
        if is_annex and (ANNEX.match(lines[later]) or date_in(lines[later]) or is_signature(lines, later)):
            return False
    return False
