"""A page of placed text: characters put together to pieces, pieces in rows, columns in reading order, tables without rules.

Places are in points from the lower left corner of the page. Nothing here knows how a PDF file is read.
"""
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from policysearch.chunker.labels import read_label
from policysearch.text.sentences import is_ended

_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’—…·]")
_BULLET = re.compile(r"[•●■◆▪▫‧◦○◎□◇►▶➢➤✓✔★☆※\ue000-\uf8ff]\s*")
_NUMBER = re.compile(r"[\W\d]+|[ivxlc]+")
_HYPHENATED = re.compile("[A-Za-z][-\u2010\u00ad]$")
SUPERSCRIPTS = dict(zip(map(ord, "0123456789"), "⁰¹²³⁴⁵⁶⁷⁸⁹"))
# compatibility ideographs stay, which NFC would replace
_COMPOSABLE = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")
# characters on one baseline miss it by no more than this share of their size
_BASELINE = 0.1
# two columns have so many rows each, or one of them so many; narrower than this many ems is none; ems between them
_COLUMN_ROWS, _LONG_COLUMN = 4, 10
_COLUMN_WIDTH, _GUTTER = 8, 0.8
# a table without rules has so many rows and columns
_TABLE = 3


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


class Page(NamedTuple):
    """A page: its size, and its pieces in any order."""

    width: float
    height: float
    pieces: Sequence[Piece]


def is_wide(text: str) -> bool:
    """Whether `text` begins with a character that is set as Chinese ones are, without spaces between words."""
    return bool(_WIDE.match(text))


def begins_item(text: str) -> bool:
    """Whether a line begins with a bullet, or with a label that is one anywhere."""
    label = read_label(text)
    return bool(_BULLET.match(text)) or (label is not None and not label.weak)


def text_behind(text: str) -> int:
    """Where the text behind a label or bullet begins; 0 where there is none."""
    bullet, label = _BULLET.match(text), read_label(text)
    return bullet.end() if bullet else label.body if label else 0


def joined(before: str, after: str) -> str:
    """Two parts of one text that a line's end parted: Latin words get their space again, Chinese needs none.

    >>> joined("政府", "工作"), joined("Belt and", "Road"), joined("infor-", "mation"), joined("COVID-", "19")
    ('政府工作', 'Belt and Road', 'information', 'COVID-19')
    """
    if not before or not after:
        return before + after
    if _HYPHENATED.search(before) and after[0].islower():
        return before[:-1] + after
    return before + ("" if is_wide(before[-1]) or is_wide(after) or before[-1] in "-/(" else " ") + after


def rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """What stands side by side, top down, each row from left to right: raised and lowered characters are in theirs."""
    baselines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        if baselines and baselines[-1][0].y - piece.y <= _BASELINE * piece.size:
            baselines[-1].append(piece)
        else:
            baselines.append([piece])
    found: list[list[Piece]] = []
    for baseline in baselines:
        # what stands below a part of a row is in the next, though a large character beside both reaches over it
        if found and _are_beside(_largest(found[-1]), _largest(baseline)) and not _overlap(found[-1], baseline):
            found[-1] += baseline
        else:
            found.append(baseline)
    return [sorted(row, key=lambda piece: piece.x0) for row in found]


def pieces_of(row: Sequence[Piece]) -> Iterator[Piece]:
    """The characters of one row, parted where they stand an em apart, with spaces where they are parted by less."""
    part: list[Piece] = []
    usual = _usual_gap(row)
    for one in row:
        last = next((before for before in reversed(part) if not before.text.isspace()), None)
        if last and not one.text.isspace() and _gap(last, one) - usual >= 1:
            yield _piece(_spaced(part))
            part = []
        part.append(one)
    if any(not one.text.isspace() for one in part):
        yield _piece(_spaced(part))


def _gap(one: Piece, other: Piece) -> float:
    """How many ems are between two characters."""
    return (other.x0 - one.x1) / max(one.size, other.size)


