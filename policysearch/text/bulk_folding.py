"""Many texts made comparable at once, with numpy: the same as `folding` makes of each."""
from collections.abc import Sequence

import numpy as np

from policysearch.arrays import Array, ranges
from policysearch.text.characters import is_han
from policysearch.text.cuts import CUT
from policysearch.text.folding import comparable, is_passed_over, plain
from policysearch.text.simplified import depends_on_phrase, is_contextual, simplified

_CODES = 0x110000
# what is known of a character
_KNOWN, _HAN, _PASSED_OVER, _CONTEXTUAL = 1, 2, 4, 8


class BulkFolder:
    """Makes texts comparable. What becomes of a character is found out when it is first met."""

    def __init__(self) -> None:
        self._plain = np.arange(_CODES, dtype=np.uint32)
        self._folded = np.arange(_CODES, dtype=np.uint32)
        self._kinds = np.zeros(_CODES, np.uint8)

    def comparable(self, texts: Sequence[str]) -> list[tuple[str, str]]:
        """Both comparable forms of each of `texts`, as `Folded` calls them text and plain."""
        # a border between any two of them
        codes = np.frombuffer("".join([text + CUT for text in texts]).encode("utf-32-le"), np.uint32)
        self._learn(codes)
        plain_codes = self._plain[codes]
        kinds = self._kinds[plain_codes]
        kept = _kept(kinds)
        ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
        kept_ends = np.cumsum(kept)[ends - 1].tolist()
        pairs = list(zip(_texts(self._folded[plain_codes[kept]], kept_ends), _texts(plain_codes[kept], kept_ends)))
        for number in set(ends.searchsorted(np.flatnonzero(kinds & _CONTEXTUAL), side="right").tolist()):
            if depends_on_phrase(_text(plain_codes[ends[number] - 1 - len(texts[number]):ends[number] - 1])):
                pairs[number] = comparable(texts[number])[:2]
        return pairs

    def _learn(self, codes: Array) -> None:
        """Find out what becomes of characters that were not met yet."""
        unknown = codes[self._kinds[codes] == 0]
        for code in set(unknown.tolist()):
            for character in {chr(code), plain(chr(code))}:
                self._plain[ord(character)] = ord(plain(character))
                self._folded[ord(character)] = ord(simplified(character))
                self._kinds[ord(character)] = _kinds(character)


def _kinds(character: str) -> int:
    return (_KNOWN | _HAN * is_han(character) | _PASSED_OVER * is_passed_over(character)
            | _CONTEXTUAL * is_contextual(character))


def _kept(kinds: Array) -> Array:
    """Which characters are not passed over: marks are that between two Han characters."""
    kept = np.ones(len(kinds), bool)
    # at both ends is none, and before the first one the last
    is_mark = np.concatenate([[False], kinds & _PASSED_OVER != 0])
    edges = np.flatnonzero(np.diff(is_mark))
    starts, ends = edges[::2], edges[1::2]
    between = (kinds[starts - 1] & kinds[ends] & _HAN) != 0
    starts = starts[between]
    kept[ranges(starts, ends[between] - starts)] = False
    return kept


def _texts(codes: Array, ends: Sequence[int]) -> list[str]:
    """Texts that lie one behind the other, given where they end, without the last character of each."""
    whole = _text(codes)
    return [whole[start:end - 1] for start, end in zip((0, *ends), ends)]


def _text(codes: Array) -> str:
    return codes.tobytes().decode("utf-32-le")
