"""--loose: the items that hold all words of a long term, after those that hold it whole."""
import pytest

import policysearch
from policysearch.matching.loose import loosened, pieces
from policysearch.query.parser import parse
from tests.conftest import MakeIndex, ids
from tests.oracle import And, Not, Or, Oracle, Term

pytestmark = pytest.mark.every_engine

WORDS = {"公立医院高质量发展": ["公立医院", "高质量", "发展"], "公立医院更高质量发展": ["公立医院", "更", "高质量", "发展"],
         "更高质量发展": ["更", "高质量", "发展"], "65岁以上老人": ["65", "岁", "以上", "老人"], "第二十三条规定": ["第二十", "三条", "规定"],
         "a类医院名单": ["a", "类", "医院", "名单"], "教育、科技": ["教育", "科技"], "发展发展": ["发展", "发展"], "公司": ["公司"],
         "2023年工作": ["2023", "年", "工作"], "统一部署": ["统一", "部署"]}


@pytest.mark.parametrize(("term", "expected"), [
    ("公立医院高质量发展", "公立医院 高质量 发展"), ("公立医院更高质量发展", "公立医院更 高质量 发展"), ("更高质量发展", "更高质量 发展"),
    ("65岁以上老人", "65岁 以上 老人"), ("第二十三条规定", "第二十三条 规定"), ("A类医院名单", "a类 医院 名单"), ("教育、科技", "教育 科技"),
    ("发展发展", "发展"), ("2023年工作", "2023年 工作"), ("统一部署", "统一 部署")])
def test_pieces_of_a_long_term(term: str, expected: str) -> None:
    assert pieces(term, WORDS.__getitem__) == expected.split()


@pytest.mark.parametrize(("query", "expected"), [
    ("公立医院高质量发展 公司", "((公立医院高质量发展 OR (公立医院 AND 高质量 AND 发展)) AND 公司)"),
    ("公司 OR 统一部署", "(公司 OR 统一部署 OR (统一 AND 部署))"),
    ("title:统一部署", "(title:统一部署 OR (title:统一 AND title:部署))"),
    ("同句(统一部署 公司)", "同句((统一部署 OR (统一 AND 部署)) AND 公司)")])
def test_long_terms_are_taken_apart(query: str, expected: str) -> None:
    assert str(loosened(parse(query), WORDS.__getitem__)) == expected


@pytest.mark.parametrize("query", [
    '"统一部署"', "-统一部署", "公司 -(公司 统一部署)", "issuer:统一部署", "宝卫〔2022〕4号", "number:第二十三条", "公司", "同篇(统一部署 公司)",
    '"统一部署"~5', "NOT NOT 统一部署"])
def test_what_is_quoted_negated_or_a_number_stays_whole(query: str) -> None:
    assert loosened(parse(query), WORDS.__getitem__) is None


ITEMS = ("推动公立医院高质量发展", "高质量发展离不开公立医院", "公立医院更高质量发展", "公立医院改革", "坚持公立医院高质量发展不动摇")
QUERY = "公立医院高质量发展"


def test_more_items_hold_the_words_than_the_whole(make_index: MakeIndex) -> None:
    results = make_index(*ITEMS).search(QUERY)
    assert set(ids(results)) == {"i0", "i4"}
    assert (results.total, results.loose_total) == (2, 4)


def test_loose_hits_come_after_whole_ones(make_index: MakeIndex) -> None:
    index = make_index(*ITEMS)
    strict, loose = index.search(QUERY), index.search(QUERY, loose=True)
    assert ids(loose)[:2] == ids(strict)
    assert set(ids(loose)[2:]) == {"i1", "i2"}
    assert [hit.loose for hit in loose] == [False, False, True, True]
    assert [hit.rank for hit in loose] == [1, 2, 3, 4]
    assert loose.total == loose.loose_total == 4
    scores = [hit.score or 0 for hit in loose]
    assert scores[2] >= scores[3] > 0
    # the words are marked where the whole is not there
    assert [hit.item.text[start:end] for hit in loose.hits[2:3] for start, end in hit.spans]


def test_pages_have_no_gap_between_whole_and_loose_hits(make_index: MakeIndex) -> None:
    index = make_index(*ITEMS)
    everything = ids(index.search(QUERY, loose=True))
    for limit in (1, 2, 3):
        pages = [index.search(QUERY, loose=True, limit=limit, offset=offset) for offset in range(0, 6, limit)]
        assert [one for page in pages for one in ids(page)] == everything
        assert [hit.rank for page in pages for hit in page] == [1, 2, 3, 4]
        assert {page.total for page in pages} == {4}


def test_nothing_is_said_where_no_more_items_hold_the_words(make_index: MakeIndex) -> None:
    index = make_index(*ITEMS)
    for query in ("公立医院", '"公立医院高质量发展"', "推动公立医院", "公司"):
        assert index.search(query).loose_total is None
        assert ids(index.search(query, loose=True)) == ids(index.search(query))


def test_words_without_a_whole_are_counted_and_found(make_index: MakeIndex) -> None:
    index = make_index(*ITEMS)
    query = "公立医院改革发展"
    assert (index.search(query).total, index.search(query).loose_total) == (0, None)
    query = "高质量公立医院"
    results = index.search(query)
    assert (results.total, results.loose_total) == (0, 4)
    assert results.nearest
    loose = index.search(query, loose=True)
    assert (loose.total, len(loose), loose.nearest) == (4, 4, ())


@pytest.mark.parametrize("term", ["公立医院高质量发展", "家庭医生签约率", "卫生健康工作要点", "医疗服务质量", "基层医疗卫生机构", "加强监督检查",
                                  "中医药服务体系建设", "十四五规划", "疫情防控工作", "人才队伍建设"])
def test_loose_total_is_what_the_oracle_counts(seeds: policysearch.Index, term: str) -> None:
    oracle = Oracle(seeds.items())
    parts = pieces(term, seeds._open.analyzer.cut)
    assert len(parts) > 1
    query = And((Or((Term(term), And(tuple(map(Term, parts))))), Not(Term("招商"))))
    expected = oracle.search(query)
    whole = oracle.search(And((Term(term), Not(Term("招商")))))
    results = seeds.search(f"{term} -招商", synonyms=False, loose=True, limit=1000)
    assert set(ids(results)) == set(expected)
    assert results.loose_total == (len(expected) if len(expected) > len(whole) else None)
    assert set(ids(results)[:len(whole)]) == set(whole)
    assert set(ids(seeds.search(f"{term} -招商", synonyms=False, limit=1000))) == set(whole)
