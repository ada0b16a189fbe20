"""Wildcards, nearness, dates, 同句 and 同篇: what each finds, marks, ranks by and brings near."""
import pytest

import policysearch
from policysearch.errors import QueryTooLarge
from policysearch.matching.wildcards import run_form
from policysearch.query.dates import parse_date, parse_dates, printed
from policysearch.query.limits import MAX_EXPANSIONS
from tests.conftest import Clock, MakeIndex, ids

pytestmark = pytest.mark.every_engine


def found(index: policysearch.Index, query: str) -> str:
    """The numbers of the items that a query finds, in order: "02" for i0 and i2."""
    return "".join(sorted(name[1:] for name in ids(index.search(query, limit=1000))))


def marked(index: policysearch.Index, query: str) -> list[str]:
    """What is marked in the text of the first hit."""
    hit = index.search(query).hits[0]
    return [hit.item.text[span.start:span.end] for span in hit.spans]


# --- wildcards -------------------------------------------------------------------------------------------------------

RUNS = ["防控COVID-19疫情", "covid19与COVID", "coid检测", "pm2.5和PM10", "C++语言、c#", "乡村振兴", {"text": "别的", "title": "ｃｏｖａｘ计划"},
        {"text": "其他", "doc_number": "发改〔2023〕17号"}]


@pytest.mark.parametrize("query, numbers", [
    ("cov*", "016"), ("COV*", "016"), ("ｃｏｖ＊", "016"), ("covid*", "01"), ("covid?", ""), ("covid1?", "1"),
    ("covid??", "1"), ("co?id", "01"),
    ("co*id", "012"), ("*id", "012"), ("*ov*", "016"), ("c*", "01246"), ("pm*", "3"), ("pm?", ""), ("pm2*", "3"),
    ("pm??", "3"), ("pm2?5", ""),
    ("PM?.5", "3"), ("c++*", "4"), ("c?", ""), ("c*+", "4"), ("乡村*", "5"), ("*村振*", "5"), ("text:cov*", "01"),
    ("title:cov*", "6"),
    ("section:cov*", ""), ("-cov*", "23457"), ("cov* coid", ""), ("cov* OR pm*", "0136"), ("1?", "07"), ("20??", "7"),
    ("text:1?", "0"),
    ('"cov*"', ""), ("x*", "")])
def test_a_wildcard_finds_whole_runs(make_index: MakeIndex, query: str, numbers: str) -> None:
    assert found(make_index(*RUNS), query) == numbers


def test_a_wildcard_marks_and_ranks_by_what_it_stands_for(make_index: MakeIndex) -> None:
    index = make_index("covid，covid19，COVID", "covax", "别的covid")
    hits = {hit.item.id: hit for hit in index.search("cov*")}
    assert [hits["i0"].item.text[span.start:span.end] for span in hits["i0"].spans] == ["covid", "covid19", "COVID"]
    for name, hit in hits.items():
        # of several runs the best one counts
        alone = [other.score or 0 for run in ("covid", "covid19",
        "covax") for other in index.search(run) if other.item.id == name]
        assert hit.score == max(alone) > 0


def test_a_wildcard_that_stands_for_too_much_is_refused(make_index: MakeIndex) -> None:
    most = make_index(" ".join(f"a{number}" for number in range(MAX_EXPANSIONS)), "b1")
    assert (found(most, "a*"), found(most, "-a*"), found(most, "?1")) == ("0", "1", "01")
    more = make_index(" ".join(f"a{number}" for number in range(MAX_EXPANSIONS + 1)))
    for query in ("a*", "b OR title:a*", "-A*", "同句(a* b)", "同篇(a* b)"):
        with pytest.raises(QueryTooLarge) as raised:
            more.search(query)
        assert raised.value.text[raised.value.start:raised.value.end].lower().endswith("a*")


def test_a_wildcard_of_many_stars_needs_no_longer() -> None:
    form = run_form("*".join("a" * 30) + "*b")
    assert not form.matches("a" * 5000) and form.matches("a" * 5000 + "b")


# --- nearness --------------------------------------------------------------------------------------------------------

