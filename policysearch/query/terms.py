"""The value of a field -> a leaf of the tree."""
import re
from typing import NamedTuple

from policysearch.errors import BadValue, QueryError, QuerySyntaxError
from policysearch.models import Span
from policysearch.query.dates import parse_dates
from policysearch.query.fields import FILTER_FIELDS
from policysearch.query.syntax import DateRange, DocNumber, ItemNumber, Leaf, Near, Term, Wildcard, YearRange
from policysearch.query.values import parse_item_number, parse_years
from policysearch.text.characters import is_han
from policysearch.text.doc_numbers import key_of
from policysearch.text.folding import has_content, plain

# ranges of these fields may stand in square brackets
BAD_RANGES = {"year": "query.bad_year", "date": "query.bad_date"}
# what is punctuation at the end of a term
END_PUNCTUATION = "?!"
# marks of PKULaw that mean nothing here
_FOREIGN = {"+": "query.foreign_or", "*": "query.foreign_and"}
_WILDCARD = re.compile(r"\*|(?<=[a-z0-9])\?|\?(?=[a-z0-9])")
# what a run may look like, with wildcards in the place of any of its characters
_RUN = re.compile(r"[a-z0-9*?]+(?:(?<=[0-9*?])\.(?=[0-9*?])[a-z0-9*?]+)?(?:(?<=[a-z*?])[#+]+\**)?")
_BESIDE_RUN = re.compile(r"[a-z0-9][*?!]*\*[*?!]*$|^[*?!]*\*[*?!]*[a-z0-9]")
_DISTANCE = re.compile("[0-9]{1,4}")


class Value(NamedTuple):
    """A value as it stands in a query.

    `text` is what to read of it, `field` the field it is for. `span` is the place of the whole, its field included, in
    the `query`; `start` is where the value itself begins.
    """

    query: str
    field: str | None
    text: str
    span: Span
    start: int

    def wrong(self, kind: type[QueryError], key: str, start: int | None = None, end: int | None = None) -> QueryError:
        """The error that points at the value, or at a part of it."""
        return kind(key, self.query, self.start if start is None else start, self.span.end if end is None else end)


def quoted_leaf(value: Value) -> Leaf:
    """What a value in quotation marks means. Raises QueryError."""
    if read := _VALUES.get(value.field or ""):
        return read(value)
    return _with_content(value, Term(value.text, True, value.field, value.span))


def bare_leaf(value: Value) -> Leaf:
    """What a word means. Raises QueryError."""
    if read := _VALUES.get(value.field or ""):
        return read(value)
    text = value.text
    seen = plain(text)
    if seen in _FOREIGN:
        raise value.wrong(QuerySyntaxError, _FOREIGN[seen])
    if any(map(is_han, seen)):
        # at the end these are punctuation, also behind letters: 什么是5G？
        end = len(seen.rstrip(END_PUNCTUATION))
        inner = seen.strip("*?!")
        # a term is found wherever it is contained, so a * beside a Han character adds nothing
        if "*" in (seen[0], seen[end - 1]) and not _WILDCARD.search(inner) and not _BESIDE_RUN.search(seen):
            start = seen.index(inner)
            return Term(text[start:start + len(inner)], True, value.field, value.span)
        text, seen = text[:end], seen[:end]
    if wildcard := _WILDCARD.search(seen):
        if _RUN.fullmatch(seen) and has_content(seen):
            return _of_text(value, Wildcard(text, value.field, value.span))
        place = value.start + (_WILDCARD.search(plain(value.text)) or wildcard).start()
        raise value.wrong(QuerySyntaxError, "query.bad_wildcard", place, place + 1)
    return _with_content(value, Term(text[:len(seen.rstrip(END_PUNCTUATION))] or text, False, value.field, value.span))


def near_leaf(value: Value, distance: str) -> Leaf:
    """What a value in quotation marks with ~ and a `distance` behind it means. Raises QueryError."""
    if not _DISTANCE.fullmatch(distance):
        raise value.wrong(BadValue, "query.bad_distance", value.span.end - len(distance) - 1)
    text = value.text
    if not all(has_content(piece) for piece in text.split()):
        raise value.wrong(QuerySyntaxError, "query.no_content")
    return _of_text(value, Near(text, int(distance), value.field, value.span))


def _of_text(value: Value, leaf: Leaf) -> Leaf:
    if value.field in (*FILTER_FIELDS, *_VALUES):
        raise value.wrong(BadValue, "query.text_only")
    return leaf


def _with_content(value: Value, term: Term) -> Leaf:
    if not has_content(term.text):
        raise value.wrong(QuerySyntaxError, "query.no_content")
    return term


def years_leaf(value: Value) -> YearRange:
    """The years that a value names, in any spelling. Raises BadValue."""
    years = parse_years(value.text)
    if years is None:
        raise value.wrong(BadValue, "query.bad_year")
    if years.low is not None and years.high is not None and years.low > years.high:
        raise value.wrong(BadValue, "query.inverted_years")
    return YearRange(years.low, years.high, value.span)


def _dates(value: Value) -> Leaf:
    days = parse_dates(value.text)
    if days is None:
        raise value.wrong(BadValue, "query.bad_date")
    if days.low is not None and days.high is not None and days.low > days.high:
        raise value.wrong(BadValue, "query.inverted_dates")
    return DateRange(days.low, days.high, value.span)


def _number(value: Value) -> Leaf:
    number = parse_item_number(value.text)
    if number is None:
        raise value.wrong(BadValue, "query.bad_number")
    return ItemNumber(number.value, number.article, value.span)


def _doc_number(value: Value) -> Leaf:
    if not has_content(value.text):
        raise value.wrong(QuerySyntaxError, "query.no_content")
    return DocNumber(key_of(value.text), value.field, value.span)


_VALUES = {"year": years_leaf, "date": _dates, "number": _number, "doc_number": _doc_number}
