"""Abbreviations and synonyms: the field's list, the user's own, and what a bare term then finds."""
import random
from pathlib import Path

import pytest

import policysearch
from policysearch.matching.synonyms import Synonyms, expansions, field_synonyms, parse_synonyms
from policysearch.query.parser import parse
from tests.conftest import SEEDS, MakeIndex, ids

pytestmark = pytest.mark.every_engine


def by_character(text: str) -> list[str]:
    return list(text)


# --- the list --------------------------------------------------------------------------------------------------------

def test_the_members_of_a_group_find_each_other() -> None:
    synonyms = parse_synonyms("# 卫生\n医联体, 医疗联合体，医聯體  # 也作\n\n", "s.txt")
    assert synonyms.others == {"医联体": ("医疗联合体",), "医疗联合体": ("医联体",)}


def test_an_arrow_leads_one_way() -> None:
    synonyms = parse_synonyms("低保, 低保金 => 最低生活保障", "s.txt")
    assert synonyms.others == {"低保": ("最低生活保障",), "低保金": ("最低生活保障",)}


def test_groups_that_share_a_member_are_not_joined() -> None:
    synonyms = parse_synonyms("甲乙, 丙丁\n丙丁, 戊己", "s.txt")
    assert synonyms.others == {"甲乙": ("丙丁",), "丙丁": ("甲乙", "戊己"), "戊己": ("丙丁",)}


@pytest.mark.parametrize(("line", "key"), [
    ("医联体", "group.alone"), ("医联体, 医聯體", "group.alone"), ("医联体 => 医联体", "group.alone"),
    ("甲 => 乙 => 丙", "group.arrows"), ("医联体,, 医疗联合体", "group.empty"), ("=> 医联体", "group.empty"),
    ("医联体, ①", "group.empty"), (",".join(f"甲{n}" for n in range(60)), "group.too_many"),
    ("医联体, " + "长" * 61, "group.too_long")])
def test_a_bad_line_is_named(line: str, key: str) -> None:
    with pytest.raises(policysearch.BadWordList) as error:
        parse_synonyms(f"# one\n{line}\n", "my/list.txt")
    assert (error.value.key, error.value.line) == (key, 2)
    assert str(error.value).startswith("my/list.txt:2: ")


def test_the_list_of_the_field_is_long_and_well_formed() -> None:
    others = field_synonyms().others
    assert len(others) > 600
    for member, found in others.items():
        # what contains the member is found without being listed
        assert all(member not in other and other != member for other in found) or any(
            member in others.get(other, ()) for other in found), member
    assert "医疗联合体" in others["医联体"] and "医联体" in others["医疗联合体"]


@pytest.mark.parametrize(("asked", "text"), [
    ("人力资源和社会保障", "个人社保缴费"), ("最低生活保障", "最低保修期限"), ("国有企业", "中华人民共和国企业破产法"),
    ("人民政治协商会议", "行政协助"), ("教育委员会", "民族宗教委员会"), ("非物质文化遗产", "非遗传变异"),
    ("保障性住房", "保障房地产权利人"), ("职业教育", "兼职教师"), ("高等学校招生", "提高考核要求"),
    ("机构编制委员会办公室", "法规汇编办法"), ("物业管理", "文物管理"), ("三级甲等", "三甲胺"), ("电子商务", "家电商场")])
def test_an_abbreviation_inside_other_words_is_no_hit(asked: str, text: str) -> None:
    assert not any(other in text for other in field_synonyms().others.get(asked, ()))


# --- forms of a term -------------------------------------------------------------------------------------------------

def test_a_member_in_a_longer_term_is_replaced_where_it_is_a_word() -> None:
    synonyms = Synonyms({"卫健委": ("卫生健康委员会",), "双减": ("减负",)})
    assert synonyms.forms("卫健委工作", lambda text: ["卫健委", "工作"]) == ("卫生健康委员会工作",)
    assert synonyms.forms("双减速器", lambda text: ["双", "减速器"]) == ()


def test_the_longest_member_is_replaced() -> None:
    synonyms = Synonyms({"医保": ("医疗保险",), "医保局": ("医疗保障局",)})
    assert synonyms.forms("市医保局长", by_character) == ("市医疗保障局长",)


def test_a_whole_term_is_not_taken_apart() -> None:
    synonyms = Synonyms({"医保": ("医疗保险",), "医保局": ("医疗保障局",)})
    assert synonyms.forms("醫保局", by_character) == ("医疗保障局",)


def test_expansions_are_of_bare_terms_alone() -> None:
    synonyms = Synonyms({"医保": ("医疗保险",)})
    tree = parse('医保 "医保" -标题:医保 公司')
    assert expansions(tree, synonyms, by_character) == {"医保": ("医疗保险",)}


# --- searching -------------------------------------------------------------------------------------------------------

ITEMS = ("推进医联体建设", "组建醫療聯合體", "医疗联合\n体", "紧密型医共体", "疾控中心改革", "疾病预防控制中心的医联体")


