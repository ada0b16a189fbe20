"""What the rest of a document adds to the score of an item that answers a question."""
import itertools
from collections import defaultdict
from collections.abc import Sequence

import pytest

import policysearch
from policysearch.ranking.support import BEST, SUPPORT
from tests.conftest import MakeIndex, ids

QUESTION = "家庭医生签约有哪些服务"
FILTERS: list[dict[str, object]] = [
    {}, {"years": 2022}, {"title": "乙"}, {"place": "宝山"}, {"parts": True}, {"group": True}, {"limit": 2}]


def record(number: int, source: str, text: str, **more: object) -> dict[str, object]:
    return {"id": f"{source}:{number}", "source": source, "text": text, **more}


def library(make_index: MakeIndex) -> policysearch.Index:
    """A document that speaks of a question in every item, and one that does so once, in the same words."""
    much = [record(place, "甲", text, title="甲区计划", year=2022, place="宝山区") for place, text in enumerate(
        ["家庭医生签约率达到四成。", "签约服务包由家庭医生提供。", "家庭医生签约服务费按人头付费。", "家庭医生团队考核"])]
    once = [record(place, "乙", text, title="乙区计划", year=2024) for place, text in enumerate(
        ["家庭医生签约率达到四成。", "道路养护", "防汛值守", "招商引资"])]
    front = record(9, "乙", "家庭医生签约服务", title="乙区计划", year=2024, part="front")
    return make_index(*much, *once, front)


def test_of_equal_items_the_one_whose_document_says_more_is_first(make_index: MakeIndex) -> None:
    index = library(make_index)
    found = ids(index.search(QUESTION, reading="any"))
    assert found.index("甲:0") < found.index("乙:0")
    by_words = {hit.item.id: hit.score for hit in index.search("家庭医生签约率")}
    assert by_words["甲:0"] == by_words["乙:0"], "a query with operators is ranked by its terms alone"


def test_a_document_adds_a_share_of_its_best_scores(make_index: MakeIndex) -> None:
    hits = library(make_index).search(QUESTION, reading="any", explain=True).hits
    own: dict[str, list[float]] = defaultdict(list)
    for hit in hits:
        assert hit.explanation
        own[hit.item.source].append(sum(part.score for part in hit.explanation.parts if part.kind != "in_document"))
    for hit in hits:
        assert hit.explanation
        part, = (part for part in hit.explanation.parts if isinstance(part, policysearch.DocumentPart))
        assert part.text == hit.item.title
        assert part.scores == pytest.approx(sorted(own[hit.item.source], reverse=True)[:BEST])
        assert part.score == pytest.approx(SUPPORT * sum(part.scores) / BEST)
        assert hit.score == hit.explanation.score == pytest.approx(sum(each.score for each in hit.explanation.parts))


@pytest.mark.parametrize("options", FILTERS, ids=str)
def test_no_filter_changes_a_score(make_index: MakeIndex, options: dict[str, object]) -> None:
    index = library(make_index)
    whole = {hit.item.id: hit.score for hit in index.search(QUESTION, reading="any")}
    found = index.search(QUESTION, reading="any", **options)  # type: ignore[arg-type]
    assert found.hits
    assert {hit.item.id: hit.score for hit in found if hit.item.part == "item"} == {
        hit.item.id: whole[hit.item.id] for hit in found if hit.item.part == "item"}


def test_articles_that_are_records_of_their_own_are_one_document(make_index: MakeIndex) -> None:
    def titled(articles: Sequence[str]) -> list[dict[str, object]]:
        return [{"id": f"{law}{place}", "title": f"{law}第{article}条", "text": text}
                for place, (article, text) in enumerate(zip(articles, ["家庭医生签约", "家庭医生服务", "签约服务"]))
                for law in ("丙法", "丁法")]

    records = titled("一二三")
    hits = make_index(*records).search(QUESTION, reading="any", explain=True).hits
    for hit in hits:
        part = hit.explanation.parts[-1]  # type: ignore[union-attr]
        assert isinstance(part, policysearch.DocumentPart)
        assert (part.text, len(part.scores)) == (hit.item.id[:2], 3)
    assert len(list(itertools.groupby(hits, key=lambda hit: hit.score))) == 3
