"""Folding, units, numerals, 文号 and sentences."""
import random
import re
import tracemalloc
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from policysearch.text import simplified
from policysearch.text.bulk_folding import BulkFolder
from policysearch.text.characters import HAN, is_han
from policysearch.text.doc_numbers import doc_number_at, find_doc_number, key_of, parse_doc_number
from policysearch.text.folding import comparable, comparable_term, fold, has_content, plain, positions
from policysearch.text.numerals import MAX_SPELLINGS, parse_number, spellings, to_chinese
from policysearch.text.sentences import sentences
from policysearch.text.units import cuts_run, occurrences, stretches, units

# what it has met before makes no difference
FOLDER = BulkFolder()
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
DIRTY_TEXT = st.text(st.sampled_from("卫生衛健康覆答復瞭解“”「」（）()[] 　\n，。、a5.+#-ＡＢ１Ｇ①㎡ﾃ𠮷😀ïİ"), max_size=60)


@given(ANY_TEXT | DIRTY_TEXT)
def test_folding_is_one_character_for_one(text: str) -> None:
    assert len(plain(text)) == len(fold(text)) == len(text)


@given(ANY_TEXT | DIRTY_TEXT)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(DIRTY_TEXT)
def test_folding_is_opencc_over_the_plain_text(text: str) -> None:
    assert fold(text) == OpenCC("t2s").convert(plain(text))


@given(ANY_TEXT | DIRTY_TEXT)
def test_positions_lead_back_to_the_original(text: str) -> None:
    folded = comparable(text)
    assert len(folded.text) == len(folded.plain) == len(folded.positions)
    assert list(folded.positions) == sorted(set(folded.positions))
    assert "".join(plain(text)[place] for place in folded.positions) == folded.plain


@pytest.mark.parametrize("text, folded", [
    ("ＷＴＯ", "wto"), ("１００", "100"), ("ﾃｽﾄ", "テスト"), ("（）：－＊～｜＆！", "():-*~|&!"), ("衛生健康", "卫生健康"),
    ("⼀⼆", "一二"), ("\uf900", "豈".replace("豈", "岂")), ("①²Ⅰ㎡", "①²Ⅰ㎡".lower()), ("乾隆", "乾隆"), ("答覆", "答复"), ("覆", "覆"),
    ("臺灣地區", "台湾地区"), ("國務院", "国务院"), ("　", " ")])
def test_folding_cases(text: str, folded: str) -> None:
    if text == "①²Ⅰ㎡":
        # Ⅰ has a lower case twin; it is still no letter of a run
        folded = "①²ⅰ㎡"
    assert fold(text) == folded


@pytest.mark.parametrize("text, result", [
    ("“放管服”改革", "“放管服改革"), ("推进“放管服”改革", "推进放管服改革"), ("甲 乙", "甲乙"), ("甲　（乙）丙", "甲乙丙"),
    ("甲\n乙", "甲\n乙"), ("甲，乙", "甲,乙"), ("5G 网", "5g 网"), ("〔2022〕4号", "〔2022〕4号"), ("甲”\n“乙", "甲”\n“乙"),
    ("《甲》《乙》", "《甲乙》")])
def test_what_is_passed_over(text: str, result: str) -> None:
    assert comparable(text).text == result


@pytest.mark.parametrize("text, result", [("《意见》", "意见"), (" “放管服” ", "放管服"), ("(甲)", "甲"), ("”，甲", "，甲".replace("，", ","))])
def test_marks_at_the_ends_of_a_term_are_dropped(text: str, result: str) -> None:
    assert comparable_term(text).text == result


@pytest.mark.parametrize("text, runs", [
    ("pm2.5", ["pm2.5"]), ("3.5%", ["3.5"]), ("2022.06.10", ["2022", "06", "10"]), ("c++和c#", ["c++", "和", "c#"]),
    ("covid-19", ["covid", "19"]), ("a类", ["a", "类"]), ("1+5+x", ["1", "5", "x"]), ("v1.2.3", ["v1", "2", "3"]),
    ("①2023年", ["2023", "年"]), ("100㎡", ["100"]), ("x.y", ["x", "y"]), ("二〇二二", list("二〇二二")), ("𠮷野", ["𠮷", "野"]),
    ("한국\ue56a", []), ("豈", ["豈"]), ("\ufa0e", ["\ufa0e"]), ("a+b", ["a+", "b"]), ("互联网+", list("互联网"))])
