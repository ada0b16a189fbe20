"""The search against the naive oracle: generated queries over the seeds and synthetic hard items, and known traps."""
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from opencc import OpenCC

import policysearch
from policysearch.models import Hit, Item, Results
from tests.oracle import And, Not, Number, Or, Oracle, Query, Term, Years, bigrams, contains, fold, matches, plain, stretches, words

SEEDS = Path(__file__).parent.parent / "seeds"
QUERIES = 300
EVERYTHING = 1000
CLOSE = 1e-9

# --- synthetic items -------------------------------------------------------------------------------------------------

FRAGMENTS = """5G网络 A类项目 PM2.5浓度 PM2浓度 C++和C#语言 C++11标准 COVID-19防控 covid 家庭医生签约服务 签约率 放管服改革 “放管服”改革 监督，检查
监督检查 监督“检查” 答复意见 答覆 答“覆” 覆核 覆盖率 里程碑 鄉里 公里 心髒 乾部 H7N9禽流感 12.8万名居民 3.5.2版 2022.06.10印发 1+1+1签约 互联网+医疗
R&D投入 AI+政务 xx市 ××区 ***同志 ①完善机制 80㎡ Ⅲ级医院 65岁以上老年人 第二十三条规定 第23条 13月 3月底 2023年度 二〇二三年 国（境）外人员 健康中国2030
【重点】任务 v1.0版 Wi-Fi覆盖 并且 或有负债 非法行医 不含税 招商引资 有限公司 一网通办 GB/T IPv6 30%以上 2021-2023 公立医院 高质量发展 医疗卫生机构
⼈工智能 更新 中医药 疫情防控 卫生健康 十四五 三医联动 国 A·B类 甲/乙类 （六） 《办法》 [附件] {名单} ﹁直排﹂ ｢半角｣""".split()
JOINS = ["", "", "，", "。", "；", "、", ",", ": ", " ", "　", "\n", "”“", "-"]
MARKS = ["“”", "《》", "（）", "【】", "[]", "「」", "''", "〔〕", '""', "‘’"]
TITLES = ["2023年卫生健康工作要點", "关于“放管服”改革的实施意见", "5G＋医疗健康行动计划", "數據安全管理辦法", "A类医院名单", None]
SECTIONS = ["一、總體要求", "二、重点【任务】", "（三）“互联网＋”监管", "第三章 监督检查", "PM2.5治理"]
YEARS = [None, None, 2019, 2020, 2021, 2022, 2023, 2023, 2024, 2025]
ISSUERS = [None, "上海市卫生健康委员会", "宝山区人民政府、宝山区卫生健康委员会", "國務院辦公廳", "A市5G办公室"]
PLACES = [None, "上海", "宝山区", "臺灣", "北京市"]
KINDS = [None, "工作要点", "工作計劃", "办法", "实施意见"]
NUMBERS = [None, "一、", "六、", "（六）", "6.", "(12)", "第六条", "第二十三条", "第十二条", "３．"]
DOC_NUMBERS = [None, None, "宝卫〔2022〕4号", "沪卫规〔2023〕12号", "國辦發〔2021〕6號"]
# sources whose names sort before, between and after the seeds, and whose records lie mixed in the file
SOURCES = ["合成/一.txt", "002_z.txt", "0.txt", "合成/10.txt", "Z.txt", "合成/2.txt"]

traditional: Callable[[str], str] = OpenCC("s2t").convert


def wide(text: str) -> str:
    """Letters, digits and ASCII marks in full width."""
    return "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text)


def synthetic_items(rng: random.Random) -> list[Item]:
    """Sixty items made of hard fragments, none of them empty, in the order of their lines."""
    items = []
    for line in range(60):
        text = ""
        for fragment in rng.choices(FRAGMENTS, k=rng.randint(2, 14)):
            fragment = rng.choice([str, str, str, traditional, wide, str.upper])(fragment)
            if rng.random() < 0.2:
                fragment = fragment.join(rng.choice(MARKS))
            text += fragment + rng.choice(JOINS)
        source = SOURCES[line % len(SOURCES)]
        items.append(Item(
            id=f"{source}:{line}", source=source, text=text.strip(), title=rng.choice(TITLES), year=rng.choice(YEARS),
            sections=tuple(rng.sample(SECTIONS, rng.choice([0, 1, 1, 2]))), issuer=rng.choice(ISSUERS),
            place=rng.choice(PLACES), kind=rng.choice(KINDS), number=rng.choice(NUMBERS), doc_number=rng.choice(DOC_NUMBERS)))
    return items


