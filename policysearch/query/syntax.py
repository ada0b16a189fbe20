"""The syntax tree of a query. str() of a tree is a query that parses to the same tree.

Query
├── And(children)        all of them
├── Or(children)         any of them
├── Not(child)           every item but those
└── a leaf
    ├── Term             text, bare or quoted, anywhere in the item or in one field
    ├── DocNumber        a 文号, in any spelling
    ├── YearRange        the year of the document
    └── ItemNumber       the number of the item
"""
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from policysearch.models import Span

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
class DocNumber:
    """A 文号 by its `key` (one spelling): the document's own for the `field` doc_number, one that is cited there for text,
    title or section, either for None."""

    key: str
    field: str | None = None
    span: Span = dataclasses.field(default=_UNKNOWN, compare=False)

    def __str__(self) -> str:
        return _prefix(self.field) + self.key


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
class ItemNumber:
    """The item's own number by `value` (6, 120-1), in any form, or only in the form 第…条 where `article`."""

    value: str
    article: bool = False
    span: Span = dataclasses.field(default=_UNKNOWN, compare=False)

    def __str__(self) -> str:
        return f"number:第{self.value}条" if self.article else f"number:{self.value}"


@dataclass(frozen=True)
class Not:
    """Every item but those of `child`."""

    child: "Query"

    def __str__(self) -> str:
        return render(self)


@dataclass(frozen=True)
class And:
    """The items of all `children`, of which there are at least two."""

    children: tuple["Query", ...]

    def __str__(self) -> str:
        return render(self)


@dataclass(frozen=True)
class Or:
    """The items of any of `children`, of which there are at least two."""

    children: tuple["Query", ...]

    def __str__(self) -> str:
        return render(self)


Leaf: TypeAlias = Term | DocNumber | YearRange | ItemNumber
Query: TypeAlias = And | Or | Not | Leaf


def render(query: Query) -> str:
    """The tree as a query, without recursion: (家庭医生 AND NOT 公司)."""
    pieces: list[str] = []
    todo: list[Query | str] = [query]  # what is still to be printed, the next on top
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
        else:
            pieces.append(str(node))
    return "".join(pieces)


def postorder(query: Query) -> list[Query]:
    """The nodes of a tree, children before their parents and from left to right; without recursion."""
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


def leaves(query: Query) -> Iterator[tuple[Leaf, bool]]:
    """The leaves of a tree from left to right, each with whether it counts positively: under an even number of NOT."""
    todo: list[tuple[Query, bool]] = [(query, True)]
    while todo:
        node, positive = todo.pop()
        if isinstance(node, Not):
            todo.append((node.child, not positive))
        elif isinstance(node, (And, Or)):
            todo += [(child, positive) for child in reversed(node.children)]
        else:
            yield node, positive


def _prefix(name: str | None) -> str:
    return f"{name}:" if name else ""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
