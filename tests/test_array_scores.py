"""The scores of many items at once are those of each item by itself."""
import random
from collections.abc import Iterator

import pytest

from policysearch.engines.base import MANY, MANY_SEARCHES
from policysearch.matching.plan import RankingTerms, make_plan
from policysearch.matching.synonyms import Synonyms
from policysearch.opened import OpenIndex
from policysearch.query.readings import read
from policysearch.ranking.array_scores import ArrayScorer
from policysearch.ranking.bm25 import Scorer
from tests.test_oracle import index_of
from tests.test_properties import hard_items


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    """Items of rare characters, runs and marks in any order, and of ordinary words."""
    folder = tmp_path_factory.mktemp("arrays")
    with index_of(hard_items(random.Random(8)), folder) as opened:
        yield opened._open


def terms_of(index: OpenIndex, text: str, reading: str, synonyms: Synonyms) -> RankingTerms:
    return make_plan(read(text, reading), index.analyzer, index.engine.expand, synonyms).terms


def test_all_terms_of_an_item_score_alike_one_by_one_and_in_arrays(index: OpenIndex) -> None:
    everything = range(len(index.items))
    rng = random.Random(3)
    compared = 0
    for ordinal in rng.sample(everything, 60):
        text = index.items.item(ordinal).text
        terms = terms_of(index, text, "any", index.synonyms)
        given = terms, index.collection, index.terms, index.texts
        one_by_one = Scorer(*given).scores(everything)
        assert ArrayScorer(*given).scores(everything) == one_by_one, text
        compared += sum(map(bool, one_by_one))
    assert compared > 1000


@pytest.mark.parametrize("query", [
    "医联体", "医联体 OR 疾控中心", "第23条 医联体", "cov*", "2023年 2023年6月", "医联体 医疗联合体", "5g OR c++ OR gb/t", "-医疗"])
def test_synonyms_and_spellings_score_alike(index: OpenIndex, query: str) -> None:
    everything = range(len(index.items))
    terms = terms_of(index, query, "query", index.synonyms)
    given = terms, index.collection, index.terms, index.texts
    assert ArrayScorer(*given).scores(everything) == Scorer(*given).scores(everything)
    assert ArrayScorer(*given).scores([]) == []


def test_an_explained_score_is_the_score_of_the_array(index: OpenIndex) -> None:
    terms = terms_of(index, "家庭医生签约服务怎么收费", "any", index.synonyms)
    scorer = ArrayScorer(terms, index.collection, index.terms, index.texts)
    best = max(range(len(index.items)), key=lambda ordinal: scorer.scores([ordinal])[0])
    explanation = scorer.explain(best)
    assert explanation.score == scorer.scores([best])[0] > 0
    assert sum(part.score for part in explanation.parts) == pytest.approx(explanation.score, abs=1e-9)


def test_numpy_scores_large_indexes_and_after_many_searches(monkeypatch: pytest.MonkeyPatch,
                                                           tmp_path_factory: pytest.TempPathFactory) -> None:
    terms = RankingTerms(())
    with index_of(hard_items(random.Random(8)), tmp_path_factory.mktemp("few")) as opened:
        index = opened._open
        assert len(index.items) < MANY
        kinds = [type(index.scorer(terms)) for _ in range(40)]
        assert kinds[0] is Scorer and kinds[-1] is ArrayScorer
    with index_of(hard_items(random.Random(8)), tmp_path_factory.mktemp("many")) as opened:
        monkeypatch.setattr("policysearch.opened.MANY", 1)
        assert isinstance(opened._open.scorer(terms), ArrayScorer)


def test_answers_stay_the_same_when_numpy_comes_in(tmp_path_factory: pytest.TempPathFactory) -> None:
    queries = ["医联体", "家庭医生 OR 服务", "-医疗 服务", "第23条 OR 第二", "year:2023 服务", "同篇(医疗 服务)", "cov*", "医疗联合体"]
    with index_of(hard_items(random.Random(8)), tmp_path_factory.mktemp("switched")) as opened:
        def answers() -> list[list[tuple[str, float | None]]]:
            return [[(hit.item.id, hit.score) for hit in opened.search(query, limit=50)] for query in queries]

        first = answers()
        for _ in range(MANY_SEARCHES // len(queries) + 1):
            assert answers() == first
        assert any(first) and type(opened._open.engine.everything).__name__ == "ItemSet"  # type: ignore[attr-defined]
