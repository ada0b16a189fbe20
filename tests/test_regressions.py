"""Faults that were found and mended, each named for what went wrong."""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import policysearch
from policysearch.chunker.documents import cut
from policysearch.citations import citation
from policysearch.cli import main
from policysearch.messages.catalogue import message
from policysearch.models import Source
from policysearch.reading import read_documents
from policysearch.text.numerals import spellings
from tests.conftest import DATA, ROOT, SEEDS, MakeIndex, ids


def cut_text(text: str) -> list[tuple[str, str]]:
    return [(item.id.split(":")[1], item.text) for item in cut(Source("f", "f", text))]


def test_items_vanished_where_a_year_followed_their_number() -> None:
    assert cut_text("宝山区2022年工作要点\n一、2021年工作回顾\n1.2021年完成任务。\n2.加强管理。\n二、2022年工作计划\n1.2022年门诊。\n2.住院。\n") == [
        ("1.1", "2021年完成任务。"), ("1.2", "加强管理。"), ("2.1", "2022年门诊。"), ("2.2", "住院。")]


def test_lines_without_an_end_mark_were_cut_off_the_last_item() -> None:
    for last in ("重点推进以下工作：\n推进医联体建设\n加强队伍建设", "重点推进工作。包括\n推进医联体建设；\n加强队伍建设"):
        items = cut_text(f"2022年工作要点\n一、总则\n1.甲项工作。\n2.{last}\n")
        assert items[-1][1].replace("\n", "") == last.replace("\n", "")


def test_dates_with_three_numbers_lost_their_other_spellings(make_index: MakeIndex) -> None:
    index = make_index("二〇二三年六月十日印发", "2023年6月10日印发", "2023年六月印发")
    assert set(ids(index.search("2023年6月10日"))) == {"i0", "i1"} == set(ids(index.search("二〇二三年六月十日")))
    assert set(ids(index.search("2023年6月"))) == {"i0", "i1", "i2"}
    assert {"2023年6月10日", "二〇二三年六月十日", "二○二三年六月十日"} <= set(spellings("2023年6月10日"))


@pytest.mark.parametrize("query, text", [("1月", "在十一月完成"), ("2月", "十二月"), ("3年", "二〇二三年"), ("10年", "二十年"), ("3条", "第二十三条"),
                                         ("3条", "按二十三条"), ("第3条", "第三十条")])
def test_a_number_respelled_in_chinese_was_found_inside_a_longer_one(make_index: MakeIndex, query: str, text: str) -> None:
    assert ids(make_index(text).search(query)) == []


def test_three_terms_were_read_as_a_doc_number(make_index: MakeIndex) -> None:
    index = make_index("卫生工作2022年安排，4号文")
    for query in ("卫生 2022 4号", "卫生 2022年 4号"):
        assert "〔" not in index.search(query).understood
    assert ids(index.search("卫生 2022年 4号")) == ["i0"]


def test_a_doc_number_with_round_brackets_lost_its_field(make_index: MakeIndex) -> None:
    index = make_index({"text": "按国办发〔2023〕1号办理"}, {"text": "别的", "doc_number": "国办发〔2023〕1号"}, {"text": "国办发，2023，1号"})
    for query in ("text:国办发(2023)1号", "正文:国办发（2023）1号", "text:国办发〔2023〕1号"):
        assert ids(index.search(query)) == ["i0"], query


@pytest.mark.parametrize("text", ["我市出台宝卫〔2022〕4号文件", "宝山区卫健委宝卫〔2022〕4号", "印发了宝卫〔2022〕4号", "根据宝卫(2022)4号"])
def test_a_doc_number_was_not_found_behind_other_words(make_index: MakeIndex, text: str) -> None:
    index = make_index(text, "沪宝卫〔2022〕4号")
    assert ids(index.search("宝卫〔2022〕4号")) == ids(index.search("根据宝卫〔2022〕4号")) == ["i0"]


