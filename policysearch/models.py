"""The nouns of this package, all frozen: Span, Source, Item, Problem, Hit, Results, Statistics."""
import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from policysearch.citations import citation
from policysearch.explanations import Explanation, QueryExplanation

RECORD_SCHEMA = 1
# the parts of a document that a search looks at unless told otherwise
SEARCHED_PARTS = ("item", "paragraph")
PARTS = (*SEARCHED_PARTS, "front", "tail", "table", "attachment", "heading")


class Span(NamedTuple):
    """A half-open range [start, end) of code points."""

    start: int
    end: int


class Region(NamedTuple):
    """A part [start, end) of a source's text that is no running text: `kind` says what it is.

    "table" (a row a line, cells parted by tabs), "navigation" (menus, links and footers of a web page), "page" (headers,
    footers and page numbers), "metadata" (a page's own table of metadata), "contents" (a printed table of contents),
    "footnote".
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """One policy file as read.

    `name` is its path below the argument it was found under, `path` where it lies, `text` its decoded text without
    byte order mark and with \\n line ends: a paragraph a line. `hints` are metadata that the file states beside its
    text, by the names of the record's fields; `regions` are sorted and disjoint; `pages` are the places in `text` where
    its pages begin, empty where it has none. `problems` are message keys with their parameters: what was read with doubt.
    """

    name: str
    path: str
    text: str
    hints: Mapping[str, str] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()
    pages: tuple[int, ...] = ()
    problems: tuple[tuple[str, Mapping[str, Any]], ...] = ()


class Item(NamedTuple):
    """One numbered unit of a source: what a search returns. The fields are those of the item record.

    Dates are ISO 8601, as precise as printed (2023-05). `in_force_until` is the last day in force; `repealed` is the date of
    repeal, or where none is given the words that say so.
    """

    id: str
    source: str
    text: str
    part: str = "item"
    title: str | None = None
    year: int | None = None
    date: str | None = None
    issuer: str | None = None
    place: str | None = None
    doc_number: str | None = None
    kind: str | None = None
    in_force_from: str | None = None
    in_force_until: str | None = None
    repealed: str | None = None
    url: str | None = None
    page: int | None = None
    number: str | None = None
    level: str | None = None
    sections: tuple[str, ...] = ()
    heading: str | None = None
    points: tuple[tuple[int, int, str], ...] | None = None
    start: int | None = None
    end: int | None = None
    line: int | None = None
    offsets: tuple[tuple[int, int], ...] = ()

    @property
    def citation(self) -> str:
        """How to cite this item, such as 《2022年宝山区卫生健康工作要点》（宝卫〔2022〕4号）二、6."""
        return citation(self.title, self.doc_number, self.sections, self.number, self.source)

    def cite(self, start: int, end: int) -> str:
        """How to cite text[start:end]: with its point where it lies within one, such as 《…》（宝卫〔2022〕4号）二、6.二是."""
        point = next((label for first, last, label in self.points or () if first <= start and end <= last), None)
        return citation(self.title, self.doc_number, self.sections, self.number, self.source, point)

    def record(self) -> dict[str, Any]:
        """The item record of the floor plan, ready for JSON."""
        values = {name: getattr(self, name) for name in RECORD_FIELDS}
        values["sections"] = list(self.sections)
        values["offsets"] = [list(pair) for pair in self.offsets]
        values["points"] = None if self.points is None else [list(point) for point in self.points]
        return {"schema": RECORD_SCHEMA, **values}


class LeftOut(NamedTuple):
    """A part [start, end) of a source's text that is neither item, heading nor part, and the `reason`."""

    reason: str
    start: int
    end: int


class Document(NamedTuple):
    """A source cut up: every non-blank character of its text is in exactly one of these.

    `items` are what a search returns, `headings` the places of the section headings, `parts` what stands outside the
    items (front, tail, table, attachment; "heading" for headings without a number, which are in no section path, and
    "paragraph" for a sentence that leads in a second list of an item), `left_out` what is no part of the document.
    """

    items: tuple[Item, ...]
    headings: tuple[Span, ...]
    parts: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]


# the order in which a record is printed
RECORD_FIELDS = ("id", "source", "part", "title", "year", "date", "issuer", "place", "doc_number", "kind", "in_force_from",
                 "in_force_until", "repealed", "url", "page", "number", "level", "sections", "heading", "text", "points",
                 "start", "end", "line", "offsets")
assert set(RECORD_FIELDS) == set(Item._fields)


# what an item record says of its document
DOCUMENT_FIELDS = ("title", "year", "date", "issuer", "place", "doc_number", "kind", "in_force_from", "in_force_until",
                   "repealed", "url")


class Problem(NamedTuple):
    """What went wrong with one source while reading: its `path`, `line` (or None), and the message key with parameters."""

    path: str
    line: int | None
    key: str
    parameters: Mapping[str, Any]


