"""PDF files for tests: a font without glyphs whose codes are Unicode, so that any text can stand anywhere."""
import re
from collections.abc import Sequence

# the text of a page is 36 characters of 12 points wide, its margins are equal
LEFT, WIDTH, SIZE, LEAD = 72, 36, 12, 20
PAGE = (2 * LEFT + WIDTH * SIZE, 842)
TOP = 742
BOTTOM = 80


def make_pdf(lines: Sequence[str], *, title: str = "", indent: int = 2, head: str = "", foot: str = "- {} -") -> bytes:
    """A PDF file of paragraphs as a word processor sets them: broken at the margin, with running heads, over pages.

    First lines are indented by so many characters. `title` is what the file states beside its text; `foot` gets the
    number of the page.
    """
    placed = [part for line in lines for part in broken(line, indent)]
    rows = (TOP - BOTTOM) // LEAD
    pages = []
    for number, start in enumerate(range(0, len(placed), rows), 1):
        heads = put(LEFT, 800, head, 9) if head else ""
        feet = put(LEFT + 200, 40, foot.format(number), 9) if foot else ""
        pages.append(heads + column(placed[start:start + rows]) + feet)
    return pdf_of(*pages, title=title)


def pdf_of(*pages: str, title: str = "", turned: int = 0, size: tuple[int, int] = PAGE) -> bytes:
    """A PDF file of pages of drawing commands; F1 is a plain font, F2 a bold one, Im a picture."""
    map_ = ("1 begincodespacerange <0000><FFFF> endcodespacerange 1 beginbfrange <0000><FFFF><0000> endbfrange"
            " endcmap end end")
    bodies = ["<</Type/Catalog/Pages 2 0 R>>",
              f"<</Type/Pages/Count {len(pages)}/Kids[{''.join(f'{2 * at + 11} 0 R ' for at in range(len(pages)))}]>>",
              "<</Title<" + ("\ufeff" + title).encode("utf-16-be").hex() + ">>>",
              stream("/CIDInit /ProcSet findresource begin 12 dict begin begincmap " + map_),
              stream("\x80", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8")]
    for number, name in enumerate(("Plain", "Plain-Bold")):
        own = f"/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        bodies.append(f"<</Type/FontDescriptor/FontName/{name}/Flags 4/Ascent 880/Descent -120/CapHeight 880/ItalicAngle 0"
                      "/StemV 80/FontBBox[0 -120 1000 880]>>")
        descendant = f"<</Type/Font/Subtype/CIDFontType2{own}/FontDescriptor {6 + 2 * number} 0 R/DW 1000/W[32 126 500]>>"
        bodies.append(f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/ToUnicode 4 0 R"
                      f"/DescendantFonts[{descendant}]>>")
    bodies.append("<</Font<</F1 7 0 R/F2 9 0 R>>/XObject<</Im 5 0 R>>>>")
    for number, page in enumerate(pages):
        bodies.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]/Rotate {turned}/Resources 10 0 R"
                      f"/Contents {2 * number + 12} 0 R>>")
        bodies.append(stream(page))
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return data + (f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(bodies) + 1}/Root 1 0 R"
                   f"/Info 3 0 R>>\nstartxref\n{len(data)}\n%%EOF\n").encode()


def stream(content: str, about: str = "") -> str:
    return f"<<{about}/Length {len(content)}>>stream\n{content}\nendstream"


def put(x: float, y: float, text: str, size: float = SIZE, font: str = "F1", apart: float = 0) -> str:
    """Text at a place. A space follows a lone character: without a glyph it would take no room and be left out."""
    text = text + " " if len(text) == 1 else text
    return f"BT /{font} {size} Tf {apart} Tc 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def broken(text: str, first: int = 2, rest: int = 0, width: int = WIDTH) -> list[tuple[int, str]]:
    """A paragraph as full lines, each with its indent in characters; what is ASCII is half as wide and not parted."""
    lines = [(first, "")]
    for word in re.findall("[!-~]+|.", text):
        indent, line = lines[-1]
        if indent + _width(line + word) > width:
            lines.append((rest, ""))
        lines[-1] = (lines[-1][0], lines[-1][1] + word)
    return lines


def _width(text: str) -> float:
    return sum(0.5 if " " <= character <= "~" else 1 for character in text)


def column(lines: list[tuple[int, str]], top: float = TOP, left: float = LEFT, size: float = SIZE,
           lead: float = LEAD) -> str:
    return "".join(put(left + indent * size, top - number * lead, text, size) for number, (indent, text) in enumerate(lines))
