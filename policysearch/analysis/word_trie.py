"""A dictionary as arrays: the best cut of many stretches of Han characters at a time.

What `tokenizer` does a character at a time, with the same numbers added in the same order, and so with the same words.
"""
import functools
import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from policysearch.analysis.dictionary import Dictionary
from policysearch.analysis.rust import Cutter
from policysearch.arrays import Array

# an entry is found by the one it continues and its last character; of one character, by that of its first
_CODE_BITS = np.uint64(21)
_CODES = 1 << 21
# as many stretches at least are worth a step with arrays
_FEW = 16
# in about so many characters a cutter saves the time that it takes to make one
_WORTH_A_CUTTER = 12_000_000


class Cut(NamedTuple):
    """The words of some characters: where each begins, and its number among the entries, or -1 where it is a character
    alone; and the same of the shorter words inside them that jieba's search mode looks for."""

    starts: Array
    entries: Array
    inner_starts: Array
    inner_entries: Array


class _Ways(NamedTuple):
    """The ways on from all places, a character alone in front of the longer words, by how far it is to the end of the
    stretch: where they begin, their lengths, scores and entries, and where they lead, with a place behind each stretch."""

    starts: Array
    lengths: Array
    scores: Array
    entries: Array
    ends: Array


class WordTrie:
    """The words of a dictionary and their beginnings, numbered in the order of their code points."""

    def __init__(self, dictionary: Dictionary, make_cutter: Callable[[], Cutter | None] = lambda: None,
                 worth: int = _WORTH_A_CUTTER) -> None:
        """Read the whole dictionary. From `worth` characters on what `make_cutter` makes, if anything, finds the best cut,
        which it does a little sooner. Raises ValueError where the dictionary is damaged."""
        self._make_cutter = make_cutter
        self._left_without = worth
        texts, frequencies = _in_order(dictionary)
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
        ends = np.cumsum(sizes)
        # by Python's own logarithm, for numpy's need not be the same to the last bit
        score_of = {frequency: math.log(frequency) + dictionary.unknown_score for frequency in set(frequencies) - {0}}
        scores = np.array([score_of.get(frequency, 0.0) for frequency in frequencies])
        is_entry = sizes > 1
        self.entries = [text for text in texts if len(text) > 1]
        self.lengths = sizes[is_entry]
        self._scores = scores[is_entry]
        keys = _before(codes[(ends - sizes)[is_entry]], self.lengths) << _CODE_BITS | codes[ends[is_entry] - 1]
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]
        alone = ~is_entry & (scores != 0)
        self._alone = np.full(_CODES, -math.inf)
        self._alone[codes[ends[alone] - 1]] = scores[alone]
        self._unknown_score = dictionary.unknown_score

    def cut(self, codes: Array, sizes: Array) -> Cut:
        """The words of stretches of characters that may stand in words: `codes` of all, `sizes` of each."""
        starts, lengths, entries = self._continued(codes, sizes)
        self._left_without -= len(codes)
        cutter = self._cutter if self._left_without < 0 else None
        if cutter:
            words = _cut_starts(cutter, codes, sizes)
            sizes_of_words = np.diff(words, append=len(codes))
            chosen = _entries_at(words, sizes_of_words, starts, lengths, entries)
        else:
            all_sizes, all_entries = self._best(codes, sizes, starts, lengths, entries)
            words = _followed(all_sizes, sizes)
            sizes_of_words, chosen = all_sizes[words], all_entries[words]
        # the word that holds each character, and the shorter words that begin there and end in it
        holder = np.repeat(np.arange(len(words)), sizes_of_words)
        inside = (self._scores[entries] != 0) & (lengths <= 3)
        place, length, entry = starts[inside], lengths[inside], entries[inside]
        held = holder[place]
        is_inner = (place + length <= words[held] + sizes_of_words[held]) & (sizes_of_words[held] > length)
        return Cut(words, chosen, place[is_inner], entry[is_inner])

    @functools.cached_property
    def _cutter(self) -> Cutter | None:
        return self._make_cutter()

    def _continued(self, codes: Array, sizes: Array) -> tuple[Array, Array, Array]:
        """All entries in the text: where they begin, their lengths and their numbers, by place and length."""
        rest = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(codes))
        place = np.arange(len(codes))
        before = codes.astype(np.uint64)
        found: list[tuple[Array, Array]] = []
        length = 2
        while True:
            kept = rest[place] >= length
            place, before = place[kept], before[kept]
            keys = before << _CODE_BITS | codes[place + length - 1].astype(np.uint64)
            at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
            known = self._keys[at] == keys
            place, entry = place[known], self._order[at[known]]
            if not len(place):
                break
            found.append((place, entry))
            before = entry.astype(np.uint64) + np.uint64(_CODES)
            length += 1
        places = np.concatenate([np.empty(0, np.int64), *(place for place, _ in found)])
        entries = np.concatenate([np.empty(0, np.int64), *(entry for _, entry in found)])
        order = np.argsort(places, kind="stable")
        return places[order], self.lengths[entries[order]], entries[order]

    def _best(self, codes: Array, sizes: Array, starts: Array, lengths: Array, entries: Array) -> tuple[Array, Array]:
        """For each place the length and the entry of the word that begins there in the best cut of the rest, found from
        the ends of all stretches at the same time."""
        rest = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(codes))
        # nothing lies at the ends of stretches
        best = np.zeros(len(codes) + len(sizes))
        ways = self._ways(codes, sizes, rest, starts, lengths, entries)
        winners = np.empty(len(codes), np.int64)
        # where the ways from each place begin, and the places that are as far from an end, the farther the fewer
        firsts = np.append(np.flatnonzero(ways.lengths == 1), len(ways.lengths))
        as_far = np.bincount(rest)[1:]
        steps = [0, *np.cumsum(as_far).tolist()]
        many = np.count_nonzero(as_far >= _FEW)
        for begin, end in zip(steps[:many], steps[1:]):
            at = slice(firsts[begin], firsts[end])
            first = firsts[begin:end]
            totals = ways.scores[at] + best[ways.ends[at]]
            top = np.maximum.reduceat(totals, first - at.start)
            best[ways.ends[first] - 1] = top
            # of equal cuts the one with the longer word
            is_top = totals == np.repeat(top, np.diff(firsts[begin:end + 1]))
            numbers = np.where(is_top, np.arange(at.start, at.stop), 0)
            winners[ways.starts[first]] = np.maximum.reduceat(numbers, first - at.start)
        _go_on(ways, firsts[steps[many]], best, winners)
        return ways.lengths[winners], ways.entries[winners]

    def _ways(self, codes: Array, sizes: Array, rest: Array, starts: Array, lengths: Array, entries: Array) -> _Ways:
        words = self._scores[entries] != 0
        starts, lengths, entries = starts[words], lengths[words], entries[words]
        places = np.arange(len(codes))
        has_longer = np.zeros(len(codes), bool)
        has_longer[starts] = True
        alone = self._alone[codes]
        alone[np.isinf(alone) & ~has_longer] = self._unknown_score
        starts = np.concatenate([places, starts])
        order = np.lexsort((starts, rest[starts]))
        starts, lengths = starts[order], np.concatenate([np.ones_like(places), lengths])[order]
        return _Ways(starts, lengths, np.concatenate([alone, self._scores[entries]])[order],
                     np.concatenate([np.full_like(places, -1), entries])[order],
                     starts + np.repeat(np.arange(len(sizes)), sizes)[starts] + lengths)


