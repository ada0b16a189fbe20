"""Printing: data on stdout, the rest on stderr; colours and progress only on a terminal."""
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from policysearch.errors import PolicySearchError
from policysearch.indexer import Progress
from policysearch.messages.catalogue import message
from policysearch.output.faults import render_error
from policysearch.output.style import Style


def style_for(when: str, stream: Any = None) -> Style:
    """The style for --color `when` on a stream (stdout unless given); NO_COLOR is honoured (no-color.org)."""
    if when != "auto":
        return Style(when == "always")
    terminal = (stream or sys.stdout).isatty()
    return Style(terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


def print_lines(lines: Iterable[str]) -> None:
    """Lines on stdout."""
    for line in lines:
        click.echo(line, color=True)


def print_json(value: Any, indent: int | None = None) -> None:
    """One JSON value on stdout, characters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent), color=True)


def print_error(error: PolicySearchError) -> None:
    """An error on stderr."""
    click.echo(render_error(error, style_for("auto", sys.stderr)), err=True, color=True)


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
