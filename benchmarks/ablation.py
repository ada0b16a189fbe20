"""What each part of the ranking gives and costs: python -m benchmarks.ablation FOLDER [CACHE]

Every part is left out in turn, everything else as it is. FOLDER has stard and msga, as for benchmarks.ranking, whose
indexes in CACHE are used. Prints three tables: how nDCG@10 falls without a part, with the error of a paired bootstrap; the
processor time of a question with everything and without the part, at 10,000 items and at all of stard's; and that of the
second phase alone by the number of terms.
"""
import contextlib
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from benchmarks.ranking import build_index, chosen
from policysearch.engines.base import Request
from policysearch.evaluation.comparison import evaluate
from policysearch.evaluation.judgements import read_judgements
from policysearch.evaluation.measures import DEPTH
from policysearch.evaluation.queries import read_queries
from policysearch.evaluation.runs import Run
from policysearch.indexer import build
from policysearch.matching import plan
from policysearch.matching.budget import Budget
from policysearch.matching.names import Reading
from policysearch.matching.plan import make_plan
from policysearch.opened import OpenIndex
from policysearch.query.readings import read
from policysearch.questions import question_of
from policysearch.ranking.second_phase import CANDIDATES
from policysearch.searcher import Index
from policysearch.storage.term_store import Kind

Part = Callable[[], contextlib.AbstractContextManager[object]]
NAMED = Path(__file__).parent.parent / "tests" / "data" / "eval" / "named"
MEASURE = "nDCG@10"
# items of the small index, and questions that are timed
SMALL, TIMED = 10_000, 60
# classes of queries by how many terms they have
TERMS = (10, 20, 30, 40, 60, 100, 1000)


class Set(NamedTuple):
    """Queries with judgements, on an index."""

    name: str
    folder: Path
    queries: Path
    judgements: Path

    def asked(self) -> dict[str, str]:
        """The texts of the queries that count, by id."""
        wanted = chosen(self.queries)
        return {query.id: query.text for query in read_queries(str(self.queries)) if query.id in wanted}


def without_kinds(*kinds: Kind) -> contextlib.AbstractContextManager[object]:
    """Terms of some kinds are left out of the ranking."""
    terms_of = plan._terms_of
    return mock.patch.object(plan, "_terms_of", lambda *given: (term for term in terms_of(*given) if term.kind not in kinds))


@contextlib.contextmanager
def with_interrogatives() -> Iterator[None]:
    """Interrogatives rank like other words."""
    with (mock.patch("policysearch.matching.questions.interrogatives", frozenset),
          mock.patch("policysearch.matching.plan.interrogatives", frozenset)):
        yield


PARTS: Mapping[str, Part] = {
    "everything": contextlib.nullcontext,
    "precise words": partial(without_kinds, "precise"),
    "single characters": partial(without_kinds, "character"),
    "both": partial(without_kinds, "precise", "character"),
    "first sentences": partial(mock.patch, "policysearch.ranking.bm25.OPENING", 0.0),
    "rest of the document": partial(mock.patch, "policysearch.ranking.support.SUPPORT", 0.0),
    "interrogatives set aside": with_interrogatives,
    "names of documents": partial(mock.patch, "policysearch.questions.read_names", lambda text, *_: Reading((), text))}


