"""The engines beside each other, and what Tantivy needs of its own."""
import gc
import importlib.util
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import policysearch
from policysearch.storage.generations import open_generation
from tests.conftest import SEEDS, Printed, ids, run

pytest.importorskip("tantivy", reason='pip install "policysearch[tantivy]"')

WORDS = ["医疗", "服务", "改革", "家庭医生", "签约", "监督检查", "项目", "资金", "公司", "覆盖", "答覆", "5G", "PM2.5",
         "第3.5条"]
QUERIES = ["医疗", "医疗 服务", "家庭医生 OR 签约 -公司", "监督检查 year:2021..2022", "text:服务 -title:改革", "医",
           "-医疗", "同句(医疗 服务) OR 同篇(签约 公司)", '"医疗 服务"~3', "覆 OR 答复", "5*", "3.5", "issuer:宝山",
           "number:3", "覆盖项目", "检查项", "覆盖", "医疗 -(覆盖 OR title:改革)", "同篇(覆盖 监督) -答覆"]
OPTIONS: list[dict[str, Any]] = [
    {}, {"group": True}, {"sort": "year"}, {"sort": "position", "group": True}, {"loose": True, "group": True},
    {"parts": True, "facets": ("year", "issuer")}, {"offset": 195, "group": True}, {"reading": "any"},
    {"reading": "any", "title": "服务", "years": (2021, None)}]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same 900 items with each engine, many of them reprints and some outside the items."""
    rng = random.Random(3)
    folder = tmp_path_factory.mktemp("engines")
    texts = ["，".join("".join(rng.choices(WORDS, k=rng.randint(1, 4))) for _ in range(rng.randint(1, 6)))
             for _ in range(600)]
    records = [{"id": f"d{place // 9}:{place}", "source": f"d{place // 9}", "title": f"关于{rng.choice(WORDS)}的通知",
                "year": rng.choice([None, 2020, 2021, 2022]), "number": f"{place % 9 + 1}.", "text": rng.choice(texts),
                "issuer": rng.choice(["宝山区人民政府", None]), "part": rng.choice(["item"] * 9 + ["tail"])}
               for place in range(900)]
    path = folder / "items.jsonl"
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    for engine in ("whoosh", "tantivy"):
        policysearch.build([path], folder / engine, engine=engine)
    return {engine: folder / engine for engine in ("whoosh", "tantivy")}


@pytest.fixture(scope="module")
def both(folders: dict[str, Path]) -> Iterator[list[policysearch.Index]]:
    """The two indexes, open, with all items scored by the second phase."""
    with (policysearch.Index(folders["whoosh"], candidates=900) as one,
          policysearch.Index(folders["tantivy"], candidates=900) as other):
        yield [one, other]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("query", QUERIES)
def test_the_engines_agree(both: list[policysearch.Index], query: str, options: dict[str, Any]) -> None:
    whoosh, tantivy = (index.search(query, limit=30, **options) for index in both)
    assert (tantivy.total, tantivy.elsewhere, tantivy.loose_total) == (whoosh.total, whoosh.elsewhere, whoosh.loose_total)
    assert tantivy.facets == whoosh.facets
    assert [(hit.item.id, hit.others) for hit in tantivy] == [(hit.item.id, hit.others) for hit in whoosh]
    assert [hit.score for hit in tantivy] == pytest.approx([hit.score for hit in whoosh], abs=1e-6)


def test_beyond_the_candidates_the_best_ten_are_the_same(folders: dict[str, Path]) -> None:
    with policysearch.open(folders["whoosh"]) as whoosh, policysearch.open(folders["tantivy"]) as tantivy:
        for query in QUERIES:
            assert ids(tantivy.search(query)) == ids(whoosh.search(query)), query


def test_equals_beyond_the_window_stand_in_document_order(tmp_path: Path) -> None:
    records = [{"id": f"i{place}", "source": "s", "text": "医疗服务" if place % 2 else "医疗"} for place in range(1200)]
    path = tmp_path / "items.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    policysearch.build([path], tmp_path / "index", engine="tantivy")
    with policysearch.Index(tmp_path / "index", candidates=10) as index:
        assert ids(index.search("医疗服务", limit=30)) == [f"i{place}" for place in range(1, 60, 2)]
        grouped = index.search("医疗", limit=10, group=True)
        assert sorted(1 + len(hit.others) for hit in grouped) == [600, 600]


def test_pages_of_equals_hold_each_item_once(folders: dict[str, Path]) -> None:
    with policysearch.Index(folders["tantivy"], candidates=200) as index:
        for query in ("服务", "医疗 OR 改革", "服务 -year:2021", "text:服务"):
            whole = index.search(query, limit=400)
            pages = [ids(index.search(query, limit=25, offset=offset)) for offset in range(0, 400, 25)]
            assert sum(pages, []) == ids(whole), query
            assert len(set(ids(whole))) == min(400, whole.total) > 200


def test_what_a_question_names_is_found_wherever_it_stands(tmp_path: Path) -> None:
    others = [{"source": f"o{place}", "title": "关于工作的通知", "text": f"工资支付期限{'，工资支付' * (place % 7)}"} for place in range(900)]
    named = [{"source": "law", "title": "劳动合同法", "number": f"第{place}条", "text": f"工资的其他事项{'，说明' * place}。"}
             for place in range(1, 400)]
    path = tmp_path / "items.jsonl"
    path.write_text("\n".join(json.dumps({"id": f"i{place}", **record})
                              for place, record in enumerate(others + named)), encoding="utf-8")
    found = []
    for engine in ("whoosh", "tantivy"):
        policysearch.build([path], tmp_path / engine, engine=engine)
        with policysearch.Index(tmp_path / engine) as index:
            question = "劳动合同法第390条规定的工资支付期限"
            results = index.search(question, reading="any", limit=500)
            assert results.hits[0].item.number == "第390条"
            assert {hit.item.source for hit in results.hits[:200]} == {"law"}
            assert [hit.id for hit in index.rank(question, reading="any", limit=150)] == ids(results)[:150]
            pages = [ids(index.search(question, reading="any", offset=offset)) for offset in range(0, 250, 10)]
            assert sum(pages, []) == ids(results)[:250]
            found.append((results.total, ids(results)[:200]))
    assert found[0] == found[1]


def test_a_term_in_title_and_text_is_told_apart(tmp_path: Path) -> None:
    records: list[dict[str, Any]] = [
        {"id": "both", "title": "医疗服务办法", "text": "医疗服务，5G网络"},
        {"id": "title", "title": "医疗服务办法", "text": "其他"},
        {"id": "text", "title": "办法", "text": "改进医疗服务"},
        {"id": "heading", "sections": ["一、医疗服务"], "text": "其他"},
        {"id": "number", "doc_number": "医疗服务〔2021〕3号", "text": "医疗，服务"}]
    path = tmp_path / "items.jsonl"
    path.write_text("\n".join(json.dumps({"source": "s", **record}) for record in records), encoding="utf-8")
    policysearch.build([path], tmp_path / "index", engine="tantivy")
    with policysearch.open(tmp_path / "index") as index:
        for query, expected in (("text:医疗服务", "both text"), ("title:医疗服务", "both title"), ("section:医疗服务", "heading"),
                                ("text:务", "both number text"), ("-text:医疗服务", "heading number title"),
                                ("医疗服务 -title:医疗服务", "heading number text"), ("title:(医疗 服务)", "both title")):
            assert sorted(ids(index.search(query))) == expected.split(), query


def test_a_run_longer_than_tantivy_takes_was_lost(tmp_path: Path) -> None:
    run = "a" * 70_000
    (tmp_path / "items.jsonl").write_text(json.dumps({"id": "i", "text": f"{run} 医疗"}), encoding="utf-8")
    policysearch.build([tmp_path / "items.jsonl"], tmp_path / "index", engine="tantivy")
    with policysearch.open(tmp_path / "index") as index:
        assert ids(index.search("aaa*")) == ["i"]
        assert not index.search("aaa").total


def test_an_update_keeps_the_engine(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一、推进家庭医生签约。\n二、加强监督。", encoding="utf-8")
    policysearch.build([tmp_path / "a.txt"], tmp_path / "index", engine="tantivy")
    (tmp_path / "a.txt").write_text("一、推进家庭医生签约。\n二、加强检查。", encoding="utf-8")
    policysearch.build((), tmp_path / "index", update=True)
    with policysearch.open(tmp_path / "index") as index:
        assert index.statistics().engine == "tantivy"
        assert (index.search("监督").total, index.search("检查").total) == (0, 1)


def test_an_engine_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                  capsys: Printed, folders: dict[str, Path]) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "tantivy" else found(name, *rest))
    status, out, error = run(capsys, "index", str(SEEDS), "--engine", "tantivy", "--index", str(tmp_path / "index"))
    assert (status, out) == (2, "")
    assert 'pip install "policysearch[tantivy]"' in error
    assert not (tmp_path / "index").exists()
    with pytest.raises(policysearch.MissingExtra, match="pip install"):
        policysearch.open(folders["tantivy"])


def engine_files(index: Path) -> list[Path]:
    """The files of an index that are Tantivy's and not empty, by the ends of their names."""
    found = (open_generation(index).folder / "tantivy").iterdir()
    return sorted((path for path in found if path.stat().st_size), key=lambda path: (path.suffix, path.name))


