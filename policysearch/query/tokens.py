"""Tokens, and the words that join terms. Soft operators are text where their operands are not beside them."""
import enum
from typing import NamedTuple

from policysearch.errors import QuerySyntaxError
from policysearch.models import Span
from policysearch.query.syntax import Leaf, SameDocument, SameSentence, Term
from policysearch.text.folding import has_content


class Kind(enum.Enum):
    """What a token is."""

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
    """One token at `span` of the query; `leaf` where it is one, `function` where it opens the brackets of one."""

    kind: Kind
    span: Span
    leaf: Leaf | None = None
    function: type[SameSentence] | type[SameDocument] | None = None


OPERATORS = {"AND": Kind.AND, "&&": Kind.AND, "OR": Kind.OR, "||": Kind.OR, "NOT": Kind.NOT,
             "&": Kind.SOFT_AND, "且": Kind.SOFT_AND, "并且": Kind.SOFT_AND, "並且": Kind.SOFT_AND,
             "|": Kind.SOFT_OR, "或": Kind.SOFT_OR, "或者": Kind.SOFT_OR, "非": Kind.SOFT_NOT, "不含": Kind.SOFT_NOT}
_SOFT = {Kind.SOFT_AND: Kind.AND, Kind.SOFT_OR: Kind.OR, Kind.SOFT_NOT: Kind.NOT}


def settled(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with each soft operator made an operator where its operands stand beside it, else text.

    Raises QuerySyntaxError for & and | without operands, which are no text either.
    """
    done: list[Token] = []
    for place, token in enumerate(tokens):
        if token.kind in _SOFT:
            before = done[-1].kind if done else None
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
        done.append(token)
    return done
