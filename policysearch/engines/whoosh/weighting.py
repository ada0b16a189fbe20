"""The first-phase formula: BM25 as in the second phase, on Whoosh's own statistics and its lengths of one byte."""
import math

from whoosh.scoring import WeightingModel, WeightLengthScorer
from whoosh.searching import Searcher

K1 = 0.6
B = 0.6


class FirstPhase(WeightingModel):
    """BM25 with idf = ln(1 + (N - n + .5) / (n + .5)), as Lucene has it; Whoosh's own idf can be negative in effect."""

    def idf(self, searcher: Searcher, fieldname: str, text: bytes) -> float:
        """The weight of a term that n of N items hold."""
        parent = searcher.get_parent()
        n, total = parent.doc_frequency(fieldname, text), parent.doc_count_all()
        return math.log(1 + (total - n + 0.5) / (n + 0.5))

    def scorer(self, searcher: Searcher, fieldname: str, text: bytes, qf: int = 1) -> "_Scorer":
        """The scorer of one term."""
        return _Scorer(searcher, fieldname, text, self.idf(searcher, fieldname, text))


class _Scorer(WeightLengthScorer):
    def __init__(self, searcher: Searcher, fieldname: str, text: bytes, idf: float) -> None:
        self._idf = idf
        self._average = searcher.get_parent().avg_field_length(fieldname) or 1
        self.setup(searcher, fieldname, text)

    def _score(self, weight: float, length: float) -> float:
        return self._idf * weight / (weight + K1 * (1 - B + B * length / self._average))