def write_items(items: list[Item], path: Path) -> str:
    """Write items as JSON lines and give the path."""
    lines = [json.dumps(item.record(), ensure_ascii=False) for item in items]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


# --- generated queries -----------------------------------------------------------------------------------------------

class Asked(NamedTuple):
    """A generated query: its tree for the oracle, its text for the search."""

    tree: Query
    text: str


# Other spellings of numbers (第23条, 2023年) and 文号 are kept out of generated terms, and so are wildcards: what they
# match, and which spelling counts, is not for this oracle.
NUMBERED = re.compile("第[0-9〇零一二三四五六七八九十百千万亿两廿卅]"
                      "|[0-9〇零一二三四五六七八九十百千万亿两廿卅][年月日号条款项章节编期批届次轮]")
NEVER = set("*＊?？~～\\\n＂\t")
NOT_BARE = set(" 　()（）\"“”「」｢｣:：<>=＜＞＝|｜")
OPERATORS = {"and", "or", "not", "to", "且", "并且", "或", "或者", "非", "不含", "&"}
LETTERS_ONLY = re.compile(r"[\W_]+")
ALIASES = {"text": "正文", "title": "标题", "section": "章节", "issuer": "发文机关", "place": "地区", "kind": "文种", "number": "条号",
           "year": "年"}
HAN_NUMERALS = {2: "二", 3: "三", 6: "六", 12: "十二", 23: "二十三"}


