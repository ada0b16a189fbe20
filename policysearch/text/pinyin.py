"""Pinyin without tones: how a word is read, and so which words are typed or heard alike."""
import functools
import itertools
from collections.abc import Mapping
from pathlib import Path

# a word of several characters with several readings each
_MAX_READINGS = 8


def readings(word: str) -> tuple[str, ...]:
    """How a folded word may be read, at most eight ways; none where it holds anything but characters of GB 2312.

    >>> readings("家庭医生"), readings("行长")
    (('jiatingyisheng',), ('hangchang', 'hangzhang', 'xingchang', 'xingzhang'))
    """
    each = [_syllables().get(character, ()) for character in word]
    return tuple("".join(way) for way in itertools.islice(itertools.product(*each), _MAX_READINGS)) if word else ()


@functools.cache
def _syllables() -> Mapping[str, tuple[str, ...]]:
    """The syllables of each character, in alphabetical order."""
    syllables: dict[str, tuple[str, ...]] = {}
    for line in Path(__file__).with_name("syllables.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            syllable, characters = line.split()
            for character in characters:
                syllables[character] = (*syllables.get(character, ()), syllable)
    return syllables
