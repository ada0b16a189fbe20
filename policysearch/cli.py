"""The command line: picks the language and the command, and turns errors into messages and exit statuses.

Exit status: 0 for hits or success, 1 for none, 2 for an error, 130 when interrupted.
"""
import importlib
import os
import sys
from collections.abc import Sequence
from typing import cast

import click

from policysearch import __version__
from policysearch.commands.arguments import Command, language_option
from policysearch.errors import PolicySearchError
from policysearch.messages.catalogue import LANGUAGES, message, use_language
from policysearch.output.faults import render_error
from policysearch.output.style import style_for

COMMANDS = ("items", "index", "search", "show", "similar", "trend", "quote", "documents", "stats", "run",
            "evaluate")


class _Commands(Command, click.Group):
    """The commands, each imported when it is used: --help loads none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return cast(click.Command, importlib.import_module(f"policysearch.commands.{cmd_name}").command())

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, message(f"help.{name}")) for name in COMMANDS])

    def resolve_command(self, ctx: click.Context, args: list[str]
                        ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(message("usage.no_such_command", name=args[0]), ctx)
        return super().resolve_command(ctx, args)


def _group() -> click.Group:
    @click.group("policysearch", cls=_Commands, help=message("help.main"), no_args_is_help=False,
                 invoke_without_command=True)
    @click.version_option(__version__, prog_name="policysearch", message="%(prog)s %(version)s",
                          help=message("help.version"))
    @language_option
    @click.pass_context
    def policysearch(context: click.Context) -> None:
        if context.invoked_subcommand is None:
            click.echo(context.get_help())

    return policysearch


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with `arguments` (those of the process unless given) and return the exit status."""
    args = list(sys.argv[1:] if arguments is None else arguments)
    use_language(_language(args))
    # where a stream was closed before the program began, there is none
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a console that lacks a character shows its code instead of ending the program
            stream.reconfigure(errors="backslashreplace")
    try:
        # not through click's own main, which ends a closed pipe with status 1
        with _group().make_context("policysearch", args) as context:
            status = context.command.invoke(context)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except PolicySearchError as error:
        return _failed(render_error(error, style_for("auto", sys.stderr)))
    except click.ClickException as error:
        return _failed(_usage_error(error))
    except BrokenPipeError:
        # whoever read the output has had enough; keep the interpreter from flushing into the closed pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        reason = message("usage.system", file=error.filename or "policysearch", reason=error.strerror or error)
        return _failed(message("output.error", message=reason))
    except (KeyboardInterrupt, click.Abort):
        click.echo(message("usage.interrupted"), err=True)
        return 130


def _failed(text: str) -> int:
    click.echo(text, err=True, color=True)
    return 2


def _language(args: Sequence[str]) -> str | None:
    """The value of --lang, wherever it stands before --; read first because help is built in the language in force."""
    options = args[:args.index("--")] if "--" in args else args
    for place, argument in enumerate(options):
        value = argument[7:] if argument.startswith("--lang=") else None
        if argument == "--lang" and place + 1 < len(options):
            value = options[place + 1]
        if value in LANGUAGES:
            return value
    return None


def _usage_error(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        text = message("usage.no_such_option", name=error.option_name)
    elif isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
        text = message("usage.missing_argument", name=name)
    elif isinstance(error, click.BadOptionUsage):
        text = message("usage.missing_value", name=error.option_name)
    elif isinstance(error, click.BadParameter):
        text = message("usage.bad_value", name=error.param.opts[-1] if error.param else "", detail=error.message)
    else:
        text = error.format_message()
    lines = [message("output.error", message=text)]
    if isinstance(error, click.UsageError) and error.ctx:
        lines.append(message("usage.try_help", command=error.ctx.command_path))
    return "\n".join(lines)
