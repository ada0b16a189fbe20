"""Dates as documents print them, as ISO 8601 and as precise as printed: 2022-06-10, 2023-05."""
import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

from policysearch.text.characters import SPACE
from policysearch.text.folding import fold
from policysearch.text.numerals import NUMERAL, parse_number

_S = f"[{SPACE}]*"
_PART = f"(?:[0-9]{{1,2}}|[{NUMERAL}]{{1,3}})"
# the year 1 of the Republic of China is 1912
_REPUBLIC = 1911
_DATE = re.compile(
    f"(?:(?:中华)?民国{_S}(?P<era>[0-9]{{1,3}}|[{NUMERAL}]{{1,5}})|(?<![0-9])(?P<y>[0-9]{{4}}|[{NUMERAL}0o]{{4}})){_S}年"
    f"{_S}(?P<m>{_PART}){_S}月(?:份|{_S}(?P<d>{_PART}){_S}[日号])?"
    r"|(?<![0-9./-])(?P<iso>(?:19|20)[0-9]{2}(?P<mark>[-./])[0-9]{1,2}(?P=mark)[0-9]{1,2})(?![0-9./-])")
# how a date goes on where it is that of a meeting
_TIME_OF_DAY = re.compile(f"{_S}[(]?(?:星期[一二三四五六日天])?[)]?{_S}(?:[上下]午[0-9{NUMERAL}:时分正整]{{1,8}})?$")


class Dated(NamedTuple):
    """A date in a text: its value, YYYY-MM-DD or YYYY-MM, and where it stands, [start, end)."""

    value: str
    start: int
    end: int


def find_dates(text: str) -> Iterator[Dated]:
    """The dates in `text`, in Arabic or Chinese numerals, spaces inside passed over, years of the Republic converted.

    >>> [found.value for found in find_dates("二○○四年六月十六日通过，2023 年5 月31 日修正，民國100年4月23日，2019年2月30日")]
    ['2004-06-16', '2023-05-31', '2011-04-23']
    """
    for found in _DATE.finditer(fold(text)):
        if found["iso"]:
            year, month, day = (int(part) for part in found["iso"].split(found["mark"]))
        else:
            year, month, day = (_number(found[part] or "") for part in "ymd")
            if found["era"]:
                year = _REPUBLIC + (parse_number(found["era"]) or 0)
        if year >= 1900 and (value := iso_date(year, month, day if found["d"] or found["iso"] else None)):
            yield Dated(value, found.start(), found.end())


def _number(written: str) -> int:
    # 二〇〇五 is typed as 二00五 and 二OO五 too
    return parse_number(written if written.isdecimal() and written.isascii() else re.sub("[0o]", "〇", written)) or 0


def is_time_of_day(text: str) -> bool:
    """Whether `text`, which stands behind a date, is only a weekday and a time: 星期三上午11時正."""
    return bool(_TIME_OF_DAY.match(fold(text)))


def iso_date(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """YYYY, YYYY-MM or YYYY-MM-DD; None where the calendar has no such day."""
    try:
        whole = datetime.date(year, 1 if month is None else month, 1 if day is None else day).isoformat()
    except ValueError:
        return None
    return whole[:4] if month is None else whole[:7] if day is None else whole


def is_iso_date(text: str) -> bool:
    """Whether `text` is a date as records have it: YYYY, YYYY-MM or YYYY-MM-DD."""
    return bool(re.fullmatch("[0-9]{4}(?:-[0-9]{2}){0,2}", text)) and iso_date(*map(int, text.split("-"))) is not None


def last_day(first: str, months: int) -> str:
    """The last day of a term of so many `months` that begins with the day (month, year) `first`, as precise as `first`.

    >>> last_day("2023-09-08", 36), last_day("2024-02-29", 12), last_day("2023-01", 24)
    ('2026-09-07', '2025-02-28', '2024-12')
    """
    year, month, day = (*map(int, first.split("-")), 1, 1)[:3]
    year, month = year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1
    if len(first) == 10:
        while iso_date(year, month, day) is None:
            # 29 February, or the 31st of a month that has none: the term ends with the month
            day -= 1
            if iso_date(year, month, day):
                return f"{year:04}-{month:02}-{day:02}"
    return (datetime.date(year, month, day) - datetime.timedelta(days=1)).isoformat()[:len(first)]


def days_later(first: str, days: int) -> str:
    """The day so many `days` after `first`, which must be a whole date."""
    return (datetime.date.fromisoformat(first) + datetime.timedelta(days=days)).isoformat()
