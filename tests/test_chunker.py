"""The chunker: the seeds exactly, and each rule of sequences on small documents."""
import json
import subprocess
import sys
from pathlib import Path

import pytest

from policysearch.chunker.documents import cut
from policysearch.chunker.labels import read_label
from policysearch.models import Item, Source
from policysearch.sources.text import read_text
from tests.conftest import DATA, SEEDS

SEED_FILES = sorted(SEEDS.iterdir())


def cut_text(text: str) -> list[Item]:
    return cut(Source("a.txt", "a.txt", text))


def outline_of(text: str) -> list[str]:
    return [f"{item.id.split(':')[1]} {item.text}" for item in cut_text(text)]


def items_of(path: Path) -> list[Item]:
    return cut(read_text(path.read_bytes(), path.name, str(path)))


@pytest.mark.parametrize("gold", sorted((DATA / "gold").glob("seed_*.json")), ids=lambda path: path.stem)
def test_seed_items_are_those_marked_by_hand(gold: Path, tmp_path: Path) -> None:
    document = SEEDS / Path(json.loads(gold.read_text(encoding="utf-8"))["doc"]).name
    records = tmp_path / "items.jsonl"
    records.write_text("".join(json.dumps(item.record(), ensure_ascii=False) + "\n" for item in items_of(document)),
                       encoding="utf-8")
    scored = subprocess.run([sys.executable, str(DATA / "gold" / "score_items.py"), str(records), str(gold), "--sources",
                             str(SEEDS.parent)], capture_output=True, text=True, check=True)
    count = len(items_of(document))
    assert scored.stdout.splitlines()[-1] == (
        f"items F1 1.0000  section path {count}/{count}  metadata 4/4  whole {count}/{count}"), scored.stdout


def test_the_seeds_hold_111_items() -> None:
    assert [len(items_of(path)) for path in SEED_FILES] == [31, 23, 27, 23, 7]


@pytest.mark.parametrize("path", SEED_FILES, ids=lambda path: path.name)
def test_every_character_of_an_item_stands_in_the_source_where_its_offsets_say(path: Path) -> None:
    source = read_text(path.read_bytes(), path.name, str(path)).text
    last = -1
    for item in items_of(path):
        assert item.start is not None and item.end is not None and item.number
        assert item.start > last, "items are in the order of the source"
        assert source[item.start:item.start + len(item.number)] == item.number
        assert item.line == source[:item.start].count("\n") + 1
        pairs = [*item.offsets, (len(item.text), item.end)]
        for (here, there), (following, _) in zip(pairs, pairs[1:]):
            for step in range(following - here):
                shown, printed = item.text[here + step], source[there + step]
                assert shown == printed or (shown == "\n" and printed.isspace()), item.id
        last = item.start


def test_metadata_of_the_seeds() -> None:
    first = {path.name[:3]: items_of(path)[0] for path in SEED_FILES}
    assert {name: (item.title, item.year, item.kind, item.place) for name, item in first.items()} == {
        "000": ("2024年卫生健康工作要点", 2024, "工作要点", None),
        "001": ("關于2022年衛生健康工作要點", 2022, "工作要点", None),
        "002": ("2024年上海卫生健康工作要点", 2024, "工作要点", "上海"),
        "003": ("2022年宝山区卫生健康工作要点", 2022, "工作要点", "宝山区"),
        "004": ("卫生健康局2024年工作总结与2024年工作计划范文", 2024, "工作计划", None)}
    assert (first["003"].issuer, first["003"].doc_number, first["003"].date) == (
        "宝山区卫生健康委员会", "宝卫〔2022〕4号", "2022-06-10")


def test_the_record_of_the_floor_plan() -> None:
    item = next(item for item in items_of(SEED_FILES[3]) if item.id.endswith(":2.6"))
    assert item.citation == "《2022年宝山区卫生健康工作要点》（宝卫〔2022〕4号）二、6."
    assert (item.number, item.level, item.heading) == ("6.", "1.", "提高基层卫生服务能力")
    assert (item.start, item.end, item.line) == (2042, 2493, 27)
    assert item.offsets[:4] == ((0, 2045), (245, 2292), (290, 2339), (292, 2343))
    assert item.sections == ("二、强基增能，多元谋划，锻造宝山医疗卫生服务新板",)


