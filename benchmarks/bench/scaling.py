"""The page on what more items than were measured would take, worked out from the figures of those that were."""
import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from benchmarks.bench import figures
from benchmarks.bench.contenders.registry import OURS
from benchmarks.bench.figures import Figure, measured, sizes
from benchmarks.bench.measuring import Results
from benchmarks.bench.queries import KINDS
from benchmarks.bench.tables import number, table

# how many items are asked about
_WANTED = (10_000_000, 1_000_000_000)
# below it what every index holds whatever its size outweighs the items
_LEAST = 10_000
# what one shard may need: gigabytes of memory while it is built, milliseconds of its slowest class at p50, items
_SHARD_GB, _SHARD_MS, _SHARD_ITEMS = 16.0, 200.0, 10_000_000

_HEAD = f"""# What ten million and a billion items would take

Written by `make bench` from the figures of RESULTS.md: nothing on this page but the first tables was measured. The items are
about 300 characters long; for longer ones count characters.

How it is worked out, with the largest size measured n, the size before it m and the smallest of at least {_LEAST:,} items s:

* Disk and memory grow along a line: F(N) = F(n) + (N - n) slope, slope = (F(n) - F(m)) / (n - m), never less than 0.
* Times of queries grow by a power: F(N) = F(n) (N / n)^e, e = log(F(n) / F(s)) / log(n / s), never less than 0.
* Hours of indexing = N / (items a second at n) / 3,600: analysis, which is most of it, is in proportion.
* A shard holds at most {_SHARD_ITEMS:,} items, and no more than are built within {_SHARD_GB:.0f} GB of memory and searched
  within {_SHARD_MS:.0f} ms at p50 in the slowest class. Shards are built apart and asked at the same time: a query takes as
  long as in one shard, and a moment to merge as many lists of ten; the document counts of all shards have to be added up so
  that scores can be compared.

How far to trust it: one machine and one kind of text; a line through two sizes knows nothing of what comes when an index no
longer fits into the memory of the system's cache. Then each list that is read for the first time costs a read from disk.
"""


class _Slopes(NamedTuple):
    """What of one contender goes into the formulas: its rate, its lines (the last value, the slope) and its powers (the last
    value, the exponent)."""

    size: int
    rate: float
    lines: Mapping[str, tuple[float, float]]
    powers: Mapping[str, tuple[float, float]]

    def line(self, name: str, items: float) -> float:
        """The value of a line."""
        value, slope = self.lines[name]
        return value + (items - self.size) * slope

    def power(self, kind: str, items: float) -> float:
        """Milliseconds of a kind of query."""
        value, exponent = self.powers[kind]
        return float(value * (items / self.size) ** exponent)


_LINES: Mapping[str, Figure] = {"disk": figures.megabytes, "memory, building": figures.peak_building,
                                "memory, searching": figures.peak_asking}


def scaling(results: Results) -> str:
    """The page in Markdown."""
    return "\n".join([_HEAD, *(line for name in OURS for line in _contender(results, name))])


def _contender(results: Results, name: str) -> Iterator[str]:
    slopes = _slopes(results, name)
    if slopes is None:
        return
    yield from (f"## {name}", "", f"Measured with {slopes.size:,} items, and what each item more adds:", "")
    yield from table(("figure", "measured", "slope"), [
        ("items a second", number(slopes.rate), ""),
        *((what, f"{number(value)} MB", f"{number(1000 * slope)} KB an item") for what, (value, slope) in
          slopes.lines.items())])
    yield from table(("class", "p50, ms", "exponent"), [
        (KINDS[kind], number(value), f"{exponent:.2f}") for kind, (value, exponent) in slopes.powers.items()])
    shard = _shard(slopes)
    yield f"A shard holds {shard:,} items."
    yield ""
    yield from table(
        ("items", "in", "GB on disk", "GB of memory to build one", "GB of memory to search one", "hours, one machine",
         "hours, a machine for each"), [_needs(slopes, items, shards) for items in _WANTED
                                       for shards in dict.fromkeys((1, math.ceil(items / shard)))])
    yield from table(("p50, ms", *(f"{items:,} in one" for items in _WANTED), f"a shard of {shard:,}"), [
        (KINDS[kind], *(number(slopes.power(kind, items)) for items in (*_WANTED, shard))) for kind in slopes.powers])


def _needs(slopes: _Slopes, items: int, shards: int) -> tuple[str, ...]:
    each = items / shards
    hours = items / slopes.rate / 3600
    # the disk of all, the memory of one
    gigabytes = (number(count * slopes.line(what, each) / 1000) for what, count in zip(slopes.lines, (shards, 1, 1)))
    return (f"{items:,}", "one index" if shards == 1 else f"{shards:,} shards", *gigabytes, number(hours),
            number(hours / shards))


def _shard(slopes: _Slopes) -> int:
    """The items of a shard: a power of ten."""
    items = _SHARD_ITEMS
    while items > slopes.size and (slopes.line("memory, building", items) > 1000 * _SHARD_GB or
                                   max(slopes.power(kind, items) for kind in slopes.powers) > _SHARD_MS):
        items //= 10
    return items


def _slopes(results: Results, name: str) -> _Slopes | None:
    """None where fewer than two sizes were measured."""
    known = [size for size in sizes(results) if name in measured(results, size)]
    if len(known) < 2:
        return None
    *_, before, last = known
    smallest = next((size for size in known if _LEAST <= size < last), before)
    rate = figures.alone(results, last, name)
    assert rate

    def slope(figure: Figure) -> tuple[float, float] | None:
        least, most = figure(results, before, name), figure(results, last, name)
        return None if least is None or most is None else (most, max(0.0, (most - least) / (last - before)))

    def power(figure: Figure) -> tuple[float, float] | None:
        least, most = figure(results, smallest, name), figure(results, last, name)
        return (most, max(0.0, math.log(most / least) / math.log(last / smallest))) if least and most else None

    return _Slopes(last, rate, {what: found for what, figure in _LINES.items() if (found := slope(figure))},
                   {kind: found for kind in KINDS if (found := power(figures.query(kind, "p50")))})
