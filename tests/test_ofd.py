"""OFD documents: the text of pages as paragraphs, and files that are none."""
import pytest

from policysearch.chunker.documents import cut
from policysearch.errors import SourceEmpty, SourceError, SourceTooLarge, SourceUnreadable
from policysearch.models import Source
from policysearch.sources.formats import source_of
from policysearch.sources.ofd import is_ofd, read_ofd
from tests.ofd_maker import SPACE, make_ofd, make_ofd_of_pages, page, text_object

PLAN = ["一、总则", "1.各街道办事处、镇人民政府要按照职责分工，做好家庭医生签约服务工作，确保重点人群签约率不低于百分之七十五，并逐年提高。",
        "2.做好接种。", "二、分工", *(f"{number}.由第{number}组负责落实本项工作，每月底前向区卫生健康委员会报告进展情况，年底前完成。"
                          for number in range(1, 25))]


def read(data: bytes) -> Source:
    assert is_ofd(data)
    return source_of(data, "a.ofd", "in/a.ofd")


def refusal(data: bytes) -> tuple[type[SourceError], str]:
    with pytest.raises(SourceError) as caught:
        read_ofd(data, "a.ofd", "in/a.ofd")
    assert caught.value.path == "in/a.ofd"
    return type(caught.value), caught.value.key


def one(*objects: str) -> str:
    return read(make_ofd_of_pages([page("".join(objects))])).text


def test_broken_lines_are_one_paragraph_also_across_pages() -> None:
    source = read(make_ofd(PLAN))
    assert source.text.split("\n") == PLAN
    assert len(source.pages) == 3 and source.pages[0] == 0
    assert [item.page for item in cut(source)][::25] == [1, 3]


def test_headers_of_templates_and_page_numbers_are_regions_and_not_in_the_items() -> None:
    source = read(make_ofd(PLAN, header="内部资料", numbered=True))
    assert {region.kind for region in source.regions} == {"page"}
    beside = "".join(source.text[region.start:region.end] for region in source.regions)
    assert beside.count("内部资料") == 3 and all(f"- {number} -" in beside for number in (1, 2, 3))
    assert [item.text for item in cut(source)] == [item.text for item in cut(read(make_ofd(PLAN)))]


def test_distances_may_be_compressed_and_missing_ones_are_those_of_the_type() -> None:
    assert one(text_object("第一行的文字", 30, 50, deltas="g 5 5")) == "第一行的文字"
    # two ems between 一、 and the rest, as a tabulator makes them
    assert one(text_object("一、总则", 30, 50, deltas="5 15 g 1 5")) == "一、 总则"
    assert one(text_object("没有间距的文字", 30, 50, deltas=""), text_object("接着", 65, 50)) == "没有间距的文字接着"
    assert one(text_object("g", 30, 50, deltas="g 999999999 5")) == "g"


def test_objects_of_one_line_are_joined_by_their_places_not_their_order() -> None:
    assert one(text_object("第二行。", 30, 60), text_object("后半。", 40, 50), text_object("前半", 30, 50)) == "前半后半。\n第二行。"
    nested = f"<ofd:PageBlock ID='5'>{text_object('块中的文字', 30, 50)}</ofd:PageBlock>"
    assert one(nested) == "块中的文字"


def test_a_transformation_moves_and_scales_text() -> None:
    large = text_object("大", 30, 50, 1, 'CTM="5 0 0 5 0 0"') + text_object("字", 35, 54)
    assert one(large) == "大字"
    upside = text_object("样稿", 90, 150, 20, 'CTM="0.7 0.7 -0.7 0.7 0 0"')
    source = read(make_ofd_of_pages([page(upside + text_object("正文在此。", 30, 50))]))
    assert [source.text[region.start:region.end] for region in source.regions] == ["样稿"]


def test_hidden_text_is_dropped() -> None:
    assert one(text_object("看得见", 30, 50), text_object("看不见", 30, 60, more='Visible="false"')) == "看得见"


def test_title_and_the_documents_own_data_are_hints_and_the_program_is_not() -> None:
    custom = '<ofd:CustomData Name="发文字号">沪府〔2024〕1号</ofd:CustomData><ofd:CustomData Name="x">y</ofd:CustomData>'
    pages = [page(text_object("正文。", 30, 50))]
    assert read(make_ofd_of_pages(pages, "某规划", custom)).hints == {"title": "某规划", "doc_number": "沪府〔2024〕1号"}
    assert read(make_ofd_of_pages(pages, "Microsoft Word - 1.doc")).hints == {}


def test_locations_may_begin_at_the_root_and_parts_differ_in_case() -> None:
    root = f'<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>/Doc_0/DOCUMENT.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
    assert read(make_ofd(["正文。"], replaced={"OFD.xml": root})).text == "正文。"


def test_documents_without_text_are_named_and_so_are_scans() -> None:
    assert refusal(make_ofd_of_pages([page("")])) == (SourceEmpty, "source.empty")
    picture = '<ofd:ImageObject ID="8" Boundary="0 0 210 297" ResourceID="4"/>'
    assert refusal(make_ofd_of_pages([page(picture)])) == (SourceEmpty, "source.scanned")


@pytest.mark.parametrize("part, content", [
    ("OFD.xml", "<a/>"), ("OFD.xml", f"<ofd:OFD {SPACE}/>"), ("OFD.xml", f"<ofd:OFD {SPACE}><ofd:DocBody/></ofd:OFD>"),
    ("Doc_0/Document.xml", "<a>"), ("Doc_0/Pages/Page_0/Content.xml", ""), ("Doc_0/PublicRes.xml", "<a>&nbsp;</a>")])
def test_a_broken_part_is_named_as_damage(part: str, content: str) -> None:
    assert refusal(make_ofd(["正文。"], replaced={part: content})) == (SourceUnreadable, "source.damaged")


def test_encrypted_documents_are_named() -> None:
    assert refusal(make_ofd(["正文。"], replaced={"Encryptions.xml": "<a/>"})) == (SourceUnreadable, "source.encrypted")


def test_too_many_pages_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policysearch.sources.ofd.MAX_PAGES", 2)
    assert refusal(make_ofd(PLAN)) == (SourceTooLarge, "source.too_many_pages")


def test_wild_numbers_make_no_other_error() -> None:
    for wild in ("nan", "inf", "1e300", "-1e300", "x", ""):
        data = text_object("文字", 30, 50, more=f'HScale="{wild}"', deltas=wild).replace('Size="5"', f'Size="{wild}"')
        assert "文" in one(data.replace("Boundary=\"30 ", f"Boundary=\"{wild or 0} "))
