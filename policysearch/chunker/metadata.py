"""Metadata of a document, read from its text, then from what the file states beside it, then from the file's name.

What none of them gives is None: nothing is guessed, and masked years (xxxx年) are no years.
"""
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from policysearch.chunker.boilerplate import body_names
from policysearch.chunker.issuers import (adoption, body_in_title, byline, issued_on, letterhead, listed,
                                          ordering_body, passed_by, signature)
from policysearch.chunker.kinds import kind_of_title
from policysearch.chunker.own_numbers import own_doc_number
from policysearch.chunker.places import place_named
from policysearch.chunker.titles import read_title
from policysearch.chunker.validity import read_validity
from policysearch.models import Source
from policysearch.text.data_lines import data_line, stated_value
from policysearch.text.folding import fold
from policysearch.text.numerals import parse_number

_YEAR = "(?:19|20)[0-9]{2}|[一二][〇零○一二三四五六七八九]{3}"
# the year a title speaks of; a budget year (年度) or a term (2021—2025年, 2030) need not be that of issue
_OWN_YEAR = re.compile(f"(?<![0-9—–~至到-])(?P<year>{_YEAR})年(?![度内—–~至到-])")
_ANY_YEAR = re.compile("(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?![0-9])|(?P<han>[一二][〇零○一二三四五六七八九]{3})(?=年)")


@dataclass(frozen=True)
class Metadata:
    """What a document says of itself; None where it says nothing.

    Dates are ISO 8601, as precise as printed. `in_force_until` is the last day in force; `repealed` is the date of repeal,
    or where none is given the words that say so (已废止)."""

    title: str | None = None
    year: int | None = None
    date: str | None = None
    issuer: str | None = None
    place: str | None = None
    doc_number: str | None = None
    kind: str | None = None
    in_force_from: str | None = None
    in_force_until: str | None = None
    repealed: str | None = None
    url: str | None = None


def read_metadata(source: Source, lines: Sequence[str], front: Sequence[str], tail: Sequence[str]) -> Metadata:
    """The metadata of `source`, a document of these `lines`, among them those before its first item (`front`) and behind
    its last (`tail`)."""
    stem = PurePosixPath(source.name).stem
    hints = {**_data_lines(front), **source.hints}
    title = read_title(front, hints.get("title"), stem)
    signed, adopted, behind = signature(front), adoption(front), signature(lines, len(front))
    date = next((one.date for one in (signed, adopted, behind) if one), None) or issued_on(lines) or hints.get("date")
    issuer = (letterhead(front) or ordering_body(front)
              or next(("、".join(one.bodies) for one in (signed, behind) if one and one.bodies), None)
              or body_in_title(title, front) or "、".join(adopted.bodies if adopted else ())
              or next(filter(None, (body_in_title(line, front) for line in front)), None)
              or byline(front) or passed_by(lines) or listed(hints.get("issuer", "")) or None)
    doc_number = own_doc_number(front) or hints.get("doc_number") or own_doc_number([stem.split(" ")[0]])
    validity = read_validity(lines, [*front, *tail], date)
    return Metadata(title=title, year=_year(title, date, doc_number), date=date, issuer=issuer,
                    place=place_named(title) or place_named(issuer), doc_number=doc_number,
                    kind=(kind_of_title(title) if title else None) or hints.get("kind"),
                    in_force_from=validity.start or hints.get("in_force_from"),
                    in_force_until=validity.end or hints.get("in_force_until"),
                    repealed=validity.repealed or hints.get("repealed"), url=hints.get("url"))


def _data_lines(front: Sequence[str]) -> dict[str, str]:
    """What data lines above the text state: 发布机构：国务院. Programs fill them in, so each must be what its label says."""
    stated: dict[str, str] = {}
    for line in front:
        name, value = data_line(line) or ("", "")
        if name == "issuer":
            value = "、".join(body_names(value))
        elif name == "doc_number":
            value = own_doc_number([value]) or ""
        if value := stated_value(name, value):
            stated.setdefault(name, value)
    return stated


def _year(title: str | None, date: str | None, doc_number: str | None) -> int | None:
    """The year of issue: the one that the title speaks of, else of the date, of the 文号, else any in the title."""
    found = _OWN_YEAR.search(fold(title)) if title else None
    if found:
        return parse_number(found["year"])
    for text in (date, doc_number, title):
        found = _ANY_YEAR.search(fold(text)) if text else None
        if found:
            return parse_number(found["year"] or found["han"])
    return None
