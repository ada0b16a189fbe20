"""Tokens -> tree, by two stacks instead of recursion. NOT binds closer than AND (also the implicit one), AND than OR."""
from policysearch.errors import QuerySyntaxError, QueryTooLarge
from policysearch.models import Span
from policysearch.query.lexer import tokenize
from policysearch.query.limits import MAX_CHARACTERS, MAX_NESTING, MAX_TERMS
from policysearch.query.syntax import And, Near, Not, Or, Query, YearRange, is_text, joined, leaves
from policysearch.query.terms import Value, years_leaf
from policysearch.query.tokens import Kind, Token
from policysearch.text.folding import visible

_PRECEDENCE = {Kind.OPEN: 0, Kind.OR: 1, Kind.AND: 2, Kind.NOT: 3}


def parse(text: str) -> Query:
    """The tree of a query. Raises QueryError, which says where.

    Places are those in the `visible` text.

    >>> str(parse("招商 -公司 或 引资"))
    '((招商 AND NOT 公司) OR 引资)'
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryTooLarge("query.too_long", text, MAX_CHARACTERS, len(text), limit=MAX_CHARACTERS)
    # before anything is read: a mark that nobody sees must not hide an operator
    text = visible(text)
    tokens = tokenize(text)
    if not tokens:
        raise QuerySyntaxError("query.empty", text, 0, len(text))
    terms = 0
    for token in tokens:
        # each piece of "A B"~N is looked for as a term is
        terms += len(token.leaf.text.split()) if isinstance(token.leaf, Near) else token.leaf is not None
        if terms > MAX_TERMS:
            raise QueryTooLarge("query.too_many_terms", text, *token.span, limit=MAX_TERMS)
    return _Parser(text).parse(tokens)


def parse_year_option(text: str) -> YearRange:
    """The years that an option names, in any spelling of year:. Raises BadValue."""
    return years_leaf(Value(text, "year", text, Span(0, len(text)), 0))


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._operands: list[Query] = []
        self._operators: list[Token] = []
        self._nesting = 0
        self._before: Token | None = None

    def parse(self, tokens: list[Token]) -> Query:
        for token in tokens:
            if token.kind in (Kind.AND, Kind.OR):
                self._operator(token)
            elif token.kind is Kind.CLOSE:
                self._close(token)
            else:
                self._operand(token)
            self._before = token
        if self._lacks_operand():
            self._complain()
        while self._operators:
            if self._operators[-1].kind is Kind.OPEN:
                raise QuerySyntaxError("query.unclosed_bracket", self._text, *self._operators[-1].span)
            self._reduce()
        return self._operands.pop()

    def _lacks_operand(self) -> bool:
        return self._before is None or self._before.kind not in (Kind.LEAF, Kind.CLOSE)

    def _complain(self) -> None:
        """Point at what has no operand: an operator, or a bracket with nothing in it."""
        assert self._before is not None
        key = "query.unclosed_bracket" if self._before.kind is Kind.OPEN else "query.no_operand"
        raise QuerySyntaxError(key, self._text, *self._before.span)

    def _operand(self, token: Token) -> None:
        if not self._lacks_operand():
            self._push(Token(Kind.AND, token.span))
        if token.leaf:
            self._operands.append(token.leaf)
            return
        self._operators.append(token)
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise QueryTooLarge("query.too_deep", self._text, *token.span, limit=MAX_NESTING)

    def _operator(self, token: Token) -> None:
        if self._lacks_operand():
            raise QuerySyntaxError("query.no_operand", self._text, *token.span)
        self._push(token)

    def _push(self, token: Token) -> None:
        while self._operators and _PRECEDENCE[self._operators[-1].kind] >= _PRECEDENCE[token.kind]:
            self._reduce()
        self._operators.append(token)

    def _close(self, token: Token) -> None:
        if self._before is not None and self._before.kind is Kind.OPEN:
            raise QuerySyntaxError("query.empty_brackets", self._text, self._before.span.start, token.span.end)
        if self._before is not None and self._lacks_operand():
            self._complain()
        while self._operators and self._operators[-1].kind is not Kind.OPEN:
            self._reduce()
        if not self._operators:
            raise QuerySyntaxError("query.unopened_bracket", self._text, *token.span)
        opening = self._operators.pop()
        self._nesting -= 1
        if opening.function:
            inner = self._operands.pop()
            if not any(positive and is_text(leaf) for leaf, positive in leaves(inner)):
                raise QuerySyntaxError("query.no_positive", self._text, opening.span.start, token.span.end)
            self._operands.append(opening.function(inner))

    def _reduce(self) -> None:
        kind = self._operators.pop().kind
        if kind is Kind.NOT:
            self._nesting -= 1
            self._operands.append(Not(self._operands.pop()))
            return
        right, left = self._operands.pop(), self._operands.pop()
        self._operands.append(joined(And if kind is Kind.AND else Or, left, right))
