"""Folding: how texts and queries are made comparable, always one character for one.

Plain folding takes full-width and half-width forms to their ordinary twins, compatibility ideographs and Kangxi
radicals to the ordinary ideograph, and letters to lower case. Folding adds traditional to simplified (`simplified`).
That last step depends on context (答覆 becomes 答复, 覆 alone stays), so both forms are kept: a text contains a query
when either form does.
"""
import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from policysearch.text.characters import PASSED_OVER, SPACE, is_han
from policysearch.text.simplified import simplified

_WIDTHS = ("<wide>", "<narrow>")
_KANGXI = range(0x2F00, 0x2FE0)
_COMPATIBILITY_IDEOGRAPHS = (range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
_PASSED_OVER = re.compile(f"[{PASSED_OVER}]+")
_ENDS = re.compile(f"^[{PASSED_OVER}{SPACE}]+|[{PASSED_OVER}{SPACE}]+$")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")

# longer texts are not kept once they are folded
_SHORT = 1000


class _PlainTable(dict[int, int]):
    """Code point to code point for str.translate, filled as characters are met."""

    def __missing__(self, code: int) -> int:
        character = _ordinary(chr(code))
        lower = character.lower()
        # İ would become two characters
        self[code] = result = ord(lower) if len(lower) == 1 else ord(character)
        return result


_PLAIN = _PlainTable()


def plain(text: str) -> str:
    """`text` with width, compatibility ideographs and case folded; its length does not change.

    >>> plain("ＷＴＯ　ﾃ①")
    'wto テ①'
    """
    return text.translate(_PLAIN)


def fold(text: str) -> str:
    """`text` folded as `plain` does, and from traditional to simplified; its length does not change.

    >>> fold("乾隆答覆衛生")
    '乾隆答复卫生'
    """
    return simplified(plain(text))


class Folded(NamedTuple):
    """A text made ready for comparison: folded, with what is passed over between two Han characters left out.

    `text` and `plain` have the same length; character i of either stands at `positions[i]` of the original.
    """

    text: str
    plain: str
    positions: Sequence[int]


def comparable(text: str) -> Folded:
    """Both folded forms of `text` without the marks that are passed over.

    >>> comparable("“放管服”改革").text
    '“放管服改革'
    """
    return _comparable_short(text) if len(text) <= _SHORT else _comparable(text)


def _comparable(text: str) -> Folded:
    plain_text = plain(text)
    folded = simplified(plain_text)
    kept = _without((found.span() for found in _PASSED_OVER.finditer(plain_text)
                     if is_han(plain_text[found.start() - 1:found.start()])
                     and is_han(plain_text[found.end():found.end() + 1])), len(text))
    if len(kept) == len(text):
        return Folded(folded, plain_text, kept)
    return Folded("".join([folded[i] for i in kept]), "".join([plain_text[i] for i in kept]), kept)


# titles, headings and terms of queries come again and again
_comparable_short = functools.lru_cache(maxsize=1024)(_comparable)


def is_passed_over(character: str) -> bool:
    """Whether `comparable` leaves a character, which is plain, out between two Han characters."""
    return bool(_PASSED_OVER.match(character))


def positions(text: str) -> Sequence[int]:
    """Where the characters of `comparable(text)` stand in `text`, found without folding it.

    >>> list(positions("（放管服）［改革］"))
    [0, 1, 2, 3, 6, 7, 8]
    """
    runs = [found.span() for found in _passed_over().finditer(text)]
    return _without([(start, end) for start, end in runs if _becomes_han(text[start - 1:start])
                     and _becomes_han(text[end:end + 1])], len(text))


def comparable_term(text: str) -> Folded:
    """As `comparable`, for a term of a query: passed-over marks at either end are dropped too.

    >>> comparable_term("《意见》").text
    '意见'
    """
    start, end = 0, len(text)
    for found in _ENDS.finditer(plain(text)):
        if found.start() == 0:
            start = found.end()
        else:
            end = found.start()
    folded = comparable(text[start:max(start, end)])
    return Folded(folded.text, folded.plain, [position + start for position in folded.positions])


def has_content(text: str) -> bool:
    """Whether `text` holds a Han character, letter or digit; ①, ², ㎡ and the like are none.

    >>> has_content("①！"), has_content("〇"), has_content("β")
    (False, True, True)
    """
    return any(is_han(character) or (character.isalnum() and unicodedata.normalize("NFKC", character) == character)
               for character in plain(text))


def visible(text: str) -> str:
    """`text` without what prints nothing and came in by copying.

    >>> visible("家庭\\u200b医生")
    '家庭医生'
    """
    return _INVISIBLE.sub("", text)


def collapse_space(text: str) -> str:
    """`text` without white space at its ends and with single spaces inside, for values of one line."""
    return re.sub(f"[{SPACE}\\s]+", " ", text).strip()


def close_up(text: str) -> str:
    """`text` as `collapse_space` gives it, and without the spaces of a line that is printed spaced out.

    >>> close_up("国 务 院 工 作 规 则"), close_up("中共中央　国务院")
    ('国务院工作规则', '中共中央 国务院')
    """
    text = collapse_space(text)
    parts = text.split(" ")
    is_spaced_out = len(parts) > 2 and 3 * sum(len(part) == 1 for part in parts) >= 2 * len(parts)
    return "".join(parts) if is_spaced_out else text


def _ordinary(character: str) -> str:
    code = ord(character)
    decomposition = unicodedata.decomposition(character)
    if decomposition.startswith(_WIDTHS) or code in _KANGXI:
        ordinary = unicodedata.normalize("NFKC", character)
    elif any(code in block for block in _COMPATIBILITY_IDEOGRAPHS):
        ordinary = unicodedata.normalize("NFC", character)
    else:
        return character
    return ordinary if len(ordinary) == 1 else character


def _becomes_han(character: str) -> bool:
    # what is a Han character stays one
    return is_han(character) or is_han(plain(character))


@functools.cache
def _passed_over() -> re.Pattern[str]:
    """What is passed over between two Han characters, full-width and half-width forms too."""
    forms = [chr(code) for code in range(0xFF00, 0xFFF0) if re.match(f"[{PASSED_OVER}]", _ordinary(chr(code)))]
    return re.compile(f"[{PASSED_OVER}{''.join(forms)}]+")


def _without(gaps: Iterable[tuple[int, int]], length: int) -> Sequence[int]:
    """The places of a text of such a length that lie in none of the gaps."""
    kept: list[int] = []
    at = 0
    for start, end in gaps:
        kept.extend(range(at, start))
        at = end
    if not at:
        return range(length)
    kept.extend(range(at, length))
    return kept
