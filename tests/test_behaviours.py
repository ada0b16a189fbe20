"""What a search must do, statement by statement: the number of the statement is in the name of its tests."""
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import policysearch
from policysearch.cli import main
from policysearch.query.parser import parse
from tests.conftest import ROOT, MakeIndex, ids

Printed = pytest.CaptureFixture[str]


def found(index: policysearch.Index, query: str, **options: Any) -> list[str]:
    return sorted(ids(index.search(query, limit=1000, **options)))


def hits_each(make_index: MakeIndex, text: str, queries: Sequence[str]) -> None:
    index = make_index(text, "毫不相干")
    for query in queries:
        assert found(index, query) == ["i0"], query


@pytest.mark.parametrize("text, queries", [("推动碳达峰碳中和", ["碳中和", '"碳中和"'])])
def test_01_a_term_is_found_however_words_are_cut(make_index: MakeIndex, text: str, queries: list[str]) -> None:
    hits_each(make_index, text, queries)


@pytest.mark.parametrize("text, query", [("推进基层医疗卫生机构改革", "卫生机构"), ("完善基本医疗保险制度", "保险制度")])
def test_02_a_word_inside_a_longer_one_is_found(make_index: MakeIndex, text: str, query: str) -> None:
    hits_each(make_index, text, [query, f'"{query}"'])


@pytest.mark.parametrize("text, query", [("在建工程", "工程"), ("待处理", "处理"), ("安装简单，没有问题", "简单"), ("测试工具箱", "工具")])
def test_03_a_word_that_a_dictionary_joins_is_found(make_index: MakeIndex, text: str, query: str) -> None:
    hits_each(make_index, text, [query])


def test_04_every_part_of_a_name_is_found(make_index: MakeIndex) -> None:
    hits_each(make_index, "中国农业发展银行", ["农业", "银行", "中国农业", '"农业发展"'])


def test_05_one_character_finds_every_item_that_contains_it(make_index: MakeIndex) -> None:
    texts = ["中国的水", "3个国", "13个水", "的3", "无"]
    index = make_index(*texts)
    for character in "国水的":
        assert found(index, character) == [f"i{place}" for place, text in enumerate(texts) if character in text]
    assert found(index, "3") == ["i1", "i3"]


def test_05_a_query_never_becomes_empty(make_index: MakeIndex) -> None:
    index = make_index("的了和是", "别")
    assert found(index, "的 了") == found(index, "和") == ["i0"]
    for query in ("，", "“”", "---", "①", "（）", " "):
        with pytest.raises(policysearch.QueryError):
            index.search(query)


@pytest.mark.parametrize("term, near", [
    ("5G", "15G"), ("A类", "B类"), ("C#", "C"), ("COVID-19", "COVID-1"), ("PM2.5", "PM2"), ("3.5%", "3.6%"), ("gen-itgc",
        "gen-it")])
def test_06_names_with_letters_and_digits_glued_to_han(make_index: MakeIndex, term: str, near: str) -> None:
    index = make_index(f"推进{term}项目", f"推进{near}项目")
    assert found(index, term) == found(index, f'"{term}"') == found(index, term.lower()) == ["i0"]


SPELLINGS = ["国办发〔2023〕1号", "国办发[2023]1号", "国办发(2023)1号", "国办发（2023）1号", "国办发2023年1号"]


@pytest.mark.parametrize("query", SPELLINGS)
@pytest.mark.parametrize("own", [True, False], ids=["own", "cited"])
def test_07_a_doc_number_is_that_number_only(make_index: MakeIndex, query: str, own: bool) -> None:
    serials = ["1", "11", "10", "21"]
    index = make_index(*({"text": f"文{place}", "doc_number": f"国办发〔2023〕{serial}号"} if own else f"依照国办发〔2023〕{serial}号"
                         for place, serial in enumerate(serials)))
    assert found(index, query) == ["i0"]
    assert found(index, f"-{query}") == ["i1", "i2", "i3"]


def test_08_no_number_inside_a_number(make_index: MakeIndex) -> None:
    index = make_index("3月底", "13月底", {"text": "甲", "number": "第三条"}, {"text": "乙", "number": "第十三条"},
                       {"text": "丙", "number": "第三十条"})
    assert found(index, "3月底") == found(index, '"3月底"') == ["i0"]
    for query in ("第三条", "第3条", "number:第三条", "number:3"):
        assert found(index, query) == ["i2"], query


