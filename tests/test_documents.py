"""Documents whole: every character accounted for, parts, sub-points, one-line and hard-wrapped texts."""
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.chunker.documents import cut_document
from policysearch.models import Document, Region, Source
from policysearch.sources.formats import read_source
from policysearch.sources.text import read_text
from tests.conftest import DATA, SEEDS, SHARED

FILES = sorted([*SEEDS.iterdir(), *(DATA / "policies").iterdir()])
OTHERS = sorted(path for path in (SHARED / "policies").glob("*") if path.name not in (
    "README.md", "MANIFEST.jsonl", *(file.name for file in FILES))) or [SHARED / "policies"]


def cut_text(text: str, regions: tuple[Region, ...] = (), pages: tuple[int, ...] = ()) -> Document:
    return cut_document(Source("a.txt", "a.txt", text, regions=regions, pages=pages))


def accounted(document: Document) -> Counter[int]:
    """How often each place of the source is accounted for."""
    places: Counter[int] = Counter()
    for item in (*document.items, *document.parts):
        assert item.start is not None and item.end is not None
        places.update(range(item.start, item.start + len(item.number or "")))
        pairs = [*item.offsets, (len(item.text), 0)]
        for (here, there), (following, _) in zip(pairs, pairs[1:]):
            places.update(there + step for step in range(following - here) if item.text[here + step] != "\n")
    for span in (*document.headings, *((one.start, one.end) for one in document.left_out)):
        places.update(range(span[0], span[1]))
    return places