def test_a_page_break_before_the_first_full_stop_was_not_mended() -> None:
    assert cut_text("要点通知\n1.加强基层建设，推进社区卫生服务中心标准化建\n设，完善服务体系。\n2.住院。")[0][1] == (
        "加强基层建设，推进社区卫生服务中心标准化建设，完善服务体系。")
    assert cut_text("要点通知\n1.加强。推进与复旦大学附属\n华山医院\n的合作。\n2.住院。")[0][1] == "加强。推进与复旦大学附属华山医院的合作。"


def test_an_index_was_indexed_as_if_it_were_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.symlink(SEEDS / "003_1862168b01536afb.txt", tmp_path / "a.txt")
    for _ in range(2):
        assert main(["index", "."]) == 0
    with policysearch.open("index") as index:
        assert {item.source for item in index.items()} == {"a.txt"}


def test_a_year_beyond_all_years_ended_the_build(tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl"
    path.write_text('{"id": "a", "text": "甲"}\n{"id": "b", "text": "乙", "year": 99999999999}\n', encoding="utf-8")
    report = policysearch.build(path, tmp_path / "index")
    assert report.items == 1 and [str(error.line) for error in report.errors] == ["2"]


def test_a_record_took_the_id_of_an_item_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一、甲。\n二、乙。", encoding="utf-8")
    records = ['{"id": "a.txt:1", "source": "b", "text": "同编号"}', '{"id": "c", "text": "丙"}']
    (tmp_path / "r.jsonl").write_text("\n".join(records), encoding="utf-8")
    report = policysearch.build(tmp_path, tmp_path.parent / "clash-index")
    assert [error.key for error in report.errors] == ["record.clash"]
    with policysearch.open(tmp_path.parent / "clash-index") as index:
        assert index.item("a.txt:1").text == "甲。"


def test_an_index_whose_current_file_was_damaged_could_not_be_rebuilt(index_copy: Path) -> None:
    (index_copy / "current").write_bytes(b"\xff\xfe")
    assert policysearch.build([SEEDS], index_copy).items == 111
    with policysearch.open(index_copy) as index:
        assert len(index) == 111


def test_years_given_in_python_were_dropped_or_inverted_in_silence(seeds: policysearch.Index) -> None:
    with pytest.raises(policysearch.BadValue):
        seeds.search("卫生", years=(2022, 2021))
    assert seeds.search("卫生", years=["2022", 2024]).total == seeds.search("卫生").total
    assert seeds.search("卫生", years=2022).total == seeds.search("卫生", years="2022").total


def test_a_closed_index_raised_an_error_of_a_library(seeds_folder: Path) -> None:
    index = policysearch.open(seeds_folder)
    index.close()
    for call in (lambda: index.search("卫生"), lambda: index.item("x")):
        with pytest.raises(ValueError, match="closed"):
            call()


def test_an_unknown_engine_left_an_empty_index_behind(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no engine"):
        policysearch.build([SEEDS], tmp_path / "index", engine="lucene")
    assert not (tmp_path / "index").exists()


def test_a_pipe_among_the_files_hung_the_build(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.txt").write_text("一、甲。\n二、乙。", encoding="utf-8")
    os.symlink(tmp_path / "nosuch", tmp_path / "broken")
    for paths in ([tmp_path], [tmp_path / "a.txt", tmp_path / "pipe", tmp_path / "broken"]):
        report = policysearch.build(paths, tmp_path.parent / "pipe-index")
        assert report.items == 2 and {Path(error.path).name for error in report.errors} == {"pipe", "broken"}


@pytest.mark.parametrize("heading, number", [("一 、甲", "一、"), ("（ 三 ）乙", "（三）"), ("一．丙", "一．"), ("①丁", "①"),
("第 二 章 戊", "第二章"), ("壹、己", "壹、")])
def test_numbers_with_spaces_were_cited_as_whole_headings(heading: str, number: str) -> None:
    assert citation("要点", None, [heading], "1.", "f") == f"《要点》{number}1."


def test_control_characters_of_an_item_reached_the_terminal(make_index: MakeIndex, tmp_path: Path,
                                                            capsys: pytest.CaptureFixture[str]) -> None:
    make_index({"text": "签\u001b[31m约\u0007签约", "title": "标\u001b]0;x\u0007题\n二", "id": "a\tb"})
    for arguments in (["search", "签约"], ["show", "a\tb"]):
        assert main([*arguments, "--index", str(tmp_path / "index0")]) == 0
        printed = capsys.readouterr().out
        assert not set(printed) & {"\u001b", "\u0007", "\t"}
    assert "标�]0;x�题 二" in printed


def test_empty_strings_of_records_were_kept_as_values(make_index: MakeIndex) -> None:
    item = make_index({"text": "甲", "title": "", "issuer": " "}).item("i0")
    assert (item.title, item.issuer) == (None, None)


def test_nothing_was_nearest_where_a_doc_number_stood_beside_a_term(make_index: MakeIndex) -> None:
    index = make_index({"text": "签约", "year": 2022})
    assert [hit.item.id for hit in index.search("签约 宝卫〔2023〕4号").nearest] == ["i0"]
    assert index.search('"签约不存在"', years=2022).nearest == ()


def test_characters_that_print_nothing_made_a_query_find_nothing(make_index: MakeIndex) -> None:
    assert ids(make_index("家庭医生").search("家庭\u200b医生\ufeff")) == ["i0"]


def test_masks_were_taken_for_bold_where_bold_prevailed() -> None:
    assert cut_text("1.**一是**推进。**二是**加强。\n2.推进**医院、**医院的区域。") == [
        ("1", "一是推进。二是加强。"), ("2", "推进**医院、**医院的区域。")]


def test_an_empty_argument_indexed_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(policysearch.NothingToIndex):
        policysearch.build([""], tmp_path / "index")


def test_files_of_the_desktop_made_an_index_unusable(index_copy: Path) -> None:
    (index_copy / ".DS_Store").write_bytes(b"x")
    assert policysearch.build([SEEDS], index_copy).items == 111


def test_long_runs_of_broken_lines_took_quadratic_time() -> None:
    text = "1.甲。" + "乙丙丁戊\n" * 20_000 + "。\n2.己。"
    assert len(cut_text(text)) == 2


def test_a_manifest_without_statistics_was_a_traceback(index_copy: Path) -> None:
    manifest = next(index_copy.glob("generations/*/manifest.json"))
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"word"', '"w"'), encoding="utf-8")
    with pytest.raises(policysearch.IndexDamaged, match=r"manifest\.json"):
        policysearch.open(index_copy)
    assert message("output.no_hits")


def test_a_table_of_metadata_that_is_no_csv_does_not_lose_the_build(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一、甲\n二、乙", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text('source,title\na.txt,"never closed\nc.txt,foo\n', encoding="utf-8")
    report = policysearch.build(tmp_path, tmp_path / "index")
    assert report.items == 2 and [error.key for error in report.errors] == ["override.not_csv"]
    with policysearch.open(tmp_path / "index") as index:
        assert [problem.key for problem in index.statistics().problems] == ["override.not_csv"]


def test_a_closed_standard_output_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一、甲\n二、乙", encoding="utf-8")
    for closed in (">&-", "2>&-", ">&- 2>&-"):
        done = subprocess.run(f'"{sys.executable}" -m policysearch items a.txt {closed}', shell=True, cwd=tmp_path,
                              capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
        assert (done.returncode, done.stderr) == (0, "")


def test_names_of_files_stay_on_their_line_and_control_no_terminal(tmp_path: Path) -> None:
    for name in ("new\nline.txt", "red\x1b[31m.txt"):
        (tmp_path / name).write_bytes(b"\0\0")
    report_errors: list[policysearch.SourceError] = []
    assert not list(read_documents([str(tmp_path)], report_errors))
    assert [str(error).rpartition("/")[2].partition(":")[0] for error in report_errors] == [
        "new\ufffdline.txt", "red\ufffd[31m.txt"]


@pytest.mark.parametrize("field, value", [
    ("part", "bogus"), ("line", -3), ("page", 0), ("start", -1), ("end", 3),
    ("points", [[0, 99, "一是"]]), ("points", [[2, 1, "一是"]]), ("offsets", [[99, 3]]), ("offsets", [[0, 5], [0, 7]])])
def test_a_record_that_no_item_can_be_is_refused(tmp_path: Path, field: str, value: object) -> None:
    record = {"id": "a:1", "text": "家庭医生", "start": 5, "end": 9, field: value}
    (tmp_path / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    found: list[policysearch.SourceError] = []
    assert not list(read_documents([str(tmp_path / "a.jsonl")], found))
    assert [(error.key, error.line, error.parameters) for error in found] == [("record.value", 1, {"field": field})]


def test_the_same_fault_in_many_lines_is_named_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_text('{"name": "x"}\n' * 40 + "no json\n", encoding="utf-8")
    assert main(["items", str(tmp_path / "a.jsonl")]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "Problems: 41", f"  {tmp_path}/a.jsonl:1: has no text in the field id (and 39 more lines of this file)",
        f"  {tmp_path}/a.jsonl:41: is not JSON (column 1)"]


@pytest.mark.parametrize("query", ["甲办〔2022〕4号？", "甲办[2022]4号！", "甲办2022年4号?", "甲办(2022)4号？", "《甲办〔2022〕4号》",
                                   "【甲办(2022)4号】", "‘甲办〔2022〕4号’", "[甲办[2022]4号]", "《甲办〔2022〕4号》文件"])
def test_marks_at_the_ends_of_a_doc_number_hid_it(make_index: MakeIndex, query: str) -> None:
    index = make_index("甲办〔2022〕4号", "沪甲办〔2022〕4号", {"text": "无", "doc_number": "甲办(2022)4号"}, "甲办〔2022〕14号", "关于甲办[2022]4号")
    assert sorted(ids(index.search(query))) == ["i0", "i2", "i4"]
    assert sorted(ids(index.search("-" + query))) == ["i1", "i3"]
    assert sorted(ids(index.search("文号:" + query))) == ["i2"]


@pytest.mark.parametrize("query", ["“医联体”？", '"医联体"!', "(“医联体”？)", "“医联体”？ 建设"])
def test_punctuation_behind_a_quoted_term_was_an_error(make_index: MakeIndex, query: str) -> None:
    assert ids(make_index("医联体建设", "建设").search(query)) == ["i0"]


def test_an_empty_option_was_no_option(make_index: MakeIndex) -> None:
    with pytest.raises(policysearch.QuerySyntaxError):
        make_index("签约").search("签约", issuer="")


def test_white_space_at_its_ends_made_a_reprint_another_text(make_index: MakeIndex) -> None:
    index = make_index("重点工作", {"text": " 重点工作\n", "source": "t"})
    assert [hit.others for hit in index.search("重点", group=True)] == [("i1",)]


def test_a_word_with_a_zero_width_space_in_a_record_is_found(make_index: MakeIndex) -> None:
    index = make_index({"id": "a", "text": "国\u200b务院办公厅"}, {"id": "b", "text": "国\u200b务院", "points": [[0, 1, "一是"]]})
    hit, = index.search("国务院")
    assert (hit.item.id, hit.item.text) == ("a", "国务院办公厅")


def test_a_sentence_that_leads_in_a_second_list_could_not_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["items", str(DATA / "policies" / "gov2023_wurenji_pdftext.txt"), "--parts", "all"]) == 0
    assert "[paragraph] 属于下列情形之一的，进行融合飞行无需经空中交通管理机构批准：" in capsys.readouterr().out
