"""bm25s over ready words: scores worked out when the index is built, kept in mapped arrays; any of the words only.
Searched with numpy in a process that answers one query, else with numba, which takes seconds to be compiled.
"""
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy
from bm25s.tokenization import Tokenized

from benchmarks.bench.contenders.base import TOP, Contender, Hit, Opened
from benchmarks.bench.material import Material
from benchmarks.bench.queries import Query

_YEARS = "years.npy"


class _Bm25s(Contender):
    kinds = frozenset({"common", "rare", "character", "or", "year", "question"})
    version = bm25s.__version__

    def build(self, material: Material, folder: Path) -> None:
        corpus, years = [], []
        numbers: dict[str, int] = {}
        words: list[list[int]] = []
        for item in material.prepared():
            corpus.append({"id": item.id, "text": item.text})
            words.append([numbers.setdefault(word, len(numbers)) for word in item.words.split()])
            years.append(item.year)
        index = bm25s.BM25(method="lucene", backend="numba")
        index.index(Tokenized(words, numbers), show_progress=False)
        index.save(folder, corpus=corpus, show_progress=False)
        numpy.save(folder / _YEARS, numpy.array(years, dtype=numpy.int16))

    def open(self, folder: Path) -> Opened:
        return _Index(folder)


class _Index(Opened):
    def __init__(self, folder: Path) -> None:
        self._index = bm25s.BM25.load(folder, load_corpus=True, mmap=True, show_progress=False)
        self._index.backend = "numpy"
        self._years = numpy.load(folder / _YEARS)

    def warm_up(self) -> None:
        self._index.backend = "numba"
        word = next(iter(self._index.vocab_dict))
        for year in (None, int(self._years[0])):
            self.search(Query("common", [word], [[word]], year))

    def search(self, query: Query) -> Sequence[Hit]:
        words = [word for words in query.words for word in words if word in self._index.vocab_dict]
        if not words:
            return []
        mask = (self._years == query.year).astype(numpy.float32) if query.year else None
        documents, scores = self._index.retrieve([words], k=min(TOP, len(self._years)), weight_mask=mask,
                                                 show_progress=False)
        return [Hit(document["id"], document["text"]) for document, score in zip(documents[0], scores[0]) if score > 0]


def contender(_: str) -> Contender:
    """bm25s."""
    return _Bm25s()