def test_09_other_spellings_of_a_number_are_found_bare_not_quoted(make_index: MakeIndex) -> None:
    index = make_index("第二十三条", "2023年", "①2023年投入", "100㎡")
    assert found(index, "第23条") == ["i0"] and found(index, '"第23条"') == []
    assert found(index, "二〇二三年") == ["i1", "i2"] and found(index, '"二〇二三年"') == []
    assert found(index, "２０２３年") == found(index, "2023年") == found(index, "2023") == ["i1", "i2"]
    assert found(index, "100") == found(index, "100㎡") == ["i3"]


def test_11_a_phrase_crosses_no_border(make_index: MakeIndex) -> None:
    index = make_index({"text": "甲乙\n丙丁\t戊己", "title": "题目", "sections": ["一、总则"]}, "庚辛")
    for phrase in ("乙丙", "己庚", "题目甲", "则甲", "目一"):
        assert found(index, f'"{phrase}"') == [], phrase
    for phrase in ("甲乙", "丙丁", "戊己"):
        assert found(index, f'"{phrase}"') == ["i0"], phrase


def test_11_a_phrase_crosses_no_table_cell(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in (("序号", "任务"), ("牵头", "单位"), ("完成", "时限")))
    (tmp_path / "a.html").write_text(f"<html><body><p>一、事项</p><table>{rows}</table></body></html>", encoding="utf-8")
    policysearch.build([tmp_path / "a.html"], tmp_path / "index")
    with policysearch.open(tmp_path / "index") as index:
        assert found(index, '"牵头"', parts=True) and not found(index, '"牵头单位"', parts=True)


def test_12_quotation_marks_and_brackets_are_passed_over_and_other_marks_are_not(make_index: MakeIndex) -> None:
    index = make_index("深化“放管服”改革", "推进“一网通办”服务", "监督，检查", "《意见》（试行） 稿")
    assert found(index, '"放管服改革"') == ["i0"] and found(index, '"一网通办服务"') == ["i1"]
    assert found(index, '"监督检查"') == [] and found(index, '"监督，检查"') == ["i2"]
    assert found(index, '"意见试行稿"') == ["i3"]


def test_13_operators_and_their_precedence(make_index: MakeIndex) -> None:
    index = make_index("甲乙", "甲", "乙", "丙", {"text": "丁", "title": "甲"})
    for query, expected in {"甲 乙": "0", "甲 OR 乙": "0124", "甲 AND NOT 乙": "14", "甲 -乙": "14", "甲 OR 乙 丙": "014",
                            "(甲 OR 乙) -丙": "0124", "NOT 甲 OR 乙": "023", "title:甲": "4", '"甲乙"': "0", "甲*": "014",
                            '"甲 乙"~5': "0"}.items():
        assert found(index, query) == [f"i{place}" for place in expected], query
    assert index.search("甲 OR 乙 丙 OR NOT 丁 甲").understood == "(甲 OR (乙 AND 丙) OR (NOT 丁 AND 甲))"


@pytest.mark.parametrize("text", ["R&D", "A|B", "或有负债"])
def test_13_marks_and_words_inside_a_term_are_text(make_index: MakeIndex, text: str) -> None:
    assert found(make_index(f"关于{text}的", "R D A B 有负债"), text) == ["i0"]


@pytest.mark.parametrize("exclusion", ["-公司", "－公司", "！公司", "!公司", "NOT 公司", "-\u200b公司", "\ufeff-公司"])
def test_14_an_exclusion_excludes(make_index: MakeIndex, exclusion: str) -> None:
    index = make_index("招商", "招商公司", {"text": "招商", "title": "公司"}, "公司")
    assert found(index, f"招商 {exclusion}") == ["i0"]
    assert found(index, exclusion) == ["i0"]


def test_14_an_exclusion_typed_at_a_shell(make_index: MakeIndex, tmp_path: Path, capsys: Printed) -> None:
    make_index("招商", "招商公司")
    assert main(["search", "招商", "-公司", "--jsonl", "--index", str(tmp_path / "index0")]) == 0
    assert [json.loads(line)["item"]["id"] for line in capsys.readouterr().out.splitlines()] == ["i0"]


def test_15_a_branch_with_not_stays_a_branch(make_index: MakeIndex) -> None:
    index = make_index("東京 secret", "東京", "bill secret", "東京 secret bill", {"text": "東京", "title": "secret"})
    assert found(index, "(東京 AND NOT secret) OR bill") == ["i1", "i2", "i3"]


