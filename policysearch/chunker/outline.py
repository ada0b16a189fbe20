"""The outline: which labels of a document open something, and what stands inside what.

No table says which style is inside which. What decides is the document's own sequence: a label opens an entry when it
continues an open sequence or begins a new one. Numbers may restart in each section or run through all of them, skip or
repeat. Weak labels (一是, a number without its dot) count only where they fill a gap between two others.
"""
from collections.abc import Sequence
from dataclasses import dataclass

from policysearch.chunker.labels import STYLES, Label

# how many numbers a sequence may skip and still be one
_MAX_SKIP = 3


@dataclass(frozen=True)
class Entry:
    """A label that opens something: the `line` it stands in and its `depth`, 0 for the outermost."""

    line: int
    depth: int
    label: Label


@dataclass
class _Level:
    style: str
    ordinal: int
    sub: int = 0


def outline(labels: Sequence[Label | None]) -> list[Entry]:
    """The entries of a document whose lines begin with `labels`, in the order of the lines."""
    entries: list[Entry] = []
    stack: list[_Level] = []
    reached: dict[str, int] = {}  # the last number of each style, for sequences that run through sections
    for line, label in enumerate(labels):
        if label is None or not (_fills_gap(labels, line, stack, reached) if label.weak
                                 else _continues(label, stack, reached)):
            continue
        depth = _depth(labels, line, stack)
        del stack[depth:]
        stack.append(_Level(label.style, label.ordinal, label.sub))
        reached[label.style] = label.ordinal
        entries.append(Entry(line, depth, label))
    return entries


def _open(style: str, stack: Sequence[_Level]) -> int | None:
    return next((depth for depth, level in enumerate(stack) if level.style == style), None)


def _continues(label: Label, stack: Sequence[_Level], reached: dict[str, int]) -> bool:
    if label.ordinal == 1:
        return True
    depth = _open(label.style, stack)
    if depth is not None:
        step = label.ordinal - stack[depth].ordinal
        return 0 <= step <= _MAX_SKIP
    # a first number may be lost, or the sequence runs on from the section before
    return label.ordinal == 2 or label.ordinal - reached.get(label.style, -_MAX_SKIP) in range(1, _MAX_SKIP)


def _fills_gap(labels: Sequence[Label | None], line: int, stack: Sequence[_Level], reached: dict[str, int]) -> bool:
    """Whether the weak label at `line` is the number that its sequence lacks before the next ordinary label of it."""
    label = labels[line]
    assert label is not None
    depth = _open(label.style, stack)
    expected = {1, reached.get(label.style, 0) + 1} if depth is None else {stack[depth].ordinal + 1}
    if label.ordinal not in expected:
        return False
    outer = {level.style for level in (stack if depth is None else stack[:depth])}
    missing = label.ordinal + 1
    for later in labels[line + 1:]:
        if later is None:
            continue
        if later.style in outer and not later.weak:
            return False
        if later.style == label.style and not later.weak:
            return later.ordinal == missing
        if later.style == label.style and later.ordinal == missing:
            missing += 1
    return False


def _depth(labels: Sequence[Label | None], line: int, stack: Sequence[_Level]) -> int:
    label = labels[line]
    assert label is not None
    depth = _open(label.style, stack)
    if depth is not None:
        return depth
    # A new style opens below what is open, unless it is an outer one by custom and what is open does not go on later
    depth = len(stack)
    while depth and STYLES.index(stack[depth - 1].style) > STYLES.index(label.style):
        level = stack[depth - 1]
        goes_on = any(later is not None and later.style == level.style and later.ordinal == level.ordinal + 1
                      for later in labels[line + 1:])
        if goes_on:
            break
        depth -= 1
    return depth