class Generator:
    """Makes queries about some items: trees of its own, and texts that say the same."""

    def __init__(self, items: list[Item], rng: random.Random) -> None:
        self._items = items
        self._rng = rng

    def query(self) -> Asked:
        """A query up to four operators deep, most of whose terms come from one item."""
        # the words of a leaf are chosen with the leaf, those of an operator when the tree is written
        self._spellings: dict[Query, str] = {}
        self._about = self._rng.choice(self._items)
        tree = self._tree(4)
        return Asked(tree, self._written(tree, full=self._rng.random() < 0.4))

    def _tree(self, depth: int) -> Query:
        choice = self._rng.random()
        if depth == 0 or choice < 0.3 and depth < 4:
            return self._leaf()
        if choice < 0.5:
            return Not(self._tree(depth - 1))
        children = tuple(self._tree(depth - 1) for _ in range(self._rng.choice([2, 2, 3])))
        return And(children) if choice < 0.72 else Or(children)

    def _leaf(self) -> Query:
        item = self._about if self._rng.random() < 0.6 else self._rng.choice(self._items)
        choice = self._rng.random()
        if choice < 0.14:
            return self._years(item.year or self._rng.randint(2019, 2025))
        if choice < 0.18:
            return self._number()
        field = self._rng.choice(list(ALIASES)[:6]) if choice < 0.4 else ""
        zone = self._rng.choice(self._zones(item, field))
        quoted = self._rng.random() < 0.4
        text, spelling = self._term(zone, quoted) or ("卫生", "卫生")
        leaf = Term(text, field)
        self._spellings[leaf] = self._field(field) + spelling if field else spelling
        return leaf

    def _zones(self, item: Item, field: str) -> list[str]:
        zones = {"text": [item.text], "title": [item.title], "section": [*item.sections], "issuer": [item.issuer],
                 "place": [item.place], "kind": [item.kind],
                 "": [item.text, item.text, item.text, item.title, item.number, item.doc_number, *item.sections]}
        return [zone for zone in zones[field] if zone] or [item.text]

    def _field(self, name: str) -> str:
        return self._rng.choice([name, ALIASES[name]]) + self._rng.choice("::：")

    def _years(self, year: int) -> Query:
        last = year + self._rng.randint(0, 2)
        leaf = Years(*self._rng.choice([(year, year), (year, last), (year, last), (year, None)]))
        one = [f"{year}", wide(f"{year}"), f"{year}年"]
        both = [f"{year}..{last}", f"{year}-{last}", f"[{year} TO {last}]", f"{year}年至{last}年"]
        self._spellings[leaf] = self._field("year") + (
            f">={year}" if leaf.last is None else self._rng.choice(both if leaf.last > year else one))
        return leaf

    def _number(self) -> Query:
        value, han = self._rng.choice(list(HAN_NUMERALS.items()))
        leaf = Number(value, article=self._rng.random() < 0.4)
        spellings = [f"第{han}条", f"第{value}条"] if leaf.article else [f"{value}", wide(f"{value}"), han]
        self._spellings[leaf] = self._field("number") + self._rng.choice(spellings)
        return leaf

    def _term(self, zone: str, quoted: bool) -> tuple[str, str] | None:
        """A part of a zone, sometimes in another script, width or case or with other marks, and how to ask for it."""
        units = [span for stretch in stretches(fold(zone)) for span in (
            [(place, place + 1) for place in range(*stretch.span())] if stretch["han"] else [stretch.span()])]
        for _ in range(20 if units else 0):
            first = self._rng.randrange(len(units))
            last = min(first + self._rng.choice([0, 1, 1, 1, 1, 2, 3, 3, 5, 8]), len(units) - 1)
            text = zone[units[first][0]:units[last][1]]
            if self._rng.random() < 0.1:
                text = text[-1] + text[:-1] if text[-1] > "一" else text
            if self._rng.random() < 0.3:
                text = self._rng.choice([fold, traditional, wide, str.upper])(text)
            if self._rng.random() < 0.15:
                text = text[:1] + self._rng.choice("《》’』〔" + " (" * quoted) + text[1:]
            if self._rng.random() < 0.05:
                text = text.join("《》")
            if self._valid(text, quoted):
                return text, self._quoted(text) if quoted else text
        return None

    def _valid(self, text: str, quoted: bool) -> bool:
        compared = LETTERS_ONLY.sub("", fold(text))
        return (not NUMBERED.search(compared) and not NEVER & set(text)
                and (quoted or not NOT_BARE & set(text) and compared not in OPERATORS and "&&" not in fold(text)))

    def _quoted(self, text: str) -> str:
        around = self._rng.choice([marks for marks in ('""', "“”", "「」") if marks == '""' or not set(marks) & set(plain(text))])
        return (text.replace('"', '\\"') if around == '""' else text).join(around)

    def _written(self, tree: Query, full: bool) -> str:
        """The text of a tree, with all brackets or with no more than NOT > AND > OR needs."""
        match tree:
            case Not(child):
                operand = self._operand(child, 3, full)
                signs = [] if operand[0] in "-!－！" else ["-", "!", "－", "！"]
                return self._rng.choice(["NOT ", "NOT ", "非 ", "不含 ", *signs]) + operand
            case And(children):
                join = [" ", " ", "　", " AND ", " && ", " 且 ", " 并且 ", " & ", " ＆ "]
                return self._joined([self._operand(child, 2, full) for child in children], join)
            case Or(children):
                return self._joined([self._operand(child, 1, full) for child in children],
                                    [" OR ", " OR ", " || ", " 或 ", " 或者 ", " | ", "　｜　"])
            case leaf:
                return self._spellings[leaf]

    def _joined(self, operands: list[str], joins: list[str]) -> str:
        text = operands[0]
        for operand in operands[1:]:
            text += self._rng.choice(joins) + operand
        return text

    def _operand(self, child: Query, parent: int, full: bool) -> str:
        rank = 1 if isinstance(child, Or) else 2 if isinstance(child, And) else 3 if isinstance(child, Not) else 4
        text = self._written(child, full)
        needed = rank < parent or full and rank < 4 or self._rng.random() < 0.03
        return text.join(self._rng.choice(["()", "()", "（）"])) if needed else text


# --- the index -------------------------------------------------------------------------------------------------------

