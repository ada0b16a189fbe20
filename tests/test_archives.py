"""Zip archives: folders of documents, with names in the encodings of those who pack them."""
import io
import shutil
import struct
import weakref
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import pytest

from policysearch.errors import DuplicateSource, SourceError, SourceTooLarge, SourceUnreadable
from policysearch.reading import read_documents
from policysearch.sources import archives, limits
from policysearch.sources.zips import Zip
from tests.conftest import SEEDS
from tests.ofd_maker import make_ofd, pack
from tests.test_docx import make_docx

GOOD = "一、总则\n1.做好签约。\n2.做好接种。\n"


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def read(*paths: Path) -> tuple[list[str], list[SourceError]]:
    errors: list[SourceError] = []
    return [item.id for one in read_documents(map(str, paths), errors) for item in one.document.items], errors


def sources(*paths: Path) -> list[str]:
    """The names of the sources below the paths, of which none is bad."""
    items, errors = read(*paths)
    assert errors == []
    return sorted({item.rpartition(":")[0] for item in items})


def refused(path: Path) -> list[tuple[type[SourceError], str, str]]:
    return [(type(error), error.key, error.path) for error in read(path)[1]]


def raw_names(names: Mapping[str, bytes], extra: bytes = b"") -> bytes:
    """A zip file of GOOD under names that are these bytes, not said to be UTF-8."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for placeholder in names:
            info = zipfile.ZipInfo(placeholder)
            info.extra = extra
            archive.writestr(info, GOOD)
    data = stream.getvalue()
    for placeholder, name in names.items():
        assert len(placeholder) == len(name)
        data = data.replace(placeholder.encode(), name)
    return data


def test_an_archive_gives_the_items_of_the_folder_that_was_packed(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    for seed in sorted(SEEDS.iterdir())[:2]:
        shutil.copy(seed, write(folder / "2022" / seed.name, b""))
    write(folder / "2023" / "通知.docx", make_docx(["一、总则", "1.做好签约。"]))
    write(folder / "2023" / "通知.ofd", make_ofd(["一、总则", "1.做好接种。"]))
    write(folder / "网页.html", "<!DOCTYPE html><title>某</title><p>一、总则</p><p>1.做好随访。</p>".encode())
    write(folder / "items.jsonl", '{"id": "foreign", "title": "劳动法", "text": "试用期"}\n'.encode())
    write(folder / "国标.txt", GOOD.encode("gb18030"))
    write(folder / "bad.txt", b"\x00\x01")
    write(folder / ".hidden", b"x")
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", folder)

    def records(path: str) -> tuple[list[dict[str, object]], list[str]]:
        errors: list[SourceError] = []
        items = [item.record() for one in read_documents([path], errors) for item in one.document.items]
        return items, [str(error) for error in errors]

    plain, problems = records(str(folder))
    assert len(plain) > 20 and len(problems) == 1
    packed_items, packed_problems = records(packed)
    assert packed_problems == [problem.replace(str(folder), packed) for problem in problems]
    assert packed_items == [{**item, "source": f"packed.zip/{item['source']}", "id": f"packed.zip/{item['id']}"}
                            if item["id"] != "foreign" else
                            {**item, "source": f"packed.zip/{item['source']}"} for item in plain]


def test_names_are_those_of_the_archive_and_its_members(tmp_path: Path) -> None:
    archive = write(tmp_path / "in" / "2022.zip", pack({"甲/计划.txt": GOOD, "乙.txt": GOOD, "甲/": ""}))
    assert sources(tmp_path / "in") == sources(archive) == ["2022.zip/乙.txt", "2022.zip/甲/计划.txt"]
    # the same archive twice is the same files
    assert sources(tmp_path / "in", archive) == sources(archive)


def test_what_systems_add_is_passed_over(tmp_path: Path) -> None:
    names = ("a.txt", "__MACOSX/._a.txt", ".DS_Store", "b/.DS_Store", ".git/x.txt")
    assert sources(write(tmp_path / "a.zip", pack({name: GOOD for name in names}))) == ["a.zip/a.txt"]


@pytest.mark.parametrize("encoding, name", [("gb18030", "二〇二二年工作要点/某区家庭医生签约服务实施方案.txt"),
                                            ("gb18030", "通知.txt"), ("utf-8", "关于印发工作要点的通知.txt"),
                                            ("big5", "關於印發工作要點的通知.txt")])
def test_names_that_are_not_said_to_be_utf8_are_decoded_as_text_is(tmp_path: Path, encoding: str, name: str) -> None:
    raw = name.encode(encoding)
    assert sources(write(tmp_path / "a.zip", raw_names({"x" * len(raw): raw}))) == [f"a.zip/{name}"]


def test_a_second_name_in_unicode_counts_while_its_checksum_fits(tmp_path: Path) -> None:
    for checked, expected in ((b"wrong.txt", "right.txt"), (b"other.txt", "wrong.txt")):
        content = b"\x01" + zlib.crc32(checked).to_bytes(4, "little") + b"right.txt"
        extra = struct.pack("<HHHH", 0x9999, 2, 7, 0x7075) + struct.pack("<H", len(content)) + content
        assert sources(write(tmp_path / "a.zip", raw_names({"wrong.txt": b"wrong.txt"}, extra))) == [f"a.zip/{expected}"]


@pytest.mark.parametrize("name", ["../up.txt", "a/../../up.txt", "/etc/passwd", "C:/x.txt", "C:\\x.txt", "..", "a\x07b.txt"])
def test_a_name_that_leads_out_of_the_archive_is_refused_and_the_rest_is_taken(tmp_path: Path, name: str) -> None:
    archive = write(tmp_path / "a.zip", pack({name: GOOD, "b.txt": GOOD}))
    items, errors = read(archive)
    assert {item.rpartition(":")[0] for item in items} == {"a.zip/b.txt"}
    assert [(type(error), error.key) for error in errors] == [(SourceUnreadable, "source.unsafe_name")]
    assert str(errors[0]).startswith(f"{archive}/") and "\n" not in str(errors[0]) and "\x07" not in str(errors[0])


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    archive = write(tmp_path / "a.zip", raw_names({"xxxxxxxx": b"a.t\0.exe", "b.txt": b"b.txt"}))
    assert [key for _, key, _ in refused(archive)] == ["source.unsafe_name"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refused(tmp_path / "a.zip") == [(SourceUnreadable, "source.no_file", str(tmp_path / "a.zip/link.txt"))]


def test_archives_in_archives_are_folders_up_to_a_depth(tmp_path: Path) -> None:
    data = pack({"a.txt": GOOD})
    for depth in range(2, 4):
        data = pack({"inner.zip": data, f"{depth}.txt": GOOD})
    deep = "a.zip/inner.zip/inner.zip/a.txt"
    assert sources(write(tmp_path / "a.zip", data)) == ["a.zip/3.txt", "a.zip/inner.zip/2.txt", deep]
    archive = write(tmp_path / "b.zip", pack({"inner.zip": data, "b.txt": GOOD}))
    items, errors = read(archive)
    assert "b.zip/b.txt:1.1" in items and [error.key for error in errors] == ["source.nested"]
    assert str(errors[0]) == f"{archive}/inner.zip/inner.zip/inner.zip: lies more than 3 archives deep"


def test_two_members_of_one_name_are_left_out_and_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", GOOD)
        archive.writestr("b.txt", GOOD)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", GOOD)
    items, errors = read(tmp_path / "a.zip")
    assert {item.rpartition(":")[0] for item in items} == {"a.zip/b.txt"}
    assert [type(error) for error in errors] == [DuplicateSource] * 2


def test_numbers_sizes_and_ratios_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = write(tmp_path / "a.zip", pack({"a.txt": GOOD, "b.txt": GOOD, "c.zip": pack({"c.txt": GOOD})}))
    assert len(sources(archive)) == 3
    for name, limit, key, where in (
            ("members", 2, "source.many_files", ""), ("members", 3, "source.many_files", "/c.zip"),
            ("bytes", 10, "source.inflates", ""), ("file", 10, "source.too_large", "/a.txt")):
        with monkeypatch.context() as patch:
            patch.setattr(archives, "MAX_FILE_BYTES", limit if name == "file" else limits.MAX_FILE_BYTES)
            allowance = {"members": limits.MAX_MEMBERS, "bytes": limits.MAX_ARCHIVE_BYTES, name: limit}
            patch.setattr(archives._Allowance.__init__, "__defaults__", (allowance["members"], allowance["bytes"]))
            assert (SourceTooLarge, key, f"{archive}{where}") in refused(archive)
    blank = write(tmp_path / "blank.zip", pack({"a.txt": GOOD + " " * 2_000_000}))
    assert refused(blank) == [(SourceTooLarge, "source.ratio", f"{blank}/a.txt")]


def test_a_list_of_files_that_is_too_long_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = write(tmp_path / "a.zip", pack({f"{number}.txt": GOOD for number in range(50)}))
    monkeypatch.setattr("policysearch.sources.zips.MAX_LISTING_BYTES", 1000)
    assert refused(archive) == [(SourceTooLarge, "source.many_entries", str(archive))]


def test_no_more_than_a_few_archives_are_open_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        write(tmp_path / "in" / f"{number}.zip", pack({"a.txt": GOOD, "inner.zip": pack({"b.txt": GOOD})}))
    opened: list[str] = []
    closed: list[str] = []

    class Counted(Zip):
        def __init__(self, stream: BinaryIO, shown: str) -> None:
            super().__init__(stream, shown)
            opened.append(shown)
            weakref.finalize(self, closed.append, shown)
            assert len(opened) - len(closed) <= 3

    monkeypatch.setattr(archives, "Zip", Counted)
    assert len(sources(tmp_path / "in")) == 80
    assert len(opened) == len(closed) > 80


@pytest.mark.parametrize("parts", [
    {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>"}, {"mimetype": "application/epub+zip"}])
def test_other_documents_that_are_zip_files_are_no_folders(tmp_path: Path, parts: dict[str, str]) -> None:
    path = write(tmp_path / "a.xlsx", pack(parts))
    assert refused(path) == [(SourceUnreadable, "source.other_package", str(path))]
