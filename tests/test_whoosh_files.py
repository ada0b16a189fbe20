"""The files of the Whoosh engine: Whoosh itself reads them as they were meant, and both readers of ours agree with it."""
import math
import pickle
import random
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from whoosh import index as whoosh_index
from whoosh.query import Or, Term
from whoosh.scoring import WeightingModel, WeightLengthScorer
from whoosh.util.numeric import length_to_byte

from policysearch.analysis.bulk import Postings
from policysearch.analysis.term_keys import TermKeys
from policysearch.engines.whoosh.arrays import ItemArrays, ItemSet
from policysearch.engines.whoosh.blocks import load_plain
from policysearch.engines.whoosh.fields import SCORED
from policysearch.engines.whoosh.formula import norm
from policysearch.engines.whoosh.listed import ListedItems
from policysearch.engines.whoosh.postings import FieldPostings
from policysearch.engines.whoosh.segment import Segment
from policysearch.engines.whoosh.writer import Prepared, Writer, item_tokens, length_bytes
from policysearch.storage.term_store import idf

ITEMS = 700
FIELDS = ("words", "bigrams", "units")


class Entry(NamedTuple):
    """What is indexed of an item here."""

    words: Counter[str]
    bigrams: Counter[str]
    units: frozenset[str]
    doc_number: str | None
    numbers: frozenset[str]


