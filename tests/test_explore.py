"""Corresponding items, trends, and quotations: asked of an open index."""
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import policysearch
from policysearch.errors import ItemNotFound, QueryError, QuerySyntaxError, QueryTooLarge
from policysearch.explore.passages import loosened
from policysearch.query.limits import MAX_CHARACTERS
from policysearch.text.folding import plain
from policysearch.text.units import units
from tests import oracle
from tests.conftest import SEEDS, MakeIndex

pytestmark = pytest.mark.every_engine

TASK = "做实家庭医生签约服务。重点人群签约率达到{}%，推广长处方和上门医疗。"


def record(source: str, text: str, **values: Any) -> dict[str, Any]:
    return {"id": f"{source}:{text[:6]}{len(text)}", "source": source, "text": text, **values}


@pytest.fixture
def towns(make_index: MakeIndex) -> policysearch.Index:
    """The work of three places in three years; one document is silent on where and when."""
    others = ["加强传染病防控。完善监测预警。", "推进中医药传承创新。建设名医工作室。", "优化营商环境。落实惠企政策。"]
    return make_index(
        record("a2022", TASK.format(40), year=2022, place="宝山区"), *(record("a2022", text, year=2022) for text in others),
        record("a2023", TASK.format(45), year=2023, place="宝山区"),
        record("a2023", "家庭医生签约服务要加强。", year=2023, place="宝山区"),
        record("b2023", "做实家庭醫生簽約服務。推广长处方。", year=2023, place="嘉定区"),
        record("c", TASK.format(40)), *(record("d", text) for text in others))


def test_the_corresponding_items_come_ranked_one_a_document(towns: policysearch.Index) -> None:
    asked = next(towns.items())
    answer = policysearch.similar(towns, asked.id)
    assert answer.item == asked
    # the item's own document and what has nothing in common are left out
    assert [one.item.source for one in answer.similar] == ["c", "a2023", "b2023"]
    assert [one.rank for one in answer.similar] == [1, 2, 3]
    assert answer.similar[0].score == pytest.approx(1) and answer.similar[0].difference.common == 1
    assert answer.similar[1].item.text == TASK.format(45)
    scores = [one.score for one in answer.similar]
    assert scores == sorted(scores, reverse=True)
    changed = [(asked.text[slice(*here)], answer.similar[1].item.text[slice(*there)])
               for kept, here, there in answer.similar[1].difference.stretches if not kept]
    assert changed == [("40", "45")]


def test_years_and_places_restrict_the_documents(towns: policysearch.Index) -> None:
    def sources(**filters: Any) -> list[str]:
        return [one.item.source for one in policysearch.similar(towns, next(towns.items()).id, **filters).similar]

    assert sources(years=["2023"]) == sources(years=["2023", "2025..2026"]) == ["a2023", "b2023"]
    assert sources(years=[2023], place=["嘉定"]) == sources(place="嘉定區") == ["b2023"]
    assert sources(limit=1) == ["c"]
    assert sources(years=["1999"]) == []


def test_similar_refuses_what_it_cannot_answer(towns: policysearch.Index) -> None:
    with pytest.raises(ItemNotFound):
        policysearch.similar(towns, "nosuch")
    with pytest.raises(QueryError):
        policysearch.similar(towns, next(towns.items()).id, years=["soon"])


def test_the_seeds_answer_one_another(seeds: policysearch.Index) -> None:
    answer = policysearch.similar(seeds, "003_1862168b01536afb.txt:2.6")
    assert {one.item.id for one in answer.similar} >= {"002_6694ffb02fb1c62d.txt:1.3", "000_7a3d958bfaa7c084.txt:4.16"}
    assert max(Counter(one.item.source for one in answer.similar).values()) == 1