def test_units(text: str, runs: list[str]) -> None:
    assert [unit.text for unit in units(text)] == runs


@given(DIRTY_TEXT)
def test_a_place_cuts_a_run_when_a_unit_lies_across_it(text: str) -> None:
    text = plain(text)
    inside = {place for unit in units(text) for place in range(unit.start + 1, unit.end)}
    assert {place for place in range(len(text) + 1) if cuts_run(text, place)} == inside


@pytest.mark.parametrize("needle, text, found", [
    ("3月", "13月底3月", [4]), ("pm1", "pm10 pm1", [5]), ("人人", "人人人", [0, 1]), ("3", "3.5 3", [4]), ("c", "c++ c", [4])])
def test_occurrences_cut_no_run(needle: str, text: str, found: list[int]) -> None:
    assert list(occurrences(needle, text)) == found


@pytest.mark.parametrize("text, result", [
    ("甲", True), ("5", True), ("β", True), ("①", False), ("㎡!", False), ("，。", False), ("😀", False)])
def test_what_can_be_searched_for(text: str, result: bool) -> None:
    assert has_content(text) is result


@given(st.integers(0, 9999))
def test_numerals_there_and_back(number: int) -> None:
    assert parse_number(to_chinese(number)) == number
    assert parse_number(str(number)) == number


@pytest.mark.parametrize("text, number", [
    ("廿三", 23), ("两百", 200), ("一千零一", 1001), ("壹佰贰拾", 120), ("二〇二三", 2023), ("二○二三", 2023), ("十", 10), ("三万五千", 35000),
    ("一百二十", 120), ("", None), ("百姓", None)])
def test_numerals(text: str, number: int | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text, others", [
    ("第23条", {"第二十三条"}), ("第二十三条", {"第23条"}), ("2023年", {"二〇二三年", "二零二三年", "二○二三年"}), ("二〇二三年", {"2023年"}),
    ("3月", {"三月"}), ("一体化", set()), ("十四五", set()), ("13.5年", set()), ("签约", set())])
def test_other_spellings_of_numbers(text: str, others: set[str]) -> None:
    written = spellings(text)
    assert written[0] == text
    assert others <= set(written)
    assert bool(others) == (len(written) > 1)


@given(st.text(st.sampled_from("第一二三十百123年月日号条"), max_size=40))
def test_spellings_are_few_and_begin_with_the_text(text: str) -> None:
    written = spellings(text)
    assert written[0] == text and len(written) == len(set(written)) <= MAX_SPELLINGS


SAME = ["国办发〔2023〕1号", "国办发[2023]1号", "国办发(2023)1号", "国办发（2023）1号", "国办发2023年1号", "國辦發〔２０２３〕１号", "国办发〔2023〕01号",
        "国办发〔2023〕第1号", "国办发【2023】1号", "国办发 〔2023〕 1 号", "国办发〔二〇二三〕1号"]


@pytest.mark.parametrize("text", SAME)
def test_a_doc_number_has_one_key_in_every_spelling(text: str) -> None:
    assert parse_doc_number(text) == "国办发〔2023〕1号"
    found = doc_number_at(f"见{text}文", 1)
    assert found and (found.start, found.end) == (1, 1 + len(text))


@pytest.mark.parametrize("text", ["国办发〔2023〕11号", "国办发〔2023〕10号", "国办发〔2022〕1号", "办发〔2023〕1号", "国办发〔2023〕1", "2023年1号"])
def test_other_doc_numbers_have_other_keys(text: str) -> None:
    assert key_of(text) != "国办发〔2023〕1号"


@pytest.mark.parametrize("text, places", [
    ("《意见》（国办发〔2023〕1号）", [5]), ("根据国办发〔2023〕1号", [2]), ("国办发〔2023〕11号", []), ("闽国办发〔2023〕1号", []),
    ("国办发2023年1号、国办发[2023]1号", [0, 11])])
def test_doc_numbers_cited_in_a_text(text: str, places: list[int]) -> None:
    assert [found.start for found in find_doc_number("国办发〔2023〕1号", text)] == places


