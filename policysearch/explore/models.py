"""The answers to these questions, all frozen."""
from dataclasses import dataclass

from policysearch.likeness.difference import Difference
from policysearch.models import Item, Span

# of a field: None where an item's document does not say it
Value = str | int | None


@dataclass(frozen=True)
class SimilarItem:
    """An item of another document that corresponds to the one asked for.

    `score` (0 to 1) is that of `likeness.similarity`; the `difference` has the asked item's text on the left and this
    one's on the right, `difference.common` is the share of common text.
    """

    rank: int
    score: float
    item: Item
    difference: Difference


@dataclass(frozen=True)
class SimilarItems:
    """The `item` asked for and the corresponding items, at most one a document, the best first."""

    item: Item
    similar: tuple[SimilarItem, ...]


@dataclass(frozen=True)
class TrendRow:
    """How many of the `items` with these `values` of the fields are `hits`."""

    values: tuple[Value, ...]
    hits: int
    items: int

    @property
    def share(self) -> float:
        """The share of the hits in the items, from 0 to 1."""
        return self.hits / self.items


@dataclass(frozen=True)
class Trend:
    """The hits of a `query` counted by the fields `by`.

    `rows` has every combination of values that the index holds within the filters, also those without a hit; sorted by
    the values, unknown ones last. `hits` and `items` are the sums.
    """

    query: str
    by: tuple[str, ...]
    rows: tuple[TrendRow, ...]
    hits: int
    items: int


@dataclass(frozen=True)
class Passage:
    """A place in an item: `span` in item.text, `source_span` in the decoded text of its source, `line` the line of its
    beginning there, counted from 1.

    The source span is None for records that do not say it, the line too unless they name that of the item. `citation`
    names the point as well.
    """

    item: Item
    span: Span
    source_span: Span | None
    line: int | None
    citation: str


@dataclass(frozen=True)
class NearestPassage:
    """The passage that comes nearest to a quotation; the `difference` has the quotation on the left,
    without marks at its end."""

    passage: Passage
    difference: Difference


@dataclass(frozen=True)
class Quotation:
    """Where `text` stands word for word: in `total` places, the first of which are the `passages`, in document order.

    Where it stands nowhere there is the `nearest` passage, or, for a text of several lines that comes near no item as a
    whole, its lines as quotations by themselves: its `parts`.
    """

    text: str
    total: int
    passages: tuple[Passage, ...]
    nearest: NearestPassage | None
    parts: tuple["Quotation", ...] = ()

    @property
    def found(self) -> bool:
        """Whether all of it stands word for word: in one item, or each of its lines in one."""
        return self.total > 0 or (bool(self.parts) and all(part.found for part in self.parts))
