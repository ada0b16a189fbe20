"""Measures of a run against judgements, by ir-measures, which mostly calls the code of trec_eval.

nDCG is that of trec_eval: the gain of an item is its grade, its discount 1 / log2(1 + rank).
"""
import importlib.util
from collections.abc import Mapping
from typing import Any, TypeAlias

from policysearch.errors import MissingExtra
from policysearch.evaluation.judgements import Judgements
from policysearch.evaluation.runs import Run

# the measures as they are shown, and as ir-measures calls them
MEASURES = {"nDCG@10": "nDCG@10", "MRR@10": "RR@10", "recall@10": "R@10", "recall@100": "R@100"}
# how many hits of a query the measures look at
DEPTH = 100

# for each of MEASURES the value of each query
Values: TypeAlias = Mapping[str, Mapping[str, float]]


def measure(run: Run, judgements: Judgements) -> Values:
    """The value of each of MEASURES for every query of `judgements`: 0 where the run has nothing for it.

    Raises MissingExtra where ir-measures is not installed.
    """
    library = _library()
    # tied items are ordered differently from measure to measure, so each gets a score of its own
    scored = {query: {item: -float(place) for place, item in enumerate(items)} for query, items in run.items()}
    shown = {library.parse_measure(name): shown for shown, name in MEASURES.items()}
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(judgements, 0.0) for name in MEASURES}
    for one in library.iter_calc(list(shown), judgements, scored):
        if one.query_id in judgements:
            values[shown[one.measure]][one.query_id] = one.value
    return values


def check_installed() -> None:
    """Raise MissingExtra where ir-measures is not installed."""
    if importlib.util.find_spec("ir_measures") is None:
        raise MissingExtra("evaluation.needs_extra", extra="evaluate")


def _library() -> Any:
    """ir-measures, which brings numpy and scipy and only evaluation needs."""
    check_installed()
    import ir_measures
    return ir_measures
