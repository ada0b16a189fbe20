"""Where the time of a query of this project goes: plan, first phase, second phase, the whole search with its page of
hits, and the marks and snippets of these, which are found when they are asked for; for Tantivy beside them what its library
takes alone for the first phase.

    python -m benchmarks.bench.parts ARGUMENT INDEX MATERIAL
"""
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, TypeVar
from unittest.mock import patch

import policysearch
from benchmarks.bench.contenders.ours import engine_of, searched
from benchmarks.bench.direct import first_phase
from benchmarks.bench.material import Material
from benchmarks.bench.queries import KINDS, TERM_COUNTS, Query
from policysearch.engines.base import Found, Request
from policysearch.matching.budget import Budget
from policysearch.matching.plan import Plan, make_plan
from policysearch.questions import scorer_of
from policysearch.ranking.second_phase import CANDIDATES, rerank

T = TypeVar("T")

TERMS = "ranking terms"
PLAN, FIRST, SECOND, WHOLE = "plan", "first phase", "second phase", "whole search"
MARKS, DIRECT = "marks and snippets", "Tantivy alone, first phase"
PARTS = (PLAN, FIRST, SECOND, WHOLE, MARKS, DIRECT)
_REPEATS = 3
# seconds for a kind of query
_BUDGET = 10.0
# nothing measured here is to be cut short
_TIME_BUDGET = 3600.0


class _Watch:
    """Sums up what calls take."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.candidates = 0
        self.asked: tuple[Plan, Request] | None = None

    def timed(self, part: str, work: Callable[..., T], only_first: bool = False) -> Callable[..., T]:
        """`work`, its time added to a part."""
        def watched(*arguments: Any, **named: Any) -> T:
            begun = time.perf_counter()
            result = work(*arguments, **named)
            if not only_first or part not in self.spent:
                self.spent[part] = self.spent.get(part, 0.0) + (time.perf_counter() - begun) * 1000
            return result
        return watched


def parts(folder: Path, queries: Sequence[Query]) -> dict[str, Any]:
    """The median milliseconds of each part by kind of query, and by the number of words asked together; and of all queries
    of these the number of ranking terms, the number of candidates and the milliseconds of the second phase."""
    kinds = [*KINDS, *(f"terms {count}" for count in TERM_COUNTS)]
    with policysearch.open(folder, time_budget=_TIME_BUDGET) as index:
        measured = {kind: list(_of_a_kind(index, [query for query in queries if query.kind == kind])) for kind in kinds}
    return {"kinds": {kind: _medians(measured[kind]) for kind in KINDS},
            "terms": {count: _medians(measured[f"terms {count}"]) for count in TERM_COUNTS},
            "second": [[one[TERMS], one["candidates"], one[SECOND]] for each in measured.values() for one in each]}


def _of_a_kind(index: policysearch.Index, queries: Sequence[Query]) -> Iterator[dict[str, float]]:
    ends = time.monotonic() + _BUDGET
    for query in queries:
        yield _one(index, query)
        if time.monotonic() > ends:
            return


def _medians(measured: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: median(values) for name in (TERMS, *PARTS) if (values := [one[name] for one in measured if name in one])}


def _one(index: policysearch.Index, query: Query) -> dict[str, float]:
    """Of each part the quickest of a few searches."""
    runs = []
    for _ in range(_REPEATS):
        watch = _Watch()
        with _watched(index, watch):
            searched(index, query)
        runs.append(watch.spent)
    figures = {part: min(run.get(part, 0.0) for run in runs) for part in (PLAN, FIRST, SECOND)}
    figures[WHOLE] = min(_milliseconds(lambda: searched(index, query)) for _ in range(_REPEATS))
    figures[MARKS] = min(_milliseconds(lambda: [hit.snippet for hit in found]) for found in [
        searched(index, query) for _ in range(_REPEATS)])
    assert watch.asked
    plan, request = watch.asked
    figures |= {TERMS: len(plan.terms.all()), "candidates": watch.candidates}
    engine = index._open.engine
    if engine.name == "tantivy" and (ask := first_phase(
            engine, lambda: engine.find(plan, request, Budget(_TIME_BUDGET, time.monotonic)))):
        figures[DIRECT] = min(_milliseconds(ask) for _ in range(_REPEATS))
    return figures


@contextmanager
def _watched(index: policysearch.Index, watch: _Watch) -> Iterator[None]:
    engine = index._open.engine

    def find(plan: Plan, request: Request, budget: Budget) -> Found:
        watch.asked = watch.asked or (plan, request)
        return finding(plan, request, budget)

    def rerank_watched(ordinals: Sequence[int], *arguments: Any) -> Any:
        watch.candidates = max(watch.candidates, min(len(ordinals), CANDIDATES))
        return ranking(ordinals, *arguments)

    finding = watch.timed(FIRST, engine.find, only_first=True)
    ranking = watch.timed(SECOND, rerank)
    with (patch("policysearch.searcher.make_plan", watch.timed(PLAN, make_plan)),
          patch("policysearch.searcher.scorer_of", watch.timed(SECOND, scorer_of)),
          patch("policysearch.questions.rerank", rerank_watched), patch.object(engine, "find", find)):
        yield


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    engine_of(sys.argv[1])
    print(json.dumps(parts(Path(sys.argv[2]), Material(Path(sys.argv[3])).queries())))