@pytest.mark.parametrize("full, half", [
    ("（甲　OR　乙）　－丙", "(甲 OR 乙) -丙"), ("“甲乙”", '"甲乙"'), ("「甲乙」", '"甲乙"'), ("title：甲", "title:甲"), ("cov＊", "cov*"),
    ("c？vid", "c?vid"), ("“甲 乙”～3", '"甲 乙"~3'), ("甲　｜｜　乙", "甲 || 乙"), ("甲　＆＆　乙", "甲 && 乙"), ("甲 ！乙", "甲 !乙")])
def test_16_full_width_marks_act_as_their_twins(full: str, half: str) -> None:
    assert parse(full) == parse(half) or str(parse(full)).lower() == str(parse(half)).replace("*", "＊").replace("?", "？")


def test_17_chinese_operators_stand_alone(make_index: MakeIndex) -> None:
    index = make_index("甲乙", "甲", "乙", "或有负债", "非公有制", "与会")
    for query, expected in {"甲 且 乙": "0", "甲 并且 乙": "0", "甲 或 丙": "01", "甲 或者 丙": "01", "甲 非 乙": "1", "甲 不含 乙": "1",
                            "或有负债": "3", "非公有制": "4", "与会": "5"}.items():
        assert found(index, query) == [f"i{place}" for place in expected], query


def test_18_sentence_item_and_document(make_index: MakeIndex) -> None:
    index = make_index({"source": "a", "text": "家庭医生签约率"}, {"source": "a", "text": "家庭医生。签约率"},
                       {"source": "b", "text": "家庭医生"}, {"source": "b", "text": "签约率"}, {"source": "c", "text": "签约率"})
    assert found(index, "同句(家庭医生 签约率)") == ["i0"]
    assert found(index, "家庭医生 签约率") == ["i0", "i1"]
    assert found(index, "同篇(家庭医生 签约率)") == ["i0", "i1", "i2", "i3"]


@pytest.mark.parametrize("end", ["。", "！", "？", "；", "\n"])
def test_18_what_ends_a_sentence(make_index: MakeIndex, end: str) -> None:
    assert found(make_index(f"甲方{end}乙方", "甲方，乙方"), "同句(甲方 乙方)") == ["i1"]


def test_19_a_lone_negation_gives_the_rest_in_document_order(make_index: MakeIndex) -> None:
    index = make_index("丙", "改革", "甲", "乙乙乙")
    assert ids(index.search("-改革")) == ["i0", "i2", "i3"]


@pytest.mark.parametrize("sign", ["*", "+", "＊", "＋"])
def test_20_marks_of_another_service_get_both_readings(make_index: MakeIndex, sign: str) -> None:
    with pytest.raises(policysearch.QuerySyntaxError) as error:
        make_index("甲乙").search(f"甲 {sign} 乙")
    assert (error.value.start, error.value.end) == (2, 3)
    assert "AND" in str(error.value) or "OR" in str(error.value)


@pytest.mark.parametrize("query, place", [
    ("nosuch:甲", 0), ("year:abc", 5), ("year:2023..2021", 5), ('甲 "乙', 2), ("(甲", 0), ("甲)", 1), ("甲 OR", 2), ("甲 AND", 2),
        ("NOT", 0)])