@pytest.mark.parametrize("text, expected", [
    # restarts in each section, runs through them, skips, repeats
    ("一、甲\n1.子。\n2.丑。\n二、乙\n1.寅。", ["1.1 子。", "1.2 丑。", "2.1 寅。"]),
    ("一、甲\n1.子。\n2.丑。\n二、乙\n3.寅。", ["1.1 子。", "1.2 丑。", "2.3 寅。"]),
    ("1.子。\n2.丑。\n4.卯。", ["1 子。", "2 丑。", "4 卯。"]),
    ("1.子。\n2.丑。\n2.寅。\n3.卯。", ["1 子。", "2 丑。", "2~2 寅。", "3 卯。"]),
    # a number without its dot fills a gap; a quantity does not
    ("1.子。\n2.丑。\n3做好寅。\n4.卯。", ["1 子。", "2 丑。", "3 做好寅。", "4 卯。"]),
    ("1.子。\n2.丑。\n3个寅。\n3.卯。", ["1 子。", "2 丑。\n3个寅。", "3 卯。"]),
    # 一是 is a section number where it fills the gap, else text
    ("一是甲。\n1.子。\n二、乙。\n2.丑。\n三是丙。\n3.寅。\n四、丁。\n4.卯。", ["1.1 子。", "2.2 丑。", "3.3 寅。", "4.4 卯。"]),
    ("一、甲\n（一）子\n一是丑。\n（二）寅\n一是卯。\n二、乙\n（一）辰\n一是巳。",
     ["1.1 子\n一是丑。", "1.2 寅\n一是卯。", "2.1 辰\n一是巳。"]),
    # a numbered paragraph with a body of its own and numbered children is an item, and so are they
    ("第一条 甲。具体如下：\n（一）子；\n（二）丑。\n第二条 乙。", ["1 甲。具体如下：", "1.1 子；", "1.2 丑。", "2 乙。"]),
    # decimal numbers count within the numbers above them; others are quantities
    ("1 甲\n1.1 子。\n1.2 丑。\n1.2.1 寅。\n2  乙\n2.1 卯。\n3.5 万亿。\n2.2 辰。",
     ["1.1 子。", "1.2.1 寅。", "2.1 卯。\n3.5 万亿。", "2.2 辰。"]),
    ("1.甲\n1.1子。\n1.2丑。\n2.乙\n2.1寅。", ["1.1 子。", "1.2 丑。", "2.1 寅。"]),
    # other styles, and what only looks like them
    ("甲、子\n一、丑。\n二、寅。\n乙、卯\n一、辰。", ["1.1 丑。", "1.2 寅。", "2.1 辰。"]), ("1.子。\n甲、乙双方。\n2.丑。", ["1 子。\n甲、乙双方。", "2 丑。"]),
    ("壹、子\n一、丑。\n二、寅。\n贰、卯。", ["1.1 丑。", "1.2 寅。", "2 卯。"]), ("1.子：\n(i) 丑；\n(ii) 寅。\n2.卯。", ["1.1 丑；", "1.2 寅。", "2 卯。"]),
    ("一、子\n一是丑。\n二是寅。\n二、卯。", ["1.1 丑。", "1.2 寅。", "2 卯。"]), ("首先，子。\n其次，丑。\n最后，寅。", ["1 子。", "2 丑。", "4 寅。"]),
    ("一、2021年重点工作\n1.2025年有多少？\n2.丑。", ["1.1 2025年有多少？", "1.2 丑。"]),
    # a number alone on its line
    ("第一条\n甲。\n第二条\n乙。", ["1 甲。", "2 乙。"]),
    # what only looks like a number
    ("1.甲。\n2024年乙。\n2018年12月7日。\n2.丙。", ["1 甲。\n2024年乙。\n2018年12月7日。", "2 丙。"])])
def test_sequences(text: str, expected: list[str]) -> None:
    assert outline_of(text) == expected


def test_articles_between_articles_have_ids_of_their_own() -> None:
    text = "\n".join(["第一条 甲。", "第二条 乙。", "第二条之一 丙。", "第二条之二 丁。", "第三条 戊。"])
    assert [item.id for item in cut_text(text)] == ["a.txt:1", "a.txt:2", "a.txt:2-1", "a.txt:2-2", "a.txt:3"]


