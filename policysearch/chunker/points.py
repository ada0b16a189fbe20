"""Sub-points inside an item: 一是…；二是…, （1）…（2）…, ①…②…, 第一，…第二，…"""
import re

from policysearch.text.numerals import NUMERAL, parse_number

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BEFORE = r"(?:^|(?<=[。；：;:，,、！？\s]))"
# the forms, each with the group of its number
_FORMS = tuple(re.compile(_BEFORE + form, re.MULTILINE) for form in (
    f"(?P<n>[{NUMERAL}]{{1,3}})(?:是|要)", f"第(?P<n>[{NUMERAL}]{{1,3}})[，,]", r"[（(](?P<n>[0-9]{1,2})[）)]",
    f"[（(](?P<n>[{NUMERAL}]{{1,3}})[）)]", f"(?P<n>[{_CIRCLED}])"))


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


def _sequence(found: list[re.Match[str]]) -> list[re.Match[str]]:
    sequence: list[re.Match[str]] = []
    number = 0
    for marker in found:
        value = _CIRCLED.find(marker["n"]) + 1 or parse_number(marker["n"]) or 0
        if value == number + 1 or (sequence and value == number):
            sequence.append(marker)
            number = value
    return sequence
