"""Units: the Han characters and runs that a match never cuts.

All functions take plain-folded text (see `folding`): lower case, ordinary width.
"""
import re
from collections.abc import Iterator
from typing import NamedTuple

from policysearch.text.characters import HAN

# letters and digits, joined by points between digits; what the points mean is decided by their number
_CHAIN = r"[a-z0-9]+(?:(?<=[0-9])\.(?=[0-9])[a-z0-9]+)*(?:(?<=[a-z])[#+]+)?"
_UNIT = re.compile(f"[{HAN}]|{_CHAIN}")
_HAN_OR_CHAIN = re.compile(f"[{HAN}]+|{_CHAIN}")
_CHAINS = re.compile(_CHAIN)
_PIECE = re.compile(r"[a-z0-9]+(?:(?<=[a-z])[#+]+)?")
_IN_RUN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.#+")


class Unit(NamedTuple):
    """One unit of a text: its characters and where they stand."""

    text: str
    start: int
    end: int


def units(text: str) -> Iterator[Unit]:
    """The units of `text` from left to right: each Han character, and each run.

    A run is [a-z0-9]+; one point between digits belongs to it, two or more separate; # and + directly after a letter
    end it.

    >>> [unit.text for unit in units("pm2.5达3.5% c++ 2022.06.10")]
    ['pm2.5', '达', '3.5', 'c++', '2022', '06', '10']
    """
    return _parted(_UNIT, text)


def runs(text: str) -> Iterator[Unit]:
    """The units of `text` that are runs.

    >>> [unit.text for unit in runs("pm2.5达3.5%")]
    ['pm2.5', '3.5']
    """
    return _parted(_CHAINS, text)


def _parted(pattern: re.Pattern[str], text: str) -> Iterator[Unit]:
    for found in pattern.finditer(text):
        chain = found.group()
        if chain.count(".") < 2:
            yield Unit(chain, found.start(), found.end())
            continue
        for piece in _PIECE.finditer(chain):
            yield Unit(piece.group(), found.start() + piece.start(), found.start() + piece.end())


def stretches(text: str) -> Iterator[list[str]]:
    """The stretches of `text` in which units stand side by side: each as the list of its runs, and of its Han characters,
    neighbours together.

    >>> list(stretches("a类项目，5g 2022.06.10印发"))
    [['a', '类项目'], ['5g'], ['2022'], ['06'], ['10', '印发']]
    """
    stretch: list[str] = []
    end = 0
    for found in _HAN_OR_CHAIN.finditer(text):
        if stretch and found.start() != end:
            yield stretch
            stretch = []
        end = found.end()
        piece = found.group()
        if piece.count(".") < 2:
            stretch.append(piece)
            continue
        first, *others = _PIECE.findall(piece)
        stretch.append(first)
        for other in others:
            yield stretch
            stretch = [other]
    if stretch:
        yield stretch


def may_be_cut(character: str) -> bool:
    """Whether a character may stand in a run, beside others of it."""
    return character in _IN_RUN


def cuts_run(text: str, position: int) -> bool:
    """Whether `position`, a place between two characters, lies inside a run of `text`.

    >>> cuts_run("13月", 1), cuts_run("13月", 2)
    (True, False)
    """
    if not 0 < position < len(text) or text[position - 1] not in _IN_RUN or text[position] not in _IN_RUN:
        return False
    first = last = position
    while first > 0 and text[first - 1] in _IN_RUN:
        first -= 1
    while last < len(text) and text[last] in _IN_RUN:
        last += 1
    return any(first + unit.start < position < first + unit.end for unit in units(text[first:last]))


def occurrences(needle: str, text: str) -> Iterator[int]:
    """Where `needle` stands in `text` without cutting a run at either end; overlapping places included."""
    # most needles begin and end with a Han character, and cut nothing
    may_cut = needle[:1] in _IN_RUN or needle[-1:] in _IN_RUN
    place = text.find(needle)
    while place >= 0:
        if not may_cut or not cuts_run(text, place) and not cuts_run(text, place + len(needle)):
            yield place
        place = text.find(needle, place + 1)
