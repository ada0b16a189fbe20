"""Whoosh as an engine. An item's ordinal is its document number: one writer, one segment, nothing deleted."""
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import NumericRange, Or
from whoosh.query import Term as WhooshTerm

from policysearch.engines.base import EmbeddedEngine, EngineWriter, Entry
from policysearch.engines.whoosh.fields import schema
from policysearch.engines.whoosh.weighting import FirstPhase
from policysearch.errors import IndexDamaged
from policysearch.matching.budget import Budget
from policysearch.matching.evaluate import Proposed
from policysearch.matching.leaf_plans import (AnyWordPlan, ContainsPlan, DatePlan, DocNumberPlan, LeafPlan, Lookup,
                                              NearPlan, NumberPlan, ValuePlan, WildcardPlan)
from policysearch.matching.matcher import date_within, value_contains
from policysearch.matching.plan import RankingTerm
from policysearch.storage.columns import Columns
from policysearch.storage.item_store import ItemStore

_MEMORY_MB = 256
_FIELDS = {"word": "words", "bigram": "bigrams"}


def create_writer(folder: Path) -> EngineWriter:
    """A writer for a new index in an empty folder. Raises OSError."""
    return _Writer(folder)


def open_engine(folder: Path, items: ItemStore, columns: Columns, documents: Sequence[int]) -> "WhooshEngine":
    """The engine over a finished index; `documents` is as for `EmbeddedEngine`. Raises IndexDamaged."""
    return WhooshEngine(folder, items, columns, documents)


class _Writer:
    def __init__(self, folder: Path) -> None:
        self._index = FileStorage(str(folder)).create_index(schema())
        self._writer = self._index.writer(limitmb=_MEMORY_MB)

    def add(self, entry: Entry) -> None:
        values: dict[str, Any] = {"words": entry.words, "bigrams": entry.bigrams, "units": entry.units,
                                  "number": entry.numbers, "year": entry.year}
        for name in ("date", "issuer", "place", "kind", "doc_number"):
            value = getattr(entry, name)
            values[name] = {value} if value else None
        self._writer.add_document(**values)

    def finish(self) -> None:
        self._writer.commit(merge=False)
        self._index.close()


class WhooshEngine(EmbeddedEngine):
    """Looks tokens up in a Whoosh index and ranks candidates with its matchers."""

    name = "whoosh"

    def __init__(self, folder: Path, items: ItemStore, columns: Columns, documents: Sequence[int]) -> None:
        """Open the index in `folder`. Raises IndexDamaged where it does not belong to `items`."""
        super().__init__(items, columns, documents)
        # with a schema given, none is unpickled from the index
        self._index = FileIndex(FileStorage(str(folder), readonly=True), schema=schema())
        self._searcher = self._index.searcher(weighting=FirstPhase())
        self._reader = self._searcher.reader()
        if not self._reader.is_atomic() or self._reader.doc_count_all() != len(items) or self._reader.has_deletions():
            raise IndexDamaged("index.damaged", str(folder), file=folder.name)

    def propose(self, plan: LeafPlan) -> Proposed:
        if isinstance(plan, ContainsPlan):
            return Proposed(self._holding_any(plan.lookups), plan.exact)
        if isinstance(plan, WildcardPlan):
            return Proposed(self._any("units", [run.encode() for run in plan.runs]), plan.exact)
        if isinstance(plan, NearPlan):
            return Proposed(frozenset.intersection(*map(self._holding_any, plan.lookups)), False)
        if isinstance(plan, AnyWordPlan):
            return Proposed(self._any("words", map(str.encode, plan.words))
                            | self._any("bigrams", map(str.encode, plan.bigrams)), True)
        if isinstance(plan, ValuePlan):
            values = [value for value in self._reader.lexicon(plan.field) if value_contains(plan, value.decode())]
            return Proposed(self._any(plan.field, values), True)
        if isinstance(plan, DatePlan):
            dates = [date for date in self._reader.lexicon("date") if date_within(plan, date.decode())]
            return Proposed(self._any("date", dates), True)
        if isinstance(plan, DocNumberPlan):
            own = self._any("doc_number", [plan.key.encode()])
            return Proposed(own if plan.own_only else own | self._holding(plan.lookup), plan.own_only)
        if isinstance(plan, NumberPlan):
            value = f"第{plan.value}条" if plan.article else plan.value
            return Proposed(self._any("number", [value.encode()]), True)
        years = NumericRange("year", plan.low, plan.high)
        return Proposed(frozenset(years.docs(self._searcher)), True)

    def expand(self, prefix: str) -> Iterator[str]:
        return (token.decode() for token in self._reader.expand_prefix("units", prefix.encode()))

    def rank(self, terms: Sequence[RankingTerm], within: frozenset[int], budget: Budget) -> list[tuple[float, int]]:
        budget.check()
        query = Or([WhooshTerm(_FIELDS[term.kind], term.text.encode()) for term in terms])
        # And with a range gives wrong top lists in Whoosh 2.7.4; a filter does not
        results = self._searcher.search(query, limit=None, filter=set(within))
        return [(score, ordinal) for score, ordinal in results.top_n]

    def close(self) -> None:
        self._searcher.close()
        self._index.close()

    def _holding_any(self, lookups: Iterable[Lookup]) -> frozenset[int]:
        """The items that hold all tokens of any of the lookups."""
        return frozenset().union(*map(self._holding, lookups))

    def _holding(self, lookup: Lookup) -> frozenset[int]:
        """The items that hold all tokens of a lookup."""
        if not lookup.bigrams and not lookup.units:
            return frozenset(range(self._reader.doc_count_all()))
        fields = [("units", unit) for unit in lookup.units] + [("bigrams", pair) for pair in lookup.bigrams]
        found: frozenset[int] | None = None
        # the rarest first: most often it leaves little to intersect
        for field, token in sorted(fields, key=lambda pair: self._frequency(*pair)):
            holding = self._any(field, [token.encode()])
            if field == "bigrams":
                # zones that are not ranked keep their bigrams among the units
                holding |= self._any("units", [token.encode()])
            found = holding if found is None else found & holding
            if not found:
                break
        return found or frozenset()

    def _frequency(self, field: str, token: str) -> int:
        frequency: int = self._reader.doc_frequency(field, token.encode())
        return frequency

    def _any(self, field: str, tokens: Iterable[bytes]) -> frozenset[int]:
        """The items that hold any of the tokens."""
        found: set[int] = set()
        for token in tokens:
            if (field, token) in self._reader:
                found.update(self._reader.postings(field, token).all_ids())
        return frozenset(found)
