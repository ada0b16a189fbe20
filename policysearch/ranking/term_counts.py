"""How often terms stand in items, counted in their texts.

Nothing of this is stored: a text is searched faster than a table of its terms, and is there anyway. A word is looked for
between two marks, and so is a run, which no count may cut; in jieba's search mode words of INNER_LENGTHS count inside longer
ones too, so these must only not have a mark in their midst.
"""
from collections.abc import Callable, Sequence
from operator import methodcaller

from policysearch.analysis.tokenizer import INNER_LENGTHS
from policysearch.storage.item_store import RankedTexts
from policysearch.storage.term_store import Kind
from policysearch.text.cuts import CUT


def term_counts(kind: Kind, term: str, texts: Sequence[RankedTexts]) -> list[int]:
    """How often each of the items with these `texts` holds a term."""
    runs = _is_run(term[0]), _is_run(term[-1])
    if kind == "character" or kind == "bigram" and not any(runs):
        count = _counter(term)
        return [count(each.text) for each in texts]
    if kind == "bigram":
        needle = _with_cuts(term, *runs)
    else:
        needle = term if kind == "word" and len(term) in INNER_LENGTHS and not any(runs) else CUT + term + CUT
    count = _counter(needle)
    return [count(each.cut) for each in texts]


def _is_run(character: str) -> bool:
    """Whether a unit that begins or ends with a character is a run."""
    return character.isascii()


def _with_cuts(pair: str, first_is_run: bool, second_is_run: bool) -> str:
    """A bigram with a run in it as a cut text has it."""
    if first_is_run and second_is_run:
        return CUT + pair.replace(" ", CUT) + CUT
    return CUT + pair[:-1] + CUT + pair[-1] if first_is_run else pair[0] + CUT + pair[1:] + CUT


def _counter(needle: str) -> Callable[[str], int]:
    """A counter of all places of `needle`, also of those that share characters: 人人 stands twice in 人人人."""
    if not any(needle.endswith(needle[:length]) for length in range(1, len(needle))):
        return methodcaller("count", needle)

    def count(text: str) -> int:
        found = 0
        place = text.find(needle)
        while place >= 0:
            found += 1
            place = text.find(needle, place + 1)
        return found
    return count
