"""The first sentence of an item, which says what the item is about."""
import re
from typing import NamedTuple

from policysearch.text.cuts import CUT

# what ends a sentence of folded text
END_MARKS = "。!?;\n"

# an item's own text is the first of its zones
_ENDED = re.compile("|".join(map(re.escape, (*END_MARKS, CUT + CUT))))


class Opening(NamedTuple):
    """The first sentence of an item's own text: `cut` and `text` as in `RankedTexts`."""

    cut: str
    text: str


def opening(cut: str) -> Opening:
    """The first sentence of what `RankedTexts` calls cut."""
    end = _ENDED.search(cut, 1)
    sentence = cut[:end.start()] + CUT if end else cut
    return Opening(sentence, sentence.replace(CUT, ""))