NEAR = ["家庭医生签约服务", "签约的家庭医生", "家庭医生。签约服务", "家庭“医生”团队开展（签约）", "家庭养老，医生巡诊，签约", "家庭\n医生", "醫生與家庭",
        {"text": "别的", "title": "家庭签约医生"}]


@pytest.mark.parametrize("query, numbers", [
    ('"家庭 医生"~0', "0123"), ('"医生 家庭"~0', "0123"), ('"家庭 医生"~1', "01236"), ('"家庭 医生"~2', "012367"), ('"家庭 医生"~3', "0123467"),
    ('"家庭医生签约"~0', "0"), ('"家庭医生签约"~1', "01"), ('"家庭医生 签约"~0', "0"), ('"家庭医生 签约"~1', "01"), ('"家庭医生 签约"~3', "01"),
    ('"家庭医生 签约"~4', "013"),
    ('"家庭 医生 签约"~3', "0147"), ('"家庭 医生 签约"~4', "01347"), ('"签约 签约"~0', "012347"), ('"家庭医生 医生"~0', "0123"),
    ('"家庭"~0', "01234567"),
    ('text:"家庭 医生"~9', "012346"), ('title:"家庭 医生"~9', "7"), ('-"家庭 医生"~0', "4567"), ('"家庭 疫苗"~9', ""),
    ('"家庭 医生"~9 服务', "02"),
    ('"《家庭》 医生"~0', "0123"), ('"家庭，养老"~5', "4")])
def test_near_pieces_stand_in_one_sentence(make_index: MakeIndex, query: str, numbers: str) -> None:
    assert found(make_index(*NEAR), query) == numbers


def test_near_pieces_are_marked_where_they_are_near(make_index: MakeIndex) -> None:
    index = make_index("家庭情况。签约家庭的医生，很远很远很远的医生；医生")
    assert marked(index, '"家庭 医生"~2') == ["家庭", "医生"]
    hit = index.search('"家庭 医生"~2').hits[0]
    assert [span.start for span in hit.spans] == [7, 10]
    assert marked(make_index("推进“家庭”的“医生”"), '"家庭 医生"~1') == ["家庭", "医生"]


def test_near_pieces_rank_as_quoted_terms(make_index: MakeIndex) -> None:
    index = make_index(*NEAR)
    terms = {hit.item.id: hit.score for hit in index.search('"家庭" "医生"', limit=100)}
    for hit in index.search('"家庭 医生"~3', limit=100):
        assert hit.score == terms[hit.item.id]


def test_near_pieces_are_counted_as_terms(make_index: MakeIndex) -> None:
    index = make_index("甲，乙")
    characters = "，".join(chr(0x4e00 + number) for number in range(700))
    with pytest.raises(QueryTooLarge, match="500"):
        index.search(f'"{characters}"~5')
    assert found(index, f'"{characters[:900]}"~5') == ""


def test_near_on_text_that_is_no_word(make_index: MakeIndex) -> None:
    index = make_index("αβ检测γ", "别的")
    assert [found(index, query) for query in ('"β"~0', '"β γ"~2', '"β γ"~1')] == ["0", "0", ""]


# --- dates -----------------------------------------------------------------------------------------------------------

DATED = ["2021-12-31", "2022-01-01", "2022-06-09", "2022-06-10", "2022-06", "2022", None, "2023-02", "soon"]


@pytest.mark.parametrize("query, numbers", [
    ("date:2022", "12345"), ("date:2022-06", "234"), ("date:2022-06-10", "3"), ("日期：2022年6月10日", "3"),
    ("date:2021..2022", "012345"),
    ("date:2021-2022", "012345"), ("date:[2021 TO 2022]", "012345"), ("date:2021年至2022年", "012345"),
    ("date:>=2022-06-10", "37"),
    ("date:>2022-06-10", "7"), ("date:>=2022", "123457"), ("date:<2022-06-10", "012"), ("date:<=2022-06", "01234"),
    ("date:..2022", "012345"),
    ("date:2022-06-09..2022-06-10", "23"), ("date:2022-06-01..2022-06-30", "234"), ("date:2022-06-02..2022-06-30", "23"),
    ("date:2023-02", "7"), ("date:2023-02-01..2023-02-28", "7"), ("-date:2022", "0678"), ("date:(2021 OR 2023)", "07"),
    ("date:1999", ""),
    ("date:2022-06 OR year:2030", "2348")])
