"""A page of hits: what an engine found, put in order and grouped. What is marked in them is found when it is asked for."""
import functools
import itertools
from collections.abc import Sequence
from typing import NamedTuple

from policysearch.highlight.marks import mark
from policysearch.matching.budget import Budget
from policysearch.matching.evaluate import pieces
from policysearch.matching.leaf_plans import LeafPlan, SentencePlan
from policysearch.matching.plan import Plan
from policysearch.models import Hit, Item, Marking, Marks
from policysearch.opened import OpenIndex
from policysearch.questions import Question, ranked
from policysearch.ranking.bm25 import Scorer
from policysearch.ranking.grouping import group_same
from policysearch.ranking.named import NamedScorer
from policysearch.ranking.second_phase import Ranked
from policysearch.storage.text_store import StoredTexts, zones_in


class Page(NamedTuple):
    """Which hits are wanted, in which order and form; by score, `candidates` of them are scored."""

    limit: int
    offset: int
    sort: str
    group: bool
    explain: bool
    candidates: int

    @property
    def window(self) -> int:
        """How many hits the page and those before it make."""
        return self.offset + self.limit


def page_of_hits(index: OpenIndex, page: Page, budget: Budget, plan: Plan, scorer: Scorer | NamedScorer,
                 ordinals: Sequence[int], more: Plan | None = None, in_pieces: Sequence[int] = (),
                 question: Question | None = None) -> tuple[Hit, ...]:
    """A page of the items that `plan` finds, and behind them of those that `more` finds with their terms in pieces.

    What a `question` names comes first. Raises TimeBudgetExceeded.
    """
    if page.sort == "score":
        # without a term to rank by, document order is the order
        in_order = [*ranked(ordinals, scorer, page.candidates, question),
                    *ranked(in_pieces, scorer, page.candidates, question)]
    else:
        in_order = [Ranked(ordinal, None) for ordinal in (*ordinals, *in_pieces)]
    grouped = group_same(in_order, index.columns.same) if page.group else [(one, ()) for one in in_order[:page.window]]
    loose = frozenset(in_pieces)
    marked, marked_pieces = plan.marked(), more.marked() if more else []
    shown = grouped[page.offset:page.window]
    stored = map(index.texts.stored, pieces([one.ordinal for one, _ in shown], budget))
    texts = list(itertools.chain.from_iterable(stored))
    hits = []
    for rank, (((ordinal, score), others), its_texts) in enumerate(zip(shown, texts), page.offset + 1):
        budget.check()
        item = index.items.item(ordinal)
        marking = Marking(functools.partial(_marks, index, item, its_texts, marked_pieces if ordinal in loose else marked))
        hits.append(Hit(rank, score, item, marking, ordinal in loose,
                        tuple(index.items.item(other.ordinal).id for other in others),
                        scorer.explain(ordinal) if page.explain and score is not None else None))
    return tuple(hits)


def _marks(index: OpenIndex, item: Item, texts: StoredTexts, plans: Sequence[LeafPlan | SentencePlan]) -> Marks:
    with index.damage_named():
        return mark(item, zones_in(texts), plans)
