"""Labels: what a line may begin with. Whether a label opens an item is for the sequence to decide (`outline`)."""
import re
import unicodedata
from dataclasses import dataclass

from policysearch.text.characters import HAN
from policysearch.text.numerals import NUMERAL, parse_number

# The styles from the outside in, as GB/T 9704-2012 (7.3.3) and the drafting rules for regulations order them. The order
# only breaks ties; what stands inside what is read from the document.
STYLES = ("部分", "编", "篇", "章", "节", "壹、", "条", "甲、", "（甲）", "一、", "（一）", "专栏", "问", "I.", "1.", "1.1", "1.1.1", "1.1.1.1",
          "（1）", "①", "（a）", "（i）", "一是", "第一，")
# labels that may come without a number: the last chapter of a law, which stands where the numbered ones do, and questions
LAST_CHAPTER = "附则"
QUESTION = "问"
# styles whose numbers count within the numbers above them
DECIMALS = ("1.", "1.1", "1.1.1", "1.1.1.1")

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_FORMAL = "壹贰貳叁參肆伍陆陸柒捌玖拾"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
          "xviii", "xix", "xx")
_FIRSTLY = ("首先", "其次", "再次", "最后", "最後")
_DIGITS = "[0-9０-９]"
_SPACE = r"[^\S\n]*"
_INDENT = rf"(?P<indent>{_SPACE})"
_NUMBER = f"[{NUMERAL}]{{1,7}}"

# a number without its dot may as well be a quantity: these follow quantities
_MEASURE = ("年月日号號个個名家项項条條次人万萬亿億元岁歲届屆期批章節节种種类類所处處座台辆輛亩畝公平米吨噸户戶级級度倍分小时時天周季点點日至到%％"
            "场場宗幅间間席支隊队")

_PATTERNS = (
    ("article", f"第{_SPACE}(?P<n>{_NUMBER}|{_DIGITS}{{1,4}}){_SPACE}(?P<unit>编|編|篇|章|节|節|条|條|部分)(?:之(?P<sub>{_NUMBER}))?"
                "(?=$|[^0-9之的第、，；。）)])"),
    (LAST_CHAPTER, r"附\s?[则則](?=\s*$)"),
    (QUESTION, f"(?:[问問](?:[题題]?{_SPACE}(?P<n>{_NUMBER}|{_DIGITS}{{1,3}}))?|Q{_DIGITS}{{0,3}}){_SPACE}[：:]"),
    ("第一，", f"第(?P<n>{_NUMBER})[，,]|(?P<firstly>{'|'.join(_FIRSTLY)})[，,]"),
    ("专栏", f"专栏{_SPACE}(?P<n>{_NUMBER}|{_DIGITS}{{1,2}})(?!{_DIGITS})"),
    ("壹、", f"(?P<n>[{_FORMAL}]{{1,3}})、"),
    ("一、", f"(?P<n>{_NUMBER}){_SPACE}(?:、|[．.](?!{_DIGITS}))"),
    ("（一）", f"(?P<sign>[㈠-㈩])|[（(]{_SPACE}(?P<n>{_NUMBER}){_SPACE}[）)][、．.]?"),
    ("1.1", f"(?P<parts>{_DIGITS}{{1,2}}(?:[.．]{_DIGITS}{{1,2}}){{1,3}})(?:[.．、]|{_SPACE})(?=[^0-9０-９.．]|$)"
            f"(?![{_MEASURE}])"),
    ("1.", f"(?P<sign>[⒈-⒛])|(?P<n>{_DIGITS}{{1,3}}){_SPACE}[.．、](?!{_DIGITS})"),
    ("1.digit", f"(?P<n>{_DIGITS}{{1,3}}){_SPACE}[.．、](?={_DIGITS}{{4}}年)"),
    ("1、digit", f"(?P<n>{_DIGITS}{{1,3}})、(?={_DIGITS})"),
    ("（1）", f"(?P<sign>[⑴-⒇])|[（(]?{_SPACE}(?P<n>{_DIGITS}{{1,3}}){_SPACE}[）)][、．.]?"),
    ("①", "(?P<sign>[①-⑳])"),
    ("甲、", f"(?P<n>[{_STEMS}])、"),
    ("（甲）", f"[（(](?P<n>[{_STEMS}])[）)]"),
    ("（i）", rf"[（(]{_SPACE}(?P<n>[ivx]{{1,5}}){_SPACE}[）)]"),
    ("（a）", rf"[（(]?{_SPACE}(?P<n>[a-z]){_SPACE}[）)]"),
    ("I.", "(?P<sign>[Ⅰ-Ⅻ])[.、．]?|(?P<n>[IVX]{1,5})[.、．]"),
    ("一是", f"(?P<n>{_NUMBER})是"),
    ("1 ", f"(?P<n>{_DIGITS}{{1,2}})[^\\S\\n]+(?=[{HAN}])"),
    ("1", f"(?P<n>{_DIGITS}{{1,3}})(?=[{HAN}])(?![{_MEASURE}])"),
)
_LABELS = [(name, re.compile(_INDENT + "(?:" + pattern + ")")) for name, pattern in _PATTERNS]
_UNITS = {"編": "编", "節": "节", "條": "条"}
# forms that are labels only where they fill a gap of the sequence named
_WEAK = {"一是": "一、", "1": "1.", "1 ": "1.", "1、digit": "1."}


