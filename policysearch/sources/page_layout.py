"""Pages of placed text -> one text of a paragraph a line: running heads, footnotes, contents and paragraphs told apart."""
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policysearch.models import Region
from policysearch.sources.page_pieces import SUPERSCRIPTS, Page, Piece, blocks, joined, rows, text_behind
from policysearch.sources.page_paragraphs import FOOTNOTE, Line, commonest_size, paragraphs, set_frames
from policysearch.text.sentences import is_ended

# so many rows at either edge of a page may be running heads, which so many pages before or behind have too
_EDGE_ROWS, _NEARBY = 3, 4
_RAISED = re.compile("[⁰¹²³⁴-⁹]+")
# type below this share of its page's is a footnote's
_SMALL = 0.9
# how far a running head stands from the text, as a share of the distance of lines
_APART = 1.25
# a number that may be the page's own: no part of a word, a label or a decimal
_COUNT = re.compile(r"(?<![^\W_第共])(?<!\d\.)\d{1,4}(?![^\W页頁共]|[.．、])")
_OWN_NUMBER = re.compile(r"[\W第]*#[\W页頁]*(?:共#[页頁]\W*)?")
_ROMAN = re.compile(r"\W*[ivxlc]+\W*")
_PLACES = r"[（(]?[0-9]{1,4}(?:\s*[-–—~～至、]\s*[0-9]{1,4})*[)）]?|[ivxlc]+"
_LEADER = re.compile(rf"(?:[.．·･・•…⋯‥＿_-]\s*){{3,}}\s*(?:{_PLACES})$")
_NUMBERED = re.compile(rf"[\s.．·･・•…⋯‥＿_-]+(?:{_PLACES})$")
_CONTENTS = re.compile("(?:^|[^0-9])(?:目[录錄次]|contents)$", re.IGNORECASE)


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
    lines: list[Line] = []
    found = [rows(piece for piece in page.pieces if not piece.kind) for page in pages]
    for number, (top, bottom) in enumerate(_running_heads(pages, found)):
        lines += _page(number, pages[number], found[number], top, len(found[number]) - bottom)
    _mark_contents([line for line in lines if line.kind in ("", "table")])
    set_frames([line for line in lines if not line.kind], pages)
    return _written(lines, len(pages))


def _page(number: int, page: Page, found: list[list[Piece]], top: int, bottom: int) -> Iterator[Line]:
    """The lines of a page in reading order; the rows before `top` and from `bottom` on are running heads."""
    body = [piece for row in found[top:bottom] for piece in row] + [one for one in page.pieces if one.kind == "table"]
    lines = [_line(row, number, row[0].kind, block, is_column)
             for block, (inside, is_column) in enumerate(blocks(body)) for row in inside]
    running = [line for line in lines if not line.kind]
    _mark_footnotes(running, page.height)
    marks = {mark.group().translate(SUPERSCRIPTS) for line in running
             if line.kind == "footnote" and (mark := re.match("[0-9]+", line.text))}
    for line in running:
        # the mark in the text that a footnote answers to is no part of it
        line.text = _RAISED.sub(lambda found: "" if found.group() in marks else found.group(), line.text)
    yield from (_line(row, number, "page") for row in found[:top])
    yield from lines
    yield from (_line(row, number, "page") for row in found[bottom:] + [[one] for one in page.pieces if one.kind == "page"])


def _line(row: Sequence[Piece], page: int, kind: str, block: int = -1, is_column: bool = False) -> Line:
    main = max(row, key=lambda piece: len(piece.text))
    is_only_label = len(row) > 1 and text_behind(row[0].text) >= len(row[0].text)
    gap = max((other.x0 - one.x1 for one, other in zip(row, row[1:])), default=0.0) / main.size
    return Line(" ".join(piece.text for piece in row), row[0].x0, max(piece.x1 for piece in row), main.y, main.size,
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


def _mark_footnotes(lines: Sequence[Line], height: float) -> None:
    """Small type at the foot of a block, from the first line on that begins with a mark."""
    usual = commonest_size(lines)
    for block in {line.block for line in lines}:
        inside = [line for line in lines if line.block == block]
        is_small = [line.size <= _SMALL * usual and line.y < 0.6 * height for line in inside]
        start = next((at + 1 for at in reversed(range(len(inside))) if not is_small[at]), len(inside))
        mark = next((at for at in range(start, len(inside)) if FOOTNOTE.match(inside[at].text)), len(inside))
        for line in inside[mark:]:
            line.kind = "footnote"


def _mark_contents(lines: Sequence[Line]) -> None:
    """A table of contents goes from its heading or its first dotted leaders as far as lines end in the number of a page,
    or where it has no numbers, as far as lines come again later; it ends where its own first heading comes again."""
    keys = [re.sub(r"\s", "", _NUMBERED.sub("", line.text)) for line in lines]
    last = {key: place for place, key in enumerate(keys)}
    done = 0
    for start, line in enumerate(lines):
        is_led = all(_LEADER.search(one.text) for one in lines[start:start + 3])
        if start < done or line.kind or not (is_led or (len(keys[start]) < 40 and _CONTENTS.search(keys[start]))):
            continue
        first, end, entries, has_numbers = start + (not is_led), start, 0, False
        for place in range(first, len(lines)):
            one, key = lines[place], keys[place]
            is_again = place > first and key == keys[first]
            is_numbered = bool(_LEADER.search(one.text) or (one.gap > 2 and _NUMBERED.search(one.text)))
            has_numbers |= is_numbered
            is_entry = is_numbered or (not has_numbers and len(key) > 1 and last[key] > place)
            if one.kind or is_again or place - end > 3 or len(one.text) > 80 or (is_ended(one.text) and not is_entry):
                break
            if is_entry:
                end, entries = place, entries + 1
        if entries >= 3:
            done = end + 1
            for one in lines[start:done]:
                one.kind = "contents"


def _written(lines: Sequence[Line], pages: int) -> Layout:
    parts: list[str] = []
    regions: list[Region] = []
    starts: list[int | None] = [None] * pages
    characters = [0] * pages
    at = 0
    for group in paragraphs(lines):
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
