"""Rows and cells of Markdown."""
from collections.abc import Iterable, Iterator, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, its first column aligned to the left, and an empty line behind it."""
    yield f"| {' | '.join(head)} |"
    yield "|---|" + "--:|" * (len(head) - 1)
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def number(value: float | None) -> str:
    """Three digits that count; nothing for what was not measured.

    >>> [number(value) for value in (12345.6, 12.345, 0.01234, None)]
    ['12,346', '12.3', '0.0123', '']
    """
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:#.3g}".rstrip(".")


def times(value: float | None, best: float | None) -> str:
    """How many times the best peer's value a value is.

    >>> times(3, 2), times(3, None)
    ('×1.5', '')
    """
    if value is None or not best:
        return ""
    ratio = value / best
    return f"×{ratio:,.0f}" if ratio >= 10 else f"×{ratio:.2g}"
