"""文号, the numbers of documents: 国办发〔2023〕1号 in any spelling, and orders such as 国务院令第707号.

GB/T 9704-2012, 7.2.5: the body's code, the year in 〔〕, the number without leading zeros, 号. Web pages print the
brackets as [ ], ( ), （ ）, 【 】 or leave them out, converted files as „ ‟.
"""
import re
from collections.abc import Iterator
from typing import NamedTuple

from policysearch.models import Span
from policysearch.text.characters import HAN, SPACE
from policysearch.text.folding import fold
from policysearch.text.numerals import parse_number

_OPEN, _CLOSE = r"\[({〔【〈„", r"\])}〕】〉‟"
_YEAR = "(?:19|20)[0-9]{2}|[一二][〇零○一二三四五六七八九]{3}"
_SERIAL = (f"(?P<code>[{HAN}]{{1,16}}?)"
           f"(?:[{SPACE}]*[{_OPEN}][{SPACE}]*(?P<year>{_YEAR})年?[{SPACE}]*[{_CLOSE}][{SPACE}]*第?[{SPACE}]*"
           f"|(?P<bare>{_YEAR})年?第?)"
           f"(?P<number>[0-9]{{1,5}})[{SPACE}]*号")
_ORDER = f"(?P<body>[{HAN}]{{1,24}}?令)[{SPACE}]*第?[{SPACE}]*(?P<order>[0-9]{{1,5}}|[一二三四五六七八九十百〇零]{{1,7}})[{SPACE}]*号"
# patterns of this size take milliseconds to compile, so they are left to the cache of re until a text may hold one
_DOC_NUMBER = f"{_SERIAL}|{_ORDER}"
# forms that documents bear but nobody cites by: 公告〔十五届〕第四十五号, 公告 2020年 第1号, 〔80〕卫防字第12号, 卫防字(89)第8号, and in Taiwan
# 臺教學(三)字第1040000001B號
_COUNT = f"第?[{SPACE}]*[0-9一二三四五六七八九十百〇零]{{1,7}}[{SPACE}]*号"
_OTHER = (
    f"[{HAN}]{{2,24}}(?:公告|通告|令)[{SPACE}]*(?:[{_OPEN}]?(?:[一二三四五六七八九十]{{1,3}}届|(?:{_YEAR})年)[{_CLOSE}]?)?"
    f"[{SPACE}]*[({{]?{_COUNT}[)}}]?"
    f"|[{_OPEN}](?:{_YEAR}|[0-9]{{2}})年?[{_CLOSE}][{SPACE}]*[{HAN}]{{1,12}}{_COUNT}"
    f"|[{HAN}]{{1,12}}[{_OPEN}][0-9]{{2}}[{_CLOSE}][{SPACE}]*{_COUNT}"
    rf"|[{HAN}]{{1,10}}(?:\([一二三四五六]\))?字第[0-9]{{5,12}}[a-z]?号")
# GB/T 9704-2012, ZC 0006-2003: code, number, year (GB/T 1.1-2020)
_STANDARD = (
    f"[a-z]{{2,4}}(?:[0-9]{{2}})?(?:/[a-z]{{1,2}})?[{SPACE}]*[0-9]{{1,6}}(?:\\.[0-9]{{1,2}})?[-—–](?:19|20)[0-9]{{2}}")

# what a longer code would begin with: the abbreviations of provinces, and those of the centre
_LONGER_CODE = frozenset("京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔滇陕秦陇藏穗国中")
# words that lead to a citation and belong to no code
_LEAD_IN = re.compile("(?:根据|按照|依据|依照|遵照|参照|贯彻|落实|执行|印发|转发|关于|废止)+")


class DocNumber(NamedTuple):
    """A 文号 found in a text: `key` is its one spelling for comparison, [start, end) where it stands."""

    key: str
    start: int
    end: int


def parse_doc_number(text: str) -> str | None:
    """The key of `text` where the whole of it is a 文号, else None; equal numbers have equal keys.

    >>> parse_doc_number("国办发[2023]01号") == parse_doc_number("國辦發２０２３年1号") == "国办发〔2023〕1号"
    True
    """
    found = re.fullmatch(_DOC_NUMBER, fold(text).strip())
    return _key(found) if found else None


def find_any_doc_number(text: str) -> Span | None:
    """Where the first 文号 of any form that documents bear stands in `text`, a line of one; else None."""
    folded = fold(text)
    found = re.search(_DOC_NUMBER, folded)
    other = re.search(_OTHER, folded)
    if other and (not found or other.start() <= found.start()):
        found = other
    return Span(*found.span()) if found else None


def is_standard_number(text: str) -> bool:
    """Whether the whole of `text` is the number of a standard: GB/T 9704-2012, ZC 0006-2003."""
    return bool(re.fullmatch(_STANDARD, fold(text).strip()))


def doc_number_at(text: str, start: int) -> DocNumber | None:
    """The 文号 that begins at `start`, or behind a word there that leads to a citation (根据, 按照 …), else None."""
    folded = fold(text[start:start + 60])
    if "号" not in folded:
        return None
    lead = _LEAD_IN.match(folded)
    begin = lead.end() if lead else 0
    found = re.compile(_DOC_NUMBER).match(folded, begin)
    return DocNumber(_key(found), start + begin, start + found.end()) if found else None


def key_of(text: str) -> str:
    """What a printed 文号 is compared by: its key, or for forms we do not know the folded text without brackets."""
    return parse_doc_number(text) or re.sub(f"[{_OPEN}{_CLOSE}{SPACE}]", "", fold(text))


def find_doc_number(key: str, text: str) -> Iterator[DocNumber]:
    """Where the 文号 of `key` stands in running text, in any spelling: equal, not contained.

    Running text has no spaces, so what stands before the code may be any word; only the abbreviation of a place or of
    the centre makes the code a longer one: 府发〔2023〕1号 is not found in 沪府发〔2023〕1号.

    >>> [found.start for found in find_doc_number("国办发〔2023〕1号", "按照国办发(2023)1号，而非国办发〔2023〕11号")]
    [2]
    """
    folded = fold(text)
    code = re.split("〔|(?<=令)第", key)[0]
    place = folded.find(code)
    while place >= 0:
        found = re.compile(_DOC_NUMBER).match(folded, place)
        if found and _key(found) == key and folded[max(0, place - 1):place] not in _LONGER_CODE:
            yield DocNumber(key, place, found.end())
        place = folded.find(code, place + 1)


def _key(found: re.Match[str]) -> str:
    if found["order"]:
        return f"{found['body']}第{parse_number(found['order'])}号"
    return f"{found['code']}〔{parse_number(found['year'] or found['bare'])}〕{int(found['number'])}号"