def test_21_a_bad_query_says_where(make_index: MakeIndex, tmp_path: Path, capsys: Printed, query: str, place: int) -> None:
    index = make_index("甲")
    with pytest.raises(policysearch.QueryError) as error:
        index.search(query)
    assert error.value.start == place
    assert main(["search", "--index", str(tmp_path / "index0"), "--", query]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and "^" in printed.err.splitlines()[-1] and "Traceback" not in printed.err


@pytest.mark.parametrize("query", ["(" * 100_000, "甲" + " OR 甲" * 5000, "*", "?*?*?*", "甲" * 10_001, "甲\x00", "甲\ud800",
    "😀"])
def test_22_what_no_query_is_is_refused_by_name(make_index: MakeIndex, query: str) -> None:
    with pytest.raises(policysearch.QueryError):
        make_index("甲").search(query)


def test_22_a_long_query_is_answered(make_index: MakeIndex) -> None:
    assert found(make_index("甲" * 10_000, "乙"), "甲" * 10_000) == ["i0"]


def test_23_a_wildcard_expands_or_is_refused(make_index: MakeIndex) -> None:
    index = make_index(" ".join(f"a{number}" for number in range(1001)), "cov*", "covid")
    assert found(index, "cov*") == ["i1", "i2"] and found(index, "c?vid") == ["i2"]
    for query in ("a*", "甲*乙c*", "*"):
        with pytest.raises(policysearch.QueryError):
            index.search(query)


@pytest.mark.parametrize("before", ["臺灣", "㎡", "①", "…", "𠮷", "😀", "\n", "\t", "\u3000", "２０２３", "“”"])
def test_24_spans_are_places_of_the_text_as_shown(make_index: MakeIndex, before: str) -> None:
    text = f"甲{before}衛生健康{before}衛“生”"
    [hit] = make_index(text).search("卫生").hits
    assert hit.item.text == text
    assert [text[span.start:span.end] for span in hit.spans] == ["衛生", "衛“生"]


def test_25_the_longest_match_wins_and_none_overlap(make_index: MakeIndex) -> None:
    [hit] = make_index("推进中国化，中国").search("中国 OR 中国化 OR 国化").hits
    assert [hit.item.text[span.start:span.end] for span in hit.spans] == ["中国化", "中国"]


@pytest.mark.parametrize("text, query", [("臺灣地區", "台湾地区"), ("網絡安全", "网络安全"), ("國務院", "国务院")])
def test_27_traditional_and_simplified_find_each_other(make_index: MakeIndex, text: str, query: str) -> None:
    index = make_index(text, query, "别的")
    for term in (text, query, f'"{text}"', f'"{query}"'):
        assert found(index, term) == ["i0", "i1"], term
    assert index.item("i0").text == text


def test_28_context_of_traditional_characters(make_index: MakeIndex) -> None:
    index = make_index("答覆", "瞭解", "乾隆")
    assert found(index, "覆") == found(index, "答复") == ["i0"]
    assert found(index, "瞭") == ["i1"] and found(index, "乾隆") == ["i2"] and found(index, "干隆") == []


def test_29_width_and_case(make_index: MakeIndex) -> None:
    index = make_index("ＷＴＯ", "WTO", "wto", "１００", "100")
    for query in ("ＷＴＯ", "WTO", "wto", "ｗｔｏ"):
        assert found(index, query) == ["i0", "i1", "i2"]
    assert found(index, "１００") == found(index, "100") == ["i3", "i4"]


def test_30_all_spellings_of_years_are_one_filter(make_index: MakeIndex, tmp_path: Path, capsys: Printed) -> None:
    years = [2020, 2021, 2022, 2023, 2024, None]
    index = make_index(*({"text": f"医疗2022年{place}", "year": year} for place, year in enumerate(years)))
    scores = {hit.item.id: hit.score for hit in index.search("医疗")}
    spellings = {"2021..2023": (2021, 2023), "2021-2023": (2021, 2023), "[2021 TO 2023]": (2021, 2023), ">=2021": (2021,
        9999),
                 "2021年至2023年": (2021, 2023), "2022": (2022, 2022)}
    for spelling, (first, last) in spellings.items():
        expected = [f"i{place}" for place, year in enumerate(years) if year and first <= year <= last]
        results = index.search(f"医疗 year:{spelling}")
        assert sorted(ids(results)) == expected == found(index, "医疗", years=spelling), spelling
        assert all(hit.score == scores[hit.item.id] for hit in results)
    assert main(["search", "医疗", "--year", "2021-2023", "--jsonl", "--index", str(tmp_path / "index0")]) == 0
    assert sorted(json.loads(line)["item"]["id"] for line in capsys.readouterr().out.splitlines()) == ["i1", "i2", "i3"]


def test_31_filters_are_exact(make_index: MakeIndex) -> None:
    index = make_index(
        {"text": "甲", "issuer": "卫生局", "title": "通知一", "kind": "通知", "doc_number": "宝卫〔2022〕4号"},
        {"text": "卫生局通知 宝卫〔2022〕4号", "issuer": "教育局", "title": "办法", "kind": "办法", "doc_number": "宝卫〔2022〕14号"}, "乙")
    for query in ("issuer:卫生局", "发文机关：卫生局", "title:通知", "标题:通知", "kind:通知", "文种:通知", "doc_number:宝卫〔2022〕4号",
        "文号:宝卫(2022)4号"):
        assert found(index, query) == ["i0"], query


def test_32_the_order_is_the_same_twice_and_after_a_rebuild_and_ties_go_by_place(make_index: MakeIndex) -> None:
    texts = ["医疗服务", "医疗", "医疗服务", "服务医疗", "医疗"] * 3
    index, again = make_index(*texts), make_index(*texts)
    first = [(hit.item.id, hit.score) for hit in index.search("医疗 服务 OR 医疗", limit=50)]
    for other in (index, again):
        assert [(hit.item.id, hit.score) for hit in other.search("医疗 服务 OR 医疗", limit=50)] == first
    assert first == sorted(first, key=lambda pair: (-(pair[1] or 0), int(pair[0][1:])))


def test_34_reprints_are_grouped_and_none_is_lost(make_index: MakeIndex) -> None:
    index = make_index({"text": "推进医疗", "source": "a"}, {"text": "推進醫療", "source": "b"}, {"text": "医疗", "source": "c"})
    grouped = index.search("医疗", group=True)
    assert grouped.total == 3 and len(grouped) == 2
    assert sorted([hit.item.id for hit in grouped] + [other for hit in grouped for other in hit.others]) == ["i0", "i1",
        "i2"]
    assert len(index.search("医疗")) == 3


def test_42_a_search_needs_no_network_and_writes_nothing(make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch,
                                                         tmp_path: Path) -> None:
    index = make_index("医疗", "卫生")

    def refused(*_: object) -> None:
        raise AssertionError("the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    for query in ("医疗", "医疔", "-医疗", "同句(医疗 卫生)"):
        index.search(query)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_43_a_long_term_is_never_cut_in_silence(make_index: MakeIndex) -> None:
    index = make_index("公立医院更高质量发展", "公立医院高质量发展")
    whole = index.search("公立医院高质量发展")
    assert (ids(whole), whole.total, whole.loose_total) == (["i1"], 1, 2)
    assert ids(index.search("公立医院高质量发展", loose=True)) == ["i1", "i0"]


def test_44_the_nearest_stand_apart_from_the_hits(make_index: MakeIndex, tmp_path: Path, capsys: Printed) -> None:
    index = make_index("医疗", "卫生", {"text": "医疗", "year": 2022})
    results = index.search("医疗 卫生")
    assert (results.total, results.hits) == (0, ()) and {hit.item.id for hit in results.nearest} == {"i0", "i1", "i2"}
    assert [hit.item.id for hit in index.search("医疗 卫生 year:2022").nearest] == ["i2"]
    assert main(["search", "医疗 卫生", "--json", "--index", str(tmp_path / "index0")]) == 1
    record = json.loads(capsys.readouterr().out)
    assert record["total"] == 0 and record["hits"] == []
    assert sorted(name for hit in record["nearest"] for name in (hit["item"]["id"], *hit["others"])) == ["i0", "i1", "i2"]


def test_45_what_stands_outside_the_items_is_counted_and_found_on_demand(make_index: MakeIndex) -> None:
    index = make_index("医疗", {"text": "医疗序言", "part": "front"}, {"text": "医疗表", "part": "table"})
    assert (found(index, "医疗"), index.search("医疗").elsewhere) == (["i0"], 2)
    assert found(index, "医疗", parts=True) == ["i0", "i1", "i2"]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["--lang", "zh", "--help"]])
def test_41_help_and_version_load_no_dictionary_and_print_no_warning(arguments: list[str]) -> None:
    code = (f"import sys; from policysearch.cli import main; main({arguments})\n"
            "print([name for name in ('jieba', 'opencc', 'whoosh', 'numpy') if name in sys.modules])")
    loaded = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stderr == "" and loaded.stdout.splitlines()[-1] == "[]"


def test_41_nothing_is_written_to_shared_temporary_names(tmp_path: Path) -> None:
    shared = tmp_path / "tmp"
    shared.mkdir()
    (tmp_path / "a.txt").write_text("一、推进签约\n二、加强考核", encoding="utf-8")
    environment = {**os.environ, "TMPDIR": str(shared), "LANG": "C.UTF-8"}
    for arguments in (["index", "a.txt"], ["search", "签约"], ["similar", "a.txt:1"], ["quote", "签约"]):
        done = subprocess.run([sys.executable, "-m", "policysearch", *arguments], cwd=tmp_path, env={
            **environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
        assert done.returncode in (0, 1), done.stderr
    assert not list(shared.iterdir())