class DocumentSummary(NamedTuple):
    """What an index knows of one document.

    `metadata` has the DOCUMENT_FIELDS, None where unknown; `items` counts what is searched, by its level ("" for
    paragraphs); `parts` counts what stands outside the items, by part; `left_out` the characters that are no part of the
    document (white space not counted), by reason; `problems` are doubts about how it was read.
    """

    source: str
    metadata: Mapping[str, Any]
    items: Mapping[str, int]
    parts: Mapping[str, int]
    left_out: Mapping[str, int]
    problems: tuple[Problem, ...] = ()

    def record(self) -> dict[str, Any]:
        """The summary as plain dictionaries and lists, ready for JSON."""
        return {**self._asdict(), "problems": [problem._asdict() for problem in self.problems]}


class Marks(NamedTuple):
    """Where an item answers a query: the spans in its text, its title, and each of its headings, and the part of its text to
    show for it; all in code points of the text as shown."""

    text: tuple[Span, ...]
    title: tuple[Span, ...]
    sections: tuple[tuple[Span, ...], ...]
    snippet: Span


class Marking:
    """Finds the marks of a hit when they are first asked for. It is compared, copied and pickled by what it finds."""

    def __init__(self, find: Callable[[], Marks]) -> None:
        self._find = find

    @functools.cached_property
    def marks(self) -> Marks:
        """What `find` gives, and raises."""
        marks = self._find()
        # what it was found by is let go of
        self._find = functools.partial(Marks, *marks)
        return marks

    def __eq__(self, other: object) -> bool:
        return self.marks == other.marks if isinstance(other, Marking) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.marks)

    def __repr__(self) -> str:
        return repr(self.marks)

    def __reduce__(self) -> tuple[Callable[[Marks], "Marking"], tuple[Marks]]:
        return _found, (self.marks,)


def _found(marks: Marks) -> Marking:
    return Marking(functools.partial(Marks, *marks))


class Hit(NamedTuple):
    """An item that answers a query.

    `score` is None beyond the candidates that were scored. `spans` are in item.text, `title_spans` in item.title,
    `section_spans` one tuple a heading, `snippet` a range of item.text; all in code points of the text as shown. They are
    found when they are first asked for, which needs no open index, is not in the time budget of the search, and raises
    IndexDamaged where the texts are damaged.
    `loose` hits hold all words of a long term, but not the whole. `others` are the ids of items with the same text, where
    these are one hit.
    """

    rank: int
    score: float | None
    item: Item
    marking: Marking
    loose: bool = False
    others: tuple[str, ...] = ()
    explanation: Explanation | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans in the item's text."""
        return self.marking.marks.text

    @property
    def title_spans(self) -> tuple[Span, ...]:
        """The spans in its title."""
        return self.marking.marks.title

    @property
    def section_spans(self) -> tuple[tuple[Span, ...], ...]:
        """The spans in each of its headings."""
        return self.marking.marks.sections

    @property
    def snippet(self) -> Span:
        """The range of its text to show."""
        return self.marking.marks.snippet


class Rated(NamedTuple):
    """The id of a hit, and its score; None beyond the candidates that were scored."""

    id: str
    score: float | None


@dataclass(frozen=True)
class Results:
    """The answer to a query: one page of hits, the exact total, and what the query was understood as.

    `loose_total` counts the items that hold all words of the long terms, where they are more than those that hold the
    terms whole. `suggestions` are queries that may have been meant and do have hits, when this one has none. `expansions`
    has the synonyms that counted for each bare term. `nearest` holds the best items with any of the query's terms when
    nothing has all of them. `seconds` is the time the search took. `elsewhere` counts what matches outside the items;
    `facets` has for each field that was asked for its values and how many of the items have them, ascending, None last.
    `explanation` is there where it was asked for. Iterating gives the hits.
    """

    query: str
    understood: str
    total: int
    hits: tuple[Hit, ...]
    nearest: tuple[Hit, ...]
    seconds: float
    elsewhere: int = 0
    facets: Mapping[str, tuple[tuple[str | int | None, int], ...]] = field(default_factory=dict)
    loose_total: int | None = None
    suggestions: tuple[str, ...] = ()
    expansions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    explanation: QueryExplanation | None = None

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)


class TermStatistics(NamedTuple):
    """Counts of one kind of term ("word" or "bigram") over the whole index: their number and that of the items."""

    total_length: int
    distinct: int


class Statistics(NamedTuple):
    """Figures of an index as `policysearch stats` prints them."""

    engine: str
    items: int
    documents: int
    parts: Mapping[str, int]
    filled: Mapping[str, int]
    words: TermStatistics
    bigrams: TermStatistics
    bytes: int
    built: str
    problems: tuple[Problem, ...] = ()

    def record(self) -> dict[str, Any]:
        """The figures as plain dictionaries and lists, ready for JSON."""
        return {**self._asdict(), "words": self.words._asdict(), "bigrams": self.bigrams._asdict(),
                "problems": [problem._asdict() for problem in self.problems]}
