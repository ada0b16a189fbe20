"""Characters -> tokens. Every token knows its place in the query, so that an error can point at it."""
import enum
import re
from typing import NamedTuple

from policysearch.errors import BadValue, NotAvailable, QueryError, QuerySyntaxError, UnknownField
from policysearch.models import Span
from policysearch.query.fields import NOT_YET, field_named
from policysearch.query.syntax import DocNumber, ItemNumber, Leaf, Term, YearRange
from policysearch.query.values import parse_item_number, parse_years
from policysearch.text.doc_numbers import doc_number_at, key_of
from policysearch.text.folding import has_content


class Kind(enum.Enum):
    """What a token is. The soft operators are text where their operands are not beside them."""

    LEAF = "leaf"
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    SOFT_AND = "且"
    SOFT_OR = "或"
    SOFT_NOT = "非"


class Token(NamedTuple):
    """One token at `span` of the query; `leaf` where it is one."""

    kind: Kind
    span: Span
    leaf: Leaf | None = None


_OPERATORS = {"AND": Kind.AND, "&&": Kind.AND, "OR": Kind.OR, "||": Kind.OR, "NOT": Kind.NOT,
              "&": Kind.SOFT_AND, "且": Kind.SOFT_AND, "并且": Kind.SOFT_AND, "並且": Kind.SOFT_AND,
              "|": Kind.SOFT_OR, "或": Kind.SOFT_OR, "或者": Kind.SOFT_OR, "非": Kind.SOFT_NOT, "不含": Kind.SOFT_NOT}
_SOFT = {Kind.SOFT_AND: Kind.AND, Kind.SOFT_OR: Kind.OR, Kind.SOFT_NOT: Kind.NOT}
_TWINS = {'"': '"', "“": "”", "「": "」"}
_CLOSERS = frozenset("”」")
_NEGATION = frozenset("-!")
_WORD_ENDS = frozenset("()") | _TWINS.keys() | _CLOSERS
# full-width forms act as their twins; a wider folding would change letters of the terms
_WIDTHS = {0xFF01 + offset: 0x21 + offset for offset in range(0x5E)} | {0x3000: 0x20, 0xFF62: 0x300C, 0xFF63: 0x300D}
_UNKNOWN_FIELD = re.compile("[A-Za-z_][A-Za-z0-9_]*")
_NOT_YET_FUNCTIONS = frozenset({"同句", "同篇"})
_WILDCARD = re.compile(r"\*|(?<=[A-Za-z0-9])\?|\?(?=[A-Za-z0-9])")
_WITH_DOC_NUMBERS = (None, "doc_number", "text", "title", "section")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
# what may follow a 文号 without belonging to it
_BEHIND_DOC_NUMBER = frozenset({"", "文", "文件"})


def tokenize(text: str) -> list[Token]:
    """The tokens of a query. Raises QueryError."""
    for place, character in enumerate(text):
        if (character < " " and not character.isspace()) or "\ud800" <= character <= "\udfff":
            raise QuerySyntaxError("query.bad_character", text, place, place + 1, code=f"U+{ord(character):04X}")
    return _settled(_Lexer(text).tokens(), text)