def test_dates(make_index: MakeIndex, query: str, numbers: str) -> None:
    records = [{"text": f"文{place}", "date": day, "year": 2030 if day == "soon" else None} for place,
    day in enumerate(DATED)]
    assert found(make_index(*records), query) == numbers


def test_dates_never_change_a_score(make_index: MakeIndex) -> None:
    index = make_index({"text": "签约", "date": "2022-06-10"}, "签约服务")
    scores = {hit.item.id: hit.score for hit in index.search("签约")}
    assert {hit.item.id: hit.score for hit in index.search("签约 date:2022")} == {"i0": scores["i0"]}


def test_every_day_has_one_name() -> None:
    for text in ("0001", "9999-12-31", "2024-02-29", "2023-12", "1949-10-01"):
        days = parse_date(text)
        assert days and printed(days) == text and parse_dates(text) == days
    for text in ("0000", "2022-00", "2022-6-31", "2022-1-1-1", "22", "2022-06/10", "", "2022年6月31日"):
        assert parse_date(text) is None, text


# --- 同句 -------------------------------------------------------------------------------------------------------------

SENTENCES = ["推进家庭医生签约。加强监管", "家庭医生团队。签约服务", "签约\n家庭医生", {"text": "签约", "title": "家庭医生"}, "家庭医生！”签约家庭医生，不含公司；公司", "家庭醫生簽約",
             "依照国办发〔2023〕1号签约，cov19"]


@pytest.mark.parametrize("query, numbers", [
    ("同句(家庭医生 签约)", "045"), ("同句（签约 家庭医生）", "045"), ("同句(家庭 AND 医生)", "01245"), ("同句(签约)", "0123456"),
    ("text:签约", "0123456"),
    ("同句(家庭医生 -签约)", "124"), ("同句(家庭医生 -公司)", "01245"), ("同句(签约 公司)", "4"), ("同句(监管 OR 团队)", "01"),
    ("同句((监管 OR 签约) 家庭)", "045"),
    ("-同句(家庭医生 签约)", "1236"), ("同句(家庭医生 签约) -公司", "05"), ("同句(家庭医生 签约) OR 团队", "0145"), ('同句("家庭 签约"~2 "医生")', "045"),
    ("同句(国办发[2023]1号 签约)", "6"), ("同句(国办发[2023]2号 签约)", ""), ("同句(cov* 签约)", "6"), ("同句(x* 签约)", ""),
    ("同句(NOT NOT 团队 医生)", "1"),
    ('同句("家庭医生团队。签约" 服务)', "")])
def test_one_sentence_holds_all(make_index: MakeIndex, query: str, numbers: str) -> None:
    assert found(make_index(*SENTENCES), query) == numbers


def test_matches_are_marked_in_the_sentences_that_hold_all(make_index: MakeIndex) -> None:
    index = make_index({"text": "签约。家庭“医生”签约，公司；签约", "title": "签约"})
    hit = index.search("同句(家庭医生 签约 -疫苗)").hits[0]
    assert [hit.item.text[span.start:span.end] for span in hit.spans] == ["家庭“医生", "签约"]
    assert hit.spans[1].start == 9 and hit.title_spans == ()
    assert marked(make_index("依照国办发〔2023〕1号签约"), "同句(国办发(2023)1号 签约)") == ["国办发〔2023〕1号", "签约"]


# --- 同篇 -------------------------------------------------------------------------------------------------------------

DOCUMENTS = [{"source": source, "text": text, "year": year} for source, text, year in [
    ("a", "甲方事项", 2022), ("a", "乙方事项。乙方公司", 2022), ("a", "丙方", 2022), ("b", "甲方公司", 2023), ("b", "丙方公司", 2023),
    ("c", "甲方乙方", None),
    ("d", "乙方", 2022), ("e", "甲方", 2022)]]


