"""The terms of many texts at a time are those of each text alone."""
import importlib.util
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import policysearch
from policysearch.analysis.analyzer import Analyzer, bigrams
from policysearch.analysis.bulk import BulkAnalyzer, ItemTexts, Postings
from policysearch.analysis.dictionary import Dictionary, compile_dictionary
from policysearch.analysis.rust import Cutter, rust_cutter
from policysearch.analysis.term_keys import TermKeys, renumbered
from policysearch.analysis.tokenizer import Tokenizer
from policysearch.analysis.word_trie import WordTrie
from policysearch.item_batches import ItemBatch, ItemWorker
from policysearch.processes import Lost
from policysearch.reading import read_documents
from policysearch.storage.text_store import BORDER
from policysearch.text.folding import comparable
from policysearch.text.units import units
from tests.conftest import DATA, SEEDS

# what words, runs and marks are made of, and what stands at the edges of the classes of characters
CHARACTERS = "家庭医生签约服务国务院办公厅关于人民政府的一〇々㐀龥龦鿿豈\U00020000甲乙 .，。（）“”#+%/\n\ta1b2c3x0pm５ＡⅣé①"
TEXT = st.text(st.sampled_from(CHARACTERS), max_size=30)
ITEM = st.tuples(st.lists(TEXT, min_size=1, max_size=4), st.lists(TEXT, max_size=2), st.lists(TEXT, max_size=2))


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return compile_dictionary(["甲乙家", "务院办"])


@pytest.fixture(scope="module")
def trie(dictionary: Dictionary) -> WordTrie:
    return WordTrie(dictionary)


@pytest.fixture(scope="module")
def rust(dictionary: Dictionary) -> WordTrie:
    cutter = rust_cutter(dictionary)
    assert cutter, "rjieba is installed for the tests"
    return WordTrie(dictionary, lambda: cutter, 0)


@pytest.fixture(scope="module")
def bulk(trie: WordTrie) -> BulkAnalyzer:
    return BulkAnalyzer(trie)


Item = tuple[Sequence[str], Sequence[str], Sequence[str]]


def check(items: Sequence[Item], analyzer: Analyzer, bulk: BulkAnalyzer, trie: WordTrie) -> None:
    """Ranked, unranked and plain texts of items, at a time and one by one."""
    texts = ItemTexts(*([] for _ in ItemTexts._fields))
    for number, item in enumerate(items):
        for column, numbers, some in zip(texts[::2], texts[1::2], item):
            column.extend(some)
            numbers.extend([number] * len(some))
    terms = bulk.terms(texts)
    keys = TermKeys(trie.entries)
    keys.of_runs(terms.runs)
    each = [analyzer.tokens(ranked) for ranked, _, _ in items]
    for name in ("words", "bigrams", "precise", "characters"):
        assert counted(getattr(terms, name), keys, len(items)) == [getattr(one, name) for one in each], name
    assert terms.cut == [BORDER.join(one.cut) for one in each]
    assert [set(counts) for counts in counted(terms.units, keys, len(items))] == [
        {unit.text for some in item for text in some for unit in units(text)} | {
            pair for text in item[1] for pair in bigrams(text)} for item in items]


def counted(postings: Postings, keys: TermKeys, items: int) -> list[Counter[str]]:
    counts: list[Counter[str]] = [Counter() for _ in range(items)]
    for item, text, count in zip(postings.items.tolist(), keys.texts(postings.keys), postings.counts.tolist()):
        assert text not in counts[item]
        counts[item][text] = count
    return counts


@given(st.lists(ITEM, min_size=1, max_size=12))
def test_any_texts(dictionary: Dictionary, trie: WordTrie, bulk: BulkAnalyzer, items: Sequence[Item]) -> None:
    made_comparable = [(*([comparable(text).text for text in some] for some in item),) for item in items]
    check(made_comparable, Analyzer(dictionary), bulk, trie)  # type: ignore[arg-type]


def test_seeds_and_real_documents(dictionary: Dictionary, trie: WordTrie, bulk: BulkAnalyzer) -> None:
    errors: list[policysearch.SourceError] = []
    documents = list(read_documents([str(SEEDS), str(DATA / "policies")], errors))
    items: list[Item] = [([comparable(text).text for text in (item.text, item.title or "", *item.sections)],
              [comparable(item.doc_number or "").text], []) for read in documents for item in read.document.items]
    assert len(items) > 500
    check(items, Analyzer(dictionary), bulk, trie)