def main(folder: str, cache: str = ".eval") -> None:
    """Print both tables."""
    indexes = {}
    for name in ("stard", "msga"):
        build_index(Path(folder, name, "corpus.jsonl"), Path(cache, name))
        indexes[name] = Path(cache, name, "index")
    documents = Path(cache, "policies")
    build([Path(folder).parent / "policies", Path(folder).parent / "seeds"], documents)
    stard, msga = Path(folder, "stard"), Path(folder, "msga")
    sets = [Set("stard dev", indexes["stard"], stard / "queries.jsonl", stard / "qrels.tsv"),
            Set("keywords", indexes["stard"], stard / "queries_kw.jsonl", stard / "qrels.tsv"),
            Set("msga", indexes["msga"], msga / "queries.jsonl", msga / "qrels.tsv"),
            *(Set(name, indexes["stard"], NAMED / f"{name}.jsonl", NAMED / f"{name}.tsv") for name in ("laws", "seeming")),
            Set("documents", documents, NAMED / "documents.jsonl", NAMED / "documents.tsv")]
    _quality(sets)
    small = Path(cache, "stard-small")
    lines = Path(stard, "corpus.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (Path(cache) / "small.jsonl").write_text("".join(lines[:SMALL]), encoding="utf-8")
    build([Path(cache, "small.jsonl")], small)
    questions = list(islice(sets[0].asked().values(), TIMED))
    _cost(questions, [small, indexes["stard"]])
    _second_phase([*questions, *islice(sets[1].asked().values(), TIMED)], indexes["stard"])


def _quality(sets: Sequence[Set]) -> None:
    with ProcessPoolExecutor() as pool:
        runs = {(part, each.name): pool.submit(_run, part, each) for each in sets for part in PARTS}
        print(f"| without | {' | '.join(each.name for each in sets)} |")
        print("|---|" + "--:|" * len(sets))
        for part in PARTS:
            cells = [_cell(each, runs[part, each.name].result(), runs["everything", each.name].result()) for each in sets]
            print(f"| {'nothing' if part == 'everything' else part} | {' | '.join(cells)} |", flush=True)


def _cell(each: Set, run: Run, whole: Run) -> str:
    evaluation = evaluate(run, list(each.asked()), read_judgements(str(each.judgements)), None if run == whole else whole)
    difference = evaluation.differences and evaluation.differences[MEASURE]
    if difference:
        return f"{difference.mean:+.4f} ± {difference.error:.4f}"
    return f"{evaluation.means[MEASURE]:.4f}" if run is whole else "0"


def _run(part: str, each: Set) -> Run:
    with PARTS[part](), Index(each.folder) as index:
        return {query: [hit.id for hit in index.rank(text, reading="any", limit=DEPTH)]
                for query, text in each.asked().items()}


def _cost(questions: Sequence[str], indexes: Sequence[Path]) -> None:
    """The median processor time of a question in ms, the parts in turn for each question."""
    times: dict[tuple[str, Path], list[float]] = {}
    for path in indexes:
        with Index(path) as index:
            for question in questions:
                for part, left_out in PARTS.items():
                    with left_out():
                        index.rank(question, reading="any")
                        begun = time.process_time()
                        index.rank(question, reading="any")
                        times.setdefault((part, path), []).append(1000 * (time.process_time() - begun))
    print("\n| ms a question without | 10,000 items | all |")
    print("|---|" + "--:|" * len(indexes))
    for part in PARTS:
        medians = [f"{statistics.median(times[part, path]):.1f}" for path in indexes]
        print(f"| {'nothing' if part == 'everything' else part} | {' | '.join(medians)} |")


def _second_phase(texts: Sequence[str], folder: Path) -> None:
    """The median processor time in ms in which 200 candidates are scored; the second of two runs counts."""
    times: dict[int, list[float]] = {}
    with contextlib.closing(OpenIndex(folder)) as index:
        for text in texts:
            whole = make_plan(read(text, "any"), index.analyzer, index.engine.expand)
            terms = question_of(index, text, whole).terms
            best = index.engine.find(whole, Request(CANDIDATES), Budget(60, time.monotonic)).ordinals[:CANDIDATES]
            for _ in range(2):
                begun = time.process_time()
                index.scorer(terms).scores(best)
                spent = 1000 * (time.process_time() - begun)
            if len(best) == CANDIDATES:
                times.setdefault(next(most for most in TERMS if len(terms.all()) <= most), []).append(spent)
    print("\n| terms, at most | queries | ms | slowest |\n|--:|--:|--:|--:|")
    for most in sorted(times):
        print(f"| {most} | {len(times[most])} | {statistics.median(times[most]):.2f} | {max(times[most]):.2f} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
