"""Pieces of text placed on pages -> a text of a paragraph a line: order, running heads, contents, footnotes, paragraphs.

Places are in points from the lower left corner of the page. Nothing here knows how a PDF file is read.
"""
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from policysearch.chunker.labels import read_label
from policysearch.models import Region
from policysearch.text.sentences import is_ended

# how many rows at either edge of a page may be running heads; type above this share of the body's is a title, type below
# this share of the page's is a footnote; how many lines show where a text block ends
_EDGE_ROWS = 3
_LARGE, _SMALL = 1.1, 0.9
_AGREEING = 3
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’—…·]")
_BULLET = re.compile(r"[•●■◆▪▫‧◦○◎□◇►▶➢➤✓✔★☆※\ue000-\uf8ff]\s*")
_HYPHENATED = re.compile("[A-Za-z][-\u2010\u00ad]$")
# what a line begins with and no break can part
_UNBROKEN = re.compile(r"[（(「『《〈【〔［\[“‘]*(?:[A-Za-z0-9.%/+-]+|.)[，。、；：？！）)」』》〉】〕］\]”’…—·％%,.;:?!]*")
# a number that may be the page's own: no part of a word, a label or a decimal
_COUNT = re.compile(r"(?<![^\W_第共])(?<!\d\.)\d{1,4}(?![^\W页頁共]|[.．、])")
_OWN_NUMBER = re.compile(r"[\W第]*#[\W页頁]*(?:共#[页頁]\W*)?")
_ROMAN = re.compile(r"\W*[ivxlc]+\W*")
_PLACES = r"[（(]?[0-9]{1,4}(?:\s*[-–—~～至、]\s*[0-9]{1,4})*[)）]?|[ivxlc]+"
_LEADER = re.compile(rf"(?:[.．·･・•…⋯‥＿_-]\s*){{3,}}\s*(?:{_PLACES})$")
_NUMBERED = re.compile(rf"[\s.．·･・•…⋯‥＿_-]+(?:{_PLACES})$")
_CONTENTS = re.compile("(?:^|[^0-9])(?:目[录錄次]|contents)$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"[\[〔（(]?[0-9①-⑳*＊†‡※]|[注註][:：0-9①-⑳]")


@dataclass(slots=True)
class Piece:
    """Characters that stand together in one line, `y` being their baseline; `kind` is a region's, "" for running text.

    `font` is the one font of its Chinese characters or "", `bold` 1.0 or 0.0, or 0.5 where only some are; `hang` is where
    the text behind a label or bullet begins, else `x0`. A table is one piece, with a row a line.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: str = ""
    bold: float = 0.0
    hang: float = 0.0
    kind: str = ""


@dataclass(slots=True)
class _Line(Piece):
    """A whole line of a block: a column of a page, or all of it. [left, right] is the frame that its text is set in,
    `gap` the widest between its pieces, in ems."""

    page: int = 0
    block: int = 0
    is_column: bool = False
    left: float = 0.0
    right: float = 0.0
    gap: float = 0.0


class Page(NamedTuple):
    """A page: its size, and its pieces in any order."""

    width: float
    height: float
    pieces: Sequence[Piece]


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
    for number, heads in enumerate(_running_heads(pages, found)):
        lines += _page(number, pages[number], found[number], heads)
    _mark_contents([line for line in lines if line.kind in ("", "table")])
    _set_frames([line for line in lines if not line.kind], pages)
    return _written(lines, len(pages))


def rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """What stands side by side, top down, each row from left to right: raised and lowered characters are in theirs."""
    found: list[list[Piece]] = []
    largest: Piece | None = None
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        if largest and _is_beside(largest, piece):
            found[-1].append(piece)
            largest = piece if piece.size > largest.size else largest
        else:
            found.append([piece])
            largest = piece
    return [sorted(row, key=lambda piece: piece.x0) for row in found]


def is_wide(character: str) -> bool:
    """Whether a character is set as Chinese ones are, without spaces between words."""
    return bool(_WIDE.match(character))


def joined(before: str, after: str) -> str:
    """Two parts of one text that a line's end parted: Latin words get their space again, Chinese needs none.

    >>> joined("政府", "工作"), joined("Belt and", "Road"), joined("infor-", "mation"), joined("COVID-", "19")
    ('政府工作', 'Belt and Road', 'information', 'COVID-19')
    """
    if not before or not after:
        return before + after
    if _HYPHENATED.search(before) and after[0].islower():
        return before[:-1] + after
    return before + ("" if is_wide(before[-1]) or is_wide(after[0]) or before[-1] in "-/(" else " ") + after


def text_behind(text: str) -> int:
    """Where the text behind a label or bullet begins; 0 where there is none."""
    bullet, label = _BULLET.match(text), read_label(text)
    return bullet.end() if bullet else label.body if label else 0


def _is_beside(one: Piece, other: Piece) -> bool:
    low = max(one.y - 0.1 * one.size, other.y - 0.1 * other.size)
    high = min(one.y + 0.8 * one.size, other.y + 0.8 * other.size)
    return high - low >= 0.45 * min(one.size, other.size) and abs(one.y - other.y) <= 0.45 * max(one.size, other.size)


def _page(number: int, page: Page, found: list[list[Piece]], heads: tuple[int, int]) -> Iterator[_Line]:
    """The lines of a page in reading order; so many rows at the top and the bottom are running heads."""
    end = len(found) - heads[1]
    yield from (_line(row, number, "page") for row in found[:heads[0]])
    body = [piece for row in found[heads[0]:end] for piece in row] + [piece for piece in page.pieces if piece.kind == "table"]
    lines: list[_Line] = []
    for block, (pieces, is_column) in enumerate(_blocks(body)):
        inside = rows(piece for piece in pieces if not piece.kind) + [[piece] for piece in pieces if piece.kind]
        lines += (replace(_line(row, number, row[0].kind), block=block, is_column=is_column)
                  for row in sorted(inside, key=lambda row: -row[0].y))
    _mark_footnotes([line for line in lines if not line.kind], page.height)
    yield from lines
    yield from (_line(row, number, "page") for row in found[end:] + [[one] for one in page.pieces if one.kind == "page"])


def _line(row: Sequence[Piece], page: int, kind: str) -> _Line:
    main = max(row, key=lambda piece: len(piece.text))
    fonts = {piece.font for piece in row if _WIDE.search(piece.text)}
    bold = {piece.bold for piece in row}
    only_label = len(row) > 1 and text_behind(row[0].text) >= len(row[0].text)
    gap = max((other.x0 - one.x1 for one, other in zip(row, row[1:])), default=0.0) / main.size
    return _Line(" ".join(piece.text for piece in row), row[0].x0, max(piece.x1 for piece in row), main.y, main.size,
                 fonts.pop() if len(fonts) == 1 else "", bold.pop() if len(bold) == 1 else 0.5,
                 row[1].x0 if only_label else row[0].hang, kind, page, gap=gap)


def _blocks(pieces: Sequence[Piece], is_column: bool = False) -> Iterator[tuple[list[Piece], bool]]:
    """The blocks of a page in reading order, and whether each is a column beside another."""
    ordered = sorted(pieces, key=lambda piece: -piece.y)
    left, right = min((piece.x0 for piece in ordered), default=0.0), max((piece.x1 for piece in ordered), default=1.0)
    ends = sorted(piece.x1 for piece in ordered if 0.2 < (piece.x1 - left) / (right - left) < 0.8)
    cuts = [list(_bands(ordered, gutter)) for gutter in {round(end / 3): end + 0.1 for end in ends}.values()]
    best = max(cuts, key=lambda cut: sum(len(one) + len(other) for one, other in cut if other), default=[(ordered, [])])
    for one, other in best:
        if other:
            yield from _blocks(one, True)
            yield from _blocks(other, True)
        elif one:
            yield one, is_column


def _bands(ordered: Sequence[Piece], gutter: float) -> Iterator[tuple[list[Piece], list[Piece]]]:
    """The pieces from the top down as bands of two columns that `gutter` parts, or of one column and nothing."""
    single: list[Piece] = []
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for piece in [*ordered, None]:
        if piece and not piece.x0 < gutter < piece.x1:
            sides[piece.x0 >= gutter].append(piece)
            continue
        if all(map(_is_column, sides)) and (min(one.x0 for one in sides[1]) - max(one.x1 for one in sides[0])
                                            > 0.8 * sides[0][0].size):
            yield single, []
            yield sides
            single = []
        else:
            single += sorted(sides[0] + sides[1], key=lambda one: -one.y)
        sides = ([], [])
        single += [piece] if piece else []
    yield single, []


def _is_column(pieces: Sequence[Piece]) -> bool:
    """Whether pieces are running text: rows enough, wide enough, and most of them full. Labels and numbers are none."""
    if len(pieces) < 4:
        return False
    found = rows(pieces)
    width = max(piece.x1 for piece in pieces) - min(piece.x0 for piece in pieces)
    full = sum(sum(piece.x1 - piece.x0 for piece in row) > 0.6 * width for row in found)
    return len(found) >= 4 and width > 8 * found[0][0].size and 2 * full >= len(found)


class _Head(NamedTuple):
    """A row at the edge of a page, as far from it as `distance`: its words with # for numbers that may count pages."""

    distance: float
    words: str
    numbers: tuple[int, ...]


def _head(row: Sequence[Piece], distance: float) -> _Head:
    text = " ".join(piece.text for piece in row)
    words = "#" if _ROMAN.fullmatch(text) else re.sub(r"\s", "", _COUNT.sub("#", text))
    return _Head(distance, words, tuple(int(found) for found in _COUNT.findall(text)))


def _running_heads(pages: Sequence[Page], found: Sequence[list[list[Piece]]]) -> Iterator[tuple[int, int]]:
    """How many rows at the top and at the bottom of each page are headers, footers and page numbers.

    They stand at the same place with the same words on pages nearby, and their numbers are the same or count the pages; or
    they are nothing but the number that the page has in the file.
    """
    edges = [([_head(row, page.height - row[0].y) for row in inside[:_EDGE_ROWS]],
              [_head(row, row[0].y) for row in inside[:-_EDGE_ROWS - 1:-1]]) for page, inside in zip(pages, found)]

    def is_head(page: int, edge: int, head: _Head) -> bool:
        near = [there for there in range(page - 4, page + 5) if there != page and 0 <= there < len(pages)]
        same = sum(any(abs(head.distance - other.distance) <= 4 and head.words == other.words and all(
            b - a in (0, there - page) for a, b in zip(head.numbers, other.numbers)) for other in edges[there][edge])
            for there in near)
        # a line of the text may by chance stand at one place twice
        return same > (len(near) > 3 and "#" not in head.words)

    for page, both in enumerate(edges):
        counts = [0, 0]
        for edge, heads in enumerate(both):
            counts[edge] = next((i for i, head in enumerate(heads) if not is_head(page, edge, head)), len(heads))
            own = heads and _OWN_NUMBER.fullmatch(heads[0].words) and heads[0].numbers[:1] == (page + 1,)
            if own and heads[0].distance < 0.15 * pages[page].height:
                counts[edge] = counts[edge] or 1
        yield counts[0], min(counts[1], len(found[page]) - counts[0])


def _mark_footnotes(lines: Sequence[_Line], height: float) -> None:
    """Small type at the foot of a block, from the first line on that begins with a mark."""
    sizes: Counter[int] = Counter()
    for line in lines:
        sizes[round(line.size)] += len(line.text)
    usual = max(sizes, key=lambda size: sizes[size], default=0)
    for block in {line.block for line in lines}:
        inside = [line for line in lines if line.block == block]
        is_small = [line.size <= _SMALL * usual and line.y < 0.6 * height for line in inside]
        start = next((i + 1 for i in reversed(range(len(inside))) if not is_small[i]), 0)
        mark = next((i for i in range(start, len(inside)) if _FOOTNOTE.match(inside[i].text)), len(inside))
        for line in inside[mark if start else len(inside):]:
            line.kind = "footnote"


def _mark_contents(lines: Sequence[_Line]) -> None:
    """A table of contents goes from its heading or its first dotted leaders as far as lines end in the number of a page
    or come again later; it ends where its own headings begin to come again."""
    keys = [re.sub(r"\s", "", _NUMBERED.sub("", line.text)) for line in lines]
    last = {key: place for place, key in enumerate(keys)}
    done = 0
    for start, line in enumerate(lines):
        led = all(_LEADER.search(one.text) for one in lines[start:start + 3])
        if start < done or line.kind or not (led or (len(keys[start]) < 40 and _CONTENTS.search(keys[start]))):
            continue
        seen: set[str] = set()
        end, entries = start, 0
        for place in range(start + (not led), len(lines)):
            one, key = lines[place], keys[place]
            if one.kind or key in seen or place - end > 3 or len(one.text) > 80 or is_ended(one.text):
                break
            seen.add(key)
            if _LEADER.search(one.text) or (one.gap > 2 and _NUMBERED.search(one.text)) or (len(key) > 1 and last[key] > place):
                end, entries = place, entries + 1
        if entries >= 3:
            done = end + 1
            for one in lines[start:done]:
                one.kind = "contents"


def _set_frames(lines: Sequence[_Line], pages: Sequence[Page]) -> None:
    """Give each line the frame of its block: where its lines begin and end, and unless many of them end at one place, the
    commonest frame of the document that holds it. Where no lines agree on a right edge, margins are taken to be equal."""
    blocks: dict[tuple[int, int], list[_Line]] = defaultdict(list)
    votes: Counter[tuple[bool, float, float]] = Counter()
    for line in lines:
        blocks[line.page, line.block].append(line)
    for inside in blocks.values():
        one, left = inside[0], min(line.x0 for line in inside)
        ends = sorted((line.x1 for line in inside), reverse=True)
        agreeing = max(_AGREEING, len(ends) // 8) - 1
        right = next((end for end, other in zip(ends, ends[agreeing:]) if end - other < 1.2 * one.size), 0.0)
        if not right:
            right = ends[0] if one.is_column else max(ends[0], pages[one.page].width - left)
        for line in inside:
            line.left, line.right = left, right
        votes[one.is_column, round(left), round(right)] += len(inside)
    common = votes.most_common(20)
    for inside in blocks.values():
        one = inside[0]
        around = ((left, right) for (is_column, left, right), _ in common
                  if is_column == one.is_column and left <= one.left + 3 and right >= one.right - 3)
        left, right = next(around, (one.left, one.right))
        is_plain = sum(abs(line.x1 - one.right) < 0.25 * line.size for line in inside) >= max(_AGREEING, len(inside) / 4)
        for line in inside:
            line.left, line.right = min(left, one.left), one.right if is_plain else max(right, one.right)


def _paragraphs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines grouped to paragraphs; other than running text is a group of its own, behind the paragraph it stands in."""
    sizes: Counter[int] = Counter()
    leads: dict[int, Counter[int]] = defaultdict(Counter)
    running = [line for line in lines if not line.kind]
    for one, other in zip(running, running[1:]):
        sizes[round(one.size)] += len(one.text)
        if (one.page, one.block) == (other.page, other.block) and abs(one.size - other.size) < 0.5:
            leads[round(one.size)][round(one.y - other.y)] += 1
    body = max(sizes, key=lambda size: sizes[size], default=0)
    paragraph: list[_Line] = []
    inside: list[list[_Line]] = []
    for line in lines:
        lead = max(leads[round(line.size)].items(), key=lambda item: item[1], default=(1.5 * line.size, 0))[0]
        if line.kind in ("page", "footnote"):
            if line.kind == "footnote" and inside and inside[-1][-1].kind == "footnote" and not _FOOTNOTE.match(line.text):
                inside[-1].append(line)
            else:
                inside.append([line])
        elif paragraph and not line.kind and not paragraph[0].kind and _goes_on(paragraph, line, lead, body):
            paragraph.append(line)
        else:
            yield from [paragraph, *inside] if paragraph else inside
            paragraph, inside = [line], []
    yield from [paragraph, *inside] if paragraph else inside


def _goes_on(paragraph: Sequence[_Line], line: _Line, lead: float, body: float) -> bool:
    """Whether `line` continues `paragraph`: by type, distance, label, indentation, and whether the line before is full."""
    first, last = paragraph[0], paragraph[-1]
    is_near = (last.page, last.block) == (line.page, line.block)
    slack = 0.6 * line.size
    edge = line.x0 - line.left + last.left
    ended = is_ended(last.text)
    label = read_label(line.text)
    labelled = bool(_BULLET.match(line.text)) or (label is not None and not label.weak)
    if abs(last.size - line.size) > 0.1 * line.size or abs(last.bold - line.bold) == 1:
        return False
    # on another page the same font may have another name
    if last.page == line.page and last.font and line.font and last.font != line.font:
        return False
    if is_near and last.y - line.y > (1.25 if len(paragraph) > 1 or ended else 1.6) * lead:
        return False
    if is_near and line.size > _LARGE * body and not labelled and not ended:
        middle = (line.left + line.right) / 2
        if edge > first.x0 + slack or all(abs((one.x0 + one.x1) / 2 - middle) < slack for one in (last, line)):
            return True
    found = _UNBROKEN.match(line.text)
    needed = sum(1.0 if is_wide(character) else 0.5 for character in (found.group() if found else "")) * line.size
    if last.right - last.x1 > needed + 0.25 * line.size:
        return False
    if len(paragraph) > 1:
        # where lines after the first stand elsewhere than the first, a label at their edge may be a reference
        is_indented = abs(last.x0 - first.x0) > slack
        return abs(edge - last.x0) <= slack and not (labelled and (ended or not is_indented)) and (
            is_near or is_indented or not ended)
    if edge > first.x0 + slack:
        return not labelled and (not ended or abs(edge - first.hang) <= slack)
    if edge < first.x0 - slack:
        return edge <= last.left + slack and not (labelled and ended) and (not ended or first.x0 - edge < 2.6 * line.size)
    is_indented = 1.4 * line.size < first.x0 - first.left < 2.6 * line.size
    return abs(edge - first.x0) <= slack and not labelled and (not ended or (is_near and not is_indented))


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
            if kind not in ("page", "footnote"):
                starts[line.page] = at + len(whole) - len(line.text) if starts[line.page] is None else starts[line.page]
            characters[line.page] += len(line.text) if kind != "page" else 0
            text = whole
        text = text.replace("\u00ad", "")
        # the lines of one table of contents, or of one page's head and foot, are one region
        if kind and kind != "table" and regions and regions[-1].kind == kind and regions[-1].end == at - 1:
            regions[-1] = regions[-1]._replace(end=at + len(text))
        elif kind:
            regions.append(Region(kind, at, at + len(text)))
        parts.append(text)
        at += len(text) + 1
    following = max(at - 1, 0)
    places = []
    for start in reversed(starts):
        # a page without text begins where the next one does
        following = min(following, start if start is not None else following)
        places.append(following)
    return Layout("\n".join(parts), tuple(regions), tuple(reversed(places)), tuple(characters))
