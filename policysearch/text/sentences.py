"""Sentences: they end at 。！？； or at the end of a line."""
import re

from policysearch.models import Span
from policysearch.text.characters import LINE_END

_CLOSERS = "”’」』》〉）)\\]】〕\"'"
# full-width marks and their half-width twins; a full stop of Latin text ends no Chinese sentence
_SENTENCE = re.compile(f"[^。｡！？；!?;{LINE_END}]*(?:[。｡！？；!?;]+[{_CLOSERS}]*|[{LINE_END}]+|$)")
# a note in brackets may follow the end mark: 完成更新。（教育局）
_ENDED = f"(?:[。！？；：!?;:…][{_CLOSERS}]*|[。！？；][（(][^（）()]{{1,40}}[）)])$"


def sentences(text: str) -> list[Span]:
    """The sentences of `text` as spans that cover it without gaps, their end marks included.

    >>> [text[s.start:s.end] for text in ("甲。乙！”丙",) for s in sentences(text)]
    ['甲。', '乙！”', '丙']
    """
    return [Span(*found.span()) for found in _SENTENCE.finditer(text) if found.group()]


def is_ended(text: str) -> bool:
    """Whether `text` ends as a sentence or a lead-in ends, closing quotation marks and a note in brackets passed over."""
    return bool(re.search(_ENDED, text.rstrip()))
