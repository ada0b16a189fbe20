"""Queries that name a document, and queries that only seem to: see tests/data/eval/named/generate.py."""
import json
import math
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

import policysearch
from policysearch.analysis import dictionary
from policysearch.analysis.tokenizer import Tokenizer
from policysearch.evaluation.queries import read_queries
from policysearch.matching.name_table import NameTable, NameTableWriter
from policysearch.matching.names import read_names
from policysearch.matching.title_names import base_of
from policysearch.models import Item
from policysearch.text.folding import comparable_term
from tests.conftest import DATA, SHARED

NAMED = DATA / "eval" / "named"
STARD = SHARED / "eval" / "stard"
POLICIES = SHARED / "policies"
needs_stard = pytest.mark.skipif(not STARD.is_dir(), reason="no eval/stard beside the project")
needs_policies = pytest.mark.skipif(not POLICIES.is_dir(), reason="no policies beside the project")


def expected(name: str) -> dict[str, set[str]]:
    """The ids that each query of a set should find."""
    ids: dict[str, set[str]] = {}
    for line in (NAMED / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        query, item, _ = line.split("\t")
        ids.setdefault(query, set()).add(item)
    return ids


@pytest.fixture(scope="module")
def titles() -> dict[str, str]:
    """The titles of stard by id."""
    lines = (STARD / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    return {record["id"]: record["title"] for record in map(json.loads, lines)}


@pytest.fixture(scope="module")
def table(titles: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameTable]:
    """The names of stard's laws."""
    writer = NameTableWriter()
    for number, title in titles.items():
        writer.add(Item(number, "corpus.jsonl", "", title=title))
    path = tmp_path_factory.mktemp("stard") / "names.bin"
    writer.write(path)
    opened = NameTable(path, "index")
    yield opened
    opened.close()


@needs_stard
def test_the_queries_are_those_of_the_script(tmp_path: Path) -> None:
    runpy.run_path(str(NAMED / "generate.py"))["main"](STARD, tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_text(encoding="utf-8") == (NAMED / path.name).read_text(encoding="utf-8"), path.name


@needs_stard
def test_the_law_that_a_query_names_is_recognised(table: NameTable, titles: dict[str, str]) -> None:
    knows = Tokenizer(dictionary.compile_dictionary()).knows
    wanted = expected("laws")
    missed = []
    for query in read_queries(str(NAMED / "laws.jsonl")):
        named = {each.title for one in read_names(query.text, table, knows).mentions for each in one.documents}
        laws = {comparable_term(base_of(titles[item]).title).text for item in wanted[query.id]}
        if not laws & named:
            missed.append(query.text)
    assert len(missed) <= 10, missed


@needs_stard
def test_nothing_is_named_by_what_only_seems_to(table: NameTable) -> None:
    knows = Tokenizer(dictionary.compile_dictionary()).knows
    queries = read_queries(str(NAMED / "seeming.jsonl"))
    assert len(queries) == 100
    assert [query.text for query in queries if read_names(query.text, table, knows).mentions] == []


@needs_policies
def test_queries_that_name_a_document_find_its_items(tmp_path: Path) -> None:
    policysearch.build([POLICIES, SHARED / "seeds"], tmp_path / "index")
    wanted = expected("documents")
    gains = []
    with policysearch.open(tmp_path / "index") as index:
        for query in read_queries(str(NAMED / "documents.jsonl")):
            found = [hit.id in wanted[query.id] for hit in index.rank(query.text, reading="any", limit=10)]
            ideal = sum(1 / math.log2(place + 2) for place in range(min(10, len(wanted[query.id]))))
            gains.append(sum(right / math.log2(place + 2) for place, right in enumerate(found)) / ideal)
    assert len(gains) == 40
    # .64 where names are words like others
    assert sum(gains) / len(gains) > .85
