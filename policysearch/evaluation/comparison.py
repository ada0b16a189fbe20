"""The measures of a run over the queries that can be measured, beside those of another run."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from policysearch.errors import NothingToMeasure
from policysearch.evaluation.bootstrap import Difference, paired_differences
from policysearch.evaluation.judgements import Judgements
from policysearch.evaluation.measures import MEASURES, measure
from policysearch.evaluation.runs import Run


@dataclass(frozen=True)
class Evaluation:
    """The mean of each measure over `queries`, the number of those with a relevant item; `unjudged` are the others.

    `other` has the means of the run that this one was compared with, and `differences` from it; None for a run alone.
    """

    queries: int
    unjudged: int
    means: Mapping[str, float]
    other: Mapping[str, float] | None = None
    differences: Mapping[str, Difference] | None = None


def judged(queries: Iterable[str], judgements: Judgements) -> Judgements:
    """The judgements of those of the `queries`, given by ids, that have a relevant item."""
    return {query: judgements[query] for query in queries if any(grade > 0 for grade in judgements.get(query, {}).values())}


def evaluate(run: Run, queries: Iterable[str], judgements: Judgements, other: Run | None = None) -> Evaluation:
    """The measures of a run of `queries`, given by ids; with `other`, also the difference: this run's minus the other's.

    Queries without a relevant item do not count; those without a hit count 0. Raises NothingToMeasure, MissingExtra.
    """
    asked = list(queries)
    counted = judged(asked, judgements)
    if not counted:
        raise NothingToMeasure("evaluation.nothing")
    values = measure(run, counted)
    means = {name: fmean(values[name].values()) for name in MEASURES}
    if other is None:
        return Evaluation(len(counted), len(asked) - len(counted), means)
    others = measure(other, counted)
    differences = paired_differences(
        [[values[name][query] - others[name][query] for query in counted] for name in MEASURES])
    return Evaluation(len(counted), len(asked) - len(counted), means,
                      {name: fmean(others[name].values()) for name in MEASURES}, dict(zip(MEASURES, differences)))
