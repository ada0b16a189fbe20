"""metadata.csv: what it says of the files beside it goes before what was read from them."""
import os
from pathlib import Path

import pytest

import policysearch
from policysearch.cli import main
from policysearch.errors import BadMetadata, SourceError
from policysearch.models import Item
from policysearch.reading import read_documents
from tests.test_sources import GOOD, write

TITLE = "2022年宝山区工作要点\n"


def read(*paths: Path) -> tuple[dict[str, Item], list[str]]:
    """The first item of each source, and the errors."""
    errors: list[SourceError] = []
    first: dict[str, Item] = {}
    for one in read_documents(map(str, paths), errors):
        for item in (*one.document.items, *one.document.parts):
            first.setdefault(item.source, item)
            assert (item.title, item.year, item.issuer) == tuple(
                getattr(first[item.source], name) for name in ("title", "year", "issuer"))
    assert all(isinstance(error, BadMetadata) for error in errors)
    return first, [str(error) for error in errors]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_cell_replaces_a_dash_removes_and_an_empty_cell_leaves(tmp_path: Path, encoding: str, end: str) -> None:
    write(tmp_path / "a.txt", TITLE + GOOD)
    table = ["source,title,year,issuer,place,date", 'a.txt,"关于做好卫生健康工作的通知, 其二",2021,上海市人民政府,-,']
    write(tmp_path / "metadata.csv", (end.join(table) + end).encode(encoding))
    first, errors = read(tmp_path)
    item = first["a.txt"]
    assert (item.title, item.year, item.issuer, item.place, item.kind) == (
        "关于做好卫生健康工作的通知, 其二", 2021, "上海市人民政府", None, "工作要点")
    assert errors == [] and list(first) == ["a.txt"]


def test_a_table_holds_for_its_folder_and_below_and_the_nearest_goes_first(tmp_path: Path) -> None:
    for name in ("a.txt", "one/a.txt", "one/two/a.txt"):
        write(tmp_path / name, TITLE + GOOD)
    write(tmp_path / "metadata.csv", "source,issuer,year\none/a.txt,甲局,2001\none\\two\\a.txt,甲局,2001\n".encode())
    write(tmp_path / "one/metadata.csv", "source,issuer\ntwo/a.txt,乙局\n".encode())
    first, errors = read(tmp_path)
    assert errors == []
    assert {name: (item.issuer, item.year) for name, item in first.items()} == {
        "a.txt": (None, 2022), "one/a.txt": ("甲局", 2001), "one/two/a.txt": ("乙局", 2001)}


def test_two_folders_may_have_a_table_each(tmp_path: Path) -> None:
    for folder, year in (("x", "2001"), ("y", "2002")):
        write(tmp_path / folder / f"{folder}.txt", TITLE + GOOD)
        write(tmp_path / folder / "metadata.csv", f"source,year\n{folder}.txt,{year}\n")
    first, errors = read(tmp_path / "x", tmp_path / "y")
    assert errors == [] and {name: item.year for name, item in first.items()} == {"x.txt": 2001, "y.txt": 2002}


def test_a_file_given_by_itself_has_the_table_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        write(tmp_path / name, TITLE + GOOD)
    write(tmp_path / "metadata.csv", "source,year\na.txt,2001\nb.txt,2002\n")
    monkeypatch.chdir(tmp_path)
    for path in (tmp_path / "a.txt", Path("a.txt"), Path(os.curdir, "a.txt")):
        first, errors = read(path)
        assert errors == [] and {name: item.year for name, item in first.items()} == {"a.txt": 2001}


@pytest.mark.parametrize("table, line, reason", [
    ("title,year\n甲,2001\n", 1, "source"), ("source,author\na.txt,甲\n", 1, "author"), ("source,year\nb.txt,2001\n", 2,
     "b.txt"),
    ("source,year\n../in/a.txt,2001\n", 2, "../in/a.txt"), ("source,year\n\na.txt,2001年\n", 3, "2001年"),
    ("source,year\na.txt,01\n", 2, "01"), ("source,date\na.txt,2001-02-30\n", 2, "2001-02-30"),
    ("source,in_force_from\na.txt,2001/2/3\n", 2, "2001/2/3"),
    ('source,title\n"a.txt","甲\n乙"\na.txt,丙\n', 4, "a.txt"), ("source,year\na.txt,2001,2002\n", 2, "cells"),
    ('source,year\n"a.txt,2001\n', 2, "comma")])
def test_what_cannot_be_taken_is_named_with_its_line(tmp_path: Path, table: str, line: int, reason: str) -> None:
    write(tmp_path / "in/a.txt", TITLE + GOOD)
    path = write(tmp_path / "in/metadata.csv", table.encode())
    first, errors = read(tmp_path / "in")
    assert len(errors) == 1 and errors[0].startswith(f"{path}:{line}: ") and reason in errors[0]
    assert "a.txt" in first


def test_the_rest_of_a_row_with_a_bad_value_counts(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TITLE + GOOD)
    write(tmp_path / "metadata.csv", "source,year,issuer,author\na.txt,soon,甲局,乙\n".encode())
    first, errors = read(tmp_path)
    assert (first["a.txt"].year, first["a.txt"].issuer, len(errors)) == (2022, "甲局", 2)


def test_an_index_has_what_the_table_says_and_names_its_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "in/a.txt", TITLE + GOOD)
    write(tmp_path / "in/metadata.csv",
          "source,issuer,repealed,in_force_until\na.txt,甲局,2023-01-01,2024-12-31\nb.txt,乙局,,\n")
    report = policysearch.build(tmp_path / "in", tmp_path / "index")
    assert (report.documents, [type(error) for error in report.errors]) == (1, [BadMetadata])
    with policysearch.open(tmp_path / "index") as index:
        assert [hit.item.repealed for hit in index.search("签约 issuer:甲局")] == ["2023-01-01"]
        filled = index.statistics().filled
        assert (filled["repealed"], filled["in_force_until"], filled["in_force_from"]) == (2, 2, 0)
    assert main(["show", "a.txt:1.1", "--index", str(tmp_path / "index"), "--lang", "en"]) == 0
    assert "in force until: 2024-12-31; repealed: 2023-01-01" in capsys.readouterr().out
    assert main(["items", str(tmp_path / "in"), "--lang", "en"]) == 2
    assert "metadata.csv:3: there is no file b.txt" in capsys.readouterr().err
