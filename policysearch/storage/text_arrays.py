"""What the text store holds of many items at once, with numpy."""
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from policysearch.storage.term_store import KINDS
from policysearch.storage.text_store import TextStore

# a row of the store's table
_ROW = np.dtype([("start", "<u8"), ("ranked", "<u4"), ("folded", "<u4"), ("plain", "<u4"), ("sections", "<u4"),
                 ("first", "<u4"), ("lengths", "<u4", (len(KINDS),))])

Numbers: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.uint32]]"


class CutTexts(NamedTuple):
    """What RankedTexts calls cut, of several items, as it is stored, without the marks at the ends; the lengths in bytes of
    these texts and of their first sentences; and their numbers of terms, a row for each item in the order of KINDS."""

    texts: list[bytes]
    sizes: Numbers
    first: Numbers
    lengths: Numbers


def cuts(texts: TextStore, ordinals: Sequence[int]) -> CutTexts:
    """The texts of items that their terms are counted in. Raises ValueError where the table is damaged."""
    with texts.table() as table:
        rows = np.frombuffer(table, _ROW)[ordinals]
    sizes = rows["ranked"]
    if (sizes > rows["folded"]).any() or (rows["first"] > sizes).any():
        raise ValueError("the table names texts that are longer than all of them")
    # all that is folded, as it is verified: the same parts are kept
    folded = texts.read(rows["start"].tolist(), rows["folded"].tolist())
    return CutTexts([text[:size] for text, size in zip(folded, sizes.tolist())], sizes, rows["first"], rows["lengths"])
