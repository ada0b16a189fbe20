"""The same document in every format: the same items, numbers, headings and metadata."""
import base64
import html
import quopri
import shutil
from collections.abc import Callable
from typing import Any

import opencc
import pytest

from policysearch.chunker.documents import cut
from policysearch.errors import SourceTooLarge, SourceUnreadable
from policysearch.models import DOCUMENT_FIELDS, Item
from policysearch.sources.formats import source_of
from tests.ofd_maker import make_ofd
from tests.pdf_maker import make_pdf
from tests.test_docx import abstract, lvl, make_docx, num, p, r

TITLE = "友谊区2022年卫生健康工作要点"
FRONT = [TITLE, "友卫〔2022〕4号", "2022年，全区卫生健康系统以习近平新时代中国特色社会主义思想为指导，坚持以人民健康为中心，统筹推进疫情防控和卫生健康事业发展。"]
TAIL = ["友谊区卫生健康委员会", "2022年6月10日"]
# depth of the number, the number as printed, and what stands behind it
BODY = [
    (0, "一、", "强基增能，多元谋划"),
    (1, "（一）", "提高基层卫生服务能力。一是编制社区卫生服务机构设置规划，二是推进家庭医生签约服务，签约率达到45%以上，重点人群达到75%；三是加强考核。"),
    (1, "（二）", "推进医联体建设"),
    (2, "1.", "完善双向转诊机制，实现基层首诊、急慢分治、上下联动，全年下转患者不少于3.5万人次，比2021年增长12%。"),
    (2, "2.", "建设检查检验结果互认平台，覆盖全部公立医疗机构。"),
    (1, "（三）", "加强人才队伍建设，引进全科医生50名，培训乡村医生200人次，落实“两个允许”要求，完善薪酬制度。"),
    (0, "二、", "依法行政，规范管理"),
    (1, "（一）", "深化“放管服”改革，政务服务事项网上办理率达到100%。"),
    (1, "（二）", "开展职业病防治专项执法检查，依据《中华人民共和国职业病防治法》第八十七条处理违法行为。"),
    (0, "三、", "加强党的建设，落实全面从严治党主体责任，营造风清气正的政治生态。")]
LINES = [*FRONT, *(number + text for _, number, text in BODY), *TAIL]


def encoded(encoding: str, lines: list[str]) -> bytes:
    return "\n".join(lines).encode(encoding)


def markdown(lines: list[str]) -> bytes:
    return ("# " + "\n\n".join(lines)).encode()


def web_page(lines: list[str]) -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines[1:])
    return (f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{lines[0]}_友谊区政府网</title></head><body>"
            f"<div class='nav'><a href='/'>首页</a><a href='/zw'>政务公开</a><a href='/fw'>办事服务</a></div>"
            f"<div class='article'><h1>{lines[0]}</h1>{body}</div>"
            "<div class='footer'>主办：友谊区人民政府办公室 ICP备12345678号</div></body></html>").encode()


def typed(lines: list[str]) -> bytes:
    return make_docx(p(r(line)) for line in lines)


def numbered(lines: list[str]) -> bytes:
    """Numbers are not in the text: Word counts them."""
    levels = abstract(1, lvl(0, "chineseCounting", "%1、"), lvl(1, "chineseCounting", "（%2）"), lvl(2, "decimal", "%3."))
    behind = len(FRONT) + len(BODY)
    body = [p(r(line[len(number):]), number=(1, depth)) for line, (depth, number, _) in zip(lines[len(FRONT):behind], BODY)]
    return make_docx([*(p(r(line)) for line in lines[:len(FRONT)]), *body, *(p(r(line)) for line in lines[behind:])],
                     numbering=levels + num(1, 1))


FORMATS: dict[str, Callable[[list[str]], bytes]] = {
    "utf-8": lambda lines: encoded("utf-8", lines), "utf-8 with a mark": lambda lines: encoded("utf-8-sig", lines),
    "utf-16": lambda lines: encoded("utf-16", lines), "gb18030": lambda lines: encoded("gb18030", lines),
    "markdown": markdown, "web page": web_page, "docx, typed numbers": typed, "docx, automatic numbers": numbered,
    "pdf": lambda lines: make_pdf(lines, head="友谊区卫生健康委员会文件汇编"),
    "ofd": lambda lines: make_ofd(lines, header="友谊区卫生健康委员会文件汇编", numbered=True)}


