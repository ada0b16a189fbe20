"""Search as a whole: order, pages, years, limits, what is nearest, what is marked."""
import copy
import gc
import pickle
import random
import weakref
from dataclasses import asdict
from pathlib import Path

import pytest

import policysearch
from policysearch.messages.catalogue import use_language
from policysearch.query.limits import MAX_WINDOW
from tests.conftest import SEEDS, Clock, MakeIndex, ids

pytestmark = pytest.mark.every_engine

EVERYTHING = "卫生 OR NOT 卫生"


def test_traditional_and_simplified_queries_are_the_same(seeds: policysearch.Index) -> None:
    traditional, simplified = (seeds.search(f"text:{word}", limit=200) for word in ("衛生健康", "卫生健康"))
    assert ids(traditional) == ids(simplified)
    assert {name[:3] for name in ids(simplified)} == {"000", "001", "002", "003", "004"}
    shown = [hit.item.text[span.start:span.end] for hit in simplified if hit.item.id.startswith("001") for span in hit.spans]
    assert shown and set(shown) == {"衛生健康"}


def test_a_year_option_keeps_the_documents_of_that_year(seeds: policysearch.Index) -> None:
    for years in ("2022", (2022, 2022), ["2022"], ("2022年",)):
        found = seeds.search(EVERYTHING, years=years, limit=200)
        assert {name[:3] for name in ids(found)} == {"001", "003"}
        assert found.total == 46


def test_all_spellings_of_the_years_give_the_same_items_with_the_same_scores(seeds: policysearch.Index) -> None:
    plain = {hit.item.id: hit.score for hit in seeds.search("卫生 OR 的 OR NOT 卫生", limit=200)}
    assert len(plain) == 111
    for years in ("2022-2024", "2022..2024", "[2022 TO 2024]", ">=2022", "2022年至2024年", (2022, 2024), (2022, None),
    ["2022", "2024"]):
        found = seeds.search("卫生 OR 的 OR NOT 卫生", years=years, limit=200)
        assert {hit.item.id: hit.score for hit in found} == plain, years
    typed = seeds.search("(卫生 OR 的 OR NOT 卫生) year:2022..2024", limit=200)
    assert {hit.item.id: hit.score for hit in typed} == plain


def test_filters_and_not_never_change_a_score(seeds: policysearch.Index) -> None:
    plain = {hit.item.id: hit.score for hit in seeds.search("签约", limit=200)}
    for query in ("签约 year:2022", "签约 -家庭", "签约 kind:要点", "签约 number:6", "签约 issuer:宝山"):
        for hit in seeds.search(query, limit=200):
            assert hit.score == plain[hit.item.id], query


def test_a_year_inside_a_branch_is_exact(seeds: policysearch.Index) -> None:
    found = seeds.search("(year:2022 签约) OR (year:2024 疫苗)", limit=200)
    assert found.total == len(ids(found)) > 0
    for hit in found:
        assert (hit.item.year, "签约" if hit.item.year == 2022 else "疫苗") in ((2022, "签约"), (2024, "疫苗"))
        words = ("签约", "簽約") if hit.item.year == 2022 else ("疫苗",)
        assert any(word in "".join((hit.item.text, *hit.item.sections)) for word in words)


def test_a_lone_negation_gives_all_others_in_document_order(seeds: policysearch.Index) -> None:
    found = ids(seeds.search("-改革", limit=200))
    place = {item.id: number for number, item in enumerate(seeds.items())}
    assert found == sorted(found, key=place.__getitem__)
    assert set(found) | set(ids(seeds.search("改革", limit=200))) == set(place)


def test_pages_have_no_repeats_and_no_gaps_across_the_scored_candidates(make_index: MakeIndex) -> None:
    rng = random.Random(7)
    words = ["签约", "家庭", "医生", "疫苗", "改革"]
    index = make_index(*("，".join(rng.choices(words, k=rng.randint(1, 9))) for _ in range(330)))
    whole = index.search("签约 OR 疫苗", limit=1000)
    assert whole.total == len(whole.hits) > 210
    paged = [hit for offset in range(0, whole.total, 37) for hit in index.search("签约 OR 疫苗", limit=37, offset=offset)]
    assert [(hit.rank, hit.item.id, hit.score) for hit in paged] == [(hit.rank, hit.item.id, hit.score) for hit in whole]
    scores = [hit.score for hit in whole]
    assert None not in scores[:200] and set(scores[200:]) == {None}
    assert [hit.rank for hit in whole] == list(range(1, whole.total + 1))


def test_equal_scores_go_by_place_in_the_documents(make_index: MakeIndex) -> None:
    index = make_index(*({"text": "签约服务", "source": source} for source in ("c", "a", "b", "a")))
    assert ids(index.search("签约")) == ["i1", "i3", "i2", "i0"]


