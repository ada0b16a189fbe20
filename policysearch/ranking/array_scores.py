"""The scores of many items at once, with numpy: the same numbers as `bm25`, several times as fast.

The cut texts of all items stand in one array of bytes, as they lie in the item store. Of these only the characters that
terms consist of are kept, with how each is joined to the next: no more is needed to find the terms.
"""
import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from policysearch.matching.plan import RankingTerm
from policysearch.ranking.bm25 import K1, B, Scorer
from policysearch.ranking.openings import END_MARKS
from policysearch.ranking.term_counts import Needle
from policysearch.storage.term_store import KINDS
from policysearch.text.cuts import CUT

Places: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.intp]]"
Flags: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.bool_]]"
Floats: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"

# fewer items are scored sooner one by one
_MANY = 12
_CUT = CUT.encode()


class ArrayScorer(Scorer):
    """Scores items for the terms of one query, many at once."""

    def scores(self, ordinals: Sequence[int]) -> list[float]:
        """The score of each item, as `Scorer.scores` gives it."""
        if len(ordinals) < _MANY:
            return super().scores(ordinals)
        columns = self._array_columns(ordinals)
        if not self._apart:
            listed = {term: column.tolist() for term, column in columns.items()}
            return [self._total(listed, place) for place in range(len(ordinals))]
        totals = _total(columns, self._terms.always, len(ordinals))
        for choice in self._terms.choices:
            totals += np.maximum.reduce([_total(columns, alternative, len(ordinals)) for alternative in choice])
        scores: list[float] = totals.tolist()
        return scores

    def _array_columns(self, ordinals: Sequence[int]) -> dict[RankingTerm, Floats]:
        """What each term would add to each of some items."""
        cuts, lengths = self._items.cuts(ordinals)
        norms = {kind: K1 * (1 - B + B * of_kind / self._collection.average_length[kind])
                 for kind, of_kind in zip(KINDS, np.array(lengths, np.float64).T)}
        letters = "".join([known.needle.text for known in self._known.values()])
        characters = _Characters(cuts, dict.fromkeys(letters.replace(CUT, "")))
        columns = {}
        for term, known in self._known.items():
            found = characters.beginning(known.needle)
            counts = characters.counted(found)
            columns[term] = known.weight * known.idf * counts / (counts + norms[term.kind])
            if known.opening and len(found):
                columns[term] += known.opening * (characters.counted(found[characters.in_openings[found]]) > 0)
        return columns


class _Characters:
    """The places of the `wanted` characters in the cut texts of some items, from the first text to the last."""

    def __init__(self, cuts: Sequence[bytes], wanted: Iterable[str]) -> None:
        # each text begins and ends with a mark; one more stands before the first and behind the last
        self._bytes = np.frombuffer((_CUT + _CUT).join((b"", *cuts, b"")), np.uint8)
        self._starts = np.cumsum([1, *(len(cut) + 2 for cut in cuts)])
        self._numbers = {character: number for number, character in enumerate(wanted, 1)}
        sizes = np.array([0, *(len(character.encode()) for character in self._numbers)])
        numbers = np.zeros(len(self._bytes), np.min_scalar_type(len(self._numbers)))
        # memory as large as the texts is asked for once: getting it takes longer than what is done in it
        self._first, self._other, added = (np.empty(len(numbers), kind) for kind in (bool, bool, numbers.dtype))
        for character, number in self._numbers.items():
            numbers |= np.multiply(self._stands(character), numbers.dtype.type(number), out=added)
        # of flags it is found several times as fast as of numbers
        self._places = np.flatnonzero(numbers != 0)
        self._characters = numbers[self._places]
        self._item_of = np.repeat(np.arange(len(cuts)), np.diff(self._places.searchsorted(self._starts)))
        ends = self._places + sizes[self._characters]
        self._behind_mark, self._before_mark = self._bytes[self._places - 1] == 0, self._bytes[ends] == 0
        # how each character is joined to the next: directly, with a mark between them, either way
        gaps = self._places[1:] - ends[:-1]
        self._joined, self._parted = gaps == 0, (gaps == 1) & self._before_mark[:-1]
        self._beside = self._joined | self._parted

    def beginning(self, needle: Needle) -> Places:
        """Which of the characters a needle begins with."""
        count = max(0, len(self._characters) - len(needle.text.replace(CUT, "")) + 1)
        fits = np.ones(count, bool)
        at, marked = 0, False
        for character in needle.text:
            if character == CUT:
                marked = True
                continue
            if at:
                links = self._parted if marked else self._beside if needle.anywhere else self._joined
                fits &= links[at - 1:at - 1 + count]
            elif marked:
                fits &= self._behind_mark[:count]
            fits &= self._characters[at:at + count] == self._numbers[character]
            at, marked = at + 1, False
        if marked:
            fits &= self._before_mark[at - 1:at - 1 + count]
        return np.flatnonzero(fits)

    def counted(self, found: Places) -> Places:
        """How many of some of the characters each item has."""
        counts: Places = np.bincount(self._item_of[found], minlength=len(self._starts) - 1)
        return counts

    @functools.cached_property
    def in_openings(self) -> Flags:
        """Whether each of the characters stands in the first sentence of its item."""
        # two marks part the zones of an item, and items
        ended = np.append((self._bytes[:-1] == 0) & (self._bytes[1:] == 0), True)
        for mark in END_MARKS:
            ended |= self._stands(mark)
        ends = np.flatnonzero(ended)
        first = ends[ends.searchsorted(self._starts[:-1] + 1)]
        in_openings: Flags = self._places < first[self._item_of]
        return in_openings

    def _stands(self, character: str) -> Flags:
        """Whether a character begins at each of the bytes; good until it is asked of another."""
        first, *others = character.encode()
        stands: Flags = np.equal(self._bytes, first, out=self._first)
        for distance, byte in enumerate(others, 1):
            stands[:-distance] &= np.equal(self._bytes[distance:], byte, out=self._other[distance:])
        return stands


def _total(columns: Mapping[RankingTerm, Floats], terms: Sequence[RankingTerm], items: int) -> Floats:
    totals = np.zeros(items)
    for term in terms:
        totals += columns[term]
    return totals
