"""The second phase: the best candidates of an engine's first phase, scored and put in order, the same for every engine."""
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
    if not ordinals:
        return []
    best = ordinals[:candidates]
    scored = sorted((-score, ordinal) for ordinal, score in zip(best, scorer.scores(best)))
    return [*(Ranked(ordinal, -score) for score, ordinal in scored),
            *(Ranked(ordinal, None) for ordinal in ordinals[candidates:])]
