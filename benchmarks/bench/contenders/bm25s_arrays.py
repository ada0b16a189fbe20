"""bm25s over ready words: scores worked out when the index is built, kept in mapped arrays; any of the words only."""
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy

from benchmarks.bench.contenders.base import TOP, Contender, Hit, Opened
from benchmarks.bench.material import Material
from benchmarks.bench.queries import Query

_YEARS = "years.npy"


class _Bm25s(Contender):
    kinds = frozenset({"common", "rare", "character", "or", "year", "question"})
    version = bm25s.__version__

    def build(self, material: Material, folder: Path) -> None:
        corpus, words, years = [], [], []
        for item in material.prepared():
            corpus.append({"id": item.id, "text": item.text})
            words.append(item.words)
            years.append(item.year)
        index = bm25s.BM25(method="lucene")
        index.index(words, show_progress=False)
        index.save(folder, corpus=corpus, show_progress=False)
        numpy.save(folder / _YEARS, numpy.array(years, dtype=numpy.int16))

    def open(self, folder: Path) -> Opened:
        return _Index(folder)


class _Index(Opened):
    def __init__(self, folder: Path) -> None:
        self._index = bm25s.BM25.load(folder, load_corpus=True, mmap=True, show_progress=False)
        self._years = numpy.load(folder / _YEARS)

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
