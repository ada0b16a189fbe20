"""The best cut by rjieba, jieba in Rust, where that is installed (an extra): without HMM the words are the same."""
import functools
import importlib
import importlib.util
from collections.abc import Callable, Sequence
from typing import TypeAlias

from policysearch.analysis.dictionary import Dictionary

# a text of characters that may stand in words, and spaces -> its words, and the spaces
Cutter: TypeAlias = Callable[[str], Sequence[str]]


def rust_cutter(dictionary: Dictionary) -> Cutter | None:
    """What cuts with the words of `dictionary` alone; None where rjieba is not installed, or is one that
    cannot begin without words of its own. Raises ValueError as that."""
    if importlib.util.find_spec("rjieba") is None:
        return None
    empty = getattr(importlib.import_module("rjieba").Jieba, "empty", None)
    if empty is None:
        return None
    jieba = empty()
    for first in dictionary.firsts:
        for rest, frequency in dictionary.beginning_with(first).items():
            if frequency:
                jieba.add_word(first + rest, frequency, None)
    return functools.partial(jieba.cut, hmm=False)
