"""Golden rankings: where items chosen by reading the documents stand in the answers. `make golden` records them anew."""
import json
from pathlib import Path

import pytest

import policysearch
from tests.conftest import SHARED
from tests.golden_ranks import SUMMARY, corpus_paths, golden_queries, rank_queries, recorded_ranks, summary

QUERIES = golden_queries()


@pytest.mark.parametrize("corpus", ["project", "shared"])
def test_expected_items_stand_where_they_are_recorded(corpus: str, tmp_path: Path) -> None:
    paths = corpus_paths(corpus)
    if not paths:
        pytest.skip(f"there is no {SHARED / 'policies'}; $POLICYSEARCH_SHARED names the folder that has policies")
    policysearch.build(paths, tmp_path / "index")
    with policysearch.open(tmp_path / "index") as index:
        ranks = rank_queries(index, (one for one in QUERIES if one.corpus == corpus))
    assert ranks == [one for one in recorded_ranks() if one.corpus == corpus]


def test_recorded_ranks_are_those_of_the_queries() -> None:
    assert [(one.query, one.reading, one.corpus, one.expected) for one in recorded_ranks()] == [
        (one.query, one.reading, one.corpus, one.expected) for one in QUERIES]


def test_items_rank_as_high_as_they_should() -> None:
    ranks = recorded_ranks()
    measures = summary(ranks)
    assert json.loads(SUMMARY.read_text(encoding="utf-8")) == measures
    assert measures["all"]["recall@1"] >= 0.85
    assert measures["all"]["recall@5"] == 1


def test_every_miss_is_explained() -> None:
    assert [one.query for one in QUERIES if one.miss] == [one.query for one in recorded_ranks() if one.rank != "1"]
