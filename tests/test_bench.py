"""`make bench` at fifty items: two contenders, the page and its drawing, and what is kept for the next run."""
import xml.etree.ElementTree
from pathlib import Path

import pytest

from benchmarks.bench import measuring
from benchmarks.bench.child import percentile
from benchmarks.bench.contenders.registry import CONTENDERS
from benchmarks.bench.figures import best_peer, from_text, megabytes
from benchmarks.bench.limits import CUTTING
from benchmarks.bench.measuring import LIMITS, SEEDS, Results, measure
from benchmarks.bench.preparing import prepare
from benchmarks.bench.queries import KINDS, TERM_COUNTS
from benchmarks.bench.report import PLOT, write

OURS, PEER = "policysearch (whoosh)", "SQLite FTS5"
SIZE = 50


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that is done."""
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def results(cache: Path) -> Results:
    """The figures of that run."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(measuring, "COLD_RUNS", 2)
        return measure([SIZE], [OURS, PEER], cache)


def tables(page: str) -> dict[str, list[list[str]]]:
    """The cells of the table behind each heading, without its head."""
    found: dict[str, list[list[str]]] = {}
    for line in page.splitlines():
        if line.startswith("#"):
            rows = found.setdefault(line.lstrip("# "), [])
        elif line.startswith("| "):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return {heading: rows[1:] for heading, rows in found.items()}


def test_the_page_has_a_row_for_each_contender_and_a_figure_for_each_kind(results: Results, tmp_path: Path) -> None:
    write(results, tmp_path / "RESULTS.md")
    found = tables((tmp_path / "RESULTS.md").read_text(encoding="utf-8"))
    for heading in ("Queries, ms: p50 / p99 and × best peer's p50", "The same, asked for the first time",
                    "Queries that find anything, of 100"):
        assert [row[0] for row in found[heading]] == [OURS, PEER]
        assert all(len(row) == 1 + len(KINDS) and all(row) for row in found[heading])
    # the best peer is held against itself
    assert all(cell.endswith("×1") for cell in found["Queries, ms: p50 / p99 and × best peer's p50"][1][1:])
    assert [row[0] for row in found["Building"][:2]] == [OURS, PEER]
    assert len(found["Where the time of a query goes, by the words asked (OR), ms"]) == len(TERM_COUNTS)
    assert len(found["Whole commands on the index of the seeds, ms"]) == 4
    drawing = xml.etree.ElementTree.parse(tmp_path / PLOT)
    assert len(drawing.findall(".//{*}circle")) >= 2 * len(KINDS)


def test_every_query_that_must_find_something_does(results: Results) -> None:
    for name in (OURS, PEER):
        kinds = results[SIZE, name]["ask"]["kinds"]
        assert {kind for kind in KINDS if kinds[kind]["answered"] == 1} >= {
            "common", "rare", "or", "and", "phrase", "prefix", "question"}


def test_what_is_done_is_not_measured_again(results: Results, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("measured again")

    monkeypatch.setattr(measuring, "_measure", fail)
    assert measure([SIZE], [OURS, PEER], cache) == results


def test_a_peer_that_is_not_installed_is_left_out_by_name(
        results: Results, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CONTENDERS, "ripgrep", ("benchmarks.bench.contenders.scanning", "no-such-program"))
    with_absent = measure([SIZE], [OURS, PEER, "ripgrep"], cache)
    assert with_absent[SIZE, "ripgrep"]["skipped"] == "no program no-such-program"
    write(with_absent, tmp_path / "RESULTS.md")
    assert "Left out: ripgrep (no program no-such-program)." in (tmp_path / "RESULTS.md").read_text(encoding="utf-8")


def test_the_same_size_gives_the_same_queries(tmp_path: Path) -> None:
    first, second = (prepare(tmp_path / name, SIZE) for name in ("first", "second"))
    assert first.queries() == second.queries()
    assert {query.kind for query in first.queries()} >= set(KINDS)
    assert all(query.year is not None for query in first.queries() if query.kind == "year")


def test_percentiles_are_nearest_ranks() -> None:
    assert [percentile([3, 1, 2, 4], share) for share in (.5, .75, .99)] == [2, 3, 4]


def test_the_limits_and_the_commands_on_the_seeds_are_measured(results: Results) -> None:
    assert all(rate > 0 for rate in results[SIZE, LIMITS]["rates"].values())
    assert all(milliseconds > 0 for milliseconds in results[0, SEEDS]["commands"].values())


def test_who_is_given_words_is_charged_for_cutting_them() -> None:
    figures = {(100, LIMITS): {"rates": {CUTTING: 50.0}},
               (100, OURS): {"build": {"seconds": 2.0, "cuts_words": True}},
               (100, PEER): {"build": {"seconds": 2.0, "cuts_words": False}}}
    assert from_text(figures, 100, OURS) == 50
    assert from_text(figures, 100, PEER) == 25


def test_the_best_peer_is_neither_ours_nor_a_scan() -> None:
    figures = {(100, name): {"build": {"mb": size}} for name, size in ((OURS, 1), (PEER, 5), ("tantivy", 4), ("grep", 2))}
    assert best_peer(figures, 100, megabytes) == 4
    assert best_peer({(100, OURS): figures[100, OURS]}, 100, megabytes) is None
