"""The difference of two texts, word by word, compared after folding.

The longest stretch of words that both texts hold is kept, then the longest on either side of it, and so on (Ratcliff and
Metzener, Pattern Matching: The Gestalt Approach, 1988; difflib). White space and the marks that comparison passes over
are never a difference.
"""
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from policysearch.models import Span
from policysearch.text.folding import comparable

# the words that a text is cut into, none inside another: Analyzer.cut
Cut = Callable[[str], Iterable[str]]

# marks that belong to what stands behind them
_OPENING = frozenset("“‘「『《〈([{〔【（［｛")
# a common stretch between two changes is chance, and makes the difference hard to read, where it has fewer units than
# these, or where both changes are more than so many times as long
_SHORTEST_KEPT = 2
_LOST_AMONG = 6
# how many pairs of equal words are compared: beyond, the most frequent words only prolong what others have found. Two
# texts of 3,000 characters stay below
_MOST_PAIRS = 60_000


class Stretch(NamedTuple):
    """A stretch of both texts: the same in both where `kept`, else `left` is replaced by `right`; either may be empty."""

    kept: bool
    left: Span
    right: Span


@dataclass(frozen=True)
class Difference:
    """The stretches cover both texts without gaps, in code points of the texts as shown.

    `common` is the share of common text, from 0 to 1: of the Han characters and runs of both texts together, those that
    stand in kept stretches (Dice's coefficient, 2 k / (l + r)). It is the same whichever text is left.
    """

    stretches: tuple[Stretch, ...]
    common: float


class Word(NamedTuple):
    """A word of a text, folded, where it stands in the text as shown, and how many units it has: a mark has none."""

    text: str
    start: int
    end: int
    units: int


def difference(left: str, right: str, cut: Cut) -> Difference:
    """What `right` has otherwise than `left`."""
    # the longest common stretch may be found at several places, and the order of the texts must not decide
    if (len(right), right) < (len(left), left):
        mirrored = difference(right, left, cut)
        return Difference(tuple(Stretch(kept, second, first) for kept, first, second in mirrored.stretches),
                          mirrored.common)
    words, others = words_of(left, cut), words_of(right, cut)
    pieces = _readable(_pieces(words, others), words, others)
    common = sum(word.units for kept, (start, end), _ in pieces if kept for word in words[start:end])
    total = sum(word.units for word in (*words, *others))
    share = 2 * common / total if total else float(all(kept for kept, _, _ in pieces))
    starts, other_starts = _starts(words, left), _starts(others, right)
    stretches = [Stretch(kept, Span(starts[one.start], starts[one.end]),
                         Span(other_starts[other.start], other_starts[other.end])) for kept, one, other in pieces]
    if left or right:
        # a text without a word is covered too
        kept, here, there = stretches.pop() if stretches else Stretch(True, Span(0, 0), Span(0, 0))
        stretches.append(Stretch(kept, Span(here.start, len(left)), Span(there.start, len(right))))
    return Difference(tuple(stretches), share)


def words_of(text: str, cut: Cut) -> list[Word]:
    """The words of `text`, folded, and each other mark but white space as a word without units; with their places."""
    folded = comparable(text)
    found: list[Word] = []
    at = 0

    def take(word: str, start: int, count: int) -> None:
        found.append(Word(word, folded.positions[start], folded.positions[start + len(word) - 1] + 1, count))

    for word in (*cut(folded.text), ""):
        start = folded.text.index(word, at) if word else len(folded.text)
        for place in range(at, start):
            if not folded.text[place].isspace():
                take(folded.text[place], place, 0)
        if word:
            # a run is one unit, a word of Han characters has as many as characters
            take(word, start, 1 if word[0].isascii() else len(word))
        at = start + len(word)
    return found


def matching(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int, int]]:
    """The common stretches of two sequences, in order: where each begins in either, and its length, never 0."""
    counts, others = Counter(left), Counter(right)
    pairs = {word: count * others[word] for word, count in counts.items() if word in others}
    total = sum(pairs.values())
    frequent: set[str] = set()
    for word in sorted(pairs, key=lambda word: (-pairs[word], word)):
        if total <= _MOST_PAIRS:
            break
        frequent.add(word)
        total -= pairs[word]
    matcher = SequenceMatcher(frequent.__contains__, left, right, autojunk=False)
    return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size]


def _pieces(words: Sequence[Word], others: Sequence[Word]) -> list[Stretch]:
    """Kept and changed stretches by turns; the spans count words."""
    pieces: list[Stretch] = []
    at = other_at = 0
    blocks = matching([word.text for word in words], [word.text for word in others])
    for start, other_start, size in (*blocks, (len(words), len(others), 0)):
        if (at, other_at) != (start, other_start):
            pieces.append(Stretch(False, Span(at, start), Span(other_at, other_start)))
        at, other_at = start + size, other_start + size
        if size:
            pieces.append(Stretch(True, Span(start, at), Span(other_start, other_at)))
    return pieces


def _readable(pieces: Sequence[Stretch], words: Sequence[Word], others: Sequence[Word]) -> list[Stretch]:
    """The pieces with what is kept by chance between two changes taken into them."""
    def size(piece: Stretch) -> int:
        return max(sum(word.units for word in words[piece.left.start:piece.left.end]),
                   sum(word.units for word in others[piece.right.start:piece.right.end]))

    result: list[Stretch] = []
    for place, piece in enumerate(pieces):
        kept = piece.kept
        if kept and 0 < place < len(pieces) - 1:
            around = min(size(result[-1]), size(pieces[place + 1]))
            kept = size(piece) >= max(_SHORTEST_KEPT, around / _LOST_AMONG)
        if result and not kept and not result[-1].kept:
            before = result.pop()
            piece = Stretch(False, Span(before.left.start, piece.left.end), Span(before.right.start, piece.right.end))
        result.append(piece._replace(kept=kept))
    return result


def _starts(words: Sequence[Word], text: str) -> list[int]:
    """Where each word begins with the marks that belong to it, and the end of the text: a cover without gaps."""
    starts = [0]
    for before, word in zip(words, words[1:]):
        opening = (place for place in range(before.end, word.start) if text[place] in _OPENING)
        starts.append(next(opening, word.start))
    return [*starts, len(text)] if words else [0]
