"""Did you mean: words that sound alike or are nearly written alike, in place of terms that nothing holds."""
from collections.abc import Callable
from pathlib import Path

import pytest

import policysearch
from policysearch.storage.spellings import Spellings, write_spellings
from policysearch.text.pinyin import readings
from tests.conftest import Clock, MakeIndex

pytestmark = pytest.mark.every_engine

ITEMS = ("推进家庭医生签约服务，提高签约率", "一网通办改革", "重庆市卫生健康工作", "推进医共体建设", "医共体建设与家庭医生", "体检中心")


@pytest.mark.parametrize(("query", "expected"), [
    ("家廷医生", "家庭医生"), ("家庭医声", "家庭医生"), ("jiatingyisheng", "家庭医生"), ("JiaTingYiSheng", "家庭医生"),
    ("jiatingyishengqianyue", "家庭医生签约"), ("家廷医生签约服务", "家庭医生签约服务"), ("家庭医师", "家庭医生"),
    ("家医庭生", "家庭医生"), ("家庭的医生", "家庭医生"), ("一网同办", "一网通办"), ("zhongqing", "重庆"), ("chongqing", "重庆"),
    ("家廷医生 签约率", "家庭医生 签约率"), ("家廷医生 -公司", "家庭医生 -公司"), ('text:"家廷医生"', 'text:"家庭医生"'),
    ("家廷醫生", "家庭医生"), ("家廷医生 yigongti", "家庭医生 医共体")])
def test_what_was_meant_is_suggested(make_index: MakeIndex, query: str, expected: str) -> None:
    index = make_index(*ITEMS)
    results = index.search(query)
    assert results.total == 0
    assert results.suggestions[:1] == (expected,) or fold_equal(results.suggestions, expected)
    assert all(index.search(suggestion).total for suggestion in results.suggestions)


def fold_equal(found: tuple[str, ...], expected: str) -> bool:
    # what was typed in traditional characters stays so beside the part that is replaced
    return bool(found) and found[0].replace("醫", "医") == expected


@pytest.mark.parametrize("query", ["家庭医生", "家庭医生 一网通办 重庆", "zzzz", "年:1999", "-推进 -改革 -体检 -重庆 -医共体", "公司" * 30, "①医"])
def test_nothing_is_suggested_where_nothing_was_mistyped(make_index: MakeIndex, query: str) -> None:
    # terms that are held but not together are not misspelled
    assert make_index(*ITEMS).search(query).suggestions == ()


def test_suggestions_obey_filters_and_not(make_index: MakeIndex) -> None:
    index = make_index({"text": "家庭医生签约", "year": 2020})
    assert index.search("家廷医生", years=2020).suggestions == ("家庭医生",)
    assert index.search("家廷医生", years=2021).suggestions == ()
    assert index.search("家廷医生 -签约").suggestions == ()


def test_at_most_three_are_suggested(make_index: MakeIndex) -> None:
    index = make_index("公式", "公事", "攻势", "公示", "工事")
    assert len(index.search("宫室").suggestions) == 3


def test_looking_for_what_was_meant_does_not_end_a_search(make_index: MakeIndex) -> None:
    # every look at the clock takes a second, so that there is no time for suggestions
    index = make_index(*ITEMS, clock=Clock(step=1.0), time_budget=1000)
    assert index.search("家廷医生").suggestions == ()


def test_readings_without_tones() -> None:
    assert readings("女") == ("nv",)
    assert "chongqing" in readings("重庆")
    assert readings("重a") == () == readings("")
    assert len(readings("行长重率调校会长")) == 8


@pytest.fixture
def spellings(tmp_path: Path) -> Callable[..., Spellings]:
    def make(*words: str) -> Spellings:
        write_spellings(tmp_path / "spellings.bin", [(word, place) for place, word in enumerate(words, 1)])
        return Spellings(tmp_path / "spellings.bin", "index")

    return make


def test_near_words_are_one_change_away(spellings: Callable[..., Spellings]) -> None:
    table = spellings("家庭医生", "家庭医师", "家庭", "庭家医生", "家庭医生们", "家医生", "家庭医院长", "医生家庭")
    assert {word.text for word in table.near("家庭医生")} == {"家庭医师", "庭家医生", "家庭医生们", "家医生"}
    assert list(table.near("公司")) == []
    table.close()


def test_words_are_found_by_their_reading(spellings: Callable[..., Spellings]) -> None:
    table = spellings("公式", "公事", "公", "5g", "工")
    assert {(word.text, word.document_count) for word in table.read_as("gongshi")} == {("公式", 1), ("公事", 2)}
    # not what only begins so
    assert list(table.read_as("gongsh")) == []
    table.close()


def test_words_that_only_parts_hold_are_no_words(spellings: Callable[..., Spellings], tmp_path: Path) -> None:
    write_spellings(tmp_path / "none.bin", [("公式", 0)])
    table = Spellings(tmp_path / "none.bin", "index")
    assert list(table.read_as("gongshi")) == []
    table.close()


def test_a_damaged_table_is_named(index_copy: Path) -> None:
    [path] = index_copy.glob("generations/*/spellings.bin")
    data = bytearray(path.read_bytes())
    data[:8] = b"whatever"
    path.write_bytes(bytes(data))
    with pytest.raises(policysearch.IndexDamaged, match="spellings.bin"):
        policysearch.open(index_copy)
