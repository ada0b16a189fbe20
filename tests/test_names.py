"""The documents that a text names: names of titles, their table, and the recogniser."""
from collections.abc import Iterator
from pathlib import Path

import pytest

from policysearch.analysis import dictionary
from policysearch.analysis.tokenizer import Tokenizer
from policysearch.matching.name_table import NameTable, NameTableWriter
from policysearch.matching.names import Reading, read_names
from policysearch.matching.title_names import base_of, names_of
from policysearch.models import Item

# title, year, place, 文号
DOCUMENTS: tuple[tuple[str, int | None, str | None, str | None], ...] = (
    ("中华人民共和国劳动法", None, None, None),
    ("中华人民共和国劳动合同法", None, None, None),
    ("中华人民共和国公司法", None, None, None),
    ("中华人民共和国保险法", None, None, None),
    ("中华人民共和国教育法", None, None, None),
    ("中华人民共和国刑法", None, None, None),
    ("中华人民共和国民法典", None, None, None),
    ("中华人民共和国民事诉讼法", None, None, None),
    ("中华人民共和国环境保护法", None, None, None),
    ("中华人民共和国环境保护税法", None, None, None),
    ("中华人民共和国行政处罚法", None, None, None),
    ("中华人民共和国行政许可法", None, None, None),
    ("中华人民共和国消费者权益保护法", None, None, None),
    ("中华人民共和国社会团体法", None, None, None),
    ("最高人民法院关于适用《中华人民共和国民事诉讼法》的解释", None, None, None),
    ("中华人民共和国农村土地承包法", None, None, None),
    ("工伤保险条例", None, None, None),
    ("医疗保障基金使用监督管理条例", None, None, None),
    ("最高人民法院关于审理民间借贷案件适用法律若干问题的规定", None, None, None),
    ("最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）", None, None, None),
    ("办法", None, None, None),
    ("合同", None, None, None),
    ("2022年宝山区卫生健康工作要点", 2022, "宝山区", "宝卫〔2022〕4号"),
    ("2024年上海卫生健康工作要点", 2024, "上海", None),
    ("2024年卫生健康工作要点", 2024, None, None),
    ("2022年政府工作报告（全文）", 2022, None, None),
    ("国务院办公厅关于推进政务新媒体健康有序发展的意见", 2018, None, "国办发〔2018〕123号"),
    ("广州市老年人优待办法", 2021, "广州市", "广州市人民政府令第179号"),
    ("中华人民共和国个人所得税法实施条例", 2018, None, "中华人民共和国国务院令第707号"))


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameTable]:
    writer = NameTableWriter()
    for title, year, place, doc_number in DOCUMENTS:
        for number in (1, 2):
            writer.add(Item(f"{title}:{number}", title, "", title=title, year=year, place=place, doc_number=doc_number))
    path = tmp_path_factory.mktemp("names") / "names.bin"
    writer.write(path)
    opened = NameTable(path, "index")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def reading(table: NameTable, one_dictionary: None) -> Iterator[object]:
    tokenizer = Tokenizer(dictionary.compile_dictionary())
    yield lambda text: read_names(text, table, tokenizer.knows)


def named(reading: Reading) -> list[str]:
    return [title for mention in reading.mentions for title in dict.fromkeys(each.title for each in mention.documents)]


LAW = "中华人民共和国"


