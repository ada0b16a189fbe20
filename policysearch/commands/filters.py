"""The options that restrict a search, for every command that searches."""
from collections.abc import Callable
from typing import Any, TypeVar

import click

from policysearch.messages.catalogue import message
from policysearch.query.filters import OPTIONS

F = TypeVar("F", bound=Callable[..., Any])


def filter_options(function: F) -> F:
    """--year, which arrives as `years`, and the options for what a field contains; each may be given more than once."""
    for name in reversed(OPTIONS):
        function = click.option(f"--{name}", multiple=True, metavar="TEXT", help=message(
            "help.filter", field=message(f"field.{name}")))(function)
    return click.option("--year", "years", multiple=True, metavar="YEARS", help=message("help.year"))(function)