@given(ANY_TEXT)
def test_sentences_cover_the_text(text: str) -> None:
    spans = sentences(text)
    assert "".join(text[span.start:span.end] for span in spans) == text


def test_plain_leaves_alone_what_is_no_width_or_case() -> None:
    for character in "①²Ⅻ㎡㈠…":
        assert unicodedata.normalize("NFKC", character) != character
        assert plain(character) == character.lower()


def opencc_phrases() -> dict[str, str]:
    (_, _, phrases), _ = OpenCC("t2s")._dict_chain_data[0]
    return {phrase: value.split(" ")[0] for phrase, value in phrases.items()}


def test_the_tables_of_traditional_characters_are_those_of_opencc() -> None:
    (_, _, alone) = OpenCC("t2s")._dict_chain_data[0][1]
    becoming = {one: value.split(" ")[0] for one, value in alone.items()}
    phrases = opencc_phrases()
    tables = simplified._tables()
    assert {phrase: whole for some in tables.starting.values() for phrase, whole in some} == phrases
    assert simplified._changing() == {one for key, value in (*becoming.items(), *phrases.items())
                               for one, other in zip(key, value, strict=True) if one != other}
    assert tables.characters == {ord(one): whole for one, whole in becoming.items()}


def test_phrases_in_any_order_are_simplified_as_opencc_does() -> None:
    phrases = sorted(opencc_phrases())
    characters = sorted(set("".join(phrases)))
    opencc, chance = OpenCC("t2s"), random.Random(1)
    for _ in range(2000):
        text = "".join(chance.choice(chance.choice((phrases, characters, "。a "))) for _ in range(chance.randint(1, 9)))
        assert simplified.simplified(text) == opencc.convert(text), text


def test_han_characters_are_those_of_the_class() -> None:
    everything = "".join(map(chr, range(0x110000)))
    assert "".join(filter(is_han, everything)) == "".join(re.findall(f"[{HAN}]", everything))
    assert not is_han("")


@given(ANY_TEXT)
def test_stretches_hold_the_units_side_by_side(text: str) -> None:
    plain_text = plain(text)
    expected: list[list[str]] = []
    end = -1
    for unit in units(plain_text):
        if unit.start != end:
            expected.append([])
        expected[-1].append(unit.text)
        end = unit.end
    assert [[unit for piece in stretch for unit in ([piece] if piece.isascii() else piece)]
            for stretch in stretches(plain_text)] == expected


@given(st.text(alphabet="国民a1（）()［］「」｢｣“”《》 \u3000\t\n，Ａ豈⼀", max_size=12))
def test_places_in_a_text_are_those_that_folding_keeps(text: str) -> None:
    assert list(positions(text)) == list(comparable(text).positions)


@given(st.lists(ANY_TEXT | DIRTY_TEXT
                | st.text(st.sampled_from("乾隆坤著作藉覆答么幺什後 “”（）()国a\U0002f804⼀豈豈\0"), max_size=20), max_size=8))
def test_many_texts_are_folded_as_each_alone(texts: list[str]) -> None:
    alone = [(folded.text, folded.plain) for folded in map(comparable, texts)]
    assert FOLDER.comparable(texts) == alone
    assert FOLDER.comparable(texts[::-1]) == BulkFolder().comparable(texts[::-1]) == alone[::-1]


def test_phrases_in_many_texts_are_folded_as_in_each_alone() -> None:
    chance = random.Random(2)
    phrases = sorted(opencc_phrases())
    texts = ["".join(chance.choices((*phrases, "么", "著", "。", "（", " "), k=chance.randint(0, 5))) for _ in range(3000)]
    assert FOLDER.comparable(texts) == [(folded.text, folded.plain) for folded in map(comparable, texts)]


def test_long_texts_are_folded_and_not_kept() -> None:
    length = 20_000
    rng = random.Random(3)
    comparable("（衛）生")
    tracemalloc.start()
    try:
        for _ in range(2):
            folded = comparable("".join(rng.choices("衛生（健）康", k=length)))
            assert len(folded.text) == len(folded.positions) > length // 2
        del folded
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < length
    title = "".join(rng.choices("衛生（健）康", k=40))
    assert comparable(title) is comparable(title)
