"""The page that is written: tables of all figures, each beside the best peer's and what limits it."""
import math
import os
import platform
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench import figures
from benchmarks.bench.child import AGAIN, BUDGET
from benchmarks.bench.contenders.registry import OURS
from benchmarks.bench.figures import GROWING, Figure, best_peer, measured, sizes
from benchmarks.bench.limits import CUTTING
from benchmarks.bench.measuring import LIMITS, SEEDS, Results
from benchmarks.bench.parts import PARTS, TERMS
from benchmarks.bench.plot import Lines, draw
from benchmarks.bench.queries import KINDS
from benchmarks.bench.tables import number, table, times

PLOT = "growth.svg"

_HEAD = f"""# Side by side

Written by `make bench`. The items are clauses of the seeds mixed with words of jieba's dictionary, about 300 characters
each. Every contender works in processes of its own, one after the other, finds the best ten items and gives id and text of
each. × is the ratio to the best peer: the best contender that is neither this project nor a scan (grep, ripgrep). More is
better of items/s, less of everything else.

This project and Whoosh with jieba cut the words themselves; the others are given words in jieba's search mode, ready.
They hold words alone and find what stands whole in that list (the phrases are whole clauses, so that they can). This
project finds every string that an item contains, counts all items that do, marks the places in the hits, and keeps words,
pairs and characters of every item for it.

Queries are asked once (first), then of {AGAIN} more runs the quickest counts. p99 of 60 queries is the slowest of them. Of
each kind only what fits into {BUDGET:.0f} s is asked. Memory is the peak of the process (VmHWM).

How far to trust a figure: grep and ripgrep are built by the same code, so what lies between their items/s is noise of the
machine. A scan looks for the characters as written, so it can miss what others find in folded text. bm25s spends little on
scores and much on picking ten where nearly all scores are zero, so one word can take it longer than a long question.
"""


def report(results: Results) -> str:
    """The page in Markdown."""
    return "\n".join([_HEAD, *_machine(results), *_skipped(results),
                      *(line for size in sizes(results) for line in _size(results, size)),
                      *_parts(results), *_seeds(results), *_growth(results)])


def drawing(results: Results) -> str:
    """How the figures grow, as SVG."""
    panels: dict[str, Lines] = {}
    for title, figure in GROWING.items():
        lines: dict[str, list[tuple[float, float]]] = {}
        for size in sizes(results):
            for name in measured(results, size):
                if value := figure(results, size, name):
                    lines.setdefault(name, []).append((size, value))
        panels[title] = lines
    return draw(panels)


def _machine(results: Results) -> Iterator[str]:
    loads = [one["load"] for one in results.values()]
    yield (f"Python {platform.python_version()}, {platform.system()} on {platform.machine()}, {os.cpu_count()} processors; "
           f"{min(loads):.1f} to {max(loads):.1f} processes were at work when a contender's turn came.")
    yield ""


def _skipped(results: Results) -> Iterator[str]:
    reasons = {f"{name} ({figures_of['skipped']})": None for (_, name), figures_of in results.items()
               if "skipped" in figures_of}
    if reasons:
        yield f"Left out: {', '.join(reasons)}."
        yield ""


def _size(results: Results, size: int) -> Iterator[str]:
    names = list(measured(results, size))
    yield from (f"## {size:,} items", "", "### Building", "")
    yield from table(
        ("contender", "version", "items/s alone", "items/s from text", "×", "MB on disk", "×", "MB peak", "×"),
        ((name, results[size, name]["build"]["version"], number(figures.alone(results, size, name)),
          *_beside(results, size, name, figures.from_text, larger_is_better=True),
          *_beside(results, size, name, figures.megabytes),
          *_beside(results, size, name, figures.peak_building)) for name in names))
    yield f"From text: where the words were given, with the time that jieba takes for them ({CUTTING}). The limits:"
    yield ""
    rates = results[size, LIMITS].get("rates", {})
    yield from table(("limit", "items/s"), ((name, number(rate)) for name, rate in rates.items()))
    yield from ("### Queries, ms: p50 / p99 and × best peer's p50", "")
    yield from table(("contender", *KINDS.values()),
                     ((name, *(_query(results, size, name, kind, "") for kind in KINDS)) for name in names))
    yield from ("### The same, asked for the first time", "")
    yield from table(("contender", *KINDS.values()),
                     ((name, *(_query(results, size, name, kind, "first_") for kind in KINDS)) for name in names))
    yield from ("### Queries that find anything, of 100", "")
    yield from table(("contender", *KINDS.values()),
                     ((name, *(_share(results, size, name, kind) for kind in KINDS)) for name in names))
    yield from ("### A fresh process: open and one query", "")
    yield from table(("contender", "ms", "×", "MB peak, all queries", "×"),
                     ((name, *_beside(results, size, name, figures.cold),
                       *_beside(results, size, name, figures.peak_asking)) for name in names))


def _beside(results: Results, size: int, name: str, figure: Figure, larger_is_better: bool = False) -> tuple[str, str]:
    value = figure(results, size, name)
    return number(value), times(value, best_peer(results, size, figure, max if larger_is_better else min))


def _query(results: Results, size: int, name: str, kind: str, when: str) -> str:
    middle = figures.query(kind, f"{when}p50")
    value, worst = middle(results, size, name), figures.query(kind, f"{when}p99")(results, size, name)
    if value is None:
        return ""
    asked, of = (figures.query(kind, what)(results, size, name) for what in ("asked", "of"))
    only = "" if asked == of else f", {number(asked)} of {number(of)}"
    return f"{number(value)} / {number(worst)} {times(value, best_peer(results, size, middle))}{only}"


def _share(results: Results, size: int, name: str, kind: str) -> str:
    share = figures.query(kind, "answered")(results, size, name)
    return "" if share is None else f"{100 * share:.0f}"


def _parts(results: Results) -> Iterator[str]:
    yield from ("## Where the time of a query goes, by the words asked (OR), ms", "")
    rows = ((name, f"{size:,}", words, f"{medians[TERMS]:.0f}", *(number(medians[part]) for part in PARTS))
            for name in OURS for size in sizes(results)
            for words, medians in results.get((size, name), {}).get("parts", {}).items())
    yield from table(("engine", "items", "words", TERMS, *PARTS), rows)


def _seeds(results: Results) -> Iterator[str]:
    yield from ("## Whole commands on the index of the seeds, ms", "")
    commands = results.get((0, SEEDS), {}).get("commands", {})
    yield from table(("command", "ms"), ((f"`{shown}`", number(value)) for shown, value in commands.items()))


def _growth(results: Results) -> Iterator[str]:
    yield from ("## Growth", "", f"![growth]({PLOT})", "")
    first, last = min(sizes(results)), max(sizes(results))
    if first == last:
        return
    yield f"The power of the number of items by which a figure grows from {first:,} to {last:,} items: 1 is in proportion."
    yield ""
    rows = ((name, *(_power(results, first, last, name, figure) for figure in GROWING.values()))
            for name in measured(results, first))
    yield from table(("contender", *GROWING), rows)


def _power(results: Results, first: int, last: int, name: str, figure: Figure) -> str:
    before, after = figure(results, first, name), figure(results, last, name)
    return f"{math.log(after / before) / math.log(last / first):.2f}" if before and after else ""


def write(results: Results, page: Path) -> None:
    """Write the page, and the drawing beside it."""
    page.write_text(report(results), encoding="utf-8")
    page.with_name(PLOT).write_text(drawing(results), encoding="utf-8")
