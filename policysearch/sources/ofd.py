"""OFD documents (GB/T 33190-2016): the characters of each page with their places, put together as those of PDF files."""
import math
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from lxml import etree

from policysearch.errors import SourceEmpty, SourceError, SourceTooLarge, SourceUnreadable
from policysearch.models import Source
from policysearch.sources.limits import MAX_PAGES, MAX_PART_BYTES, MEGABYTE
from policysearch.sources.packages import Package, child, children, short_name, stated_title
from policysearch.sources.page_layout import lay_out
from policysearch.sources.page_pieces import Page, Piece, is_wide, pieces_of, rows

_MAIN = "OFD.xml"
# GM/T 0099: where the keys of encrypted parts are described
_ENCRYPTIONS = "Encryptions.xml"
# points in a millimetre, the unit of places in OFD
_POINTS = 72 / 25.4
_A4 = (0.0, 0.0, 210.0, 297.0)
# how far text may be turned and still be upright, in radians
_UPRIGHT = 0.1
_BOLD_WEIGHT = 600
# names of a document's own metadata, by the fields of the record
_FIELDS = {"标题": "title", "公文标题": "title", "发文字号": "doc_number", "文号": "doc_number", "发文机关": "issuer"}

_Matrix = tuple[float, float, float, float, float, float]


def is_ofd(data: bytes) -> bool:
    """Whether bytes are a zip file with the main part of an OFD document, or with keys where that is encrypted."""
    if not data.startswith(b"PK"):
        return False
    try:
        package = Package(data, "")
    except SourceError:
        return False
    return _MAIN in package or _ENCRYPTIONS in package


def read_ofd(data: bytes, name: str, shown: str) -> Source:
    """The source in the OFD file `data`, called `name`; `shown` is the path that errors give.

    Its text has a paragraph a line, its regions are those of a PDF file; the text of templates is of the kind "page". Its
    hints are the title and what the document's own data call 文号 or 发文机关. Seals and signatures are not looked at.

    Raises SourceUnreadable, SourceTooLarge or SourceEmpty.
    """
    package = Package(data, shown)
    if _ENCRYPTIONS in package:
        raise SourceUnreadable("source.encrypted", shown)
    bodies = children(package.tree(_MAIN), "ofd:DocBody")
    pages: list[tuple[Page, bool]] = []
    for body in bodies:
        root = child(body, "ofd:DocRoot")
        if root is None:
            raise package.damaged()
        pages += _Document(package, _below(_MAIN, root.text), shown).pages(MAX_PAGES - len(pages))
    if not bodies:
        raise package.damaged()
    layout = lay_out([page for page, _ in pages])
    if not layout.text.strip():
        pictures = sum(is_picture for _, is_picture in pages)
        raise SourceEmpty("source.scanned", shown, pages=pictures) if pictures else SourceEmpty("source.empty", shown)
    return Source(name, shown, layout.text, _hints(bodies[0]), layout.regions, layout.pages)


def _hints(body: etree._Element) -> dict[str, str]:
    """What the document says of itself; who made the file and when says nothing of the document."""
    found: dict[str, str] = {}
    for each in children(child(body, "ofd:DocInfo", "ofd:CustomDatas"), "ofd:CustomData"):
        field, text = _FIELDS.get((each.get("Name") or "").strip()), " ".join((each.text or "").split())
        if field and text:
            found.setdefault(field, text)
    title = child(body, "ofd:DocInfo", "ofd:Title")
    stated = stated_title(title.text if title is not None else None)
    return {"title": stated, **found} if stated else found


class _Font(NamedTuple):
    name: str
    is_bold: bool


