"""OFD documents for tests: pages of A4 in millimetres, with the parts that programs write."""
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from tests.pdf_maker import broken

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
# millimetres: the size of type, the first character of a line, the first and the last line, from line to line
SIZE, LEFT, TOP, BOTTOM, LEAD = 5.0, 30.0, 35.0, 265.0, 10.0
# characters of a line
WIDTH = 30


def text_object(text: str, x: float, y: float, size: float = SIZE, more: str = "", deltas: str | None = None) -> str:
    """One line of text whose baseline begins at x, y; Chinese characters are an em wide, others half of one."""
    if deltas is None:
        deltas = " ".join(f"{size if ord(character) > 0x2000 else size / 2:g}" for character in text[:-1])
    across = f' DeltaX="{deltas}"' if deltas else ""
    return (f'<ofd:TextObject ID="9" Boundary="{x:g} {y - size:g} {WIDTH * size:g} {2 * size:g}" Font="3" Size="{size:g}"'
            f' {more}><ofd:FillColor Value="0 0 0"/><ofd:TextCode X="0" Y="{size:g}"{across}>{escape(text)}</ofd:TextCode>'
            "</ofd:TextObject>")


def page(content: str, template: str = "") -> str:
    """A page or template with these objects; `template` is the ID of the one that the page has."""
    used = f'<ofd:Template TemplateID="{template}" ZOrder="Background"/>' if template else ""
    return (f'{HEAD}<ofd:Page {SPACE}><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area>{used}'
            f'<ofd:Content><ofd:Layer ID="7">{content}</ofd:Layer></ofd:Content></ofd:Page>')


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def make_ofd_of_pages(pages: Sequence[str], title: str = "", custom: str = "", template: str = "",
                      replaced: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OFD document of these pages, as `page` makes them; `replaced` are further parts, or others in their place."""
    listed = "".join(f'<ofd:Page ID="{at + 20}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
    return pack({
        "OFD.xml": f'{HEAD}<ofd:OFD {SPACE} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo>'
                   f"<ofd:DocID>0</ofd:DocID><ofd:Title>{escape(title)}</ofd:Title><ofd:Author>user</ofd:Author>"
                   "<ofd:CreationDate>2024-05-06</ofd:CreationDate>"
                   f"<ofd:CustomDatas>{custom}</ofd:CustomDatas></ofd:DocInfo>"
                   "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{HEAD}<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea>"
                              "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
                              "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
                              '<ofd:TemplatePage ID="2" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
                              f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'{HEAD}<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts>'
                               f'<ofd:Font ID="3" FontName={quoteattr("仿宋")}/></ofd:Fonts></ofd:Res>',
        "Doc_0/Tpls/Tpl_0/Content.xml": page(template),
        **{f"Doc_0/Pages/Page_{place}/Content.xml": content for place, content in enumerate(pages)},
        **(replaced or {})})


def make_ofd(lines: Sequence[str], title: str = "", header: str = "", numbered: bool = False,
             replaced: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OFD document of `lines`, each set as a paragraph: indented by two characters, and broken where its line is full.

    `header` stands on the template of all pages; pages are `numbered` at their foot.
    """
    pages: list[str] = []
    y = BOTTOM
    for line in lines:
        for text, x in _set(line):
            y += LEAD
            if y > BOTTOM:
                y = TOP
                pages.append("")
            pages[-1] += text_object(text, x, y)
    if numbered:
        pages = [objects + text_object(f"- {number} -", 100.0, 285.0, 4.0) for number, objects in enumerate(pages, 1)]
    return make_ofd_of_pages([page(objects, "2") for objects in pages], title,
                             template=text_object(header, 80.0, 20.0, 4.0) if header else "", replaced=replaced)


def _set(line: str) -> Iterator[tuple[str, float]]:
    """The lines of a paragraph, and where each begins."""
    for indent, text in broken(line, width=int(WIDTH)):
        yield text, LEFT + indent * SIZE
