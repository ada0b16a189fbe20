"""What several modules do with numpy's arrays."""
from typing import Any, Protocol, TypeAlias

import numpy as np

# one column of numbers
Array: TypeAlias = "np.ndarray[tuple[int], np.dtype[Any]]"


class KeyTexts(Protocol):
    """The texts that keys, numbers of 64 bits, stand for."""

    def texts(self, keys: Array) -> list[str]:
        """The text of each key."""

    def order(self, keys: Array) -> Array:
        """The places of ascending keys in the order of the code points of their texts."""


def distinct(values: Array) -> Array:
    """Each of the values once, ascending. Sorting takes less than numpy's own way over a hash table."""
    ordered = np.sort(values)
    return ordered[group_starts(ordered)]


def group_starts(values: Array) -> Array:
    """Where the groups of equal neighbours begin."""
    if not len(values):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.r_[True, values[1:] != values[:-1]])


def ranges(starts: Array, sizes: Array) -> Array:
    """The numbers of ranges, given by where they start and how long they are, one behind the other.

    >>> ranges(np.array([5, 1]), np.array([2, 3])).tolist()
    [5, 6, 1, 2, 3]
    """
    before = np.cumsum(sizes) - sizes
    numbers: Array = np.arange(sizes.sum()) + np.repeat(starts - before, sizes)
    return numbers