@dataclass(frozen=True)
class Label:
    """What a line begins with: its `style`, its value (`ordinal`, and `sub` for 之一), and the printed form.

    [start, end) is the printed number within the line, trailing white space left out; the text begins at `body`. `above`
    are the numbers that a decimal number repeats: (1, 2) for 1.2.1. A `weak` label, such as 一是 or a number without a
    dot, counts only where it fills a gap.
    """

    style: str
    ordinal: int
    sub: int
    start: int
    end: int
    body: int
    weak: bool
    above: tuple[int, ...] = ()


def read_label(line: str) -> Label | None:
    """The label that `line` begins with, or None.

    >>> label = read_label("  17 .推进资源下沉")
    >>> label.style, label.ordinal, label.start, label.end
    ('1.', 17, 2, 6)
    >>> read_label("2024年起") is None, read_label("一是聚焦").weak
    (True, True)
    >>> read_label("1.2.1 国家级").above
    (1, 2)
    """
    for name, pattern in _LABELS:
        found = pattern.match(line)
        if not found:
            continue
        groups = found.groupdict()
        above: tuple[int, ...] = ()
        style = _WEAK.get(name, name.removesuffix("digit"))
        if name == "1.1":
            *above_, ordinal = (int(part) for part in re.split("[.．]", _ascii_digits(groups["parts"])))
            above = tuple(above_)
            style = DECIMALS[len(above)]
        else:
            ordinal = _ordinal(name, groups)
        if not ordinal and name not in (LAST_CHAPTER, QUESTION):
            continue
        if name == "article":
            unit = groups["unit"] or ""
            style = _UNITS.get(unit, unit)
        sub = parse_number(groups.get("sub") or "") or 0
        end = found.end() - len(found.group()) + len(found.group().rstrip())
        body = found.end() + len(line[found.end():]) - len(line[found.end():].lstrip())
        return Label(style, ordinal, sub, len(groups["indent"]), end, body, name in _WEAK, above)
    return None


def is_article(style: str) -> bool:
    """Whether labels of `style` are written 第…, so that they can be cited by it."""
    return style in ("部分", "编", "篇", "章", "节", "条")


def _ordinal(name: str, groups: dict[str, str | None]) -> int:
    number = groups.get("n") or ""
    if groups.get("sign"):
        return int(unicodedata.numeric(groups["sign"] or ""))
    if name in ("甲、", "（甲）"):
        return _STEMS.index(number) + 1
    if name in ("I.", "（i）"):
        roman = number.lower()
        return _ROMAN.index(roman) + 1 if roman in _ROMAN else 0
    if name == "（a）":
        return ord(number) - ord("a") + 1
    if groups.get("firstly"):
        return min(_FIRSTLY.index(groups["firstly"] or "") + 1, 4)
    return parse_number(_ascii_digits(number)) or 0


def _ascii_digits(text: str) -> str:
    return text.translate({ord("０") + digit: str(digit) for digit in range(10)})
