"""The command line: what is printed where, and with which exit status."""
import json
import multiprocessing
import os
import pty
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from policysearch.cli import COMMANDS
from policysearch.errors import SourceError
from policysearch.messages.catalogue import catalogue, use_language
from policysearch.models import Source
from policysearch.output.columns import shortened, width
from policysearch.reading import read_documents
from policysearch.sources.formats import source_of
from tests.conftest import SEEDS, Printed, run


def test_a_hit_is_printed_with_rank_citation_place_and_marks(index: Path, capsys: Printed) -> None:
    status, out, err = run(capsys, "search", "家庭医生", "签约")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert re.fullmatch(r"1\. 《.+》.*、.+", lines[0])
    assert re.fullmatch(r"   00\d_\w+\.txt:[\d.]+  00\d_\w+\.txt:\d+", lines[1])
    assert "«家庭医生»" in lines[2] and "«签约»" in lines[2]
    assert lines[-1] == "Items: 6"
    assert "《2022年宝山区卫生健康工作要点》（宝卫〔2022〕4号）二、6." in out
    assert len(set(re.findall(r"^   (00\d)_", out, re.MULTILINE))) >= 4


@pytest.mark.parametrize("words, understood", [
    (["招商", "-公司"], "(招商 AND NOT 公司)"), (["-公司"], "NOT 公司"), (["签约", "-HPV"], "(签约 AND NOT HPV)"),
    (["--", "-公司", "x"], "(NOT 公司 AND x)"),
    (["--limit", "3", "签约", "－公司"], "(签约 AND NOT 公司)"), (["签约", "-家庭", "--limit=3"], "(签约 AND NOT 家庭)"),
    (["签约", "--year", "2022", "-(家庭", "OR", "医生)"], "(签约 AND NOT (家庭 OR 医生) AND year:2022)"),
    (['"放管服"', "改革"], '("放管服" AND 改革)')])
def test_words_reach_the_query_as_typed(index: Path, capsys: Printed, words: list[str], understood: str) -> None:
    status, out, _ = run(capsys, "search", "--json", *words)
    assert status in (0, 1)
    assert json.loads(out)["understood"] == understood


def test_no_hits_is_status_1_with_the_nearest_apart(index: Path, capsys: Printed) -> None:
    status, out, _ = run(capsys, "search", "家庭医生", "宇宙飞船")
    assert status == 1
    assert out.startswith("No item has all of this.\nNearest:\n\n1. ")
    status, out, _ = run(capsys, "search", '"宇宙飞船"')
    assert (status, out) == (1, "No item has all of this.\n")


# query, the caret line under it, message in English, in Chinese
MISTAKES = [("(家庭医生", "^", "not closed", "没有闭合"), ("year:abc", "     ^^^", "names no year", "不是年份"),
("nosuch:x", "^^^^^^", "no field nosuch", "没有字段 nosuch"),
            ("a OR", "  ^^", "nothing to work on", "缺少检索词"), ("家庭 年:甲乙", "        ^^^^", "names no year", "不是年份"),
            ("签约 ()", "     ^^", "nothing between", "没有内容"),
            ("签约 （） 家庭", "     ^^^^", "nothing between", "没有内容"), ("签约　ＡＮＤ", "     ^^^^^^", "nothing to work on", "缺少检索词"),
            ("家庭醫生 年：甲乙", "             ^^^^", "names no year", "不是年份"), ("ｎｏ：x", "^^^^", "no field no;", "没有字段 no；"),
            ("標題：（年：２０２２）", "        ^^^^", "inside another field", "不能再用字段"),
            ("“签约 家庭”～五", "           ^^^^", "number of characters", "紧跟字数"), ("「签约", "^^", "not closed", "没有闭合"),
            ("家庭醫生 ＋ 簽約", "         ^^", "write A OR B", "请写 A OR B"), ("簽約*cov b", "    ^", "beside letters", "紧挨字母"),
            ("e\u0301 𠀀a nosuch:1", "      ^^^^^^", "no field nosuch", "没有字段 nosuch")]


