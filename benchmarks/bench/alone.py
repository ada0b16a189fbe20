"""What an index of this project cannot be built quicker than: its tokenizer alone by all processors, its engine alone.

    python -m benchmarks.bench.alone ARGUMENT MATERIAL

ARGUMENT is that of the contender. The engine is given the entries of a real build, ready; Tantivy the documents that are
made of them, with a thread for each processor.
"""
import importlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import policysearch
from benchmarks.bench.contenders.ours import engine_of
from benchmarks.bench.material import Material
from policysearch.analysis.analyzer import Analyzer
from policysearch.analysis.dictionary import compile_dictionary
from policysearch.engines.base import Entry
from policysearch.engines.registry import engine_module
from policysearch.processes import available, spread
from policysearch.text.folding import comparable

TOKENIZER = "tokenizer, all processors"
ENGINE = "engine, tokens ready"

# rates do not depend on how many items there are
_SAMPLE = 2000
_ENTRIES = 5000
_WARMING = 200
# what Tantivy holds before it writes
_HEAP_BYTES = 512_000_000


def alone(engine: str, material: Material) -> dict[str, float]:
    """Items a second."""
    sample = [(record["text"], record["title"]) for record in islice(material.items(), _SAMPLE)]
    # each process has its share of the items, and all work at the same time
    shares = [(sample[:_WARMING], sample[number::available()]) for number in range(available())]
    rates = [rate for rate in spread(_tokenizing, shares, available()) if isinstance(rate, float)]
    entries = _entries(material)
    feed = _feed_tantivy if engine == "tantivy" else _feed
    with tempfile.TemporaryDirectory() as folder:
        return {TOKENIZER: sum(rates), ENGINE: len(entries) / feed(engine, entries, Path(folder))}


def _tokenizing(share: tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]) -> float:
    """Items a second of one process: the first are not counted, since tables are loaded and words remembered then."""
    analyzer = Analyzer(compile_dictionary())
    warming, texts = share
    for each in (warming, texts):
        begun = time.perf_counter()
        for text, title in each:
            analyzer.tokens((comparable(text).text, comparable(title).text))
    return len(texts) / (time.perf_counter() - begun)


def _entries(material: Material) -> list[Entry]:
    """What a build gives to its engine, for the first items."""
    entries: list[Entry] = []
    recorder = SimpleNamespace(add=entries.append, finish=lambda: None)
    with tempfile.TemporaryDirectory() as folder:
        some = Path(folder) / "items.jsonl"
        with material.items_path.open(encoding="utf-8") as lines:
            some.write_text("".join(islice(lines, _ENTRIES)), encoding="utf-8")
        with patch("policysearch.indexer.engine_module", lambda _: SimpleNamespace(create_writer=lambda _: recorder)):
            policysearch.build([some], Path(folder) / "index")
    return entries


def _feed(engine: str, entries: Sequence[Entry], folder: Path) -> float:
    """Seconds of the engine's own writer."""
    writer = engine_module(engine).create_writer(folder)
    begun = time.perf_counter()
    for entry in entries:
        writer.add(entry)
    writer.finish()
    return time.perf_counter() - begun


def _feed_tantivy(engine: str, entries: Sequence[Entry], folder: Path) -> float:
    """Seconds of Tantivy with a thread for each processor."""
    theirs = importlib.import_module("policysearch.engines.tantivy.fields")
    tantivy: Any = importlib.import_module("tantivy")
    documents: list[Any] = []
    (folder / "ours").mkdir()
    making: Any = engine_module(engine).create_writer(folder / "ours")
    with patch.object(making, "_writer", SimpleNamespace(add_document=documents.append)):
        for entry in entries:
            making.add(entry)
    (folder / "theirs").mkdir()
    index = tantivy.Index(theirs.schema(), str(folder / "theirs"), reuse=False)
    index.register_tokenizer(theirs.TOKENIZER, theirs.tokenizer())
    writer = index.writer(_HEAP_BYTES, os.cpu_count() or 1)
    begun = time.perf_counter()
    for document in documents:
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    return time.perf_counter() - begun


if __name__ == "__main__":
    print(json.dumps(alone(engine_of(sys.argv[1]), Material(Path(sys.argv[2])))))
