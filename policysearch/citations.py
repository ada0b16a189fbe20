"""How an item is cited: 《2022年宝山区卫生健康工作要点》（宝卫〔2022〕4号）二、6."""
import re
from collections.abc import Sequence

# what a printed heading begins with; 一是 used as a section number is read 一、
_HAN_NUMBER = "[〇零○一二两兩三四五六七八九十百千廿卅]+"
_NUMBER_OF_HEADING = re.compile(
    rf"第\s*(?:{_HAN_NUMBER}|\d+)\s*[编編章節节條条款](?:之{_HAN_NUMBER})?"
    rf"|[（(]\s*(?:{_HAN_NUMBER}|\d+|[ivx]+|[a-z])\s*[）)]"
    rf"|{_HAN_NUMBER}(?:\s*[、．.]|是)|[甲乙丙丁戊己庚辛壬癸壹贰貳叁參肆伍陆陸柒捌玖拾]+、|[①-⑳]|[IVX]+[.、．]"
    r"|\d+(?:[.．]\d+)*\s*[.．、)）]?")


def citation(title: str | None, doc_number: str | None, sections: Sequence[str], number: str | None,
             source: str, point: str | None = None) -> str:
    """The citation of an item, or of a `point` of it: document, its 文号, then the printed numbers from the outside in.

    A document without a title is cited by the name of its source. A heading without a number is cited whole.

    >>> citation("工作要点", None, ["一是围绕中心，"], "3.", "a.txt")
    '《工作要点》一、3.'
    >>> citation("工作要点", None, [], "3.", "a.txt", "二是")
    '《工作要点》3.二是'
    """
    document = f"《{title}》" if title else source
    printed = [_number_of(heading) for heading in sections] + ([number.strip()] if number else [])
    # 1.2.1 repeats the numbers above it
    printed = [number for number, below in zip(printed, [*printed[1:], ""]) if not below.startswith(_stem(number) + ".")]
    place = printed[0] if printed else ""
    for before, after in zip(printed, printed[1:]):
        # two bare Arabic numbers would run into one another
        place += f" {after}" if before[-1:].isdecimal() and after[:1].isdecimal() else after
    number_of_document = f"（{doc_number}）" if doc_number else ""
    space = " " if not title and (place or point) and not number_of_document else ""
    return f"{document}{number_of_document}{space}{place}{point or ''}"


def _stem(number: str) -> str:
    return number.rstrip(".．、 ") or "?"


def _number_of(heading: str) -> str:
    found = _NUMBER_OF_HEADING.match(heading)
    if not found:
        return f"“{heading}”"
    number = re.sub(r"\s", "", found.group())
    return f"{number[:-1]}、" if number.endswith("是") else number