@pytest.mark.parametrize("query, carets, english, chinese", MISTAKES)
def test_a_mistake_is_shown_with_a_caret_in_both_languages(
        index: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch, query: str, carets: str, english: str,
        chinese: str) -> None:
    for lang, text in (("C.UTF-8", english), ("zh_CN.UTF-8", chinese)):
        monkeypatch.setenv("LANG", lang)
        status, out, err = run(capsys, "search", query)
        assert (status, out) == (2, "")
        first, shown, under = err.splitlines()
        assert text in first
        assert (shown, under.rstrip()) == ("  " + query.replace("　", " "), "  " + carets)


@pytest.mark.parametrize("space", ["\t", "　", "\n", "\u2003"])
def test_white_space_in_front_of_a_mistake_takes_one_column_in_both_lines(index: Path, capsys: Printed, space: str) -> None:
    assert run(capsys, "search", f"签约{space}年:甲")[2].splitlines()[1:] == ["  签约 年:甲", "  " + " " * 8 + "^^"]


def test_the_caret_stands_under_the_fault_in_columns() -> None:
    assert [width(text) for text in ("家庭 ", "year:", "ＡＢ", "e\u0301", "")] == [5, 5, 4, 1, 0]
    assert shortened("家庭医生签约", 7) == "家庭医…"


def test_a_fault_far_into_a_long_query_is_shown_with_what_is_around_it(index: Path, capsys: Printed) -> None:
    status, _, err = run(capsys, "search", "签约 " * 200 + "nosuch:x" + " 签约" * 100)
    assert status == 2
    _, shown, under = err.splitlines()
    assert len(shown) < 120 and width(shown[:shown.index("nosuch")]) == under.index("^")


def test_json_is_the_whole_answer(index: Path, capsys: Printed) -> None:
    status, out, _ = run(capsys, "search", "--json", "--explain", "--limit", "2", "家庭医生 签约")
    answer = json.loads(out)
    assert status == 0
    assert list(answer) == ["schema", "query", "understood", "total", "loose_total", "elsewhere", "suggestions",
        "expansions", "hits", "nearest", "facets", "explanation", "seconds"]
    assert (answer["schema"], answer["total"], answer["loose_total"], answer["elsewhere"],
        answer["facets"]) == (1, 6, None, 0, None)
    hit = answer["hits"][0]
    assert list(hit) == ["rank", "score", "citation", "snippet", "spans", "title_spans", "section_spans", "loose",
        "others", "explanation", "item"]
    assert hit["score"] == pytest.approx(sum(part["score"] for part in hit["explanation"]["parts"]), abs=1e-12)
    assert {hit["item"]["text"][start:end] for start, end in hit["spans"]} == {"家庭医生", "签约"}
    assert (hit["others"], hit["item"]["schema"]) == ([], 1)
    assert all(hit["item"]["text"][start:end].startswith(marker) for start, end, marker in hit["item"]["points"])


def test_jsonl_is_a_hit_a_line_and_never_the_nearest(index: Path, capsys: Printed) -> None:
    status, out, _ = run(capsys, "search", "--jsonl", "家庭医生 签约", "--offset", "2", "--limit", "3")
    assert [json.loads(line)["rank"] for line in out.splitlines()] == [3, 4, 5]
    assert run(capsys, "search", "--jsonl", "家庭医生 宇宙飞船")[:2] == (1, "")


def test_years_may_be_given_more_than_once(index: Path, capsys: Printed) -> None:
    totals = [json.loads(run(capsys, "search", "卫生", "--json", *years)[1])["total"] for years in (
        ("--year", "2022"), ("--year", "2024"), ("--year", "2022", "--year=2024"), ("--year", "2022..2024"), ())]
    assert totals[0] + totals[1] == totals[2] == totals[3] == totals[4]
    status, _, err = run(capsys, "search", "卫生", "--year", "2024-2022")
    assert status == 2 and "later than the last" in err and "\n  ^^^^^^^^^" in err


