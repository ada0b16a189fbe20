"""A search from the query's text to its hits: parse, plan, propose, rank, mark. Composition only."""
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from policysearch.analysis import analyzer as analysis
from policysearch.analysis import dictionary as dictionaries
from policysearch.analysis.analyzer import Analyzer
from policysearch.analysis.dictionary import Dictionary
from policysearch.engines.base import Engine
from policysearch.engines.registry import engine_module
from policysearch.errors import (IndexDamaged, ItemNotFound, PolicySearchError, QueryTooLarge, RebuildNeeded,
                                 TimeBudgetExceeded)
from policysearch.highlight.marks import mark
from policysearch.highlight.snippets import snippet
from policysearch.matching.budget import Budget
from policysearch.matching.loose import loose_plan
from policysearch.matching.plan import Plan, make_plan
from policysearch.matching.relax import nearest_plan
from policysearch.matching.suggestions import suggestions
from policysearch.matching.synonyms import NONE, Synonyms, expansions
from policysearch.models import DocumentSummary, Hit, Item, Results, Statistics, TermStatistics
from policysearch.query.limits import MAX_WINDOW, TIME_BUDGET
from policysearch.query.parser import parse, parse_year_option
from policysearch.query.syntax import And, Or, Query
from policysearch.ranking.bm25 import Collection, Scorer
from policysearch.ranking.second_phase import CANDIDATES, rerank
from policysearch.storage.document_table import DocumentTable
from policysearch.storage.generations import (DICTIONARY, DOCUMENTS, IDS, ITEMS, SPELLINGS, SYNONYMS, TERMS, Generation,
                                              open_generation)
from policysearch.storage.item_store import ItemStore
from policysearch.storage.key_table import KeyTable
from policysearch.storage.manifest import check_file, damaged_file
from policysearch.storage.spellings import Spellings
from policysearch.storage.term_store import KINDS, TermStore
from policysearch.vocabulary import synonyms_from_bytes

# how the years of a search may be given: first and last year, or spellings as in year: (several mean any of them)
Years = tuple[int | None, int | None] | int | str | Sequence[str | int]

_NEAREST = 5
# seconds that may be spent on what else may have been meant
_SUGGESTING = 2.0


def fingerprints() -> dict[str, str]:
    """What an index must have been built by for this program to read it."""
    return {"analyzer": analysis.fingerprint(), "dictionary": dictionaries.fingerprint()}


