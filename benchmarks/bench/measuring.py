"""Every job in turn, each in a fresh process. What is done is kept in a folder, so that an interrupted run goes on there,
and is measured again when the code that it measures has changed."""
import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

import policysearch
from benchmarks.bench.contenders.registry import CONTENDERS, OURS
from benchmarks.bench.material import Material
from benchmarks.bench.memory import watched
from benchmarks.bench.preparing import prepare
from policysearch.files import write_atomic
from policysearch.reading import Progress

# figures by (number of items, what was measured)
Results: TypeAlias = dict[tuple[int, str], dict[str, Any]]
LIMITS = "limits"
SEEDS = "seeds"
# commands on the seeds
IMPORTS = 'python -c "import click, whoosh.index"'
PLAIN = "click + opencc + jieba + whoosh, one query"
SEARCH = "policysearch search, the same query"

_ROOT = Path(__file__).parent.parent.parent
COMMAND_RUNS = 21
COLD_RUNS = 9
# the most items with which an update is measured
_UPDATED = 100_000
_QUERY = "家庭医生"


class Failed(Exception):
    """A process did not end well."""


def measure(sizes: Sequence[int], names: Sequence[str], cache: Path, progress: Progress | None = None,
            limit_minutes: float = 20.0) -> Results:
    """The figures of all contenders at all sizes, of the limits, and of the commands on the seeds (as size 0).

    What cannot be measured has the reason as "skipped". What by its own rate at the size before would take more than
    `limit_minutes` to build, or more memory than there is, has "would_take" in its place, which says how many minutes and
    megabytes.
    """
    cache.mkdir(parents=True, exist_ok=True)
    cache = cache.absolute()
    units = [(0, SEEDS), *((size, name) for size in sorted(sizes) for name in (LIMITS, *names))]
    results: Results = {}
    for number, (size, name) in enumerate(units):
        if progress:
            progress(number, len(units), f"{name}, {size:,}" if size else name)
        kept = cache / f"{_made_by(size, name)}.json"
        if kept.exists():
            results[size, name] = json.loads(kept.read_text(encoding="utf-8"))
            continue
        needs = _would_take(results, size, name)
        if needs and (needs["minutes"] > limit_minutes or needs["mb"] > _memory_mb()):
            results[size, name] = {"would_take": needs}
            continue
        load = os.getloadavg()[0]
        figures = results[size, name] = {**_measure(size, name, cache), "load": load}
        if "skipped" not in figures:
            write_atomic(kept, json.dumps(figures, ensure_ascii=False).encode())
    return results


def _would_take(results: Results, size: int, name: str) -> dict[str, float] | None:
    """Minutes to build and megabytes of memory, in proportion to the size before; None where that was not measured."""
    before = max((at for at, other in results if other == name and at), default=0)
    figures = results.get((before, name), {})
    if "would_take" in figures:
        minutes, megabytes = figures["would_take"]["minutes"], figures["would_take"]["mb"]
    elif "build" in figures:
        minutes, megabytes = figures["build"]["seconds"] / 60, figures["build"]["peak_mb"] or 0.0
    else:
        return None
    return {"minutes": minutes * size / before, "mb": megabytes * size / before, "than": before}


