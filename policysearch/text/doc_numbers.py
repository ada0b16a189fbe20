"""文号, the numbers of documents: 国办发〔2023〕1号 in any spelling, and orders such as 国务院令第707号.

GB/T 9704-2012, 7.2.5: the body's code, the year in 〔〕, the number without leading zeros, 号. Web pages print the
brackets as [ ], ( ), （ ）, 【 】 or leave them out.
"""
import re
from collections.abc import Iterator
from typing import NamedTuple

from policysearch.text.characters import HAN, SPACE
from policysearch.text.folding import fold
from policysearch.text.numerals import parse_number

_OPEN, _CLOSE = r"\[({〔【〈", r"\])}〕】〉"
_YEAR = "(?:19|20)[0-9]{2}|[一二][〇零○一二三四五六七八九]{3}"
_SERIAL = (f"(?P<code>[{HAN}]{{1,16}}?)[{SPACE}]*"
           f"(?:[{_OPEN}][{SPACE}]*(?P<year>{_YEAR})年?[{SPACE}]*[{_CLOSE}]|(?P<bare>{_YEAR})年?)"
           f"[{SPACE}]*第?[{SPACE}]*(?P<number>[0-9]{{1,5}})[{SPACE}]*号")
_ORDER = f"(?P<body>[{HAN}]{{1,24}}?令)[{SPACE}]*第?[{SPACE}]*(?P<order>[0-9]{{1,5}}|[一二三四五六七八九十百〇零]{{1,7}})[{SPACE}]*号"
_DOC_NUMBER = re.compile(f"{_SERIAL}|{_ORDER}")

# words that may stand before a cited 文号 without belonging to it
_LEAD_IN = re.compile("(?:根据|按照|依据|依照|遵照|参照|贯彻|落实|执行|印发|转发|下发|发布|关于|有关|废止|见|以|按|经|的|和|与|及|或|由|对|将|在|"
                      "文件|通知|以及|适用|代替)$")


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
    found = _DOC_NUMBER.fullmatch(fold(text).strip())
    return _key(found) if found else None


def doc_number_at(text: str, start: int) -> DocNumber | None:
    """The 文号 that begins exactly at `start`, else None."""
    found = _DOC_NUMBER.match(fold(text[start:start + 60]))
    return DocNumber(_key(found), start, start + found.end()) if found else None


def key_of(text: str) -> str:
    """What a printed 文号 is compared by: its key, or for forms we do not know the folded text without brackets."""
    return parse_doc_number(text) or re.sub(f"[{_OPEN}{_CLOSE}{SPACE}]", "", fold(text))


def find_doc_number(key: str, text: str) -> Iterator[DocNumber]:
    """Where the 文号 of `key` stands in running text, in any spelling: equal, not contained.

    A Han character before it must end a word that leads to a citation, so that 府发〔2023〕1号 is not found in
    沪府发〔2023〕1号.

    >>> [found.start for found in find_doc_number("国办发〔2023〕1号", "按照国办发(2023)1号，而非国办发〔2023〕11号")]
    [2]
    """
    folded = fold(text)
    code = re.split("[〔]|(?<=令)第", key)[0]
    place = folded.find(code)
    while place >= 0:
        found = _DOC_NUMBER.match(folded, place)
        if found and _key(found) == key and _may_begin(folded, place):
            yield DocNumber(key, place, found.end())
        place = folded.find(code, place + 1)


def _may_begin(folded: str, place: int) -> bool:
    before = folded[max(0, place - 4):place]
    return not re.search(f"[{HAN}]$", before) or bool(_LEAD_IN.search(before))


def _key(found: re.Match[str]) -> str:
    if found["order"]:
        return f"{found['body']}第{parse_number(found['order'])}号"
    return f"{found['code']}〔{parse_number(found['year'] or found['bare'])}〕{int(found['number'])}号"
