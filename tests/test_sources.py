"""Bad input: named with its reason, the rest is indexed."""
import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import policysearch
from policysearch.errors import (BadRecord, DuplicateItem, DuplicateSource, SourceEmpty, SourceError, SourceMissing,
                                 SourceTooLarge, SourceUndecodable, SourceUnreadable)
from policysearch.models import Item
from policysearch.reading import read_documents
from policysearch.sources.shelf import Shelf
from tests.conftest import ids

GOOD = "一、总则\n1.做好签约。\n2.做好接种。\n"


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(*paths: Path) -> tuple[list[str], list[SourceError]]:
    errors: list[SourceError] = []
    items = [item.id for one in read_documents(map(str, paths), errors) for item in one.document.items]
    return items, errors


BAD: list[tuple[str, bytes, type[SourceError], str]] = [
    ("empty.txt", b"", SourceEmpty, "empty"), ("blank.txt", " \n\u3000\n".encode(), SourceEmpty, "empty"),
    ("mark.txt", b"\xef\xbb\xbf", SourceEmpty, "empty"), ("cut.txt", "关于".encode()[:-1], SourceUndecodable, "byte 3"),
    ("picture.png", b"\x89PNG\r\n\x1a\n\0\0", SourceUndecodable, "UTF-8"),
    ("plan.pdf", b"%PDF-1.7\n%\xe2\xe3", SourceUnreadable, "damaged"),
    ("nul.txt", "关于\0春耕".encode(), SourceUndecodable, "byte 6")]


@pytest.mark.parametrize("name, data, kind, reason", BAD)
def test_a_bad_file_is_named_and_the_rest_is_indexed(tmp_path: Path, name: str, data: bytes, kind: type[SourceError],
                                                     reason: str) -> None:
    bad = write(tmp_path / "in" / name, data)
    write(tmp_path / "in" / "good.txt", GOOD)
    report = policysearch.build([tmp_path / "in"], tmp_path / "index")
    assert report.items == 2
    assert [type(error) for error in report.errors] == [kind]
    assert str(bad) in str(report.errors[0]) and reason in str(report.errors[0])
    with policysearch.open(tmp_path / "index") as index:
        assert ids(index.search("签约")) == ["good.txt:1.1"]
        assert [(problem.path, problem.key) for problem in index.statistics().problems] == [(str(bad), report.errors[0].key)]


def test_a_missing_path_and_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = write(tmp_path / "locked.txt", GOOD)

    def refused(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    items, errors = read(tmp_path / "nosuch", locked)
    assert items == []
    assert [type(error) for error in errors] == [SourceMissing, SourceUnreadable]
    assert "Permission denied" in str(errors[1]) and str(locked) in str(errors[1])


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policysearch.sources.files.MAX_FILE_BYTES", 10)
    items, errors = read(write(tmp_path / "large.txt", GOOD))
    assert items == [] and [type(error) for error in errors] == [SourceTooLarge]


def test_of_two_sources_of_one_name_neither_is_taken_and_both_are_named(tmp_path: Path) -> None:
    paths = [write(tmp_path / folder / "same.txt", GOOD) for folder in "ab"]
    other = write(tmp_path / "a" / "other.txt", GOOD)
    items, errors = read(tmp_path / "a", tmp_path / "b")
    assert {item.split(":")[0] for item in items} == {other.name}
    assert [type(error) for error in errors] == [DuplicateSource] * 2
    for error, path, twin in zip(errors, paths, reversed(paths)):
        assert error.path == str(path) and str(twin) in str(error)


def test_names_are_paths_below_the_argument_and_the_same_file_counts_once(tmp_path: Path) -> None:
    path = write(tmp_path / "in" / "2022" / "宝山.txt", GOOD)
    write(tmp_path / "in" / ".hidden", GOOD)
    write(tmp_path / "in" / ".git" / "x.txt", GOOD)
    items, errors = read(tmp_path / "in", tmp_path / "in")
    assert (items, errors) == (["2022/宝山.txt:1.1", "2022/宝山.txt:1.2"], [])
    assert read(path)[0] == ["宝山.txt:1.1", "宝山.txt:1.2"]


def test_a_byte_order_mark_and_other_line_ends_change_nothing(tmp_path: Path) -> None:
    plain = write(tmp_path / "a" / "x.txt", GOOD)
    marked = write(tmp_path / "b" / "x.txt", b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    records = [[item.record() for one in read_documents([str(path)], []) for item in one.document.items]
               for path in (plain, marked)]
    assert records[0] == records[1]


def lines(*records: dict[str, Any] | str) -> str:
    return "".join((each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)) + "\n" for each in records)


def test_records_make_the_round_trip(tmp_path: Path, seeds: policysearch.Index) -> None:
    path = write(tmp_path / "items.jsonl", lines(*(item.record() for item in seeds.items())))
    policysearch.build([path], tmp_path / "index")
    with policysearch.open(tmp_path / "index") as index:
        assert list(index.items()) == list(seeds.items())
        for query in ("家庭医生 签约", "卫生"):
            assert [(hit.item.id, hit.score) for hit in index.search(query, limit=100)] == [
                (hit.item.id, hit.score) for hit in seeds.search(query, limit=100)]


def test_foreign_records_need_only_id_title_and_text(tmp_path: Path) -> None:
    path = write(tmp_path / "corpus.jsonl", lines({"id": "7", "title": "劳动法", "text": "试用期", "extra": {"x": 1}}, "",
        {"id": "8", "text": "工资"}))
    items, errors = read(path)
    assert (items, errors) == (["7", "8"], [])


BROKEN = [('{"id": "b", "text": ', "JSON"), ("[1, 2]", "object"), ('{"id": "b"}', "text"), ('{"id": "", "text": "x"}', "id"),
          ('{"id": "b", "text": "x", "year": "2022"}', "year"), ('{"id": "b", "text": "x", "year": true}', "year"),
          ('{"id": "b", "text": "x", "sections": [1]}', "sections"),
          ('{"id": "b", "text": "x", "offsets": [[1]]}', "offsets"),
          ('{"id": "b", "text": "x\\u0000"}', "NUL"), ('{"id": "b", "text": "x\\ud800"}', "surrogate"),
          ('{"schema": 2, "id": "b", "text": "x"}', "schema"),
          ("[" * 100_000, "JSON"), ('{"id": 5, "text": "x"}', "id")]


@pytest.mark.parametrize("line, reason", BROKEN)
def test_a_broken_line_is_named_with_its_number_and_the_rest_is_taken(tmp_path: Path, line: str, reason: str) -> None:
    path = write(tmp_path / "items.jsonl", lines({"id": "a", "text": "甲"}, line, {"id": "c", "text": "丙"}))
    items, errors = read(path)
    assert items == ["a", "c"]
    assert [type(error) for error in errors] == [BadRecord]
    assert str(errors[0]).startswith(f"{path}:2: ") and reason in str(errors[0])


def test_a_repeated_id_names_both_lines_and_neither_is_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "items.jsonl", lines({"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}, {"id": "a",
        "text": "丙"}))
    items, errors = read(path)
    assert items == ["b"]
    assert [(type(error), error.line) for error in errors] == [(DuplicateItem, 1), (DuplicateItem, 3)]
    assert f"{path}:3" in str(errors[0]) and f"{path}:1" in str(errors[1])


