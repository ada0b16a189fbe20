"""The nouns of an explained search, all frozen: what a score is made of, and how a query was understood."""
from collections.abc import Iterator
from typing import NamedTuple


class TermWeight(NamedTuple):
    """A term that ranks: `n` of the `N` items of the index hold it; the names are those of the BM25 formula."""

    kind: str
    text: str
    weight: float
    idf: float
    n: int
    N: int


class TermPart(NamedTuple):
    """What a term that ranks adds to one score; see `TermWeight`."""

    kind: str
    text: str
    weight: float
    idf: float
    n: int
    N: int
    tf: int
    dl: int
    avgdl: float
    score: float


class OpeningPart(NamedTuple):
    """What a bigram adds that stands in an item's first sentence: weight x idf; see `TermWeight`."""

    kind: str
    text: str
    weight: float
    idf: float
    n: int
    N: int
    score: float


class DocumentPart(NamedTuple):
    """What an item's document adds: weight x the sum of the `scores`, its highest among the best candidates, / `of`.

    `text` is the document's title, "" for none.
    """

    kind: str
    text: str
    weight: float
    scores: tuple[float, ...]
    of: int
    score: float


class Explanation(NamedTuple):
    """Why a hit has its score: the `score` is the sum of the parts' scores."""

    score: float
    parts: tuple[TermPart | OpeningPart | DocumentPart, ...]


class QueryNode(NamedTuple):
    """A node of a query's tree, with how many `items` match it alone.

    `kind` is "and", "or", "not", "same_sentence" (同句), "same_document" (同篇), or for a leaf "term", "wildcard", "near",
    "doc_number", "any_word", "year", "date" or "number". A leaf has itself as a `query`, the `field` it looks in (None for
    the whole item), and what it finds: `spellings` of its numbers, `synonyms`, the `words` of the index that a wildcard
    stands for, or the `pieces` of "…"~N or of a text of which any word will do. Inside 同句 alone means in a sentence of its
    own. `items` is None for "not", for "and" and "or" inside a function, and where the time of the search was used up.
    """

    kind: str
    query: str | None = None
    field: str | None = None
    items: int | None = None
    spellings: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    children: tuple["QueryNode", ...] = ()

    def walk(self) -> Iterator[tuple[int, "QueryNode"]]:
        """This node and those below it, from left to right, each with how far below it stands."""
        todo = [(0, self)]
        while todo:
            depth, node = todo.pop()
            yield depth, node
            todo += [(depth + 1, child) for child in reversed(node.children)]


class QueryExplanation(NamedTuple):
    """How a query was understood: its `tree`, and the `terms` by which its hits are ranked."""

    tree: QueryNode
    terms: tuple[TermWeight, ...]
