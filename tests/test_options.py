"""Filters, parts, order, counts and grouping of a search, against plain lists of the items."""
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import policysearch
from policysearch.cli import main
from policysearch.models import Item
from policysearch.searcher import COUNTED, SORTS
from tests.conftest import MakeIndex, ids

ISSUERS = ("宝山区卫生健康委员会", "广州市人民政府", None)
RECORDS = [{"text": f"签约服务第{number}项", "source": f"d{number % 7}.txt", "year": (2021, 2022, None, 2024)[number % 4],
            "date": ("2022-06-10", "2022-06", None)[number % 3], "issuer": ISSUERS[number % 3],
            "kind": ("通知", "意见")[number % 2], "title": f"{('工作要点', '实施方案')[number % 2]}{number % 5}",
            "place": ("宝山区", "广州市")[number % 2], "sections": [f"第{number % 3}部分"]} for number in range(60)]


@pytest.fixture
def index(make_index: MakeIndex) -> policysearch.Index:
    return make_index(*RECORDS)


@pytest.mark.parametrize("options, kept", [
    ({"issuer": "宝山区"}, lambda item: item.issuer == ISSUERS[0]),
    ({"issuer": ["宝山区", "广州市人民"]}, lambda item: item.issuer is not None),
    ({"kind": ("意见",)}, lambda item: item.kind == "意见"),
    ({"place": "广州", "kind": "意见"}, lambda item: item.place == "广州市" and item.kind == "意见"),
    ({"title": ["要点1", "方案2"]}, lambda item: item.title in ("工作要点1", "实施方案2")),
    ({"section": "第0部"}, lambda item: item.sections == ("第0部分",)),
    ({"years": (2022, 2024), "issuer": "广州"}, lambda item: item.year in (2022, 2024) and item.issuer == ISSUERS[1]),
    ({"years": 2021, "place": [], "title": ()}, lambda item: item.year == 2021)])
def test_options_are_or_within_a_field_and_and_between_fields(index: policysearch.Index, options: dict[str, Any],
                                                              kept: Callable[[Item], bool]) -> None:
    plain = {hit.item.id: hit.score for hit in index.search("签约", limit=100)}
    found = index.search("签约", limit=100, **options)
    assert {hit.item.id: hit.score for hit in found} == {item.id: plain[item.id] for item in index.items() if kept(item)}
    assert found.total == len(found.hits) > 0


def test_a_filter_with_nothing_to_search_for_is_an_error_that_shows_it(index: policysearch.Index) -> None:
    with pytest.raises(policysearch.QuerySyntaxError) as caught:
        index.search("签约", issuer=["宝山", "，"])
    assert (caught.value.text, caught.value.start, caught.value.end) == ("，", 0, 1)


@pytest.mark.parametrize("options", [{"sort": "size"}, {"facets": ["text"]}, {"issuers": "x"}])
def test_an_option_that_there_is_not_is_an_error(index: policysearch.Index, options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="there are"):
        index.search("签约", **options)


@pytest.mark.parametrize("field", ["year", "date"])
def test_newest_first_and_none_last_over_the_whole_set(index: policysearch.Index, field: str) -> None:
    items = list(index.items())
    known = sorted((item for item in items if getattr(item, field) is not None), key=lambda item: getattr(item, field),
                   reverse=True)
    expected = [getattr(item, field) for item in known] + [None] * (len(items) - len(known))
    found = index.search("签约", sort=field, limit=100)
    assert [getattr(hit.item, field) for hit in found] == expected
    place = {item.id: number for number, item in enumerate(items)}
    for before, after in zip(found.hits, found.hits[1:]):
        if getattr(before.item, field) == getattr(after.item, field):
            assert place[before.item.id] < place[after.item.id]


def test_by_position_is_document_order(index: policysearch.Index) -> None:
    assert ids(index.search("签约", sort="position", limit=100)) == [item.id for item in index.items()]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_every_order_are_the_whole_list_cut_up(index: policysearch.Index, sort: str) -> None:
    whole = ids(index.search("签约", sort=sort, limit=100))
    paged = [index.search("签约", sort=sort, limit=7, offset=offset) for offset in range(0, 60, 7)]
    assert whole == [name for page in paged for name in ids(page)]


def test_facets_count_all_that_matches(index: policysearch.Index) -> None:
    found = index.search("签约 -第3项", facets=COUNTED, limit=1)
    matching = [item for item in index.items() if item.text != "签约服务第3项"]
    assert found.total == len(matching) == 59
    for field in COUNTED:
        counts = Counter(getattr(item, field) for item in matching)
        values = sorted(value for value in counts if value is not None)
        assert found.facets[field] == (*((value, counts[value]) for value in values),
                                       *(((None, counts[None]),) if None in counts else ()))


