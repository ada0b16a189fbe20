"""A search from the query's text to its hits: parse, plan, propose, rank, mark. Composition only."""
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from policysearch.analysis import analyzer as analysis
from policysearch.analysis import dictionary as dictionaries
from policysearch.analysis.analyzer import Analyzer
from policysearch.analysis.dictionary import Dictionary
from policysearch.engines.base import Counted, Engine, Request
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
from policysearch.models import SEARCHED_PARTS, DocumentSummary, Hit, Item, Results, Statistics, TermStatistics
from policysearch.query.limits import MAX_WINDOW, TIME_BUDGET
from policysearch.query.filters import OPTIONS, Years, restricted
from policysearch.query.parser import parse
from policysearch.query.syntax import Query
from policysearch.ranking.bm25 import Collection, Scorer
from policysearch.ranking.grouping import group_same
from policysearch.ranking.second_phase import CANDIDATES, Ranked, rerank
from policysearch.storage.columns import FIELDS, Columns
from policysearch.storage.document_table import DocumentTable
from policysearch.storage.generations import (COLUMNS, DICTIONARY, DOCUMENTS, IDS, ITEMS, SPELLINGS, SYNONYMS, TERMS,
                                              Generation, open_generation)
from policysearch.storage.item_store import ItemStore
from policysearch.storage.key_table import KeyTable
from policysearch.storage.manifest import check_file, damaged_file
from policysearch.storage.spellings import Spellings
from policysearch.storage.term_store import KINDS, TermStore
from policysearch.vocabulary import synonyms_from_bytes

# the orders of a search, and the fields whose values it can count
SORTS = ("score", "year", "date", "position")
COUNTED = tuple(field for field in FIELDS if field != "part")

_NEAREST = 5
# seconds that may be spent on what else may have been meant
_SUGGESTING = 2.0


def fingerprints() -> dict[str, str]:
    """What an index must have been built by for this program to read it."""
    return {"analyzer": analysis.fingerprint(), "dictionary": dictionaries.fingerprint()}


