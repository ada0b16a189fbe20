"""Tantivy as an engine."""
from collections.abc import Iterable, Sequence
from pathlib import Path

from policysearch.engines.base import FIRST_PHASE, Engine, Found, Request, counted
from policysearch.engines.tantivy.fields import OUTSIDE, Token, spelled
from policysearch.engines.tantivy.leaves import Leaves
from policysearch.engines.tantivy.opened import OpenedIndex
from policysearch.engines.tantivy.ordering import Matched, Ordering
from policysearch.engines.tantivy.verifying import Verifier
from policysearch.errors import IndexDamaged
from policysearch.matching.budget import Budget
from policysearch.matching.plan import Plan, RankingTerm
from policysearch.storage.columns import Columns
from policysearch.storage.item_store import ItemStore
from policysearch.storage.term_store import Kind
from policysearch.storage.text_store import TextStore

_FIELDS: dict[Kind, str] = {"word": "words", "bigram": "bigrams"}


def open_engine(folder: Path, items: ItemStore, texts: TextStore, columns: Columns,
                documents: Sequence[int]) -> "TantivyEngine":
    """The engine over a finished index; `documents` is as for `LookupEngine`. Raises IndexDamaged."""
    return TantivyEngine(folder, items, texts, columns, documents)


class TantivyEngine(Engine):
    """Asks Tantivy for what a plan matches, and verifies only where that is more than the plan means."""

    name = "tantivy"

    def __init__(self, folder: Path, items: ItemStore, texts: TextStore, columns: Columns, documents: Sequence[int]) -> None:
        """Open the index in `folder`. Raises IndexDamaged where it does not belong to `items`."""
        self._columns = columns
        self._texts = texts
        self._index = OpenedIndex(folder)
        if len(self._index) != len(items):
            raise IndexDamaged("index.damaged", str(folder), file=folder.name)
        self._verifier = Verifier(self._index, Leaves(self._index, columns), items, texts, documents)
        self._outside = self._index.term("values", OUTSIDE)

    def expand(self, prefix: str) -> Iterable[str]:
        return self._index.beginning_with("units", prefix)

    def find(self, plan: Plan, request: Request, budget: Budget) -> Found:
        budget.check()
        self._index.release(self._texts.release)
        everywhere = self._verifier.matched(plan, budget)
        matched, elsewhere = (everywhere, 0) if request.parts else self._searched(everywhere)
        budget.check()
        by_value = request.order in ("year", "date")
        ordering = Ordering(self._index, self._terms(plan.terms.all()) if request.order == "score" else [])
        # what is sorted by its values is needed whole
        ordinals, total = ordering.first(matched, None if by_value and request.window else request.window, request.rescored)
        if request.wanted and len(ordinals) < total:
            ordinals += ordering.wanted(matched, request.wanted, ordinals)
        if request.groups and len(ordinals) < total:
            ordinals += ordering.same_texts(matched, ordinals, self._columns.same)
        if by_value:
            numbers = self._columns.numbers(request.order)
            # equals stay as they are, in document order
            ordinals.sort(key=numbers.__getitem__, reverse=True)
            # what has the same text may stand anywhere
            ordinals = ordinals if request.groups else ordinals[:request.window]
        everything = ordering.everything(matched) if request.counts else ()
        return Found(total, ordinals, elsewhere,
                     tuple(counted(everything, fields, self._columns) for fields in request.counts))

    def close(self) -> None:
        """Let go of all files."""
        self._index.close()

    def _terms(self, terms: Iterable[RankingTerm]) -> list[Token]:
        """Of the ranking terms those that the index holds."""
        tokens = (Token(_FIELDS[term.kind], spelled(term.text)) for term in terms if term.kind in FIRST_PHASE)
        return [token for token in tokens if self._index.holding(*token)]

    def _searched(self, matched: Matched) -> tuple[Matched, int]:
        """A match without what is no item, and how much that is."""
        if not self._index.holding("values", OUTSIDE):
            return matched, 0
        searched, outside = matched.without(self._outside), matched.with_all(self._outside).clauses.query(self._index)
        if matched.only is None:
            return searched, self._index.count(outside)
        ordinals = matched.only.intersection(self._index.ordinals(outside))
        return searched._replace(only=matched.only - ordinals), len(ordinals)
