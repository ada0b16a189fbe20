"""One job in a fresh process, its figures as JSON on stdout.

    python -m benchmarks.bench.child JOB MODULE ARGUMENT FOLDER MATERIAL

MODULE makes the contender of ARGUMENT. A job is "build" or "ask"; "cold" takes a query as JSON in place of the material.
"""
import importlib
import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.bench.contenders.base import Contender, Opened, Unavailable
from benchmarks.bench.material import Material, size_of
from benchmarks.bench.queries import KINDS, Query

# seconds for the queries of a kind, asked for the first time, and asked again as often
BUDGET = 10.0
AGAIN = 3


def build(one: Contender, folder: Path, material: str) -> dict[str, Any]:
    """Seconds to build the index, and its megabytes."""
    begun = time.perf_counter()
    one.build(Material(Path(material)), folder)
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "mb": size_of(folder) / 1e6, "version": one.version,
            "cuts_words": one.cuts_words}


def ask(one: Contender, folder: Path, material: str) -> dict[str, Any]:
    """Milliseconds of the queries by kind."""
    queries = Material(Path(material)).queries()
    opened = one.open(folder)
    opened.warm_up()
    kinds = {kind: ask_kind(opened, [query for query in queries if query.kind == kind])
             for kind in KINDS if kind in one.kinds}
    return {"kinds": kinds}


def ask_kind(opened: Opened, queries: Sequence[Query]) -> dict[str, float]:
    """Ask every query once, then, of a few runs more, take the quickest; what does not fit into the budget is left out.

    `answered` is the share of the queries that find anything.
    """
    first: list[float] = []
    answered = 0
    ends = time.monotonic() + BUDGET
    for query in queries:
        begun = time.perf_counter()
        answered += bool(opened.search(query))
        first.append((time.perf_counter() - begun) * 1000)
        if time.monotonic() > ends:
            break
    again: list[float] = []
    ends = time.monotonic() + BUDGET
    for query in queries[:len(first)]:
        again.append(min(_milliseconds(opened, query) for _ in range(AGAIN)))
        if time.monotonic() > ends:
            break
    return {"p50": percentile(again, .5), "p99": percentile(again, .99), "first_p50": percentile(first, .5),
            "first_p99": percentile(first, .99), "asked": len(first), "of": len(queries),
            "answered": answered / len(first)}


def _milliseconds(opened: Opened, query: Query) -> float:
    begun = time.perf_counter()
    opened.search(query)
    return (time.perf_counter() - begun) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the least of the values that such a share of them does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def cold(one: Contender, folder: Path, query: str) -> dict[str, Any]:
    """Open the index and ask one query: the caller measures the process."""
    return {"hits": len(one.open(folder).search(Query(*json.loads(query))))}


_JOBS: dict[str, Callable[[Contender, Path, str], dict[str, Any]]] = {"build": build, "ask": ask, "cold": cold}


def main(job: str, module: str, argument: str, folder: str, given: str) -> None:
    """Print what the job measures, or why the contender cannot be measured."""
    try:
        contender: Contender = importlib.import_module(module).contender(argument)
    except (ImportError, Unavailable) as error:
        print(json.dumps({"skipped": str(error)}))
        return
    print(json.dumps(_JOBS[job](contender, Path(folder), given)))


if __name__ == "__main__":
    main(*sys.argv[1:])
