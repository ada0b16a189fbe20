"""What was aimed at, what was measured, and whether it holds: each row worked out from the figures."""
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from benchmarks.bench import figures
from benchmarks.bench.contenders.registry import OURS
from benchmarks.bench.figures import Figure, best_peer, measured, sizes
from benchmarks.bench.measuring import IMPORTS, PLAIN, SEARCH, SEEDS, Results
from benchmarks.bench.parts import DIRECT, FIRST, MARKS, WHOLE
from benchmarks.bench.queries import KINDS, PHRASES
from benchmarks.bench.tables import number
from policysearch.ranking.second_phase import CANDIDATES

BARE, FTS5, TANTIVY = "whoosh + jieba", "SQLite FTS5", "tantivy"
# the sizes that the aims are for
_MIDDLE, _LARGE = 100_000, 1_000_000
# milliseconds from which a time of bare Whoosh counts
_SLOW = 5.0


class Verdict(NamedTuple):
    """A row: the aim, who, with how many items, what was measured; `holds` is None where something is missing."""

    aim: str
    who: str
    items: int
    measured: str
    holds: bool | None


def verdicts(results: Results) -> Iterator[Verdict]:
    """All rows. Where the size of an aim was not measured, the next smaller one of the engine stands for it."""
    yield from _cold(results)
    for engine, limit, rows in (("whoosh", _MIDDLE, _whoosh), ("tantivy", _LARGE, _tantivy)):
        names = [name for name, argument in OURS.items() if argument.startswith(engine)]
        size = max((size for size in sizes(results) if size <= limit
                    and any(name in names for name in measured(results, size))), default=0)
        for name in names:
            if name in measured(results, size):
                yield from rows(results, size, name)
                yield from _second_phase(results, size, name)


def _cold(results: Results) -> Iterator[Verdict]:
    commands: Mapping[str, float] = results.get((0, SEEDS), {}).get("commands", {})
    for limit, other, aim in ((1.4, IMPORTS, "A cold search at most 1.4 times `python -c \"import click, whoosh.index\"`"),
                              (.2, PLAIN, "A cold search at most a fifth of click + whoosh + jieba + opencc the plain way")):
        if SEARCH in commands and other in commands:
            yield _bounded(aim, "policysearch search", 0, commands[SEARCH] / commands[other], limit, "×",
                           f"{number(commands[SEARCH])} ms to {number(commands[other])} ms")


def _whoosh(results: Results, size: int, name: str) -> Iterator[Verdict]:
    def ratio(figure: Figure, of: str, to: str) -> float | None:
        return _ratio(figure(results, size, of), figure(results, size, to))

    yield _bounded("Indexing at least 3 times as fast as bare whoosh + jieba", name, size,
                   ratio(figures.alone, name, BARE), 3, "×", at_least=True)
    for what in ("p50", "p99"):
        slow = {kind: ratio(figures.query(kind, what), BARE, name) for kind in KINDS
                if (figures.query(kind, what)(results, size, BARE) or 0) >= _SLOW}
        yield _by_class(f"Each class at least 10 times as fast as bare whoosh + jieba at {what}, where that takes "
                        f"{_SLOW:.0f} ms or more", name, size, slow, 10, "×", at_least=True)
    yield _bounded("Rare terms within 1 ms at p50", name, size, figures.query("rare", "p50")(results, size, name), 1, " ms")
    yield _by_class("Each class ahead of FTS5 at p50", name, size,
                    {kind: ratio(figures.query(kind, "p50"), name, FTS5) for kind in KINDS}, 1, "×")
    yield _by_class("Phrases at p99 within twice FTS5's", name, size,
                    {kind: ratio(figures.query(kind, "p99"), name, FTS5) for kind in PHRASES}, 2, "×")
    yield _bounded("One character (国) within 5 ms", name, size,
                   figures.query("character", "p50")(results, size, name), 5, " ms")
    yield _bounded("The index at most 2.5 times bare whoosh + jieba's", name, size,
                   ratio(figures.megabytes, name, BARE), 2.5, "×")
    yield _building(results, size, name, 1000)
    yield _asking(results, size, name, 300)


