"""Characters -> tokens. Every token knows its place in the query, so that an error can point at it."""
import re
from typing import NamedTuple

from policysearch.errors import BadValue, QueryError, QuerySyntaxError, UnknownField
from policysearch.models import Span
from policysearch.query.fields import field_named
from policysearch.query.syntax import FUNCTIONS, DocNumber, SameDocument, SameSentence
from policysearch.query.terms import BAD_RANGES, END_PUNCTUATION, Value, bare_leaf, near_leaf, quoted_leaf
from policysearch.query.tokens import OPERATORS, Kind, Token, settled
from policysearch.query.values import parse_item_number
from policysearch.text.doc_numbers import doc_number_at

_TWINS = {'"': '"', "“": "”", "「": "」"}
_CLOSERS = frozenset("”」")
_NEGATION = frozenset("-!")
_WORD_ENDS = frozenset("()") | _TWINS.keys() | _CLOSERS
# full-width forms act as their twins; a wider folding would change letters of the terms
_WIDTHS = {0xFF01 + offset: 0x21 + offset for offset in range(0x5E)} | {0x3000: 0x20, 0xFF62: 0x300C, 0xFF63: 0x300D}
_UNKNOWN_FIELD = re.compile("[A-Za-z_][A-Za-z0-9_]*")
_WITH_DOC_NUMBERS = (None, "doc_number", "text", "title", "section")
# what may follow a 文号 without belonging to it
_BEHIND_DOC_NUMBER = frozenset({"", "文", "文件"})
# passed over at the ends of a term, and no brackets or quotation marks of the query
_MARKS_AROUND = "《》〈〉【】『』‘’'[]{}"


def tokenize(text: str) -> list[Token]:
    """The tokens of a query. Raises QueryError."""
    check_characters(text)
    return settled(_Lexer(text).tokens(), text)


def check_characters(text: str) -> None:
    """Raise QuerySyntaxError at a character that no text holds: a control character or half a surrogate pair."""
    for place, character in enumerate(text):
        if (character < " " and not character.isspace()) or "\ud800" <= character <= "\udfff":
            raise QuerySyntaxError("query.bad_character", text, place, place + 1, code=f"U+{ord(character):04X}")


class _Group(NamedTuple):
    """What an open bracket stands in: a field, and the innermost function."""

    field: str | None = None
    function: type[SameSentence] | type[SameDocument] | None = None


