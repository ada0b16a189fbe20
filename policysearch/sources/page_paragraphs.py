"""Lines of placed text -> paragraphs: by type, distance, indent, labels, and by whether a line fills its frame."""
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from policysearch.chunker.boilerplate import date_in
from policysearch.sources.page_pieces import Page, Piece, begins_item, is_wide
from policysearch.text.doc_numbers import parse_doc_number
from policysearch.text.sentences import is_ended

# type above this share of the body's is a title's
_LARGE = 1.1
# how far apart, as a share of the usual distance, lines of one paragraph may be: after a full sentence, and inside one
_APART, _FAR_APART = 1.25, 1.6
# ems: what a line may leave free for a word that was not parted, how far a paragraph's lines may be from its first
_WORD, _HANG = 2.25, 6.6
# lines that all end before this share of the page's width do not end at a margin
_SHORT = 0.7
# begins with a day, or with a short name and a colon
_NO_TITLE = re.compile(r"[（(]?[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\S{2,6}[:：]")
# what a footnote begins with
FOOTNOTE = re.compile(r"[\[〔（(]?[0-9①-⑳*＊†‡※]|[注註][:：0-9①-⑳]")
_DASH = "——"
_OPEN = re.compile("[（《〈「『【〔“][^）》〉」』】〕”]*$")
# labels that begin with these may be references: 第三十条规定
_REFERENCE = "第（("
# what a line begins with and no break can part
_UNBROKEN = re.compile(r"[（(「『《〈【〔［\[“‘]*(?:[!-~]+|.)[，。、；：？！）)」』》〉】〕］\]”’…—·％%,.;:?!]*")


@dataclass(slots=True)
class Line(Piece):
    """A line of a block, which is a page or a column of it. [left, right] is the frame that its text is set in, `gap` the
    widest between its pieces, in ems."""

    page: int = 0
    block: int = 0
    is_column: bool = False
    gap: float = 0.0
    left: float = 0.0
    right: float = 0.0


def set_frames(lines: Sequence[Line], pages: Sequence[Page]) -> None:
    """Give each line the frame of its block: where its lines begin and end, widened to the commonest frame of the document
    that holds it. A right edge is certain where many lines end at it; where none is to be seen, margins are equal."""
    inside: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        inside[line.page, line.block].append(line)
    columns = [_frame(block, 0.0)[:2] for block in inside.values() if block[0].is_column]
    frames = []
    votes: Counter[tuple[float, float, bool]] = Counter()
    for block in inside.values():
        left, right, is_certain = _frame(block, 0.0)
        if not any(abs(left - start) < 3 and abs(right - end) < 3 for start, end in columns):
            left, right, is_certain = _frame(block, pages[block[0].page].width)
        frames.append((left, right, is_certain))
        votes[round(left), round(right), is_certain] += len(block)
    common = votes.most_common(20)
    for block, (left, right, is_certain) in zip(inside.values(), frames):
        own = votes[round(left), round(right), is_certain]
        wider = (frame for frame, count in common if frame[0] <= left + 3 and frame[1] >= right - 3
                 and (not is_certain or (frame[2] and count > own)))
        # what holds a column is the page
        wide = (left, right) if block[0].is_column else next(wider, (left, right))
        for line in block:
            line.left, line.right = min(left, wide[0]), max(right, wide[1])


