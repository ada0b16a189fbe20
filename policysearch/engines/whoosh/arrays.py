"""Sets of items and their order with numpy: each posting list is decoded once and kept while there is room."""
import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import Any, TypeAlias

import numpy as np

from policysearch.engines.whoosh.formula import norm
from policysearch.engines.whoosh.listed import Token
from policysearch.engines.whoosh.segment import Segment
from policysearch.storage.term_store import idf

# bytes of decoded lists that are kept
KEPT = 96 << 20
# looking one up in a sorted list takes about as long as adding up so many
_WORTH_LOOKING_UP = 16
# one item of a plain set takes as long as so many flags
_WORTH_FLAGS = 500

Ids: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int32]]"
Floats: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"
Flags: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.bool_]]"


class ItemSet(Set[int]):
    """Ordinals as a flag for each item; iterated in ascending order."""

    def __init__(self, flags: Flags, ids: "Ids | None" = None) -> None:
        """`ids` are the same ordinals, ascending, where they are known."""
        self.flags = flags
        if ids is not None:
            self.ids = ids

    @functools.cached_property
    def ids(self) -> Ids:
        """The ordinals, ascending."""
        return np.flatnonzero(self.flags).astype(np.int32)

    def __contains__(self, ordinal: object) -> bool:
        return isinstance(ordinal, int) and bool(self.flags[ordinal])

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids.tolist())

    def __len__(self) -> int:
        return len(self.ids)

    @functools.cached_property
    def is_all(self) -> bool:
        """Whether these are all items."""
        return bool(self.flags.all())

    def __and__(self, other: Set[Any]) -> Set[int]:
        if isinstance(other, ItemSet):
            return self if other is self or other.is_all else ItemSet(self.flags & other.flags)
        return frozenset(ordinal for ordinal in other if self.flags[ordinal])

    __rand__ = __and__

    def __or__(self, other: Set[Any]) -> "ItemSet":
        return ItemSet(self.flags | _flags_of(other, len(self.flags)))

    __ror__ = __or__

    def __sub__(self, other: Set[Any]) -> "ItemSet":
        return ItemSet(self.flags & ~_flags_of(other, len(self.flags)))

    def __rsub__(self, other: Set[Any]) -> Set[int]:
        return frozenset(ordinal for ordinal in other if not self.flags[ordinal])


