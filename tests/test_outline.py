"""Invented documents: an outline printed in many ways must come back as it was."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.chunker.documents import cut, cut_document
from policysearch.models import Source
from policysearch.text.numerals import to_chinese
from tests.test_documents import check_coverage

WORDS = ("加强基层治理", "完善服务体系", "推进数字建设", "落实主体责任", "优化营商环境", "健全长效机制", "保障民生需求", "强化监督检查")
# lines of a body that only look like numbers
TRAPS = ("2024年起在全市推行。", "2024年6月10日前完成。", "3.5万亿元的投资已经落实。", "220项新措施已经推出。", "第五条的规定不适用于此。",
         "0571-88888888为咨询电话。", "12345热线受理投诉。", "1000个家庭受益。", "十四五期间持续推进。", "一是一，二是二。", "1 100人受惠。",
         "三个方面的工作已经部署。", "八项规定必须执行。", "第三，两位数增长的目标不变。", "一方面要抓紧。")
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
# how numbers are printed, with what parts them from the text; from the outside in
STYLES: dict[str, tuple[Callable[[int], str], tuple[str, ...]]] = {
    "章": (lambda n: f"第{to_chinese(n)}章", (" ", "　")),
    "节": (lambda n: f"第{to_chinese(n)}节", (" ", "　")),
    "壹": (lambda n: "壹貳參肆伍陸柒捌玖拾"[n - 1] + "、", ("",)),
    "条": (lambda n: f"第{to_chinese(n)}条", (" ", "　")),
    "條": (lambda n: f"第 {to_chinese(n)} 條", (" ", "　")),
    "甲": (lambda n: "甲乙丙丁戊己庚辛壬癸"[n - 1] + "、", ("",)),
    "一、": (lambda n: f"{to_chinese(n)}、", ("", " ")),
    "（一）": (lambda n: f"（{to_chinese(n)}）", ("",)),
    "(一)": (lambda n: f"({to_chinese(n)})", ("", " ")),
    "1.": (lambda n: f"{n}.", ("", " ")),
    "1．": (lambda n: f"{n}．", ("",)),
    "1、": (lambda n: f"{n}、", ("", " ")),
    "（1）": (lambda n: f"（{n}）", ("",)),
    "(1)": (lambda n: f"({n})", ("", " ")),
    "①": (lambda n: CIRCLED[n - 1], ("",)),
    "(a)": (lambda n: f"({'abcdefghijklmno'[n - 1]})", (" ",)),
    "(i)": (lambda n: f"({ROMAN[n - 1]})", (" ",)),
}
# of these one document has one only
ALIKE = ({"条", "條"}, {"（一）", "(一)"}, {"1.", "1．", "1、"}, {"（1）", "(1)"})
# running text begins with these too: they count only without gaps
STRICT = {"甲", "①", "(a)", "(i)"}
LONGEST = 8


@dataclass(frozen=True)
class Node:
    """An entry as printed: its number, its text, and whether it is a heading only."""

    depth: int
    number: str
    gap: str
    text: str
    is_section: bool


@st.composite
def outlines(draw: st.DrawFn, least: int = 2) -> list[Node]:
    """A document of two to four levels; numbers restart in each section or run through all of them, skip and repeat."""
    names = draw(st.lists(st.sampled_from(sorted(STYLES)), min_size=1, max_size=4, unique=True)
                 .filter(lambda chosen: all(len(pair & set(chosen)) < 2 for pair in ALIKE)))
    names.sort(key=list(STYLES).index)
    gaps = [draw(st.sampled_from(STYLES[name][1])) for name in names]
    runs_on = [False] + [draw(st.booleans()) for _ in names[1:]]
    counters = [0] * len(names)
    nodes: list[Node] = []

    def family(depth: int) -> None:
        if not runs_on[depth]:
            counters[depth] = 0
        for place in range(draw(st.integers(least, 3))):
            step = draw(st.sampled_from((1, 1, 1, 1, 2) if place and names[depth] not in STRICT else (1,)))
            if counters[depth] + step > LONGEST:
                return
            counters[depth] += step
            number = STYLES[names[depth]][0](counters[depth])
            deeper = depth + 1 < len(names) and counters[depth + 1] + 2 <= LONGEST and draw(st.booleans())
            word = draw(st.sampled_from(WORDS))
            lead = deeper and draw(st.booleans())
            if deeper and not lead:
                nodes.append(Node(depth, number, gaps[depth], word, True))
            else:
                body = [f"{word}，切实抓好各项任务，确保取得实效。{draw(st.sampled_from(WORDS))}，不断提高水平。"]
                body += draw(st.lists(st.sampled_from(TRAPS), max_size=2))
                nodes.append(Node(depth, number, gaps[depth], "\n".join(body), False))
            if deeper:
                family(depth + 1)

    family(0)
    return nodes


def printed(nodes: Sequence[Node]) -> str:
    return "\n".join(f"{node.number}{node.gap}{node.text}" for node in nodes) + "\n"


def expected(nodes: Sequence[Node]) -> list[tuple[str, tuple[str, ...], str]]:
    """Number, sections and text of each item."""
    path: list[str] = []
    items = []
    for node in nodes:
        del path[node.depth:]
        if not node.is_section:
            items.append((node.number, tuple(path), node.text))
        path.append(node.number + node.gap + (node.text if node.is_section else node.text.split("。")[0]))
    return items


def found(text: str) -> list[tuple[str | None, tuple[str, ...], str]]:
    return [(item.number, item.sections, item.text) for item in cut(Source("a.txt", "a.txt", text))]


@settings(max_examples=3000, deadline=None)
@given(outlines())
def test_an_outline_comes_back_as_it_was_printed(nodes: list[Node]) -> None:
    assert found(printed(nodes)) == expected(nodes)
