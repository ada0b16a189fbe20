"""The commands similar, trend and quote: what is printed, as text and as JSON, and with which exit status."""
import io
import json
import re
import sys

import pytest

from policysearch.explore.models import Trend, TrendRow
from policysearch.likeness.difference import Difference, Stretch
from policysearch.models import Span
from policysearch.output.columns import width
from policysearch.output.differences import render_difference
from policysearch.output.style import Style
from policysearch.output.trend import bar, render_trend
from tests.conftest import Printed, run

pytestmark = pytest.mark.usefixtures("index")

ASKED = "003_1862168b01536afb.txt:2.6"
PLAIN, COLORED = Style(False), Style(True)


def test_corresponding_items_are_printed_with_scores_and_the_text_of_the_best(capsys: Printed) -> None:
    status, out, err = run(capsys, "similar", ASKED, "--limit", "2")
    assert (status, err) == (0, "")
    assert out.startswith("《2022年宝山区卫生健康工作要点》（宝卫〔2022〕4号）二、6.\n   " + ASKED)
    assert len(re.findall(r"^\d\. 《", out, re.MULTILINE)) == 2
    assert re.search(r"^   (上海; )?2024; score 0\.\d\d; common text \d+%$", out, re.MULTILINE)


def test_similar_in_json_has_the_difference_in_spans(capsys: Printed) -> None:
    status, out, _ = run(capsys, "similar", ASKED, "--json", "--year", "2024")
    answer = json.loads(out)
    assert (status, list(answer)) == (0, ["schema", "item", "similar"])
    assert list(answer["similar"][0]) == ["rank", "score", "citation", "common", "difference", "item"]
    for one in answer["similar"]:
        assert one["item"]["year"] == 2024
        for text, side in ((answer["item"]["text"], "left"), (one["item"]["text"], "right")):
            assert "".join(text[slice(*stretch[side])] for stretch in one["difference"]) == text


def test_similar_ends_with_1_for_none_and_2_for_no_such_item(capsys: Printed) -> None:
    assert run(capsys, "similar", ASKED, "--year", "1999")[::2] == (1, "")
    status, out, err = run(capsys, "similar", "nosuch")
    assert (status, out, err) == (2, "", "Error: no item has the id nosuch\n")


def test_a_difference_is_marked_and_what_is_the_same_shortened() -> None:
    left, right = "甲" * 200 + "旧\n文" + "乙" * 3, "甲" * 200 + "新" + "乙" * 3
    found = Difference((Stretch(True, Span(0, 200), Span(0, 200)), Stretch(False, Span(200, 203), Span(200, 201)),
                        Stretch(True, Span(203, 206), Span(201, 204))), 0.9)
    assert list(render_difference(left, right, found, PLAIN)) == ["…" + "甲" * 40 + "[-旧-]", "[-文-]{+新+}乙乙乙"]
    colored = "\n".join(render_difference(left, right, found, COLORED))
    assert "\x1b[9;31m旧\x1b[0m" in colored and "\x1b[32m新\x1b[0m" in colored and "[-" not in colored


