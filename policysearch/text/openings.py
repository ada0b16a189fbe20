"""The first sentence of an item, which says what the item is about."""
import re
from typing import NamedTuple

from policysearch.text.cuts import CUT

# what ends a sentence of folded text; an item's own text is the first of its zones. A text store keeps where one ends
_ENDED = re.compile("|".join(map(re.escape, (*"。!?;\n", CUT + CUT))))


class Opening(NamedTuple):
    """The first sentence of an item's own text: `cut` and `text` as in `RankedTexts`."""

    cut: str
    text: str


def opening(cut: str) -> Opening:
    """The first sentence of what `RankedTexts` calls cut."""
    end = opening_end(cut, 1)
    sentence = cut[:end] + CUT if end < len(cut) else cut
    return Opening(sentence, sentence.replace(CUT, ""))


def opening_end(cut: str, start: int = 0) -> int:
    """Where the first sentence ends in texts with marks, of which the own text begins at `start`."""
    end = _ENDED.search(cut, start)
    return end.start() if end else len(cut)
