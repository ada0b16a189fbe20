"""The first phase of a query by Tantivy alone, on the index of this project's engine: the same fields, the same query."""
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple
from unittest.mock import patch

from policysearch.ranking.second_phase import CANDIDATES

_ENGINE = "policysearch.engines.tantivy."


class _Call(NamedTuple):
    make: Callable[..., Any]
    arguments: tuple[Any, ...]


class _Queries:
    """Makes queries of Tantivy's, and keeps the calls."""

    def __init__(self, queries: Any, calls: list[_Call]) -> None:
        self._queries = queries
        self._calls = calls

    def __getattr__(self, name: str) -> Callable[..., Any]:
        make = getattr(self._queries, name)

        def recorded(*arguments: Any) -> Any:
            self._calls.append(_Call(make, arguments))
            return make(*arguments)
        return recorded


class _Searches:
    """Searches an index, and keeps what is asked: the queries that rank, and whether anything was listed before them."""

    def __init__(self, searcher: Any) -> None:
        self._searcher = searcher
        self.ranking: list[Any] = []
        self.verified = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._searcher, name)

    def search(self, query: Any, limit: int, **options: Any) -> Any:
        """Search."""
        if "order_by_field" not in options and limit > 1:
            self.ranking.append(query)
        elif "order_by_field" in options and not self.ranking:
            self.verified = True
        return self._searcher.search(query, limit, **options)


def first_phase(engine: Any, find: Callable[[], object]) -> Callable[[], object] | None:
    """What makes by hand the queries that the engine makes to `find`, and asks Tantivy for the best candidates with their
    ordinals and for the number of all. None where Tantivy ranks nothing, or the engine verifies what it finds."""
    calls: list[_Call] = []
    searcher = engine._index._searcher
    searches = _Searches(searcher)
    with patch.object(engine._index, "_searcher", searches), _recorded(calls):
        find()
    if searches.verified or not searches.ranking:
        return None
    query = searches.ranking[0]

    def ask() -> object:
        for make, arguments in calls:
            make(*arguments)
        found = searcher.search(query, CANDIDATES)
        return searcher.fast_field_values("ordinal", [address for _, address in found.hits])

    return ask


@contextmanager
def _recorded(calls: list[_Call]) -> Iterator[None]:
    queries = sys.modules["tantivy"].Query
    with ExitStack() as stack:
        for name, module in list(sys.modules.items()):
            if name.startswith(_ENGINE):
                for what in [what for what, value in vars(module).items() if value is queries]:
                    stack.enter_context(patch.object(module, what, _Queries(queries, calls)))
        yield
