"""The values of year: and number:, in every spelling."""
import re
import unicodedata
from typing import NamedTuple

from policysearch.text.folding import fold
from policysearch.text.numerals import NUMERAL, parse_number

# compiled by re when they are first used: few queries need them
_ONE = f"(?:[0-9]{{4}}|[{NUMERAL}]{{4}})"
_YEAR = f"(?P<year>{_ONE})年?"
_RANGE = f"(?P<low>{_ONE})?年?\\s*(?:\\.\\.|-|–|—|~|至|到)\\s*(?P<high>{_ONE})?年?"
_BRACKETED = rf"\[\s*(?P<low>{_ONE}|\*)年?\s+to\s+(?P<high>{_ONE}|\*)年?\s*\]"
_COMPARED = f"(?P<sign>>=|<=|>|<|=|≥|≤)(?P<year>{_ONE})年?"

_ARTICLE = f"第(?P<n>[{NUMERAL}]+|[0-9]+)(?:-(?P<dash>[0-9]+))?条(?:之(?P<sub>[{NUMERAL}]+|[0-9]+))?"
_NUMBER = f"[(]?\\s*(?P<n>[{NUMERAL}]+|[0-9]+(?:\\.[0-9]+)*|[①-⑳])(?:-(?P<dash>[0-9]+))?\\s*(?:[)]?\\s*[、.,]?|是)"


_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


class Years(NamedTuple):
    """Years from `low` to `high`, both included; None leaves that side open."""

    low: int | None
    high: int | None


class NumberValue(NamedTuple):
    """The value of an item's number, such as "6" or "120-1", and whether only 第…条 is meant."""

    value: str
    article: bool


def parse_years(text: str) -> Years | None:
    """The years that `text` names, or None where it names none; a range may be inverted (low above high).

    >>> parse_years("2021..2023") == parse_years("２０２１年至2023年") == parse_years("[2021 TO 2023]")
    True
    >>> parse_years(">=2021"), parse_years("abc")
    (Years(low=2021, high=None), None)
    """
    folded = fold(text).strip()
    if found := re.fullmatch(_YEAR, folded):
        year = parse_number(found["year"])
        return Years(year, year)
    if found := re.fullmatch(_COMPARED, folded):
        year = parse_number(found["year"]) or 0
        return {"=": Years(year, year), ">=": Years(year, None), "≥": Years(year, None), ">": Years(year + 1, None),
                "<=": Years(None, year), "≤": Years(None, year), "<": Years(None, year - 1)}[found["sign"]]
    found = re.fullmatch(_BRACKETED, folded) or re.fullmatch(_RANGE, folded)
    if not found or (found["low"] in (None, "*") and found["high"] in (None, "*")):
        return None
    return Years(*(None if found[side] in (None, "*") else parse_number(found[side]) for side in ("low", "high")))


def number_values(number: NumberValue) -> tuple[str, ...]:
    """What an item with this number is kept under: its value, and that of an article as one too."""
    return (number.value, article_value(number.value)) if number.article else (number.value,)


def article_value(value: str) -> str:
    """What an item is kept under because its number has the form 第…条."""
    return f"第{value}条"


def parse_item_number(text: str) -> NumberValue | None:
    """The number of an item that `text` names: 6, 六, （六）, 6. or 第六条; None where it names none.

    >>> parse_item_number("（六）"), parse_item_number("第一百二十条之一")
    (NumberValue(value='6', article=False), NumberValue(value='120-1', article=True))
    """
    folded = fold(text).strip()
    found = re.fullmatch(_ARTICLE, folded)
    article = found is not None
    found = found or re.fullmatch(_NUMBER, folded)
    if not found:
        return None
    if "." in found["n"]:
        return NumberValue(found["n"], False)
    number = int(unicodedata.numeric(found["n"])) if found["n"] in _CIRCLED else parse_number(found["n"])
    sub = parse_number(found["sub"]) if article and found["sub"] else int(found["dash"]) if found["dash"] else 0
    if number is None or sub is None:
        return None
    return NumberValue(f"{number}-{sub}" if sub else str(number), article)
