"""What nothing can be quicker than: reading the items, cutting them into words, an engine fed with ready terms.

    python -m benchmarks.bench.limits MATERIAL
"""
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import jieba

from benchmarks.bench.material import Material, text_of
from benchmarks.bench.preparing import WordCutter
from policysearch.engines.base import Entry
from policysearch.engines.registry import ENGINES, engine_module

# rates do not depend on how many items there are
_SAMPLE = 2000
_WARMING = 200
CUTTING = "words by jieba, search mode"


def limits(material: Material) -> dict[str, float]:
    """Items a second of each limit, by its name."""
    sample = list(islice(material.items(), _SAMPLE))
    texts = [text_of(record) for record in sample]
    cutter = WordCutter()
    jieba.initialize()
    # tables are loaded and words remembered when they are first met
    for text in texts[:_WARMING]:
        cutter.analyzer.tokens([text])
    rates = {"reading": _reading(material),
             CUTTING: _rate(texts, lambda text: jieba.lcut_for_search(text, HMM=False)),
             "words by policysearch, the same": _rate(texts, cutter.cut),
             "all terms of policysearch": _rate(texts, lambda text: cutter.analyzer.tokens([text]))}
    entries = list(_entries(material, cutter))
    for engine in ENGINES:
        rates[f"engine {engine} alone, words and bigrams ready"] = _engine(engine, entries)
    return rates


def _reading(material: Material) -> float:
    begun = time.perf_counter()
    count = material.items_path.read_bytes().count(b"\n")
    return count / (time.perf_counter() - begun)


def _rate(texts: Sequence[str], work: Callable[[str], object]) -> float:
    begun = time.perf_counter()
    for text in texts:
        work(text)
    return len(texts) / (time.perf_counter() - begun)


def _entries(material: Material, cutter: WordCutter) -> Iterator[Entry]:
    for record in islice(material.items(), _SAMPLE):
        tokens = cutter.analyzer.tokens([text_of(record)])
        yield Entry(words=tokens.words, bigrams=tokens.bigrams, units=frozenset(tokens.characters), year=record["year"],
                    date=None, issuer=None, place=record["place"], kind=record["kind"], doc_number=None,
                    numbers=frozenset())


def _engine(name: str, entries: Sequence[Entry]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        writer = engine_module(name).create_writer(Path(folder))
        begun = time.perf_counter()
        for entry in entries:
            writer.add(entry)
        writer.finish()
        return len(entries) / (time.perf_counter() - begun)


if __name__ == "__main__":
    print(json.dumps(limits(Material(Path(sys.argv[1])))))
