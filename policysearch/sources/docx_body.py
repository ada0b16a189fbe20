"""The body of a Word document, and of its notes and page heads: the lines as they are printed."""
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from policysearch.errors import SourceTooLarge
from policysearch.sources.docx_numbering import Numbering, Styles
from policysearch.sources.limits import MAX_PART_BYTES, MEGABYTE
from policysearch.sources.packages import child, is_on, short_name, value

# elements whose text is not printed where they stand, or not at all
_LEFT_OUT = {"w:del", "w:moveFrom", "w:delText", "w:delInstrText", "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:rt"}
_CHARACTERS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
# elements around paragraphs and tables that say nothing themselves
_TRANSPARENT = {"w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"}
# others of their parts are the lines that part notes from the text
_NOTES = {"w:footnote", "w:endnote"}
# characters of fonts that show others in their place
_SYMBOLS = {
    "wingdings": dict(zip(b"lnoquv\xa1\xa7\xa8\xd8\xe0\xfb\xfc\xfd\xfe", "●■□□◆❖○▪□➢→✗✓☒☑")),
    "wingdings 2": dict(zip(b"OPQRST\xa2\xa3", "✗✓☒☑☒☒□□")), "symbol": dict(zip(b"\xa3\xb0\xb1\xb3\xb4\xb7\xb8", "≤°±≥×•÷"))}
# a table whose filled cells hold this many paragraphs on an average only arranges running text, as one does that has no
# two rows of several cells
_MANY_PARAGRAPHS = 4
# the kind of a line in a table of contents, until its field has ended
_IN_FIELD = "contents?"


class Line(NamedTuple):
    """A paragraph as printed, or a row of a table; `kind` is that of its region, or ""."""

    text: str
    kind: str = ""


class _Paragraph:
    """A paragraph while it is read: its text so far, the lines of the text boxes anchored in it."""

    def __init__(self, hidden: bool) -> None:
        self.hidden = hidden
        self.pieces: list[str] = []
        self.boxes: list[Line] = []
        self.in_contents = False


class _Field:
    """A field that has begun: its instructions so far, and whether they go on."""

    def __init__(self) -> None:
        self.code = ""
        self.in_code = True

    def is_contents(self) -> bool:
        return not self.in_code and self.code.split()[:1] == ["TOC"]