def test_nothing_found_gives_the_nearest_apart(make_index: MakeIndex) -> None:
    index = make_index({"text": "家庭医生签约", "year": 2022}, {"text": "家庭医生", "year": 2023}, {"text": "宇宙飞船", "year": 2023},
                       {"text": "公司的家庭医生", "year": 2023})
    found = index.search("家庭医生 签约 飞船")
    assert (found.total, found.hits) == (0, ())
    assert {hit.item.id for hit in found.nearest} == {"i0", "i1", "i2", "i3"}
    assert [hit.item.id for hit in index.search("家庭医生 签约 year:2023 -公司").nearest] == ["i1"]
    assert {hit.item.id for hit in index.search("家庭医生签约飞船").nearest} == {"i0", "i1", "i2", "i3"}
    assert index.search('"家庭医生签约飞船"').nearest == ()
    assert index.search("year:1999").nearest == ()


def test_a_page_beyond_the_window_is_refused(seeds: policysearch.Index) -> None:
    for limit, offset in ((1, MAX_WINDOW), (MAX_WINDOW + 1, 0), (-1, 0), (1, -1)):
        with pytest.raises(policysearch.QueryTooLarge):
            seeds.search("卫生", limit=limit, offset=offset)
    assert seeds.search("卫生", limit=10, offset=MAX_WINDOW - 10).hits == ()


def test_a_search_stops_when_its_time_is_used_up(seeds_folder: Path) -> None:
    with policysearch.Index(seeds_folder, time_budget=5, clock=Clock(step=10)) as index:
        with pytest.raises(policysearch.TimeBudgetExceeded, match="5 seconds"):
            index.search("卫生健康")
    with policysearch.Index(seeds_folder, time_budget=5, clock=Clock(step=0.001)) as index:
        assert index.search("卫生健康").total


def test_the_hardest_queries_are_answered_or_refused(seeds: policysearch.Index) -> None:
    for query in ("(" * 100_000, " OR ".join(["甲"] * 5_000),
    "*", "?*?*?*", "长" * 10_000, "长" * 10_001, "\0", "\ud800", "😀", "-" * 99 + "a",
                  " OR ".join(f"卫{i}" for i in range(500)), "的 " * 499 + "的"):
        try:
            seeds.search(query)
        except policysearch.QueryError as error:
            assert str(error)


def test_the_parts_of_an_explanation_add_up(seeds: policysearch.Index) -> None:
    for query in ("家庭医生 签约", '"卫生健康" OR 疫苗', "title:宝山 医联体", "衛生 -公司", "第23条 OR 2022年"):
        for hit in seeds.search(query, explain=True, limit=50):
            assert hit.explanation is not None
            assert hit.score == hit.explanation.score == pytest.approx(sum(part.score for part in hit.explanation.parts),
            abs=1e-12)


def test_of_other_spellings_the_best_one_counts(make_index: MakeIndex) -> None:
    index = make_index("依照第二十三条办理，第二十三条", "依照第23条办理", "其他内容")
    found = {hit.item.id: hit for hit in index.search("第23条", explain=True)}
    assert set(found) == {"i0", "i1"}
    for item_id, digits in (("i0", "二十"), ("i1", "23")):
        explanation = found[item_id].explanation
        assert explanation and any(digits in part.text for part in explanation.parts)
    assert found["i0"].score == index.search('"第二十三条"').hits[0].score


def test_spans_are_slices_of_the_text_as_shown(make_index: MakeIndex) -> None:
    text = "𠮷野家在臺灣①：ＷＴＯ\t與　“放管服”改革…\n衛生健康2023年、中国化与中国"
    index = make_index({"text": text, "title": "臺灣要點", "sections": ["一、衛生", "二、其他"]})
    for query, marked in {"臺灣": ["臺灣"], "台湾": ["臺灣"], "wto": ["ＷＴＯ"], "放管服改革": ["放管服”改革"], "卫生健康": ["衛生健康"], "𠮷野家": ["𠮷野家"],
                          "2023年": ["2023年"], "中国化 中国": ["中国化", "中国"], "卫生 健康": ["衛生", "健康"]}.items():
        hit = index.search(query).hits[0]
        assert [text[span.start:span.end] for span in hit.spans] == marked, query
        ends = [place for span in hit.spans for place in span]
        assert ends == sorted(ends) and 0 <= ends[0] and ends[-1] <= len(text)
        assert hit.snippet.start <= hit.snippet.end <= len(text)
    hit = index.search("台湾 卫生").hits[0]
    assert (hit.title_spans, hit.section_spans) == (((0, 2),), (((2, 4),), ()))
    assert index.search("title:台湾 AND 卫生").hits[0].spans == index.search("卫生").hits[0].spans


