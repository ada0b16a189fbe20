"""Traditional to simplified characters, one for one, as OpenCC's t2s has them, by the tables of opencc, which is not loaded.

The characters that any of them changes are listed in traditional.txt: a text without one, as most are, needs no table. What
a character becomes may depend on its phrase: 覆 alone stays, 答覆 becomes 答复. As in OpenCC the longest phrases come first,
of equally long ones the leftmost, and none overlaps another.
"""
import functools
import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class _Tables(NamedTuple):
    """What characters become outside of phrases; by their first character the phrases, with what these become; and the
    characters that become something else in one (`contextual`), with the phrases (`telling`)."""

    characters: Mapping[int, str]
    starting: Mapping[str, Sequence[tuple[str, str]]]
    contextual: frozenset[str]
    telling: Sequence[str]


def simplified(text: str) -> str:
    """`text` with simplified characters for traditional ones.

    >>> simplified("乾隆答覆衛生")
    '乾隆答复卫生'
    """
    if not may_change(text):
        return text
    changed = text.translate(_tables().characters)
    return changed if _tables().contextual.isdisjoint(text) or not depends_on_phrase(text) else _with_phrases(text, changed)


def may_change(text: str) -> bool:
    """Whether `text` holds a character that `simplified` changes in some context."""
    return not _changing().isdisjoint(text)


def is_contextual(character: str) -> bool:
    """Whether there are phrases in which `simplified` makes something else of a character than of it alone."""
    return may_change(character) and character in _tables().contextual


def depends_on_phrase(text: str) -> bool:
    """Whether `text` holds such a phrase."""
    return any(phrase in text for phrase in _tables().telling)


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
def _changing() -> frozenset[str]:
    """The characters that change in any context."""
    return frozenset(Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8").split()[-1])


@functools.cache
def _tables() -> _Tables:
    found = importlib.util.find_spec("opencc")
    assert found and found.origin
    folder = Path(found.origin).parent / "dictionary"
    characters = str.maketrans(_table(folder / "TSCharacters.txt"))
    starting: dict[str, list[tuple[str, str]]] = {}
    contextual: set[str] = set()
    telling = []
    for phrase, whole in _table(folder / "TSPhrases.txt").items():
        starting.setdefault(phrase[0], []).append((phrase, whole))
        alone = phrase.translate(characters)
        if alone != whole:
            telling.append(phrase)
            contextual.update(one for one, outside, inside in zip(phrase, alone, whole) if outside != inside)
    return _Tables(characters, starting, frozenset(contextual), telling)


def _table(path: Path) -> dict[str, str]:
    """What each entry of a table becomes: the first of what stands beside it."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
    return {key: values.split(" ")[0] for key, values in rows}
