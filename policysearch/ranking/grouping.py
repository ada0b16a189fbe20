"""Reprints: items with the same text, of which the first in order stands for all."""
from collections.abc import Sequence

from policysearch.ranking.second_phase import Ranked


def group_same(ranked: Sequence[Ranked], same: Sequence[int]) -> list[tuple[Ranked, tuple[Ranked, ...]]]:
    """Each first item of a text in its place, with the others of that text in their order; none is lost.

    `same` has for each ordinal the ordinal that all items of the same text share.

    >>> group_same([Ranked(4, 2.0), Ranked(1, 1.5), Ranked(0, 1.0)], [0, 1, 2, 3, 0])
    [(Ranked(ordinal=4, score=2.0), (Ranked(ordinal=0, score=1.0),)), (Ranked(ordinal=1, score=1.5), ())]
    """
    groups: dict[int, list[Ranked]] = {}
    for one in ranked:
        groups.setdefault(same[one.ordinal], []).append(one)
    return [(first, tuple(others)) for first, *others in groups.values()]