def _frame(block: Sequence[Line], width: float) -> tuple[float, float, bool]:
    """The left and right edge a block shows on a page of this width, 0.0 for a column, and whether many lines end there."""
    size = commonest_size(block)
    # a title may be wider than the text below it
    usual = [line for line in block if abs(line.size - size) < 0.1 * size]
    starts = sorted(line.x0 for line in usual)
    few = len(starts) // 8
    left = next((start for start, other in zip(starts, starts[few:]) if other - start < 0.25 * size), starts[0])
    ends = sorted((line.x1 for line in usual), reverse=True)
    many, some = max(3, len(ends) / 4), max(3, len(ends) // 8)
    certain = next((end for end in ends if sum(abs(end - other) < 0.25 * size for other in ends) >= many), 0.0)
    loose = next((end for end, other in zip(ends, ends[some - 1:]) if end - other < 1.2 * size), 0.0)
    for right in (certain, loose):
        # short lines of the same length show no edge
        if right > _SHORT * width:
            return left, right, right == certain
    return left, max(ends[0], width and width - left), False


def paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines grouped to paragraphs; other than running text is a group of its own, behind the paragraph it stands in."""
    running = [line for line in lines if not line.kind]
    habits = _habits(running)
    paragraph: list[Line] = []
    inside: list[list[Line]] = []
    for line in lines:
        if line.kind == "footnote" and inside and inside[-1][-1].kind == "footnote" and not FOOTNOTE.match(line.text):
            inside[-1].append(line)
        elif line.kind in ("page", "footnote"):
            inside.append([line])
        elif paragraph and not line.kind and not paragraph[0].kind and _goes_on(paragraph, line, habits):
            paragraph.append(line)
        else:
            yield from [paragraph, *inside] if paragraph else inside
            paragraph, inside = [line], []
    yield from [paragraph, *inside] if paragraph else inside


class _Habits(NamedTuple):
    """How a document sets its paragraphs: from line to line for each size, in points; the size of its body; whether their
    first lines are indented, and whether labels stand only at such an indent."""

    leads: dict[int, int]
    body: float
    indents: bool
    indents_labels: bool


def _habits(lines: Sequence[Line]) -> _Habits:
    distances: dict[int, Counter[int]] = defaultdict(Counter)
    outdents = levels = inner = outer = 0
    for one, other in zip(lines, lines[1:]):
        if (one.page, one.block) != (other.page, other.block) or abs(one.size - other.size) >= 0.5:
            continue
        if one.y - other.y > 0.9 * one.size:
            distances[round(one.size)][round(one.y - other.y)] += 1
        outdents += _is_indented(one) and _is_at_edge(other)
        levels += _is_indented(one) and _is_indented(other) and not is_ended(one.text) and _room(one) < 2 * one.size
        if begins_item(other.text) and is_ended(one.text):
            inner += _is_indented(other)
            outer += _is_at_edge(other)
    # where paragraphs are set apart, the distance between them may be the commonest
    leads = {size: min(lead for lead, count in counts.items() if 5 * count >= max(counts.values()))
             for size, counts in distances.items()}
    return _Habits(leads, commonest_size(lines), outdents > levels, inner > 4 * outer)


def _is_indented(line: Line) -> bool:
    return 1.4 * line.size < line.x0 - line.left < 2.6 * line.size


def _is_at_edge(line: Line) -> bool:
    return line.x0 - line.left < 0.6 * line.size


def _room(line: Line) -> float:
    """How much of its frame a line leaves free at its end."""
    return line.right - line.x1


def _goes_on(paragraph: Sequence[Line], line: Line, habits: _Habits) -> bool:
    """Whether `line` continues `paragraph`: by type, distance, label, indent, and whether the line before it is full."""
    first, last = paragraph[0], paragraph[-1]
    is_near = (last.page, last.block) == (line.page, line.block)
    edge, slack = line.x0 - line.left + last.left, 0.6 * line.size
    is_open = bool(_OPEN.search(last.text)) and not is_ended(last.text)
    labelled = begins_item(line.text) and not is_open
    # what follows a semicolon without a label is no item of its own
    ended = is_ended(last.text) and (labelled or last.text[-1] not in "；;")
    # on another page the same font may have another name
    is_other_font = last.page == line.page and bool(last.font and line.font) and last.font != line.font
    if abs(last.size - line.size) > 0.1 * line.size or abs(last.bold - line.bold) == 1 or is_other_font:
        return False
    is_outdented = habits.indents and _is_at_edge(line) and (len(paragraph) > 1 or _is_indented(first))
    if ended and line.text.startswith(_DASH):
        return False
    if labelled and (ended or not (line.text[0] in _REFERENCE or (is_outdented and habits.indents_labels))):
        return False
    lead = habits.leads.get(round(line.size), 1.5 * line.size)
    if is_near and last.y - line.y > (_APART if len(paragraph) > 1 or ended else _FAR_APART) * lead:
        return False
    if is_near and line.size > _LARGE * habits.body and not labelled and not ended:
        middle = (line.left + line.right) / 2
        if first.x0 + slack < first.hang < edge + slack:
            return True
        if all(abs((one.x0 + one.x1) / 2 - middle) < slack for one in (last, line)):
            is_full = _room(last) < 2 * line.size or is_open
            return not _stands_alone(line.text) and (is_full or not _stands_alone(last.text))
    unbroken = _UNBROKEN.match(line.text)
    needed = sum(1.0 if is_wide(character) else 0.5 for character in (unbroken.group() if unbroken else ""))
    # some programs part no words, so that a line in the midst of a sentence may leave room for more than a character
    is_amid = is_near and not ended and not labelled and (len(paragraph) > 1 or is_outdented or is_open)
    if _room(last) > (needed + (_WORD if is_amid else 0.25)) * line.size:
        return False
    if len(paragraph) > 1:
        # where lines after the first stand elsewhere than the first, a label at their edge is a reference
        is_indented = abs(last.x0 - first.x0) > slack
        return abs(edge - last.x0) <= slack and (is_indented or not (labelled or (ended and not is_near)))
    if edge > first.x0 + slack:
        return not labelled and (abs(edge - first.hang) <= slack or (not ended and edge - first.x0 < _HANG * line.size))
    if edge < first.x0 - slack:
        return edge <= last.left + slack and first.x0 - edge < (_HANG if not (labelled or ended) else 2.6) * line.size
    if _is_indented(first):
        return not labelled and not ended and (is_open or not habits.indents)
    return not labelled and (is_near or not ended)


def _stands_alone(text: str) -> bool:
    """Whether a centred line is no part of a title: a date or what was done then, a 文号, a name with its value."""
    return bool(_NO_TITLE.match(text) or date_in(text) or parse_doc_number(text.strip("（）()")))


def commonest_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)
