"""The files that every contender is given: items, the same items cut into words, queries."""
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.bench.queries import Query


class Prepared(NamedTuple):
    """An item as a contender that brings no tokenizer is given it."""

    id: str
    year: int
    text: str
    # with spaces between them
    words: str


class Material:
    """The files of one size in a folder."""

    def __init__(self, folder: Path) -> None:
        # in several files: none may be larger than a source may be
        self.items_folder = folder / "items"
        self.words_path = folder / "words.txt"
        self.queries_path = folder / "queries.json"

    def items(self) -> Iterator[dict[str, Any]]:
        """The items as records."""
        return map(json.loads, self.item_lines())

    def item_lines(self) -> Iterator[str]:
        """The items as lines of JSON."""
        for path in sorted(self.items_folder.iterdir()):
            with path.open(encoding="utf-8") as lines:
                yield from lines

    def prepared(self) -> Iterator[Prepared]:
        """The items with their words."""
        with self.words_path.open(encoding="utf-8") as lines:
            for record, line in zip(self.items(), lines):
                yield Prepared(record["id"], record["year"], text_of(record), line.rstrip())

    def queries(self) -> list[Query]:
        """The queries, kind by kind."""
        return [Query(*values) for values in json.loads(self.queries_path.read_text(encoding="utf-8"))]


def text_of(record: dict[str, Any]) -> str:
    """The title and the text of an item, which are searched together."""
    return f"{record['title']}\n{record['text']}"


def size_of(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
