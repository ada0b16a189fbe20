"""The first sentence of an item, which says what the item is about."""
import re

from policysearch.storage.item_store import RankedTexts
from policysearch.text.cuts import CUT, without_cuts

# in folded text; an item's own text is the first of its zones
_ENDED = re.compile(f"[。!?;\n]|{CUT}{CUT}")


def opening(texts: RankedTexts) -> RankedTexts:
    """The first sentence of an item's own text, in the form that terms are counted in; without lengths."""
    end = _ENDED.search(texts.cut, 1)
    cut = texts.cut[:end.start() if end else None].strip(CUT)
    return RankedTexts(CUT + cut + CUT, without_cuts(cut), {})
