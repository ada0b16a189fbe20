"""Traditional to simplified characters, one for one, as OpenCC's t2s has them; its tables are in traditional.txt.

What a character becomes may depend on its phrase: 覆 alone stays, 答覆 becomes 答复. As in OpenCC the longest phrases come first,
of equally long ones the leftmost, and none overlaps another.
"""
import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class _Tables(NamedTuple):
    """The characters that change in any context; what they become outside of phrases; by their first character the phrases,
    with what these become; and the characters that become something else in one."""

    changing: frozenset[str]
    characters: Mapping[int, int]
    starting: Mapping[str, Sequence[tuple[str, str]]]
    contextual: frozenset[str]


def simplified(text: str) -> str:
    """`text` with simplified characters for traditional ones.

    >>> simplified("乾隆答覆衛生")
    '乾隆答复卫生'
    """
    tables = _tables()
    if tables.changing.isdisjoint(text):
        return text
    changed = text.translate(tables.characters)
    return changed if tables.contextual.isdisjoint(text) else _with_phrases(text, changed)


def may_change(text: str) -> bool:
    """Whether `text` holds a character that `simplified` changes in some context."""
    return not _tables().changing.isdisjoint(text)


def _with_phrases(text: str, changed: str) -> str:
    characters = list(changed)
    free = [True] * len(text)
    starting = _tables().starting
    found = [(-len(phrase), start, whole) for start, character in enumerate(text)
             for phrase, whole in starting.get(character, ()) if text.startswith(phrase, start)]
    for length, start, whole in sorted(found):
        end = start - length
        if all(free[start:end]):
            characters[start:end] = whole
            free[start:end] = [False] * len(whole)
    return "".join(characters)


@functools.cache
def _tables() -> _Tables:
    lines = Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8").splitlines()
    changing, becoming, *pairs = (line for line in lines if not line.startswith("#"))
    characters = str.maketrans(changing, becoming)
    starting: dict[str, list[tuple[str, str]]] = {}
    contextual: set[str] = set()
    for pair in pairs:
        phrase, whole = pair.split(" ")
        starting.setdefault(phrase[0], []).append((phrase, whole))
        contextual.update(one for one, alone, inside in zip(phrase, phrase.translate(characters), whole) if alone != inside)
    return _Tables(frozenset(changing), characters, starting, frozenset(contextual))
