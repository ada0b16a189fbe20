"""The outline: which labels of a document open something, and what stands inside what.

No table says which style is inside which. What decides is the document's own sequence: a label opens an entry when it
continues an open sequence or begins a new one. Numbers may restart in each section or run through all of them, skip or
repeat. Weak labels (一是, a number without its dot) count only where they fill a gap between two others, or where the
document counts by them.
"""
import bisect
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from policysearch.chunker.labels import DECIMALS, LAST_CHAPTER, QUESTION, STYLES, Label

# how many numbers a sequence may skip and still be one
_MAX_SKIP = 3
# styles that running text also begins with: they open a sequence only where its second member follows
_NEED_A_SECOND = frozenset(("甲、", "（甲）", "第一，", "一是", "I.", "（a）", "（i）", "①"))
_BOX = "专栏"
_CHAPTERS = ("编", "章")
# lists in letters and circles stand anywhere: no custom orders them
_CUSTOMARY = frozenset(STYLES) - {"①", "（a）", "（i）", "一是", "第一，"}
# Roman numbers that are letters as well, with their places in the alphabet: i, v, x
_ROMAN_LETTERS = {1: 9, 5: 22, 10: 24}
# so many decimal numbers, and 5 before a wide space counts as their 5.
_DECIMAL_DOCUMENT = 2


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
    above: tuple[int, ...] = ()
    seen: set[int] = field(default_factory=set)

    def lacks(self, ordinal: int) -> bool:
        """Whether the sequence has passed over `ordinal`: two numbers may have changed places."""
        return bool(self.seen) and min(self.seen) < ordinal < self.ordinal and ordinal not in self.seen


def outline(labels: Sequence[Label | None]) -> list[Entry]:
    """The entries of a document whose lines begin with `labels`, in the order of the lines."""
    return _Outline(labels).entries()


class _Places:
    """The lines in which labels stand, to look ahead from each without passing over all that follow."""

    def __init__(self, labels: Sequence[Label | None]) -> None:
        self._end = len(labels)
        self._lines: dict[tuple[str, bool | None, int | None], list[int]] = defaultdict(list)
        for line, label in enumerate(labels):
            if label:
                for key in ((label.weak, None), (None, label.ordinal), (label.weak, label.ordinal)):
                    self._lines[label.style, *key].append(line)

    def behind(self, line: int, style: str, weak: bool | None = None, ordinal: int | None = None) -> int:
        """The first line behind `line` with such a label; the number of all lines where there is none."""
        lines = self._lines.get((style, weak, ordinal), [])
        at = bisect.bisect_right(lines, line)
        return lines[at] if at < len(lines) else self._end

    def closed(self, line: int, styles: set[str]) -> int:
        """The first line behind `line` with an ordinary label of one of `styles`."""
        return min((self.behind(line, style, weak=False) for style in styles), default=self._end)


