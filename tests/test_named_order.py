"""The order of a question that names a document: its items come first, the named article at the top."""
import math
from typing import Any

import pytest

import policysearch
from policysearch.matching.names import Reading
from policysearch.ranking.bm25 import K1, idf
from policysearch.ranking.named import NamedItems, named_first
from tests.conftest import MakeIndex, ids

ITEMS: list[dict[str, Any]] = [
    {"title": "试用期问答", "text": "劳动合同法规定的试用期多长，劳动合同的试用期多长，试用期多长？"},
    {"title": "中华人民共和国劳动合同法", "number": "第十九条", "text": "劳动合同期限三个月以上的，试用期不得超过一个月。"},
    {"title": "中华人民共和国劳动合同法", "number": "第二十条", "text": "劳动者在试用期的工资不得低于最低档工资。"},
    {"title": "中华人民共和国劳动合同法", "number": "第二十一条", "text": "在用期中，用人单位不得解除合同。"},
    {"title": "中华人民共和国劳动法", "number": "第二十一条", "text": "劳动合同可以约定试用期。"},
    {"title": "其他", "text": "天气晴朗。"}]


@pytest.fixture
def index(make_index: MakeIndex) -> policysearch.Index:
    return make_index(*ITEMS)


def asked(index: policysearch.Index, text: str, **options: Any) -> list[str]:
    return ids(index.search(text, reading="any", **options))


def test_items_of_a_named_document_come_first_by_the_rest(index: policysearch.Index) -> None:
    order = asked(index, "劳动合同法规定的试用期多长")
    assert set(order[:3]) == {"i1", "i2", "i3"}
    assert order[2] == "i3"
    assert "i0" in order[3:]


def test_a_named_article_is_at_the_very_top(index: policysearch.Index) -> None:
    assert asked(index, "劳动合同法第21条 试用期")[0] == "i3"
    assert asked(index, "劳动法第二十一条")[0] == "i4"


def test_what_is_found_does_not_depend_on_names(index: policysearch.Index, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "劳动合同法第21条 试用期"
    named = index.search(text, reading="any", facets=["title"])
    monkeypatch.setattr("policysearch.questions.read_names", lambda text, *_: Reading((), text))
    plain = index.search(text, reading="any", facets=["title"])
    assert (named.total, sorted(ids(named)), named.facets) == (plain.total, sorted(ids(plain)), plain.facets)
    assert ids(named) != ids(plain)


def test_a_query_with_operators_keeps_its_order(index: policysearch.Index, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [(hit.item.id, hit.score) for hit in index.search("劳动合同法 OR 试用期")]
    monkeypatch.setattr("policysearch.questions.read_names", lambda *_: pytest.fail("names were read"))
    assert [(hit.item.id, hit.score) for hit in index.search("劳动合同法 OR 试用期")] == before


def test_filters_hold_for_named_items(index: policysearch.Index) -> None:
    assert asked(index, "劳动合同法第21条 试用期", title="劳动法") == ["i4"]


def test_a_name_alone_gives_the_document_in_its_order(index: policysearch.Index) -> None:
    assert asked(index, "《劳动合同法》")[:3] == ["i1", "i2", "i3"]


def test_the_parts_of_an_explained_score_add_up(index: policysearch.Index) -> None:
    results = index.search("劳动合同法第21条 试用期", reading="any", explain=True)
    assert results.explanation
    for hit in results:
        assert hit.explanation and hit.score is not None
        assert math.isclose(hit.score, hit.explanation.score)
        assert math.isclose(hit.score, sum(part.score for part in hit.explanation.parts))
    kinds = [part.kind for part in results.hits[0].explanation.parts]  # type: ignore[union-attr]
    assert kinds[-2:] == ["named_document", "named_article"]
    article, = (term for term in results.explanation.terms if term.kind == "named_article")
    assert (article.n, article.N, article.idf) == (1, 6, idf(6, 1))
    part = results.hits[0].explanation.parts[-1]  # type: ignore[union-attr]
    assert math.isclose(part.score, article.weight * article.idf / (1 + K1))
    assert part.score > max(sum(part.score for part in hit.explanation.parts if not part.kind.startswith("named"))
                            for hit in results if hit.explanation)


def test_rank_and_search_agree(index: policysearch.Index) -> None:
    text = "劳动合同法第21条 试用期"
    assert [(one.id, one.score) for one in index.rank(text, reading="any")] == [
        (hit.item.id, hit.score) for hit in index.search(text, reading="any")]


def test_named_items_are_scored_however_far_down_they_were_proposed() -> None:
    named = [NamedItems("named_document", "甲", frozenset({7, 8, 9})), NamedItems("named_article", "甲 1", frozenset({9}))]
    assert named_first(range(10), named, 2) == ([9, 7, 8, 0, 1, 2, 3, 4, 5, 6], 5)