def _memory_mb() -> float:
    """Megabytes of memory that there is."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e6


def _measure(size: int, name: str, cache: Path) -> dict[str, Any]:
    # not in the shared temporary folder: that may be small, and jieba keeps its dictionary there under a fixed name
    own = cache / "tmp"
    own.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=own) as folder:
        try:
            if name == SEEDS:
                return _seeds(Path(folder), own)
            material = cache / f"{size}-{_digest(_files(_MATERIAL))[:8]}"
            prepare(material, size)
            if name == LIMITS:
                return {"rates": _rates(own, "benchmarks.bench.limits", str(material))}
            return _contender(name, size, Path(folder), material, own)
        except Failed as error:
            return {"skipped": str(error)}


def _contender(name: str, size: int, folder: Path, material: Path, own: Path) -> dict[str, Any]:
    child = "benchmarks.bench.child"
    maker = CONTENDERS[name]
    built = _run(own, child, "build", *maker, str(folder), str(material))
    if "skipped" in built:
        return built
    asked = _run(own, child, "ask", *maker, str(folder), str(material))
    query = json.dumps(Material(material).queries()[0], ensure_ascii=False)
    figures = {"build": built, "ask": asked, "cold_ms": _cold(own, "-m", child, "cold", *maker, str(folder), query)}
    if name in OURS:
        figures["parts"] = _run(own, "benchmarks.bench.parts", OURS[name], str(folder), str(material))
        figures["alone"] = _rates(own, "benchmarks.bench.alone", OURS[name], str(material))
        if size <= _UPDATED:
            figures["update"] = _run(own, "benchmarks.bench.updating", OURS[name], str(folder), str(material))
    return figures


def _seeds(folder: Path, own: Path) -> dict[str, Any]:
    """Milliseconds of whole commands on the seeds."""
    mine, plain, items = folder / "index", folder / "plain", folder / "items"
    policysearch.build([_ROOT / "seeds"], mine)
    plain.mkdir()
    items.mkdir()
    Material(items).items_folder.mkdir()
    with (policysearch.open(mine) as index,
          (Material(items).items_folder / "items.jsonl").open("w", encoding="utf-8") as lines):
        for item in index.items():
            record = {"id": item.id, "title": item.title or "", "year": item.year or 0, "text": item.text}
            print(json.dumps(record, ensure_ascii=False), file=lines)
    _run(own, "benchmarks.bench.child", "build", *CONTENDERS["whoosh + jieba"], str(plain), str(items))
    commands = {"python -c pass": ("-c", "pass"),
                IMPORTS: ("-c", "import click, whoosh.index"),
                PLAIN: ("-m", "benchmarks.bench.plain_search", str(plain), _QUERY),
                SEARCH: ("-m", "policysearch", "search", "--index", str(mine), "--", _QUERY)}
    # in turns, so that what else the machine does falls on all alike
    times: dict[str, list[float]] = {shown: [] for shown in commands}
    for _ in range(COMMAND_RUNS):
        for shown, command in commands.items():
            times[shown].append(_once(own, command))
    return {"commands": {shown: median(some[1:]) for shown, some in times.items()}}


def _cold(own: Path, *command: str) -> float:
    """The median milliseconds of a fresh process, files in the system's cache."""
    return median([_once(own, command) for _ in range(COLD_RUNS)][1:])


def _once(own: Path, command: tuple[str, ...]) -> float:
    begun = time.perf_counter()
    _python(own, command)
    return (time.perf_counter() - begun) * 1000


def _rates(own: Path, module: str, *arguments: str) -> dict[str, Any]:
    return {name: rate for name, rate in _run(own, module, *arguments).items() if name not in ("peak_mb", "own_mb")}


def _run(own: Path, module: str, *arguments: str) -> dict[str, Any]:
    """What a module prints at last, and the peaks of its memory: of all, and without pages of files."""
    process = _start(own, ("-m", module, *arguments))
    output, errors, peak = watched(process)
    _check(process, errors)
    figures: dict[str, Any] = json.loads(output.splitlines()[-1])
    return {**figures, "peak_mb": peak.whole / 1e6 or None, "own_mb": peak.own / 1e6 or None}


def _python(own: Path, arguments: Iterable[str]) -> None:
    process = _start(own, arguments)
    _, errors = process.communicate()
    _check(process, errors)


def _start(own: Path, arguments: Iterable[str]) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-W", "ignore", *arguments], cwd=_ROOT, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, encoding="utf-8",
                            env={**os.environ, "TMPDIR": str(own), "PYTHONUTF8": "1"})


def _check(process: subprocess.Popen[str], errors: str) -> None:
    if process.returncode:
        raise Failed((errors.strip().splitlines() or [f"exit status {process.returncode}"])[-1])


# --- what the figures are kept by --------------------------------------------------------------------------------------

_MATERIAL = ("benchmarks.corpus", "benchmarks.bench.queries", "benchmarks.bench.drawing",
             "benchmarks.bench.material", "benchmarks.bench.preparing")
_MEASURING = (*_MATERIAL, "benchmarks.bench.child", "benchmarks.bench.measuring", "benchmarks.bench.memory",
              "benchmarks.bench.contenders.base")
_OF_OURS = ("benchmarks.bench.limits", "benchmarks.bench.alone", "benchmarks.bench.parts", "benchmarks.bench.direct",
            "benchmarks.bench.updating", "benchmarks.bench.plain_search")


def _made_by(size: int, name: str) -> str:
    """What changes when the figures have to be measured again."""
    files = _files(_MEASURING)
    if name in OURS or name in (LIMITS, SEEDS):
        files += [*_files(_OF_OURS), *sorted(path for path in (_ROOT / "policysearch").rglob("*")
                                             if path.suffix in (".py", ".txt"))]
    if name not in (LIMITS, SEEDS):
        files += [*_files(CONTENDERS[name][:1]), _ROOT / "benchmarks" / "requirements.txt"]
    return f"{size}-{re.sub('[^A-Za-z0-9]+', '-', name)}-{_digest(files)[:16]}"


def _files(modules: Iterable[str]) -> list[Path]:
    found = [importlib.util.find_spec(module) for module in modules]
    return [Path(spec.origin) for spec in found if spec and spec.origin]


def _digest(files: Iterable[Path]) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()
