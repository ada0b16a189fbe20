"""PDF files: the characters of each page with their places, by pypdfium2, which is an optional extra.

The characters become pieces of lines, and ruled tables pieces of their own; what they mean together is `pdf_layout`'s.
"""
import ctypes
import importlib.util
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from policysearch.errors import SourceEmpty, SourceTooLarge, SourceUnreadable
from policysearch.models import Source
from policysearch.sources.pdf_layout import Page, Piece, is_wide, joined, lay_out, rows, text_behind

# the longest collections of laws have some 3,000
MAX_PAGES = 5_000
# drawn objects of one page that are looked at: maps and diagrams have hundreds of thousands
_MAX_OBJECTS = 20_000
# a page with fewer characters and a picture over this share of it is a scan; so is one of this many outlines
_FEW_CHARACTERS = 10
_PICTURE_SHARE = 0.3
_MANY_OUTLINES = 100
# in points: how far ends of rules that meet may miss each other, how wide a rule is at the most, how long at the least
_NEAR, _RULE_WIDTH, _RULE_LENGTH = 3.0, 2.5, 6.0

_UNKNOWN = "\ufffd"
_DROPPED = frozenset("\u200b\u200c\u200d\u2060\ufeff")
_BOLD = re.compile("bold|black|heavy|hei|黑", re.IGNORECASE)
_NO_TITLE = re.compile(r"(?i)microsoft (?:word|powerpoint|excel)\b.*|.*\.[a-z]{2,5}|(?:untitled|无标题|無標題|未命名|文档|文件)[\s\d-]*|[\W\d_]*")
# compatibility ideographs stay, which NFC would replace
_COMPOSABLE = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
# a straight line: where it is, from, to; (y, x, x) or (x, y, y)
_Rule = tuple[float, float, float]


def is_pdf(head: bytes) -> bool:
    """Whether a file that begins with `head` is a PDF file: its mark may stand anywhere in the first 1024 bytes."""
    return b"%PDF-" in head[:1024]


def read_pdf(data: bytes, name: str, shown: str) -> Source:
    """The source in a PDF file's bytes, called `name`; `shown` is the path that errors give.

    Its text has a paragraph a line, its regions are "page" (headers, footers, page numbers), "contents", "table" (a row
    a line, cells parted by tabs) and "footnote". Raises SourceUnreadable where pypdfium2 is not installed and for
    encrypted and damaged files, SourceEmpty where there are only pictures of text or nothing, SourceTooLarge.
    """
    pdfium = _library(shown)
    document = _opened(pdfium, data, shown)
    try:
        if len(document) > MAX_PAGES:
            raise SourceTooLarge("source.too_many_pages", shown, limit=MAX_PAGES)
        title = " ".join(document.get_metadata_value("Title").split())
        read = [_page(pdfium, document[index]) for index in range(len(document))]
    except pdfium.PdfiumError as error:
        raise SourceUnreadable("source.damaged", shown) from error
    finally:
        document.close()
    layout = lay_out([page for page, _ in read])
    scanned = [index + 1 for index, (_, is_picture) in enumerate(read)
               if is_picture and layout.characters[index] < _FEW_CHARACTERS]
    if scanned and sum(layout.characters) < _FEW_CHARACTERS * len(read):
        raise SourceEmpty("source.scanned", shown, pages=len(scanned))
    if not layout.text.strip():
        raise SourceEmpty("source.empty", shown)
    problems = (("source.scanned_pages", {"pages": ", ".join(map(str, scanned))}),) if scanned else ()
    hints = {} if _NO_TITLE.fullmatch(title) else {"title": title}
    return Source(name, shown, layout.text, hints, layout.regions, layout.pages, problems)


def _library(shown: str) -> Any:
    """pypdfium2, which only PDF files need."""
    if importlib.util.find_spec("pypdfium2") is None:
        raise SourceUnreadable("source.needs_extra", shown, extra="pdf")
    import pypdfium2
    import pypdfium2.raw
    return pypdfium2


