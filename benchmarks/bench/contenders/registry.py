"""Contenders by name: each is made by `contender` of its module, with one argument."""
from importlib import metadata

from policysearch.engines.registry import ENGINES

_EXTRAS = metadata.metadata("policysearch").get_all("Provides-Extra") or ()
# with jieba, and where this project can make use of rjieba, with that
OURS = {f"policysearch ({', '.join(filter(None, (engine, extra)))})": f"{engine}+{extra}" if extra else engine
        for engine in ENGINES for extra in ("", *(extra for extra in _EXTRAS if extra == "rjieba"))}
# those that read everything for each query; what indexes is not to be held against them
SCANNERS = {"grep": "grep", "ripgrep": "rg"}

_HERE = "benchmarks.bench.contenders"
# by name the module and its argument
CONTENDERS: dict[str, tuple[str, str]] = {
    **{name: (f"{_HERE}.ours", argument) for name, argument in OURS.items()},
    "whoosh + jieba": (f"{_HERE}.whoosh_jieba", ""),
    "SQLite FTS5": (f"{_HERE}.sqlite_fts5", ""),
    "tantivy": (f"{_HERE}.tantivy_alone", ""),
    "bm25s": (f"{_HERE}.bm25s_arrays", ""),
    "xapian": (f"{_HERE}.xapian_bindings", ""),
    **{name: (f"{_HERE}.scanning", program) for name, program in SCANNERS.items()}}
