"""The scores of many items at once, with numpy: the same numbers as `bm25`, several times as fast.

The cut texts of all items stand in one array of code units, as they lie in the text store. Of these only those that terms
consist of are kept, with how each is joined to the next: no more is needed to find the terms.
"""
import functools
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from policysearch.matching.plan import RankingTerm, RankingTerms
from policysearch.ranking.bm25 import K1, B, Collection, Scorer, Terms
from policysearch.ranking.term_counts import Needle
from policysearch.storage.term_store import KINDS
from policysearch.storage.text_arrays import CutTexts, cuts
from policysearch.storage.text_store import ENCODING, TextStore
from policysearch.text.cuts import CUT

Places: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.intp]]"
Flags: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.bool_]]"
Floats: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"
Units: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.uint16]]"

# fewer items are scored sooner one by one
_MANY = 12
# more units than these are found sooner by a table of all
_WORTH_A_TABLE = 6
_UNIT = np.dtype("<u2")
_CUT = CUT.encode(ENCODING)


class ArrayScorer(Scorer):
    """Scores items for the terms of one query, many at once."""

    def __init__(self, terms: RankingTerms, collection: Collection, index: Terms, texts: TextStore) -> None:
        super().__init__(terms, collection, index, texts)
        self._stored = texts

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
        texts = cuts(self._stored, ordinals)
        norms = {kind: K1 * (1 - B + B * of_kind / self._collection.average_length[kind])
                 for kind, of_kind in zip(KINDS, texts.lengths.T)}
        letters = "".join(dict.fromkeys("".join([known.needle.text for known in self._known.values()]).replace(CUT, "")))
        units = _Units(texts, units_of(letters))
        counts = np.zeros((len(self._known), len(ordinals)))
        openings = np.zeros_like(counts)
        for known, row, opening in zip(self._known.values(), counts, openings):
            found = units.beginning(known.needle)
            if len(found):
                row[:] = units.counted(found)
                if known.opening:
                    opening[:] = known.opening * (units.counted(found[units.in_openings[found]]) > 0)
        most = np.array([known.weight * known.idf for known in self._known.values()])[:, np.newaxis]
        saturating = counts + np.array([norms[term.kind] for term in self._known]).reshape(counts.shape)
        return dict(zip(self._known, most * counts / saturating + openings))


class _Units:
    """The places of the `wanted` code units in the cut texts of some items, from the first text to the last.

    Of a character beyond the first 65,536 both halves are units, one behind the other.
    """

    def __init__(self, texts: CutTexts, wanted: Sequence[int]) -> None:
        self._items = len(texts.sizes)
        # each text begins and ends with a mark; one more stands before the first and behind the last
        text = np.frombuffer((_CUT + _CUT).join((b"", *texts.texts, b"")), _UNIT)
        # where the marks are that they begin with, and the last of all
        starts = np.ones(self._items + 1, np.intp)
        starts[1:] += np.cumsum(texts.sizes // _UNIT.itemsize + 2, dtype=np.intp)
        self._places = np.flatnonzero(_any_of(text, wanted))
        self._units = text[self._places]
        self._item_of = np.repeat(np.arange(self._items), np.diff(self._places.searchsorted(starts)))
        self._openings = starts[:-1] + 1 + texts.first // _UNIT.itemsize
        self._behind_mark, self._before_mark = text[self._places - 1] == 0, text[self._places + 1] == 0
        # how each unit is joined to the next: directly, with a mark between them, either way
        gaps = np.append(np.diff(self._places), 0)
        self._joined, self._parted = gaps == 1, (gaps == 2) & self._before_mark
        self._beside = self._joined | self._parted
        # behind the last one
        self._following = np.append(self._units, 0)[1:]
        self._standing: dict[int, Places] = {}

    def beginning(self, needle: Needle) -> Places:
        """Which of the units a needle begins with."""
        found: Places | None = None
        last, marked = 0, False
        for unit in units_of(needle.text):
            if unit == 0:
                marked = True
                continue
            if found is None:
                found = self._stands(unit)
                if marked:
                    found = found[self._behind_mark[found]]
            else:
                links = self._parted if marked else self._beside if needle.anywhere else self._joined
                ends = found + last
                found = found[links[ends] & (self._following[ends] == unit)]
                last += 1
            marked = False
        assert found is not None  # no needle is empty
        return found[self._before_mark[found + last]] if marked else found

    def counted(self, found: Places) -> Places:
        """How many of some of the units each item has."""
        counts: Places = np.bincount(self._item_of[found], minlength=self._items)
        return counts

    def _stands(self, unit: int) -> Places:
        """Where a unit stands among them."""
        if unit not in self._standing:
            self._standing[unit] = np.flatnonzero(self._units == unit)
        return self._standing[unit]

    @functools.cached_property
    def in_openings(self) -> Flags:
        """Whether each of the units stands in the first sentence of its item."""
        in_openings: Flags = self._places < self._openings[self._item_of]
        return in_openings


def units_of(text: str) -> list[int]:
    """The code units of a text as it is stored."""
    units: list[int] = np.frombuffer(text.encode(ENCODING), _UNIT).tolist()
    return units


def _any_of(text: Units, wanted: Sequence[int]) -> Flags:
    """Which units of a text are among some."""
    if len(wanted) > _WORTH_A_TABLE:
        table = np.zeros(1 << 16, bool)
        table[wanted] = True
        flags: Flags = table.take(text, mode="wrap")
        return flags
    flags = np.zeros(len(text), bool)
    stands = np.empty(len(text), bool)
    for unit in wanted:
        flags |= np.equal(text, unit, out=stands)
    return flags


def _total(columns: Mapping[RankingTerm, Floats], terms: Sequence[RankingTerm], items: int) -> Floats:
    totals = np.zeros(items)
    for term in terms:
        totals += columns[term]
    return totals
