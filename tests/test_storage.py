"""Builds beside the live index: killed, raced, damaged, foreign, out of date."""
import gc
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

import policysearch
from policysearch.analysis import analyzer
from policysearch.files import Parts
from policysearch.models import DocumentSummary
from policysearch.storage.document_table import DocumentTable, DocumentTableWriter, Origin
from policysearch.storage.builds import new_generation
from policysearch.storage.generations import open_generation
from policysearch.storage.key_table import KeyTable, write_key_table
from tests.conftest import SEEDS, ids

QUERY = "家庭医生 签约"
ONE_SEED = SEEDS / "003_1862168b01536afb.txt"


def answers(folder: Path) -> list[tuple[str, float | None]]:
    with policysearch.open(folder) as index:
        return [(hit.item.id, hit.score) for hit in index.search(QUERY, limit=100)]


def generations(folder: Path) -> set[str]:
    return set(os.listdir(folder / "generations"))


def test_a_failed_build_leaves_the_old_index_and_nothing_else(index_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, there = answers(index_copy), generations(index_copy)

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("policysearch.indexer.KeyRows.write", broken)
    with pytest.raises(policysearch.IndexUnwritable, match="No space"):
        policysearch.build([ONE_SEED], index_copy)
    assert (answers(index_copy), generations(index_copy)) == (before, there)


BUILD = """
import sys, policysearch
from policysearch.commands import index
print("ready", flush=True)
policysearch.build(sys.argv[2:], sys.argv[1], progress=lambda done, total, name: print(done, flush=True))
"""


@pytest.mark.parametrize("sources_done", [0, 2, 4])
def test_a_build_killed_half_way_leaves_the_old_index_answering(index_copy: Path, sources_done: int) -> None:
    before = answers(index_copy)
    process = subprocess.Popen([sys.executable, "-c", BUILD, str(index_copy), str(SEEDS)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    for line in process.stdout:
        if line.strip() == str(sources_done):
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert answers(index_copy) == before
    report = policysearch.build([SEEDS], index_copy)
    assert report.items == 111 and answers(index_copy) == before
    assert len(generations(index_copy)) <= 2, "what the killed build left is removed"


def test_a_build_killed_at_any_moment_leaves_an_index_that_answers(index_copy: Path) -> None:
    before = answers(index_copy)
    for delay in (0.3, 0.6, 0.9, 1.2, 1.5):
        process = subprocess.Popen([sys.executable, "-c", BUILD, str(index_copy), str(SEEDS)], stdout=subprocess.DEVNULL)
        time.sleep(delay)
        process.kill()
        process.wait()
        assert answers(index_copy) == before


def test_an_open_index_answers_on_while_another_is_built(index_copy: Path) -> None:
    with policysearch.open(index_copy) as old:
        before = ids(old.search(QUERY))
        policysearch.build([ONE_SEED], index_copy)
        assert ids(old.search(QUERY)) == before
        with policysearch.open(index_copy) as new:
            assert {item.source for item in new.items()} == {ONE_SEED.name}
        assert ids(old.search(QUERY)) == before


def test_two_builds_at_once_are_one_build_and_a_named_error(index_copy: Path) -> None:
    with FileLock(str(index_copy / "lock")):
        with pytest.raises(policysearch.IndexBusy):
            policysearch.build([SEEDS], index_copy)
    policysearch.build([ONE_SEED], index_copy)


def test_no_index_yet_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(policysearch.IndexMissing, match="policysearch index"):
        policysearch.open(tmp_path / "none")


def test_a_folder_of_something_else_is_neither_opened_nor_built_in(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("keep me", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for folder in (tmp_path / "letters", tmp_path / "file"):
        with pytest.raises(policysearch.NotAnIndex):
            policysearch.open(folder)
        with pytest.raises(policysearch.NotAnIndex):
            policysearch.build([SEEDS], folder)
    assert os.listdir(tmp_path / "letters") == ["mine.txt"]


@pytest.mark.parametrize("name, value", [("format", 99), ("schema", 2), ("engine", "other")])
def test_an_index_of_another_version_needs_a_rebuild(index_copy: Path, name: str, value: object) -> None:
    manifest = open_generation(index_copy).folder / "manifest.json"
    values = json.loads(manifest.read_text(encoding="utf-8"))
    values[name] = value
    manifest.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(policysearch.RebuildNeeded, match="rebuild needed"):
        policysearch.open(index_copy)


def test_another_analyzer_or_dictionary_needs_a_rebuild(index_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(analyzer, "VERSION", 99)
        with pytest.raises(policysearch.RebuildNeeded, match="analyzer"):
            policysearch.open(index_copy)
    monkeypatch.setattr("policysearch.analysis.dictionary._policy_terms_text", lambda: "新词\n")
    with pytest.raises(policysearch.RebuildNeeded, match="dictionary"):
        policysearch.open(index_copy)


READ = ("columns.bin", "dictionary.bin", "documents.bin", "ids.bin", "items.bin", "lists.json", "manifest.json", "names.bin",
        "spellings.bin", "synonyms.json", "terms.bin", "texts.bin", ".pst", ".trm")


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in open_generation(folder).folder.rglob("*") if path.is_file() and path.stat().st_size)


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("damage", ["truncated", "foreign", "missing", "flipped"])
def test_a_damaged_file_is_a_named_error(index_copy: Path, name: str, damage: str) -> None:
    path, = (file for file in files_of(index_copy) if file.name.endswith(name))
    data = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes({"truncated": data[:len(data) // 2], "foreign": b"\x89PNG" * (len(data) // 4 + 1),
                          "flipped": bytes(255 - byte for byte in data)}[damage])
    check_damage_is_named(index_copy)
    # while this test runs, not in the next one
    gc.collect()


def check_damage_is_named(folder: Path) -> None:
    with pytest.raises((policysearch.IndexDamaged, policysearch.RebuildNeeded), match=r"\.(bin|json|trm|pst|col)"):
        with policysearch.open(folder) as index:
            index.search(QUERY, limit=100)
            list(index.items())
            list(index.documents())
        # the user's own lists are read by updates alone
        policysearch.build((), folder, update=True)


def test_a_table_of_texts_that_was_overwritten_is_a_named_error(index_copy: Path) -> None:
    path, = (file for file in files_of(index_copy) if file.name == "texts.bin")
    data = path.read_bytes()
    with policysearch.open(index_copy) as index:
        rows = 44 * len(index._open.texts)
    for row in (bytes(rows), b"\xff" * rows):
        path.write_bytes(data[:-rows] + row)
        check_damage_is_named(index_copy)


def test_every_file_that_is_read_is_damaged_in_turn(index_copy: Path) -> None:
    """Left out are those that plain Whoosh alone reads."""
    names = [file.name for file in files_of(index_copy)]
    assert all(sum(name.endswith(read) for name in names) == 1 for read in READ)
    assert len(names) == len(READ) + len(("_bigrams_len.col", "_words_len.col", "_stored.col", ".toc"))


def test_a_current_file_that_names_nothing_is_a_named_error(index_copy: Path) -> None:
    for content in (b"nosuchgeneration", b"../../etc", b"\xff\xfe", b""):
        (index_copy / "current").write_bytes(content)
        with pytest.raises(policysearch.IndexDamaged):
            policysearch.open(index_copy)


def test_nothing_to_index_leaves_the_old_index(index_copy: Path, tmp_path: Path) -> None:
    before = answers(index_copy)
    (tmp_path / "empty").mkdir()
    for paths in ([tmp_path / "empty"], [tmp_path / "nosuch"], []):
        with pytest.raises(policysearch.NothingToIndex):
            policysearch.build(paths, index_copy)
    assert answers(index_copy) == before


def test_a_new_generation_that_is_not_switched_to_is_removed(tmp_path: Path) -> None:
    with new_generation(tmp_path / "index") as folder:
        (folder / "x").write_text("x", encoding="utf-8")
    assert not folder.exists()


def test_key_tables_find_what_was_put_in_and_nothing_else(tmp_path: Path) -> None:
    rows = {f"键{number}".encode(): (number, number * 2) for number in range(0, 500, 3)}
    keys = sorted(rows)
    write_key_table(tmp_path / "table", keys, [rows[key][0] for key in keys], [rows[key][1] for key in keys])
    table = KeyTable(tmp_path / "table", "index")
    assert len(table) == len(rows)
    assert all(table.find(key) == row for key, row in rows.items())
    assert all(table.find(f"键{number}".encode()) is None for number in range(1, 500, 3))
    assert table.find(b"") is table.find("龥".encode()) is None
    table.close()
    write_key_table(tmp_path / "none", [], [])
    empty = KeyTable(tmp_path / "none", "index")
    assert empty.find(b"x") is None
    empty.close()


def test_a_search_writes_nothing(index_copy: Path, tmp_path: Path) -> None:
    def state() -> dict[str, int]:
        return {str(path): path.stat().st_mtime_ns for path in index_copy.rglob("*")}

    before = state()
    answers(index_copy)
    assert state() == before


def test_the_document_table_says_what_each_document_was_cut_into(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("2022年工作要点\n一、甲\n1.乙。\n2.丙。\n二、丁。".encode("gb18030"))
    (tmp_path / "b.txt").write_text("没有编号的一段。", encoding="utf-8")
    policysearch.build([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "index")
    with policysearch.open(tmp_path / "index") as index:
        first, second = index.documents()
        assert (first.source, first.metadata["title"], first.metadata["year"]) == ("a.txt", "2022年工作要点", 2022)
        assert (first.items, first.parts, second.items) == ({"1.": 2, "一、": 1}, {"front": 1}, {"": 1})
        assert not first.problems and not second.problems


def test_doubts_about_a_document_are_kept_with_it(tmp_path: Path) -> None:
    # its characters are too rare to tell its encoding
    (tmp_path / "a.txt").write_bytes("一、瓮裘芮羿".encode("gb18030"))
    report = policysearch.build(tmp_path / "a.txt", tmp_path / "index")
    with policysearch.open(tmp_path / "index") as index:
        document, = index.documents()
        assert [problem.key for problem in document.problems] == ["source.guessed_encoding"]
        assert [error.key for error in report.errors] == ["source.guessed_encoding"]


@pytest.mark.parametrize("counts", [[1], [3, 1, 2], [1] * 50])
def test_the_document_of_an_item_is_found_by_its_ordinal(tmp_path: Path, counts: list[int]) -> None:
    writer = DocumentTableWriter(tmp_path / "table")
    expected: list[int] = []
    for number, count in enumerate(counts):
        writer.add(DocumentSummary(f"{number}", {}, {"一、": count}, {}, {}), len(expected), [0, 5, 7][:number],
                   Origin(f"/in/{number}", str(number)))
        expected += [number] * count
    writer.close()
    table = DocumentTable(tmp_path / "table", "index")
    assert [table.document_of(ordinal) for ordinal in range(len(expected))] == expected
    assert [table.summary(number).source for number in range(len(table))] == [f"{number}" for number in range(len(counts))]
    assert [table.line_at(number, 5) for number in range(len(table))] == [None, 1, 2, *[2] * len(table)][:len(table)]
    table.close()


@pytest.mark.parametrize("small", [0, 100])
def test_parts_of_a_file_are_read_from_a_map_or_without_one(tmp_path: Path, small: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    parts = Parts(path, small)
    assert (parts.size, parts.read(3, 4), parts.read(8, 9), parts.read(20, 1)) == (10, b"3456", b"89", b"")
    parts.close()
    with pytest.raises(ValueError, match="closed"):
        parts.read(0, 1)
    (tmp_path / "empty").touch()
    empty = Parts(tmp_path / "empty", small)
    assert (empty.size, empty.read(0, 1)) == (0, b"")
    empty.close()