def _go_on(ways: _Ways, begin: int, best: Array, winners: Array) -> None:
    """Find the winners among the ways from `begin` on, one after the other: of long stretches there are few."""
    known = best.tolist()
    rest = zip(*(column[begin:].tolist() for column in (ways.starts, ways.lengths, ways.scores, ways.ends)))
    for number, (start, length, score, end) in enumerate(rest, begin):
        total = score + known[end]
        if length == 1 or total >= known[end - length]:
            known[end - length] = total
            winners[start] = number


def _in_order(dictionary: Dictionary) -> tuple[list[str], list[int]]:
    """All words and their beginnings in the order of their code points, and their frequencies."""
    texts: list[str] = []
    frequencies: list[int] = []
    for first in dictionary.firsts:
        table = dictionary.beginning_with(first)
        rests = sorted(table)
        texts += [first + rest for rest in rests]
        frequencies += map(table.__getitem__, rests)
    return texts, frequencies


def _before(firsts: Array, lengths: Array) -> Array:
    """What each entry continues, given their first characters and their lengths: an entry that is one character shorter, by
    its number and _CODES, or the first character."""
    before = firsts.astype(np.uint64)
    shorter = np.flatnonzero(lengths == 2)
    for length in range(3, int(lengths.max(initial=0)) + 1):
        # what begins an entry is an entry and stands before it, and no other of its length stands between the two
        numbers = np.flatnonzero(lengths == length)
        before[numbers] = shorter[np.searchsorted(shorter, numbers) - 1] + _CODES
        shorter = numbers
    return before


def _cut_starts(cutter: Cutter, codes: Array, sizes: Array) -> Array:
    """Where the words of stretches begin that are cut one behind the other, with spaces between them."""
    spaced = np.insert(codes, np.cumsum(sizes)[:-1], ord(" "))
    lengths = np.fromiter(map(len, cutter(spaced.astype("<u4").tobytes().decode("utf-32-le"))), np.int64)
    starts = np.cumsum(lengths) - lengths
    is_space = spaced == ord(" ")
    starts = starts[~is_space[starts]]
    without: Array = starts - np.cumsum(is_space)[starts]
    return without


def _entries_at(words: Array, sizes: Array, starts: Array, lengths: Array, entries: Array) -> Array:
    """The entries, among those that lie in the text, of words that begin at some places; -1 of a character alone."""
    # no word is as long as what these are multiplied by
    place = np.searchsorted(starts * _CODES + lengths, words * _CODES + sizes)
    return np.where(sizes == 1, -1, np.append(entries, -1)[place])


def _followed(lengths: Array, sizes: Array) -> Array:
    """Where the words of stretches begin, given the length of the word that would begin at each place."""
    ends = np.cumsum(sizes)
    at = ends - sizes
    is_start = np.zeros(len(lengths), bool)
    while len(at) >= _FEW:
        is_start[at] = True
        at = at + lengths[at]
        kept = at < ends
        at, ends = at[kept], ends[kept]
    for start, end in zip(at.tolist(), ends.tolist()):
        while start < end:
            is_start[start] = True
            start += int(lengths[start])
    return np.flatnonzero(is_start)
