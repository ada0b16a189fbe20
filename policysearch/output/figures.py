"""The statistics of an index, as lines for a terminal."""
from collections.abc import Iterator

from policysearch.messages.catalogue import message
from policysearch.models import Statistics
from policysearch.output.columns import width
from policysearch.output.problems import render_problems

_LABEL_COLUMNS = 24


def render_statistics(statistics: Statistics) -> Iterator[str]:
    """Sizes, how many items have each field, and what could not be read."""
    rows = [("engine", statistics.engine), ("built", statistics.built), ("documents", statistics.documents),
            ("items", statistics.items), ("bytes", f"{statistics.bytes:,}"),
            ("words", f"{statistics.words.total_length:,} ({statistics.words.distinct:,})"),
            ("bigrams", f"{statistics.bigrams.total_length:,} ({statistics.bigrams.distinct:,})")]
    for name, value in rows:
        yield _row(message(f"figures.{name}"), str(value))
    yield ""
    yield message("figures.filled")
    for name, count in statistics.filled.items():
        yield "  " + _row(message(f"field.{name}"), str(count))
    if statistics.problems:
        yield ""
        yield message("figures.problems", count=len(statistics.problems))
        yield from (f"  {line}" for line in render_problems(statistics.problems))


def _row(label: str, value: str) -> str:
    return label + " " * max(1, _LABEL_COLUMNS - width(label)) + value
