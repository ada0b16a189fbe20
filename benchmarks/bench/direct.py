"""The first phase of a query by Tantivy alone, on the index of this project's engine: the same fields, the same query."""
import importlib
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from policysearch.matching.budget import Budget
from policysearch.matching.plan import Plan
from policysearch.ranking.second_phase import CANDIDATES

_ENGINE = "policysearch.engines.tantivy"


class _Recorded:
    """Makes queries of Tantivy's, and keeps the calls."""

    def __init__(self, queries: Any) -> None:
        self._queries = queries
        self.calls: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def make(*arguments: Any) -> Any:
            self.calls.append((getattr(self._queries, name), arguments))
            return getattr(self._queries, name)(*arguments)
        return make


def first_phase(engine: Any, plan: Plan) -> Callable[[], object] | None:
    """What makes the query that the engine makes of a plan, and asks Tantivy for the best candidates with their ordinals and
    for the number of all. None where no query means the same as the plan, so that the engine verifies what it finds."""
    combining = importlib.import_module(f"{_ENGINE}.combine")
    recorded = _Recorded(combining.Query)
    with patch(f"{_ENGINE}.combine.Query", recorded), patch(f"{_ENGINE}.opened.Query", recorded):
        everything = engine._verifier.matched(plan, Budget(3600, time.monotonic))
        terms = engine._terms(plan.terms.all())
        query = combining.ranked(everything.query, terms)
    if everything.only is not None:
        return None
    searcher = engine._index._searcher

    def ask() -> object:
        for make, arguments in recorded.calls:
            make(*arguments)
        found = searcher.search(query, CANDIDATES)
        return searcher.fast_field_values("ordinal", [address for _, address in found.hits])

    return ask