class ItemArrays:
    """The items of a segment by the tokens they hold; as `listed.ListedItems`."""

    def __init__(self, segment: Segment, items: int, kept: int = KEPT) -> None:
        """`kept` bounds the bytes of decoded posting lists that are held for queries to come."""
        self._segment = segment
        self._items = items
        self._norms: dict[str, Floats] = {}
        self._kept = _Kept(kept)
        self.everything: Set[int] = ItemSet(np.ones(items, bool))

    def holding_any(self, tokens: Iterable[Token]) -> Set[int]:
        """The items that hold any of the tokens."""
        lists = [self._ids(token) for token in tokens]
        if len(lists) == 1 or sum(map(len, lists)) * _WORTH_FLAGS < self._items:
            return self._set(_joined(lists))
        flags = np.zeros(self._items, bool)
        for ids in lists:
            flags[ids] = True
        return ItemSet(flags)

    def holding_all(self, groups: Iterable[Sequence[Token]]) -> Set[int]:
        """The items that hold any token of each of the groups."""
        found: Ids | None = None
        for ids in sorted((_joined([self._ids(token) for token in group]) for group in groups), key=len):
            found = ids if found is None else found[_places(found, ids)[1]]
        return self.everything if found is None else self._set(found)

    def valued(self, column: Sequence[int], numbers: Set[int]) -> Set[int]:
        """The items that have one of the `numbers` in a column."""
        wanted = np.zeros(max(numbers, default=0) + 2, bool)
        wanted[list(numbers)] = True
        # what is greater than any of them counts as the one behind them
        return ItemSet(wanted.take(np.asarray(column), mode="clip"))

    def best(self, terms: Iterable[Token], within: Set[int], window: int | None) -> list[int]:
        """The items of `within` that hold any of the terms, by score, then ordinal: all of them, or the first `window`."""
        lists, parts = zip(*((self._ids(term), self._parts(term)) for term in terms))
        ordinals = _ids_of(within)
        scores: Any = np.zeros(len(ordinals))
        if len(ordinals) * _WORTH_LOOKING_UP * len(lists) < sum(map(len, lists)):
            for ids, added in zip(lists, parts):
                places, there = _places(ordinals, ids)
                scores[there] += added[places[there]]
        else:
            # adds up in the order of the terms
            scores = np.bincount(np.concatenate(lists), np.concatenate(parts), self._items)[ordinals]
        least: Any = np.nextafter(0, 1)
        if window and len(scores) > window:
            # of so many parts each has a greatest score, and the least of these is not above the least that is wanted
            bound = scores[:len(scores) // window * window].reshape(-1, window).max(axis=0).min()
            ordinals, scores = _at_least(bound, ordinals, scores)
            least = max(least, np.partition(scores, len(scores) - window)[len(scores) - window])
        ordinals, scores = _at_least(least, ordinals, scores)
        best: list[int] = ordinals[np.lexsort((ordinals, -scores))][:window].tolist()
        return best

    def _set(self, ids: Ids) -> Set[int]:
        return frozenset(ids.tolist()) if len(ids) * _WORTH_FLAGS < self._items else ItemSet(_flags(ids, self._items), ids)

    def _ids(self, token: Token) -> Ids:
        """The items that hold a token, ascending."""
        ids: Ids = self._kept.get(("ids", *token), lambda: np.cumsum(_array(self._segment.gaps(*token).ids), dtype=np.int32))
        return ids

    def _parts(self, token: Token) -> Floats:
        """What a token adds to the scores of these items."""
        parts: Floats = self._kept.get(("parts", *token), lambda: self._read_parts(token))
        return parts

    def _read_parts(self, token: Token) -> Floats:
        field = token[0]
        if field not in self._norms:
            average = self._segment.totals[field] / self._items or 1
            norms = np.array([norm(length, average) for length in self._segment.length_of_byte])
            self._norms[field] = norms[np.frombuffer(self._segment.length_bytes(field, self._items), np.uint8)]
        ids, counts = self._ids(token), self._segment.gaps(*token).counts
        tf = _array(counts).astype(float) if counts else np.ones(len(ids))
        parts: Floats = idf(self._items, len(ids)) * tf / (tf + self._norms[field][ids])
        return parts


class _Kept:
    """Arrays by their keys, those last used while they take at most so many bytes."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._lock = threading.Lock()
        self._arrays: OrderedDict[tuple[str, ...], Any] = OrderedDict()

    def get(self, key: tuple[str, ...], make: Callable[[], Any]) -> Any:
        """The array of a key, made where it is not there."""
        with self._lock:
            if key in self._arrays:
                self._arrays.move_to_end(key)
                return self._arrays[key]
        made = make()
        with self._lock:
            # another thread may have made it meanwhile
            if key not in self._arrays:
                self._arrays[key] = made
                self._left -= made.nbytes
            while self._left < 0 and len(self._arrays) > 1:
                self._left += self._arrays.popitem(last=False)[1].nbytes
        return made


def _array(numbers: Sequence[int]) -> Any:
    """Decoded ids or counts as an array."""
    return np.frombuffer(numbers, np.uint8) if isinstance(numbers, bytes) else np.array(numbers, np.uint32)


def _places(these: Ids, among: Ids) -> tuple[Any, Flags]:
    """Where each of `these` would stand among others, and whether it does."""
    places = among.searchsorted(these)
    places[places == len(among)] = 0
    return places, among[places] == these if len(among) else np.zeros(len(these), bool)


def _at_least(least: float, ordinals: Ids, scores: Floats) -> tuple[Ids, Floats]:
    """The ordinals that have at least such a score."""
    # few are left: to take them by their places is quicker than by flags
    places = np.flatnonzero(scores >= least)
    return ordinals[places], scores[places]


def _joined(lists: Iterable[Ids]) -> Ids:
    """The items of any of the lists, ascending."""
    lists = [ids for ids in lists if len(ids)]
    if not lists:
        return np.zeros(0, np.int32)
    return lists[0] if len(lists) == 1 else np.unique(np.concatenate(lists))


def _ids_of(some: Set[int]) -> Ids:
    return some.ids if isinstance(some, ItemSet) else np.array(sorted(some), np.int32)


def _flags(ordinals: Any, items: int) -> Flags:
    flags = np.zeros(items, bool)
    flags[ordinals] = True
    return flags


def _flags_of(some: Set[int], items: int) -> Flags:
    return some.flags if isinstance(some, ItemSet) else _flags(np.fromiter(some, np.int32, len(some)), items)
