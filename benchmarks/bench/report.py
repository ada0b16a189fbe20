"""The page that is written: tables of all figures, each beside the best peer's and what limits it."""
import math
import os
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.bench import figures
from benchmarks.bench.child import AGAIN, BUDGET
from benchmarks.bench.contenders.registry import OURS
from benchmarks.bench.figures import GROWING, Figure, best_peer, measured, sizes
from benchmarks.bench.limits import CUTTING
from benchmarks.bench.limits import SAMPLE as _SAMPLE
from benchmarks.bench.measuring import LIMITS, SEEDS, Results
from benchmarks.bench.parts import DIRECT, PARTS, TERMS
from benchmarks.bench.plot import Lines, draw
from benchmarks.bench.queries import KINDS
from benchmarks.bench.scaling import scaling
from benchmarks.bench.tables import number, table, times
from benchmarks.bench.targets import verdicts
from policysearch.ranking.second_phase import CANDIDATES

PLOT = "growth.svg"
SCALING = "SCALING.md"

_HEAD = f"""# Side by side

Written by `make bench`. The items are clauses of the seeds mixed with words of jieba's dictionary, about 300 characters
each. Every contender works in processes of its own, one after the other, finds the best ten items and gives id and text of
each. × is the ratio to the best peer: the best contender that is neither this project nor a scan (grep, ripgrep). More is
better of items/s, less of everything else.

This project and Whoosh with jieba cut the words themselves; the others are given words in jieba's search mode, ready, and
are charged for them in "items/s from text" what jieba takes on one processor for a sample of {_SAMPLE:,} items. They hold
words alone and find what stands whole in that list. The phrases are two or three neighbouring words of a text, half of them
common and half rare, that are cut alone as they are in the text, and whole clauses; all contenders answer them as phrases.
This project finds every string that an item contains, counts all items that do, and keeps words, pairs and characters of
every item for it. The places to mark in a hit and its snippet it finds when they are asked for, as here they are not; what
they take stands among the parts of a query.

Queries are asked once (first), then of {AGAIN} more runs the quickest counts. p99 of 60 queries is the slowest of them. Of
each kind only what fits into {BUDGET:.0f} s is asked. Memory is the peak of a process and all that it starts: the sum of
their proportional set sizes (PSS), looked at every 50 ms. By that the aims are judged. It counts pages of files that are
read in place, which the system may take back at any time; what it is without them (anonymous memory) stands beside it.
This project indexes with all processors.

How far to trust a figure: grep and ripgrep are built by the same code, so what lies between their items/s is noise of the
machine. A scan looks for the characters as written, so it can miss what others find in folded text. bm25s spends little on
scores and much on picking ten where nearly all scores are zero, so one word can take it longer than a long question.
"""


_REASONS = """What stops those that do not hold, as the tables below show part by part:

* A query of few hits. Parsing, plan, lookups, counting the terms in the candidates, and ten records take .3 to .8 ms in
  Python, spread over some fifty calls none of which takes a tenth; SQLite, Tantivy and bm25s end such a query within .2 ms.
* The second phase reads the texts of 200 candidates and counts the terms in them: .4 ms where they were read just before,
  .7 ms else. A tenth of bare Whoosh's time is 1 ms where that takes 10 ms.
* What no token of the index decides has to be verified in the text store, at 1 to 2 µs an item: p99 of OR.
* Tokenizer and Tantivy are measured alone with all processors each, and share them in a build.
* The first phase through Tantivy is timed within a whole search, Tantivy alone again and again. Python before and behind it
  takes .1 to .2 ms when it is called again and again too, and .2 to .5 ms within a search.
* bm25s picks ten without counting what matches.
"""


def report(results: Results) -> str:
    """The page in Markdown."""
    return "\n".join([_HEAD, *_machine(results), *_verdicts(results), *_who(results),
                      *(line for size in sizes(results) for line in _size(results, size)),
                      *_classes(results), *_parts(results), *_updates(results), *_seeds(results), *_growth(results)])


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
    loads = [one["load"] for one in results.values() if "load" in one]
    yield (f"Python {platform.python_version()}, {platform.system()} on {platform.machine()}, {os.cpu_count()} processors; "
           f"{min(loads):.1f} to {max(loads):.1f} processes were at work when a contender's turn came.")
    yield ""


def _verdicts(results: Results) -> Iterator[str]:
    yield from ("## What was aimed at", "", "Where a size was not measured, the next smaller one stands for it.", "")
    yield from table(("aim", "of", "items", "measured", "holds"), (
        (one.aim, one.who, f"{one.items:,}" if one.items else "the seeds", one.measured,
         "" if one.holds is None else "yes" if one.holds else "**no**") for one in verdicts(results)))
    yield _REASONS


def _who(results: Results) -> Iterator[str]:
    """Who was measured with how many items, and why the others were not."""
    yield from ("## Who takes part", "")
    names = dict.fromkeys(name for size, name in results if size and name != LIMITS)
    yield from table(("contender", *(f"{size:,} items" for size in sizes(results))), (
        (name, *(_part_of(results.get((size, name), {})) for size in sizes(results))) for name in names))
    yield "Left out is what by its own rate at the size before would take too long to build, or more memory than there is."
    yield ""