class Body:
    """A document while it is read, once and in order, since its numbers are counted on the way.

    It takes the roots of styles.xml and numbering.xml, and the path that errors give. `hidden` counts the characters that
    are not printed, `embedded` the files of other kinds put into the text, neither of which is among the lines.
    """

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None, shown: str) -> None:
        self.hidden = 0
        self.embedded = 0
        self._styles = Styles(styles)
        self._numbering = Numbering(numbering, self._styles)
        self._shown = shown
        self._length = 0
        # a paragraph whose mark is deleted or hidden runs on into the next
        self._carried = ""
        self._is_labelled = False
        self._fields: list[_Field] = []

    def lines(self, element: etree._Element) -> list[Line]:
        """The lines in an element around blocks. Raises SourceTooLarge where labels make far more text than is stored."""
        self._fields = []
        lines = self._blocks(element)
        if self._carried:
            lines.append(Line(self._carried))
            self._carried = ""
        # a table of contents that never ends is none
        contents = "" if any(field.is_contents() for field in self._fields) else "contents"
        return [line._replace(kind=contents) if line.kind == _IN_FIELD else line for line in lines]

    def _blocks(self, element: etree._Element) -> list[Line]:
        lines: list[Line] = []
        for each in element:
            name = short_name(each)
            if name == "w:p":
                lines += self._paragraph(each)
            elif name == "w:tbl":
                lines += self._table(each)
            elif name == "w:sdt":
                gallery = value(child(each, "w:sdtPr", "w:docPartObj", "w:docPartGallery"))
                inner = self._blocks(each)
                lines += [line._replace(kind="contents") for line in inner] if gallery == "Table of Contents" else inner
            elif name == "mc:AlternateContent":
                lines += next(filter(None, map(self._blocks, _alternatives(each))), [])
            elif name == "w:altChunk":
                self.embedded += 1
            elif name in _TRANSPARENT or (name in _NOTES and value(each, "w:type") in (None, "normal")):
                lines += self._blocks(each)
        return lines

    def _paragraph(self, element: etree._Element) -> list[Line]:
        """A paragraph and the text boxes anchored in it; not the paragraph where it runs on into the next."""
        properties = child(element, "w:pPr")
        style = value(child(properties, "w:pStyle"))
        paragraph = _Paragraph(self._styles.is_hidden(style))
        self._inline(element, paragraph, paragraph.hidden)
        self._fields = [field for field in self._fields if not field.in_code]
        text = "".join(paragraph.pieces)

        mark = child(properties, "w:rPr")
        # a heading that stands in one line with its text keeps its number; otherwise the last paragraph's is printed
        is_run_in = bool(is_on(child(mark, "w:specVanish")))
        runs_on = is_run_in or bool(is_on(child(mark, "w:vanish"))) or any(
            child(mark, change) is not None for change in ("w:del", "w:moveFrom"))
        if is_run_in or not runs_on:
            only_ends_section = not text and child(properties, "w:sectPr") is not None
            label = "" if self._is_labelled or only_ends_section else self._numbering.label(element)
            text = label + self._carried + text
            self._carried, self._is_labelled = "", is_run_in
        self._grow(len(text) + 1)
        if runs_on:
            self._carried += text
            return paragraph.boxes
        kind = "contents" if self._styles.is_contents(style) else _IN_FIELD if paragraph.in_contents else ""
        return [Line(text, kind), *paragraph.boxes] if text or not paragraph.boxes else paragraph.boxes

    def _grow(self, length: int) -> None:
        self._length += length
        if self._length > MAX_PART_BYTES:
            raise SourceTooLarge("source.inflates", self._shown, limit=MAX_PART_BYTES // MEGABYTE)

    def _inline(self, element: etree._Element, paragraph: _Paragraph, hidden: bool) -> None:
        """Add what is printed of an element inside a paragraph."""
        for each in element:
            name = short_name(each)
            if name in _LEFT_OUT:
                continue
            if name == "w:r":
                self._inline(each, paragraph, self._is_hidden(each, paragraph))
            elif name == "w:fldChar":
                self._field_character(value(each, "w:fldCharType"))
            elif name == "w:instrText":
                if self._fields:
                    self._fields[-1].code += each.text or ""
            elif name == "w:txbxContent":
                if not hidden:
                    paragraph.boxes += self._box(each)
            elif name == "mc:AlternateContent":
                before = len(paragraph.pieces), len(paragraph.boxes)
                for alternative in _alternatives(each):
                    if (len(paragraph.pieces), len(paragraph.boxes)) == before:
                        self._inline(alternative, paragraph, hidden)
            else:
                text = _characters(each, name)
                if text is None:
                    self._inline(each, paragraph, hidden)
                elif not any(field.in_code for field in self._fields):
                    self._add(text, paragraph, hidden)

    def _add(self, text: str, paragraph: _Paragraph, hidden: bool) -> None:
        if hidden:
            self.hidden += len(text.strip())
        else:
            paragraph.pieces.append(text)
            paragraph.in_contents |= any(field.is_contents() for field in self._fields)

    def _is_hidden(self, run: etree._Element, paragraph: _Paragraph) -> bool:
        properties = child(run, "w:rPr")
        own = is_on(child(properties, "w:vanish"))
        if own is not None:
            return own
        style = value(child(properties, "w:rStyle"))
        return paragraph.hidden or (style is not None and self._styles.is_hidden(style))

    def _field_character(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].in_code = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _box(self, element: etree._Element) -> list[Line]:
        """The lines of a text box, without those that are blank. Fields begin and end within it."""
        outside, self._fields = self._fields, []
        lines = [line for line in self._blocks(element) if line.text.strip()]
        self._fields = outside
        return lines

    def _table(self, element: etree._Element) -> list[Line]:
        """A row a line, cells parted by tabs; the cells' own lines where the table only arranges running text."""
        rows: list[list[list[Line]]] = []
        for row in _members(element, "w:tr"):
            if child(row, "w:trPr", "w:del") is None:
                rows.append([])
                for cell in _members(row, "w:tc"):
                    rows[-1].append([] if _is_merged(cell) else self._blocks(cell))
        texts = ["\t".join(map(_cell_text, cells)).rstrip() for cells in rows]
        filled = [sum(bool(line.text.strip()) for line in lines) for cells in rows for lines in cells]
        if sum(len(cells) > 1 and bool(text) for cells, text in zip(rows, texts)) < 2 or (
                sum(filled) >= _MANY_PARAGRAPHS * sum(map(bool, filled))):
            return [line for cells in rows for lines in cells for line in lines]
        return [Line(text, "table") for text in texts if text]


def _cell_text(lines: list[Line]) -> str:
    texts = (re.sub(r"[\t\n]+", " ", line.text).strip() for line in lines)
    return " ".join(filter(None, texts))


def _is_merged(cell: etree._Element) -> bool:
    """Whether a cell only continues the one above or in front of it, or is deleted."""
    properties = child(cell, "w:tcPr")
    merges = (child(properties, "w:vMerge"), child(properties, "w:hMerge"))
    return child(properties, "w:cellDel") is not None or any(
        merge is not None and value(merge) != "restart" for merge in merges)


def _members(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for each in element:
        if short_name(each) == name:
            yield each
        elif short_name(each) == "w:sdt" or short_name(each) in _TRANSPARENT:
            yield from _members(each, name)


def _alternatives(element: etree._Element) -> list[etree._Element]:
    """What an element offers for programs of different age, the newest first; one of them is to be read."""
    return [each for name in ("mc:Choice", "mc:Fallback") for each in element if short_name(each) == name]


def _characters(element: etree._Element, name: str) -> str | None:
    """The text of an element that is text; None of any other."""
    if name in ("w:t", "m:t"):
        return re.sub(r"[\t\n\r]+", " ", element.text or "")
    if name == "w:sym":
        return _symbol((value(element, "w:font") or "").lower(), value(element, "w:char") or "")
    return _CHARACTERS.get(name)


def _symbol(font: str, character: str) -> str:
    """A character of a symbol font as one that every font has; "" where there is none."""
    if not re.fullmatch("[0-9A-Fa-f]{4}", character):
        return ""
    code = int(character, 16)
    if font not in _SYMBOLS and chr(code).isprintable():
        return chr(code)
    return _SYMBOLS.get(font, {}).get(code & 0xFF, "")
