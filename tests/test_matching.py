"""Quoted search is Python's `in`: every substring of every item of the seeds, and hand-picked cases."""
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import policysearch
from policysearch.matching.needles import contains, needle_of
from policysearch.matching.zones import zones_of
from policysearch.models import Item
from policysearch.text.bulk_folding import BulkFolder
from policysearch.text.folding import Folded, comparable, comparable_term, fold, plain
from policysearch.text.units import cuts_run, units
from tests.conftest import MakeIndex, ids

LONGEST = 12


def substrings(text: str, longest: int) -> Iterator[str]:
    """Every part of `text` of 1 to `longest` units that begins and ends with a unit and cuts no run."""
    places = list(units(plain(text)))
    for first, start in enumerate(places):
        for end in places[first:first + longest]:
            yield text[start.start:end.end]


def expected(sought: Folded, within: Folded) -> bool:
    """The oracle for one text: `in` on either folded form, at a place where no run is cut."""
    for form, whole in ((sought.text, within.text), (sought.plain, within.plain)):
        if form in whole and any(whole.startswith(form, place) and not cuts_run(whole, place)
                                 and not cuts_run(whole, place + len(form)) for place in range(len(whole))):
            return True
    return False


def texts_of(item: Item) -> list[str]:
    return [item.text, item.title or "", *item.sections, item.doc_number or ""]


def test_every_substring_of_every_seed_item_matches_it_and_nothing_else(seeds: policysearch.Index) -> None:
    given = list(seeds.items())
    items = [(item, zones, comparable(item.text)) for item, zones in zip(given, zones_of(given, BulkFolder()))]
    owners: dict[str, list[int]] = {}
    for place, (item, _, _) in enumerate(items):
        for sought in set(substrings(item.text, LONGEST)):
            owners.setdefault(sought, []).append(place)
    assert len(owners) > 150_000
    missed = false = 0
    for sought, places in owners.items():
        needle, term = needle_of(sought), comparable(sought)
        matched = {place for place, (_, zones, _) in enumerate(items)
                   if contains(needle, zones.folded.text, zones.plain.text)}
        missed += not matched.issuperset(places)
        false += any(not expected(term, items[place][2]) for place in matched)
    assert (missed, false) == (0, 0)


def test_quoted_search_finds_exactly_the_items_that_contain_the_words(seeds: policysearch.Index) -> None:
    items = list(seeds.items())
    folded = {item.id: [comparable(text) for text in texts_of(item)] for item in items}
    rng = random.Random(20220610)
    missed: list[str] = []
    false: list[str] = []
    for _ in range(2000):
        item = rng.choice(items)
        text = rng.choice([text for text in texts_of(item) if text])
        places = list(units(plain(text)))
        first = rng.randrange(len(places))
        last = min(len(places), first + rng.randint(1, LONGEST)) - 1
        sought = text[places[first].start:places[last].end]
        escaped = sought.replace("\\", "\\\\").replace('"', '\\"')
        found = set(ids(seeds.search(f'"{escaped}"', limit=1000)))
        term = comparable(sought)
        should = {other for other, texts in folded.items() if any(expected(term, within) for within in texts)}
        assert item.id in should
        missed += should - found
        false += found - should
    assert (missed, false) == ([], [])


ALPHABET = "卫衛生健康覆答复“”（） ，。a5.G+Ａ３\n𠮷"


@given(st.text(st.sampled_from(ALPHABET), max_size=25), st.text(st.sampled_from(ALPHABET), min_size=1, max_size=6))
def test_contains_is_in_on_either_form(text: str, sought: str) -> None:
    needle = needle_of(sought)
    if needle.folded:
        folded = comparable(text)
        assert contains(needle, folded.text, folded.plain) is expected(comparable_term(sought), folded)


# item, queries that find it, queries that do not
CASES: list[tuple[str, list[str], list[str]]] = [
    ("推动碳达峰碳中和", ["碳中和", "碳达峰", "达峰碳", '"峰碳中"'], ["碳排放"]),
    ("推进基层医疗卫生机构改革", ["卫生机构", "医疗卫生", "机构改革", "生机"], ["卫生改革"]),
    ("完善基本医疗保险制度", ["保险制度", "医疗保险"], []),
    ("在建工程", ["工程"], []), ("待处理", ["处理"], []), ("安装简单，没有问题", ["简单", "没有"], ["简单没有", '"简单没有"']),
    ("测试工具箱", ["工具", "工具箱"], []), ("中国农业发展银行", ["农业", "银行", "中国农业", '"农业发展"'], ["农业银行"]),
    ("国水3的", ["国", "水", "3", "的", "国水"], ["2"]),
    ("发展5G、A类、C#、COVID-19、PM2.5、3.5%和gen-itgc项目", [
        "5G", "5g", "Ａ类", "C#", "COVID-19", "covid", "PM2.5", "3.5%", "3.5", "gen-itgc", "itgc项目"], [
        "B类", "5", "PM2", "PM", "C", "3", "COVID-1", "gen-itg", "2.5"]),
    ("13月底", ["13月底", "月底"], ["3月底", "3月"]), ("PM10", ["pm10"], ["PM1", "PM"]),
    ("2022.06.10印发", ["2022", "06", "2022.06.10", "10印发", "2022.06", "06.10印发"], ["2022.0", "022"]),
    ("3.5.2版", ["3.5", "5.2版", "3", "2版", "5", ".5.2版", "3.5."], ["3.52", "35", ".3.5"]), ("한“국", ["한"], ['"한국"']),
    ("①2023年投入100㎡", ["2023", "2023年", "100", "100㎡"], ["12023", "100m"]),
    ("按第二十三条执行", ["第23条", "第二十三条", '"第二十三条"'], ['"第23条"', "第3条", "第十三条"]),
    ("二〇二三年完成", ["2023年", "二〇二三年", "二零二三年"], ['"2023年"', "2022年"]), ("２０２３年", ["2023年", '"2023年"'], []),
    ("深化“放管服”改革", ["放管服改革", '"放管服改革"', "“放管服”改革"], []), ("推进“一网通办”服务", ['"一网通办服务"'], []),
    ("监督，检查", ["监督，检查", '"监督,检查"', "监督 检查"], ["监督检查", '"监督检查"']),
    ("甲乙\n丙丁", ["甲乙", "丙丁", "甲乙 丙丁"], ["乙丙", '"甲乙丙丁"']),
    ("臺灣地區的網絡安全", ["台湾地区", "网络安全", "臺灣地區", "網絡安全"], []), ("国务院", ["國務院", "国务院"], []),
    ("答覆與瞭解", ["覆", "答复", "答覆", "瞭", "了解", "瞭解"], []), ("乾隆", ["乾隆"], ["干隆"]), ("ＷＴＯ", ["WTO", "wto"], []),
    ("公立医院更高质量发展", ["公立医院", "高质量发展"], ["公立医院高质量发展"]), ("**医院", ["医院", '"**医院"'], []),
    ("𠮷野家😀", ["𠮷", "𠮷野", '"家😀"'], []), ("人人人", ["人人", "人人人"], ["人人人人"]), ("αβ检测", ["αβ", "β检测"], ["γ"])]


