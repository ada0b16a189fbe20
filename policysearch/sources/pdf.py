"""PDF files: the characters of each page with their places, by pypdfium2, which is an optional extra.

The characters become pieces of lines, and ruled tables pieces of their own; what they mean together is `page_layout`'s.
"""
import ctypes
import importlib.util
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from policysearch.errors import SourceEmpty, SourceTooLarge, SourceUnreadable
from policysearch.models import Source
from policysearch.sources.limits import MAX_PAGES
from policysearch.sources.page_layout import lay_out
from policysearch.sources.page_pieces import Page, Piece, composed, pieces_of, rows
from policysearch.sources.page_tables import RULE_WIDTH, Rule, ruled_tables

# what is looked at of one page's drawings: maps and diagrams have hundreds of thousands of objects
_MAX_OBJECTS, _MAX_POINTS = 10_000, 1_000
# a page with fewer characters and a picture over this share of it is a scan; so is one with so many outlines
_FEW_CHARACTERS, _PICTURE_SHARE, _MANY_OUTLINES = 10, 0.3, 100
# in points: how long a rule is at the least
_RULE_LENGTH = 6.0

_UNKNOWN = "\ufffd"
_DROPPED = frozenset("\u200b\u200c\u200d\u2060\ufeff")
_BOLD = re.compile("bold|black|heavy|hei|黑", re.IGNORECASE)
_LATIN_FONT = re.compile("arial|calibri|cambria|courier|georgia|helvetica|roman|tahoma|times|verdana", re.IGNORECASE)
_NO_TITLE = re.compile(r"(?i)microsoft (?:word|powerpoint|excel)\b.*|.*\.[a-z]{2,4}|"
                       r"(?:untitled|无标题|無標題|未命名|文档|文件|幻灯片|powerpoint 演示文稿)[\s\d-]*|[\W\d_]*")


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
    layout = lay_out([one.page for one in read])
    scanned = [index + 1 for index, one in enumerate(read)
               if one.is_picture and layout.characters[index] < _FEW_CHARACTERS]
    unread = sum(one.unread for one in read)
    if scanned and sum(layout.characters) < _FEW_CHARACTERS * len(read):
        raise SourceEmpty("source.scanned", shown, pages=len(scanned))
    if not layout.text.strip():
        raise SourceEmpty("source.unread_characters", shown, count=unread) if unread else SourceEmpty("source.empty", shown)
    problems: list[tuple[str, dict[str, Any]]] = []
    if scanned:
        problems.append(("source.scanned_pages", {"pages": ", ".join(map(str, scanned))}))
    if unread:
        problems.append(("source.unread_characters", {"count": unread}))
    hints = {} if _NO_TITLE.fullmatch(title) else {"title": title}
    return Source(name, shown, layout.text, hints, layout.regions, layout.pages, tuple(problems))


def _library(shown: str) -> Any:
    """pypdfium2, which only PDF files need; before version 5 it does not tell what a character belongs to."""
    if importlib.util.find_spec("pypdfium2") is not None:
        import pypdfium2
        import pypdfium2.raw
        if hasattr(pypdfium2.raw, "FPDFText_GetTextObject"):
            return pypdfium2
    raise SourceUnreadable("source.needs_extra", shown, extra="pdf")


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


class _Read(NamedTuple):
    """A page as read, whether it is mostly a picture, and how many of its characters pdfium leaves out."""

    page: Page
    is_picture: bool
    unread: int


def _page(pdfium: Any, page: Any) -> _Read:
    """What stands on a page, turned so that most of its text is upright. Closes the page."""
    textpage = None
    try:
        textpage = page.get_textpage()
        characters = list(_characters(pdfium.raw, textpage.raw))
        quarters = Counter(one.quarter for one in characters)
        quarter = max(range(4), key=lambda quarter: quarters[quarter])
        left, bottom, right, top = page.get_cropbox()
        turn = (-1j) ** quarter
        one, other = complex(left, bottom) * turn, complex(right, top) * turn
        corner = complex(min(one.real, other.real), min(one.imag, other.imag))
        width, height = abs(one.real - other.real), abs(one.imag - other.imag)
        horizontal, vertical, is_picture = _drawn(pdfium.raw, page, turn, corner, _PICTURE_SHARE * width * height)
        unread = sum(_is_left_out(pdfium.raw, one.raw) for one in page.get_objects((pdfium.raw.FPDF_PAGEOBJ_TEXT,)))
    finally:
        if textpage:
            textpage.close()
        page.close()
    upright = [one.upright(turn, corner) for one in characters if one.quarter == quarter]
    tables, rest = ruled_tables(horizontal, vertical, upright)
    pieces = [*tables, *(piece for row in rows(rest) for piece in pieces_of(row))]
    aside = "".join(one.text for one in characters if one.quarter != quarter).strip()
    if aside:
        pieces.append(Piece(composed(aside), 0.0, 0.0, 0.0, 10.0, kind="page"))
    return _Read(Page(width, height, pieces), is_picture, unread)


