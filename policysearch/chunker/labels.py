"""Labels: what a line may begin with. Whether a label opens an item is for the sequence to decide (`outline`)."""
import re
from dataclasses import dataclass

from policysearch.text.characters import HAN
from policysearch.text.numerals import NUMERAL, parse_number

# The styles from the outside in, as GB/T 9704-2012 (7.3.3) and the drafting rules for regulations order them. The order
# only breaks ties; what stands inside what is read from the document.
STYLES = ("编", "章", "节", "条", "一、", "（一）", "1.", "（1）", "①")

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DIGITS = "[0-9０-９]"
_INDENT = r"(?P<indent>[^\S\n]*)"
_NUMBER = f"[{NUMERAL}]{{1,7}}"

# a number without its dot may as well be a quantity: these follow quantities
_MEASURE = "年月日号个個名家项項条條次人万萬亿億元岁歲届屆期批章节節种種类類所处處座台辆輛亩畝公平米吨噸户戶级級度倍分小时時天周季点點日至到"

_PATTERNS = (
    ("article", f"第(?P<n>{_NUMBER}|{_DIGITS}{{1,4}})(?P<unit>[编編章节節条條])(?:之(?P<sub>{_NUMBER}))?(?=$|[^0-9之的第、，；。）)])"),
    ("一、", f"(?P<n>{_NUMBER})[^\\S\\n]*[、．.](?!{_DIGITS})"),
    ("（一）", f"[（(][^\\S\\n]*(?P<n>{_NUMBER})[^\\S\\n]*[）)]"),
    ("1.", f"(?P<n>{_DIGITS}{{1,3}})[^\\S\\n]*[.．、](?!{_DIGITS})"),
    ("（1）", f"[（(]?[^\\S\\n]*(?P<n>{_DIGITS}{{1,3}})[^\\S\\n]*[）)]"),
    ("①", f"(?P<n>[{_CIRCLED}])"),
    ("一是", f"(?P<n>{_NUMBER})是"),
    ("1", f"(?P<n>{_DIGITS}{{1,3}})(?=[{HAN}])(?![{_MEASURE}])"),
)
_LABELS = [(name, re.compile(_INDENT + pattern)) for name, pattern in _PATTERNS]
_UNITS = {"编": "编", "編": "编", "章": "章", "节": "节", "節": "节", "条": "条", "條": "条"}
# forms that are labels only where they fill a gap of the sequence named
_WEAK = {"一是": "一、", "1": "1."}


@dataclass(frozen=True)
class Label:
    """What a line begins with: its `style`, its value (`ordinal`, and `sub` for 之一), and the printed form.

    [start, end) is the printed number within the line, trailing white space left out; the text begins at `body`.
    A `weak` label, such as 一是 or a number without a dot, counts only where it fills a gap.
    """

    style: str
    ordinal: int
    sub: int
    start: int
    end: int
    body: int
    weak: bool


def read_label(line: str) -> Label | None:
    """The label that `line` begins with, or None.

    >>> label = read_label("  17 .推进资源下沉")
    >>> label.style, label.ordinal, label.start, label.end
    ('1.', 17, 2, 6)
    >>> read_label("2024年起") is None, read_label("一是聚焦").weak
    (True, True)
    """
    for name, pattern in _LABELS:
        found = pattern.match(line)
        if not found:
            continue
        ordinal = _CIRCLED.index(found["n"]) + 1 if name == "①" else parse_number(_ascii_digits(found["n"]))
        if not ordinal:
            continue
        style = _UNITS[found["unit"]] if name == "article" else _WEAK.get(name, name)
        sub = parse_number(found["sub"] or "") or 0 if name == "article" else 0
        end = found.end()
        body = end + len(line[end:]) - len(line[end:].lstrip())
        return Label(style, ordinal, sub, len(found["indent"]), end, body, name in _WEAK)
    return None


def is_article(style: str) -> bool:
    """Whether labels of `style` are written 第…, so that they can be cited by it."""
    return style in "编章节条"


def _ascii_digits(text: str) -> str:
    return text.translate({ord("０") + digit: str(digit) for digit in range(10)})
