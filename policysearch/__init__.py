"""policysearch: full-text search over the numbered items of Chinese policy documents.

The rooms, from the ground up. A module imports only from a lower rank, within a rank and within a folder only what is
listed before it; tests/test_architecture.py checks it.

rank 0: messages citations errors explanations files scratch models processes arrays
rank 1: text storage
rank 2: chunker sources analysis query
rank 3: reading matching vocabulary
rank 4: engines ranking highlight likeness
rank 5: opened questions pages searcher changes updating item_batches indexer
rank 6: explore evaluation
rank 7: answers
rank 8: output
rank 9: commands cli

The public names below are loaded when they are first used, so that `policysearch --help` loads no dictionary.
"""
import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policysearch.changes import Changes as Changes
    from policysearch.changes import DocumentChange as DocumentChange
    from policysearch.errors import BadEvaluationLine as BadEvaluationLine
    from policysearch.errors import BadMetadata as BadMetadata
    from policysearch.errors import BadRecord as BadRecord
    from policysearch.errors import BadValue as BadValue
    from policysearch.errors import BadWordList as BadWordList
    from policysearch.errors import DuplicateItem as DuplicateItem
    from policysearch.errors import DuplicateSource as DuplicateSource
    from policysearch.errors import IndexBusy as IndexBusy
    from policysearch.errors import IndexDamaged as IndexDamaged
    from policysearch.errors import IndexFault as IndexFault
    from policysearch.errors import IndexMissing as IndexMissing
    from policysearch.errors import IndexUnwritable as IndexUnwritable
    from policysearch.errors import ItemNotFound as ItemNotFound
    from policysearch.errors import MissingExtra as MissingExtra
    from policysearch.errors import NotAnIndex as NotAnIndex
    from policysearch.errors import NothingToIndex as NothingToIndex
    from policysearch.errors import NothingToMeasure as NothingToMeasure
    from policysearch.errors import PolicySearchError as PolicySearchError
    from policysearch.errors import QueryError as QueryError
    from policysearch.errors import QuerySyntaxError as QuerySyntaxError
    from policysearch.errors import QueryTooLarge as QueryTooLarge
    from policysearch.errors import RebuildNeeded as RebuildNeeded
    from policysearch.errors import SourceDoubtful as SourceDoubtful
    from policysearch.errors import SourceEmpty as SourceEmpty
    from policysearch.errors import SourceError as SourceError
    from policysearch.errors import SourceMissing as SourceMissing
    from policysearch.errors import SourceTooLarge as SourceTooLarge
    from policysearch.errors import SourceUndecodable as SourceUndecodable
    from policysearch.errors import SourceUnreadable as SourceUnreadable
    from policysearch.errors import TimeBudgetExceeded as TimeBudgetExceeded
    from policysearch.errors import UnknownField as UnknownField
    from policysearch.explanations import DocumentPart as DocumentPart
    from policysearch.explanations import Explanation as Explanation
    from policysearch.explanations import OpeningPart as OpeningPart
    from policysearch.explanations import QueryExplanation as QueryExplanation
    from policysearch.explanations import QueryNode as QueryNode
    from policysearch.explanations import TermPart as TermPart
    from policysearch.explanations import TermWeight as TermWeight
    from policysearch.explore.models import NearestPassage as NearestPassage
    from policysearch.explore.models import Passage as Passage
    from policysearch.explore.models import Quotation as Quotation
    from policysearch.explore.models import SimilarItem as SimilarItem
    from policysearch.explore.models import SimilarItems as SimilarItems
    from policysearch.explore.models import Trend as Trend
    from policysearch.explore.models import TrendRow as TrendRow
    from policysearch.explore.quote import quote as quote
    from policysearch.explore.similar import similar as similar
    from policysearch.explore.trend import trend as trend
    from policysearch.indexer import BuildReport as BuildReport
    from policysearch.indexer import build as build
    from policysearch.likeness.difference import Difference as Difference
    from policysearch.likeness.difference import Stretch as Stretch
    from policysearch.models import DocumentSummary as DocumentSummary
    from policysearch.models import Hit as Hit
    from policysearch.models import Item as Item
    from policysearch.models import Problem as Problem
    from policysearch.models import Rated as Rated
    from policysearch.models import Results as Results
    from policysearch.models import Source as Source
    from policysearch.models import Span as Span
    from policysearch.models import Statistics as Statistics
    from policysearch.searcher import Index as Index
    from policysearch.searcher import Index as open

_HOMES = {
    "policysearch.changes": ("Changes", "DocumentChange"),
    "policysearch.errors": (
        "BadEvaluationLine", "BadMetadata", "BadRecord", "BadValue", "BadWordList", "DuplicateItem", "DuplicateSource",
        "IndexBusy", "IndexDamaged", "IndexFault", "IndexMissing", "IndexUnwritable", "ItemNotFound", "MissingExtra",
        "NotAnIndex", "NothingToIndex", "NothingToMeasure", "PolicySearchError", "QueryError", "QuerySyntaxError",
        "QueryTooLarge", "RebuildNeeded", "SourceDoubtful", "SourceEmpty", "SourceError", "SourceMissing",
        "SourceTooLarge", "SourceUndecodable", "SourceUnreadable", "TimeBudgetExceeded", "UnknownField"),
    "policysearch.explanations": ("DocumentPart", "Explanation", "OpeningPart", "QueryExplanation", "QueryNode", "TermPart",
                                  "TermWeight"),
    "policysearch.explore.models": ("NearestPassage", "Passage", "Quotation", "SimilarItem", "SimilarItems", "Trend",
                                    "TrendRow"),
    "policysearch.explore.quote": ("quote",),
    "policysearch.explore.similar": ("similar",),
    "policysearch.explore.trend": ("trend",),
    "policysearch.indexer": ("BuildReport", "build"),
    "policysearch.likeness.difference": ("Difference", "Stretch"),
    "policysearch.models": ("DocumentSummary", "Hit", "Item", "Problem", "Rated", "Results", "Source", "Span",
                            "Statistics"),
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