def _opened(pdfium: Any, data: bytes, shown: str) -> Any:
    """The document. A file that stops before its last table was cut off, even where pdfium makes something of it."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        is_locked = pdfium.raw.FPDF_GetLastError() in (pdfium.raw.FPDF_ERR_PASSWORD, pdfium.raw.FPDF_ERR_SECURITY)
        raise SourceUnreadable("source.encrypted" if is_locked else "source.damaged", shown) from error
    if max(data.rfind(b"%%EOF"), data.rfind(b"startxref")) < data.rfind(b"endobj"):
        document.close()
        raise SourceUnreadable("source.damaged", shown)
    return document


def _page(pdfium: Any, page: Any) -> tuple[Page, bool]:
    """What stands on a page, turned so that most of its text is upright, and whether it is mostly a picture. Closes it."""
    textpage = None
    try:
        textpage = page.get_textpage()
        characters = list(_characters(pdfium.raw, textpage.raw))
        left, bottom, right, top = page.get_cropbox()
        quarters = Counter(one.quarter for one in characters)
        quarter = max(range(4), key=lambda quarter: quarters[quarter])
        turn = ((1.0, 0.0, 0.0, 1.0, -left, -bottom), (0.0, -1.0, 1.0, 0.0, -bottom, right),
                (-1.0, 0.0, 0.0, -1.0, right, top), (0.0, 1.0, -1.0, 0.0, top, -left))[quarter]
        width, height = (top - bottom, right - left) if quarter % 2 else (right - left, top - bottom)
        rules, pictures, outlines = _drawn(pdfium.raw, page, turn)
    finally:
        if textpage:
            textpage.close()
        page.close()
    upright = [_upright(one, turn) for one in characters if one.quarter == quarter]
    tables, rest = _tables(*(_merged(some) for some in rules), upright)
    pieces = [*tables, *(piece for row in rows(rest) for piece in _pieces(row))]
    aside = "".join(one.text for one in characters if one.quarter != quarter).strip()
    if aside:
        pieces.append(Piece(_composed(aside), 0.0, 0.0, 0.0, 10.0, kind="page"))
    return Page(width, height, pieces), pictures > _PICTURE_SHARE * width * height or outlines > _MANY_OUTLINES


class _Character(NamedTuple):
    """A printed character in the page's own directions; `quarter` is how it is turned, -1 where it is aslant."""

    text: str
    quarter: int
    origin: _Point
    corners: tuple[_Point, _Point]
    size: float
    font: str
    bold: float


def _characters(raw: Any, textpage: Any) -> Iterator[_Character]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    styles: dict[int, tuple[int, float, str, float]] = {}
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        printed = raw.FPDFText_GetTextObject(textpage, index)
        # the spaces and line ends that pdfium makes up belong to no object; 2 is its hyphen
        if not printed or chr(code) in _DROPPED:
            continue
        text = "-" if code == 2 else _UNKNOWN if code < 32 or code & 0xFFFE == 0xFFFE else chr(code)
        address = ctypes.addressof(printed.contents)
        if address not in styles:
            styles[address] = _style(raw, textpage, index, printed)
        quarter, size, font, bold = styles[address]
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        raw.FPDFText_GetLooseCharBox(textpage, index, box)
        yield _Character(text, quarter, (x.value, y.value), ((box.left, box.bottom), (box.right, box.top)), size, font, bold)


def _style(raw: Any, textpage: Any, index: int, printed: Any) -> tuple[int, float, str, float]:
    """How a character is set: the quarter it is turned by, its size, its font, and 1.0 where it is bold."""
    matrix, name, flags = raw.FS_MATRIX(), ctypes.create_string_buffer(256), ctypes.c_int()
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    size = raw.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    angle = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
    raw.FPDFText_GetFontInfo(textpage, index, name, 256, flags)
    font = re.sub("^[A-Z]{6}[+]", "", name.value.decode(errors="replace"))
    # a font without a bold form is made bold by an outline
    bold = (bool(_BOLD.search(font)) or raw.FPDFText_GetFontWeight(textpage, index) >= 600
            or raw.FPDFTextObj_GetTextRenderMode(printed) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE)
    return round(angle) % 4 if abs(angle - round(angle)) < 0.1 else -1, max(size, 1.0), font, float(bold)


