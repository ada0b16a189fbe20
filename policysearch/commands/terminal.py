"""Printing: data on stdout, the rest on stderr; colours and progress only on a terminal."""
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from policysearch.errors import PolicySearchError
from policysearch.indexer import Progress
from policysearch.messages.catalogue import message


def print_lines(lines: Iterable[str]) -> None:
    """Lines on stdout."""
    for line in lines:
        click.echo(line, color=True)


def print_json(value: Any, indent: int | None = None) -> None:
    """One JSON value on stdout, characters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent), color=True)


@contextmanager
def progress(label: str) -> Iterator[Progress | None]:
    """A progress bar on stderr while the block runs; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, show_eta=True, item_show_func=str) as bar:
        def advance(done: int, total: int, name: str) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos, name)

        yield advance


def left_out(errors: Iterable[PolicySearchError]) -> None:
    """What could not be taken, on stderr."""
    lines = [str(error) for error in errors]
    if lines:
        click.echo(message("output.left_out", count=len(lines)), err=True)
        for line in lines:
            click.echo(f"  {line}", err=True)
