"""Pages of placed text -> one text of a paragraph a line: running heads, footnotes, contents and paragraphs told apart."""
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from policysearch.chunker.boilerplate import date_in
from policysearch.models import Region
from policysearch.sources.pdf_page import Page, Piece, begins_item, blocks, is_wide, joined, rows, text_behind
from policysearch.text.doc_numbers import parse_doc_number
from policysearch.text.sentences import is_ended

# so many rows at either edge of a page may be running heads, which so many pages before or behind have too
_EDGE_ROWS, _NEARBY = 3, 4
# type above this share of the body's is a title's; type below this share of its page's is a footnote's
_LARGE, _SMALL = 1.1, 0.9
# how far apart, as a share of the usual distance, lines of one paragraph may be: after a full sentence, and inside one
_APART, _FAR_APART = 1.25, 1.6
# ems: what a line may leave free for a word that was not parted, how far a paragraph's lines may be from its first
_WORD, _HANG = 2.25, 6.6
# lines that all end before this share of the page's width do not end at a margin
_SHORT = 0.7
# a number that may be the page's own: no part of a word, a label or a decimal
_COUNT = re.compile(r"(?<![^\W_第共])(?<!\d\.)\d{1,4}(?![^\W页頁共]|[.．、])")
_OWN_NUMBER = re.compile(r"[\W第]*#[\W页頁]*(?:共#[页頁]\W*)?")
_ROMAN = re.compile(r"\W*[ivxlc]+\W*")
_PLACES = r"[（(]?[0-9]{1,4}(?:\s*[-–—~～至、]\s*[0-9]{1,4})*[)）]?|[ivxlc]+"
_LEADER = re.compile(rf"(?:[.．·･・•…⋯‥＿_-]\s*){{3,}}\s*(?:{_PLACES})$")
_NUMBERED = re.compile(rf"[\s.．·･・•…⋯‥＿_-]+(?:{_PLACES})$")
_CONTENTS = re.compile("(?:^|[^0-9])(?:目[录錄次]|contents)$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"[\[〔（(]?[0-9①-⑳*＊†‡※]|[注註][:：0-9①-⑳]")
# begins with a day, or with a short name and a colon
_NO_TITLE = re.compile(r"[（(]?[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\S{2,6}[:：]")
_DASH = "——"
_OPEN = re.compile("[（《〈「『【〔“][^）》〉」』】〕”]*$")
# labels that begin with these may be references: 第三十条规定
_REFERENCE = "第（("
# what a line begins with and no break can part
_UNBROKEN = re.compile(r"[（(「『《〈【〔［\[“‘]*(?:[!-~]+|.)[，。、；：？！）)」』》〉】〕］\]”’…—·％%,.;:?!]*")


@dataclass(slots=True)
class _Line(Piece):
    """A line of a block, which is a page or a column of it. [left, right] is the frame that its text is set in, `gap` the
    widest between its pieces, in ems."""

    page: int = 0
    block: int = 0
    is_column: bool = False
    gap: float = 0.0
    left: float = 0.0
    right: float = 0.0


class Layout(NamedTuple):
    """The text of all pages, its regions, where each page begins in it, and how many running characters each page has."""

    text: str
    regions: tuple[Region, ...]
    pages: tuple[int, ...]
    characters: tuple[int, ...]


def lay_out(pages: Sequence[Page]) -> Layout:
    """The pages as one text. What is no running text stands on lines of its own and is a region.

    A paragraph that goes on across a page is one line; running heads and footnotes that stood inside it follow it.
    """
    lines: list[_Line] = []
    found = [rows(piece for piece in page.pieces if not piece.kind) for page in pages]
    for number, (top, bottom) in enumerate(_running_heads(pages, found)):
        lines += _page(number, pages[number], found[number], top, len(found[number]) - bottom)
    _mark_contents([line for line in lines if line.kind in ("", "table")])
    _set_frames([line for line in lines if not line.kind], pages)
    return _written(lines, len(pages))


def _page(number: int, page: Page, found: list[list[Piece]], top: int, bottom: int) -> Iterator[_Line]:
    """The lines of a page in reading order; the rows before `top` and from `bottom` on are running heads."""
    body = [piece for row in found[top:bottom] for piece in row] + [one for one in page.pieces if one.kind == "table"]
    lines = [_line(row, number, row[0].kind, block, is_column)
             for block, (inside, is_column) in enumerate(blocks(body)) for row in inside]
    _mark_footnotes([line for line in lines if not line.kind], page.height)
    yield from (_line(row, number, "page") for row in found[:top])
    yield from lines
    yield from (_line(row, number, "page") for row in found[bottom:] + [[one] for one in page.pieces if one.kind == "page"])


def _line(row: Sequence[Piece], page: int, kind: str, block: int = -1, is_column: bool = False) -> _Line:
    main = max(row, key=lambda piece: len(piece.text))
    is_only_label = len(row) > 1 and text_behind(row[0].text) >= len(row[0].text)
    gap = max((other.x0 - one.x1 for one, other in zip(row, row[1:])), default=0.0) / main.size
    return _Line(" ".join(piece.text for piece in row), row[0].x0, max(piece.x1 for piece in row), main.y, main.size,
                 main.font, main.bold, row[1].x0 if is_only_label else row[0].hang, kind, page, block, is_column, gap)


class _Head(NamedTuple):
    """A row at the edge of a page, so far from it: its words with # for the numbers that may count pages, and those."""

    distance: float
    words: str
    numbers: tuple[int, ...]

    def is_again(self, other: "_Head", pages: int) -> bool:
        """Whether `other` is the same head so many pages further on."""
        return abs(self.distance - other.distance) <= 4 and self.words == other.words and all(
            there - here in (0, pages) for here, there in zip(self.numbers, other.numbers))


def _head(row: Sequence[Piece], distance: float) -> _Head:
    text = " ".join(piece.text for piece in row)
    words = "#" if _ROMAN.fullmatch(text) else re.sub(r"\s", "", _COUNT.sub("#", text))
    return _Head(distance, words, tuple(map(int, _COUNT.findall(text))))


def _running_heads(pages: Sequence[Page], found: Sequence[list[list[Piece]]]) -> Iterator[tuple[int, int]]:
    """How many rows at the top and at the bottom of each page are headers, footers and page numbers.

    They stand at the same place with the same words on pages nearby, and their numbers are the same or count the pages; or
    they are nothing but the number that the page has in the file.
    """
    edges = [([_head(row, page.height - row[0].y) for row in inside[:_EDGE_ROWS]],
              [_head(row, row[0].y) for row in inside[:-_EDGE_ROWS - 1:-1]]) for page, inside in zip(pages, found)]
    for number, both in enumerate(edges):
        around = range(max(0, number - _NEARBY), min(len(pages), number + _NEARBY + 1))
        near = [there for there in around if there != number]
        counts = [0, 0]
        for edge, heads in enumerate(both):
            for head in heads:
                inner = [row[0] for row in (found[number] if edge == 0 else found[number][::-1])[counts[edge]:]]
                times = sum(any(head.is_again(other, there - number) for other in edges[there][edge]) for there in near)
                # a line of the text may by chance stand at one place twice
                if times < 1 or (times < 2 and "#" not in head.words and (len(near) >= _NEARBY or not _is_apart(inner))):
                    break
                counts[edge] += 1
            is_own = bool(heads) and heads[0].numbers[:1] == (number + 1,) and _OWN_NUMBER.fullmatch(heads[0].words)
            if is_own and heads[0].distance < 0.15 * pages[number].height:
                counts[edge] = max(counts[edge], 1)
        yield counts[0], min(counts[1], len(found[number]) - counts[0])


def _is_apart(pieces: Sequence[Piece]) -> bool:
    """Whether the first of the pieces is of another size than the second, or further from it than that from the third."""
    if len(pieces) < 2:
        return True
    one, other = pieces[:2]
    usual = abs(other.y - pieces[2].y) if len(pieces) > 2 else 2 * other.size
    return abs(one.size - other.size) > 0.1 * other.size or abs(one.y - other.y) > _APART * usual


def _mark_footnotes(lines: Sequence[_Line], height: float) -> None:
    """Small type at the foot of a block, from the first line on that begins with a mark."""
    usual = _commonest_size(lines)
    for block in {line.block for line in lines}:
        inside = [line for line in lines if line.block == block]
        is_small = [line.size <= _SMALL * usual and line.y < 0.6 * height for line in inside]
        start = next((at + 1 for at in reversed(range(len(inside))) if not is_small[at]), len(inside))
        mark = next((at for at in range(start, len(inside)) if _FOOTNOTE.match(inside[at].text)), len(inside))
        for line in inside[mark:]:
            line.kind = "footnote"


def _commonest_size(lines: Sequence[_Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _mark_contents(lines: Sequence[_Line]) -> None:
    """A table of contents goes from its heading or its first dotted leaders as far as lines end in the number of a page
    or come again later; it ends where its own first heading comes again."""
    keys = [re.sub(r"\s", "", _NUMBERED.sub("", line.text)) for line in lines]
    last = {key: place for place, key in enumerate(keys)}
    done = 0
    for start, line in enumerate(lines):
        is_led = all(_LEADER.search(one.text) for one in lines[start:start + 3])
        if start < done or line.kind or not (is_led or (len(keys[start]) < 40 and _CONTENTS.search(keys[start]))):
            continue
        first, end, entries = start + (not is_led), start, 0
        for place in range(first, len(lines)):
            one, key = lines[place], keys[place]
            is_again = place > first and key == keys[first]
            if one.kind or is_again or place - end > 3 or len(one.text) > 80 or is_ended(one.text):
                break
            is_numbered = _LEADER.search(one.text) or (one.gap > 2 and _NUMBERED.search(one.text))
            if is_numbered or (len(key) > 1 and last[key] > place):
                end, entries = place, entries + 1
        if entries >= 3:
            done = end + 1
            for one in lines[start:done]:
                one.kind = "contents"


def _set_frames(lines: Sequence[_Line], pages: Sequence[Page]) -> None:
    """Give each line the frame of its block: where its lines begin and end, widened to the commonest frame of the document
    that holds it. A right edge is certain where many lines end at it; where none is to be seen, margins are equal."""
    inside: dict[tuple[int, int], list[_Line]] = defaultdict(list)
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


def _frame(block: Sequence[_Line], width: float) -> tuple[float, float, bool]:
    """The left and right edge a block shows on a page of this width, 0.0 for a column, and whether many lines end there."""
    size = _commonest_size(block)
    starts = sorted(line.x0 for line in block)
    # a title may be wider than the text below it
    few = len(starts) // 8
    left = next((start for start, other in zip(starts, starts[few:]) if other - start < 0.25 * size), starts[0])
    ends = sorted((line.x1 for line in block), reverse=True)
    many, some = max(3, len(ends) / 4), max(3, len(ends) // 8)
    certain = next((end for end in ends if sum(abs(end - other) < 0.25 * size for other in ends) >= many), 0.0)
    loose = next((end for end, other in zip(ends, ends[some - 1:]) if end - other < 1.2 * size), 0.0)
    for right in (certain, loose):
        # short lines of the same length show no edge
        if right > _SHORT * width:
            return left, right, right == certain
    return left, max(ends[0], width and width - left), False


def _paragraphs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines grouped to paragraphs; other than running text is a group of its own, behind the paragraph it stands in."""
    running = [line for line in lines if not line.kind]
    habits = _habits(running)
    paragraph: list[_Line] = []
    inside: list[list[_Line]] = []
    for line in lines:
        if line.kind == "footnote" and inside and inside[-1][-1].kind == "footnote" and not _FOOTNOTE.match(line.text):
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


def _habits(lines: Sequence[_Line]) -> _Habits:
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
    return _Habits(leads, _commonest_size(lines), outdents > levels, inner > 4 * outer)


def _is_indented(line: _Line) -> bool:
    return 1.4 * line.size < line.x0 - line.left < 2.6 * line.size


def _is_at_edge(line: _Line) -> bool:
    return line.x0 - line.left < 0.6 * line.size


def _room(line: _Line) -> float:
    """How much of its frame a line leaves free at its end."""
    return line.right - line.x1


def _goes_on(paragraph: Sequence[_Line], line: _Line, habits: _Habits) -> bool:
    """Whether `line` continues `paragraph`: by type, distance, label, indent, and whether the line before it is full."""
    first, last = paragraph[0], paragraph[-1]
    is_near = (last.page, last.block) == (line.page, line.block)
    edge, slack = line.x0 - line.left + last.left, 0.6 * line.size
    labelled, is_open = begins_item(line.text), bool(_OPEN.search(last.text))
    # what follows a semicolon without a label is no item of its own
    ended = is_ended(last.text) and not is_open and (labelled or last.text[-1] not in "；;")
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


def _written(lines: Sequence[_Line], pages: int) -> Layout:
    parts: list[str] = []
    regions: list[Region] = []
    starts: list[int | None] = [None] * pages
    characters = [0] * pages
    at = 0
    for group in _paragraphs(lines):
        text, kind = "", group[0].kind
        for line in group:
            whole = joined(text, line.text)
            if kind not in ("page", "footnote") and starts[line.page] is None:
                starts[line.page] = at + len(whole) - len(line.text)
            characters[line.page] += len(line.text) if kind != "page" else 0
            text = whole
        # the lines of one table of contents, or the foot and the head of two pages, are one region
        if kind and kind != "table" and regions and regions[-1].kind == kind and regions[-1].end == at - 1:
            regions[-1] = regions[-1]._replace(end=at + len(text))
        elif kind:
            regions.append(Region(kind, at, at + len(text)))
        parts.append(text)
        at += len(text) + 1
    places = [max(at - 1, 0)]
    for start in reversed(starts):
        # a page without text begins where the next one does
        places.append(places[-1] if start is None else min(start, places[-1]))
    return Layout("\n".join(parts), tuple(regions), tuple(places[:0:-1]), tuple(characters))
