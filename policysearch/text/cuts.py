"""A text that knows where it is cut into words: the text itself, with a mark between its pieces.

The mark is a zero byte, which no text holds, since readers refuse it.
"""
from collections.abc import Iterable

CUT = "\0"


def with_cuts(text: str, words: Iterable[str]) -> str:
    """`text` with a mark between any two neighbours of its `words` and of what stands between them.

    The `words` come in their order and hold all Han characters, letters a to z and digits of the text.

    >>> with_cuts("(3)家庭医生，签约", ["3", "家庭医生", "签约"]).replace(CUT, "|")
    '(|3|)|家庭医生|，|签约'
    """
    pieces = []
    at = 0
    for word in words:
        # nothing in front of a word can begin with its first character
        start = text.index(word, at)
        if start > at:
            pieces.append(text[at:start])
        pieces.append(word)
        at = start + len(word)
    if at < len(text):
        pieces.append(text[at:])
    return CUT.join(pieces)


def without_cuts(cut: str) -> str:
    """The text itself."""
    return cut.replace(CUT, "")
