"""Where the items expected by tests/golden/queries.jsonl stand in the answers: python -m tests.golden_ranks

Writes tests/golden/ranks.tsv, a line for each query, and tests/golden/summary.json, measures over those lines. The lines
of a corpus that is not there stay as they are.
"""
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import policysearch
from tests.conftest import DATA, ROOT, SEEDS, SHARED

FOLDER = ROOT / "tests" / "golden"
QUERIES = FOLDER / "queries.jsonl"
RANKS = FOLDER / "ranks.tsv"
SUMMARY = FOLDER / "summary.json"
# an expected item that stands lower has not been found
DEEPEST = 100
COLUMNS = ("rank", "expected", "first", "corpus", "reading", "query")


class Golden(NamedTuple):
    """A query read as `reading` ("query", "any", "loose" for a query with --loose, or "nearest" for one that nothing has all
    of), the id of the item `expected` first in `corpus`, why, and what a miss comes from ("" if there is none)."""

    query: str
    reading: str
    corpus: str
    expected: str
    why: str
    miss: str = ""


class Rank(NamedTuple):
    """A line of ranks.tsv: the rank of `expected` ("-" below DEEPEST), and what stands first if that is something else."""

    rank: str
    expected: str
    first: str
    corpus: str
    reading: str
    query: str


def golden_queries() -> list[Golden]:
    """All of them, in the order of their file."""
    return [Golden(**json.loads(line)) for line in QUERIES.read_text(encoding="utf-8").splitlines()]


def recorded_ranks() -> list[Rank]:
    """The lines of ranks.tsv."""
    return [Rank(*line.split("\t")) for line in RANKS.read_text(encoding="utf-8").splitlines()[1:]]


def corpus_paths(corpus: str) -> list[Path]:
    """The files of a corpus, none if it is not there: "project" goes with the project, "shared" has also those beside it."""
    own = sorted([*SEEDS.iterdir(), *(DATA / "policies").iterdir()])
    if corpus == "project":
        return own
    names = {path.name for path in own}
    # .doc is left out: LibreOffice, which reads it, may not be there, and ranks depend on all documents
    beside = sorted(path for path in (SHARED / "policies").glob("*") if path.suffix != ".doc"
                    and path.name not in {"README.md", "MANIFEST.jsonl", *names})
    return [*own, *beside] if beside else []


def rank_queries(index: policysearch.Index, queries: Iterable[Golden]) -> list[Rank]:
    """Where each query finds its item."""
    ranks = []
    for one in queries:
        results = index.search(one.query, reading="any" if one.reading == "any" else "query", loose=one.reading == "loose",
                               limit=DEEPEST)
        found = [hit.item.id for hit in (results.nearest if one.reading == "nearest" else results.hits)]
        rank = str(found.index(one.expected) + 1) if one.expected in found else "-"
        first = found[0] if found and rank != "1" else ""
        ranks.append(Rank(rank, one.expected, first, one.corpus, one.reading, one.query))
    return ranks


def summary(ranks: Sequence[Rank]) -> dict[str, dict[str, float]]:
    """Recall@1, recall@5 and mean reciprocal rank, over all queries and by reading."""
    groups = {"all": ranks, **{reading: [one for one in ranks if one.reading == reading] for reading in ("query", "any")}}
    return {name: _measures([0.0 if one.rank == "-" else 1 / int(one.rank) for one in group])
            for name, group in groups.items()}


def _measures(reciprocals: Sequence[float]) -> dict[str, float]:
    return {"queries": len(reciprocals), "recall@1": round(fmean(value == 1 for value in reciprocals), 4),
            "recall@5": round(fmean(value >= 1 / 5 for value in reciprocals), 4), "mrr": round(fmean(reciprocals), 4)}


def _write(ranks: Sequence[Rank], measures: Mapping[str, Mapping[str, float]]) -> None:
    RANKS.write_text("".join("\t".join(line) + "\n" for line in (COLUMNS, *ranks)), encoding="utf-8")
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(values)}" for name, values in measures.items())
    SUMMARY.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def main() -> None:
    """Rank anew and write both files."""
    queries = golden_queries()
    known = {_key(one): one for one in recorded_ranks()} if RANKS.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        for corpus in ("project", "shared"):
            paths = corpus_paths(corpus)
            if not paths:
                print(f"{SHARED / 'policies'} is not there: its ranks stay as they are")
                continue
            policysearch.build(paths, Path(folder, corpus))
            with policysearch.open(Path(folder, corpus)) as index:
                known |= {_key(one): one for one in rank_queries(index, (one for one in queries if one.corpus == corpus))}
    if unranked := [one.query for one in queries if _key(one) not in known]:
        sys.exit(f"never ranked: {'; '.join(unranked)}")
    ordered = [known[_key(one)] for one in queries]
    _write(ordered, summary(ordered))
    print(SUMMARY.read_text(encoding="utf-8"), end="")


def _key(one: Golden | Rank) -> tuple[str, str, str]:
    return one.query, one.reading, one.corpus


if __name__ == "__main__":
    main()
