"""How sure the difference of two runs is: the paired bootstrap over queries.

Efron and Tibshirani, An Introduction to the Bootstrap (1993); Sakai, Evaluating Evaluation Metrics Based on the Bootstrap
(SIGIR 2006).
"""
import random
from collections.abc import Sequence
from statistics import fmean, pstdev
from typing import NamedTuple

RESAMPLES = 10_000
_SEED = 1
# of the resamples, what lies between the two ends of an interval
_CONFIDENCE = 0.95


class Difference(NamedTuple):
    """The mean difference of two runs, its standard `error`, and the interval from `low` to `high` that holds 95 % of the
    resamples."""

    mean: float
    error: float
    low: float
    high: float


def paired_differences(differences: Sequence[Sequence[float]], resamples: int = RESAMPLES) -> list[Difference]:
    """For each measure, by the differences of the two runs query by query (as many for every measure, at least one).

    All measures share the resamples, which are the same every time.
    """
    # seeded: the same figures whenever the same runs are compared
    chance = random.Random(_SEED)
    queries = range(len(differences[0]))
    means: list[list[float]] = [[] for _ in differences]
    for _ in range(resamples):
        drawn = chance.choices(queries, k=len(queries))
        for values, each in zip(differences, means):
            each.append(sum(map(values.__getitem__, drawn)) / len(queries))
    outside = int(resamples * (1 - _CONFIDENCE) / 2)
    found = []
    for values, each in zip(differences, means):
        each.sort()
        found.append(Difference(fmean(values), pstdev(each), each[outside], each[-1 - outside]))
    return found
