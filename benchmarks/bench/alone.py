"""What an index of this project cannot be built quicker than: its tokenizer alone by all processors, its engine alone.

    python -m benchmarks.bench.alone ARGUMENT MATERIAL

ARGUMENT is that of the contender. Both are watched in real builds of a sample: the tokenizer while it works there, folding
included; the engine's writer is given again what it was given there. Tantivy is given the documents that the writer makes,
with a thread for each processor.
"""
import importlib
import json
import os
import pkgutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest.mock import patch

import policysearch
from benchmarks.bench.contenders.ours import engine_of
from benchmarks.bench.material import Material
from policysearch.processes import available, spread

TOKENIZER = "tokenizer, all processors"
ENGINE = "engine, tokens ready"

# rates do not depend on how many items there are
_SAMPLE = 4000
# what of a build is its tokenizer
_TOKENIZERS = ("policysearch.item_batches.zones_of", "policysearch.analysis.bulk.BulkAnalyzer.terms")
# what Tantivy holds before it writes
_HEAP_BYTES = 512_000_000


class _Share(NamedTuple):
    """Items for a build: of the first ones every `step`-th from number `first`."""

    engine: str
    material: Material
    first: int
    step: int


def alone(engine: str, material: Material) -> dict[str, float]:
    """Items a second."""
    # each process has its share of the items, and all work at the same time
    shares = [_Share(engine, material, number, available()) for number in range(available())]
    rates = [rate for rate in spread(_tokenizing, shares, available()) if isinstance(rate, float)]
    return {TOKENIZER: sum(rates), ENGINE: _feeding(_Share(engine, material, 0, 1))}


def _tokenizing(share: _Share) -> float:
    """Items a second of the tokenizer in this process."""
    spent = 0.0

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any) -> Any:
            nonlocal spent
            begun = time.perf_counter()
            result = work(*arguments)
            spent += time.perf_counter() - begun
            return result
        return watched

    with ExitStack() as stack:
        for name in _TOKENIZERS:
            stack.enter_context(patch(name, timed(pkgutil.resolve_name(name))))
        return _build(share) / spent


def _feeding(share: _Share) -> float:
    """Items a second of the engine's writer, or of Tantivy."""
    calls: list[tuple[Any, ...]] = []
    begun_with: list[tuple[Any, ...]] = []

    def recorded(*arguments: Any) -> Any:
        begun_with.append(arguments)
        return SimpleNamespace(add=lambda *given: calls.append(given), finish=lambda: None)

    home = _module(share.engine, "writer")
    create = home.create_writer
    with patch.object(home, "create_writer", recorded):
        items = _build(share)
    with tempfile.TemporaryDirectory() as folder:
        writer = create(Path(folder), *begun_with[0][1:])
        feed = _feed_tantivy if share.engine == "tantivy" else _feed
        return items / feed(writer, calls, Path(folder))


def _feed(writer: Any, calls: list[tuple[Any, ...]], folder: Path) -> float:
    begun = time.perf_counter()
    for given in calls:
        writer.add(*given)
    writer.finish()
    return time.perf_counter() - begun


def _feed_tantivy(writer: Any, calls: list[tuple[Any, ...]], folder: Path) -> float:
    documents: list[Any] = []
    with patch.object(writer, "_writer", SimpleNamespace(add_document=documents.append)):
        for given in calls:
            writer.add(*given)
    fields = _module("tantivy", "fields")
    own = folder / "alone"
    own.mkdir()
    index = importlib.import_module("tantivy").Index(fields.schema(), str(own), reuse=False)
    index.register_tokenizer(fields.TOKENIZER, fields.tokenizer())
    theirs = index.writer(_HEAP_BYTES, os.cpu_count() or 1)
    begun = time.perf_counter()
    for document in documents:
        theirs.add_document(document)
    theirs.commit()
    theirs.wait_merging_threads()
    return time.perf_counter() - begun


def _build(share: _Share) -> int:
    """Build an index of a share, and give the number of its items."""
    with tempfile.TemporaryDirectory() as folder:
        some = Path(folder) / "items.jsonl"
        some.write_text("".join(islice(share.material.item_lines(), share.first, _SAMPLE, share.step)), encoding="utf-8")
        return policysearch.build([some], Path(folder) / "index", engine=share.engine).items


def _module(engine: str, part: str) -> Any:
    return importlib.import_module(f"policysearch.engines.{engine}.{part}")


if __name__ == "__main__":
    print(json.dumps(alone(engine_of(sys.argv[1]), Material(Path(sys.argv[2])))))