@pytest.mark.parametrize("damage", ["truncated", "foreign", "missing", "flipped"])
def test_a_damaged_file_is_a_named_error(folders: dict[str, Path], tmp_path: Path, damage: str,
                                         capfd: pytest.CaptureFixture[str]) -> None:
    for place, name in enumerate(engine_files(folders["tantivy"])):
        copy = Path(shutil.copytree(folders["tantivy"], tmp_path / str(place)))
        path = engine_files(copy)[place]
        data = path.read_bytes()
        if damage == "missing":
            path.unlink()
        else:
            path.write_bytes({"truncated": data[:len(data) // 2], "foreign": (b"\x89PNG" * (len(data) // 4 + 1))[:len(data)],
                              "flipped": bytes(255 - byte for byte in data)}[damage])
        try:
            with policysearch.open(copy) as index:
                for query in QUERIES:
                    index.search(query, group=True)
        except policysearch.IndexDamaged as error:
            assert path.name in str(error)
        else:
            # what is not asked for cannot be found out
            assert name.suffix == ".store" or name.name == ".managed.json", name
        gc.collect()


# what the build had open it leaves to the garbage collector to close
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_disk_that_is_full_is_a_named_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise ValueError("No space left on device")

    class Full:
        add_document = full
        commit = full

    monkeypatch.setattr("policysearch.engines.tantivy.writer.Index.writer", lambda *_: Full(), raising=False)
    with pytest.raises(policysearch.IndexUnwritable, match="No space left"):
        policysearch.build([SEEDS], tmp_path / "index", engine="tantivy")
    gc.collect()