def test_show_and_stats(index: Path, capsys: Printed) -> None:
    status, out, _ = run(capsys, "show", "003_1862168b01536afb.txt:2.6")
    assert status == 0 and "6.提高基层卫生服务能力。一是编制启动" in out and "before: 003_1862168b01536afb.txt:2.5" in out
    assert run(capsys, "show", "nosuch")[::2] == (2, "Error: no item has the id nosuch\n")
    status, out, _ = run(capsys, "stats")
    assert status == 0 and re.search(r"^items +111$", out, re.MULTILINE)
    values = json.loads(run(capsys, "stats", "--json")[1])
    assert (values["items"], values["documents"], values["filled"]["year"], values["parts"]) == (
        111, 5, 111, {"front": 5, "item": 111, "tail": 1})


def test_items_prints_a_tree_or_records(capsys: Printed) -> None:
    status, out, _ = run(capsys, "items", str(SEEDS))
    assert status == 0 and "    6. 提高基层卫生服务能力" in out
    status, out, _ = run(capsys, "items", str(SEEDS), "--jsonl")
    assert [json.loads(line)["schema"] for line in out.splitlines()] == [1] * 111


def test_index_names_what_was_left_out_and_ends_with_2_unless_told_to_go_on(tmp_path: Path, capsys: Printed) -> None:
    (tmp_path / "good.txt").write_text("1.甲。\n2.乙。", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\x80\x81\xff")
    target = str(tmp_path / "index")
    arguments = ("index", str(tmp_path / "good.txt"), str(tmp_path / "bad.txt"), str(tmp_path / "nosuch"), "--index", target)
    status, out, err = run(capsys, *arguments)
    assert status == 2 and "2 items" in out
    assert "Problems: 2" in err and "bad.txt: is not text" in err and "nosuch: there is no such file" in err
    assert run(capsys, *arguments, "--keep-going")[0] == 0
    assert run(capsys, "search", "甲", "--index", target)[0] == 0
    assert "problems while reading: 2" in run(capsys, "stats", "--index", target)[1]


def test_without_an_index_the_command_that_makes_one_is_named(tmp_path: Path, capsys: Printed,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    status, _, err = run(capsys, "search", "甲")
    assert status == 2 and "policysearch index FOLDER --index index" in err
    assert run(capsys, "index", "nosuch")[0] == 2
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("arguments, text", [
    (("search", "甲", "--nosuch"), "no option --nosuch"), (("search",), "QUERY... is missing"), (("nosuch",),
    "no command nosuch"),
    (("search", "甲", "--limit", "x"), "--limit: x is not a whole number"), (("search", "甲", "--limit", "-1"), "--limit: -1"),
    (("search", "甲", "--limit"), "--limit needs a value"), (("search", "甲", "--json", "--jsonl"), "exclude each other"),
    (("search", "甲", "--color", "red"), "--color: red is not one of"), (("--lang", "fr", "stats"),
    "--lang: fr is not one of"),
    (("index", "x", "--engine", "y"), "--engine: y is not one of whoosh, tantivy"), (("show",), "ID is missing"),
    (("search", "甲", "--limit", "99999"), "first 10000 hits")])
def test_wrong_usage_is_named_with_status_2(index: Path, capsys: Printed, arguments: tuple[str, ...], text: str) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert text in err and "Traceback" not in err


def test_help_and_errors_are_in_the_language_asked_for(index: Path, capsys: Printed) -> None:
    for command in COMMANDS:
        for place in (("--lang", "zh", command, "--help"), (command, "--help", "--lang=zh")):
            status, out, _ = run(capsys, *place)
            assert status == 0 and catalogue("zh")[f"help.{command}"][:20] in out and "Usage" not in out
        status, out, _ = run(capsys, command, "--help")
        assert status == 0 and "Usage: policysearch" in out
    assert "没有选项 --nosuch" in run(capsys, "search", "--lang", "zh", "--nosuch", "甲")[2]
    assert "命令" in run(capsys, "--lang", "zh", "--help")[1]
    use_language(None)
    assert run(capsys)[1] == run(capsys, "--help")[1]


def test_colours_only_where_they_are_wanted(index: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in run(capsys, "search", "签约")[1]
    always = run(capsys, "search", "签约", "--color", "always")[1]
    assert "\x1b[1;31m签约\x1b[0m" in always and "«" not in always


def in_terminal(*arguments: str, **environment: str) -> str:
    """What a command prints when its output is a terminal."""
    parent, child = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "policysearch", *arguments], stdout=child, stderr=child, stdin=child,
                               env={**os.environ, "TERM": "xterm", **environment})
    os.close(child)
    pieces = []
    try:
        while piece := os.read(parent, 65536):
            pieces.append(piece)
    except OSError:
        pass  # the other side has closed
    process.wait()
    os.close(parent)
    return b"".join(pieces).decode()


def test_a_terminal_gets_colours_and_a_progress_bar(index: Path, tmp_path: Path) -> None:
    assert "\x1b[1;31m签约" in in_terminal("search", "签约")
    assert "\x1b[" not in in_terminal("search", "签约", NO_COLOR="1")
    shown = in_terminal("index", str(SEEDS), "--index", str(tmp_path / "index"))
    assert "Indexing" in shown and "100%" in shown


def test_output_into_a_closed_pipe_ends_quietly(index: Path) -> None:
    process = subprocess.Popen([sys.executable, "-m", "policysearch", "search", "卫生", "--limit", "100", "--json"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


HEAVY = ("jieba", "opencc", "whoosh", "tantivy", "numpy", "filelock")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["--lang", "zh", "--help"]])
def test_help_and_version_load_no_library_and_print_no_warning(arguments: list[str]) -> None:
    code = (f"import sys; from policysearch.cli import main; main({arguments});"
            f"print([name for name in {HEAVY} if name in sys.modules])")
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "" and done.stdout.splitlines()[-1] == "[]"


# what a search had loaded for nothing, and the rooms that only a build needs
NOT_FOR_SEARCHING = (*HEAVY, "lxml", "importlib.resources", "tempfile", "shutil", "urllib.request", "multiprocessing",
                     "policysearch.sources", "policysearch.chunker.cutting", "policysearch.indexer", "policysearch.updating")


@pytest.mark.parametrize("query", ["家庭医生", "衛生健康", "家庭医生 -考核"])
def test_a_search_loads_nothing_that_only_a_build_needs(index: Path, query: str) -> None:
    code = (f"import sys; from policysearch.cli import main; main(['search', '--limit', '100', '--', {query!r}]);"
            f"print([name for name in {NOT_FOR_SEARCHING} if name in sys.modules])")
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    shown = done.stdout.splitlines()
    assert done.stderr == "" and shown[-1] == "[]"
    # a text in traditional characters is marked without the library that simplifies them
    assert "«" in done.stdout


def test_a_search_prints_no_warning_and_touches_no_shared_temporary_name(index: Path, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "policysearch", "search", "签约"], capture_output=True, text=True,
                          env={**os.environ, "TMPDIR": str(tmp_path)}, check=True)
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_the_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "policysearch", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == "policysearch 0.1.0\n"