def _tantivy(results: Results, size: int, name: str) -> Iterator[Verdict]:
    rates = [figure(results, size, name) for figure in (figures.tokenizing, figures.feeding)]
    slower = min((rate for rate in rates if rate), default=None)
    # in a build both work on the same processors
    shared = 1 / sum(1 / rate for rate in rates if rate) if slower else None
    yield _bounded("Indexing at least 70 % of the slower of tokenizer alone and Tantivy alone, on all processors", name,
                   size, _ratio(figures.alone(results, size, name), slower), .7, "×",
                   f"of {number(slower)} items/s; both on the same processors make {number(shared)}", at_least=True)
    direct = {kind: figures.part(kind, DIRECT)(results, size, name) for kind in KINDS}
    first = {kind: figures.part(kind, FIRST)(results, size, name) for kind in KINDS}
    whole = {kind: _sum(figures.part(kind, part)(results, size, name) for part in (WHOLE, MARKS)) for kind in KINDS}
    yield _by_class("First phase at p50 at most 1.5 times Tantivy used directly on the same tokens", name, size,
                    {kind: _ratio(first[kind], direct[kind]) for kind in KINDS}, 1.5, "×")
    yield _by_class("The whole answer with marks and snippets within 4 ms of Tantivy used directly", name, size,
                    {kind: _sum([whole[kind], None if direct[kind] is None else -(direct[kind] or 0)]) for kind in KINDS},
                    4, " ms")
    others = {kind: best_peer(results, size, figures.query(kind, "p50"), without=TANTIVY) for kind in KINDS}
    yield _by_class("Each class ahead of every other peer at p50", name, size,
                    {kind: _ratio(figures.query(kind, "p50")(results, size, name), others[kind]) for kind in KINDS}, 1, "×")
    yield _building(results, size, name, 1500)
    yield _asking(results, size, name, 500)


def _building(results: Results, size: int, name: str, limit: int) -> Verdict:
    return _memory("Indexing", name, size, figures.peak_building(results, size, name),
                   figures.own_building(results, size, name), limit)


def _asking(results: Results, size: int, name: str, limit: int) -> Verdict:
    return _memory("Searching", name, size, figures.peak_asking(results, size, name),
                   figures.own_asking(results, size, name), limit)


def _memory(what: str, name: str, size: int, whole: float | None, own: float | None, limit: int) -> Verdict:
    """Pages of files count too, though the system may take them back."""
    return _bounded(f"{what} within {limit:,} MB, pages of files among it", name, size, whole, limit, " MB",
                    f"{number(own)} MB without pages of files" if own else "")


def _second_phase(results: Results, size: int, name: str) -> Iterator[Verdict]:
    points: Sequence[tuple[int, int, float]] = results[size, name].get("parts", {}).get("second", ())
    for low, high, limit in ((1, 20, 2.0), (21, 60, 6.0)):
        times = [spent for terms, candidates, spent in points if low <= terms <= high and candidates == CANDIDATES]
        note = f"median of {len(times)} queries, worst {number(max(times))} ms" if times else ""
        yield _bounded(f"Second phase of {CANDIDATES} candidates and {low} to {high} terms within {limit:.0f} ms", name,
                       size, median(times) if times else None, limit, " ms", note)


def _sum(values: Iterable[float | None]) -> float | None:
    """The sum of all values; None where one is missing."""
    known = list(values)
    return None if None in known else sum(value or 0 for value in known)


def _ratio(value: float | None, to: float | None) -> float | None:
    return None if value is None or not to else value / to


def _bounded(aim: str, who: str, items: int, value: float | None, limit: float, unit: str, note: str = "",
             at_least: bool = False) -> Verdict:
    if value is None:
        return Verdict(aim, who, items, "not measured", None)
    shown = f"{_shown(value, unit)}{f' ({note})' if note else ''}"
    return Verdict(aim, who, items, shown, value >= limit if at_least else value <= limit)


def _by_class(aim: str, who: str, items: int, values: Mapping[str, float | None], limit: float, unit: str,
              at_least: bool = False) -> Verdict:
    """The verdict on a value of each kind of query: how many hold, and the worst, or all that do not."""
    known = {kind: value for kind, value in values.items() if value is not None}
    if not known:
        return Verdict(aim, who, items, "not measured", None)
    worst = sorted(known, key=lambda kind: known[kind], reverse=not at_least)
    failing = [kind for kind in worst if (known[kind] < limit if at_least else known[kind] > limit)]
    listed = ", ".join(f"{KINDS[kind]} {_shown(known[kind], unit)}" for kind in failing or worst[:1])
    return Verdict(aim, who, items, f"{len(known) - len(failing)} of {len(known)} classes; "
                   f"{'not' if failing else 'the worst:'} {listed}", not failing)


def _shown(value: float, unit: str) -> str:
    return f"×{number(value)}" if unit == "×" else f"{number(value)}{unit}"