def test_records_for_which_there_is_no_room_name_their_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    path = write(tmp_path / "items.jsonl", lines({"id": "a", "text": "甲"}))
    monkeypatch.setattr("policysearch.sources.shelf.Shelf.put", full)
    items, errors = read(path)
    assert items == []
    assert [type(error) for error in errors] == [SourceUnreadable] and "No space" in str(errors[0])


def test_what_a_failed_write_left_on_the_shelf_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    items = [Item(id=name, source="s", text=name * 50) for name in "abc"]
    places = [shelf.put(items[0])]
    stream = shelf._scratch._stream
    monkeypatch.setattr(shelf._scratch, "_stream", SimpleNamespace(seek=stream.seek, read=stream.read,
                                                                   write=lambda data: stream.write(data[:7])))
    with pytest.raises(OSError, match="No space"):
        shelf.put(items[1])
    monkeypatch.setattr(shelf._scratch, "_stream", stream)
    places.append(shelf.put(items[2]))
    assert [shelf.take(place) for place in places] == [items[0], items[2]]
    stream.close()


def test_records_of_a_source_that_is_also_a_file_are_a_clash(tmp_path: Path) -> None:
    text = write(tmp_path / "x.txt", GOOD)
    records = write(tmp_path / "items.jsonl", lines({"id": "q", "source": "x.txt", "text": "甲"}, {"id": "r",
        "source": "y", "text": "乙"}))
    items, errors = read(text, records)
    assert items == ["r"]
    assert {(type(error), error.path) for error in errors} == {(DuplicateSource, str(text)), (DuplicateSource, str(records))}


def test_an_empty_file_of_records_is_named(tmp_path: Path) -> None:
    items, errors = read(write(tmp_path / "items.jsonl", "\n\n"))
    assert items == [] and [type(error) for error in errors] == [SourceEmpty]


def test_a_file_name_that_is_no_text_is_shown_with_replacement_characters(tmp_path: Path) -> None:
    os.mkdir(os.fsencode(tmp_path / "in"))
    with open(os.path.join(os.fsencode(tmp_path / "in"), b"\xff.txt"), "wb") as stream:
        stream.write(GOOD.encode())
    policysearch.build([tmp_path / "in"], tmp_path / "index")
    with policysearch.open(tmp_path / "index") as index:
        assert ids(index.search("签约")) == ["\ufffd.txt:1.1"]


def test_a_linked_folder_inside_a_folder_was_dropped_in_silence(tmp_path: Path) -> None:
    write(tmp_path / "real" / "deep" / "外.txt", GOOD)
    write(tmp_path / "top" / "内" / "a.txt", GOOD)
    for name, target in (("link", "../real"), ("again", "../real"), ("loop", "."), ("up", ".."), ("inside", "内")):
        (tmp_path / "top" / name).symlink_to(target)
    items, errors = read(tmp_path / "top")
    assert errors == []
    # each folder once: by its own name where it has one here, else by that of its first link
    assert {item.split(":")[0] for item in items} == {"内/a.txt", "again/deep/外.txt"}


def test_what_desktops_lay_beside_documents_was_indexed(tmp_path: Path) -> None:
    for name in ("~$计划.docx", "desktop.ini", "Desktop.ini", "Thumbs.db", "__MACOSX/a.txt", "a.txt"):
        write(tmp_path / "in" / name, GOOD)
    items, errors = read(tmp_path / "in")
    assert ({item.split(":")[0] for item in items}, errors) == ({"a.txt"}, [])
