"""An update ends with the index that a build of the same paths would make, without reading again what has not changed."""
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

import policysearch
from policysearch.changes import Changes, DocumentChange
from policysearch.cli import main
from policysearch.models import Source
from policysearch.output.changes import render_changes
from policysearch.output.style import Style
from policysearch.sources.formats import source_of
from policysearch.storage.generations import open_generation

Files = dict[str, bytes]

QUERIES = ("签约", "家庭医生 签约", "家庭医生 AND 社区", "title:工作要点", "year:2022", "签约 -社区", '"做好签约"', "社区服务 OR 医院",
           "issuer:宝山区", "同篇(签约 医院)")
WORDS = ("家庭医生", "签约", "社区", "社区服务", "医院", "做好", "推进", "改革", "公共卫生", "医联体")


def plan(chance: random.Random) -> bytes:
    """A small policy document, sometimes in an encoding that is only guessed."""
    lines = [f"{chance.randint(2019, 2024)}年{chance.choice(['宝山区', '松江区'])}卫生工作要点"] * chance.randint(0, 1)
    for number in range(chance.randint(1, 4)):
        lines.append(f"{'一二三四'[number]}、{''.join(chance.choices(WORDS, k=3))}")
        lines += [f"{point}.{''.join(chance.choices(WORDS, k=4))}。" for point in range(1, chance.randint(1, 3))]
    return "\n".join(lines).encode(chance.choice(["utf-8", "gb18030"]))


