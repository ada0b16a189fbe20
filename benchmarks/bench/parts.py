"""Where the time of a query of this project goes, by how many words are asked: plan, first phase, second phase, and the
whole search with its page of hits.

    python -m benchmarks.bench.parts INDEX MATERIAL
"""
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

from benchmarks.bench.contenders.ours import as_typed
from benchmarks.bench.material import Material
from benchmarks.bench.queries import TERM_COUNTS, Query
from policysearch.engines.base import Request
from policysearch.matching.budget import Budget
from policysearch.matching.plan import make_plan
from policysearch.opened import OpenIndex
from policysearch.query.parser import parse
from policysearch.ranking.second_phase import CANDIDATES, rerank
from policysearch.searcher import Index

T = TypeVar("T")

TERMS = "ranking terms"
PARTS = ("plan", "first phase", "second phase", "whole search")
_REPEATS = 3


def parts(folder: Path, queries: Sequence[Query]) -> dict[int, dict[str, float]]:
    """For each number of words the median milliseconds of each part, and of the ranking terms of a query."""
    opened, index = OpenIndex(folder), Index(folder)
    try:
        return {count: _medians([_one(opened, index, query) for query in queries if query.kind == f"terms {count}"])
                for count in TERM_COUNTS}
    finally:
        opened.close()
        index.close()


def _medians(measured: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: median(one[name] for one in measured) for name in (TERMS, *PARTS)}


def _one(opened: OpenIndex, index: Index, query: Query) -> dict[str, float]:
    typed = as_typed(query)
    planning, plan = _quickest(
        lambda: make_plan(parse(typed), opened.analyzer, opened.engine.expand, opened.synonyms))
    finding, found = _quickest(
        lambda: opened.engine.find(plan, Request(CANDIDATES), Budget(3600, time.monotonic)).ordinals)
    scoring, _ = _quickest(lambda: rerank(found, opened.scorer(plan.terms), CANDIDATES))
    whole, _ = _quickest(lambda: index.search(typed))
    return {TERMS: len(plan.terms.all()), **dict(zip(PARTS, (planning, finding, scoring, whole)))}


def _quickest(work: Callable[[], T]) -> tuple[float, T]:
    """The milliseconds of the quickest of a few runs, and what they give."""
    times = []
    for _ in range(_REPEATS):
        begun = time.perf_counter()
        result = work()
        times.append((time.perf_counter() - begun) * 1000)
    return min(times), result


if __name__ == "__main__":
    print(json.dumps(parts(Path(sys.argv[1]), Material(Path(sys.argv[2])).queries())))
