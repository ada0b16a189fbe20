"""Words as jieba cuts them, with a dictionary of ours and without the hidden Markov model.

Guessed words glue characters together that a query then misses, so HMM is off. What is left of jieba is short: of all ways
to cut a text into words of the dictionary the most probable one, found from the end by dynamic programming. It is written
out here because the tables of an index are read in place, a first character at a time, where jieba loads its dictionary
whole; the tests compare with jieba itself.
"""
import math
import re
from collections.abc import Iterator

from policysearch.analysis.dictionary import Dictionary

INNER_LENGTHS = (2, 3)

# the characters of jieba's words; others stand alone
IN_WORDS = "[\u4e00-\u9fd5]"

_WORDS_OR_ALONE = re.compile(f"{IN_WORDS}+|.", re.DOTALL)


class Tokenizer:
    """Cuts stretches of Han characters into words of its dictionary."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._scores = _Scores(dictionary)
        self._unknown = dictionary.unknown_score

    def cut(self, han: str) -> list[str]:
        """The words of the best cut of `han`.

        >>> from policysearch.analysis.dictionary import compile_dictionary
        >>> Tokenizer(compile_dictionary()).cut("家庭医生签约")
        ['家庭医生', '签约']
        """
        words: list[str] = []
        for text in _WORDS_OR_ALONE.findall(han):
            ends = self._ends(text)
            start = 0
            while start < len(text):
                words.append(text[start:ends[start]])
                start = ends[start]
        return words

    def knows(self, word: str) -> bool:
        """Whether `word` is a word of the dictionary."""
        return bool(self._scores[word[0]].get(word[1:]))

    def inside(self, word: str) -> Iterator[str]:
        """The shorter words inside a word that jieba's search mode looks for: those of two and of three characters.

        >>> from policysearch.analysis.dictionary import compile_dictionary
        >>> list(Tokenizer(compile_dictionary()).inside("家庭医生"))
        ['家庭', '医生']
        """
        for length in INNER_LENGTHS:
            if len(word) > length:
                for start in range(len(word) - length + 1):
                    if self._scores[word[start]].get(word[start + 1:start + length]):
                        yield word[start:start + length]

    def _ends(self, text: str) -> list[int]:
        """For each place of `text` the end of the word that begins there in the best cut of the rest."""
        length = len(text)
        best = [0.0] * (length + 1)
        ends = [0] * length
        for start in range(length - 1, -1, -1):
            scores = self._scores[text[start]]
            alone = scores.get("")
            top, chosen = (alone + best[start + 1] if alone else -math.inf), start + 1
            end = start + 2
            while end <= length:
                score = scores.get(text[start + 1:end])
                if score is None:
                    break
                # of equal cuts the one with the longer word
                if score and score + best[end] >= top:
                    top, chosen = score + best[end], end
                end += 1
            best[start] = top if top > -math.inf else self._unknown + best[start + 1]
            ends[start] = chosen
        return ends


class _Scores(dict[str, dict[str, float]]):
    """The scores of a dictionary by first characters, filled as these are met."""

    def __init__(self, dictionary: Dictionary) -> None:
        super().__init__()
        self._dictionary = dictionary

    def __missing__(self, first: str) -> dict[str, float]:
        self[first] = scores = self._dictionary.scores(first)
        return scores