def test_a_bare_term_finds_its_synonyms_and_a_quoted_one_does_not(make_index: MakeIndex) -> None:
    index = make_index(*ITEMS)
    assert set(ids(index.search("医联体"))) == {"i0", "i1", "i5"} == set(ids(index.search("医疗联合体")))
    assert set(ids(index.search('"医联体"'))) == {"i0", "i5"}
    assert ids(index.search("医联体", synonyms=False)) == ids(index.search('"医联体"'))
    assert index.search("医联体").expansions == {"医联体": ("医疗联合体",)}
    assert index.search('"医联体"').expansions == {} == index.search("医联体", synonyms=False).expansions


def test_negation_excludes_synonyms_too(make_index: MakeIndex) -> None:
    index = make_index(*ITEMS)
    assert ids(index.search("-医联体")) == ["i2", "i3", "i4"]
    assert ids(index.search('-"医联体"')) == ["i1", "i2", "i3", "i4"]
    assert ids(index.search("-医联体", synonyms=False)) == ["i1", "i2", "i3", "i4"]


def test_synonyms_are_marked(make_index: MakeIndex) -> None:
    [hit] = [hit for hit in make_index(*ITEMS).search("医联体") if hit.item.id == "i1"]
    assert [hit.item.text[start:end] for start, end in hit.spans] == ["醫療聯合體"]


def test_fields_of_text_and_of_documents_take_part(make_index: MakeIndex) -> None:
    index = make_index({"text": "甲", "title": "医联体管理办法", "issuer": "上海市卫生健康委员会"}, {"text": "医疗联合体"})
    assert ids(index.search("title:医疗联合体")) == ["i0"]
    assert ids(index.search("issuer:卫健委")) == ["i0"]
    assert ids(index.search('issuer:"卫健委"')) == []


def test_of_synonyms_the_best_one_counts(make_index: MakeIndex) -> None:
    index = make_index(*ITEMS, "医疗联合体,即医联体")
    both = index.search("医联体", explain=True)
    scores = {hit.item.id: hit.score or 0 for hit in both}
    single = [{hit.item.id: hit.score or 0 for hit in index.search(f'"{form}"')} for form in ("医联体", "医疗联合体")]
    for item_id, score in scores.items():
        # an item may hold some words of the other form, which is then no better
        assert score == pytest.approx(max(scored[item_id] for scored in single if item_id in scored), abs=1e-12)


def test_synonyms_are_the_or_of_their_quoted_forms(seeds: policysearch.Index) -> None:
    listed = sorted(field_synonyms().others)
    rng = random.Random(3)
    held = [member for member in listed if seeds.search(f'"{member}"', limit=0).total]
    assert len(held) > 50
    for member in rng.sample(held, 40):
        forms = seeds.search(member, limit=0).expansions.get(member, ())
        assert forms
        quoted = " OR ".join(f'"{form}"' for form in (member, *forms))
        everything = seeds.search("-zzzz", limit=1000).total
        assert set(ids(seeds.search(member, limit=1000))) == set(ids(seeds.search(quoted, limit=1000)))
        assert seeds.search(f"-{member}", limit=0).total == everything - seeds.search(quoted, limit=0).total


# --- the user's own --------------------------------------------------------------------------------------------------

def built(folder: Path, **lists: str) -> policysearch.Index:
    items = folder / "items.jsonl"
    items.write_text('{"id": "1", "text": "推进浦东样板间工程"}\n{"id": "2", "text": "推进样板示范项目"}\n', encoding="utf-8")
    paths = {}
    for name, text in lists.items():
        paths[name] = folder / f"{name}.txt"
        paths[name].write_text(text, encoding="utf-8")
    policysearch.build(items, folder / "index", words=paths.get("words", ()),
                       synonyms=[paths["synonyms"]] if "synonyms" in paths else ())
    return policysearch.Index(folder / "index")


def test_the_users_synonyms_are_kept_with_the_index(tmp_path: Path) -> None:
    with built(tmp_path, synonyms="样板间工程, 样板示范项目\n") as index:
        (tmp_path / "synonyms.txt").unlink()
        assert set(ids(index.search("样板间工程"))) == {"1", "2"}
        # the field's own stay
        assert index.search("医联体").expansions


def test_the_users_words_are_kept_whole(tmp_path: Path) -> None:
    def pieces(**lists: str) -> list[str]:
        with built(tmp_path, **lists) as index:
            explanation = index.search('"浦东样板间工程"', explain=True).hits[0].explanation
            assert explanation
            return [part.text for part in explanation.parts if part.kind == "word"]

    assert "浦东样板间" not in pieces()
    assert "浦东样板间" in pieces(words="# 自己的词\n浦東樣板間\n")


@pytest.mark.parametrize("line", ["甲", "5G网络", "样板 间", "样板间,工程"])
def test_a_bad_word_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(policysearch.BadWordList, match=r"words\.txt:2: "):
        built(tmp_path, words=f"样板间\n{line}\n")
    assert not (tmp_path / "index").exists()


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(policysearch.SourceError, match="none.txt"):
        policysearch.build([SEEDS], tmp_path / "index", synonyms=tmp_path / "none.txt")


def test_the_manifest_tells_lists_apart(tmp_path: Path) -> None:
    seen = set()
    for lists in ({}, {"words": "样板间\n"}, {"synonyms": "样板间, 样板房\n"}):
        with built(tmp_path, **lists) as index:
            prints = index._open._generation.manifest.fingerprints
            seen.add((prints["words"], prints["synonyms"]))
    assert len(seen) == 3