class Index:
    """An open index. Use it as a context manager, or close it.

    >>> import policysearch
    >>> with policysearch.open("index") as index:  # doctest: +SKIP
    ...     results = index.search("家庭医生 AND 签约率", years=(2022, 2024), limit=10)
    """

    def __init__(self, path: str | Path, *, time_budget: float = TIME_BUDGET, candidates: int = CANDIDATES,
                 clock: Callable[[], float] = time.monotonic) -> None:
        """Open the index in folder `path`.

        `time_budget` is in seconds on `clock`; `candidates` is how many items the second phase scores. Raises
        IndexMissing, NotAnIndex, RebuildNeeded or IndexDamaged.
        """
        self._time_budget = time_budget
        self._candidates = candidates
        self._clock = clock
        self._starts: Sequence[int] = ()
        self._generation = open_generation(Path(path))
        self._generation.manifest.check(self._generation.index, fingerprints())
        self._closed = False
        self._files = ExitStack()
        try:
            with _damage_named(self._generation):
                self._open(self._generation)
        except BaseException:
            self._files.close()
            raise

    def _open(self, generation: Generation) -> None:
        folder, index = generation.folder, generation.index
        try:
            engines = engine_module(generation.manifest.engine)
        except KeyError as error:
            raise RebuildNeeded("index.rebuild_needed", index, part="engine", was=generation.manifest.engine,
                                now="-") from error
        # what is unmarshalled must be what was written
        words = check_file(folder, generation.manifest, DICTIONARY, index)
        self._analyzer = Analyzer(Dictionary.from_bytes(words.read_bytes()))
        self._synonyms = synonyms_from_bytes((folder / SYNONYMS).read_bytes())
        self._items = self._files.enter_context(closing(ItemStore(folder / ITEMS, index)))
        self._documents = self._files.enter_context(closing(DocumentTable(folder / DOCUMENTS, index)))
        self._terms = self._files.enter_context(closing(TermStore(folder / TERMS, index)))
        self._spellings = self._files.enter_context(closing(Spellings(folder / SPELLINGS, index)))
        self._ids = self._files.enter_context(closing(KeyTable(folder / IDS, index)))
        self._engine: Engine = self._files.enter_context(
            closing(engines.open_engine(folder / generation.manifest.engine, self._items, self._document_starts)))
        averages = generation.manifest.statistics
        self._collection = Collection(
            len(self._items), {kind: averages[kind]["total_length"] / max(1, len(self._items)) for kind in KINDS})

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all files; a closed index answers nothing more."""
        self._closed = True
        self._files.close()

    def __len__(self) -> int:
        """How many items the index holds."""
        return len(self._items)

    def search(self, query: str, *, years: Years | None = None, limit: int = 10, offset: int = 0,
               loose: bool = False, synonyms: bool = True, explain: bool = False) -> Results:
        """The page of hits from `offset`, at most `limit` of them, with the exact total.

        `query` is in the query language; `years` restricts the whole search: (first, last), both included and None for
        open, or one year or spelling as in year:, or a list of those, which means any of them. With
        `loose`, items that hold all words of a long bare term, but not the whole, come after those that do. Without
        `synonyms` a bare term finds itself alone. With `explain`, every hit
        says what its score is made of. Raises QueryError or TimeBudgetExceeded, IndexDamaged, and ValueError once closed.
        """
        if offset < 0 or limit < 0 or offset + limit > MAX_WINDOW:
            raise QueryTooLarge("query.window", "", 0, 0, limit=MAX_WINDOW)
        budget = Budget(self._time_budget, self._clock)
        tree = _restricted(parse(query), years)
        known = self._synonyms if synonyms else NONE
        self._check_open()
        with _damage_named(self._generation):
            plan = make_plan(tree, self._analyzer, self._engine.expand, known)
            total, hits = self._hits(plan, limit, offset, explain, budget)
            more = loose_plan(plan, self._analyzer, self._engine.expand, known)
            loose_total = total + self._engine.find(more, 0, budget).total if more else total
            if more and loose:
                further = self._hits(more, limit - len(hits), max(0, offset - total), explain, budget)[1]
                hits += tuple(replace(hit, rank=hit.rank + total, loose=True) for hit in further)
            found = loose_total if loose else total
            nearest: tuple[Hit, ...] = ()
            if not found and (relaxed := nearest_plan(plan, self._analyzer, self._engine.expand, known)):
                nearest = self._hits(relaxed, min(limit, _NEAREST), 0, explain, budget)[1]
            return Results(query, str(tree), found, hits, nearest, budget.elapsed(),
                           loose_total=loose_total if loose_total > total else None,
                           suggestions=() if found else self._suggestions(query, years, known),
                           expansions=expansions(tree, known, self._analyzer.cut))

    def _suggestions(self, query: str, years: Years | None, known: Synonyms) -> tuple[str, ...]:
        """What may have been meant by a query without hits; nothing where finding out takes too long."""
        budget = Budget(_SUGGESTING, self._clock)

        def answers(tree: Query) -> bool:
            plan = make_plan(tree, self._analyzer, self._engine.expand, known)
            return bool(self._engine.find(plan, 0, budget).total)

        with suppress(TimeBudgetExceeded):
            return suggestions(query, parse(query), self._spellings, answers,
                               lambda text: answers(_restricted(parse(text), years)))
        return ()

    def item(self, item_id: str) -> Item:
        """The item with this id. Raises ItemNotFound."""
        with _damage_named(self._generation):
            return self._items.item(self._ordinal(item_id))

    def neighbours(self, item_id: str) -> tuple[Item | None, Item | None]:
        """The items before and after one in its document; None at its ends. Raises ItemNotFound."""
        ordinal = self._ordinal(item_id)
        with _damage_named(self._generation):
            item = self._items.item(ordinal)
            around = [self._items.item(place) if 0 <= place < len(self._items) else None
                      for place in (ordinal - 1, ordinal + 1)]
        before, after = (other if other and other.source == item.source else None for other in around)
        return before, after

    def items(self) -> Iterator[Item]:
        """All items in document order."""
        for ordinal in range(len(self._items)):
            with _damage_named(self._generation):
                item = self._items.item(ordinal)
            yield item

    def documents(self) -> Iterator[DocumentSummary]:
        """What is known of each document, in document order."""
        self._check_open()
        for number in range(len(self._documents)):
            with _damage_named(self._generation):
                document = self._documents.summary(number)
            yield document

    def statistics(self) -> Statistics:
        """Sizes, fields and problems of the index."""
        manifest = self._generation.manifest
        figures = manifest.statistics
        words, bigrams = (TermStatistics(**figures[kind]) for kind in KINDS)
        return Statistics(engine=manifest.engine, items=manifest.items, documents=manifest.documents,
                          parts=figures["parts"], filled=figures["filled"], words=words, bigrams=bigrams,
                          bytes=sum(sums["size"] for sums in manifest.files.values()), built=manifest.built,
                          problems=manifest.reading_problems())

    def _document_starts(self) -> Sequence[int]:
        """The ordinals of the documents' first items; found when they are first asked for."""
        if not self._starts:
            sources = [self._items.record(ordinal)["source"] for ordinal in range(len(self._items))]
            self._starts = [ordinal for ordinal, source in enumerate(sources)
                            if not ordinal or source != sources[ordinal - 1]]
        return self._starts

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("the index is closed")

    def _ordinal(self, item_id: str) -> int:
        self._check_open()
        found = self._ids.find(item_id.encode(errors="replace"))
        if not found:
            raise ItemNotFound("search.no_item", id=item_id)
        return found[0]

    def _hits(self, plan: Plan, limit: int, offset: int, explain: bool, budget: Budget) -> tuple[int, tuple[Hit, ...]]:
        window = offset + limit
        total, ordinals = self._engine.find(plan, max(window, self._candidates), budget)
        scorer = Scorer(plan.terms, self._collection, self._terms, self._items)
        # without a term to rank by, document order is the order
        ranked = rerank(ordinals, scorer, self._candidates)[offset:window]
        marked = plan.marked()
        hits = []
        for rank, (ordinal, score) in enumerate(ranked, offset + 1):
            budget.check()
            item = self._items.item(ordinal)
            marks = mark(item, marked)
            hits.append(Hit(rank=rank, score=score, item=item, spans=marks.text, title_spans=marks.title,
                            section_spans=marks.sections, snippet=snippet(item.text, marks.text),
                            explanation=scorer.explain(ordinal) if explain and score is not None else None))
        return total, tuple(hits)


def _restricted(query: Query, years: Years | None) -> Query:
    if years is None or years == () or years == []:
        return query
    if isinstance(years, (str, int)):
        years = (years,)
    if isinstance(years, tuple) and len(years) == 2 and not any(isinstance(year, str) for year in years):
        first, last = years
        spelled = [f"{'' if first is None else first}..{'' if last is None else last}"]
    else:
        spelled = [str(year) for year in years]
    ranges = [parse_year_option(text) for text in spelled]
    allowed: Query = ranges[0] if len(ranges) == 1 else Or(tuple(ranges))
    return And((*query.children, allowed)) if isinstance(query, And) else And((query, allowed))


@contextmanager
def _damage_named(generation: Generation) -> Iterator[None]:
    """Turn whatever a damaged file causes into an error that names the file; other faults pass unchanged."""
    try:
        yield
    except PolicySearchError:
        raise
    except Exception as error:
        name = damaged_file(generation.folder, generation.manifest)
        if name:
            raise IndexDamaged("index.damaged", generation.index, file=name) from error
        raise