class World(NamedTuple):
    """An index, the oracle of the same items, their places in document order, and the queries with their answers."""

    index_dir: Path
    oracle: Oracle
    places: Mapping[str, int]
    asked: list[Asked]
    answers: list[dict[str, float]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The seeds and the synthetic items, indexed once, and what the oracle says of all generated queries."""
    folder = tmp_path_factory.mktemp("oracle")
    rng = random.Random(20240611)
    synthetic = synthetic_items(rng)
    policysearch.build([str(SEEDS), write_items(synthetic, folder / "synthetic.jsonl")], str(folder / "index"))
    with policysearch.open(str(folder / "index")) as index:
        indexed = list(index.items())
    seeds = [item for item in indexed if item.start is not None]
    oracle = Oracle(sorted(seeds, key=lambda item: item.start or 0) + synthetic)
    assert indexed == oracle.items
    generator = Generator(oracle.items, rng)
    asked = [generator.query() for _ in range(QUERIES)]
    return World(folder / "index", oracle, {item.id: place for place, item in enumerate(oracle.items)}, asked,
                 [oracle.search(query.tree) for query in asked])


def faults(world: World, wanted: Mapping[str, float], results: Results, scored: int) -> Iterator[str]:
    """What is wrong with an answer of which the first `scored` hits must have scores."""
    ids = [hit.item.id for hit in results]
    if results.total != len(wanted) or sorted(ids) != sorted(wanted):
        missing, extra = set(wanted) - set(ids), set(ids) - set(wanted)
        yield f"total {results.total} for {len(wanted)}, missing {sorted(missing)}, not wanted {sorted(extra)}"
        return
    best: list[tuple[float, int]] = []
    for hit in results.hits[:scored]:
        if hit.score is None or abs(hit.score - wanted[hit.item.id]) > CLOSE:
            yield f"{hit.item.id} has the score {hit.score} for {wanted[hit.item.id]}"
        elif not adds_up(hit):
            yield f"{hit.item.id}: the parts of the explanation do not add up"
        else:
            best.append((-hit.score, world.places[hit.item.id]))
    if best != sorted(best):
        yield "not in the order of score, then document"
    if any(wanted[one] < wanted[other] - CLOSE for one, other in zip(ids[:scored], ids[1:scored])):
        yield "not in the oracle's order"
    if any(hit.score is not None for hit in results.hits[scored:]):
        yield f"more than {scored} hits have a score"


def adds_up(hit: Hit) -> bool:
    """Whether the parts of an explanation add up to the score of the hit."""
    explanation = hit.explanation
    return (explanation is not None and explanation.score == hit.score
            and abs(sum(part.score for part in explanation.parts) - explanation.score) <= CLOSE)


def disagreements(world: World, candidates: int) -> list[str]:
    """The queries that the search and the oracle answer differently, the shortest first."""
    found = []
    with policysearch.Index(str(world.index_dir), candidates=candidates) as index:
        for asked, wanted in zip(world.asked, world.answers, strict=True):
            try:
                results = index.search(asked.text, limit=EVERYTHING, explain=True)
            except policysearch.PolicySearchError as error:
                found.append(f"{asked.text}  [{error}]")
                continue
            found += [f"{asked.text}  [{fault}]" for fault in faults(world, wanted, results, min(candidates, len(wanted)))]
    return sorted(found, key=len)


# --- the tests -------------------------------------------------------------------------------------------------------

def test_search_agrees_with_the_oracle(world: World) -> None:
    """Sets, totals, order, scores and explanations of 300 generated queries."""
    assert disagreements(world, candidates=EVERYTHING) == []


def test_a_lower_cut_scores_its_candidates_alike(world: World) -> None:
    """Twenty candidates have the oracle's scores and order; the rest follow without a score."""
    assert disagreements(world, candidates=20) == []


def test_the_oracle_is_not_vacuous(world: World) -> None:
    """The generated queries find much, little and nothing, and use the whole language."""
    totals = [len(answer) for answer in world.answers]
    texts = [asked.text for asked in world.asked]
    print(sum(map(bool, totals)), sum(total > 20 for total in totals), totals.count(0))
