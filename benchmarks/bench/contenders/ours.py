"""This project."""
from collections.abc import Sequence
from pathlib import Path

import policysearch
from benchmarks.bench.contenders.base import TOP, Contender, Hit, Opened
from benchmarks.bench.material import Material
from benchmarks.bench.queries import Query

# nothing measured here is to be cut short
_TIME_BUDGET = 3600.0


class _Ours(Contender):
    cuts_words = True
    version = policysearch.__version__

    def __init__(self, engine: str) -> None:
        self._engine = engine

    def build(self, material: Material, folder: Path) -> None:
        policysearch.build([material.items_path], folder, engine=self._engine)

    def open(self, folder: Path) -> Opened:
        return _Index(policysearch.open(folder, time_budget=_TIME_BUDGET))


class _Index(Opened):
    def __init__(self, index: policysearch.Index) -> None:
        self._index = index

    def search(self, query: Query) -> Sequence[Hit]:
        results = self._index.search(as_typed(query), reading="any" if query.kind == "question" else "query",
                                     years=query.year, limit=TOP)
        return [Hit(hit.item.id, hit.item.text) for hit in results]


def as_typed(query: Query) -> str:
    """The query in this project's query language."""
    if query.kind == "phrase":
        return f'"{query.terms[0]}"'
    if query.kind == "prefix":
        return f"{query.terms[0]}*"
    return (" AND " if query.kind == "and" else " OR ").join(query.terms)


def contender(engine: str) -> Contender:
    """This project with an engine."""
    return _Ours(engine)
