"""`make bench` at fifty items: two contenders, the pages and the drawing, and what is kept for the next run."""
import subprocess
import sys
import xml.etree.ElementTree
from pathlib import Path
from typing import Any

import pytest

import policysearch
from benchmarks.bench import measuring
from benchmarks.bench.alone import alone
from benchmarks.bench.child import percentile
from benchmarks.bench.contenders.registry import CONTENDERS
from benchmarks.bench.figures import best_peer, from_text, megabytes
from benchmarks.bench.limits import CUTTING
from benchmarks.bench.measuring import LIMITS, SEEDS, Results, measure
from benchmarks.bench.memory import tree_memory
from benchmarks.bench.parts import DIRECT, parts
from benchmarks.bench.preparing import prepare
from benchmarks.bench.queries import KINDS, TERM_COUNTS
from benchmarks.bench.report import PLOT, write
from benchmarks.bench.scaling import scaling
from benchmarks.bench.targets import Verdict, verdicts
from benchmarks.corpus import records
from policysearch.engines.registry import ENGINES

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
        patched.setattr(measuring, "COMMAND_RUNS", 2)
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
    found = tables((tmp_path / "RESULTS.md").read_text(encoding="utf-8"))
    assert ["ripgrep", "no program no-such-program"] in found["Who takes part"]


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


def test_a_contender_that_would_take_too_long_is_left_out_and_named(results: Results, cache: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(measuring, "COLD_RUNS", 2)
        patched.setattr(measuring, "COMMAND_RUNS", 2)
        grown = measure([SIZE, 2 * SIZE], [PEER], cache, limit_minutes=0)
    needs = grown[2 * SIZE, PEER]["would_take"]
    assert needs["minutes"] == pytest.approx(2 * results[SIZE, PEER]["build"]["seconds"] / 60)
    write(grown, tmp_path / "RESULTS.md")
    ((name, before, after),) = tables((tmp_path / "RESULTS.md").read_text(encoding="utf-8"))["Who takes part"]
    assert (name, before) == (PEER, "yes")
    assert after.startswith("left out: about 0 min and 0.0 GB")


def test_the_memory_of_a_process_is_that_of_all_it_starts() -> None:
    holds = "held = bytearray(60_000_000); print('held', flush=True); input()"
    starts = f"import subprocess, sys; held = bytearray(50_000_000); subprocess.run([sys.executable, '-c', {holds!r}])"
    command = [sys.executable, "-c", starts]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "held\n"
        whole, own = tree_memory(process.pid)
        assert whole == 0 or 110e6 < own < whole < 200e6
        process.communicate("\n")


def test_pages_of_files_are_memory_but_not_a_process_s_own(tmp_path: Path) -> None:
    path = tmp_path / "pages"
    path.write_bytes(bytes(range(250)) * 200_000)
    maps = ("import mmap, sys; file = open(sys.argv[1]); pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ); "
            "pages.find(b'none'); print('read', flush=True); input()")
    with subprocess.Popen([sys.executable, "-c", maps, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as process:
        assert process.stdout and process.stdout.readline() == "read\n"
        whole, own = tree_memory(process.pid)
        assert whole == 0 or 45e6 < whole - own < 100e6 and own < 40e6
        process.communicate("\n")


def test_phrases_are_sequences_of_the_words_of_an_item(tmp_path: Path) -> None:
    material = prepare(tmp_path, 200)
    items = [f" {item.words} " for item in material.prepared()]
    phrases = [query for query in material.queries() if query.kind == "phrase"]
    assert len(phrases) > 30
    for query in phrases:
        ((words,),) = [query.words]
        assert 2 <= len(words) <= 3
        assert any(f" {' '.join(words)} " in item for item in items)


def test_an_item_is_the_same_however_many_are_made() -> None:
    assert list(records(30, start=35)) == list(records(100))[35:65]


def verdict(figures: Results, aim: str) -> Verdict:
    """The only row whose aim begins so."""
    (found,) = [one for one in verdicts(figures) if one.aim.startswith(aim)]
    return found


def with_times(kind: str, ours: float, theirs: float) -> Results:
    def figures_of(milliseconds: float) -> dict[str, Any]:
        return {"build": {"seconds": 1.0}, "ask": {"kinds": {kind: {"p50": milliseconds, "p99": milliseconds}}}}
    return {(100, OURS): figures_of(ours), (100, "whoosh + jieba"): figures_of(theirs)}


def test_verdicts_are_worked_out_from_the_figures() -> None:
    aim = "Each class at least 10 times as fast as bare whoosh + jieba at p50"
    assert verdict(with_times("common", 1, 11), aim).holds is True
    missed = verdict(with_times("common", 2, 11), aim)
    assert (missed.holds, missed.items) == (False, 100)
    assert "0 of 1 classes; not common term ×5.50" in missed.measured
    # what is quick anyway does not count
    assert verdict(with_times("common", 2, 4.9), aim).holds is None


def test_larger_sizes_are_worked_out_from_those_measured() -> None:
    def figures_of(megabytes: float, milliseconds: float, seconds: float) -> dict[str, Any]:
        return {"build": {"seconds": seconds, "mb": megabytes, "peak_mb": 100.0},
                "ask": {"peak_mb": 50.0, "kinds": {"common": {"p50": milliseconds}}}}
    page = scaling({(10_000, OURS): figures_of(100, 1, 10), (100_000, OURS): figures_of(1000, 10, 100)})
    # 1,000 MB and 9,900,000 times 10 KB; 1,000 items a second; ten times the time for ten times the items
    assert "| 10,000,000 | one index | 100 | 0.100 | 0.0500 | 2.78 | 2.78 |" in page
    assert "| common term | 1,000 | 100,000 | 100 |" in page
    assert "A shard holds 1,000,000 items." in page
    assert "| 1,000,000,000 | 1,000 shards |" in page


@pytest.mark.skipif("tantivy" not in ENGINES, reason="no engine over Tantivy")
def test_tantivy_is_asked_directly_for_the_same_first_phase(tmp_path: Path) -> None:
    material = prepare(tmp_path / "material", SIZE)
    policysearch.build([material.items_folder], tmp_path / "index", engine="tantivy")
    measured = parts(tmp_path / "index", material.queries())
    assert all(medians[DIRECT] > 0 for kind, medians in measured["kinds"].items() if kind != "prefix")
    assert all(rate > 0 for rate in alone("tantivy", material).values())
