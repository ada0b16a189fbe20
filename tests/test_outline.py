"""Invented documents: an outline printed in many ways must come back as it was."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.chunker.documents import cut
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
LONG = "各有关部门要按照职责分工，加强协调配合，形成工作合力，确保各项政策措施落到实处；各地要结合实际制定具体办法，并报上级部门备案。"


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
            # behind (h) nobody can tell (i) the letter from (i) the numeral
            if counters[depth] + step > LONGEST - (names[depth] == "(a)" and "(i)" in names):
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


@settings(max_examples=300, deadline=None)
@given(outlines())
def test_an_outline_comes_back_as_it_was_printed(nodes: list[Node]) -> None:
    assert found(printed(nodes)) == expected(nodes)


def annexed(nodes: Sequence[Node], annex: str) -> list[tuple[str, tuple[str, ...], str]]:
    return [(number, (annex, *sections), text) for number, sections, text in expected(nodes)]


@settings(max_examples=100, deadline=None)
@given(outlines(), outlines(), st.sampled_from(("附件1\n工作方案", "附件：工作方案", "附錄一", "附件\n关于进一步加强工作的实施细则")))
def test_an_annex_counts_anew_below_its_heading(letter: list[Node], annex: list[Node], heading: str) -> None:
    text = f"关于加强工作的通知\n{printed(letter)}上海市人民政府\n2022年6月10日\n{heading}\n{printed(annex)}"
    assert found(text) == expected(letter) + annexed(annex, heading.replace("\n", " "))
    check_coverage(Source("a.txt", "a.txt", text))


@settings(max_examples=100, deadline=None)
@given(outlines(), outlines())
def test_what_a_letter_encloses_counts_anew_behind_the_signature(letter: list[Node], enclosed: list[Node]) -> None:
    text = (f"关于加强工作的通知\n{printed(letter)}附件：1.工作方案\n2.任务清单\n上海市人民政府\n2022年6月10日\n工作方案\n"
            f"为了加强工作，制定本方案。\n{printed(enclosed)}")
    assert found(text) == expected(letter) + expected(enclosed)
    check_coverage(Source("a.txt", "a.txt", text))


@settings(max_examples=100, deadline=None)
@given(outlines(), st.sampled_from(("……{}", "\t{}", " {}", "")))
def test_a_contents_page_opens_no_items(nodes: list[Node], leader: str) -> None:
    headings = [f"{node.number}{node.gap}{node.text}" for node in nodes if node.is_section]
    contents = "\n".join(heading + leader.format(page) for page, heading in enumerate(headings, 1))
    text = f"工作规划\n目　录\n{contents}\n{printed(nodes)}" if headings else printed(nodes)
    assert found(text) == expected(nodes)
    check_coverage(Source("a.txt", "a.txt", text))


@settings(max_examples=100, deadline=None)
@given(outlines(), st.sampled_from((" ", "　　", "")))
def test_an_outline_on_one_line_comes_back(nodes: list[Node], space: str) -> None:
    text = ("关于加强工作的通知。" + "为了加强工作，制定本方案。" * 70 + "\n" + printed(nodes)).replace("\n", space)
    squeezed = [(number, tuple("".join(section.split()) for section in sections), "".join(words.split()))
                for number, sections, words in found(text)]
    assert squeezed == [(number, tuple("".join(section.split()) for section in sections), "".join(words.split()))
                        for number, sections, words in expected(nodes)]
    check_coverage(Source("a.txt", "a.txt", text))


@settings(max_examples=100, deadline=None)
@given(outlines(), st.integers(24, 40))
def test_an_outline_wrapped_at_a_fixed_width_comes_back(nodes: list[Node], width: int) -> None:
    long = [node if node.is_section else replace(node, text=node.text.split("\n")[0] + LONG) for node in nodes]
    lines = []
    for line in printed(long).splitlines():
        while len(line) > width:
            # a line that is full and ends with its sentence looks like the last one of its paragraph
            end = next(at for at in range(width, 0, -1) if line[at - 1] not in "。；" and line[at] not in "。；")
            lines.append(line[:end])
            line = line[end:]
        lines.append(line)
    assert found("\n".join(lines)) == expected(long)


@settings(max_examples=100, deadline=None)
@given(outlines(), st.data())
def test_headings_without_a_number_are_in_no_item(nodes: list[Node], data: st.DataObject) -> None:
    lines = []
    for place, node in enumerate(nodes):
        if place and not nodes[place - 1].is_section and data.draw(st.booleans()):
            lines.append("维护公共安全")
        lines.append(f"{node.number}{node.gap}{node.text}")
    assert found("\n".join(lines)) == expected(nodes)
    check_coverage(Source("a.txt", "a.txt", "\n".join(lines)))