@pytest.mark.parametrize("text, found, not_found", CASES, ids=[case[0] for case in CASES])
def test_what_finds_an_item_and_what_does_not(make_index: MakeIndex, text: str, found: list[str],
    not_found: list[str]) -> None:
    index = make_index(text, "其他内容")
    for query in found:
        assert ids(index.search(query)) == ["i0"], query
    for query in not_found:
        assert ids(index.search(query)) == [], query


def test_an_item_contains_its_headings_title_doc_number_and_article(make_index: MakeIndex) -> None:
    index = make_index(
        {"text": "做好签约", "title": "2022年宝山区工作要点", "sections": ["一、强基增能", "（二）多元谋划"], "doc_number": "宝卫〔2022〕4号",
            "number": "第二十三条"},
        {"text": "别的", "title": "其他", "number": "6."})
    for query in ("宝山 签约", "强基 多元谋划", "宝卫", "第二十三条", "第23条", "2022年宝山", '"做好签约"', "工作要点 谋划 签约"):
        assert ids(index.search(query)) == ["i0"], query
    for query in ("要点一", "谋划做好", '"增能二"', "text:宝山", "第三条", "第二十条", '"第23条"', "签约2022年"):
        assert ids(index.search(query)) == [], query


DOC_NUMBERS = ["国办发〔2023〕1号", "国办发[2023]1号", "国办发(2023)1号", "国办发（2023）1号", "国办发2023年1号"]


@pytest.mark.parametrize("query", DOC_NUMBERS)
def test_a_doc_number_finds_that_number_only_in_any_spelling(make_index: MakeIndex, query: str) -> None:
    numbers = ["国办发〔2023〕1号", "国办发〔2023〕11号", "国办发〔2023〕10号", "国办发〔2023〕21号", "国办发（2023）1号", "闽国办发〔2023〕1号"]
    index = make_index(*({"text": f"内容{place}", "doc_number": number} for place, number in enumerate(numbers)),
                       "按照国办发[2023]1号办理", "按照国办发〔2023〕11号办理")
    assert ids(index.search(query)) == ["i0", "i4", "i6"]
    assert ids(index.search(f"doc_number:{query}")) == ["i0", "i4"]
    assert ids(index.search(f"内容 -{query}")) == ["i1", "i2", "i3", "i5"]


def test_fields(make_index: MakeIndex) -> None:
    records = [
        {"text": "甲事项", "title": "宝山区要点", "issuer": "宝山区卫生健康委员会", "place": "宝山区", "kind": "工作要点",
            "year": 2022, "number": "六、",
         "sections": ["一、総体", "二、医疗"]},
        {"text": "乙医疗", "title": "嘉定區要點", "issuer": "嘉定區衛生健康委員會", "place": "嘉定區", "kind": "通知",
            "year": 2023, "number": "（六）"},
        {"text": "丙宝山", "title": None, "number": "第六条"}, {"text": "丁", "number": "16."}]
    index = make_index(*records)
    for query, expected_ids in {
            "title:宝山": ["i0"], "text:宝山": ["i2"], "宝山": ["i0", "i2"], "issuer:卫生健康": ["i0", "i1"], "发文机关:嘉定区": ["i1"],
                "place:嘉定": ["i1"],
            "kind:要点": ["i0"], "section:医疗": ["i0"], "医疗": ["i0", "i1"], "section:体二": [], "number:6": ["i0", "i1", "i2"],
            "number:第六条": ["i2"], "number:第6条": ["i2"], "number:16": ["i3"], "year:2022": ["i0"], "-year:2022": ["i1",
                "i2", "i3"],
            "-title:宝山": ["i1", "i2", "i3"], "year:..2022 OR place:嘉定": ["i0", "i1"],
                "NOT (year:2022 OR number:6)": ["i3"]}.items():
        assert sorted(ids(index.search(query))) == expected_ids, query


def test_folding_of_values_is_that_of_texts(make_index: MakeIndex) -> None:
    assert fold("衛生") == "卫生"
    index = make_index({"text": "a", "issuer": "“宝山”区政府"})
    assert ids(index.search("issuer:宝山区")) == ["i0"]
