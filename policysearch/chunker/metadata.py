"""Metadata of a document, read from the lines before its first item and behind its last.

What the text does not give is None: nothing is guessed, and masked years (xxxx年) are no years.
"""
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policysearch.chunker.boilerplate import date_in, is_body_name
from policysearch.chunker.kinds import kind_of_title
from policysearch.text.characters import HAN
from policysearch.text.doc_numbers import parse_doc_number
from policysearch.text.folding import collapse_space, fold
from policysearch.text.numerals import parse_number
from policysearch.text.sentences import is_ended

_LONGEST_TITLE = 100
_LONGEST_LINE_OF_TITLE = 50
_CONTINUES_TITLE = re.compile("[及和与的]")
_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])|[一二][〇零○一二三四五六七八九]{3}(?=年)")
# marks of breadcrumbs, menus and data lines of a page
_NOT_IN_TITLE = re.compile("[>|｜:：=]|>>|»")

_PROVINCES = ("北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|"
              "青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门")
# one administrative division a step, outermost first; a name stands in front of what is not the beginning of a word
_DIVISIONS = (
    re.compile(f"(?:{_PROVINCES})(?:省|市|自治区|[{HAN}]{{1,3}}族自治区|特别行政区)?|[{HAN}]{{2,3}}省"),
    re.compile(f"[{HAN}]{{2,6}}?(?:市(?![场民政值容])|自治州|州|盟)"),
    re.compile(f"[{HAN}]{{1,6}}?(?:新区|区(?![域分别间块])|县(?![域级])|旗)"))
# 社区, 全市, 开发区 and the like name no place
_NO_PLACE = re.compile("(?:我|本|全|各|城|辖|小|景|校|灾|山|郊|牧|库|片|湾|学|病|县|市|大|新)[区市县州]"
                       "|.*(?:社|地|园|保护|开发|示范|试验|功能|自贸|经济|先行|合作|引领|集聚)区|(?:我|本|全|各).*")
_BEFORE_PLACE = re.compile("^(?:(?:[0-9]{4}|[〇零一二三四五六七八九]{4})年度?|中共|关于(?:印发|转发|公布|批转)?|《|\\s)*")
_ISSUER_IN_TITLE = re.compile("^(.{2,40}?)关于")


@dataclass(frozen=True)
class Metadata:
    """What a document says of itself; None where it says nothing."""

    title: str | None = None
    year: int | None = None
    date: str | None = None
    issuer: str | None = None
    place: str | None = None
    doc_number: str | None = None
    kind: str | None = None
    url: str | None = None


def read_metadata(front: Sequence[str], tail: Sequence[str], hints: Mapping[str, str]) -> Metadata:
    """The metadata of a document from its lines before the first item (`front`) and behind the last (`tail`).

    What the text does not give is taken from `hints`, which the file states beside its text.
    """
    title = _title(front, hints.get("title")) or hints.get("title")
    date = _date(front, tail) or hints.get("date")
    printed = next((collapse_space(line) for line in front if parse_doc_number(_unwrapped(line))), None)
    doc_number = _unwrapped(printed) if printed else hints.get("doc_number")
    issuer = _letterhead(front) or _signature(tail) or _signature(front) or _issuer_in_title(title) or hints.get("issuer")
    return Metadata(title=title, year=_year(title, date, doc_number), date=date, issuer=issuer,
                    place=_place(title) or _place(issuer), doc_number=doc_number,
                    kind=(kind_of_title(title) if title else None) or hints.get("kind"), url=hints.get("url"))


def _title(front: Sequence[str], stated: str | None) -> str | None:
    """The title printed nearest above the body: a covering letter and a page print theirs before it."""
    for place in range(len(front) - 1, -1, -1):
        if not _may_be_title(front[place]):
            continue
        line = collapse_space(front[place])
        if stated and _bare(stated).endswith(_bare(line)):
            return collapse_space(stated)
        # long titles are printed over two lines
        before = collapse_space(front[place - 1]) if place else ""
        if before and len(before) <= _LONGEST_LINE_OF_TITLE and _is_first_half(before, line):
            return before + line
        return line
    return None


def _is_first_half(before: str, line: str) -> bool:
    if is_ended(before) or _NOT_IN_TITLE.search(before) or date_in(before) or parse_doc_number(_unwrapped(before)):
        return False
    return bool(_CONTINUES_TITLE.match(line)) or ("关于" in fold(before) and kind_of_title(before) is None)


def _bare(text: str) -> str:
    return "".join(fold(text).split())


def _may_be_title(line: str) -> bool:
    return (4 <= len(line) <= _LONGEST_TITLE and kind_of_title(line) is not None and not is_ended(line)
            and not _NOT_IN_TITLE.search(line))


def _date(front: Sequence[str], tail: Sequence[str]) -> str | None:
    dates = [date for line in (*reversed(tail), *reversed(front)) if (date := date_in(line))]
    return dates[0] if dates else None


def _letterhead(front: Sequence[str]) -> str | None:
    for line in front:
        if fold(line).endswith("文件") and is_body_name(line[:-2]):
            return collapse_space(line[:-2])
    return None


def _signature(lines: Sequence[str]) -> str | None:
    """The bodies that sign, in the lines straight above a date, several joined by 、."""
    for at in range(len(lines) - 1, 0, -1):
        if not date_in(lines[at]):
            continue
        first = at
        while first > 0 and is_body_name(lines[first - 1]):
            first -= 1
        if first < at:
            return "、".join(collapse_space(line) for line in lines[first:at])
    return None


def _issuer_in_title(title: str | None) -> str | None:
    found = _ISSUER_IN_TITLE.match(title or "")
    return found[1].strip() if found and is_body_name(found[1]) else None


def _year(title: str | None, date: str | None, doc_number: str | None) -> int | None:
    for text in (title, date, doc_number):
        found = _YEAR.search(fold(text)) if text else None
        if found:
            return parse_number(found.group())
    return None


def _place(text: str | None) -> str | None:
    """The place that `text` begins with, as it names it: 宝山区, 上海市宝山区, 广东."""
    if not text:
        return None
    folded = fold(text)
    before = _BEFORE_PLACE.match(folded)
    start = end = before.end() if before else 0
    for division in _DIVISIONS:
        found = division.match(folded, end)
        if found and not _NO_PLACE.fullmatch(found.group()):
            end = found.end()
    return text[start:end] or None


def _unwrapped(line: str) -> str:
    """A 文号 line without the brackets that titles put around it."""
    line = collapse_space(line)
    return line[1:-1] if line[:1] in "（(" and line[-1:] in "）)" else line