def test_a_trend_is_drawn_with_counts_shares_and_bars(capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    status, out, err = run(capsys, "trend", "家庭医生")
    assert (status, err) == (0, "")
    assert re.search(r"^2022  2 / \d\d +\d\.\d%  █", out, re.MULTILINE)
    assert re.search(r"^Hits: \d of 111 items$", out, re.MULTILINE)
    assert max(width(line) for line in out.splitlines()) <= 60


def test_two_fields_make_a_table_with_the_years_across(capsys: Printed) -> None:
    for by in ("year,place", "place,year", "year，place"):
        status, out, _ = run(capsys, "trend", "家庭医生", "--by", by)
        head, *rows = out.splitlines()[2:-2]
        assert (status, head.split()) == (0, ["2022", "2024"])
        assert {row.split()[0] for row in rows} == {"上海", "宝山区", "unknown"}
        assert re.search(r"^宝山区 +1/23 +·$", out, re.MULTILINE)


def test_a_trend_in_json_has_every_row(capsys: Printed) -> None:
    status, out, _ = run(capsys, "trend", "--json", "家庭医生", "-公司", "--by", "place", "--year", "2022")
    answer = json.loads(out)
    assert (status, list(answer)) == (0, ["schema", "query", "by", "hits", "items", "rows"])
    assert answer["query"] == "家庭医生 -公司"
    assert [row["values"] for row in answer["rows"]] == [{"place": "宝山区"}, {"place": None}]
    assert all(row["share"] == row["hits"] / row["items"] for row in answer["rows"])


def test_a_trend_ends_with_1_for_no_hit_and_2_for_a_mistake(capsys: Printed) -> None:
    assert run(capsys, "trend", "宇宙飞船") == (1, "No item has all of this.\n", "")
    status, out, err = run(capsys, "trend", "签约", "--by", "title")
    assert (status, out) == (2, "")
    assert "--by: title is not one or two of year, place, issuer" in err
    assert run(capsys, "trend", "(签约")[0] == 2


def test_columns_that_do_not_fit_stand_below() -> None:
    rows = tuple(TrendRow((year, place), 1, 20) for place in ("宝山区", "嘉定区") for year in range(2000, 2020))
    lines = list(render_trend(Trend("x", ("year", "place"), rows, 40, 800), 50, PLAIN))
    assert max(map(width, lines)) <= 50
    assert [int(year) for year in re.findall(r"\b20\d\d\b", "\n".join(lines))] == list(range(2000, 2020))
    assert sum(line.startswith("宝山区") for line in lines) == sum(line.startswith("嘉定区") for line in lines) == 3


def test_years_stand_in_order_and_the_unknown_only_with_hits() -> None:
    rows = tuple(TrendRow((year,), hits, 10) for year, hits in ((2001, 0), (2002, 4), (2003, 0), (2004, 8), (None, 0)))
    lines = list(render_trend(Trend("x", ("year",), rows, 12, 50), 80, PLAIN))
    assert [line.split()[0] for line in lines[2:-2]] == ["2002", "2003", "2004"]
    longest = lines[4].count("█")
    assert longest > 8 and lines[2].count("█") == longest // 2 and "█" not in lines[3]
    issuers = tuple(TrendRow((issuer,), hits, 10) for issuer, hits in (("甲", 0), ("乙", 1), ("丙", 3), (None, 2)))
    lines = list(render_trend(Trend("x", ("issuer",), issuers, 6, 40), 80, PLAIN))
    assert [line.split()[0] for line in lines[2:5]] == ["丙", "unknown", "乙"]
    assert lines[5] == "Without a hit: 1"


@pytest.mark.parametrize("eighths", range(17))
def test_a_bar_is_drawn_to_an_eighth_of_a_column(eighths: int) -> None:
    drawn = bar(eighths / 16, 2)
    assert sum(8 if block == "█" else " ▏▎▍▌▋▊▉".index(block) for block in drawn) == eighths


def test_a_quotation_is_shown_with_point_and_place(capsys: Printed) -> None:
    status, out, err = run(capsys, "quote", "做实做优家庭医生签约服务，继续做实")
    assert (status, err) == (0, "")
    assert out.splitlines()[:4] == [
        "Stands word for word; places: 1", "", "1. 《2022年宝山区卫生健康工作要点》（宝卫〔2022〕4号）二、6.二是",
        f"   {ASKED}  003_1862168b01536afb.txt:27"]
    assert "二是«做实做优家庭医生签约服务，继续做实»对老年人" in out
    assert "places: 2; shown: 1" in run(capsys, "quote", "做实做优家庭医生签约服务", "--limit", "1")[1]


def test_a_changed_word_of_a_quotation_is_marked(capsys: Printed) -> None:
    status, out, _ = run(capsys, "quote", "2022年重点人群签约率达到45%")
    assert status == 1
    assert out.startswith("Stands in no item word for word.\nNearest (common text 92%); the quotation [-has-]")
    assert out.endswith("   2022年重点人群签约率达到[-45-]{+40+}%\n")
    assert run(capsys, "quote", "宇宙飞船登陆火星")[:2] == (1, "Stands in no item word for word.\n")


def test_a_quotation_in_json(capsys: Printed) -> None:
    _, out, _ = run(capsys, "quote", "--json", "做实做优家庭医生签约服务，继续做实")
    answer = json.loads(out)
    assert list(answer) == ["schema", "text", "total", "passages", "nearest", "parts"]
    passage, = answer["passages"]
    assert list(passage) == ["citation", "span", "source_span", "line", "item"]
    assert passage["item"]["text"][slice(*passage["span"])] == answer["text"]
    assert (answer["total"], answer["nearest"], passage["line"]) == (1, None, 27)
    status, out, _ = run(capsys, "quote", "--json", "2022年重点人群签约率达到45%")
    assert status == 1
    assert list(json.loads(out)["nearest"]) == ["citation", "span", "source_span", "line", "item", "common", "difference"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_quotation_is_read_from_the_standard_input(capsys: Printed, monkeypatch: pytest.MonkeyPatch,
                                                     encoding: str) -> None:
    text = "二是做实做优家庭医生\n签约服务，继续做实对老年人\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode(encoding))))
    status, out, _ = run(capsys, "quote", "-")
    assert (status, out.splitlines()[0]) == (0, "Stands word for word; places: 1")


def test_what_was_copied_from_several_items_is_looked_for_line_by_line(capsys: Printed) -> None:
    lines = ["二是做实做优家庭医生签约服务，继续做实", "16.做实做优家庭医生签约服务。扩大家庭医生签约服务范围", "2022年重点人群签约率达到40%"]
    status, out, _ = run(capsys, "quote", "\n\n".join(lines))
    assert status == 0
    assert out.startswith(f"No item has all of this; line by line:\n\n> {lines[0]}\nStands word for word; places: 1\n")
    assert ASKED in out and "000_7a3d958bfaa7c084.txt:4.16" in out
    status, out, _ = run(capsys, "quote", "--json", "\n".join([*lines[:2], "2022年重点人群签约率达到45%"]))
    answer = json.loads(out)
    assert (status, answer["total"], [part["total"] for part in answer["parts"]]) == (1, 0, [1, 1, 0])
    assert answer["parts"][2]["nearest"]["item"]["id"] == ASKED


def test_what_cannot_be_quoted_is_an_error_in_one_line(capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, err = run(capsys, "quote", "卫" * 10_001)
    assert (status, out, err) == (2, "", "Error: the quotation is longer than 10000 characters\n")
    assert run(capsys, "quote", "。。")[0] == 2
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xff\xff")))
    status, out, err = run(capsys, "quote", "-")
    assert (status, out) == (2, "") and err.count("\n") == 1


def test_a_very_long_quotation_is_shown_by_its_ends(capsys: Printed) -> None:
    text = json.loads(run(capsys, "show", ASKED, "--json")[1])["text"]
    out = run(capsys, "quote", text)[1]
    assert f"«{text[:60]}»…«{text[-61:-1]}»。" in out
