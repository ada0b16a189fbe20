"""The text of a search, read as a query or as a text without operators."""
import re

from policysearch.errors import QuerySyntaxError, QueryTooLarge
from policysearch.models import Span
from policysearch.query.lexer import check_characters
from policysearch.query.limits import MAX_CHARACTERS, MAX_TERMS
from policysearch.query.parser import parse
from policysearch.query.syntax import And, AnyWord, Query, Term
from policysearch.text.folding import has_content

# how a text may be read: as a query; or without operators, fields and quotation marks, as pieces of which all must be
# contained, or as words of which any will do
READINGS = ("query", "all", "any")

# a piece ends where no match goes on; the half-width marks also stand inside runs (3,000)
_PIECE = re.compile(r"(?:[^\s，、。；：！？,;:!?]|(?<=[^\s])[,;:!?](?=[A-Za-z0-9]))+")

# a mark inside a piece matches itself; at its ends it is punctuation, those of C++ and C# apart
_MARKS_AT_ENDS = re.compile(r"^\W+|(?:(?<![A-Za-z+#])[+#]|[^\w+#])+$")


def read(text: str, reading: str = "query") -> Query:
    """The tree of `text` by one of READINGS. Raises QueryError.

    >>> str(read("经营个体工商户所欠债务，谁偿还？", "all"))
    '(经营个体工商户所欠债务 AND 谁偿还)'
    """
    if reading == "query":
        return parse(text)
    if len(text) > MAX_CHARACTERS:
        raise QueryTooLarge("query.too_long", text, MAX_CHARACTERS, len(text), limit=MAX_CHARACTERS)
    check_characters(text)
    if not has_content(text):
        raise QuerySyntaxError("query.no_content" if text.strip() else "query.empty", text, 0, len(text))
    return AnyWord(text) if reading == "any" else _all_pieces(text)


def _all_pieces(text: str) -> Query:
    pieces = []
    for found in _PIECE.finditer(text):
        piece = _MARKS_AT_ENDS.sub("", found.group())
        if has_content(piece):
            start = text.index(piece, found.start())
            pieces.append(Term(piece, span=Span(start, start + len(piece))))
    if len(pieces) > MAX_TERMS:
        raise QueryTooLarge("query.too_many_terms", text, *pieces[MAX_TERMS].span, limit=MAX_TERMS)
    return pieces[0] if len(pieces) == 1 else And(tuple(pieces))
