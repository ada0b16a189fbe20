"""What a question names in an open index: the items that come first, and the terms that rank what is left of it."""
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policysearch.matching.names import read_names
from policysearch.matching.plan import Plan, RankingTerms, make_plan
from policysearch.matching.title_names import article_beginning, base_of
from policysearch.opened import OpenIndex
from policysearch.query.readings import read
from policysearch.query.values import parse_item_number
from policysearch.ranking.bm25 import Scorer
from policysearch.ranking.named import NamedItems, NamedScorer, named_first, named_items
from policysearch.ranking.second_phase import Ranked, Scores, rerank
from policysearch.text.folding import has_content


class Named(NamedTuple):
    """What a question names, and the ranking terms of the rest of it."""

    items: tuple[NamedItems, ...]
    terms: RankingTerms


def named_in(index: OpenIndex, text: str) -> Named | None:
    """What `text`, read without operators, names of the documents of an index; None where it names none."""
    reading = read_names(text, index.names, index.analyzer.knows)
    if not reading.mentions:
        return None
    rest = make_plan(read(reading.rest, "any"), index.analyzer, index.engine.expand).terms if has_content(
        reading.rest) else RankingTerms(())
    return Named(tuple(named_items(reading.mentions, lambda ordinal: _articles(index, ordinal))), rest)


def scorer_of(index: OpenIndex, plan: Plan, named: Named | None) -> Scorer | NamedScorer:
    """What scores the items that a plan finds, of which some may be named."""
    if named is None:
        return index.scorer(plan.terms)
    return NamedScorer(index.scorer(named.terms), named.items, index.collection.items)


def ranked(ordinals: Sequence[int], scorer: Scores, candidates: int, named: Named | None) -> list[Ranked]:
    """`ordinals`, which are in the order of the first phase, in that of the second; of named items all must be there."""
    if named is not None:
        ordinals, candidates = named_first(ordinals, named.items, candidates)
    return rerank(ordinals, scorer, candidates)


def _articles(index: OpenIndex, ordinal: int) -> Iterator[str]:
    """The values of the articles that an item is or belongs to; an item with another number counts by its value."""
    record = index.items.record(ordinal)
    own = parse_item_number(record["number"]) if record["number"] else None
    behind = base_of(record["title"] or "").article
    return filter(None, (own.value if own else None, behind, *map(article_beginning, record["sections"])))