@pytest.mark.parametrize("by", [["year"], ["place"], ["issuer"], ["year", "place"], ["place", "year"]])
@pytest.mark.parametrize("years", [None, "2022"])
def test_a_trend_counts_what_the_oracle_counts(seeds: policysearch.Index, by: list[str], years: str | None) -> None:
    items = [item for item in seeds.items() if years is None or item.year == int(years)]
    total = Counter(tuple(getattr(item, name) for name in by) for item in items)
    hits = Counter(tuple(getattr(item, name) for name in by) for item in items
                   if oracle.matches(oracle.Term("家庭医生"), item))
    found = policysearch.trend(seeds, "家庭医生", by, years=years)
    assert {row.values: (row.hits, row.items) for row in found.rows} == {key: (hits[key], total[key]) for key in total}
    assert (found.hits, found.items) == (hits.total(), len(items))
    assert all(row.share == row.hits / row.items for row in found.rows)


def test_the_rows_of_a_trend_are_sorted_and_the_unknown_comes_last(towns: policysearch.Index) -> None:
    found = policysearch.trend(towns, "签约")
    assert [(row.values, row.hits, row.items) for row in found.rows] == [
        ((2022,), 1, 4), ((2023,), 3, 3), ((None,), 1, 4)]
    found = policysearch.trend(towns, "签约", ["place", "year"])
    assert [row.values for row in found.rows] == [
        ("嘉定区", 2023), ("宝山区", 2022), ("宝山区", 2023), (None, 2022), (None, None)]


@pytest.mark.parametrize("by", [[], ["nosuch"], ["year", "year"], ["year", "place", "issuer"]])
def test_a_trend_is_by_one_or_two_fields(seeds: policysearch.Index, by: list[str]) -> None:
    with pytest.raises(ValueError, match="year, place, issuer"):
        policysearch.trend(seeds, "签约", by)


def test_every_part_of_every_item_is_found_where_it_stands(seeds: policysearch.Index) -> None:
    draw = random.Random(7)
    for item in seeds.items():
        places = list(units(plain(item.text)))
        first = draw.randrange(len(places))
        last = min(len(places) - 1, first + draw.choice([1, 3, 10, 40, 200]))
        start, end = places[first].start, places[last].end
        found = policysearch.quote(seeds, item.text[start:end], limit=1000)
        assert (item.id, (start, end)) in [(passage.item.id, passage.span) for passage in found.passages], (start, end)
        assert found.total == len(found.passages) and found.nearest is None