@pytest.mark.parametrize("few", [1, 16, 10_000])
def test_words_are_the_same_however_many_stretches_there_are(
        dictionary: Dictionary, trie: WordTrie, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr("policysearch.analysis.word_trie._FEW", few)
    rng = random.Random(4)
    characters = "".join(word for word in rng.sample(trie.entries, 400))
    stretches = ["".join(rng.choices(characters, k=length)) for length in [rng.randint(1, 40) for _ in range(300)] + [3000]]
    stretches += ["".join(rng.sample(trie.entries, 3)) for _ in range(300)]
    stretches = [han for han in stretches if all("\u4e00" <= character <= "\u9fd5" for character in han)]
    cut = trie.cut(np.array([ord(character) for character in "".join(stretches)], np.uint32),
                   np.array([len(han) for han in stretches]))
    text = "".join(stretches)
    ends = [*cut.starts.tolist()[1:], len(text)]
    tokenizer = Tokenizer(dictionary)
    words = [word for han in stretches for word in tokenizer.cut(han)]
    assert [text[start:end] for start, end in zip(cut.starts.tolist(), ends)] == words
    assert sorted(trie.entries[entry] for entry in cut.inner_entries.tolist()) == sorted(
        inner for word in words for inner in tokenizer.inside(word))


@given(st.lists(st.text(st.sampled_from("家庭医生签约服务国务院办公厅关于人民政府的一甲乙龥"), min_size=1, max_size=30), min_size=1))
def test_rjieba_cuts_as_jieba_does(trie: WordTrie, rust: WordTrie, stretches: list[str]) -> None:
    codes = np.array([ord(character) for character in "".join(stretches)], np.uint32)
    sizes = np.array([len(han) for han in stretches])
    for ours, theirs in zip(trie.cut(codes, sizes), rust.cut(codes, sizes)):
        assert ours.tolist() == theirs.tolist()


def test_rjieba_cuts_words_of_the_dictionary_as_jieba_does(trie: WordTrie, rust: WordTrie) -> None:
    rng = random.Random(5)
    stretches = ["".join(rng.choices(trie.entries, k=rng.randint(1, 6))) for _ in range(20_000)]
    stretches = [han for han in stretches if all("\u4e00" <= character <= "\u9fd5" for character in han)]
    codes = np.array([ord(character) for character in "".join(stretches)], np.uint32)
    sizes = np.array([len(han) for han in stretches])
    for ours, theirs in zip(trie.cut(codes, sizes), rust.cut(codes, sizes)):
        assert np.array_equal(ours, theirs)


def test_a_cutter_is_made_where_there_is_enough_to_cut_and_only_once(dictionary: Dictionary) -> None:
    made: list[Cutter] = []
    asked: list[str] = []

    def cut(text: str) -> list[str]:
        asked.append(text)
        return list(text)

    def make_cutter() -> Cutter:
        made.append(cut)
        return cut

    trie = WordTrie(dictionary, make_cutter, worth=6)
    codes, sizes = np.array([ord(character) for character in "家庭医生"], np.uint32), np.array([2, 2])
    for _ in range(3):
        trie.cut(codes, sizes)
    assert (len(made), asked) == (1, ["家庭 医生"] * 2)


def test_an_rjieba_that_cannot_begin_without_words_is_passed_over(
        dictionary: Dictionary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", SimpleNamespace(Jieba=object, __spec__=importlib.util.find_spec("rjieba")))
    assert rust_cutter(dictionary) is None


def test_keys_are_ordered_as_their_texts_and_runs_get_the_numbers_of_the_build(trie: WordTrie) -> None:
    keys = TermKeys(trie.entries)
    first, second = keys.of_runs(["5g", "2022", "a"]), keys.of_runs(["b", "5g"])
    assert (first.tolist(), second.tolist()) == ([0, 1, 2], [3, 0])
    run = 0x110000
    some = np.array(sorted([ord("家"), ord("家") << 32 | ord("庭"), ord("家") << 32 | run + 3, run, run + 2 << 32 | run + 1,
                            run + 2 << 32 | ord("类"), (1 << 31) + 7, ord("一")]), np.uint64)
    texts = keys.texts(some)
    assert {"家", "家庭", "家b", "5g", "a 2022", "a类", trie.entries[7], "一"} == set(texts)
    assert [texts[place] for place in keys.order(some)] == sorted(texts)
    theirs = np.array([run + 1, run << 32 | run + 1, ord("家") << 32 | run], np.uint64)
    assert keys.texts(renumbered(theirs, second)) == ["5g", "b 5g", "家b"]


def files(index: Path) -> dict[str, bytes]:
    """The files of an index, without those that say when and where it was built."""
    (generation,) = (index / "generations").iterdir()
    return {path.suffix if path.parent.name == "whoosh" else path.name: path.read_bytes()
            for path in generation.rglob("*") if path.is_file() and path.suffix not in (".json", ".toc", ".col")}


def test_an_index_is_the_same_by_one_process_and_by_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policysearch.item_batches._ITEMS", 20)
    policysearch.build([SEEDS], tmp_path / "one")
    policysearch.build([SEEDS], tmp_path / "many", processes=3)
    assert files(tmp_path / "one") == files(tmp_path / "many")


def test_items_whose_process_died_are_worked_out_by_the_one_that_is_left(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policysearch.item_batches._ITEMS", 20)
    policysearch.build([SEEDS], tmp_path / "one")

    def spread(work: ItemWorker, given: Iterable[list[policysearch.Item]], processes: int) -> Iterator[ItemBatch | Lost]:
        for number, items in enumerate(given):
            yield Lost() if number % 2 else work(items)

    monkeypatch.setattr("policysearch.indexer.spread", spread)
    policysearch.build([SEEDS], tmp_path / "many", processes=2)
    assert files(tmp_path / "one") == files(tmp_path / "many")
