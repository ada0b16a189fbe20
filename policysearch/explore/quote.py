"""Whether a quotation stands in an item word for word, where, and if not, what comes nearest."""
import bisect
import functools
import heapq
import re
from collections.abc import Iterable, Iterator

from policysearch.analysis.analyzer import bigrams
from policysearch.errors import QuerySyntaxError, QueryTooLarge
from policysearch.explore.everything import EVERYTHING
from policysearch.explore.models import NearestPassage, Passage, Quotation
from policysearch.explore.passages import MARKS_AT_ENDS, nearest_part, occurrences, quoted
from policysearch.likeness.difference import difference
from policysearch.likeness.similarity import telling_terms
from policysearch.matching.needles import Needle
from policysearch.matching.plan import RankingTerm
from policysearch.models import Item, Span
from policysearch.query.limits import MAX_CHARACTERS
from policysearch.query.syntax import And, Query, Term
from policysearch.searcher import Index
from policysearch.text.characters import HAN
from policysearch.text.folding import comparable, has_content
from policysearch.text.units import units

# so many pieces of a quotation, each of at most so many characters, are looked up to find where all of it may stand
_PIECES = 8
_LONGEST_PIECE = 24
# the engine's best for the words of a quotation; of them, those compared word by word
_WINDOW = 200
_COMPARED = 12
# with a smaller share of common text, nothing comes near; with a smaller one than the second, a text of several lines, at
# most so many, is taken for a quotation of several items
_LEAST_COMMON = 0.3
_OF_ONE_ITEM = 0.8
_MOST_LINES = 50

_HAN_STRETCH = re.compile(f"[{HAN}]+")


def quote(index: Index, text: str, *, limit: int = 10) -> Quotation:
    """Where `text` stands word for word in the items' own texts, and in what stands outside the items: the first `limit`
    places, and how many there are.

    Compared after folding, in both scripts; line ends, spaces, quotation marks and brackets are passed over, marks at
    the ends are dropped, and the item's number may stand in front. What was copied from several items is looked for line
    by line, up to fifty lines. Raises QuerySyntaxError for a text without a character to look for, QueryTooLarge for one of
    more than MAX_CHARACTERS, TimeBudgetExceeded.
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryTooLarge("quote.too_long", "", 0, 0, limit=MAX_CHARACTERS)
    if not has_content(text):
        raise QuerySyntaxError("query.no_content", text, 0, len(text))
    whole = _quote(index, text, limit)
    lines = [line for line in text.splitlines() if has_content(line)]
    near = whole.nearest and whole.nearest.difference.common >= _OF_ONE_ITEM
    if whole.total or near or not 1 < len(lines) <= _MOST_LINES:
        return whole
    return Quotation(text, 0, (), None, tuple(_quote(index, line, limit) for line in lines))


def _quote(index: Index, text: str, limit: int) -> Quotation:
    needle = quoted(text)
    found = list(_places(needle, index.candidates(_pieces_of(needle), (), parts=True)))
    nearest = None
    if not found:
        likely = list(index.candidates(EVERYTHING, telling_terms(index.weigh(text)), _WINDOW, parts=True))
        # where the item has a line end within a piece, or the quotation the item's number, no piece was found
        found = list(_places(needle, likely))
        nearest = None if found else _nearest(index, text, likely)
    return Quotation(text, len(found), tuple(_passage(index, *place) for place in found[:limit]), nearest)


def _pieces_of(needle: Needle) -> Query:
    """A query that every item answers in which the quotation stands: its longest pieces."""
    # Han characters alone: beside runs an item's text is compared with its brackets and spaces
    pieces = _HAN_STRETCH.findall(needle.plain) or [unit.text for unit in units(needle.plain)]
    # the first one may be the number of the item
    longest = heapq.nsmallest(_PIECES, pieces[1:] or pieces, key=lambda piece: -len(piece))
    terms = tuple(Term(piece[:_LONGEST_PIECE], quoted=True, field="text") for piece in dict.fromkeys(longest))
    # a letter of another alphabet is in no index
    return And(terms) if len(terms) > 1 else terms[0] if terms else EVERYTHING


def _places(needle: Needle, items: Iterable[Item]) -> Iterator[tuple[Item, Span]]:
    for item in items:
        for span in occurrences(needle, item.text, item.number):
            yield item, span


def _nearest(index: Index, text: str, items: list[Item]) -> NearestPassage | None:
    # the marks at the end are the reader's own, as for a quotation that is found
    text = text.rstrip(MARKS_AT_ENDS)
    weights = index.weigh(text)

    def held(item: Item) -> float:
        """How much of the quotation, by the weight of its bigrams, the item holds."""
        pairs = {RankingTerm("bigram", pair) for pair in bigrams(comparable(item.text).text)}
        return sum(weight for term, weight in weights.items() if term in pairs)

    @functools.cache
    def cut(part: str) -> tuple[str, ...]:
        return tuple(index.words(part))

    best: NearestPassage | None = None
    for item in heapq.nlargest(_COMPARED, items, key=held):
        span = nearest_part(text, item.text, cut)
        if span:
            found = difference(text, item.text[span.start:span.end], cut)
            if found.common >= _LEAST_COMMON and (not best or found.common > best.difference.common):
                best = NearestPassage(_passage(index, item, span), found)
    return best


def _passage(index: Index, item: Item, span: Span) -> Passage:
    there = _in_source(item, span)
    line = index.line_at(item.id, there.start) if there else None
    return Passage(item, span, there, line or item.line, item.cite(*span))


def _in_source(item: Item, span: Span) -> Span | None:
    """Where text[span] stands in the source, by the item's breakpoints."""
    if not item.offsets:
        return None

    def place(position: int) -> int:
        here, there = item.offsets[bisect.bisect_right(item.offsets, position, key=lambda pair: pair[0]) - 1]
        return there + position - here

    return Span(place(span.start), place(span.end - 1) + 1)