def _is_left_out(raw: Any, text: Any) -> bool:
    """Whether pdfium takes a text for empty: one character without a glyph, its font being neither in the file nor here.

    In a Latin font that is a space: pdfium brings the glyphs of the common ones.
    """
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(text, left, bottom, right, top)
    font, name = raw.FPDFTextObj_GetFont(text), ctypes.create_string_buffer(256)
    if left.value != right.value or raw.FPDFFont_GetIsEmbedded(font):
        return False
    raw.FPDFFont_GetBaseFontName(font, name, 256)
    return not _LATIN_FONT.search(name.value.decode(errors="replace"))


class _Character(NamedTuple):
    """A printed character, its places x + yj as the file has them; `quarter` is how it is turned, -1 where it is aslant."""

    text: str
    quarter: int
    origin: complex
    corners: tuple[complex, complex]
    size: float
    font: str
    bold: float

    def upright(self, turn: complex, corner: complex) -> Piece:
        x0, x1 = sorted((place * turn - corner).real for place in self.corners)
        return Piece(self.text, x0, x1, (self.origin * turn - corner).imag, self.size, self.font, self.bold)


def _characters(raw: Any, textpage: Any) -> Iterator[_Character]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    styles: dict[int, tuple[int, float, str, float]] = {}
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        printed = raw.FPDFText_GetTextObject(textpage, index)
        # the spaces and line ends that pdfium makes up belong to no object; 2 is its hyphen
        if not printed or chr(code) in _DROPPED:
            continue
        text = "-" if code == 2 else chr(code)
        if (code < 32 and not text.isspace() and code != 2) or code & 0xFFFE == 0xFFFE:
            text = _UNKNOWN
        address = ctypes.addressof(printed.contents)
        if address not in styles:
            styles[address] = _style(raw, textpage, index, printed)
        quarter, size, font, bold = styles[address]
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        raw.FPDFText_GetLooseCharBox(textpage, index, box)
        corners = complex(box.left, box.bottom), complex(box.right, box.top)
        yield _Character(text, quarter, complex(x.value, y.value), corners, size, font, bold)


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


def _drawn(raw: Any, page: Any, turn: complex, corner: complex, large: float) -> tuple[list[Rule], list[Rule], bool]:
    """The horizontal and vertical rules of a page, and whether it has a large picture or many outlines."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    pictures, outlines = 0.0, 0
    for one in itertools.islice(page.get_objects((raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)), _MAX_OBJECTS):
        if one.type == raw.FPDF_PAGEOBJ_IMAGE:
            own = one.get_matrix()
            # how large a form shows its pictures is not known
            pictures += large + 1 if one.level else abs(own.a * own.d - own.b * own.c)
            continue
        outlines += 1
        for points, is_stroked in _outlines(raw, one.raw):
            places = [point * turn - corner for point in points]
            wide = max(place.real for place in places) - min(place.real for place in places)
            high = max(place.imag for place in places) - min(place.imag for place in places)
            for here, there in zip(places, places[1:]):
                across, up = abs(there.real - here.real), abs(there.imag - here.imag)
                if up < 1 and across >= _RULE_LENGTH and (is_stroked or high <= RULE_WIDTH):
                    horizontal.append((here.imag, min(here.real, there.real), max(here.real, there.real)))
                elif across < 1 and up >= _RULE_LENGTH and (is_stroked or wide <= RULE_WIDTH):
                    vertical.append((here.real, min(here.imag, there.imag), max(here.imag, there.imag)))
    return horizontal, vertical, pictures > large or outlines > _MANY_OUTLINES


def _outlines(raw: Any, path: Any) -> Iterator[tuple[list[complex], bool]]:
    """The connected points of a path, and whether they are drawn as lines or only filled."""
    fill, stroke, own = ctypes.c_int(), ctypes.c_int(), raw.FS_MATRIX()
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    raw.FPDFPageObj_GetMatrix(path, own)
    points: list[complex] = []
    for index in range(min(raw.FPDFPath_CountSegments(path), _MAX_POINTS) if fill.value or stroke.value else 0):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points, bool(stroke.value)
            points = []
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(complex(own.a * x.value + own.c * y.value + own.e, own.b * x.value + own.d * y.value + own.f))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points, bool(stroke.value)