def _upright(one: _Character, turn: _Matrix) -> Piece:
    x0, x1 = sorted(_moved(corner, turn)[0] for corner in one.corners)
    return Piece(one.text, x0, x1, _moved(one.origin, turn)[1], one.size, one.font, one.bold)


def _moved(point: _Point, by: _Matrix) -> _Point:
    return by[0] * point[0] + by[2] * point[1] + by[4], by[1] * point[0] + by[3] * point[1] + by[5]


def _pieces(row: Sequence[Piece]) -> Iterator[Piece]:
    """The characters of one row, parted where they stand an em apart, with spaces where they are parted by less."""
    inked = [one for one in row if not one.text.isspace()]
    gaps = sorted(other.x0 - one.x1 for one, other in zip(inked, inked[1:]) if is_wide(one.text) and is_wide(other.text))
    # in a line that is spaced out, what counts is how much further apart than the rest
    usual = max(0.0, gaps[len(gaps) // 2]) if len(gaps) > 2 else 0.0
    piece: list[Piece] = []
    spaced = False
    for one in row:
        if one.text.isspace():
            spaced = True
            continue
        if piece:
            last = piece[-1]
            gap = (one.x0 - last.x1 - usual) / max(one.size, last.size)
            if one.text == last.text[-1] and 0.01 < (one.x0 - last.x0) / one.size < 0.2:
                continue  # struck twice to be bold
            if gap >= 1:
                yield _piece(piece)
                piece = []
            elif _are_parted(last.text[-1], one.text, gap, spaced):
                one.text = " " + one.text
        piece.append(one)
        spaced = False
    if piece:
        yield _piece(piece)


def _are_parted(before: str, after: str, gap: float, spaced: bool) -> bool:
    """Whether a space is between two characters `gap` ems apart: between Chinese ones only a real gap is."""
    wide = is_wide(before), is_wide(after)
    if any(wide):
        return gap >= 0.6 or (spaced and gap > 0.1 and not all(wide) and before.isalnum() and after.isalnum())
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
    return Piece(_composed(text), characters[0].x0, max(one.x1 for one in characters),
                 next(one.y for one in characters if one.size == size), size,
                 fonts.pop() if len(fonts) == 1 else "", bold.pop() if len(bold) == 1 else 0.5, hang)


def _composed(text: str) -> str:
    """Text with surrogates put together and composed characters, but compatibility ideographs as they are."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _COMPOSABLE.sub(lambda found: unicodedata.normalize("NFC", found.group()), text)


def _drawn(raw: Any, page: Any, turn: _Matrix) -> tuple[tuple[list[_Rule], list[_Rule]], float, int]:
    """The horizontal and vertical rules of a page, the area of its pictures, and how many other outlines it has."""
    rules: tuple[list[_Rule], list[_Rule]] = ([], [])
    pictures, outlines = 0.0, 0
    for looked, one in enumerate(page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE))):
        if looked > _MAX_OBJECTS:
            break
        if one.type == raw.FPDF_PAGEOBJ_IMAGE:
            own = one.get_matrix()
            pictures += abs(own.a * own.d - own.b * own.c)
            continue
        outlines += 1
        for outline, stroked in _outlines(raw, one.raw, turn):
            wide = max(x for x, _ in outline) - min(x for x, _ in outline)
            high = max(y for _, y in outline) - min(y for _, y in outline)
            for (x0, y0), (x1, y1) in zip(outline, outline[1:]):
                if abs(y1 - y0) < 1 and abs(x1 - x0) >= _RULE_LENGTH and (stroked or high <= _RULE_WIDTH):
                    rules[0].append((y0, min(x0, x1), max(x0, x1)))
                elif abs(x1 - x0) < 1 and abs(y1 - y0) >= _RULE_LENGTH and (stroked or wide <= _RULE_WIDTH):
                    rules[1].append((x0, min(y0, y1), max(y0, y1)))
    return rules, pictures, outlines


def _outlines(raw: Any, path: Any, turn: _Matrix) -> Iterator[tuple[list[_Point], bool]]:
    """The connected points of a path, and whether they are drawn as lines or only filled."""
    fill, stroke, own = ctypes.c_int(), ctypes.c_int(), raw.FS_MATRIX()
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    raw.FPDFPageObj_GetMatrix(path, own)
    matrix = (own.a, own.b, own.c, own.d, own.e, own.f)
    points: list[_Point] = []
    for index in range(min(raw.FPDFPath_CountSegments(path), _MAX_OBJECTS) if fill.value or stroke.value else 0):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points, bool(stroke.value)
            points = []
        points.append(_moved(_moved((x.value, y.value), matrix), turn))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points, bool(stroke.value)


def _merged(rules: Sequence[_Rule]) -> list[_Rule]:
    """Rules in one line that touch as one: borders are often drawn cell by cell."""
    levels: list[list[_Rule]] = []
    for rule in sorted(rules):
        if levels and rule[0] - levels[-1][0][0] <= _RULE_WIDTH:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    merged: list[_Rule] = []
    for level in levels:
        begun = len(merged)
        for _, start, end in sorted(level, key=lambda rule: rule[1]):
            if len(merged) > begun and start <= merged[-1][2] + _NEAR:
                merged[-1] = (level[0][0], merged[-1][1], max(end, merged[-1][2]))
            else:
                merged.append((level[0][0], start, end))
    return merged


def _tables(horizontal: list[_Rule], vertical: list[_Rule], characters: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The ruled tables, and the characters outside them. A cell is what has the same rules above it and to its left."""
    tables = []
    for across, down in _grids(horizontal, vertical):
        left, right = min(rule[1] for rule in across), max(rule[2] for rule in across)
        bottom, top = across[0][0], across[-1][0]
        cells: dict[tuple[float, float], list[Piece]] = {}
        rest = []
        for one in characters:
            x, y = (one.x0 + one.x1) / 2, one.y + 0.35 * one.size
            if left <= x <= right and bottom <= y <= top and not one.text.isspace():
                row = min((at for at, start, end in across if at >= y and start - _NEAR <= x <= end + _NEAR), default=top)
                column = max((at for at, start, end in down if at <= x and start - _NEAR <= y <= end + _NEAR), default=left)
                cells.setdefault((row, column), []).append(one)
            else:
                rest.append(one)
        columns = sorted({column for _, column in cells})
        levels = sorted({row for row, _ in cells}, reverse=True)
        if len(columns) > 1 and len(levels) > 1:
            text = "\n".join("\t".join(_cell(cells.get((row, column), [])) for column in columns) for row in levels)
            tables.append(Piece(text, left, right, top, characters[0].size, kind="table"))
            characters = rest
    return tables, characters


def _cell(characters: Sequence[Piece]) -> str:
    text = ""
    for row in rows(characters):
        text = joined(text, " ".join(piece.text for piece in _pieces(row)))
    return text


def _grids(horizontal: list[_Rule], vertical: list[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """The rules that hang together: those across, from below, and those down, from the left."""
    across, down = list(horizontal), list(vertical)
    while down:
        grid: tuple[list[_Rule], list[_Rule]] = ([], [down.pop()])
        grown = True
        while grown:
            more = [rule for rule in across if any(_meet(rule, other) for other in grid[1])]
            across = [rule for rule in across if rule not in more]
            grid[0].extend(more)
            further = [rule for rule in down if any(_meet(other, rule) for other in grid[0])]
            down = [rule for rule in down if rule not in further]
            grid[1].extend(further)
            grown = bool(more or further)
        if len(grid[0]) > 1:
            yield sorted(grid[0]), sorted(grid[1])


def _meet(across: _Rule, down: _Rule) -> bool:
    return across[1] - _NEAR <= down[0] <= across[2] + _NEAR and down[1] - _NEAR <= across[0] <= down[2] + _NEAR
