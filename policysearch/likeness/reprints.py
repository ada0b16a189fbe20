"""Reprints: items with the same folded text are one group, which its first item stands for."""
import hashlib
from collections.abc import Callable, Iterable
from typing import NamedTuple

# 128 bits: among a thousand million texts, two share a key with a chance below 2 in 10^21
_KEY_BYTES = 16


class Group(NamedTuple):
    """The `first` item of a group in the given order, and the `others` with the same text."""

    first: int
    others: tuple[int, ...]


def reprint_key(folded: str) -> bytes:
    """What two items have in common when their folded text, as `text.folding.comparable` gives it, is the same."""
    return hashlib.blake2b(folded.encode(), digest_size=_KEY_BYTES).digest()


def grouped(ordinals: Iterable[int], key_of: Callable[[int], bytes]) -> list[Group]:
    """The items in groups of one key: groups in the order of their first items, the others of each in order too.

    >>> grouped([5, 3, 8], {5: b"a", 3: b"b", 8: b"a"}.__getitem__)
    [Group(first=5, others=(8,)), Group(first=3, others=())]
    """
    groups: dict[bytes, list[int]] = {}
    for ordinal in ordinals:
        groups.setdefault(key_of(ordinal), []).append(ordinal)
    return [Group(first, tuple(others)) for first, *others in groups.values()]
