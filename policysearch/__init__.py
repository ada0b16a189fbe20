"""policysearch: full-text search over the numbered items of Chinese policy documents.

The rooms, from the ground up. A module imports only from a lower rank, within a rank and within a folder only what is
listed before it; tests/test_architecture.py checks it.

rank 0: messages citations errors files models
rank 1: text storage
rank 2: sources chunker analysis query
rank 3: matching
rank 4: engines ranking highlight
rank 5: searcher indexer
rank 6: answers
rank 7: output
rank 8: commands cli

The public names below are loaded when they are first used, so that `policysearch --help` loads no dictionary.
"""
import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policysearch.errors import PolicySearchError
    from policysearch.indexer import BuildReport, build
    from policysearch.models import Explanation, Hit, Item, Results, Source, Span, Statistics, TermPart
    from policysearch.searcher import Index
    from policysearch.searcher import Index as open

_HOMES = {
    "policysearch.errors": (
        "BadRecord", "BadValue", "DuplicateItem", "DuplicateSource", "IndexBusy", "IndexDamaged", "IndexFault",
        "IndexMissing", "ItemNotFound", "NotAnIndex", "NotAvailable", "NothingToIndex", "PolicySearchError", "QueryError",
        "QuerySyntaxError", "QueryTooLarge", "RebuildNeeded", "SourceEmpty", "SourceError", "SourceMissing",
        "SourceTooLarge", "SourceUndecodable", "SourceUnreadable", "TimeBudgetExceeded", "UnknownField"),
    "policysearch.indexer": ("BuildReport", "build"),
    "policysearch.models": ("Explanation", "Hit", "Item", "Problem", "Results", "Source", "Span", "Statistics", "TermPart"),
    "policysearch.searcher": ("Index",),
}
_PUBLIC = {name: home for home, names in _HOMES.items() for name in names}

__version__ = "0.1.0"
__all__ = [*sorted(_PUBLIC), "open"]


def __getattr__(name: str) -> Any:
    if name == "open":
        return importlib.import_module("policysearch.searcher").Index
    if name in _PUBLIC:
        return getattr(importlib.import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
