"""The second phase: the best candidates of an engine's first phase, scored and put in order, the same for every engine."""
import itertools
from collections.abc import Sequence
from typing import NamedTuple, Protocol

# how many candidates are scored; measured: 200 give the same lists as scoring everything
CANDIDATES = 200


class Scores(Protocol):
    """What scores items."""

    def scores(self, ordinals: Sequence[int]) -> list[float]:
        """The score of each item."""


class Ranked(NamedTuple):
    """An item in its place, with its score where it was scored."""

    ordinal: int
    score: float | None


def rerank(ordinals: Sequence[int], scorer: Scores, candidates: int = CANDIDATES) -> list[Ranked]:
    """The first `candidates` of `ordinals` by score, then in document order; the rest as they stand, without a score."""
    best = sorted(ordinals[:candidates])
    scores = scorer.scores(best) if best else []
    # of equal ones the first stays first
    order = sorted(range(len(best)), key=scores.__getitem__, reverse=True)
    return [*map(Ranked, map(best.__getitem__, order), map(scores.__getitem__, order)),
            *map(Ranked, ordinals[candidates:], itertools.repeat(None))]
