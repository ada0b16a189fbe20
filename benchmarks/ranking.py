"""How good the order of the hits is on sets with judgements: python -m benchmarks.ranking FOLDER [CACHE]

Prints a table: the present ranking beside two plain baselines over the same tokens. FOLDER holds a folder a set with
corpus.jsonl, qrels.tsv and one or more queries*.jsonl; where queries have a `split`, those of "dev" are asked. Indexes and
the runs of the baselines are kept in CACHE, so that a second run only asks the present ranking.
"""
import hashlib
import json
import math
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from policysearch.analysis.analyzer import Analyzer, bigrams
from policysearch.analysis.dictionary import compile_dictionary
from policysearch.commands.terminal import progress
from policysearch.errors import IndexFault
from policysearch.evaluation.comparison import evaluate
from policysearch.evaluation.judgements import Judgements, read_judgements
from policysearch.evaluation.measures import DEPTH, MEASURES
from policysearch.evaluation.queries import NumberedQuery, read_queries
from policysearch.evaluation.runs import Run, answers, read_run, run_lines
from policysearch.indexer import build
from policysearch.matching.zones import zones_of
from policysearch.models import Rated
from policysearch.opened import fingerprints
from policysearch.searcher import Index
from policysearch.storage.term_store import Kind
from policysearch.text.bulk_folding import BulkFolder
from policysearch.text.folding import comparable

# a term of a kind
Key: TypeAlias = tuple[Kind, str]


class Baseline(NamedTuple):
    """BM25 over the terms of some kinds, each kind with its own lengths, their scores added."""

    name: str
    kinds: tuple[Kind, ...]
    k1: float
    b: float


BASELINES = (Baseline("words, k1 .9 b .4", ("word",), .9, .4),
             Baseline("words + bigrams, k1 .6 b .6", ("word", "bigram"), .6, .6))
PRESENT = "present"


def main(folder: str, cache: str = ".eval") -> None:
    """Measure every set below `folder`."""
    print(f"| set | queries | ranking | {' | '.join(MEASURES)} | nDCG@10 from present | s a query |")
    print("|---|--:|---|" + "--:|" * (len(MEASURES) + 2))
    for corpus in sorted(Path(folder).glob("*/corpus.jsonl")):
        for row in _measure_set(corpus.parent, Path(cache, corpus.parent.name)):
            print(row, flush=True)


def _measure_set(folder: Path, cache: Path) -> Iterator[str]:
    judgements = read_judgements(str(folder / "qrels.tsv"))
    build_index(folder / "corpus.jsonl", cache)
    files = sorted(folder.glob("queries*.jsonl"))
    asked = {file: [query for query in read_queries(str(file)) if query.id in chosen(file)] for file in files}
    runs = {file: _baselines(file, asked, cache) for file in files}
    for file in files:
        begun = time.perf_counter()
        with Index(cache / "index") as index:
            run = _present(index, asked[file], str(file))
        seconds = (time.perf_counter() - begun) / max(1, len(asked[file]))
        for name, queries in _groups(file, asked[file], judgements):
            label = f"{folder.name} {file.stem}{name}"
            yield from _rows(label, queries, judgements, {PRESENT: run, **runs[file]}, seconds)


def _groups(file: Path, asked: Sequence[NumberedQuery], judgements: Judgements) -> Iterator[tuple[str, list[str]]]:
    """The queries of a file by name; apart those none of whose items answers one of another split, on which nothing of
    this set can have been learned."""
    ids = [query.id for query in asked]
    wanted = chosen(file)
    yield " dev" if len(wanted) < len(_splits(file)) else "", ids
    seen = {item for query in _splits(file) if query not in wanted for item in judgements.get(query, ())}
    if seen:
        yield " dev, unseen items", [query for query in ids if seen.isdisjoint(judgements.get(query, ()))]


def _rows(label: str, queries: Sequence[str], judgements: Judgements, runs: Mapping[str, Run],
          seconds: float) -> Iterator[str]:
    for name, run in runs.items():
        evaluation = evaluate(run, queries, judgements, None if name == PRESENT else runs[PRESENT])
        difference = evaluation.differences and evaluation.differences["nDCG@10"]
        means = " | ".join(f"{evaluation.means[each]:.4f}" for each in MEASURES)
        last = f"{difference.mean:+.4f} ± {difference.error:.4f} |" if difference else f"| {seconds:.2f}"
        yield f"| {label} | {evaluation.queries} | {name} | {means} | {last} |"


def _splits(file: Path) -> dict[str, str | None]:
    records = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {str(record["id"]): record.get("split") for record in records}


def chosen(file: Path) -> set[str]:
    """The ids of the queries that are asked: those of no split, or of "dev"."""
    return {query for query, split in _splits(file).items() if split in (None, "dev")}