class _Document:
    """One document of a package, whose main part is `root`."""

    def __init__(self, package: Package, root: str, shown: str) -> None:
        self._package = package
        self._root = root
        self._shown = shown
        self._tree = package.tree(root)
        self._common = child(self._tree, "ofd:CommonData")
        self._fonts = dict(self._resources(root, self._common))
        self._templates = {each.get("ID"): _below(root, each.get("BaseLoc"))
                           for each in children(self._common, "ofd:TemplatePage")}
        self._characters = 0

    def pages(self, most: int) -> Iterator[tuple[Page, bool]]:
        """The pages, and whether each holds a picture. Raises SourceError, also where there are more than `most`."""
        listed = children(child(self._tree, "ofd:Pages"), "ofd:Page")
        if len(listed) > most:
            raise SourceTooLarge("source.too_many_pages", self._shown, limit=MAX_PAGES)
        for each in listed:
            yield self._page(_below(self._root, each.get("BaseLoc")))

    def _page(self, part: str) -> tuple[Page, bool]:
        tree = self._package.tree(part)
        fonts = self._fonts | dict(self._resources(part, tree))
        box = (_numbers(child(tree, "ofd:Area", "ofd:PhysicalBox"))
               or _numbers(child(self._common, "ofd:PageArea", "ofd:PhysicalBox")))
        _, _, width, height = box if len(box) == 4 else _A4
        pieces, is_picture = self._content(tree, fonts, height)
        for each in children(tree, "ofd:Template"):
            template = self._templates.get(each.get("TemplateID"))
            if template:
                printed, has_picture = self._content(self._package.tree(template), fonts, height)
                pieces += [replace(piece, kind="page") for piece in printed]
                is_picture |= has_picture
        return Page(width * _POINTS, height * _POINTS, pieces), is_picture

    def _content(self, tree: etree._Element, fonts: dict[str, _Font], height: float) -> tuple[list[Piece], bool]:
        """The pieces of lines on a page or template, and whether it holds a picture. What is turned is no running text."""
        upright: list[Piece] = []
        turned: list[Piece] = []
        is_picture = False
        for each in tree.iter(etree.Element):
            is_picture |= short_name(each) == "ofd:ImageObject"
            if short_name(each) == "ofd:TextObject" and each.get("Visible", "true").lower() not in ("false", "0"):
                matrix = _matrix(each)
                is_upright = abs(math.atan2(matrix[1], matrix[0])) < _UPRIGHT
                (upright if is_upright else turned).extend(self._text(each, matrix, fonts, height))
        pieces = [piece for row in rows(upright) for piece in pieces_of(row)]
        aside = "".join(one.text for one in turned).strip()
        return pieces + ([Piece(aside, 0.0, 0.0, 0.0, 10.0, kind="page")] if aside else []), is_picture

    def _text(self, element: etree._Element, matrix: _Matrix, fonts: dict[str, _Font], height: float) -> Iterator[Piece]:
        """The characters of a text object, each with its place on the page."""
        size = _number(element.get("Size"), 1.0)
        font = fonts.get(element.get("Font") or "", _Font("", False))
        is_bold = font.is_bold or _number(element.get("Weight"), 400.0) >= _BOLD_WEIGHT
        em = size * math.hypot(matrix[0], matrix[1]) * _number(element.get("HScale"), 1.0)
        x = y = 0.0
        for code in children(element, "ofd:TextCode"):
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            text = (code.text or "").strip("\r\n")
            self._characters += len(text)
            if self._characters > MAX_PART_BYTES:
                raise SourceTooLarge("source.inflates", self._shown, limit=MAX_PART_BYTES // MEGABYTE)
            across, down = (_distances(code.get(name), len(text)) for name in ("DeltaX", "DeltaY"))
            at_x, at_y = x, y
            for place, character in enumerate(text):
                step = across[place] if place < len(across) else None
                width = em if is_wide(character) else em / 2
                advance = step * math.hypot(matrix[0], matrix[1]) if step is not None else width
                # how wide a Latin character is, only the next one's place says
                if not is_wide(character) and 0 < advance <= em:
                    width = advance
                left = matrix[0] * at_x + matrix[2] * at_y + matrix[4]
                base = height - (matrix[1] * at_x + matrix[3] * at_y + matrix[5])
                yield Piece(character, left * _POINTS, (left + width) * _POINTS, base * _POINTS,
                            max(size * math.hypot(matrix[2], matrix[3]) * _POINTS, 1.0), font.name, float(is_bold))
                at_y += down[place] if place < len(down) else 0.0
                at_x += step if step is not None else 0.0 if down else width / (math.hypot(matrix[0], matrix[1]) or 1.0)

    def _resources(self, part: str, element: etree._Element | None) -> Iterator[tuple[str, _Font]]:
        """The fonts that the resources of a document or page define, by their IDs; without them the text is the same."""
        for each in (one for kind in ("ofd:PublicRes", "ofd:DocumentRes", "ofd:PageRes") for one in children(element, kind)):
            resources = _below(part, each.text)
            if resources in self._package:
                for font in children(child(self._package.tree(resources), "ofd:Fonts"), "ofd:Font"):
                    yield font.get("ID", ""), _Font(font.get("FontName", ""), font.get("Bold", "").lower() in ("true", "1"))


def _below(part: str, location: str | None) -> str:
    """The part at a location that part `part` gives: from the root where it begins with /, else from its own folder."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), (location or "").strip())).lstrip("/")


def _matrix(element: etree._Element) -> _Matrix:
    """From places in an object to places on the page: its transformation, moved to its boundary."""
    own = _split(element.get("CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    left, top = [*_split(element.get("Boundary")), 0.0, 0.0][:2]
    return a, b, c, d, e + left, f + top


def _distances(text: str | None, most: int) -> list[float]:
    """Distances between characters, of which "g n d" stands for n times d; no more than `most`."""
    words = (text or "").split()
    found: list[float] = []
    at = 0
    while at < len(words) and len(found) < most:
        if words[at] == "g" and at + 2 < len(words):
            times, distance = _number(words[at + 1], 0.0), _number(words[at + 2], 0.0)
            found += [distance] * min(max(int(times), 0), most)
            at += 3
        else:
            found.append(_number(words[at], 0.0))
            at += 1
    return found


def _numbers(element: etree._Element | None) -> Sequence[float]:
    return _split(element.text) if element is not None else ()


def _split(text: str | None) -> list[float]:
    return [_number(word, 0.0) for word in (text or "").split()]


def _number(text: str | None, otherwise: float) -> float:
    """A number as written in an attribute; `otherwise` where it is none, or so large that nothing can stand there."""
    try:
        number = float(text or "")
    except ValueError:
        return otherwise
    return number if abs(number) < 1e6 else otherwise
