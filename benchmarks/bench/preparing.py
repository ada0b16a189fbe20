"""Writes the material of a size."""
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.bench.drawing import draw
from benchmarks.bench.material import Material, text_of
from benchmarks.corpus import records
from policysearch.analysis.analyzer import Analyzer
from policysearch.analysis.dictionary import compile_dictionary
from policysearch.reading import Progress
from policysearch.text.folding import comparable


class WordCutter:
    """Cuts texts into words as this project does: jieba's search mode without new words guessed."""

    def __init__(self) -> None:
        self.analyzer = Analyzer(compile_dictionary())

    def cut(self, text: str) -> list[str]:
        """The words of a text, in order."""
        return list(self.analyzer.words(comparable(text).text))


def prepare(folder: Path, size: int, progress: Progress | None = None) -> Material:
    """The files of `size` items, written where they are not there yet."""
    material = Material(folder)
    if not material.queries_path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        cutter = WordCutter()
        _write_items(material, _counted(records(size), size, progress), cutter)
        years = [item.year for item in material.prepared()]
        queries = draw((record["text"] for record in material.items()), (item.words for item in material.prepared()),
                       (min(years), max(years)), cutter.cut)
        # written last: its presence says that all is there
        material.queries_path.write_text(json.dumps(queries, ensure_ascii=False), encoding="utf-8")
    return material


def _write_items(material: Material, items: Iterable[dict[str, Any]], cutter: WordCutter) -> None:
    with (material.items_path.open("w", encoding="utf-8") as lines,
          material.words_path.open("w", encoding="utf-8") as words):
        for record in items:
            print(json.dumps(record, ensure_ascii=False), file=lines)
            print(*cutter.cut(text_of(record)), file=words)


def _counted(items: Iterable[dict[str, Any]], size: int, progress: Progress | None) -> Iterator[dict[str, Any]]:
    for number, record in enumerate(items, 1):
        if progress and number % 100 == 0:
            progress(number, size, "items")
        yield record