def archive(chance: random.Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as entries:
        for name in chance.sample(["甲.txt", "乙.txt", "丙/丁.txt"], chance.randint(1, 3)):
            entries.writestr(name, plan(chance))
    return packed.getvalue()


def records(chance: random.Random) -> bytes:
    made = [{"id": f"r{number}", "source": f"s{number // 2}", "text": "".join(chance.choices(WORDS, k=4))}
            for number in chance.sample(range(6), 4)]
    return "\n".join(map(json.dumps, made)).encode()


def table(chance: random.Random) -> bytes:
    return f"source,year,issuer\nfixed.txt,{chance.randint(2019, 2024)},{chance.choice(['宝山区卫健委', '-', ''])}".encode()


MAKERS: Mapping[str, Callable[[random.Random], bytes]] = {".txt": plan, ".zip": archive, ".jsonl": records, ".csv": table}


def write_tree(folder: Path, files: Files) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def everything(folder: Path) -> dict[str, Any]:
    """All that an index answers, but for what took time and what could not be read."""
    with policysearch.open(folder) as index:
        figures = index.statistics().record()
        return {
            "documents": [document.record() for document in index.documents()],
            "items": [item.record() for item in index.items(parts=True)],
            "figures": {name: value for name, value in figures.items() if name not in ("built", "bytes", "problems")},
            "doubts": sorted(str(problem) for problem in figures["problems"] if problem["key"] == "source.guessed_encoding"),
            "answers": [asdict(replace(index.search(query, limit=50, parts=True, facets=("year", "issuer")), seconds=0))
                        for query in QUERIES],
            "similar": [asdict(policysearch.similar(index, item.id)) for item in list(index.items())[:3]]}


def step(chance: random.Random, files: Files, good: Files) -> None:
    """One random change of `files`; `good` has what an update is to know of them."""
    name = chance.choice(sorted(files))
    operation = chance.choice(("add", "add", "edit", "edit", "delete", "rename", "garble", "touch", "metadata"))
    if operation == "add":
        added = chance.choice(("a.txt", "b.txt", "new/c.txt", "new/d.txt", "z.zip", "r.jsonl"))
        files[added] = good[added] = MAKERS[Path(added).suffix](chance)
    elif operation == "edit":
        files[name] = good[name] = MAKERS[Path(name).suffix](chance)
    elif operation == "metadata":
        files["metadata.csv"] = good["metadata.csv"] = table(chance)
    elif name in ("fixed.txt", "metadata.csv") or operation == "touch":
        return
    elif operation == "garble":
        # a zip file that begins as one and is none any more; a NUL byte is no text
        files[name] = b"PK\x03\x04" if name.endswith(".zip") else b"\0"
    else:
        data, known = files.pop(name), good.pop(name, None)
        if operation == "rename":
            moved = f"moved/{chance.randint(0, 9)}{Path(name).suffix}"
            if moved not in files:
                files[moved] = data
                if data == known:
                    good[moved] = data


@pytest.mark.parametrize("seed", range(4))
def test_an_updated_index_answers_as_one_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    files = {"fixed.txt": plan(chance), "a.txt": plan(chance), "z.zip": archive(chance), "r.jsonl": records(chance)}
    good = dict(files)
    (tmp_path / "updated").mkdir()
    (tmp_path / "fresh").mkdir()
    for _ in range(5):
        for _ in range(chance.randint(1, 3)):
            step(chance, files, good)
        monkeypatch.chdir(tmp_path / "updated")
        write_tree(Path("in"), files)
        policysearch.build("in", "index", update=True)
        updated = everything(Path("index"))
        monkeypatch.chdir(tmp_path / "fresh")
        write_tree(Path("in"), good)
        policysearch.build("in", "index")
        assert updated == everything(Path("index"))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `in`, three documents, of which `index` is an index; the working folder."""
    monkeypatch.chdir(tmp_path)
    write_tree(tmp_path / "in", {f"{name}.txt": f"一、{name}签约。\n1.做好签约。\n2.推进改革。\n二、医院。".encode() for name in "甲乙丙"})
    policysearch.build("in", "index")
    return tmp_path


def update(*paths: str, **options: Any) -> policysearch.BuildReport:
    return policysearch.build(paths or "in", "index", update=True, **options)


def changes(report: policysearch.BuildReport) -> Changes:
    assert report.changes
    return report.changes


def sources() -> list[str]:
    with policysearch.open("index") as index:
        return [document.source for document in index.documents()]


def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    names: list[str] = []

    def noted(data: bytes, name: str, shown: str) -> Source:
        names.append(name)
        return source_of(data, name, shown)

    monkeypatch.setattr("policysearch.reading.source_of", noted)
    return names


def test_only_what_has_changed_is_read_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = read_files(monkeypatch)
    os.utime("in/甲.txt", (1, 1))
    assert changes(update()) == Changes((), (), (), (), 3)
    assert names == []
    Path("in/乙.txt").write_text("一、别的。", encoding="utf-8")
    Path("in/丁.txt").write_text("一、新的。", encoding="utf-8")
    Path("in/丙.txt").unlink()
    update()
    assert names == ["丁.txt", "乙.txt"]


def test_processes_leave_out_what_has_not_changed_as_well(place: Path) -> None:
    with zipfile.ZipFile("in/many.zip", "w") as entries:
        for number in range(20):
            entries.writestr(f"{number}.txt", f"一、签约{number}。")
    update(processes=2)
    Path("in/甲.txt").write_text("一、别的。", encoding="utf-8")
    found = changes(update(processes=2))
    assert ([change.source for change in found.changed], found.unchanged) == (["甲.txt"], 22)


def test_doubts_about_a_document_stay_with_it(place: Path) -> None:
    # its characters are too rare to tell its encoding
    Path("in/丁.txt").write_bytes("一、瓮裘芮羿".encode("gb18030"))
    first, second = update(), update()
    assert changes(second).unchanged == 4
    assert [str(error) for error in second.errors] == [str(error) for error in first.errors]
    assert [error.key for error in second.errors] == ["source.guessed_encoding"]
    with policysearch.open("index") as index:
        assert [problem.path for document in index.documents() for problem in document.problems] == ["in/丁.txt"]


def test_the_same_size_and_time_do_not_hide_a_change(place: Path) -> None:
    before = os.stat("in/甲.txt")
    path = Path("in/甲.txt")
    path.write_bytes(path.read_bytes().replace("改革".encode(), "整改".encode()))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert changes(update()).changed == (DocumentChange("甲.txt", changed=("甲.txt:1.2",)),)


def test_it_is_said_which_items_came_changed_and_went(place: Path) -> None:
    Path("in/甲.txt").write_text("前言\n一、甲签约。\n1.做好签约工作。\n二、医院。\n三、社区。", encoding="utf-8")
    Path("in/乙.txt").unlink()
    Path("in/丁.txt").write_text("一、新的。", encoding="utf-8")
    found = changes(update())
    changed, = found.changed
    assert (changed.source, changed.changed, changed.went) == ("甲.txt", ("甲.txt:1.1",), ("甲.txt:1.2",))
    assert "甲.txt:3" in changed.came and "甲.txt:2" not in changed.changed, "an item that only moved is the same"
    assert found.added == (DocumentChange("丁.txt", came=("丁.txt:1",)),)
    assert found.removed == (DocumentChange("乙.txt", went=("乙.txt:1.1", "乙.txt:1.2", "乙.txt:2")),)
    assert (found.kept, found.unchanged) == ((), 1)


def test_a_rebuild_says_what_changed_as_well(place: Path) -> None:
    Path("in/乙.txt").unlink()
    report = policysearch.build("in", "index")
    assert [change.source for change in changes(report).removed] == ["乙.txt"] and changes(report).unchanged == 2
    assert policysearch.build("in", "other").changes is None


def test_metadata_csv_changes_only_the_documents_that_it_names(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = read_files(monkeypatch)
    Path("in/metadata.csv").write_text("source,issuer\n甲.txt,宝山区卫健委\n", encoding="utf-8")
    assert [change.source for change in changes(update()).changed] == names == ["甲.txt"]
    Path("in/metadata.csv").unlink()
    assert [change.source for change in changes(update()).changed] == ["甲.txt"]


def test_what_cannot_be_read_keeps_its_items_until_it_can_be_read_again(place: Path) -> None:
    before = everything(Path("index"))
    data = Path("in/乙.txt").read_bytes()
    for _ in range(2):
        Path("in/乙.txt").write_bytes(b"\0")
        report = update()
        assert changes(report).kept == ("乙.txt",)
        assert [str(error) for error in report.errors] == ["in/乙.txt: is not text: it holds a NUL byte (byte 0)"]
        assert everything(Path("index")) == before
    Path("in/乙.txt").write_bytes(data)
    assert changes(update()) == Changes((), (), (), (), 3) and everything(Path("index")) == before
    Path("in/乙.txt").unlink()
    assert [change.source for change in changes(update()).removed] == ["乙.txt"]


def test_a_folder_that_is_out_of_reach_keeps_its_documents(place: Path) -> None:
    Path("more").mkdir()
    Path("more/丁.txt").write_text("一、新的。", encoding="utf-8")
    update("in", "more")
    Path("more").rename("away")
    report = update("in", "more")
    assert changes(report).kept == ("丁.txt",) and len(report.errors) == 1
    assert "丁.txt" in sources()
    Path("more").mkdir()
    assert [change.source for change in changes(update("in", "more")).removed] == ["丁.txt"]


def test_kept_records_do_not_double_those_that_were_found_elsewhere(place: Path) -> None:
    record = json.dumps({"id": "r1", "source": "s", "text": "签约"})
    Path("in/r.jsonl").write_text(record, encoding="utf-8")
    update()
    Path("in/r.jsonl").write_bytes(b"\0")
    Path("in/t.jsonl").write_text(record.replace('"s"', '"t"'), encoding="utf-8")
    update()
    assert sources() == ["t", "丙.txt", "乙.txt", "甲.txt"]


def test_without_paths_those_of_the_last_build_are_taken(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in/丁.txt").write_text("一、新的。", encoding="utf-8")
    monkeypatch.chdir("in")
    report = policysearch.build((), "../index", update=True)
    assert [change.source for change in changes(report).added] == ["丁.txt"]
    with pytest.raises(policysearch.IndexMissing):
        policysearch.build((), "nosuch", update=True)


def test_an_update_is_of_the_whole_index(place: Path) -> None:
    report = update("in/甲.txt", "in/乙.txt")
    assert [change.source for change in changes(report).removed] == ["丙.txt"]
    assert changes(policysearch.build((), "index", update=True)).unchanged == 2


def test_words_and_synonyms_stay_unless_they_are_given_anew(place: Path) -> None:
    for name, text in (("words", "做好签\n"), ("synonyms", "医院, 诊所\n"), ("others", "医院, 病院\n")):
        Path(name).write_text(text, encoding="utf-8")
    policysearch.build("in", "index", words="words", synonyms="synonyms")

    def kept() -> tuple[int, dict[str, str]]:
        with policysearch.open("index") as index:
            manifest = open_generation(Path("index")).manifest
            return index.search("诊所").total, {name: manifest.fingerprints[name] for name in ("words", "synonyms")}

    before = kept()
    assert before[0] == 3
    update()
    assert kept() == before
    update(synonyms="others")
    total, fingerprints = kept()
    assert total == 0 and fingerprints["words"] == before[1]["words"]


def test_another_program_reads_everything_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = read_files(monkeypatch)
    monkeypatch.setattr("policysearch.reading.program_fingerprint", lambda: "another")
    assert changes(update()).unchanged == 3
    assert len(names) == 3


def test_an_index_that_cannot_be_read_is_not_updated_but_a_build_takes_its_place(place: Path) -> None:
    manifest = open_generation(Path("index")).folder / "manifest.json"
    values = manifest.read_text(encoding="utf-8")
    manifest.write_text(values.replace('"format": ', '"format": 9'), encoding="utf-8")
    with pytest.raises(policysearch.RebuildNeeded):
        update()
    assert policysearch.build("in", "index").changes is None
    folder = open_generation(Path("index")).folder
    data = (folder / "items.bin").read_bytes()
    (folder / "items.bin").write_bytes(data.replace("签约".encode(), "签单".encode()))
    with pytest.raises(policysearch.IndexDamaged, match="items.bin"):
        update()
    assert policysearch.build("in", "index").changes is None, "a build repairs it"


def test_nothing_left_leaves_the_old_index(place: Path) -> None:
    Path("empty").mkdir()
    with pytest.raises(policysearch.NothingToIndex):
        update("empty")
    assert len(sources()) == 3


def test_an_update_beside_another_build_is_a_named_error(place: Path) -> None:
    with FileLock("index/lock"):
        with pytest.raises(policysearch.IndexBusy):
            update()

    def overtaken(done: int, total: int, name: str) -> None:
        if not done:
            policysearch.build("in/甲.txt", "index")

    with pytest.raises(policysearch.IndexBusy):
        update(progress=overtaken)
    assert sources() == ["甲.txt"]


# says when as many documents are done, and waits there to be killed
UPDATE = """
import sys, policysearch

def stop(done, total, name):
    if done == int(sys.argv[1]):
        print("there", flush=True)
        sys.stdin.read()

policysearch.build("in", "index", update=True, progress=stop)
"""


@pytest.mark.parametrize("done", [0, 2, 4])
def test_an_update_killed_half_way_leaves_the_old_index_answering(place: Path, done: int) -> None:
    before = everything(Path("index"))
    for name in ("甲", "丁"):
        Path(f"in/{name}.txt").write_text("一、新的。", encoding="utf-8")
    with subprocess.Popen([sys.executable, "-c", UPDATE, str(done)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as process:
        assert process.stdout and process.stdout.readline() == "there\n"
        process.send_signal(signal.SIGKILL)
    assert everything(Path("index")) == before
    assert [change.source for change in changes(update()).added] == ["丁.txt"]


def test_the_command_says_what_changed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("in/甲.txt").write_text("一、甲签约。\n1.做好签约。\n2.推进改革。\n二、医院和社区。", encoding="utf-8")
    Path("in/乙.txt").write_bytes(b"\0")
    Path("in/丙.txt").rename("in/丁.txt")
    assert main(["index", "--update"]) == 2
    assert capsys.readouterr().out.splitlines() == [
        "Indexed in index: 3 documents, 9 items", "Documents added: 1, changed: 1, removed: 1, unchanged: 0",
        "  + 丁.txt (items: 3)", "  ~ 甲.txt", "    ~ 甲.txt:2", "  - 丙.txt (items: 3)",
        "  ! 乙.txt: could not be read and is kept as it was"]
    assert main(["index", "in", "--update", "--keep-going", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["documents"], report["changes"]["kept"], report["problems"][0]["key"]) == (3, ["乙.txt"], "source.binary")
    assert main(["index"]) == 2
    assert "PATH... is missing" in capsys.readouterr().err


def test_long_lists_of_changes_are_cut_short() -> None:
    many = tuple(DocumentChange(f"{number}", changed=tuple(f"{number}:{item}" for item in range(9))) for number in range(30))
    lines = list(render_changes(Changes(many, many, many, (), 0), Style(False)))
    assert len(lines) == 1 + 21 + 41 + 21
    assert "    ~ 0:0, 0:1, 0:2, 0:3, 0:4, and 4 more" in lines and lines.count("    and 10 more") == 3
