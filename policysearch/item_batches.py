"""What can be worked out of some items apart from all others, and so in another process: texts, terms and their counts."""
import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from policysearch.analysis.bulk import BulkAnalyzer, ItemTexts, Postings
from policysearch.analysis.dictionary import Dictionary
from policysearch.analysis.rust import rust_cutter
from policysearch.analysis.term_keys import TermKeys
from policysearch.analysis.word_trie import WordTrie
from policysearch.arrays import Array, group_starts
from policysearch.engines.registry import writer_module
from policysearch.engines.writing import AnalysedItems, Prepared
from policysearch.matching.zones import zones_of
from policysearch.models import SEARCHED_PARTS, Item
from policysearch.storage.columns import text_key
from policysearch.storage.item_store import record_bytes
from policysearch.storage.term_store import KINDS, Kind
from policysearch.storage.text_store import StoredTexts, ZonePair, item_texts
from policysearch.text.bulk_folding import BulkFolder

# few enough that many processes get some, and many enough to be counted together
_ITEMS, _CHARACTERS = 250, 100_000


class ItemBatch(NamedTuple):
    """What was worked out of some items: their records and texts as they are stored, the keys of their texts, what the
    engine takes, the runs that keys number, and of the items that are searched, for each kind of terms the distinct keys
    with the counts of items that hold them (`seen`) and the number of all terms (`lengths`)."""

    records: list[bytes]
    texts: list[StoredTexts]
    text_keys: list[bytes]
    prepared: Prepared
    runs: list[str]
    seen: dict[Kind, tuple[Array, Array]]
    lengths: dict[Kind, int]


class ItemWorker:
    """Works batches out; it travels to other processes without what it has read of the dictionary."""

    def __init__(self, dictionary: bytes, engine: str) -> None:
        self._dictionary = dictionary
        self._engine = engine

    def __getstate__(self) -> dict[str, Any]:
        return {"_dictionary": self._dictionary, "_engine": self._engine}

    @functools.cached_property
    def _folder(self) -> BulkFolder:
        return BulkFolder()

    @functools.cached_property
    def _analyzer(self) -> BulkAnalyzer:
        return analyzer_of(self._dictionary)

    @property
    def words(self) -> Sequence[str]:
        """The words of the dictionary by their numbers. What is read for that is there for processes that are forked."""
        return self._analyzer.words

    def __call__(self, items: Sequence[Item]) -> ItemBatch:
        zones = zones_of(items, self._folder)
        terms = self._analyzer.terms(_texts(zones))
        by_kind: dict[Kind, Postings] = {"word": terms.words, "bigram": terms.bigrams, "precise": terms.precise,
                                         "character": terms.characters}
        searched = np.array([item.part in SEARCHED_PARTS for item in items], bool)
        lengths = {kind: np.bincount(postings.items, postings.counts, len(items)).astype(np.int64)
                   for kind, postings in by_kind.items()}
        each = zip(*(lengths[kind].tolist() for kind in KINDS))
        keys = TermKeys(self.words)
        keys.of_runs(terms.runs)
        return ItemBatch(
            records=list(map(record_bytes, items)),
            texts=list(map(item_texts, zones, terms.cut, each)),
            text_keys=[text_key(pair.folded.text) for pair in zones],
            prepared=writer_module(self._engine).prepare(AnalysedItems(items, zones, terms, keys.texts)),
            runs=terms.runs,
            seen={kind: _held(postings.keys[searched[postings.items]]) for kind, postings in by_kind.items()},
            lengths={kind: int(each_length[searched].sum()) for kind, each_length in lengths.items()})


def analyzer_of(dictionary: bytes) -> BulkAnalyzer:
    """What analyses by a compiled dictionary; making it takes a third of a second, and its cutter, later, as much again."""
    words = Dictionary(dictionary)
    return BulkAnalyzer(WordTrie(words, functools.partial(rust_cutter, words)))


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """`items`, as many at a time as are worth it."""
    batch: list[Item] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.text)
        if len(batch) >= _ITEMS or characters >= _CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _texts(zones: Sequence[ZonePair]) -> ItemTexts:
    texts = ItemTexts([], [], [], [], [], [])
    for number, (folded, plain) in enumerate(zones):
        ranked = (folded.text, folded.title, *folded.sections)
        texts.ranked.extend(ranked)
        texts.ranked_items.extend([number] * len(ranked))
        for text in (folded.doc_number, folded.article):
            if text:
                texts.unranked.append(text)
                texts.unranked_items.append(number)
        if plain != folded:
            texts.plain.extend(plain.all())
            texts.plain_items.extend([number] * len(plain.all()))
    return texts


def _held(keys: Array) -> tuple[Array, Array]:
    """The distinct ones of the keys, and how often each is there."""
    keys = np.sort(keys)
    starts = group_starts(keys)
    return keys[starts], np.diff(starts, append=len(keys)).astype(np.uint32)
