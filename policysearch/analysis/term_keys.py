"""Terms as numbers, so that many can be counted at a time.

A unit is a Han character, by its code point, or a run, by RUNS and its number in a list. A word is a unit, or by WORDS its
number in the dictionary. A bigram is two units, the first of them in the upper half of its 64 bits.
"""
import operator
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np

from policysearch.analysis.analyzer import bigram
from policysearch.arrays import Array

RUNS = 0x110000
WORDS = 1 << 31
HALF = np.uint64(32)

_LOWER = np.uint64((1 << 32) - 1)

Keys: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.uint64]]"


class TermKeys:
    """What the keys of an index mean: all its runs, numbered as they came, and the words of its dictionary."""

    def __init__(self, words: Sequence[str]) -> None:
        """`words` are those of the dictionary by their numbers."""
        self._words = words
        self._runs: list[str] = []
        self._numbers: dict[str, int] = {}

    def of_runs(self, runs: Iterable[str]) -> Array:
        """The numbers of some runs, new ones for those that had none."""
        numbers = []
        for run in runs:
            number = self._numbers.setdefault(run, len(self._runs))
            if number == len(self._runs):
                self._runs.append(run)
            numbers.append(number)
        return np.array(numbers, np.uint64)

    def texts(self, keys: Keys) -> list[str]:
        """The terms of some keys."""
        first, second = keys >> HALF, keys & _LOWER
        texts = self._texts(second)
        pairs = np.flatnonzero(first)
        if len(pairs) == len(keys) and len(keys) and max(first.max(), second.max()) < RUNS:
            return list(map(operator.add, self._texts(first), texts))
        for place, before in zip(pairs.tolist(), self._texts(first[pairs])):
            texts[place] = bigram(before, texts[place])
        return texts

    def order(self, keys: Keys) -> Array:
        """The places of ascending `keys` in the order of the code points of their texts."""
        first, second = keys >> HALF, keys & _LOWER
        # two characters decide, but for what holds runs or words, which are few
        begins = np.where(first == 0, second << HALF, keys)
        ranks = np.zeros(len(keys), np.int64)
        others = np.flatnonzero((first >= RUNS) | (second >= RUNS))
        texts = self.texts(keys[others])
        begins[others] = [ord(text[0]) << 32 | (ord(text[1]) if len(text) > 1 else 0) for text in texts]
        ranks[others[sorted(range(len(texts)), key=texts.__getitem__)]] = np.arange(len(texts))
        return np.lexsort((ranks, begins))

    def _texts(self, keys: Keys) -> list[str]:
        """The terms of keys of one half."""
        others = np.flatnonzero(keys >= RUNS)
        texts = list(np.where(keys < RUNS, keys, 0).astype("<u4").tobytes().decode("utf-32-le"))
        for place, key in zip(others.tolist(), keys[others].tolist()):
            texts[place] = self._words[key - WORDS] if key >= WORDS else self._runs[key - RUNS]
        return texts


def renumbered(keys: Keys, numbers: Array) -> Keys:
    """Keys whose runs are numbered in a list of their own, by the `numbers` that its runs have elsewhere."""
    if not len(numbers):
        return keys
    return _renumbered(keys >> HALF, numbers) << HALF | _renumbered(keys & _LOWER, numbers)


def _renumbered(keys: Keys, numbers: Array) -> Keys:
    is_run = (keys >= RUNS) & (keys < WORDS)
    result = keys.copy()
    result[is_run] = numbers[(keys[is_run] - np.uint64(RUNS)).astype(np.int64)] + np.uint64(RUNS)
    return result
