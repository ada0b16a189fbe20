"""Printing: data on stdout, the rest on stderr; colours and progress only on a terminal."""
import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

import click

from policysearch.errors import PolicySearchError, SourceDoubtful, SourceError
from policysearch.messages.catalogue import message
from policysearch.output.problems import render_problems

if TYPE_CHECKING:
    # what reads documents is not loaded by commands that read none
    from policysearch.reading import Progress


def print_lines(lines: Iterable[str]) -> None:
    """Lines on stdout."""
    for line in lines:
        click.echo(line, color=True)


def print_json(value: Any, indent: int | None = None) -> None:
    """One JSON value on stdout, characters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent), color=True)


@contextmanager
def progress(label: str, beside: TextIO | None = None) -> "Iterator[Progress | None]":
    """A progress bar on stderr while the block runs; None where stderr is no terminal, or where the data that is
    printed `beside` it goes to one."""
    if not sys.stderr.isatty() or (beside and beside.isatty()):
        yield None
        return
    begun = time.monotonic()
    with click.progressbar(length=1, label=label, file=sys.stderr, show_eta=True,
                           item_show_func=lambda shown: shown or "") as bar:
        def advance(done: int, total: int, name: str) -> None:
            bar.length = max(total, 1)
            rate = done / max(time.monotonic() - begun, 0.001)
            bar.update(done - bar.pos, message("output.progress", rate=round(rate, 1), name=name) if done else name)

        yield advance


def print_problems(errors: Sequence[SourceError]) -> None:
    """What could not be taken, or only with doubt, on stderr."""
    if errors:
        click.echo(message("output.problems", count=len(errors)), err=True)
        for line in render_problems(errors):
            click.echo(f"  {line}", err=True)


def status_of(errors: Iterable[PolicySearchError]) -> int:
    """2 where a source was left out, 0 where sources were at most read with doubt."""
    return 2 if any(not isinstance(error, SourceDoubtful) for error in errors) else 0
