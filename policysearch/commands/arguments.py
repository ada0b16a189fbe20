"""Parameter types, options and command classes that several commands share; all their texts come from the catalogue."""
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from policysearch.messages.catalogue import LANGUAGES, message

F = TypeVar("F", bound=Callable[..., Any])


class Formatter(click.HelpFormatter):
    """Help pages with their headings in the language in force."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, message("usage.usage") if prefix is None else prefix)

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        with super().section({"Options": message("usage.options"), "Commands": message("usage.commands")}.get(name, name)):
            yield


class Context(click.Context):
    """A context whose help is formatted by ours."""

    formatter_class = Formatter


class Command(click.Command):
    """What makes a command's help page speak the language in force."""

    context_class = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = message("help.help")
        return option


class QueryCommand(Command):
    """A command whose words may begin with a minus sign: search 招商 -公司 works as typed.

    An argument that begins with one minus and is no short option of the command is a word of the query; those with two
    are options. Behind -- everything is a word.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options: list[str] = []
        words: list[str] = []
        takes_value = {name: not option.is_flag for option in self.get_params(ctx) if isinstance(option, click.Option)
                       for name in (*option.opts, *option.secondary_opts)}
        rest = iter(args)
        for argument in rest:
            if argument == "--":
                words += rest
            elif argument.startswith("--") or argument in takes_value:
                options.append(argument)
                if takes_value.get(argument):
                    value = next(rest, None)
                    if value is None:
                        raise click.BadOptionUsage(argument, message("usage.missing_value", name=argument), ctx)
                    options.append(value)
            else:
                words.append(argument)
        return super().parse_args(ctx, [*options, "--", *words])


class WholeNumber(click.ParamType[int]):
    """A whole number that is not less than `least`."""

    name = "N"

    def __init__(self, least: int) -> None:
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            number = self._least - 1
        if number < self._least or (isinstance(value, str) and len(value) > 12):
            self.fail(message("usage.integer", value=value, least=self._least), param, ctx)
        return number


class OneOf(click.ParamType[str]):
    """One of a few words."""

    def __init__(self, *choices: str) -> None:
        self.name = "|".join(choices)
        self._choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self._choices:
            self.fail(message("usage.choice", value=value, choices=", ".join(self._choices)), param, ctx)
        return str(value)


class OneOrTwo(click.ParamType[tuple[str, ...]]):
    """One of a few words, or two of them parted by a comma."""

    name = "A[,B]"

    def __init__(self, *choices: str) -> None:
        self._choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        words = tuple(str(value).replace("，", ",").split(","))
        if len(words) > 2 or len(set(words)) < len(words) or not set(words) <= set(self._choices):
            self.fail(message("usage.one_or_two", value=value, choices=", ".join(self._choices)), param, ctx)
        return words


def language_option(function: F) -> F:
    """--lang, which `cli` has read before the command was built."""
    return click.option("--lang", metavar="zh|en", type=OneOf(*LANGUAGES), expose_value=False,
                        help=message("help.lang"))(function)


def index_option(function: F) -> F:
    """--index DIR, before $POLICYSEARCH_INDEX, before ./index."""
    return click.option("--index", "index", metavar="DIR", help=message("help.index_option"),
                        default=lambda: os.environ.get("POLICYSEARCH_INDEX") or "index")(function)


def color_option(function: F) -> F:
    """--color WHEN."""
    return click.option("--color", metavar="WHEN", type=OneOf("auto", "always", "never"), default="auto",
                        help=message("help.color"))(function)