class OurFormula(WeightingModel):  # type: ignore[misc]
    """The formula of the first phase, for Whoosh's own matchers."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> Any:
        return OurScorer(searcher, fieldname, text)


class OurScorer(WeightLengthScorer):  # type: ignore[misc]
    def __init__(self, searcher: Any, fieldname: str, text: bytes) -> None:
        whole = searcher.get_parent()
        self._idf = idf(whole.doc_count_all(), whole.doc_frequency(fieldname, text))
        self._average = whole.avg_field_length(fieldname)
        self.setup(searcher, fieldname, text)

    def _score(self, weight: float, length: float) -> float:
        return self._idf * weight / (weight + norm(length, self._average))


def entries() -> list[Entry]:
    """Items with tokens that nearly all, some and few of them hold, some more than 255 times."""
    rng = random.Random(5)
    vocabulary = [chr(0x4e00 + number) + chr(0x5000 + number) for number in range(400)]
    weights = [1 / (1 + number) for number in range(400)]
    made = []
    for number in range(ITEMS):
        words = Counter(rng.choices(vocabulary, weights, k=rng.randint(0, 60)))
        if number == 300:
            words["多多"] = 400
        made.append(Entry(words, Counter(rng.choices(vocabulary, weights, k=20)),
                          frozenset(unit for word in words for unit in word),
                          f"甲〔2020〕{number}号" if number % 7 else None, frozenset({str(number % 20)})))
    return made


def postings_of(counted: Sequence[Mapping[str, int]]) -> Postings:
    """Terms of one or two Han characters, as they are counted in items."""
    found = sorted((item, key_of(text), count) for item, counts in enumerate(counted) for text, count in counts.items())
    items, keys, counts = np.array(found, np.uint64).reshape(-1, 3).T
    return Postings(items, keys, counts)


def key_of(text: str) -> int:
    return sum(ord(character) << 32 * place for place, character in enumerate(reversed(text)))


def prepared(some: Sequence[Entry]) -> Prepared:
    terms = {"words": [entry.words for entry in some], "bigrams": [entry.bigrams for entry in some],
             "units": [Counter(entry.units) for entry in some]}
    return Prepared({field: item_tokens(postings_of(counts), len(some)) for field, counts in terms.items()},
                    {field: np.array([counts.total() for counts in terms[field]], np.uint32) for field in SCORED},
                    {"number": [sorted(entry.numbers) for entry in some],
                     "doc_number": [[entry.doc_number] if entry.doc_number else [] for entry in some]})


def write(path: Path, some: Sequence[Entry], at_a_time: int) -> None:
    writer = Writer(path, TermKeys([]))
    for start in range(0, len(some), at_a_time):
        writer.add(prepared(some[start:start + at_a_time]), np.empty(0, np.uint64), [])
    writer.finish()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whoosh")
    write(path, entries(), 64)
    return path


def test_lengths_are_the_bytes_that_whoosh_makes_of_them() -> None:
    lengths = [*range(3000), 102_975, 102_976, 106_373, 106_374, 106_375, 10_000_000]
    assert length_bytes(lengths).tolist() == list(map(length_to_byte, lengths))


def test_whoosh_reads_every_posting_as_it_was_added(folder: Path) -> None:
    expected: dict[tuple[str, str], dict[int, int]] = {}
    for ordinal, entry in enumerate(entries()):
        for field, counts in (("words", entry.words), ("bigrams", entry.bigrams), ("units", Counter(entry.units)),
                              ("number", Counter(entry.numbers)), ("doc_number", Counter(filter(None, [entry.doc_number])))):
            for token, count in counts.items():
                expected.setdefault((field, token), {})[ordinal] = min(count, 255)
    segment = Segment(folder)
    with whoosh_index.open_dir(str(folder)).searcher() as searcher:
        reader = searcher.reader()
        assert reader.doc_count_all() == segment.items == ITEMS
        assert {(field, token.decode()) for field, token in reader.all_terms()} == set(expected)
        for (field, token), postings in expected.items():
            matcher = reader.postings(field, token.encode())
            found = {}
            while matcher.is_active():
                found[matcher.id()] = matcher.weight()
                matcher.next()
            assert found == postings
            gaps = segment.gaps(field, token)
            assert dict(zip(accumulate(gaps.ids), gaps.counts or [1] * len(gaps.ids))) == postings
            assert segment.document_count(field, token) == reader.doc_frequency(field, token.encode()) == len(postings)
    segment.close()


def test_scores_are_those_of_whooshs_own_matchers(folder: Path) -> None:
    rng = random.Random(6)
    segment = Segment(folder)
    listed, arrays = ListedItems(segment, ITEMS), ItemArrays(segment, ITEMS, kept=10_000)
    tokens = [(field, token) for field in ("words", "bigrams") for token in segment.beginning_with(field, "")]
    with whoosh_index.open_dir(str(folder)).searcher(weighting=OurFormula()) as searcher:
        for _ in range(60):
            terms = rng.sample(tokens, rng.randint(1, 6))
            within = frozenset(rng.sample(range(ITEMS), rng.choice([3, 100, ITEMS])))
            query = Or([Term(field, token.encode()) for field, token in terms])
            scored = searcher.search(query, limit=None, filter=set(within)).top_n
            best = listed.best(terms, within, None)
            assert sorted(best) == sorted(ordinal for _, ordinal in scored)
            scores = {ordinal: score for score, ordinal in scored}
            assert all(scores[one] >= scores[other] - 1e-9 for one, other in zip(best, best[1:]))
            assert arrays.best(terms, within, None) == best
            assert arrays.best(terms, within, 10) == listed.best(terms, within, 10) == best[:10]
    segment.close()


def test_both_readers_find_the_same_items(folder: Path) -> None:
    rng = random.Random(7)
    segment = Segment(folder)
    listed, arrays = ListedItems(segment, ITEMS), ItemArrays(segment, ITEMS)
    tokens = [(field, token) for field in FIELDS for token in segment.beginning_with(field, "")] + [("words", "没有")]
    for _ in range(60):
        groups = [rng.sample(tokens, rng.randint(1, 2)) for _ in range(rng.randint(0, 3))]
        assert set(arrays.holding_all(groups)) == listed.holding_all(groups)
        assert set(arrays.holding_any(tokens[:5])) == listed.holding_any(tokens[:5])
    column = [rng.randint(0, 5) for _ in range(ITEMS)]
    assert set(arrays.valued(column, frozenset({2, 5}))) == listed.valued(column, frozenset({2, 5}))
    segment.close()


def test_sets_of_both_kinds_combine() -> None:
    some, other = frozenset({1, 2, 5}), frozenset({2, 3})
    flags = np.zeros(8, bool)
    flags[[1, 2, 5]] = True
    items = ItemSet(flags)
    assert set(items) == set(some) and len(items) == 3 and 5 in items and 3 not in items
    assert set(items & other) == set(other & items) == {2}
    assert set(items | other) == set(other | items) == {1, 2, 3, 5}
    assert (set(items - other), set(other - items)) == ({1, 5}, {3})
    assert set(items & items) == set(items | items) == some and not items - items


@pytest.mark.parametrize("held", [1, 50, 1_000_000])
def test_postings_are_the_same_however_little_memory_there_is(tmp_path: Path, held: int) -> None:
    postings = FieldPostings(tmp_path, held)
    counted = [entry.words for entry in entries()[:40]]
    for start in range(0, 40, 3):
        postings.add(item_tokens(postings_of(counted[start:start + 3]), len(counted[start:start + 3])))
    found = []
    for some in postings.in_order(TermKeys([])):
        ends = [*some.starts.tolist()[1:], len(some.items)]
        found += [(token, item, count) for token, start, end in zip(some.tokens, some.starts.tolist(), ends)
                  for item, count in zip(some.items[start:end].tolist(), some.counts[start:end].tolist())]
    assert found == sorted((token, item, count) for item, counts in enumerate(counted) for token, count in counts.items())
    assert not list(tmp_path.iterdir())


def test_runs_of_postings_share_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    make = tempfile.TemporaryFile

    def noted(**options: Any) -> Any:
        made.append(make(**options))
        return made[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    postings = FieldPostings(tmp_path, 5)
    for entry in entries()[:40]:
        postings.add(item_tokens(postings_of([entry.words]), 1))
    assert sum(len(some.items) for some in postings.in_order(TermKeys([]))) == sum(
        len(entry.words) for entry in entries()[:40])
    assert len(made) == 1 and made[0].closed


def test_an_index_without_items_in_a_field_opens(tmp_path: Path) -> None:
    write(tmp_path, [Entry(Counter(), Counter(), frozenset(), None, frozenset())], 1)
    segment = Segment(tmp_path)
    assert segment.document_count("words", "医生") == 0 and not list(segment.beginning_with("units", ""))
    assert ListedItems(segment, 1).best([("words", "医生")], frozenset({0}), None) == []
    segment.close()


def test_what_is_pickled_runs_no_code() -> None:
    with pytest.raises(pickle.UnpicklingError):
        load_plain(pickle.dumps(math.sqrt))
    assert load_plain(pickle.dumps((1, b"x", None)) + b"more") == ((1, b"x", None), len(pickle.dumps((1, b"x", None))))