def _part_of(figures_of: dict[str, Any]) -> str:
    if "would_take" in figures_of:
        needs = figures_of["would_take"]
        return f"left out: about {needs['minutes']:,.0f} min and {needs['mb'] / 1000:,.1f} GB of memory"
    return str(figures_of.get("skipped", "yes" if figures_of else ""))


def _size(results: Results, size: int) -> Iterator[str]:
    names = list(measured(results, size))
    yield from (f"## {size:,} items", "", "### Building", "")
    yield from table(
        ("contender", "version", "items/s alone", "items/s from text", "×", "MB on disk", "×", "MB peak", "×",
         "without files"),
        ((name, results[size, name]["build"]["version"], number(figures.alone(results, size, name)),
          *_beside(results, size, name, figures.from_text, larger_is_better=True),
          *_beside(results, size, name, figures.megabytes),
          *_beside(results, size, name, figures.peak_building), number(figures.own_building(results, size, name)))
         for name in names))
    yield f"From text: where the words were given, with the time that jieba takes for them ({CUTTING}). The limits:"
    yield ""
    rates: dict[str, float] = dict(results[size, LIMITS].get("rates", {}))
    for name in OURS:
        rates |= {f"{name}: {what}": rate for what, rate in results.get((size, name), {}).get("alone", {}).items()}
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
    yield from table(("contender", "ms", "×", "MB peak, all queries", "×", "without files"),
                     ((name, *_beside(results, size, name, figures.cold),
                       *_beside(results, size, name, figures.peak_asking), number(figures.own_asking(results, size, name)))
                      for name in names))


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


def _classes(results: Results) -> Iterator[str]:
    yield from ("## Where the time of a query goes, by class, ms at p50", "",
                f"{DIRECT}: the same query made by hand of the same tokens and asked on the same index through Tantivy's "
                f"binding: {CANDIDATES} best with their ordinals, all counted. Empty where the engine has to verify what "
                "Tantivy finds. What else a whole search takes: parsing, reading ten items, counting what holds the words "
                "apart. Marks and snippets of the ten come on top of it, where they are asked for.", "")
    yield from table(("engine", "items", "class", TERMS, *PARTS), _part_rows(results, "kinds", KINDS))


def _parts(results: Results) -> Iterator[str]:
    yield from ("## Where the time of a query goes, by the words asked (OR), ms", "")
    yield from table(("engine", "items", "words", TERMS, *PARTS), _part_rows(results, "terms", {}))


def _part_rows(results: Results, what: str, shown: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for name in OURS:
        for size in sizes(results):
            for kind, medians in results.get((size, name), {}).get("parts", {}).get(what, {}).items():
                yield (name, f"{size:,}", shown.get(str(kind), str(kind)), number(medians.get(TERMS)),
                       *(number(medians.get(part)) for part in PARTS))


def _updates(results: Results) -> Iterator[str]:
    yield from ("## One source changed: `index --update` against building anew", "")
    rows = []
    for name in OURS:
        for size in sizes(results):
            update, build = figures.updating(results, size, name), figures.building(results, size, name)
            if update and build:
                sources = results[size, name]["update"]["sources"]
                rows.append((name, f"{size:,}", f"{sources:,}", number(update), number(build), times(update, build)))
    yield from table(("engine", "items", "sources", "update, s", "anew, s", "×"), rows)


def _seeds(results: Results) -> Iterator[str]:
    yield from ("## Whole commands on the index of the seeds, ms", "")
    commands = results.get((0, SEEDS), {}).get("commands", {})
    yield from table(("command", "ms"), ((f"`{shown}`", number(value)) for shown, value in commands.items()))


def _growth(results: Results) -> Iterator[str]:
    yield from ("## Growth", "", f"![growth]({PLOT})", "",
                f"What more items would take: [{SCALING}]({SCALING}).", "")
    first, last = min(sizes(results)), max(sizes(results))
    if first == last:
        return
    yield (f"The power of the number of items by which a figure grows from {first:,} items to the most that each was "
           "measured with: 1 is in proportion.")
    yield ""
    rows = []
    for name in measured(results, first):
        most = max(size for size in sizes(results) if name in measured(results, size))
        if most > first:
            rows.append((name, f"{most:,}", *(_power(results, first, most, name, figure) for figure in GROWING.values())))
    yield from table(("contender", "to", *GROWING), rows)


def _power(results: Results, first: int, last: int, name: str, figure: Figure) -> str:
    before, after = figure(results, first, name), figure(results, last, name)
    return f"{math.log(after / before) / math.log(last / first):.2f}" if before and after else ""


def write(results: Results, page: Path) -> None:
    """Write the page, beside it the drawing and the page on larger sizes."""
    page.write_text(report(results), encoding="utf-8")
    page.with_name(PLOT).write_text(drawing(results), encoding="utf-8")
    page.with_name(SCALING).write_text(scaling(results), encoding="utf-8")
