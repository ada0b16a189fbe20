"""The syntax tree of a query. str() of a tree is a query that parses to the same tree, AnyWord apart.

Query
├── And(children)             all of them
├── Or(children)              any of them
├── Not(child)                every item but those
├── SameDocument(child)       同篇: items of documents that hold all of it
├── SameSentence(child)       同句: items with a sentence that holds all of it
└── a leaf
    ├── Term                  text, bare or quoted, anywhere in the item or in one field
    ├── Wildcard              runs of letters and digits of a form
    ├── Near                  texts near each other in a sentence
    ├── DocNumber             a 文号, in any spelling
    ├── AnyWord               a text of which any word will do; only a text without operators becomes one
    ├── YearRange, DateRange  the year and the date of the document
    └── ItemNumber            the number of the item
"""
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from policysearch.models import Span
from policysearch.query.dates import Days, printed
from policysearch.text.doc_numbers import parse_doc_number

_UNKNOWN = Span(0, 0)


@dataclass(frozen=True)
class Term:
    """Text to be contained: in the whole item, or in `field` alone. `span` is its place in the query as typed.

    `filters` where an option restricts the search by it: it is no part of what is asked for, and adds nothing to a score.
    """

    text: str
    quoted: bool = False
    field: str | None = None
    span: Span = dataclasses.field(default=_UNKNOWN, compare=False)
    filters: bool = False

    def __str__(self) -> str:
        return _prefix(self.field) + (_quoted(self.text) if self.quoted else self.text)


@dataclass(frozen=True)
class Wildcard:
    """Whole runs of the form of `pattern`: * is any number of its characters, ? one letter or digit."""

    pattern: str
    field: str | None = None
    span: Span = dataclasses.field(default=_UNKNOWN, compare=False)

    def __str__(self) -> str:
        return _prefix(self.field) + self.pattern


@dataclass(frozen=True)
class Near:
    """The pieces of `text` in one sentence, neighbours at most `distance` characters apart; see `matching.near`.

    Pieces are parted by white space; where there is none they are the words of the text.
    """

    text: str
    distance: int
    field: str | None = None
    span: Span = dataclasses.field(default=_UNKNOWN, compare=False)

    def __str__(self) -> str:
        return f"{_prefix(self.field)}{_quoted(self.text)}~{self.distance}"


@dataclass(frozen=True)
class DocNumber:
    """A 文号 by its `key` (one spelling): the document's own for the `field` doc_number, one that is cited there for text,
    title or section, either for None."""

    key: str
    field: str | None = None
    span: Span = dataclasses.field(default=_UNKNOWN, compare=False)

    def __str__(self) -> str:
        # a form that we do not know may hold anything
        return _prefix(self.field) + (self.key if parse_doc_number(self.key) else _quoted(self.key))


@dataclass(frozen=True)
class AnyWord:
    """Any word of `text`, or any pair of its characters that stand side by side. The query language cannot say it."""

    text: str

    def __str__(self) -> str:
        return f"任一({_quoted(self.text)})"


@dataclass(frozen=True)
class YearRange:
    """Years from `low` to `high`, both included; None leaves that side open."""

    low: int | None
    high: int | None
    span: Span = dataclasses.field(default=_UNKNOWN, compare=False)

    def __str__(self) -> str:
        if self.low == self.high:
            return f"year:{self.low}"
        return f"year:{'' if self.low is None else self.low}..{'' if self.high is None else self.high}"


@dataclass(frozen=True)
class DateRange:
    """Days from `low` to `high`, both included; None leaves that side open. A date that is a whole month or year is in it
    only where all its days are."""

    low: date | None
    high: date | None
    span: Span = dataclasses.field(default=_UNKNOWN, compare=False)

    def __str__(self) -> str:
        return "date:" + printed(Days(self.low, self.high))


@dataclass(frozen=True)
class ItemNumber:
    """The item's own number by `value` (6, 120-1), in any form, or only in the form 第…条 where `article`."""

    value: str
    article: bool = False
    span: Span = dataclasses.field(default=_UNKNOWN, compare=False)

    def __str__(self) -> str:
        return f"number:第{self.value}条" if self.article else f"number:{self.value}"


@dataclass(frozen=True)
class _OfOne:
    child: "Query"

    def __str__(self) -> str:
        return render(self)


