"""What a question, read without operators, asks of an index: the items it names, and what ranks the rest of it."""
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
from policysearch.ranking.support import SupportedScorer
from policysearch.text.folding import has_content


class Question(NamedTuple):
    """What a question names, the ranking terms of the rest of it, and its best candidates, filters left out."""

    named: tuple[NamedItems, ...]
    terms: RankingTerms
    best: Sequence[int] = ()

    @property
    def wanted(self) -> frozenset[int]:
        """All the items that it names: any of them may come first."""
        return frozenset(ordinal for one in self.named for ordinal in one.items)


def question_of(index: OpenIndex, text: str, plan: Plan) -> Question:
    """What `text`, read without operators and planned as `plan`, asks; its best candidates are to be found yet."""
    reading = read_names(text, index.names, index.analyzer.knows)
    if not reading.mentions:
        return Question((), plan.terms)
    named = tuple(named_items(reading.mentions, lambda ordinal: _articles(index, ordinal)))
    if not has_content(reading.rest):
        return Question(named, RankingTerms(()))
    return Question(named, make_plan(read(reading.rest, "any"), index.analyzer, index.engine.expand).terms)


def scorer_of(index: OpenIndex, plan: Plan, question: Question | None) -> Scorer | NamedScorer:
    """What scores the items that a plan finds, for a question with what they are named and what their documents add."""
    if question is None:
        return index.scorer(plan.terms)
    supported = SupportedScorer(index.scorer(question.terms), index.columns.documents,
                                lambda document: base_of(index.items.item(document).title or "").title, question.best)
    return NamedScorer(supported, question.named, index.collection.items)


def ranked(ordinals: Sequence[int], scorer: Scores, candidates: int, question: Question | None) -> list[Ranked]:
    """`ordinals`, which are in the order of the first phase, in that of the second; of named items all must be there."""
    if question and question.named:
        ordinals, candidates = named_first(ordinals, question.named, candidates)
    return rerank(ordinals, scorer, candidates)


def _articles(index: OpenIndex, ordinal: int) -> Iterator[str]:
    """The values of the articles that an item is or belongs to; an item with another number counts by its value."""
    item = index.items.item(ordinal)
    own = parse_item_number(item.number) if item.number else None
    behind = base_of(item.title or "").article
    # foreign records may have the number in front of the text
    begins = None if own else article_beginning(item.text)
    return filter(None, (own.value if own else None, behind, begins, *map(article_beginning, item.sections)))
