"""This project, with any of its engines. Its argument is the engine, with "+rjieba" behind it where rjieba is to be used."""
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import policysearch
from benchmarks.bench.contenders.base import TOP, Contender, Hit, Opened, Unavailable
from benchmarks.bench.material import Material
from benchmarks.bench.queries import PHRASES, Query
from policysearch.engines.registry import engine_module

# nothing measured here is to be cut short
_TIME_BUDGET = 3600.0
RJIEBA = "rjieba"


class _Ours(Contender):
    cuts_words = True
    version = policysearch.__version__

    def __init__(self, engine: str) -> None:
        self._engine = engine

    def build(self, material: Material, folder: Path) -> None:
        policysearch.build([material.items_folder], folder, engine=self._engine, processes=os.cpu_count() or 1)

    def open(self, folder: Path) -> Opened:
        return _Index(policysearch.open(folder, time_budget=_TIME_BUDGET))


class _Index(Opened):
    def __init__(self, index: policysearch.Index) -> None:
        self._index = index

    def search(self, query: Query) -> Sequence[Hit]:
        return [Hit(hit.item.id, hit.item.text) for hit in searched(self._index, query)]


def searched(index: policysearch.Index, query: Query) -> policysearch.Results:
    """The first page of a query."""
    return index.search(as_typed(query), reading="any" if query.kind == "question" else "query", years=query.year, limit=TOP)


def as_typed(query: Query) -> str:
    """The query in this project's query language."""
    if query.kind in PHRASES:
        return f'"{query.terms[0]}"'
    if query.kind == "prefix":
        return f"{query.terms[0]}*"
    return (" AND " if query.kind == "and" else " OR ").join(query.terms)


def engine_of(argument: str) -> str:
    """The engine of an argument. Raises Unavailable where it or rjieba is not installed; without "+rjieba" this process
    goes on as if rjieba were not."""
    engine, _, extra = argument.partition("+")
    try:
        engine_module(engine)
        if extra:
            __import__(extra)
    except (ImportError, policysearch.PolicySearchError) as error:
        raise Unavailable(str(error)) from error
    if not extra:
        # what is None there cannot be imported
        sys.modules[RJIEBA] = None  # type: ignore[assignment]
    return engine


def contender(argument: str) -> Contender:
    """This project with an engine."""
    return _Ours(engine_of(argument))