@dataclass(frozen=True)
class _OfMany:
    children: tuple["Query", ...]

    def __str__(self) -> str:
        return render(self)


class Not(_OfOne):
    """Every item but those of `child`."""


class And(_OfMany):
    """The items of all `children`, of which there are at least two, none an And."""


class Or(_OfMany):
    """The items of any of `children`, of which there are at least two, none an Or."""


class SameSentence(_OfOne):
    """The items with a sentence of their own text that satisfies `child`, whose leaves are text without a field."""


class SameDocument(_OfOne):
    """Of the documents that satisfy `child`, the items that match any of its positive text leaves; a document matches a
    leaf where an item of it does."""


Leaf: TypeAlias = Term | Wildcard | Near | DocNumber | AnyWord | YearRange | DateRange | ItemNumber
# what And, Or and Not join
Operand: TypeAlias = Leaf | SameSentence | SameDocument
Query: TypeAlias = And | Or | Not | Operand

FUNCTIONS: dict[str, type[SameSentence] | type[SameDocument]] = {"同句": SameSentence, "同篇": SameDocument}
_NAMES = {node: name for name, node in FUNCTIONS.items()}


def joined(node: type[And] | type[Or], *sides: Query) -> Query:
    """Two or more queries joined; a tree of one operator is flat, however its brackets stand."""
    children = [child for side in sides for child in (side.children if isinstance(side, node) else (side,))]
    return node(tuple(children))


def render(query: Query | _OfOne | _OfMany) -> str:
    """The tree as a query, without recursion: (家庭医生 AND NOT 公司)."""
    pieces: list[str] = []
    todo: list[Query | _OfOne | _OfMany | str] = [query]  # what is still to be printed, the next on top
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            pieces.append(node)
        elif isinstance(node, Not):
            todo += (node.child, "NOT ")
        elif isinstance(node, (And, Or)):
            operator = " AND " if isinstance(node, And) else " OR "
            todo += (")", node.children[-1])
            for child in reversed(node.children[:-1]):
                todo += (operator, child)
            todo.append("(")
        elif isinstance(node, (SameSentence, SameDocument)):
            # what has brackets of its own needs no more
            bracketed = isinstance(node.child, (And, Or))
            todo += (node.child,) if bracketed else (")", node.child, "(")
            todo.append(_NAMES[type(node)])
        else:
            pieces.append(str(node))
    return "".join(pieces)


def postorder(query: Query) -> list[Query]:
    """And, Or and Not of a tree and what they join, children before their parents and from left to right; without recursion.

    同句 and 同篇 are not entered.
    """
    reverse: list[Query] = []
    todo: list[Query] = [query]
    while todo:
        node = todo.pop()
        reverse.append(node)
        if isinstance(node, Not):
            todo.append(node.child)
        elif isinstance(node, (And, Or)):
            todo += node.children
    return reverse[::-1]


def operands(query: Query) -> Iterator[tuple[Leaf | SameSentence, bool]]:
    """What is asked of single items, from left to right: the leaves of a tree, those inside 同篇 too, and 同句 as a whole.

    Each comes with whether it counts positively: under an even number of NOT.
    """
    todo: list[tuple[Query, bool]] = [(query, True)]
    while todo:
        node, positive = todo.pop()
        if isinstance(node, Not):
            todo.append((node.child, not positive))
        elif isinstance(node, (And, Or)):
            todo += [(child, positive) for child in reversed(node.children)]
        elif isinstance(node, SameDocument):
            todo.append((node.child, positive))
        else:
            yield node, positive


def leaves(query: Query) -> Iterator[tuple[Leaf, bool]]:
    """As `operands`, with the leaves inside 同句 in its place."""
    for operand, positive in operands(query):
        if isinstance(operand, SameSentence):
            # 同句 holds no functions
            yield from ((leaf, inner is positive) for leaf, inner in operands(operand.child)
                        if not isinstance(leaf, SameSentence))
        else:
            yield operand, positive


def is_text(leaf: Leaf) -> bool:
    """Whether a leaf asks for text rather than for a property of the document or the item, and is no option."""
    return isinstance(leaf, AnyWord) or (
        isinstance(leaf, (Term, Wildcard, Near, DocNumber)) and leaf.field in (None, "text", "title", "section")
        and not (isinstance(leaf, Term) and leaf.filters))


def _prefix(name: str | None) -> str:
    return f"{name}:" if name else ""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