def _digest(*files: Path, more: bytes = b"") -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files) + more).hexdigest()


def build_index(corpus: Path, cache: Path) -> None:
    """The index of a corpus, built anew where the corpus has changed, or what the program makes of it."""
    stamp = cache / "corpus.sha256"
    digest = _digest(corpus)
    try:
        Index(cache / "index").close()
        fresh = stamp.exists() and stamp.read_text(encoding="utf-8") == digest
    except IndexFault:
        fresh = False
    if not fresh:
        with progress(corpus.parent.name) as advance:
            build([corpus], cache / "index", progress=advance)
        stamp.write_text(digest, encoding="utf-8")


def _present(index: Index, queries: Sequence[NumberedQuery], path: str) -> Run:
    run = {}
    with progress(path) as advance:
        for done, (query, hits) in enumerate(answers(index, queries, path, reading="any", limit=DEPTH), 1):
            run[query.id] = [hit.id for hit in hits]
            if advance:
                advance(done, len(queries), query.id)
    return run


def _baselines(file: Path, asked: Mapping[Path, Sequence[NumberedQuery]], cache: Path) -> dict[str, Run]:
    """The runs of the baselines for one file of queries; those of all files are made together."""
    made_by = "".join(fingerprints().values()).encode() + (cache / "corpus.sha256").read_bytes()
    paths = {(each, place): cache / f"{each.stem}-{place}-{_digest(each, Path(__file__), more=made_by)[:16]}.run"
             for each in asked for place in range(len(BASELINES))}
    if not all(path.exists() for path in paths.values()):
        everything = [(each, query) for each, queries in asked.items() for query in queries]
        rankings = _rankings(cache / "index", [query.text for _, query in everything])
        lines: dict[Path, list[str]] = {path: [] for path in paths.values()}
        for (each, query), ranked in zip(everything, rankings):
            for place, (baseline, hits) in enumerate(zip(BASELINES, ranked)):
                lines[paths[each, place]] += run_lines(query.id, hits, baseline.name)
        for path, content in lines.items():
            path.write_text("\n".join(content) + "\n", encoding="utf-8")
    return {baseline.name: read_run(str(paths[file, place])) for place, baseline in enumerate(BASELINES)}


def _rankings(place: Path, texts: Iterable[str]) -> Iterator[list[list[Rated]]]:
    """For each text the best items by each of the baselines, exactly: every item with any of the terms is scored."""
    analyzer, folder = Analyzer(compile_dictionary()), BulkFolder()
    queries = [_terms(text, analyzer) for text in texts]
    wanted = set().union(*queries)
    postings: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    lengths: dict[Kind, list[int]] = {"word": [], "bigram": []}
    ids = []
    with Index(place) as index, progress("baselines") as advance:
        for ordinal, item in enumerate(index.items()):
            zones = zones_of([item], folder)[0].folded
            tokens = analyzer.tokens((zones.text, zones.title, *zones.sections))
            by_kind: dict[Kind, Counter[str]] = {"word": tokens.words, "bigram": tokens.bigrams}
            for kind, counts in by_kind.items():
                lengths[kind].append(counts.total())
                for term, count in counts.items():
                    if (kind, term) in wanted:
                        postings[kind, term].append((ordinal, count))
            ids.append(item.id)
            if advance:
                advance(ordinal + 1, len(index), item.id)
    for terms in queries:
        yield [_ranked(baseline, terms, postings, lengths, ids) for baseline in BASELINES]


def _ranked(baseline: Baseline, terms: Iterable[Key], postings: Mapping[Key, Sequence[tuple[int, int]]],
            lengths: Mapping[Kind, Sequence[int]], ids: Sequence[str]) -> list[Rated]:
    averages = {kind: sum(lengths[kind]) / len(ids) for kind in baseline.kinds}
    scores: dict[int, float] = defaultdict(float)
    for kind, term in terms:
        found = postings.get((kind, term))
        if found and kind in baseline.kinds:
            idf = math.log(1 + (len(ids) - len(found) + .5) / (len(found) + .5))
            for ordinal, tf in found:
                norm = 1 - baseline.b + baseline.b * lengths[kind][ordinal] / averages[kind]
                scores[ordinal] += idf * tf / (tf + baseline.k1 * norm)
    best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:DEPTH]
    return [Rated(ids[ordinal], score) for ordinal, score in best]


def _terms(text: str, analyzer: Analyzer) -> dict[Key, None]:
    """The distinct words and bigrams of a text, in their order: a sum of floats depends on it."""
    pieces = [comparable(piece).text for piece in text.split()]
    terms: list[Key] = [("word", word) for piece in pieces for word in analyzer.words(piece)]
    terms += [("bigram", pair) for piece in pieces for pair in bigrams(piece)]
    return dict.fromkeys(terms)


if __name__ == "__main__":
    main(*sys.argv[1:])
