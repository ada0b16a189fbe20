"""How often terms stand in items, counted in their texts.

Nothing of this is stored: a text is searched faster than a table of its terms, and is there anyway. A word is looked for
between two marks, and so is a run, which no count may cut; in jieba's search mode words of INNER_LENGTHS count inside longer
ones too, so these must only not have a mark in their midst.
"""
from collections.abc import Sequence
from typing import NamedTuple

from policysearch.analysis.tokenizer import INNER_LENGTHS
from policysearch.storage.term_store import Kind
from policysearch.text.cuts import CUT


class Needle(NamedTuple):
    """What to look for in a text with marks between its words, or, if it may stand `anywhere`, in one without."""

    text: str
    anywhere: bool


def needle_of(kind: Kind, term: str) -> Needle:
    """What a term is counted by."""
    runs = _is_run(term[0]), _is_run(term[-1])
    if kind == "character" or kind == "bigram" and not any(runs):
        return Needle(term, True)
    if kind == "bigram":
        return Needle(_with_cuts(term, *runs), False)
    inner = kind == "word" and len(term) in INNER_LENGTHS and not any(runs)
    return Needle(term if inner else CUT + term + CUT, False)


def term_counts(needle: Needle, cuts: Sequence[str], texts: Sequence[str]) -> list[int]:
    """How often each of some items holds a term; places may share characters: 人人 stands twice in 人人人.

    `cuts` and `texts` are what `RankedTexts` calls cut and text.
    """
    term = needle.text
    counted = texts if needle.anywhere else cuts
    counts = [text.count(term) for text in counted]
    if any(counts):
        # the least texts in which two places share some
        sharing = [term + term[length:] for length in range(1, len(term)) if term.endswith(term[:length])]
        for place, count in enumerate(counts) if sharing else ():
            if count and any(both in counted[place] for both in sharing):
                counts[place] = sum(counted[place].startswith(term, start) for start in range(len(counted[place])))
    return counts


def _is_run(character: str) -> bool:
    """Whether a unit that begins or ends with a character is a run."""
    return character.isascii()


def _with_cuts(pair: str, first_is_run: bool, second_is_run: bool) -> str:
    """A bigram with a run in it as a cut text has it."""
    if first_is_run and second_is_run:
        return CUT + pair.replace(" ", CUT) + CUT
    return CUT + pair[:-1] + CUT + pair[-1] if first_is_run else pair[0] + CUT + pair[1:] + CUT