class _Page(NamedTuple):
    """Which hits are wanted, in which order and form."""

    limit: int
    offset: int
    sort: str
    parts: bool
    group: bool
    explain: bool

    @property
    def window(self) -> int:
        """How many hits the page and those before it make."""
        return self.offset + self.limit


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
        self._columns = self._files.enter_context(closing(Columns(folder / COLUMNS, index)))
        self._engine: Engine = self._files.enter_context(
            closing(engines.open_engine(folder / generation.manifest.engine, self._items, self._columns,
                                        self._documents.starts)))
        averages = generation.manifest.statistics
        self._collection = Collection(
            len(self), {kind: averages[kind]["total_length"] / max(1, len(self)) for kind in KINDS})

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
        """How many items the index holds, without what stands outside them."""
        return self._generation.manifest.items

    def search(self, query: str, *, years: Years | None = None, parts: bool = False, sort: str = "score", limit: int = 10,
               offset: int = 0, group: bool = False, facets: Sequence[str] = (), loose: bool = False, synonyms: bool = True,
               explain: bool = False, **contained: str | Sequence[str]) -> Results:
        """The page of hits from `offset`, at most `limit` of them, with the exact total.

        `query` is in the query language; `years` restricts the whole search: (first, last), both included and None for
        open, or one year or spelling as in year:, or a list of those, which means any of them. So do `issuer`, `place`,
        `kind`, `title` and `section`: text that the field contains, or a list, any of it. With `parts`, what stands outside
        the items is searched too. `sort` is "score", "year" or "date" (newest first, none last) or "position". With
        `group`, items with the same text are one hit, and `limit` and `offset` count those. `facets` names fields whose
        values are counted over all that matches. With `loose`, items that hold all words of a long bare term, but not the
        whole, come after those that do. Without `synonyms`, a bare term finds itself alone. With `explain`, every hit says
        what its score is made of.

        Raises QueryError or TimeBudgetExceeded, IndexDamaged, and ValueError for an unknown option or once closed.
        """
        _check_options(sort, facets, contained)
        page = _Page(limit, offset, sort, parts, group, explain)
        if offset < 0 or limit < 0 or page.window > MAX_WINDOW:
            raise QueryTooLarge("query.window", "", 0, 0, limit=MAX_WINDOW)
        budget = Budget(self._time_budget, self._clock)
        tree = restricted(parse(query), years, contained)
        known = self._synonyms if synonyms else NONE
        self._check_open()
        with _damage_named(self._generation):
            plan = self._plan(tree, known)
            more = loose_plan(plan, self._analyzer, self._engine.expand, known)
            request = Request(None if group else max(page.window, self._candidates), parts, sort,
                              tuple((field,) for field in facets))
            whole = self._engine.find(plan, request, budget)
            counting = Request(0, parts, "position")
            in_pieces = self._engine.find(more, request if loose else counting, budget) if more else None
            loose_total = whole.total + in_pieces.total if in_pieces else whole.total
            found = whole.joined(in_pieces) if in_pieces and loose else whole
            hits = self._hits(plan, whole.ordinals, page, budget, more, in_pieces.ordinals if in_pieces and loose else ())
            nearest: tuple[Hit, ...] = ()
            suggested: tuple[str, ...] = ()
            if not found.total:
                suggested = self._suggestions(query, years, contained, parts, known)
                if relaxed := nearest_plan(plan, self._analyzer, self._engine.expand, known):
                    page = _Page(min(limit, _NEAREST), 0, "score", parts, group, explain)
                    request = Request(self._candidates, parts)
                    nearest = self._hits(relaxed, self._engine.find(relaxed, request, budget).ordinals, page, budget)
        counted = {field: tuple((value, count) for (value,), count in counts) for field, counts in zip(facets, found.counts)}
        return Results(query, str(tree), found.total, hits, nearest, budget.elapsed(), found.elsewhere, counted,
                       loose_total if loose_total > whole.total else None, suggested,
                       expansions(tree, known, self._analyzer.cut))

    def counts(self, query: str, by: Sequence[str], *, years: Years | None = None, parts: bool = False,
               synonyms: bool = True, **contained: str | Sequence[str]) -> Counted:
        """How many items match `query` for each combination of values of the fields `by`, ascending, none last.

        The options and errors are those of `search`.
        """
        _check_options("score", by, contained)
        budget = Budget(self._time_budget, self._clock)
        tree = restricted(parse(query), years, contained)
        self._check_open()
        with _damage_named(self._generation):
            plan = self._plan(tree, self._synonyms if synonyms else NONE)
            return self._engine.find(plan, Request(0, parts, "position", (tuple(by),)), budget).counts[0]

    def _plan(self, tree: Query, known: Synonyms) -> Plan:
        return make_plan(tree, self._analyzer, self._engine.expand, known)

    def _suggestions(self, query: str, years: Years | None, contained: Mapping[str, str | Sequence[str]], parts: bool,
                     known: Synonyms) -> tuple[str, ...]:
        """What may have been meant by a query without hits; nothing where finding out takes too long."""
        budget = Budget(_SUGGESTING, self._clock)

        def answers(tree: Query) -> bool:
            return bool(self._engine.find(self._plan(tree, known), Request(0, parts, "position"), budget).total)

        with suppress(TimeBudgetExceeded):
            return suggestions(query, parse(query), self._spellings, answers,
                               lambda text: answers(restricted(parse(text), years, contained)))
        return ()

    def item(self, item_id: str) -> Item:
        """The item with this id. Raises ItemNotFound."""
        with _damage_named(self._generation):
            return self._items.item(self._ordinal(item_id))

    def neighbours(self, item_id: str) -> tuple[Item | None, Item | None]:
        """The items before and after one in its document; None at its ends. Raises ItemNotFound."""
        ordinal = self._ordinal(item_id)
        with _damage_named(self._generation):
            document = self._documents.items_of(self._documents.document_of(ordinal), len(self._items))
            before = self._first_searched(range(ordinal - 1, document.start - 1, -1))
            return before, self._first_searched(range(ordinal + 1, document.stop))

    def _first_searched(self, ordinals: range) -> Item | None:
        return next((item for item in map(self._items.item, ordinals) if item.part in SEARCHED_PARTS), None)

    def items(self, parts: bool = False) -> Iterator[Item]:
        """All items in document order, with `parts` also what stands outside them."""
        for ordinal in range(len(self._items)):
            with _damage_named(self._generation):
                item = self._items.item(ordinal)
            if parts or item.part in SEARCHED_PARTS:
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

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("the index is closed")

    def _ordinal(self, item_id: str) -> int:
        self._check_open()
        found = self._ids.find(item_id.encode(errors="replace"))
        if not found:
            raise ItemNotFound("search.no_item", id=item_id)
        return found[0]

    def _hits(self, plan: Plan, ordinals: Sequence[int], page: _Page, budget: Budget, more: Plan | None = None,
              in_pieces: Sequence[int] = ()) -> tuple[Hit, ...]:
        """A page of the items that `plan` finds, and behind them of those that `more` finds with their terms in pieces."""
        scorer = Scorer(plan.terms, self._collection, self._terms, self._items)
        if page.sort == "score":
            # without a term to rank by, document order is the order
            ranked = rerank(ordinals, scorer, self._candidates) + rerank(in_pieces, scorer, self._candidates)
        else:
            ranked = [Ranked(ordinal, None) for ordinal in (*ordinals, *in_pieces)]
        grouped = group_same(ranked, self._columns.same) if page.group else [(one, ()) for one in ranked[:page.window]]
        loose = frozenset(in_pieces)
        marked, marked_pieces = plan.marked(), more.marked() if more else []
        hits = []
        for rank, ((ordinal, score), others) in enumerate(grouped[page.offset:page.window], page.offset + 1):
            budget.check()
            item = self._items.item(ordinal)
            marks = mark(item, marked_pieces if ordinal in loose else marked)
            hits.append(Hit(rank=rank, score=score, item=item, spans=marks.text, title_spans=marks.title,
                            section_spans=marks.sections, snippet=snippet(item.text, marks.text), loose=ordinal in loose,
                            others=tuple(self._items.item(other.ordinal).id for other in others),
                            explanation=scorer.explain(ordinal) if page.explain and score is not None else None))
        return tuple(hits)


def _check_options(sort: str, fields: Sequence[str], contained: Iterable[str]) -> None:
    """Raise ValueError for an order, a field to count or a filter that there is not."""
    for what, names, known in (("order", (sort,), SORTS), ("field to count", fields, COUNTED),
                               ("filter", contained, OPTIONS)):
        for name in names:
            if name not in known:
                raise ValueError(f"no {what} {name!r}; there are {', '.join(known)}")


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
