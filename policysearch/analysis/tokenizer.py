"""Words by jieba, with a dictionary of ours and without the hidden Markov model.

Guessed words glue characters together that a query then misses, so HMM is off.
"""
import warnings
from collections.abc import Iterator

from policysearch.analysis.dictionary import Dictionary

with warnings.catch_warnings():
    # jieba 0.42.1 imports pkg_resources where there is one, which warns whoever runs a command
    warnings.simplefilter("ignore")
    import jieba

INNER_LENGTHS = (2, 3)


class Tokenizer:
    """Cuts stretches of Han characters into words of its dictionary."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._jieba = jieba.Tokenizer()
        self._jieba.FREQ, self._jieba.total = dictionary
        # else jieba would read its own dictionary and write a cache to the shared temporary folder
        self._jieba.initialized = True

    def cut(self, han: str) -> Iterator[str]:
        """The words of the best cut of `han`.

        >>> from policysearch.analysis.dictionary import compile_dictionary
        >>> list(Tokenizer(compile_dictionary()).cut("家庭医生签约"))
        ['家庭医生', '签约']
        """
        yield from self._jieba.cut(han, HMM=False)

    def knows(self, word: str) -> bool:
        """Whether `word` is a word of the dictionary."""
        return bool(self._jieba.FREQ.get(word))

    def inside(self, word: str) -> Iterator[str]:
        """The shorter words inside a word that jieba's search mode looks for: those of two and of three characters.

        >>> from policysearch.analysis.dictionary import compile_dictionary
        >>> list(Tokenizer(compile_dictionary()).inside("家庭医生"))
        ['家庭', '医生']
        """
        for length in INNER_LENGTHS:
            if len(word) > length:
                for start in range(len(word) - length + 1):
                    inner = word[start:start + length]
                    if self._jieba.FREQ.get(inner):
                        yield inner
