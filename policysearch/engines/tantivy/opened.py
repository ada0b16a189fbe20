"""A finished index of Tantivy's: what the engine asks of it.

Where Tantivy meets bytes that it has not written it may panic, which Python sees as an exception that is no `Exception`;
here it becomes one, so that damage can be told from other faults.
"""
import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, cast

from tantivy import FieldType, Index, Order, Query, Searcher, SearchResult

from policysearch.engines.tantivy.combine import unscored
from policysearch.engines.tantivy.fields import Token, schema, spelled
from policysearch.files import mapped_bytes

# how many queries lie between two looks at how much of files counts as memory; how much that may be, and how much of it
# may be left when others have let go of theirs
_ASKED = 2
_MAPPED_BYTES, _LEFT_BYTES = 300_000_000, 240_000_000


class Scored(NamedTuple):
    """The best of a query's items by their ordinals, the scores of these, never rising, and how many there are in all."""

    ordinals: list[int]
    scores: list[float]
    total: int


class First(NamedTuple):
    """The first of a query's items by their ordinals, and how many there are in all."""

    ordinals: list[int]
    total: int


class OpenedIndex:
    """Counts, lists and ranks what queries match, by ordinals."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`. Raises ValueError, OSError or RuntimeError where it cannot be read."""
        self._schema = schema()
        self._folder = str(folder)
        self._asked = 0
        self._open()
        # planning, filtering and ranking ask for the same tokens
        self.holding = functools.lru_cache(maxsize=4096)(self._count_holding)

    def _open(self) -> None:
        with _panics_named():
            index = Index.open(self._folder)
            # else a thread would look for changes, of which there are none
            index.config_reader("Manual")
            index.reload()
            self._searcher: Searcher = index.searcher()

    def release(self, others: Callable[[], None]) -> None:
        """Open the files anew where too much of them counts as memory of this process; to be called before a query.

        Tantivy reads them in place, and lets go of no page. `others` lets go of what is sooner read again.
        """
        self._asked += 1
        if self._asked % _ASKED == 0 and mapped_bytes() > _MAPPED_BYTES:
            others()
            if mapped_bytes() > _LEFT_BYTES:
                # an update may have removed them; then they are there only as long as they stay open
                with suppress(ValueError, OSError, RuntimeError):
                    self._open()

    def __len__(self) -> int:
        return self._searcher.num_docs

    def term(self, field: str, text: str) -> Query:
        """The items that hold a token."""
        return Query.term_query(self._schema, field, spelled(text))

    def having(self, token: Token) -> Query:
        """The items that hold a token, each with the score of that."""
        return Query.term_query(self._schema, token.field, token.text)

    def any_term(self, field: str, values: Sequence[str] | Sequence[int]) -> Query:
        """The items that hold any of some tokens or numbers."""
        return Query.term_set_query(self._schema, field, values)

    def phrase(self, field: str, tokens: Sequence[tuple[int, str]]) -> Query:
        """The items that hold these tokens in places that far from each other."""
        if len(tokens) == 1:
            return Query.term_query(self._schema, field, tokens[0][1])
        return Query.phrase_query(self._schema, field, list(tokens))

    def years(self, low: int | None, high: int | None) -> Query:
        """The items of the years from `low` to `high`, None for open; those without a year are not among them."""
        if low is None and high is None:
            return Query.exists_query("year")
        if low == high:
            # quicker than looking at the year of each item
            return Query.term_query(self._schema, "year", low)
        return Query.range_query(self._schema, "year", FieldType.Integer, low, high)

    def _count_holding(self, field: str, value: str | int) -> int:
        """How many items hold a token, as it is kept, or a number."""
        with _panics_named():
            return self._searcher.doc_freq(field, value)

    def beginning_with(self, field: str, prefix: str) -> list[str]:
        """The tokens of a field that begin with `prefix`."""
        with _panics_named():
            return [text for text, _ in self._searcher.terms_with_prefix(field, prefix)]

    def count(self, query: Query) -> int:
        """How many items satisfy a query."""
        with _panics_named():
            return _count(self._searcher.search(unscored(query), 1))

    def best(self, query: Query, limit: int) -> Scored:
        """The items with the highest scores, at least one and at most `limit`; always in the same order."""
        # another thread may open the files anew meanwhile
        searcher = self._searcher
        with _panics_named():
            found = searcher.search(query, limit)
            scores, addresses = zip(*found.hits) if found.hits else ((), ())
            # every item has one
            ordinals = cast(list[int], searcher.fast_field_values("ordinal", list(addresses)))
        return Scored(ordinals, list(scores), _count(found))

    def ordinals(self, query: Query) -> list[int]:
        """The ordinals of the items that satisfy a query, ascending."""
        return self.first(query, len(self)).ordinals

    def first(self, query: Query, limit: int) -> First:
        """The lowest ordinals of the items that satisfy a query, ascending, at least one and at most `limit`."""
        with _panics_named():
            found = self._searcher.search(unscored(query), max(1, limit), order_by_field="ordinal", order=Order.Asc)
            return First([ordinal for ordinal, _ in found.hits], _count(found))

    def close(self) -> None:
        """Let go of all files."""
        self.holding.cache_clear()
        del self._searcher


def _count(found: SearchResult) -> int:
    # the types that come with Tantivy do not mention it
    count: int = found.count  # type: ignore[attr-defined]
    return count


@contextmanager
def _panics_named() -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise RuntimeError(f"Tantivy: {error}") from error
        raise
