"""The terms of many texts at a time, as `analyzer` finds them in one, but counted with numpy.

All texts lie one behind the other in an array of code points, with a zero between any two of them, which no text holds. What
stands side by side, words, pairs and counts are then found in all of them at once.
"""
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from policysearch.analysis.term_keys import HALF, RUNS, WORDS, Keys
from policysearch.analysis.tokenizer import IN_WORDS
from policysearch.analysis.word_trie import WordTrie
from policysearch.arrays import Array, group_starts
from policysearch.text.characters import HAN
from policysearch.text.cuts import CUT
from policysearch.text.units import runs

_CODES = 0x110000


class Postings(NamedTuple):
    """Distinct terms by item, in the order of the items' numbers and then of the `keys`, each with its count."""

    items: Array
    keys: Keys
    counts: Array


class ItemTexts(NamedTuple):
    """Texts that are searched, each with the number of its item: those that are `ranked`, those that are not and keep their
    pairs among their units (`unranked`), and those of which only single units are wanted (`plain`)."""

    ranked: list[str]
    ranked_items: list[int]
    unranked: list[str]
    unranked_items: list[int]
    plain: list[str]
    plain_items: list[int]


class Units(NamedTuple):
    """The units of texts one behind the other: where they begin and end, their codes, and which is a Han character."""

    starts: Array
    ends: Array
    codes: Array
    is_han: Array


# where a text stands: an item's first ranked text, its other ones, those that are not ranked, plain ones
FIRST, FURTHER, UNRANKED, PLAIN = range(4)


class Places(NamedTuple):
    """Where words stand in texts, and the numbers of their items, which never fall."""

    starts: Array
    ends: Array
    items: Array


class LaidTexts(NamedTuple):
    """Texts as `codes` one behind the other, with a zero behind each; their units, and for each of these the number of its
    item and where its text stands; the words of the best cut of the ranked texts, and the shorter ones inside them."""

    codes: Array
    units: Units
    items: Array
    standing: Array
    precise: Places
    inner: Places


class Terms(NamedTuple):
    """The terms of all texts, the runs that their keys number, the ranked texts with a mark at every border of a
    precise word and two between texts of an item, by item, and all texts as they lay."""

    words: Postings
    bigrams: Postings
    precise: Postings
    characters: Postings
    units: Postings
    runs: list[str]
    cut: list[str]
    laid: LaidTexts