def check_coverage(source: Source) -> None:
    document = cut_document(source)
    places = accounted(document)
    for place, character in enumerate(source.text):
        if not character.isspace():
            assert places[place] == 1, f"{source.name}: {source.text[max(0, place - 10):place + 10]!r} {places[place]} times"
    starts = [item.start for item in document.items]
    assert starts == sorted(starts, key=lambda start: start or 0)
    names = [item.id for item in (*document.items, *document.parts)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_character_of_a_document_is_accounted_for_exactly_once(path: Path) -> None:
    check_coverage(read_source(path, path.name, str(path)))


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_every_character_of_the_documents_beside_the_project_is_accounted_for(path: Path) -> None:
    if not path.is_file():
        pytest.skip(f"there is no {path}; $POLICYSEARCH_SHARED names the folder that has policies")
    if path.suffix == ".doc" and not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("LibreOffice is not installed, which reads .doc")
    check_coverage(read_source(path, path.name, str(path)))


@given(st.lists(st.sampled_from(["一、甲", "二、乙。", "1.子。", "2.丑，", "（一）寅", "第一条 卯。", "第二条", "一是辰。", "正文", "，接着。", "上海市人民政府",
    "2022年6月10日",
                                 "附件：1.表", "来源：网络", "【Div】", "**二是**", "# 标题", "---", "關(guān)于", "3做好", "1.1 巳",
                                     "- 3 -", "(1)午；"]),
                max_size=25).map("\n".join))
def test_every_character_of_any_text_is_accounted_for_exactly_once(text: str) -> None:
    check_coverage(Source("a.txt", "a.txt", text))


def test_what_stands_outside_the_items_becomes_parts() -> None:
    document = cut_text("关于春耕的通知\n各单位：\n一、甲。\n二、乙。\n上海市人民政府\n2022年6月10日\n附件：1.表\n来源：网络整理")
    assert [(part.id, part.text) for part in document.parts] == [
        ("a.txt:front", "关于春耕的通知\n各单位："), ("a.txt:tail", "上海市人民政府\n2022年6月10日"), ("a.txt:attachment", "附件：1.表")]
    assert [one.reason for one in document.left_out] == ["page_line"]
    assert [item.text for item in document.items] == ["甲。", "乙。"]


def test_regions_are_parts_or_left_out_and_open_no_items() -> None:
    text = "首页 > 政策\n一、甲。\n1\t二、乙\n2\t三、丙\n接着说。\n- 1 页眉\n二、丁。"
    regions = tuple(Region(kind, text.index(first), text.index(first) + len(first)) for kind, first in (
        ("navigation", "首页 > 政策"), ("table", "1\t二、乙\n2\t三、丙"), ("page", "- 1 页眉")))
    document = cut_text(text, regions)
    assert [item.text for item in document.items] == ["甲。\n接着说。", "丁。"]
    assert [(part.id, part.part, part.text) for part in document.parts] == [("a.txt:table1", "table", "1\t二、乙\n2\t三、丙")]
    assert {one.reason for one in document.left_out} == {"navigation", "page"}


def test_a_paragraph_goes_on_behind_the_footer_and_header_of_a_page() -> None:
    text = "一、甲。坚持原\n第1页眉\n则，强化。\n二、乙。"
    footer = text.index("第1页眉")
    document = cut_text(text, (Region("page", footer, footer + 4),), pages=(0, footer))
    assert [(item.text, item.page) for item in document.items] == [("甲。坚持原则，强化。", 1), ("乙。", 2)]


def test_sub_points_are_spans_of_the_text() -> None:
    item = cut_text("一、抓好防控。一是高度关注；二是加强监测。五是不算。\n二、乙。（1）子；（2）丑。").items
    assert [item[0].text[start:end] for start, end, _ in item[0].points or ()] == ["一是高度关注；", "二是加强监测。五是不算。"]
    assert [marker for _, _, marker in item[1].points or ()] == ["（1）", "（2）"]


def test_a_document_on_one_line_is_parted_where_its_paragraphs_began() -> None:
    body = "各部门要提高认识，加强领导，落实责任，确保各项措施落到实处。" * 12
    spaced = f"关于防控的通知 各单位： 现通知如下。 一、总体要求 （一）提高认识。{body} （二）加强领导。{body} 二、保障措施 （三）落实责任。{body}"
    glued = spaced.replace(" ", "")
    for text in (spaced, glued):
        document = cut_text(text)
        assert [(item.number, item.sections) for item in document.items] == [
            ("（一）", ("一、总体要求",)), ("（二）", ("一、总体要求",)), ("（三）", ("二、保障措施",))]
        check_coverage(Source("a.txt", "a.txt", text))


def test_lines_wrapped_at_a_fixed_width_are_joined() -> None:
    words = "为了规范航空器飞行以及有关活动促进产业健康有序发展维护航空安全公共安全国家安全制定本条例本条例适用于境内的飞行活动"
    wrapped = "\n".join(f"第{number}条\n{words[:26]}\n{words[26:56]}\n{words[:30]}\n{words[:12]}。" for number in "一二三四五")
    items = cut_text(wrapped).items
    assert [item.text for item in items] == [words[:56] + words[:30] + words[:12] + "。"] * 5


@pytest.mark.parametrize("text", ["关于做好秋收的通知 一、提高认识。 二、落实责任。", "秋收工作总结一、提高认识（一）高度重视。二、落实责任。"])
def test_a_short_document_on_one_line_is_parted_like_a_long_one(text: str) -> None:
    document = cut_text(text)
    assert [item.number for item in document.items if item.part == "item"][-1] == "二、"
    assert document.items[0].title == text.split("一、")[0].strip()


def test_the_day_on_the_web_behind_a_title_is_no_part_of_it() -> None:
    text = "关于电动自行车的通告发布时间：2024-03-05 来源：支队 为加强管理，现通告如下：一、禁止停放。二、禁止携带。特此通告。临江市消防救援支队2024年3月1日"
    document = cut_text(text)
    assert (document.items[0].title, document.items[0].date) == ("关于电动自行车的通告", "2024-03-01")
    assert document.items[-1].text == "禁止携带。"
    assert document.parts[-1].text == "特此通告。\n临江市消防救援支队2024年3月1日"


def test_a_source_of_money_within_a_line_is_no_line_of_a_web_page() -> None:
    assert cut_text("一、经费 资金来源：财政拨款。二、附则 自印发之日起施行。").items[0].text.endswith("资金来源：财政拨款。")


@pytest.mark.parametrize("closing", ["特此通知。", "特此通知。临江市水利局 2023年5月1日", "临江市水利局2023年5月1日"])
def test_a_closing_on_the_line_of_the_last_sentence_is_no_part_of_the_last_item(closing: str) -> None:
    assert cut_text(f"一、成立专班。\n二、落实责任。{closing}").items[-1].text == "落实责任。"


def test_a_list_whose_first_number_follows_an_answer_keeps_its_first_member() -> None:
    items = cut_text("问题1：如何办理？\n答：1.到窗口办理；\n2.通过手机办理。\n问题2：如何查询？\n答：可拨打电话。").items
    assert [(item.number, item.text) for item in items] == [("问题1：", "如何办理？\n答："), ("1.", "到窗口办理；"), ("2.", "通过手机办理。"),
                                                           ("问题2：", "如何查询？\n答：可拨打电话。")]


def test_front_matter_and_tables_of_markdown_are_no_text_of_items() -> None:
    text = ("---\ntitle: 高新区创新券管理办法\ndate: 2021-06-18\nurl: 'https://a.gov.cn/1.html'\n---\n> 为规范管理，制定本办法。\n"
            "一、流程见下表。\n\n| 步骤 | 时限 |\n|:---|---:|\n| 1 | 1.申报 |\n\n二、自印发之日起施行。")
    source = read_text(text.encode(), "a.md", "a.md")
    check_coverage(source)
    document = cut_document(source)
    assert [item.text for item in document.items] == ["流程见下表。", "自印发之日起施行。"]
    assert (document.items[0].title, document.items[0].date) == ("高新区创新券管理办法", None)
    assert document.items[0].url == "https://a.gov.cn/1.html"
    assert [(part.part, part.text) for part in document.parts] == [
        ("front", "为规范管理，制定本办法。"), ("table", "| 步骤 | 时限 |\n| 1 | 1.申报 |")]


def test_a_rule_across_a_page_begins_no_front_matter() -> None:
    source = read_text("---\n一、甲：乙。\n二、丙：丁。\n".encode(), "a.md", "a.md")
    assert [item.number for item in cut_document(source).items] == ["一、", "二、"]


def test_a_wrapped_line_with_many_digits_is_as_full_as_one_without() -> None:
    full = "各单位要在接到本通知之后，认真组织学习贯彻，结合实际制定"
    dated = "于 2021 年 9 月 30 日 17:00 前通过 http://a.gov.cn 报市生态环境"
    lines = [f"{'一二三四五六七八九'[number]}、{dated if number % 2 else full}\n局固体废物科。" for number in range(9)]
    assert [item.text for item in cut_text("\n".join(lines)).items] == [
        f"{dated if number % 2 else full}局固体废物科。" for number in range(9)]
