"""Writes the material of a size, by all processors."""
import functools
import importlib
import importlib.util
import json
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import jieba

from benchmarks.bench.drawing import draw
from benchmarks.bench.material import Material, text_of
from benchmarks.corpus import records
from policysearch.processes import Lost, available, spread
from policysearch.reading import Progress
from policysearch.text.folding import comparable

_BLOCK = 2000
_BLOCKS_OF_A_FILE = 10


class _Block(NamedTuple):
    start: int
    length: int


def cut(text: str) -> list[str]:
    """The words of a text, folded, in jieba's search mode without new words guessed; no marks and no spaces."""
    return [word for word in _cutter()(comparable(text).text) if word.isalnum()]


@functools.cache
def _cutter() -> Callable[[str], list[str]]:
    # the same words from both, but sooner from rjieba
    if importlib.util.find_spec("rjieba"):
        return functools.partial(importlib.import_module("rjieba").cut_for_search, hmm=False)
    return functools.partial(jieba.lcut_for_search, HMM=False)


def prepare(folder: Path, size: int, progress: Progress | None = None) -> Material:
    """The files of `size` items, written where they are not there yet."""
    material = Material(folder)
    if not material.queries_path.exists():
        # what an interrupted run has left
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _write_items(material, size, progress)
        years = [record["year"] for record in islice(material.items(), _BLOCK)]
        queries = draw((record["text"] for record in material.items()), (item.words.split() for item in material.prepared()),
                       (min(years), max(years)), cut)
        # written last: its presence says that all is there
        material.queries_path.write_text(json.dumps(queries, ensure_ascii=False), encoding="utf-8")
    return material


def _write_items(material: Material, size: int, progress: Progress | None) -> None:
    material.items_folder.mkdir()
    with material.words_path.open("w", encoding="utf-8") as words:
        for number, made in enumerate(spread(_lines, _blocks(size), available())):
            if isinstance(made, Lost):
                raise RuntimeError("a process that makes items has died")
            with (material.items_folder / f"{number // _BLOCKS_OF_A_FILE:05}.jsonl").open("a", encoding="utf-8") as lines:
                lines.write(made[0])
            words.write(made[1])
            if progress:
                progress(min((number + 1) * _BLOCK, size), size, "items")


def _blocks(size: int) -> Iterator[_Block]:
    return (_Block(start, min(_BLOCK, size - start)) for start in range(0, size, _BLOCK))


def _lines(block: _Block) -> tuple[str, str]:
    """The lines of a block of items, and those of their words."""
    made = list(records(block.length, start=block.start))
    return ("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in made),
            "".join(f"{' '.join(cut(text_of(record)))}\n" for record in made))
