"""Dates in every spelling. A date may be as imprecise as it is printed: a year, a month or a day, each a range of days."""
import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

from policysearch.text.folding import fold
from policysearch.text.numerals import NUMERAL, parse_number

# compiled by re when they are first used: few queries need them
_YEAR = f"[0-9]{{4}}|[{NUMERAL}]{{4}}"
_SMALL = f"[0-9]{{1,2}}|[{NUMERAL}]{{1,3}}"
_ONE = (
    f"(?P<year>{_YEAR})(?:年(?:(?P<month>{_SMALL})月(?:(?P<day>{_SMALL})[日号]?)?)?"
    r"|(?P<mark>[-./])(?P<number>[0-9]{1,2})(?:(?P=mark)(?P<last>[0-9]{1,2}))?)?")
# the same without names, so that it can stand twice
_ANY = f"(?:{_YEAR})(?:年(?:(?:{_SMALL})月(?:(?:{_SMALL})[日号]?)?)?|[-./][0-9]{{1,2}}(?:[-./][0-9]{{1,2}})?)?"
_RANGE = f"(?P<low>{_ANY})?\\s*(?:\\.\\.|-|–|—|~|至|到)\\s*(?P<high>{_ANY})?"
_BRACKETED = rf"\[\s*(?P<low>{_ANY}|\*)\s+to\s+(?P<high>{_ANY}|\*)\s*\]"
_COMPARED = f"(?P<sign>>=|<=|>|<|=|≥|≤)(?P<date>{_ANY})"
_ONE_DAY = timedelta(days=1)


class Days(NamedTuple):
    """Days from `low` to `high`, both included; None leaves that side open."""

    low: date | None
    high: date | None


def parse_date(text: str) -> Days | None:
    """The days of the one date that `text` names: all of a year or a month where it says no more; None where it is none.

    >>> parse_date("2024-02") == parse_date("２０２４年２月") == Days(date(2024, 2, 1), date(2024, 2, 29))
    True
    >>> parse_date("2023-02-29"), parse_date("soon")
    (None, None)
    """
    found = re.fullmatch(_ONE, fold(text).strip())
    if not found:
        return None
    year, month, day = (parse_number(part) if part else None for part in (
        found["year"], found["month"] or found["number"], found["day"] or found["last"]))
    try:
        low = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if month is None:
        return Days(low, low.replace(month=12, day=31))
    return Days(low, low if day is not None else low.replace(day=calendar.monthrange(low.year, low.month)[1]))


def parse_dates(text: str) -> Days | None:
    """The days that `text` names, a date or a range of dates, or None where it names none; a range may be inverted.

    A second part of four digits is a year: 2021-2023 are three years, 2021-03 is a month.

    >>> parse_dates("2022-06..2022年9月3日")
    Days(low=datetime.date(2022, 6, 1), high=datetime.date(2022, 9, 3))
    >>> parse_dates("2021-2023") == parse_dates("[2021 TO 2023]") == parse_dates("2021年至2023年12月")
    True
    """
    folded = fold(text).strip()
    if one := parse_date(folded):
        return one
    if found := re.fullmatch(_COMPARED, folded):
        return _compared(found["sign"], parse_date(found["date"]))
    found = re.fullmatch(_BRACKETED, folded) or re.fullmatch(_RANGE, folded)
    if not found:
        return None
    open_low, open_high = (found[side] in (None, "*") for side in ("low", "high"))
    low, high = (None if found[side] in (None, "*") else parse_date(found[side]) for side in ("low", "high"))
    if (open_low and open_high) or not (open_low or low) or not (open_high or high):
        return None
    return Days(low and low.low, high and high.high)


def printed(days: Days) -> str:
    """Days as a query names them, as short as it can be said: 2022, 2022-06, 2022-06-10 or a range of days.

    >>> printed(parse_dates("2022-06")), printed(parse_dates(">2022-06")), printed(parse_dates("2021-2023"))
    ('2022-06', '2022-07..', '2021..2023')
    """
    lows, highs = ([] if day is None else [day.isoformat()[:length] for length in (4, 7, 10)] for day in days)
    for low in lows:
        if parse_date(low) == days:
            return low
    low = next((text for text in lows if _first_and_last(text)[0] == days.low), "")
    high = next((text for text in highs if _first_and_last(text)[1] == days.high), "")
    return f"{low}..{high}"


def _first_and_last(text: str) -> Days:
    return parse_date(text) or Days(None, None)


def _compared(sign: str, days: Days | None) -> Days | None:
    if days is None or days.low is None or days.high is None:
        return None
    try:
        if sign == ">":
            return Days(days.high + _ONE_DAY, None)
        if sign == "<":
            return Days(None, days.low - _ONE_DAY)
    except OverflowError:  # there is no day before the year 1, or after 9999
        return None
    return days if sign == "=" else Days(days.low, None) if sign in (">=", "≥") else Days(None, days.high)