class BulkAnalyzer:
    """Finds the terms of many comparable texts."""

    def __init__(self, trie: WordTrie) -> None:
        self._trie = trie
        # by their numbers
        self.words: Sequence[str] = trie.entries
        self._is_han = _members(f"[{HAN}]")
        self._is_in_words = _members(IN_WORDS)

    def terms(self, texts: ItemTexts) -> Terms:
        """The terms of `texts`."""
        given = (*texts.ranked, *texts.unranked, *texts.plain)
        item_of_text = np.array([*texts.ranked_items, *texts.unranked_items, *texts.plain_items], np.uint64)
        joined = "".join([text + CUT for text in given])
        codes = np.frombuffer(joined.encode("utf-32-le"), np.uint32)
        sizes = np.fromiter(map(len, given), np.int64, len(given)) + 1
        ends_of_texts = np.cumsum(sizes)
        run_numbers: dict[str, int] = {}
        units = self._units(joined, codes, run_numbers)
        text_of_unit = np.searchsorted(ends_of_texts, units.starts, side="right")
        items = item_of_text[text_of_unit]
        standing = np.repeat(np.array([FURTHER, UNRANKED, PLAIN], np.uint8), list(map(len, (
            texts.ranked, texts.unranked, texts.plain))))
        standing[group_starts(item_of_text[:len(texts.ranked)])] = FIRST
        standing = standing[text_of_unit]
        ranked, unranked = np.searchsorted(standing, [UNRANKED, PLAIN]).tolist()

        adjacent = np.flatnonzero(units.ends[:-1] == units.starts[1:])
        pairs = units.codes[adjacent].astype(np.uint64) << HALF | units.codes[adjacent + 1]
        of_ranked = int(np.searchsorted(adjacent, ranked))
        of_unranked = int(np.searchsorted(adjacent, unranked))
        pair_items = items[adjacent]

        here = Units(*(column[:ranked] for column in units))
        han = here.is_han
        word_starts, word_keys, inner_starts, inner_entries = self._words(here)
        inner_keys = (inner_entries + WORDS).astype(np.uint64)
        first_units = np.searchsorted(here.starts, word_starts)
        # a word ends with the unit in front of the next word, or of what is none
        word_ends = here.ends[np.append(first_units[1:], ranked) - 1] if len(first_units) else np.empty(0, np.int64)
        word_items = items[:ranked]
        precise_items = word_items[first_units]
        inner_items = word_items[np.searchsorted(here.starts, inner_starts)]
        ranked_length = int(ends_of_texts[len(texts.ranked) - 1]) if texts.ranked else 0
        return Terms(
            words=_counted(np.concatenate([precise_items, inner_items]), np.concatenate([word_keys, inner_keys])),
            bigrams=_counted(pair_items[:of_ranked], pairs[:of_ranked]),
            precise=_counted(precise_items, word_keys),
            characters=_counted(word_items[han], here.codes[han].astype(np.uint64)),
            units=_counted(np.concatenate([items, pair_items[of_ranked:of_unranked]]),
                           np.concatenate([units.codes.astype(np.uint64), pairs[of_ranked:of_unranked]])),
            runs=list(run_numbers),
            cut=_with_cuts(codes[:ranked_length], word_starts, word_ends,
                           ends_of_texts[:len(texts.ranked)], texts.ranked_items),
            laid=LaidTexts(codes, units, items, standing, Places(word_starts, word_ends, precise_items),
                           Places(inner_starts, inner_starts + self._trie.lengths[inner_entries], inner_items)))

    def _units(self, joined: str, codes: Array, numbers: dict[str, int]) -> Units:
        han = np.flatnonzero(self._is_han[codes])
        found = list(runs(joined))
        run_codes = [RUNS + numbers.setdefault(run.text, len(numbers)) for run in found]
        starts = np.concatenate([han, np.array([run.start for run in found], np.int64)])
        ends = np.concatenate([han + 1, np.array([run.end for run in found], np.int64)])
        order = np.argsort(starts, kind="stable")
        return Units(starts[order], ends[order], np.concatenate([codes[han], np.array(run_codes, np.uint32)])[order],
                      (np.arange(len(starts)) < len(han))[order])

    def _words(self, units: Units) -> tuple[Array, Keys, Array, Array]:
        """Where the words of the best cut begin, in their order, with their keys; and the shorter ones inside them, with
        their numbers among the entries."""
        cut_places = np.flatnonzero(units.is_han)
        cut_places = cut_places[self._is_in_words[units.codes[cut_places]]]
        codes, starts = units.codes[cut_places], units.starts[cut_places]
        sizes = np.diff(np.flatnonzero(np.diff(starts, prepend=-2, append=-1) != 1)) if len(starts) else np.empty(0, int)
        cut = self._trie.cut(codes, sizes)
        is_alone = np.ones(len(units.starts), bool)
        is_alone[cut_places] = False
        alone = units.codes[is_alone].astype(np.uint64)
        keys = np.where(cut.entries < 0, codes[cut.starts], cut.entries + WORDS).astype(np.uint64)
        word_starts = np.concatenate([units.starts[is_alone], starts[cut.starts]])
        order = np.argsort(word_starts, kind="stable")
        return (word_starts[order], np.concatenate([alone, keys])[order],
                starts[cut.inner_starts], cut.inner_entries)


def _with_cuts(codes: Array, word_starts: Array, word_ends: Array, ends_of_texts: Array, items: Sequence[int]) -> list[str]:
    """The texts with marks, those of an item together."""
    marks = np.zeros(len(codes) + 1, bool)
    marks[word_starts] = True
    marks[word_ends] = True
    # none at the ends of texts; between two texts there are two already, with the zero that parts them
    ends = ends_of_texts - 1
    marks[ends] = False
    marks[0] = False
    marks[ends_of_texts] = False
    is_last = np.append(np.array(items[1:]) != np.array(items[:-1]), True) if len(items) else np.empty(0, bool)
    doubled = ends[~is_last]
    marks[doubled] = True
    places = np.flatnonzero(marks)
    text = np.insert(codes, places, 0).astype("<u4").tobytes().decode("utf-32-le")
    last_ends = ends[is_last]
    stops = last_ends + np.searchsorted(places, last_ends, side="right")
    begins = np.append(0, stops[:-1] + 1)
    return [text[begin:stop] for begin, stop in zip(begins.tolist(), stops.tolist())]


def _counted(items: Array, keys: Keys) -> Postings:
    """Each distinct term of each item once."""
    if not len(keys):
        return Postings(np.empty(0, np.uint32), np.empty(0, np.uint64), np.empty(0, np.uint32))
    # item and key are sorted as one number, the halves of the key as narrow as they can be
    first, second = keys >> HALF, keys & np.uint64((1 << 32) - 1)
    bits, first_bits = np.uint64(int(second.max()).bit_length()), np.uint64(int(first.max()).bit_length())
    packed = (items << first_bits | first) << bits | second
    packed.sort()
    starts = group_starts(packed)
    distinct = packed[starts]
    counts = np.diff(starts, append=len(packed)).astype(np.uint32)
    second = distinct & ((np.uint64(1) << bits) - np.uint64(1))
    distinct >>= bits
    first = distinct & ((np.uint64(1) << first_bits) - np.uint64(1))
    return Postings((distinct >> first_bits).astype(np.uint32), first << HALF | second, counts)


def _members(pattern: str) -> Array:
    """Which code points a class of characters holds."""
    every = np.arange(_CODES, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    member = np.zeros(_CODES, bool)
    for found in re.finditer(f"{pattern}+", every):
        member[found.start():found.end()] = True
    return member