@pytest.mark.parametrize("text, titles, articles, rest", [
    # the whole title, with and without what is left out
    ("《中华人民共和国劳动合同法》第二十三条", [LAW + "劳动合同法"], ["23"], ""),
    ("劳动合同法规定的试用期多长", [LAW + "劳动合同法"], [], "试用期多长"),
    ("根据《劳动法》的规定，加班费怎么算", [LAW + "劳动法"], [], "，加班费怎么算"),
    ("试用期多长（劳动合同法）", [LAW + "劳动合同法"], [], "试用期多长"),
    ("在刑法里盗窃怎么判", [LAW + "刑法"], [], "盗窃怎么判"),
    ("违反劳动法会怎样", [LAW + "劳动法"], [], "违反   会怎样"),
    ("民间借贷司法解释 利率", ["最高人民法院关于审理民间借贷案件适用法律若干问题的规定"], [], "利率"),
    ("婚姻家庭编解释（一）第三条", ["最高人民法院关于适用中华人民共和国民法典婚姻家庭编的解释一"], ["3"], ""),
    # articles in both scripts, and which name they belong to
    ("刑法第120条之一", [LAW + "刑法"], ["120-1"], ""),
    ("劳动法38条", [LAW + "劳动法"], ["38"], ""),
    ("《劳动法》38条", [LAW + "劳动法"], ["38"], ""),
    ("劳动法有38条吗", [LAW + "劳动法"], [], "有38条吗"),
    ("劳动法第三十八条第二款", [LAW + "劳动法"], ["38"], ""),
    ("第三十八条规定了什么", [], [], "第三十八条规定了什么"),
    # abbreviations, where only one name fits
    ("民诉法 管辖", [LAW + "民事诉讼法"], [], "管辖"),
    ("消保法里的退一赔三", [LAW + "消费者权益保护法"], [], "退一赔三"),
    ("环保法 排污", [LAW + "环境保护法"], [], "排污"),
    ("环保税法 排污", [LAW + "环境保护税法"], [], "排污"),
    ("医保条例 骗保", ["医疗保障基金使用监督管理条例"], [], "骗保"),
    ("民诉法解释 送达", ["最高人民法院关于适用中华人民共和国民事诉讼法的解释"], [], "送达"),
    ("土地承包法第二十七条", [LAW + "农村土地承包法"], ["27"], ""),
    ("工伤条例", ["工伤保险条例"], [], ""),
    ("行政法 处罚", [], [], "行政法 处罚"),
    ("社会法的概念", [], [], "社会法的概念"),
    # by year, place, kind and subject
    ("宝山区2022年工作要点 家庭医生", ["2022年宝山区卫生健康工作要点"], [], "家庭医生"),
    ("2022年宝山的工作要点 家庭医生", ["2022年宝山区卫生健康工作要点"], [], "家庭医生"),
    ("上海2024年卫生健康工作要点 中医药", ["2024年上海卫生健康工作要点"], [], "中医药"),
    ("2024年卫生健康工作要点 中医药", ["2024年卫生健康工作要点"], [], "中医药"),
    ("卫生健康工作要点", ["2022年宝山区卫生健康工作要点", "2024年上海卫生健康工作要点", "2024年卫生健康工作要点"], [], ""),
    ("2022年政府工作报告里的就业", ["2022年政府工作报告全文"], [], "就业"),
    ("政务新媒体意见 监督", ["国务院办公厅关于推进政务新媒体健康有序发展的意见"], [], "监督"),
    ("老年人优待办法第七条", ["广州市老年人优待办法"], ["7"], ""),
    ("2023年工作要点", [], [], "2023年工作要点"),
    # 文号
    ("国办发[2018]123号 监督", ["国务院办公厅关于推进政务新媒体健康有序发展的意见"], [], "监督"),
    ("根据宝卫2022年4号", ["2022年宝山区卫生健康工作要点"], [], ""),
    ("国务院令第707号第二条", [LAW + "个人所得税法实施条例"], ["2"], ""),
    ("沪宝卫〔2022〕4号", [], [], "沪宝卫〔2022〕4号"),
    ("国办发〔2018〕12号", [], [], "国办发〔2018〕12号"),
    # parts of something longer
    ("公司法人代表是谁", [], [], "公司法人代表是谁"),
    ("公司法定代表人变更", [], [], "公司法定代表人变更"),
    ("劳动法律援助", [], [], "劳动法律援助"),
    ("刑法学", [], [], "刑法学"),
    ("社会保险法第十条", [], [], "社会保险法第十条"),
    ("义务教育法 入学年龄", [], [], "义务教育法 入学年龄"),
    ("德国民法典怎么规定", [], [], "德国民法典怎么规定"),
    ("公司法司法解释三", [], [], "公司法司法解释三"),
    ("劳动合同法实施条例第六条", [], [], "劳动合同法实施条例第六条"),
    ("个人所得税法 住所", [], [], "个人所得税法 住所"),
    # words of running text
    ("签了合同有什么办法", [], [], "签了合同有什么办法"),
    ("违法的做法和合法的方法", [], [], "违法的做法和合法的方法"),
    ("管理办法", [], [], "管理办法"),
    ("民间借贷的规定有哪些", [], [], "民间借贷的规定有哪些")])
