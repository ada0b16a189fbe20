"""The measures of runs, as a table for a terminal."""
from collections.abc import Iterator

from policysearch.evaluation.bootstrap import Difference
from policysearch.evaluation.comparison import Evaluation
from policysearch.messages.catalogue import message
from policysearch.output.columns import padded, width

_GAP = "  "


def render_evaluation(evaluation: Evaluation) -> Iterator[str]:
    """The mean of each measure; beside another run's also the difference, its standard error and 95 % interval."""
    rows = [[message("output.measure"), message("output.this_run")]]
    rows += [[name, f"{value:.4f}"] for name, value in evaluation.means.items()]
    if evaluation.other is not None and evaluation.differences is not None:
        rows[0] += [message("output.other_run"), message("output.run_difference")]
        for row in rows[1:]:
            row += [f"{evaluation.other[row[0]]:.4f}", _difference(evaluation.differences[row[0]])]
    widths = [max(map(width, column)) for column in zip(*rows)]
    for row in rows:
        yield _GAP.join(padded(cell, columns, right=bool(place))
                        for place, (cell, columns) in enumerate(zip(row, widths))).rstrip()
    yield message("output.evaluated", queries=evaluation.queries, unjudged=evaluation.unjudged)


def _difference(difference: Difference) -> str:
    return f"{difference.mean:+.4f} ± {difference.error:.4f} [{difference.low:+.4f}, {difference.high:+.4f}]"