class _Lexer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._seen = text.translate(_WIDTHS)  # what decides; terms are cut from the text itself
        self._at = 0
        self._groups: list[str | None] = []  # the field that each open bracket stands in

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
            return self._open(self._field())
        if character == ")":
            self._at += 1
            if self._groups:
                self._groups.pop()
            return Token(Kind.CLOSE, Span(start, start + 1))
        following = self._seen[start + 1:start + 2]
        if character in _NEGATION and following and not following.isspace() and following != ")":
            self._at += 1
            return Token(Kind.NOT, Span(start, start + 1))
        number = self._doc_number(self._field()) if self._field() in _WITH_DOC_NUMBERS else None
        return number or self._operator() or self._value(self._field(), start)

    def _field(self) -> str | None:
        return self._groups[-1] if self._groups else None

    def _open(self, field: str | None) -> Token:
        self._groups.append(field)
        self._at += 1
        return Token(Kind.OPEN, Span(self._at - 1, self._at))

    def _operator(self) -> Token | None:
        start, end = self._at, self._word_end(self._at)
        kind = _OPERATORS.get(self._seen[start:end])
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
        if word in _NOT_YET_FUNCTIONS and self._seen[end:end + 1] == "(":
            raise self._error(NotAvailable, "query.not_available", word_start, end, what=word + "(")
        colon = word.find(":")
        if colon > 0 and word_start == start:
            name = word[:colon]
            named = field_named(name)
            if named:
                return self._after_field(named, word_start, word_start + colon)
            if _UNKNOWN_FIELD.fullmatch(name):
                raise self._error(UnknownField, "query.unknown_field", word_start, word_start + colon, name=name)
        self._at = end
        return self._leaf(field, self._text[word_start:end], False, Span(start, end), word_start)

    def _after_field(self, field: str, start: int, colon: int) -> Token:
        if self._groups and self._groups[-1] is not None:
            raise self._error(QuerySyntaxError, "query.field_in_field", start, colon + 1)
        if field in NOT_YET:
            raise self._error(NotAvailable, "query.not_available", start, colon + 1, what=self._text[start:colon + 1])
        self._at = colon + 1
        following = self._seen[self._at:self._at + 1]
        if not following or following.isspace() or following == ")":
            raise self._error(QuerySyntaxError, "query.no_value", start, colon + 1)
        if field in _WITH_DOC_NUMBERS and (number := self._doc_number(field)):
            return number._replace(span=Span(start, number.span.end))
        if field == "number" and following == "(":
            end = self._seen.find(")", self._at) + 1
            if end and parse_item_number(self._seen[self._at:end]):
                value, self._at = self._text[self._at:end], end
                return self._leaf(field, value, False, Span(start, end), colon + 1)
        if field == "year" and following == "[":
            end = self._seen.find("]", self._at) + 1
            if not end:
                raise self._error(BadValue, "query.bad_year", self._at, self._word_end(self._at))
            value_start, self._at = self._at, end
            return self._leaf(field, self._text[value_start:end], False, Span(start, end), value_start)
        if following == "(":
            return self._open(field)
        return self._value(field, start)

    def _quoted(self, field: str | None, start: int) -> Token:
        opening = self._at
        twin = _TWINS[self._seen[opening]]
        pieces: list[str] = []
        at = opening + 1
        while at < len(self._text) and self._seen[at] != twin:
            # \" and \\ stand for the mark and the backslash
            if self._seen[at] == "\\" and self._seen[at + 1:at + 2] in (twin, "\\"):
                at += 1
            pieces.append(self._text[at:at + 1])
            at += 1
        if at >= len(self._text):
            raise self._error(QuerySyntaxError, "query.unclosed_quote", opening, opening + 1)
        self._at = at + 1
        if self._seen[self._at:self._at + 1] == "~":
            raise self._error(NotAvailable, "query.not_available", self._at, self._word_end(self._at), what="~")
        content = "".join(pieces)
        if not content.strip():
            raise self._error(QuerySyntaxError, "query.empty_quotes", opening, self._at)
        return self._leaf(field, content, True, Span(start, self._at), opening)

    def _doc_number(self, field: str | None) -> Token | None:
        """The 文号 that begins here and ends with its word; recognised before brackets are."""
        found = doc_number_at(self._text, self._at)
        if not found or self._text[found.end:self._word_end(found.end)] not in _BEHIND_DOC_NUMBER:
            return None
        self._at = self._word_end(found.end)
        span = Span(found.start, found.end)
        return Token(Kind.LEAF, span, DocNumber(found.key, field, span))

    def _leaf(self, field: str | None, value: str, quoted: bool, span: Span, value_start: int) -> Token:
        end = span.end
        leaf: Leaf
        if field == "year":
            years = parse_years(value)
            if years is None:
                raise self._error(BadValue, "query.bad_year", value_start, end)
            if years.low is not None and years.high is not None and years.low > years.high:
                raise self._error(BadValue, "query.inverted_years", value_start, end)
            leaf = YearRange(years.low, years.high, span)
        elif field == "number":
            number = parse_item_number(value)
            if number is None:
                raise self._error(BadValue, "query.bad_number", value_start, end)
            leaf = ItemNumber(number.value, number.article, span)
        elif field == "doc_number":
            self._check_content(value, value_start, end)
            leaf = DocNumber(key_of(value), field, span)
        else:
            # what prints nothing came in by copying
            shown = _INVISIBLE.sub("", value)
            leaf = Term(shown if quoted else self._bare(shown, value_start), quoted, field, span)
            self._check_content(leaf.text, value_start, end)
        return Token(Kind.LEAF, span, leaf)

    def _bare(self, value: str, start: int) -> str:
        seen = value.translate(_WIDTHS)
        wildcard = _WILDCARD.search(seen)
        if wildcard:
            place = start + wildcard.start()
            raise self._error(NotAvailable, "query.not_available", place, place + 1, what=self._text[place])
        # at the end of a term these are punctuation
        return value[:len(seen.rstrip("?!"))] or value

    def _check_content(self, value: str, start: int, end: int) -> None:
        if not has_content(value):
            raise self._error(QuerySyntaxError, "query.no_content", start, end)

    def _word_end(self, at: int) -> int:
        while not self._ends_word(at):
            at += 1
        return at

    def _ends_word(self, at: int) -> bool:
        return at >= len(self._seen) or self._seen[at].isspace() or self._seen[at] in _WORD_ENDS

    def _error(self, kind: type[QueryError], key: str, start: int, end: int, **parameters: object) -> QueryError:
        return kind(key, self._text, start, end, **parameters)


def _settled(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with each soft operator made an operator where its operands stand beside it, else text."""
    settled: list[Token] = []
    for place, token in enumerate(tokens):
        if token.kind in _SOFT:
            before = settled[-1].kind if settled else None
            after = tokens[place + 1].kind if place + 1 < len(tokens) else None
            has_right = after not in (None, Kind.CLOSE, Kind.AND, Kind.OR)
            has_left = before in (Kind.LEAF, Kind.CLOSE)
            if has_right and (has_left or token.kind is Kind.SOFT_NOT):
                token = token._replace(kind=_SOFT[token.kind])
            else:
                word = text[token.span.start:token.span.end]
                if not has_content(word):
                    raise QuerySyntaxError("query.no_operand", text, *token.span)
                token = Token(Kind.LEAF, token.span, Term(word, span=token.span))
        settled.append(token)
    return settled