def test_a_name_is_recognised_where_it_stands_for_a_document(reading, text: str, titles: list[str],  # type: ignore
                                                            articles: list[str], rest: str) -> None:
    found: Reading = reading(text)
    assert (named(found), [each for one in found.mentions for each in sorted(one.articles)]) == (titles, articles)
    assert found.rest.strip() == rest
    assert len(found.rest) == len(text)


def test_an_article_belongs_to_the_law_before_it(reading) -> None:  # type: ignore
    found: Reading = reading("刑法第二条和劳动法第三条、第四条")
    assert [(one.documents[0].title, sorted(one.articles)) for one in found.mentions] == [
        (LAW + "刑法", ["2"]), (LAW + "劳动法", ["3", "4"])]


def test_spans_are_in_the_text_as_typed(reading) -> None:  # type: ignore
    text = "请看《中华人民共和国　劳动法》第三条"
    mention, = reading(text).mentions
    assert [text[span.start:span.end] for span in mention.spans] == ["中华人民共和国　劳动法"]


def test_records_of_single_articles_are_one_document(tmp_path: Path) -> None:
    writer = NameTableWriter()
    for number in ("一", "二", "三"):
        writer.add(Item(f"a{number}", "s", "", title=f"中华人民共和国宪法第{number}条"))
    writer.add(Item("b", "s", "", title="信访条例第一条"))
    writer.write(tmp_path / "names.bin")
    table = NameTable(tmp_path / "names.bin", "index")
    assert [(each.title, each.first, each.stop) for each in table.named("宪法")] == [("中华人民共和国宪法", 0, 3)]
    table.close()


def test_the_longest_name_is_found_among_its_beginnings(table: NameTable) -> None:
    assert table.longest_name("劳动合同法规定") == "劳动合同法"
    assert table.longest_name("劳动合") == ""
    assert table.longest_name("") == ""


@pytest.mark.parametrize("title, names", [
    ("中华人民共和国老年人权益保障法（2018年修正）", ["老年人权益保障法"]),
    ("国务院关于印发《“十四五”数字经济发展规划》的通知", ["十四五数字经济发展规划"]),
    ("关于清理整顿社会团体的意见", ["清理整顿社会团体的意见"]),
    ("最高人民法院关于适用《中华人民共和国民事诉讼法》的解释", ["民事诉讼法解释", "民事诉讼法司法解释"]),
    ("最高人民法院关于适用《中华人民共和国民法典》有关担保制度的解释", ["担保制度解释", "民法典担保制度司法解释"])])
def test_a_title_has_the_names_that_people_use(title: str, names: list[str]) -> None:
    assert set(names) <= set(names_of(title))


def test_only_a_number_behind_a_title_is_its_article() -> None:
    assert base_of("信访条例第二十条") == ("信访条例", "20")
    assert base_of("关于贯彻第三条的意见") == ("关于贯彻第三条的意见", None)


def test_in_a_long_text_only_whole_names_are_looked_for(reading) -> None:  # type: ignore
    assert named(reading("，" * 400 + "民诉法")) == []
    assert named(reading("，" * 400 + "民事诉讼法")) == [LAW + "民事诉讼法"]