class _Outline:
    def __init__(self, labels: Sequence[Label | None]) -> None:
        self._labels = labels
        self._places = _Places(labels)
        self._stack: list[_Level] = []
        self._nested: set[tuple[str, str]] = set()  # styles, the outer one first, that stood in one another
        self._reached: dict[str, int] = {}  # the last number of each style, for sequences that run through sections
        self._questions = sum(label is not None and label.style == QUESTION for label in labels)
        self._decimal = sum(label is not None and bool(label.above) for label in labels) >= _DECIMAL_DOCUMENT

    def entries(self) -> list[Entry]:
        entries: list[Entry] = []
        for line, label in enumerate(self._labels):
            label = label and self._as_letter(label)
            style = self._style(line, label) if label else None
            if label is None or style is None:
                continue
            depth = self._depth(line, style)
            label = self._numbered(label, depth)
            seen = self._stack[depth].seen if label.ordinal > 1 and depth < len(self._stack) else set()
            seen.add(label.ordinal)
            del self._stack[depth:]
            self._stack.append(_Level(style, label.ordinal, label.above, seen))
            self._reached[style] = label.ordinal
            entries.append(Entry(line, depth, label))
        return entries

    def _as_letter(self, label: Label) -> Label:
        """The label, with (i) behind (h) taken for the letter that it is there."""
        letter = _ROMAN_LETTERS.get(label.ordinal) if label.style == "（i）" else None
        depth = self._open("（a）")
        if letter is None or depth is None or self._stack[depth].ordinal != letter - 1:
            return label
        return replace(label, style="（a）", ordinal=letter)

    def _style(self, line: int, label: Label) -> str | None:
        """The style as which the label at `line` opens an entry, or None where it opens none."""
        if label.style == LAST_CHAPTER:
            return next((level.style for level in self._stack if level.style in _CHAPTERS), None)
        if label.style == _BOX:
            return label.style if self._heads_a_list(line) else None
        if not label.weak:
            return label.style if self._continues(line, label, label.style) else None
        if self._fills_gap(line, label):
            return label.style
        if label.style == "一、":
            return "一是" if self._continues(line, label, "一是") else None
        spaced = label.body > label.end
        return label.style if self._decimal and spaced and self._follows_on(label) else None

    def _heads_a_list(self, line: int) -> bool:
        """Whether a list begins straight below: what a box holds else is part of the text around it."""
        return any(label and not label.weak and label.ordinal == 1 for label in self._labels[line + 1:line + 3])

    def _numbered(self, label: Label, depth: int) -> Label:
        """The label with its number: one that has none counts on from the one before it."""
        if label.ordinal:
            return label
        return replace(label, ordinal=self._stack[depth].ordinal + 1 if depth < len(self._stack) else 1)

    def _open(self, style: str) -> int | None:
        return next((depth for depth, level in enumerate(self._stack) if level.style == style), None)

    def _continues(self, line: int, label: Label, style: str) -> bool:
        if label.above:
            return self._continues_decimal(label)
        if label.style == QUESTION:
            return self._questions > 1
        depth = self._open(style)
        step = label.ordinal - self._stack[depth].ordinal if depth is not None else None
        if style in _NEED_A_SECOND:
            # 最后 may follow 其次
            return step in ((1, 2) if style == "第一，" else (1,)) or (
                label.ordinal in (1, self._reached.get(style, 0) + 1) and self._has_second(line, label))
        if label.ordinal == 1:
            return True
        if depth is not None and step is not None and (0 <= step <= _MAX_SKIP or self._stack[depth].lacks(label.ordinal)):
            return True
        # a first number may be lost, or the sequence runs on from the section before
        if step is None and (label.ordinal == 2 or 0 < label.ordinal - self._reached.get(style, -_MAX_SKIP) < _MAX_SKIP):
            return True
        # an excerpt begins anywhere, and leaves out what it will
        return (step is None or step > 0) and self._has_second(line, label)

    def _continues_decimal(self, label: Label) -> bool:
        """Whether 5.2 stands below an open 5 and behind a 5.1, or begins what no open number contradicts."""
        depth = self._open(label.style)
        if depth is not None and self._stack[depth].above == label.above:
            return 0 <= label.ordinal - self._stack[depth].ordinal <= _MAX_SKIP
        chain = tuple(level.ordinal for level in self._stack if level.style in DECIMALS[:len(label.above)])
        if chain == label.above:
            return label.ordinal <= 2
        # a document may count 1.1 without a 1 above it
        before = self._stack[depth].above if depth is not None else label.above[:-1] + (label.above[-1] - 1,)
        return not chain and label.ordinal == 1 and label.above == before[:-1] + (before[-1] + 1,)

    def _follows_on(self, label: Label) -> bool:
        depth = self._open(label.style)
        return label.ordinal == (1 if depth is None else self._stack[depth].ordinal + 1)

    def _has_second(self, line: int, label: Label) -> bool:
        place = self._places.behind(line, label.style, weak=label.weak)
        later = self._labels[place] if place < len(self._labels) else None
        closed = self._places.closed(line, {level.style for level in self._stack})
        return later is not None and place <= closed and later.ordinal == label.ordinal + 1

    def _fills_gap(self, line: int, label: Label) -> bool:
        """Whether a weak label is the number that its sequence lacks before the next ordinary label of it."""
        depth = self._open(label.style)
        expected = ({1, self._reached.get(label.style, 0) + 1} if depth is None
                    else {self._stack[depth].ordinal + 1})
        if label.ordinal not in expected:
            return False
        outer = {level.style for level in (self._stack if depth is None else self._stack[:depth])}
        place = self._places.behind(line, label.style, weak=False)
        after = self._labels[place] if place < self._places.closed(line, outer) else None
        missing = label.ordinal + 1
        while (line := self._places.behind(line, label.style, weak=True, ordinal=missing)) < place:
            missing += 1
        return after is not None and after.ordinal == missing

    def _depth(self, line: int, style: str) -> int:
        depth = self._open(style)
        if depth is not None:
            return depth
        # a new style opens below what is open, as it did before; unless it is an outer one by custom, and holds what is open
        # later: its own next number then comes behind the next of that
        depth = len(self._stack)
        label = self._labels[line]
        while depth and label and self._is_outer(style, self._stack[depth - 1].style):
            level = self._stack[depth - 1]
            own = self._places.behind(line, style, ordinal=label.ordinal + 1)
            inner = self._places.behind(line, level.style, ordinal=level.ordinal + 1)
            if own < inner < len(self._labels) or (own == len(self._labels) and inner < own):
                break
            depth -= 1
        self._nested.update((level.style, style) for level in self._stack[:depth])
        return depth

    def _is_outer(self, style: str, other: str) -> bool:
        """Whether `style` stands above `other`: as it has before in this document, or else by custom."""
        if (other, style) in self._nested or not {style, other} <= _CUSTOMARY:
            return (style, other) in self._nested
        return STYLES.index(other) > STYLES.index(style)
