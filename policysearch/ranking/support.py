"""What the rest of a document adds to an item: one of a document that speaks of a question in many places answers it sooner.

    score += SUPPORT x the sum of the BEST highest scores of the document's items among the best candidates / BEST

The candidates are those of the question alone, so that no filter changes a score. Weight and number are measured
(benchmarks/ranking.md).
"""
from collections import defaultdict
from collections.abc import Callable, Sequence

from policysearch.explanations import DocumentPart, Explanation, TermWeight
from policysearch.ranking.bm25 import Scorer

SUPPORT = 0.2
BEST = 10


class SupportedScorer:
    """Scores items as another scorer does, with what their documents add."""

    def __init__(self, scorer: Scorer, document_of: Sequence[int], title_of: Callable[[int], str],
                 best: Sequence[int]) -> None:
        """`document_of` has a number of its document for each ordinal, `title_of` gives the title for such a number; `best`
        are the ordinals of the best candidates."""
        self._scorer = scorer
        self._title_of = title_of
        self._document_of = document_of
        self._own = dict(zip(best, scorer.scores(best)))
        self._scores: dict[int, list[float]] = defaultdict(list)
        for ordinal, score in sorted(self._own.items(), key=lambda pair: -pair[1]):
            scores = self._scores[document_of[ordinal]]
            if len(scores) < BEST:
                scores.append(score)

    def scores(self, ordinals: Sequence[int]) -> list[float]:
        """The score of each item."""
        others = [ordinal for ordinal in ordinals if ordinal not in self._own]
        self._own.update(zip(others, self._scorer.scores(others)))
        return [self._own[ordinal] + self._added(self._document_of[ordinal]) for ordinal in ordinals]

    def explain(self, ordinal: int) -> Explanation:
        """The score of an item with the part of every term that it holds, and that of its document."""
        parts = self._scorer.explain(ordinal).parts
        document = self._document_of[ordinal]
        if added := self._added(document):
            scores = tuple(self._scores[document])
            parts += DocumentPart("in_document", self._title_of(document), SUPPORT, scores, BEST, added),
        return Explanation(self.scores([ordinal])[0], parts)

    def weights(self) -> tuple[TermWeight, ...]:
        """What is known of each term of the query."""
        return self._scorer.weights()

    def most(self) -> float:
        """What no item's score exceeds."""
        return (1 + SUPPORT) * self._scorer.most()

    def _added(self, document: int) -> float:
        return SUPPORT * sum(self._scores.get(document, ())) / BEST
