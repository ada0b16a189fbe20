"""What a build and a search hold of an index in memory, and what they put aside or let go of."""
import os
import shutil
from collections import Counter
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

import policysearch
from policysearch.arrays import Array
from policysearch.engines.registry import ENGINES
from policysearch.models import Item
from policysearch.storage import term_counter
from policysearch.storage.columns import ColumnsWriter, text_key
from policysearch.storage.key_table import KeyRows, KeyTable, write_key_table
from policysearch.storage.term_counter import TermCounter
from policysearch.storage.term_store import TermStore
from tests.conftest import SEEDS


class Texts:
    """Terms are their keys in decimal figures, whose order is another one than that of the keys."""

    def texts(self, keys: Array) -> list[str]:
        return [str(key) for key in keys.tolist()]

    def order(self, keys: Array) -> Array:
        return np.array(sorted(range(len(keys)), key=self.texts(keys).__getitem__), np.int64)


def test_terms_that_no_longer_fit_into_memory_are_counted_like_others(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_counter, "_HELD", 50)
    monkeypatch.setattr(term_counter, "_AT_A_TIME", 7)
    monkeypatch.setattr(term_counter, "_RUNS", 3)
    random = np.random.default_rng(1)
    counter, expected = TermCounter(Texts(), tmp_path), Counter[int]()
    for _ in range(60):
        keys = np.unique(random.integers(0, 900, 40)).astype(np.uint64)
        counts = random.integers(1, 5, len(keys)).astype(np.uint32)
        counter.add("bigram", keys, counts)
        expected.update(dict(zip(keys.tolist(), counts.tolist())))
    in_order = sorted((str(key), count) for key, count in expected.items())
    assert list(counter.counted("bigram")) == in_order
    counter.write(tmp_path / "terms")
    assert counter.distinct("bigram") == len(expected)
    with closing(TermStore(tmp_path / "terms", "index")) as store:
        assert all(store.document_count("bigram", term) == count for term, count in in_order)
    # temporary files have no names
    assert os.listdir(tmp_path) == ["terms"]


def test_rows_of_a_table_may_come_in_any_order(tmp_path: Path) -> None:
    rows = KeyRows(1)
    for key, number in ((b"b", 1), (b"", 2), (b"aa", 3), (b"a", 4)):
        rows.add(key, number)
    rows.write(tmp_path / "table")
    with closing(KeyTable(tmp_path / "table", "index")) as table:
        assert list(table.beginning_with(b"")) == [(b"", (2,)), (b"a", (4,)), (b"aa", (3,)), (b"b", (1,))]


def test_the_first_item_with_a_text_is_found_among_many(tmp_path: Path) -> None:
    writer = ColumnsWriter()
    item = Item(id="a:1", source="a", text="甲")
    texts = [number * 7919 % 3000 for number in range(5000)]
    firsts = [writer.add(item, text_key(str(text)), 0) for text in texts]
    assert firsts == [texts.index(text) for text in texts]


def test_a_large_table_finds_the_same_after_it_has_let_go_of_its_pages(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policysearch.files._SMALL", 0)
    monkeypatch.setattr("policysearch.storage.key_table._RELEASED", 3)
    keys = [f"{number:04}".encode() for number in range(2000)]
    write_key_table(tmp_path / "table", keys, range(2000))
    with closing(KeyTable(tmp_path / "table", "index")) as table:
        assert [table.find(key) for key in keys] == [(number,) for number in range(2000)]


@pytest.mark.skipif("tantivy" not in ENGINES, reason="no engine over Tantivy")
@pytest.mark.parametrize("removed", [False, True])
def test_a_search_finds_the_same_after_it_has_opened_its_files_anew_or_could_not(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, removed: bool) -> None:
    policysearch.build([sorted(SEEDS.iterdir())[0]], tmp_path / "index", engine="tantivy")
    monkeypatch.setattr("policysearch.engines.tantivy.opened._ASKED", 1)
    with policysearch.open(tmp_path / "index") as index:
        before = [hit.item.id for hit in index.search("工作").hits]
        for name in ("_MAPPED_BYTES", "_LEFT_BYTES"):
            monkeypatch.setattr(f"policysearch.engines.tantivy.opened.{name}", -1)
        if removed:
            shutil.rmtree(tmp_path / "index")
        assert before
        assert [hit.item.id for hit in index.search("工作").hits] == before
