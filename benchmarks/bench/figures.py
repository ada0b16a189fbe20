"""Single figures of the contenders, and the best of the peers to hold them against."""
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from benchmarks.bench.alone import ENGINE, TOKENIZER
from benchmarks.bench.contenders.registry import CONTENDERS, OURS, SCANNERS
from benchmarks.bench.limits import CUTTING
from benchmarks.bench.measuring import LIMITS, Results
from benchmarks.bench.queries import KINDS

# a figure of a contender at a size; None where it has none
Figure: TypeAlias = Callable[[Results, int, str], float | None]


def sizes(results: Results) -> list[int]:
    """The numbers of items that were measured."""
    return sorted({size for size, _ in results if size})


def measured(results: Results, size: int) -> Iterator[str]:
    """The contenders that have figures at a size."""
    return (name for name in CONTENDERS if "build" in results.get((size, name), {}))


def best_peer(results: Results, size: int, figure: Figure, best: Callable[[Iterable[float]], float] = min,
              without: str | None = None) -> float | None:
    """The best value of all contenders that are none of ours."""
    peers = (name for name in measured(results, size) if name not in OURS and name not in SCANNERS and name != without)
    values = [value for name in peers if (value := figure(results, size, name)) is not None]
    return best(values) if values else None


def alone(results: Results, size: int, name: str) -> float | None:
    """Items a second, as measured."""
    seconds = _at(results, size, name, "build", "seconds")
    return size / seconds if seconds else None


def from_text(results: Results, size: int, name: str) -> float | None:
    """Items a second from plain text: where the words were given, jieba's time for them is added."""
    rate, cutting = alone(results, size, name), _at(results, size, LIMITS, "rates", CUTTING)
    if rate is None or _at(results, size, name, "build", "cuts_words"):
        return rate
    return 1 / (1 / rate + 1 / cutting) if cutting else None


def query(kind: str, what: str) -> Figure:
    """A figure of a kind of query, such as "p50"."""
    return _figure("ask", "kinds", kind, what)


def part(kind: str, what: str) -> Figure:
    """A part of the time of a kind of query of ours."""
    return _figure("parts", "kinds", kind, what)


def _figure(*path: str) -> Figure:
    return lambda results, size, name: _at(results, size, name, *path)


def _at(results: Results, size: int, name: str, *path: str) -> float | None:
    value: Any = results.get((size, name))
    for key in path:
        value = value.get(key) if value else None
    return None if value is None else float(value)


# megabytes of the index on disk, and the most that a process holds, with pages of files and without; milliseconds to open
# it and ask one query
megabytes = _figure("build", "mb")
peak_building = _figure("build", "peak_mb")
peak_asking = _figure("ask", "peak_mb")
own_building = _figure("build", "own_mb")
own_asking = _figure("ask", "own_mb")
cold = _figure("cold_ms")
# items a second of this project's tokenizer alone and its engine alone; seconds of a build and of an update
tokenizing = _figure("alone", TOKENIZER)
feeding = _figure("alone", ENGINE)
building = _figure("build", "seconds")
updating = _figure("update", "seconds")

GROWING: dict[str, Figure] = {"items/s from text": from_text, "MB": megabytes, "MB peak, building": peak_building,
                              "cold ms": cold, **{f"{shown} ms": query(kind, "p50") for kind, shown in KINDS.items()}}