def test_a_place_is_named_with_its_point_its_line_and_its_place_in_the_source(seeds: policysearch.Index) -> None:
    passage, = policysearch.quote(seeds, "继续做实对老年人、慢性病病人等重点人群的签约服务").passages
    assert passage.citation == "《2022年宝山区卫生健康工作要点》（宝卫〔2022〕4号）二、6.二是"
    for item in seeds.items():
        source = (SEEDS / item.source).read_text(encoding="utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        last = item.text.split("\n")[-1]
        for passage in policysearch.quote(seeds, last).passages:
            if passage.item.id == item.id:
                assert passage.source_span
                start, end = passage.source_span
                assert source[start] == item.text[passage.span.start] and source[end - 1] == item.text[passage.span.end - 1]
                assert passage.line == source.count("\n", 0, start) + 1


def test_the_line_is_that_of_the_place_and_not_where_the_item_begins(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2022年工作要点\n\n1.加强管理。\n\n\n健全制度。\n2.做好服务。\n", encoding="utf-8")
    policysearch.build([tmp_path / "a.txt"], tmp_path / "index")
    with policysearch.open(tmp_path / "index") as index:
        passage, = policysearch.quote(index, "健全制度").passages
        assert (passage.item.id, passage.item.line, passage.line) == ("a.txt:1", 3, 6)


ITEM = {"number": "6.", "text": "提高服务能力\n实施“放管服”改革，建设 5G 基站（2022年）100个；签约率达到40%。"}


@pytest.mark.parametrize("text", [
    "提高服务能力。", "提高服务能力实施放管服改革", "提高服务能力\n实施「放管服」\n改革，", "6.提高服务能力", "６．提高服务能力 实施",
    "實施放管服改革，建設5G基站", "“建设 5G 基站 2022年 100个；签约率达到40%。”", "建设5Ｇ基站(2022年)100个", "……签约率达到 40%"])
def test_a_quotation_is_found_however_it_was_copied(make_index: MakeIndex, text: str) -> None:
    found = policysearch.quote(make_index(ITEM, "别的工作。"), text)
    assert [passage.item.id for passage in found.passages] == ["i0"]


@pytest.mark.parametrize("text", ["签约率达到4", "提高服务能力，实施", "0个；签约率", "第6.提高服务", "签约率达到40个"])
def test_what_is_not_word_for_word_is_not_found(make_index: MakeIndex, text: str) -> None:
    found = policysearch.quote(make_index(ITEM, "别的工作。"), text)
    assert (found.total, found.passages) == (0, ())


def test_all_places_are_counted_reprints_and_repetitions_too(make_index: MakeIndex) -> None:
    index = make_index("加强管理。加强管理。", "加强管理，健全制度。", "加強管理！")
    found = policysearch.quote(index, "加强管理", limit=3)
    assert (found.total, [(passage.item.id, passage.span.start) for passage in found.passages]) == (
        4, [("i0", 0), ("i0", 5), ("i1", 0)])
    # records have no source text
    assert [(passage.source_span, passage.line) for passage in found.passages] == [(None, None)] * 3


@pytest.mark.parametrize("text, changes", [
    ("2022年重点人群签约率达到45%。", [("45", "40")]),
    ("促进业务水平和群众满意双提高", [("业务水平", "业务能力")]),
    ("健全区域医疗中心和儿科医联体，持续提升社区儿科诊疗服务水平", [("健全", "依托")]),
    ("加强儿科诊疗与儿童保健整合，实现社区儿童全程保护", [("保护", "健康")])])
def test_a_changed_word_is_found_and_shown(seeds: policysearch.Index, text: str, changes: list[tuple[str, str]]) -> None:
    found = policysearch.quote(seeds, text)
    assert found.total == 0 and found.nearest
    passage = found.nearest.passage
    assert passage.item.id == "003_1862168b01536afb.txt:2.6" and passage.citation.endswith("是")
    part = passage.item.text[slice(*passage.span)]
    assert [(text[slice(*here)], part[slice(*there)])
            for kept, here, there in found.nearest.difference.stretches if not kept][:1] == changes


def test_letters_that_no_index_keeps_are_found_too(make_index: MakeIndex) -> None:
    index = make_index("β-受体阻滞剂。", "α。")
    assert [passage.item.id for text in ("β", "α", "β-受体") for passage in policysearch.quote(index, text).passages] == [
        "i0", "i1", "i0"]
    assert policysearch.quote(index, "γ") == policysearch.Quotation("γ", 0, (), None)


def test_what_nothing_comes_near_has_no_nearest(seeds: policysearch.Index) -> None:
    found = policysearch.quote(seeds, "宇宙飞船明天登陆火星")
    assert (found.total, found.nearest) == (0, None)


def test_a_quotation_needs_something_to_look_for_and_has_a_limit(seeds: policysearch.Index) -> None:
    for text in ("", " ", "，。", "“”"):
        with pytest.raises(QuerySyntaxError):
            policysearch.quote(seeds, text)
    with pytest.raises(QueryTooLarge):
        policysearch.quote(seeds, "卫" * (MAX_CHARACTERS + 1))
    assert policysearch.quote(seeds, ("卫生健康工作，" * MAX_CHARACTERS)[:MAX_CHARACTERS]).total == 0


def test_what_is_passed_over_keeps_its_places() -> None:
    text = "“一、\n 加强 PM2.5 (2022)  3 治理”"
    ready = loosened(text)
    assert ready.text == "一、加强pm2.5 2022 3治理"
    kept = [(character, text[place]) for character, place in zip(ready.text, ready.positions) if character != " "]
    assert all(character == shown.lower() for character, shown in kept)
