"""A search from the query's text to its hits: parse, plan, propose, make the page. Composition only."""
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from policysearch.engines.base import Counted, Found, Request
from policysearch.errors import ItemNotFound, QueryTooLarge, TimeBudgetExceeded
from policysearch.explanations import QueryExplanation
from policysearch.likeness.similarity import weigh
from policysearch.matching.budget import Budget
from policysearch.matching.explaining import explained
from policysearch.matching.loose import loose_plan
from policysearch.matching.plan import Plan, RankingTerm, RankingTerms, make_plan
from policysearch.matching.relax import nearest_plan
from policysearch.matching.suggestions import suggestions
from policysearch.matching.synonyms import NONE, Synonyms, expansions
from policysearch.models import SEARCHED_PARTS, DocumentSummary, Hit, Item, Rated, Results, Statistics
from policysearch.opened import OpenIndex
from policysearch.pages import Page, page_of_hits
from policysearch.query.filters import OPTIONS, Years, restricted
from policysearch.query.limits import MAX_WINDOW, TIME_BUDGET
from policysearch.query.parser import parse
from policysearch.query.readings import READINGS, read
from policysearch.query.syntax import Query
from policysearch.questions import question_of, ranked, scorer_of
from policysearch.ranking.bm25 import Scorer
from policysearch.ranking.named import NamedScorer
from policysearch.ranking.second_phase import CANDIDATES
from policysearch.storage.columns import FIELDS
from policysearch.text.folding import comparable, visible

# the orders of a search, and the fields whose values it can count
SORTS = ("score", "year", "date", "position")
COUNTED = tuple(field for field in FIELDS if field != "part")