class _Lexer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._seen = text.translate(_WIDTHS)  # what decides; terms are cut from the text itself
        self._at = 0
        self._groups = [_Group()]  # of all open brackets, below them that of the whole query

    def tokens(self) -> list[Token]:
        tokens = []
        while self._at < len(self._text):
            if self._seen[self._at].isspace():
                self._at += 1
            else:
                tokens.append(self._token())
        return tokens

    def _token(self) -> Token:
        start, character = self._at, self._seen[self._at]
        if character == "(":
            return self._open(start, self._groups[-1])
        if character == ")":
            self._at += 1
            if len(self._groups) > 1:
                self._groups.pop()
            return Token(Kind.CLOSE, Span(start, start + 1))
        following = self._seen[start + 1:start + 2]
        if character in _NEGATION and following and not following.isspace() and following != ")":
            self._at += 1
            return Token(Kind.NOT, Span(start, start + 1))
        return self._doc_number(self._field(), start) or self._operator() or self._value(self._field(), start)

    def _field(self) -> str | None:
        return self._groups[-1].field

    def _open(self, start: int, group: _Group) -> Token:
        self._groups.append(group)
        self._at += 1
        return Token(Kind.OPEN, Span(start, self._at))

    def _operator(self) -> Token | None:
        start, end = self._at, self._word_end(self._at)
        kind = OPERATORS.get(self._seen[start:end])
        if kind:
            self._at = end
        return Token(kind, Span(start, end)) if kind else None

    def _value(self, field: str | None, start: int) -> Token:
        """A quoted string or a word, as a value of `field`; the token begins at `start`."""
        character = self._seen[self._at]
        if character in _TWINS:
            return self._quoted(field, start)
        if character in _CLOSERS:
            raise self._error(QuerySyntaxError, "query.unopened_quote", self._at, self._at + 1)
        word_start, end = self._at, self._word_end(self._at)
        word = self._seen[word_start:end]
        if word in FUNCTIONS and self._seen[end:end + 1] == "(":
            return self._function(word, field, end)
        colon = word.find(":")
        name = word[:max(colon, 0)]
        named = field_named(name)
        if named and word_start > start:
            raise self._error(QuerySyntaxError, "query.field_in_field", word_start, word_start + colon + 1)
        if named:
            return self._after_field(named, word_start, word_start + colon)
        if word_start == start and _UNKNOWN_FIELD.fullmatch(name):
            raise self._error(UnknownField, "query.unknown_field", word_start, word_start + colon, name=name)
        return self._word(field, start, end)

    def _function(self, name: str, field: str | None, bracket: int) -> Token:
        start, function = self._at, FUNCTIONS[name]
        within = self._groups[-1].function
        if field or within is SameSentence or within is function:
            raise self._error(QuerySyntaxError, "query.function_inside", start, bracket)
        self._at = bracket
        return self._open(start, _Group(None, function))._replace(function=function)

    def _after_field(self, field: str, start: int, colon: int) -> Token:
        if self._field():
            raise self._error(QuerySyntaxError, "query.field_in_field", start, colon + 1)
        if self._groups[-1].function is SameSentence:
            raise self._error(QuerySyntaxError, "query.field_in_sentence", start, colon + 1)
        self._at = colon + 1
        following = self._seen[self._at:self._at + 1]
        if not following or following.isspace() or following == ")":
            raise self._error(QuerySyntaxError, "query.no_value", start, colon + 1)
        if number := self._doc_number(field, start):
            return number
        if field == "number" and following == "(":
            end = self._seen.find(")", self._at) + 1
            if end and parse_item_number(self._seen[self._at:end]):
                return self._word(field, start, end)
        if field in BAD_RANGES and following == "[":
            end = self._seen.find("]", self._at) + 1
            if not end:
                raise self._error(BadValue, BAD_RANGES[field], self._at, self._word_end(self._at))
            return self._word(field, start, end)
        if following == "(":
            return self._open(self._at, self._groups[-1]._replace(field=field))
        return self._value(field, start)

    def _word(self, field: str | None, start: int, end: int) -> Token:
        """The word up to `end` as a value of `field`."""
        value_start, self._at = self._at, end
        span = Span(start, end)
        return Token(Kind.LEAF, span, bare_leaf(Value(self._text, field, self._text[value_start:end], span, value_start)))

    def _quoted(self, field: str | None, start: int) -> Token:
        opening = self._at
        twin = _TWINS[self._seen[opening]]
        pieces: list[str] = []
        at = opening + 1
        while at < len(self._text) and self._seen[at] != twin:
            # \" and \\ stand for the mark and the backslash
            if self._seen[at] == "\\" and self._seen[at + 1:at + 2] in (twin, '"', "\\"):
                at += 1
            pieces.append(self._text[at:at + 1])
            at += 1
        if at >= len(self._text):
            raise self._error(QuerySyntaxError, "query.unclosed_quote", opening, opening + 1)
        self._at = at + 1
        content = "".join(pieces)
        if not content.strip():
            raise self._error(QuerySyntaxError, "query.empty_quotes", opening, self._at)
        if self._seen[self._at:self._at + 1] != "~":
            span = Span(start, self._at)
            if not self._seen[self._at:self._word_end(self._at)].strip(END_PUNCTUATION):
                self._at = self._word_end(self._at)
            return Token(Kind.LEAF, span, quoted_leaf(Value(self._text, field, content, span, opening)))
        mark, self._at = self._at, self._word_end(self._at)
        span = Span(start, self._at)
        leaf = near_leaf(Value(self._text, field, content, span, opening), self._seen[mark + 1:self._at])
        return Token(Kind.LEAF, span, leaf)

    def _doc_number(self, field: str | None, start: int) -> Token | None:
        """The 文号 that stands here and ends with its word; recognised before brackets are. The token begins at `start`."""
        if field not in _WITH_DOC_NUMBERS:
            return None
        at = self._at
        while at < len(self._seen) and self._seen[at] in _MARKS_AROUND:
            at += 1
        found = doc_number_at(self._text, at)
        if not found:
            return None
        behind = self._seen[found.end:self._word_end(found.end)]
        if behind.strip(_MARKS_AROUND + END_PUNCTUATION) not in _BEHIND_DOC_NUMBER:
            return None
        # words that lead to a 文号 do not belong to it
        span = Span(found.start if start == self._at else start, found.end)
        self._at = self._word_end(found.end)
        return Token(Kind.LEAF, span, DocNumber(found.key, field, span))

    def _word_end(self, at: int) -> int:
        while not self._ends_word(at):
            at += 1
        return at

    def _ends_word(self, at: int) -> bool:
        return at >= len(self._seen) or self._seen[at].isspace() or self._seen[at] in _WORD_ENDS

    def _error(self, kind: type[QueryError], key: str, start: int, end: int, **parameters: object) -> QueryError:
        return kind(key, self._text, start, end, **parameters)