@pytest.mark.parametrize("query, numbers", [
    ("同篇(甲方 乙方)", "015"), ("同篇（乙方 甲方）", "015"), ("同篇(甲方 丙方)", "0234"), ("同篇(甲方 -乙方)", "37"), ("同篇(甲方 乙方 丙方)", "012"),
    ("同篇(甲方 (乙方 OR 丙方))", "012345"), ("同篇(甲方)", "0357"), ("-同篇(甲方 乙方)", "23467"), ("同篇(甲方 乙方) 公司", "1"),
    ("同篇(甲方 乙方) OR 丙方", "01245"),
    ("同篇(甲方 乙方) year:2022", "01"), ("同篇(甲方 乙方 year:2022)", "01"), ("同篇(甲方 同句(乙方 公司))", "01"), ("同篇(甲方 同句(乙方 事项))", "01"),
    ("同篇(甲方 同句(甲方 乙方))", "5"), ("同篇(甲方 丙方) 同篇(甲方 乙方)", "0"), ("同篇(甲方 疫苗)", ""), ("同篇(NOT NOT 甲方 丙方)", "0234"),
    ("同篇(text:甲方 丙方)", "0234")])
def test_one_document_holds_all(make_index: MakeIndex, query: str, numbers: str) -> None:
    assert found(make_index(*DOCUMENTS), query) == numbers


def test_terms_of_one_document_are_marked_and_rank_as_any_others(make_index: MakeIndex) -> None:
    index = make_index(*DOCUMENTS)
    assert marked(index, "同篇(甲方 乙方)") == ["甲方", "乙方"]
    scores = {hit.item.id: hit.score for hit in index.search("甲方 OR 乙方")}
    for query in ("同篇(甲方 乙方)", "同篇(甲方 乙方 -疫苗 year:2022)"):
        for hit in index.search(query):
            assert hit.score == scores[hit.item.id]


# --- what they share -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("query, nearest", [
    ("同句(甲方 疫苗)", "0357"), ("同篇(甲方 疫苗)", "0357"), ('"甲方 疫苗"~3', "0357"), ("x* 甲方", "0357"), ("同句(甲方 疫苗) year:2023", "3"),
    ("同篇(丙方 疫苗) -公司", "2"), ("同句(丙方 疫苗 -甲方)", "24")])
def test_what_comes_nearest_has_any_of_the_terms(make_index: MakeIndex, query: str, nearest: str) -> None:
    results = make_index(*DOCUMENTS).search(query)
    assert (results.total, "".join(sorted(hit.item.id[1:] for hit in results.nearest))) == (0, nearest)


def test_a_search_within_documents_and_sentences_keeps_its_budget(make_index: MakeIndex) -> None:
    for query in ("同篇(甲 乙)", "同句(甲 乙)", '"甲 乙"~3'):
        with pytest.raises(policysearch.TimeBudgetExceeded):
            make_index("甲。乙", time_budget=5, clock=Clock(step=3)).search(query)


@pytest.mark.parametrize("query", ["cov* covi*", "cov* covi* cov*", "covi* OR cov*", "covid* c?vid", "2023年 2023年6月",
    "2023年6月 2023年",
    "cov* covid 2023年 第3条 2023年6月"])
def test_a_term_that_two_choices_share_counts_once(make_index: MakeIndex, query: str) -> None:
    index = make_index("covid 2023年6月 第3条", "covid covax 二〇二三年六月第三条 2023年", "别的")
    hit = index.search(query, explain=True).hits[0]
    assert hit.explanation
    terms = [(part.kind, part.text) for part in hit.explanation.parts]
    assert len(set(terms)) == len(terms)
    assert hit.score == hit.explanation.score == pytest.approx(sum(part.score for part in hit.explanation.parts))
    backwards = index.search(" ".join(reversed(query.split())), explain=True)
    assert backwards.hits[0].score == pytest.approx(hit.score, abs=1e-12)


def test_two_wildcards_rank_by_one_run_as_one_does(make_index: MakeIndex) -> None:
    index = make_index("covid，covax", "别的")
    for query in ("cov* covi*", "covid cov*", "cov* OR covid", '"covid" cov* c*'):
        assert [hit.score for hit in index.search(query)] == [hit.score for hit in index.search("covid")], query
