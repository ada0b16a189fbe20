"""Texts near each other: `"A B"~N`.

A place is where one of the pieces stands. The places of a sentence fall into groups: each place that begins at most N
characters behind the end of those before it belongs to their group (places may overlap). A sentence matches where a group
has a place of every piece, in any order. Characters are counted in the comparable text, so that marks which are passed
over do not count; a piece given twice is looked for once.
"""
from collections.abc import Iterator, Sequence

from policysearch.matching.needles import Needle, stands
from policysearch.models import Span
from policysearch.text.sentences import sentences


def near_groups(pieces: Sequence[Needle], distance: int, folded: str, plain: str) -> Iterator[list[Span]]:
    """The groups that have every piece, in a comparable text given in both forms: the places of each from left to right."""
    for start, end in sentences(folded):
        places = sorted({(start + first, start + last, number) for number, piece in enumerate(pieces)
                         for first, last in stands(piece, folded[start:end], plain[start:end])})
        group: list[tuple[int, int, int]] = []
        reach = 0
        for place in places:
            if group and place[0] - reach > distance:
                yield from _complete(group, len(pieces))
                group = []
            reach = max(reach, place[1])
            group.append(place)
        yield from _complete(group, len(pieces))


def _complete(group: list[tuple[int, int, int]], pieces: int) -> Iterator[list[Span]]:
    if len({number for _, _, number in group}) == pieces:
        yield [Span(first, last) for first, last, _ in group]