def test_hits_find_their_marks_when_the_index_is_closed_and_travel_with_them(tmp_path: Path) -> None:
    policysearch.build([SEEDS], tmp_path)
    with policysearch.open(tmp_path) as index:
        seen, copied, pickled, taken_apart = (index.search("家庭医生 签约") for _ in range(4))
        assert seen.hits[0].spans
    for other in (copy.deepcopy(copied.hits), pickle.loads(pickle.dumps(pickled.hits)), asdict(taken_apart)["hits"]):
        assert other == seen.hits
        assert [(hit.spans, hit.title_spans, hit.section_spans, hit.snippet) for hit in other] == [
            (hit.spans, hit.title_spans, hit.section_spans, hit.snippet) for hit in seen]
        assert hash(other[0]) == hash(seen.hits[0]) and repr(other[0]) == repr(seen.hits[0])
    with policysearch.open(tmp_path) as index:
        elsewhere = index.search("签约")
    same = next(hit for hit in elsewhere if hit.item == seen.hits[0].item)
    # as the same hit it would be another one by its marks alone
    assert same._replace(rank=seen.hits[0].rank, score=seen.hits[0].score) != seen.hits[0]


def test_a_hit_that_has_found_its_marks_lets_go_of_the_index(tmp_path: Path) -> None:
    policysearch.build([SEEDS], tmp_path)
    with policysearch.open(tmp_path) as index:
        opened = weakref.ref(index._open)
        hits = index.search("家庭医生 签约").hits
    del index
    marks = [(hit.spans, hit.snippet) for hit in hits]
    gc.collect()
    assert opened() is None
    assert marks == [(hit.spans, hit.snippet) for hit in hits]


def test_a_snippet_shows_the_densest_matches(make_index: MakeIndex) -> None:
    filler = "无关的句子在这里。" * 30
    index = make_index(f"签约。{filler}家庭医生签约率提高。{filler}")
    hit = index.search("家庭医生 签约").hits[0]
    shown = hit.item.text[hit.snippet.start:hit.snippet.end]
    assert "家庭医生签约率提高。" in shown and len(shown) <= 120


def test_two_builds_of_the_same_seeds_answer_the_same(seeds: policysearch.Index, tmp_path: Path) -> None:
    policysearch.build([SEEDS], tmp_path / "again")
    with policysearch.open(tmp_path / "again") as again:
        assert [item.record() for item in again.items()] == [item.record() for item in seeds.items()]
        for query in ("卫生", "家庭医生 签约", "-改革", "医联体 OR 疫苗", "title:宝山"):
            first, second = (index.search(query, limit=200) for index in (seeds, again))
            assert [(hit.item.id, hit.score) for hit in first] == [(hit.item.id, hit.score) for hit in second]


def test_items_by_their_ids(seeds: policysearch.Index) -> None:
    item = seeds.item("003_1862168b01536afb.txt:2.6")
    assert item.number == "6."
    before, after = seeds.neighbours(item.id)
    assert (before and before.number, after and after.number) == ("5.", "7.")
    assert seeds.neighbours("003_1862168b01536afb.txt:1.1")[0] is None
    assert len(seeds) == len(list(seeds.items())) == 111
    for missing in ("nosuch", "", "003_1862168b01536afb.txt:2.66", "\ud800"):
        with pytest.raises(policysearch.ItemNotFound):
            seeds.item(missing)


def test_errors_speak_the_language_in_force(seeds: policysearch.Index) -> None:
    for language, text in (("en", "not closed"), ("zh", "没有闭合")):
        use_language(language)
        with pytest.raises(policysearch.QuerySyntaxError, match=text):
            seeds.search("(家庭医生")


def test_pages_of_grouped_hits_that_had_to_be_verified_lost_some(make_index: MakeIndex) -> None:
    rng = random.Random(8)
    words = ["医疗", "服务", "改革", "签约", "监督", "公司", "覆盖"]
    index = make_index(*("，".join(rng.choices(words, k=rng.randint(1, 4))) for _ in range(900)))

    def hits(limit: int, offset: int = 0) -> list[tuple[str, tuple[str, ...]]]:
        return [(hit.item.id, hit.others) for hit in index.search("text:医疗 -公司", group=True, limit=limit, offset=offset)]

    whole = hits(900)
    assert len(whole) > 100
    assert [one for offset in range(0, len(whole), 30) for one in hits(30, offset)] == whole
    assert len({item for first, others in whole for item in (first, *others)}) == index.search("text:医疗 -公司").total


def test_a_named_item_far_behind_keeps_its_reprints(make_index: MakeIndex) -> None:
    better = [f"劳动合同法规定的工资支付期限{'，甲乙' * place}" for place in range(230)]
    law = [{"source": "law", "title": "劳动合同法", "number": f"第{number}条", "text": f"工资其他{'，说明' * (200 + number)}。"}
           for number in (1, 9)]
    reprint = {"source": "t", "title": "汇编", "text": law[1]["text"]}
    index = make_index(*better, *law, reprint)
    found = index.search("劳动合同法第9条规定的工资支付期限", reading="any", group=True, limit=2)
    assert [(hit.item.number, len(hit.others)) for hit in found][0] == ("第9条", 1)


def test_counts_by_nothing_are_one_count(make_index: MakeIndex) -> None:
    index = make_index("甲乙", "甲丙")
    assert index.counts("甲", []) == [((), 2)] and index.counts("丁", []) == []