def test_a_sentence_broken_by_a_page_is_joined_and_a_heading_is_not() -> None:
    items = cut_text("一、甲乙丙\n\n1. 子。坚持“四有”原\n\n则，强化。四\n\n是立足。\n\n2. 丑。推进5\n个区域\n 中心建设。")
    assert [item.text for item in items] == ["子。坚持“四有”原则，强化。四是立足。", "丑。推进5个区域中心建设。"]
    assert items[0].sections == ("一、甲乙丙",)


def test_signature_date_and_navigation_are_no_part_of_the_last_item() -> None:
    for tail in ("上海市卫生健康委员会\n2022年6月10日", "221381\n领取福利\n微信扫码分享", "来源：网络整理 免责声明：本文仅限学习分享。\n谢谢！"):
        assert outline_of(f"1.子。\n2.丑。\n\n{tail}\n") == ["1 子。", "2 丑。"]


def test_a_file_without_a_number_becomes_paragraphs() -> None:
    items = cut_text("关于春耕的通知\n\n各单位：\n请做好春耕。\n")
    assert [(item.id, item.part, item.number) for item in items] == [
        ("a.txt:p1", "paragraph", None), ("a.txt:p2", "paragraph", None), ("a.txt:p3", "paragraph", None)]
    assert items[0].title == "关于春耕的通知"


@pytest.mark.parametrize("line, label", [
    ("一、总体要求", ("一、", 1, "一、")), ("（十八）开展", ("（一）", 18, "（十八）")), ("(九)安排", ("（一）", 9, "(九)")), ("１．中央", ("1.", 1, "１．")),
    ("17 .推进", ("1.", 17, "17 .")), ("（13）其他", ("（1）", 13, "（13）")), ("1)其他", ("（1）", 1, "1)")), ("②获得", ("①", 2, "②")),
    ("第五条 企业", ("条", 5, "第五条")), ("第二百零五条之一 虚开", ("条", 205, "第二百零五条之一")), ("第一章 总则", ("章", 1, "第一章"))])
def test_labels(line: str, label: tuple[str, int, str]) -> None:
    found = read_label(line)
    assert found and (found.style, found.ordinal, line[found.start:found.end]) == label and not found.weak


@pytest.mark.parametrize("line", ["2024年起", "220項新措施", "2.0版", "第五条的规定", "十四五规划", "1 100人", "12345", "1.3万亿斤", "3.5%以上",
    "1 100人受傷"])
def test_lines_without_a_label(line: str) -> None:
    found = read_label(line)
    assert found is None or found.weak


@pytest.mark.parametrize("gold", ["gov2023_zhongyang1hao", "sh2025_hukehe20_gongwei", "law1980_aiweihui"])
def test_metadata_of_other_documents(gold: str) -> None:
    expected = json.loads((DATA / "gold" / f"{gold}.json").read_text(encoding="utf-8"))
    item = items_of(DATA / "policies" / f"{gold}.md")[0]
    assert (item.title, item.year, item.date, item.issuer, item.doc_number) == tuple(
        expected[name] for name in ("title", "year", "date", "issuer", "doc_number"))


@pytest.mark.parametrize("front, field, value", [
    ("xxxx年卫生健康工作要点", "year", None), ("二〇二二年卫生健康工作要点", "year", 2022), ("当前位置:首页 > 2022年工作要点", "title", None),
    ("各单位：", "title", None), ("广州市天河区工作方案", "place", "广州市天河区"), ("社区工作方案", "place", None), ("2022年全市工作要点", "place", None),
    ("关于做好春耕工作的通知", "kind", "通知"), ("工作方法", "title", None), ("沪府发〔2023〕3号", "doc_number", "沪府发〔2023〕3号"),
    ("根据国发〔2015〕44号的要求，制定。", "doc_number", None), ("XX市人民政府文件", "issuer", None), ("上海市人民政府文件", "issuer", "上海市人民政府")])
def test_metadata_of_front_lines(front: str, field: str, value: object) -> None:
    assert getattr(cut_text(f"{front}\n\n1.子。\n2.丑。")[0], field) == value


def test_a_web_date_is_no_date_of_issue() -> None:
    item = cut_text("关于春耕的通知\n时间：2019-02-25 08:56:30\n1.子。\n2.丑。")[0]
    assert (item.date, item.year) == (None, None)