def told(items: list[Item]) -> list[dict[str, Any]]:
    """What the records say, but for where things stand in the source."""
    names = ("number", "level", "sections", "heading", "text", "points", *DOCUMENT_FIELDS)
    return [{"ordinals": item.id.partition(":")[2], **{name: getattr(item, name) for name in names}} for item in items]


def items_of(data: bytes) -> list[Item]:
    return cut(source_of(data, "plan", "plan"))


def test_the_text_gives_what_it_says() -> None:
    items = items_of(encoded("utf-8", LINES))
    assert [item.id for item in items] == [f"plan:{one}" for one in ("1.1", "1.2.1", "1.2.2", "1.3", "2.1", "2.2", "3")]
    first = items[0]
    assert (first.title, first.year, first.date, first.issuer, first.place, first.doc_number, first.kind) == (
        TITLE, 2022, "2022-06-10", "友谊区卫生健康委员会", "友谊区", "友卫〔2022〕4号", "工作要点")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_items_numbers_and_metadata(name: str) -> None:
    assert told(items_of(FORMATS[name](LINES))) == told(items_of(encoded("utf-8", LINES)))


@pytest.mark.parametrize("name", ["big5", *FORMATS])
def test_every_format_gives_the_same_traditional_text(name: str) -> None:
    lines = [opencc.OpenCC("s2t").convert(line) for line in LINES]
    # forms that Big5 has for those that it lacks
    lines = [line.translate(str.maketrans("衆覈爲羣", "眾核為群")) for line in lines]
    make = FORMATS.get(name) or (lambda lines: encoded("big5", lines))
    assert told(items_of(make(lines))) == told(items_of(encoded("utf-8", lines)))


RTF = r"{\rtf1\ansi\deff0{\fonttbl{\f0 SimSun;}}\f0 " + r"\par ".join(
    "".join(f"\\u{ord(one)}?" if one > "~" else one for one in line) for line in LINES) + "}"
WORD_XML = ('<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n'
            '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
            + "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES) + "</w:body></w:wordDocument>")


@pytest.mark.skipif(not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not installed")
@pytest.mark.parametrize("data", [RTF.encode(), b"\r\n" + RTF.encode(), WORD_XML.encode()])
def test_rtf_and_the_xml_of_word_were_indexed_as_markup(data: bytes) -> None:
    assert told(items_of(data)) == told(items_of(encoded("utf-8", LINES)))


@pytest.mark.parametrize("transfer", ["base64", "quoted-printable", "8bit"])
def test_saved_pages_were_indexed_as_messages(transfer: str) -> None:
    page = web_page(LINES)
    body = {"base64": base64.encodebytes(page), "quoted-printable": quopri.encodestring(page), "8bit": page}[transfer]
    saved = (b"From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E9=80=9A?=\r\nMIME-Version: 1.0\r\n"
             b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--x"\r\n\r\n'
             b"----x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: " + transfer.encode() + b"\r\n\r\n" + body
             + b"\r\n----x\r\nContent-Type: text/css\r\n\r\np { }\r\n----x--\r\n")
    assert told(items_of(saved)) == told(items_of(page))


def test_a_message_without_a_page_is_named() -> None:
    empty = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\nabc\n--x--\n"
    nested = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x0\n\n" + b"".join(
        b"--x%d\nContent-Type: multipart/related; boundary=x%d\n\n" % (depth, depth + 1) for depth in range(3000))
    for data in (empty, nested):
        with pytest.raises(SourceUnreadable) as caught:
            source_of(data, "a", "in/a")
        assert (caught.value.key, caught.value.path) == ("source.damaged", "in/a")


def test_a_message_of_very_many_parts_is_refused() -> None:
    with pytest.raises(SourceTooLarge):
        source_of(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n" + b"--x\n\n" * 20_001, "a", "a")


@pytest.mark.parametrize("text", [
    "<?xml version='1.0'?><root><p>一、总则</p></root>", "<root><p>一、总则</p>\n</root>\n",
    "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>",
    "<?xml version='1.0'?><?mso-application progid='Word.Document'?><pkg:package/>"])
def test_other_xml_was_indexed_as_markup(text: str) -> None:
    with pytest.raises(SourceUnreadable) as caught:
        source_of(text.encode(), "a", "in/a")
    assert (caught.value.key, caught.value.path) == ("source.other_xml", "in/a")


def test_a_text_that_mentions_markup_is_text() -> None:
    for text in ("<通知>\n一、总则", "<a> 与 <b>", "MIME-Version: 1.0\n一、总则", "一、{\\rtf", "<!-- 注 -->\n一、总则"):
        assert source_of(text.encode(), "a", "a").text == text
