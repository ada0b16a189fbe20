"""Sub-points inside an item: 一是…；二是…, （1）…（2）…, 1.…；2.…, ①…②…, 第一，…第二，…"""
import re
from collections.abc import Sequence

from policysearch.chunker.labels import Label, read_label
from policysearch.text.numerals import NUMERAL, parse_number

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BEFORE = r"(?:^|(?<=[。；：;:，,、！？\s]))"
# the forms, each with the group of its number
_FORMS = tuple(re.compile(_BEFORE + form, re.MULTILINE) for form in (
    f"(?P<n>[{NUMERAL}]{{1,3}})(?:是|要)", f"第(?P<n>[{NUMERAL}]{{1,3}})[，,]", r"[（(](?P<n>[0-9]{1,2})[）)]",
    f"[（(](?P<n>[{NUMERAL}]{{1,3}})[）)]", f"(?P<n>[{_CIRCLED}])", "(?P<n>[0-9]{1,2})[.．、](?![0-9])"))
_CLAUSE_END = re.compile(r"[。；;]\s*")
_LONGEST_LABEL = 20


def sub_points(text: str) -> tuple[tuple[int, int, str], ...]:
    """The sub-points of an item's text as (start, end, marker): the longest sequence that begins with its first member.

    A point begins at its marker and ends before the next one or with its paragraph's last. A repeated number is taken
    as printed.

    >>> sub_points("抓好防控。一是高度关注；二是加强监测。")
    ((5, 12, '一是'), (12, 19, '二是'))
    """
    best: list[re.Match[str]] = []
    for form in _FORMS:
        sequence = _sequence(list(form.finditer(text)))
        if len(sequence) > max(1, len(best)):
            best = sequence
    ends = [found.start() for found in best[1:]] + [len(text)]
    points = []
    for found, end in zip(best, ends):
        last = len(text[:end].rstrip())
        points.append((found.start(), last, found.group()))
    return tuple(points)


def listed_inside(lines: Sequence[str], labels: Sequence[Label | None]) -> set[int]:
    """The places of the lines that hold a whole list, 1.…；2.…；3.…: its first number opens no item, all are points of the
    paragraph above.

    >>> listed_inside(["一、材料", "1.表；2.照片。"], [read_label("一、材料"), read_label("1.表")])
    {1}
    """
    places = set()
    for place, label in enumerate(labels):
        if label is None or label.ordinal != 1 or label.weak:
            continue
        following = next((later for later in labels[place + 1:] if later and not later.weak), None)
        if following and following.style == label.style and following.ordinal > 1:
            continue
        line = lines[place]
        inner = (read_label(line[end.end():end.end() + _LONGEST_LABEL]) for end in _CLAUSE_END.finditer(line))
        if any(one and (one.style, one.ordinal) == (label.style, 2) for one in inner):
            places.add(place)
    return places


def _sequence(found: list[re.Match[str]]) -> list[re.Match[str]]:
    sequence: list[re.Match[str]] = []
    number = 0
    for marker in found:
        value = _CIRCLED.find(marker["n"]) + 1 or parse_number(marker["n"]) or 0
        if value == number + 1 or (sequence and value == number):
            sequence.append(marker)
            number = value
    return sequence
