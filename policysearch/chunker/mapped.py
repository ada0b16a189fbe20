"""A text that knows where each of its characters came from: what keeps every item traceable to its source."""
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace text[start:end] by `replacement`, which stands for what was at `start`."""

    start: int
    end: int
    replacement: str = ""


@dataclass(frozen=True)
class MappedText:
    """`text`, and for each of its characters the position in the source it came from (`positions`, ascending)."""

    text: str
    positions: Sequence[int]

    @classmethod
    def of_source(cls, text: str) -> "MappedText":
        """The source itself, unchanged."""
        return cls(text, range(len(text)))

    def edited(self, edits: Iterable[Edit]) -> "MappedText":
        """This text with `edits` made. They must not overlap; their order is free.

        Raises ValueError where two edits overlap.
        """
        ordered = sorted(edits)
        if not ordered:
            return self
        pieces: list[str] = []
        positions = array("q")
        at = 0
        for start, end, replacement in ordered:
            if start < at:
                raise ValueError(f"edits overlap at {start}")
            pieces += (self.text[at:start], replacement)
            positions.extend(self.positions[at:start])
            positions.extend([self.positions[start]] * len(replacement))
            at = end
        pieces.append(self.text[at:])
        positions.extend(self.positions[at:])
        return MappedText("".join(pieces), positions)

    def slice(self, start: int, end: int) -> "MappedText":
        """The part [start, end) with its positions."""
        return MappedText(self.text[start:end], self.positions[start:end])

    def source_spans(self, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """The unbroken stretches of the source that the part [start, end) comes from."""
        first = last = -1
        for place in self.positions[start:end]:
            if place != last:
                if first >= 0:
                    yield first, last
                first = place
            last = place + 1
        if first >= 0:
            yield first, last

    def stripped(self) -> "MappedText":
        """This text without white space at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.slice(start, max(start, len(self.text.rstrip())))

    def breakpoints(self) -> tuple[tuple[int, int], ...]:
        """Pairs (position here, position in the source) from each of which both count on together."""
        pairs: list[tuple[int, int]] = []
        expected = -1
        for here, there in enumerate(self.positions):
            if there != expected:
                pairs.append((here, there))
            expected = there + 1
        return tuple(pairs)


def join_lines(lines: Sequence[MappedText]) -> MappedText:
    """The lines parted by \\n; each \\n stands for the character after its line in the source."""
    positions = array("q")
    for number, line in enumerate(lines):
        if number:
            positions.append(positions[-1] + 1 if positions else line.positions[0])
        positions.extend(line.positions)
    return MappedText("\n".join(line.text for line in lines), positions)