def test_documents_lists_each_with_its_counts_and_problems(tmp_path: Path, capsys: Printed) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "a.txt").write_text("宝山区2022年工作要点\n一、甲\n1.乙。\n2.丙。\n- 1 -\n二、丁。", encoding="utf-8")
    (folder / "b.txt").write_bytes("一、瓮裘芮羿".encode("gb18030"))
    (folder / "c.txt").write_bytes(b"")
    assert run(capsys, "index", str(folder), "--index", str(tmp_path / "index"), "--keep-going")[0] == 0
    status, out, err = run(capsys, "documents", "--index", str(tmp_path / "index"))
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "宝山区2022年工作要点", "   a.txt", "   year: 2022; place: 宝山区; kind: 工作要点", "   items: 3 (1. 2; 一、 1)",
        "   outside the items: front: 1", "   left out (characters): page number: 3", "",
        "b.txt", "   b.txt", "   items: 1 (一、 1)",
        f"   {folder}/b.txt: was read as gb18030, which is a guess; save it as UTF-8 if characters are wrong", "",
        "Documents: 2; items: 4", "Not in the index, not whole, or not up to date: 1", f"  {folder}/c.txt: is empty"]
    status, out, _ = run(capsys, "documents", "--jsonl", "--index", str(tmp_path / "index"))
    records = [json.loads(line) for line in out.splitlines()]
    assert [record["source"] for record in records] == ["a.txt", "b.txt"]
    assert records[0]["left_out"] == {"page_numbers": 3}