def test_counts_of_two_fields_are_a_table(index: policysearch.Index) -> None:
    counts = index.counts("签约", ("year", "kind"), place="广州")
    expected = Counter((item.year, item.kind) for item in index.items() if item.place == "广州市")
    assert dict(counts) == expected
    assert [values for values, _ in counts] == sorted(expected, key=lambda pair: (pair[0] is None, pair))


def write_plan(folder: Path) -> Path:
    path = folder / "plan.md"
    path.write_text("宝山区2022年工作要点\n为推进签约服务，制定本要点。\n一、签约服务\n推进签约。\n二、考核\n加强考核。\n"
                    "宝山区卫生健康委员会\n2022年6月10日\n", encoding="utf-8")
    return path


def test_what_stands_outside_the_items_is_counted_and_shown_on_demand(tmp_path: Path) -> None:
    policysearch.build(write_plan(tmp_path), tmp_path / "index")
    with policysearch.open(tmp_path / "index") as index:
        inside, everywhere = index.search("text:签约"), index.search("text:签约", parts=True)
        assert ids(inside) == ["plan.md:1"]
        assert inside.elsewhere == everywhere.total - inside.total > 0 == everywhere.elsewhere
        assert "plan.md:front" in ids(everywhere)
        assert {hit.item.id: hit.score for hit in everywhere}["plan.md:1"] == inside.hits[0].score
        assert index.search("为推进签约").total == 0 and index.search("为推进签约").elsewhere == 1
        assert [item.part for item in index.items()] == ["item", "item"]
        assert index.item("plan.md:front").part == "front"
        assert len(index) == 2
        assert index.neighbours("plan.md:1") == (None, index.item("plan.md:2"))


def test_statistics_do_not_count_what_stands_outside_the_items(tmp_path: Path, make_index: MakeIndex) -> None:
    policysearch.build(write_plan(tmp_path), tmp_path / "index")
    with policysearch.open(tmp_path / "index") as index:
        alone = make_index(*(item.record() for item in index.items()))
        for query in ("签约", "考核 OR 推进"):
            assert [(hit.item.id, hit.score) for hit in index.search(query)] == [
                (hit.item.id, hit.score) for hit in alone.search(query)]


REPRINTS = [{"text": "推进签约服务。", "source": "a"}, {"text": "推进簽約服务。", "source": "b"}, {"text": "签约签约", "source": "c"},
            {"text": "推进签约服务。", "source": "d", "title": "转发"}, {"text": "考核", "source": "e"}]


def test_reprints_are_one_hit_and_none_is_lost(make_index: MakeIndex) -> None:
    index = make_index(*REPRINTS)
    apart, grouped = index.search("签约"), index.search("签约", group=True)
    assert apart.total == grouped.total == 4 and len(apart.hits) == 4 and len(grouped.hits) == 2
    assert sorted(name for hit in grouped for name in (hit.item.id, *hit.others)) == sorted(ids(apart))
    first = next(hit for hit in grouped if hit.others)
    in_order = [name for name in ids(apart) if name != "i2"]
    assert [first.item.id, *first.others] == in_order
    assert [hit.rank for hit in grouped] == [1, 2]


def test_pages_of_groups_have_no_repeats_and_no_gaps(make_index: MakeIndex) -> None:
    index = make_index(*({"text": f"签约服务{number // 3}", "source": f"s{number}"} for number in range(90)))
    whole = index.search("签约", group=True, limit=100)
    assert len(whole.hits) == 30 and all(len(hit.others) == 2 for hit in whole)
    paged = [hit.item.id for offset in range(0, 30, 4) for hit in index.search("签约", group=True, limit=4, offset=offset)]
    assert paged == ids(whole)


def test_the_command_takes_all_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "copy.md").write_text(write_plan(tmp_path).read_text(encoding="utf-8"), encoding="utf-8")
    assert main(["index", str(tmp_path), "--index", str(tmp_path / "index")]) == 0
    capsys.readouterr()
    assert main(["search", "推进签约", "--index", str(tmp_path / "index"), "--place", "宝山", "--place", "广州", "--kind", "要点",
                 "--sort", "position", "--facets"]) == 0
    out = capsys.readouterr().out
    assert "1. 《宝山区2022年工作要点》一、\n   copy.md:1" in out
    assert "\n   also in: plan.md:1\n" in out and "\n2. " not in out
    assert "\nItems: 2\nOutside the items: 2 (--parts all)\nyear: 2022 (2)\n" in out
    assert main(["search", "推进签约", "--index", str(tmp_path / "index"), "--no-group", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["total"], answer["elsewhere"], len(answer["hits"]), answer["facets"]) == (2, 2, 2, None)
    assert main(["search", "推进签约", "--index", str(tmp_path / "index"), "--parts", "all", "--jsonl"]) == 0
    parts = [json.loads(line)["item"]["part"] for line in capsys.readouterr().out.splitlines()]
    assert sorted(parts) == ["front", "front", "item", "item"]
    assert main(["search", "签约", "--index", str(tmp_path / "index"), "--sort", "size"]) == 2