def _usual_gap(row: Sequence[Piece]) -> float:
    """The gap between Chinese characters, in ems: in a line that is spaced out, what counts is how much wider one is."""
    inked = [one for one in row if not one.text.isspace()]
    gaps = sorted(_gap(one, other) for one, other in zip(inked, inked[1:]) if is_wide(one.text) and is_wide(other.text))
    return max(0.0, gaps[len(gaps) // 2]) if len(gaps) > 2 else 0.0


def _spaced(part: Sequence[Piece]) -> list[Piece]:
    """The printed characters of a part of a row, with a space before those that are set apart."""
    inked: list[Piece] = []
    usual, space = _usual_gap(part), ""
    for one in part:
        if one.text.isspace():
            space = one.text
            continue
        if inked:
            last = inked[-1]
            if one.text == last.text[-1] and 0.01 < (one.x0 - last.x0) / one.size < 0.1:
                continue  # struck twice to be bold
            if one.text.isdigit() and _is_raised(last, one):
                one.text = one.text.translate(SUPERSCRIPTS)
            elif _are_parted(last.text[-1], one.text, _gap(last, one) - usual, bool(space)):
                one.text = (space if space == "\u3000" else " ") + one.text
        inked.append(one)
        space = ""
    return inked


def _is_raised(before: Piece, one: Piece) -> bool:
    """Whether a character is a small one above the line, as exponents and the marks of footnotes are."""
    if before.text[-1] in SUPERSCRIPTS.values():
        return abs(one.y - before.y) < _BASELINE * one.size
    return one.size < 0.8 * before.size and one.y - before.y > 0.2 * before.size


def _are_parted(before: str, after: str, gap: float, spaced: bool) -> bool:
    """Whether a space is between two characters `gap` ems apart: beside Chinese ones only a real gap is."""
    if is_wide(before) or is_wide(after):
        return gap >= (0.2 if spaced else 0.45)
    return spaced or gap >= 0.2


def _piece(characters: Sequence[Piece]) -> Piece:
    text = "".join(one.text for one in characters)
    size = Counter(one.size for one in characters).most_common(1)[0][0]
    fonts = {one.font for one in characters if is_wide(one.text[-1])}
    bold = {one.bold for one in characters}
    behind, hang, at = text_behind(text), characters[0].x0, 0
    for one in characters:
        at += len(one.text)
        if 0 < behind < at:
            hang = one.x0
            break
    return Piece(composed(text), characters[0].x0, max(one.x1 for one in characters),
                 next(one.y for one in characters if one.size == size), size,
                 fonts.pop() if len(fonts) == 1 else "", bold.pop() if len(bold) == 1 else 0.5, hang)


def composed(text: str) -> str:
    """Text with surrogates put together and composed characters, but compatibility ideographs as they are."""
    text = re.sub("\u00ad(?!$)", "", text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _COMPOSABLE.sub(lambda found: unicodedata.normalize("NFC", found.group()), text)


def blocks(pieces: Sequence[Piece], is_column: bool = False) -> Iterator[tuple[list[list[Piece]], bool]]:
    """The blocks of a page in reading order: the rows of each from the top down, and whether it stands beside another."""
    ordered = sorted(pieces, key=lambda piece: -piece.y)
    left, right = min((piece.x0 for piece in ordered), default=0.0), max((piece.x1 for piece in ordered), default=0.0)
    ends = sorted(piece.x1 for piece in ordered if 0.2 < (piece.x1 - left) / (right - left or 1.0) < 0.8)
    cuts = [list(_bands(ordered, gutter)) for gutter in {round(end / 3): end + 0.1 for end in ends}.values()]
    uncut: list[tuple[list[Piece], list[Piece]]] = [(ordered, [])]
    best = max(cuts, key=lambda cut: sum(len(one) + len(other) for one, other in cut if other), default=uncut)
    for one, other in best:
        if other:
            yield from blocks(one, True)
            yield from blocks(other, True)
        elif one:
            found = rows(piece for piece in one if not piece.kind) + [[piece] for piece in one if piece.kind]
            yield list(_with_tables(sorted(found, key=lambda row: -row[0].y))), is_column


def _largest(row: Sequence[Piece]) -> Piece:
    return max(row, key=lambda piece: piece.size)


def _overlap(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    """Whether a piece of a row has one of another above or below its middle."""
    return any(here.x0 < (there.x0 + there.x1) / 2 < here.x1 for here in one for there in other)


def _are_beside(one: Piece, other: Piece) -> bool:
    low = max(one.y - 0.1 * one.size, other.y - 0.1 * other.size)
    high = min(one.y + 0.8 * one.size, other.y + 0.8 * other.size)
    return high - low >= 0.45 * min(one.size, other.size) and abs(one.y - other.y) <= 0.45 * max(one.size, other.size)


def _bands(ordered: Sequence[Piece], gutter: float) -> Iterator[tuple[list[Piece], list[Piece]]]:
    """The pieces from the top down as bands of two columns that `gutter` parts, or of one column and nothing."""
    single: list[Piece] = []
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for piece in [*ordered, None]:
        if piece and not piece.x0 < gutter < piece.x1:
            sides[piece.x0 >= gutter].append(piece)
            continue
        if _are_columns(*sides):
            yield single, []
            yield sides
            single = []
        else:
            single += sorted(sides[0] + sides[1], key=lambda one: -one.y)
        sides = ([], [])
        single += [piece] if piece else []
    yield single, []


def _are_columns(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    """Whether pieces to the left and to the right of a gutter are columns of running text, not labels, numbers or cells."""
    fewer, more = sorted((_full_rows(one), _full_rows(other)))
    if fewer < 0 or (fewer < _COLUMN_ROWS and more < _LONG_COLUMN):
        return False
    return min(piece.x0 for piece in other) - max(piece.x1 for piece in one) > _GUTTER * one[0].size


def _full_rows(pieces: Sequence[Piece]) -> int:
    """How many rows a column has, 0 where fewer than half are full; -1 where it is too narrow or has but numbers."""
    width = max((piece.x1 for piece in pieces), default=0.0) - min((piece.x0 for piece in pieces), default=0.0)
    if not pieces or width < _COLUMN_WIDTH * pieces[0].size:
        return -1
    found = rows(pieces)
    if 2 * sum(bool(_NUMBER.fullmatch(row[0].text)) for row in found) > len(found):
        return -1
    full = sum(sum(piece.x1 - piece.x0 for piece in row) > 0.6 * width for row in found)
    return len(found) if 2 * full >= len(found) else 0


def _with_tables(found: Sequence[list[Piece]]) -> Iterator[list[Piece]]:
    """Rows from the top down; those that are plainly the rows of a table are made one."""
    run: list[list[Piece]] = []
    for row in [*found, []]:
        if run and not _are_aligned(run[-1], row):
            if len(run) >= _TABLE and len(run[0]) >= _TABLE:
                text = "\n".join("\t".join(piece.text for piece in row) for row in run)
                yield [replace(run[0][0], text=text, x1=max(row[-1].x1 for row in run), kind="table")]
            else:
                yield from run
            run = []
        run += [row] if row else []


def _are_aligned(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    """Whether each piece of a row stands below that of the other, and neither is an item or ends a sentence."""
    if len(one) != len(other) or one[0].kind or other[0].kind or one[0].y - other[0].y > 3 * one[0].size:
        return False
    if any(text_behind(row[0].text) or is_ended(row[-1].text) for row in (one, other)):
        return False
    spans = [(min(above.x0, below.x0), max(above.x1, below.x1)) for above, below in zip(one, other)]
    return all(span[1] < following[0] for span, following in zip(spans, spans[1:])) and all(
        above.x0 < below.x1 and below.x0 < above.x1 for above, below in zip(one, other))