_NEAREST = 5
# seconds that may be spent on what else may have been meant
_SUGGESTING = 2.0


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
        self._open = OpenIndex(Path(path))
        self._closed = False

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all files; a closed index answers nothing more."""
        self._closed = True
        self._open.close()

    def __len__(self) -> int:
        """How many items the index holds, without what stands outside them."""
        return self._open.collection.items

    def search(self, query: str, *, reading: str = "query", years: Years | None = None, parts: bool = False,
               sort: str = "score", limit: int = 10, offset: int = 0, group: bool = False, facets: Sequence[str] = (),
               loose: bool = False, synonyms: bool = True, explain: bool = False,
               **contained: str | Sequence[str]) -> Results:
        """The page of hits from `offset`, at most `limit` of them, with the exact total.

        `query` is in the query language; with `reading` "all" or "any" it is a text without operators, fields or quotation
        marks: items that contain all its pieces, which end at punctuation and white space, or items that hold, in title,
        headings or text, any of its words or pairs of adjacent characters, as a question is asked. `years` restricts the
        whole search: (first, last), both included and None for open, or one year or spelling as in year:, or a list of
        those, which means any of them. So do `issuer`, `place`, `kind`, `title` and `section`: text that the field contains,
        or a list, any of it. With `parts`, what stands outside the items is searched too. `sort` is "score", "year" or
        "date" (newest first, none last) or "position". With `group`, items with the same text are one hit, and `limit` and
        `offset` count those. `facets` names fields whose values are counted over all that matches. With `loose`, items that
        hold all words of a long bare term, but not the whole, come after those that do. Without `synonyms`, a bare term
        finds itself alone. With `explain`, the answer says how the query was understood, and every hit what its score is
        made of.

        Raises QueryError or TimeBudgetExceeded, IndexDamaged, and ValueError for an unknown option or once closed.
        """
        _check_options(sort, reading, facets, contained)
        page = Page(limit, offset, sort, group, explain, self._candidates)
        if offset < 0 or limit < 0 or page.window > MAX_WINDOW:
            raise QueryTooLarge("query.window", "", 0, 0, limit=MAX_WINDOW)
        budget = Budget(self._time_budget, self._clock)
        whole_tree = read(query, reading)
        tree = restricted(whole_tree, years, contained)
        known = self._open.synonyms if synonyms else NONE
        self._check_open()
        with self._open.damage_named():
            plan = self._plan(tree, known)
            more = loose_plan(plan, self._open.analyzer, self._open.engine.expand, known)
            alone = self._plan(whole_tree, known) if reading == "any" and tree is not whole_tree else plan
            question = question_of(self._open, query, alone) if reading == "any" else None
            wanted = question.wanted if question else frozenset()
            # what is found whole and what is found in pieces may have the same text
            window = None if group and loose and more else max(page.window, self._candidates) + len(wanted)
            request = Request(window, parts, sort, tuple((field,) for field in facets), group, wanted,
                              self._candidates if sort == "score" else 0)
            whole = self._found(plan, request, page.window, budget)
            if question and sort == "score":
                unfiltered = whole if alone is plan and not parts else self._open.engine.find(
                    alone, Request(self._candidates, rescored=self._candidates), budget)
                question = question._replace(best=unfiltered.ordinals[:self._candidates])
            scorer = scorer_of(self._open, plan, question)
            counting = Request(0, parts, "position")
            in_pieces = self._open.engine.find(more, request if loose else counting, budget) if more else None
            loose_total = whole.total + in_pieces.total if in_pieces else whole.total
            found = whole.joined(in_pieces) if in_pieces and loose else whole
            hits = page_of_hits(self._open, page, budget, plan, scorer, whole.ordinals, more,
                                in_pieces.ordinals if in_pieces and loose else (), question)
            nearest: tuple[Hit, ...] = ()
            suggested: tuple[str, ...] = ()
            if not found.total and reading != "any":
                suggested = self._suggestions(query, years, contained, parts, known) if reading == "query" else ()
                if relaxed := nearest_plan(plan, self._open.analyzer, self._open.engine.expand, known):
                    page = Page(min(limit, _NEAREST), 0, "score", group, explain, self._candidates)
                    request = Request(max(page.window, self._candidates), parts, groups=group, rescored=self._candidates)
                    proposed = self._found(relaxed, request, page.window, budget).ordinals
                    nearest = page_of_hits(self._open, page, budget, relaxed, self._open.scorer(relaxed.terms), proposed)
            explanation = self._explanation(plan, parts, budget, known, scorer) if explain else None
        counted = {field: tuple((value, count) for (value,), count in counts) for field, counts in zip(facets, found.counts)}
        return Results(query, str(tree), found.total, hits, nearest, budget.elapsed(), found.elsewhere, counted,
                       loose_total if loose_total > whole.total else None, suggested,
                       expansions(tree, known, self._open.analyzer.cut), explanation)

    def rank(self, text: str, *, reading: str = "query", limit: int = 10) -> list[Rated]:
        """The first `limit` hits of a search in their order: ids and scores alone, which is much quicker than the hits.

        `reading` and the errors are as for `search`.
        """
        _check_options("score", reading, (), ())
        budget = Budget(self._time_budget, self._clock)
        tree = read(text, reading)
        self._check_open()
        with self._open.damage_named():
            plan = self._plan(tree, self._open.synonyms)
            question = question_of(self._open, text, plan) if reading == "any" else None
            wanted = question.wanted if question else frozenset()
            request = Request(max(limit, self._candidates) + len(wanted), wanted=wanted,
                              rescored=self._candidates)
            found = self._open.engine.find(plan, request, budget).ordinals
            question = question and question._replace(best=found[:self._candidates])
            in_order = ranked(found, scorer_of(self._open, plan, question), self._candidates, question)[:limit]
            return [Rated(self._open.items.item(ordinal).id, score) for ordinal, score in in_order]

    def counts(self, query: str, by: Sequence[str], *, years: Years | None = None, parts: bool = False,
               synonyms: bool = True, **contained: str | Sequence[str]) -> Counted:
        """How many items match `query` for each combination of values of the fields `by`, ascending, none last.

        The options and errors are those of `search`.
        """
        _check_options("score", "query", by, contained)
        budget = Budget(self._time_budget, self._clock)
        tree = restricted(parse(query), years, contained)
        self._check_open()
        with self._open.damage_named():
            plan = self._plan(tree, self._open.synonyms if synonyms else NONE)
            return self._open.engine.find(plan, Request(0, parts, "position", (tuple(by),)), budget).counts[0]

    def _found(self, plan: Plan, request: Request, hits: int, budget: Budget) -> Found:
        """What a plan finds, at least as much of it as makes that many hits."""
        while True:
            found = self._open.engine.find(plan, request, budget)
            if request.window is None or not request.groups or len(found.ordinals) >= found.total:
                return found
            if len({self._open.columns.same[ordinal] for ordinal in found.ordinals[:request.window]}) >= hits:
                return found
            request = request._replace(window=4 * request.window)

    def _plan(self, tree: Query, known: Synonyms) -> Plan:
        return make_plan(tree, self._open.analyzer, self._open.engine.expand, known)

    def _suggestions(self, query: str, years: Years | None, contained: Mapping[str, str | Sequence[str]], parts: bool,
                     known: Synonyms) -> tuple[str, ...]:
        """What may have been meant by a query without hits; nothing where finding out takes too long."""
        budget = Budget(_SUGGESTING, self._clock)

        def answers(tree: Query) -> bool:
            return bool(self._open.engine.find(self._plan(tree, known), Request(0, parts, "position"), budget).total)

        with suppress(TimeBudgetExceeded):
            return suggestions(visible(query), parse(query), self._open.spellings, answers,
                               lambda text: answers(restricted(parse(text), years, contained)))
        return ()

    def _explanation(self, plan: Plan, parts: bool, budget: Budget, known: Synonyms,
                     scorer: Scorer | NamedScorer) -> QueryExplanation:
        def count(tree: Query) -> int:
            return self._open.engine.find(self._plan(tree, known), Request(0, parts, "position"), budget).total

        return QueryExplanation(explained(plan, count), scorer.weights())

    def item(self, item_id: str) -> Item:
        """The item with this id. Raises ItemNotFound."""
        with self._open.damage_named():
            return self._open.items.item(self._ordinal(item_id))

    def neighbours(self, item_id: str) -> tuple[Item | None, Item | None]:
        """The items before and after one in its document; None at its ends. Raises ItemNotFound."""
        ordinal = self._ordinal(item_id)
        with self._open.damage_named():
            document = self._open.documents.items_of(self._open.documents.document_of(ordinal), len(self._open.items))
            before = self._first_searched(range(ordinal - 1, document.start - 1, -1))
            return before, self._first_searched(range(ordinal + 1, document.stop))

    def _first_searched(self, ordinals: range) -> Item | None:
        return next((item for item in map(self._open.items.item, ordinals) if item.part in SEARCHED_PARTS), None)

    def items(self, parts: bool = False) -> Iterator[Item]:
        """All items in document order, with `parts` also what stands outside them."""
        for ordinal in range(len(self._open.items)):
            with self._open.damage_named():
                item = self._open.items.item(ordinal)
            if parts or item.part in SEARCHED_PARTS:
                yield item

    def candidates(self, query: Query, terms: Sequence[RankingTerm], window: int | None = None, *,
                   parts: bool = False) -> Iterator[Item]:
        """The items that satisfy the tree `query`, at most `window`, those first that hold the most of `terms`.

        The order is the first phase's; without terms it is that of the documents. Raises TimeBudgetExceeded.
        """
        self._check_open()
        with self._open.damage_named():
            plan = self._plan(query, NONE)._replace(terms=RankingTerms(tuple(terms)))
            budget = Budget(self._time_budget, self._clock)
            found = self._open.engine.find(plan, Request(window, parts), budget).ordinals[:window]
        for ordinal in found:
            with self._open.damage_named():
                item = self._open.items.item(ordinal)
            yield item

    def words(self, text: str) -> list[str]:
        """The words into which folded `text` is cut, none inside another, by the dictionary of this index."""
        return self._open.analyzer.cut(text)

    def weigh(self, text: str) -> dict[RankingTerm, float]:
        """The words and bigrams of `text`, each with its weight in this index (see `likeness.similarity`)."""
        self._check_open()
        with self._open.damage_named():
            return weigh(self._open.analyzer.tokens([comparable(text).text]), self._open.rarities.idf)

    def line_at(self, item_id: str, position: int) -> int | None:
        """The line, counted from 1, of a place in the decoded source text of an item's document.

        None where that text is not known, since the items came as records. Raises ItemNotFound.
        """
        ordinal = self._ordinal(item_id)
        with self._open.damage_named():
            return self._open.documents.line_at(self._open.documents.document_of(ordinal), position)

    def documents(self) -> Iterator[DocumentSummary]:
        """What is known of each document, in document order."""
        self._check_open()
        for number in range(len(self._open.documents)):
            with self._open.damage_named():
                document = self._open.documents.summary(number)
            yield document

    def statistics(self) -> Statistics:
        """Sizes, fields and problems of the index."""
        return self._open.statistics()

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("the index is closed")

    def _ordinal(self, item_id: str) -> int:
        self._check_open()
        found = self._open.ids.find(item_id.encode(errors="replace"))
        if not found:
            raise ItemNotFound("search.no_item", id=item_id)
        return found[0]


def _check_options(sort: str, reading: str, fields: Sequence[str], contained: Iterable[str]) -> None:
    """Raise ValueError for an order, a reading, a field to count or a filter that there is not."""
    for what, names, known in (("order", (sort,), SORTS), ("reading", (reading,), READINGS),
                               ("field to count", fields, COUNTED), ("filter", contained, OPTIONS)):
        for name in names:
            if name not in known:
                raise ValueError(f"no {what} {name!r}; there are {', '.join(known)}")