def test_a_file_that_breaks_its_reader_is_named_and_the_rest_is_read(tmp_path: Path,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    if multiprocessing.get_start_method() != "fork":
        pytest.skip("processes that are not forked do not inherit the broken reader")
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(f"一、甲{number}\n二、乙", encoding="utf-8")

    def broken(data: bytes, name: str, shown: str) -> Source:
        if name == "07.txt":
            os._exit(11)
        return source_of(data, name, shown)

    monkeypatch.setattr("policysearch.reading.source_of", broken)
    errors: list[SourceError] = []
    names = [read.document.items[0].source for read in read_documents([str(tmp_path)], errors, processes=2)]
    assert names == [f"{number:02}.txt" for number in range(40) if number != 7]
    assert [str(error) for error in errors] == [
        f"{tmp_path}/07.txt: made the program that reads it break down"]


def test_processes_change_nothing_but_the_time(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number:02}.txt").write_bytes(b"" if number == 5 else f"一、甲{number}\n二、乙".encode("gb18030"))
    answers = []
    for processes in (1, 3):
        errors: list[SourceError] = []
        documents = list(read_documents([str(tmp_path)], errors, processes=processes))
        answers.append((documents, [str(error) for error in errors]))
    assert answers[0] == answers[1]
    assert len(answers[0][0]) == 19


def test_what_may_have_been_meant_is_printed(index: Path, capsys: Printed) -> None:
    status, out, _ = run(capsys, "search", "家廷医生")
    assert status == 1
    assert "Did you mean: 家庭医生\n" in out
    assert json.loads(run(capsys, "search", "--json", "jiatingyisheng")[1])["suggestions"] == ["家庭医生"]


def test_the_answer_says_that_loose_has_more(index: Path, capsys: Printed) -> None:
    _, strict, _ = run(capsys, "search", "十四五规划")
    assert "1 more hold all the words, but not as one text: add --loose\n" in strict
    status, loose, _ = run(capsys, "search", "十四五规划", "--loose")
    assert status == 0
    assert loose.count("All the words, but not as one text:\n") == 1
    assert "add --loose" not in loose
    assert loose.index("1. ") < loose.index("All the words") < loose.index("7. ")


def test_synonyms_are_explained_and_can_be_switched_off(index: Path, capsys: Printed) -> None:
    assert re.search("^  医联体 .*; also 医疗联合体$", run(capsys, "search", "医联体", "--explain")[1], re.MULTILINE)
    assert "also" not in run(capsys, "search", "医联体", "--explain", "--no-synonyms")[1]


def test_own_words_and_synonyms_are_read_from_files(tmp_path: Path, capsys: Printed) -> None:
    lists = tmp_path / "synonyms.txt"
    lists.write_text("基层卫生服务能力 => 家庭医生\n", encoding="utf-8")
    folder = str(tmp_path / "index")
    options = ("index", str(SEEDS), "--index", folder, "--synonyms", str(lists))
    assert run(capsys, *options, "--synonyms", str(lists))[0] == 0
    assert "also 家庭医生" in run(capsys, "search", "基层卫生服务能力", "--explain", "--index", folder)[1]
    lists.write_text("只有一个\n", encoding="utf-8")
    status, _, err = run(capsys, *options)
    assert (status, err) == (2, f"Error: {lists}:1: one term alone; a group needs two, parted by commas\n")


def test_members_of_archives_are_cut_by_other_processes_as_well(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "plans.zip", "w") as archive:
        for number in range(30):
            archive.writestr(f"{number:02}.txt", f"一、甲{number}\n二、乙")
    alone, spread_out = ([read.document for read in read_documents([str(tmp_path)], [], processes=processes)]
                         for processes in (1, 2))
    assert alone == spread_out and len(alone) == 30
