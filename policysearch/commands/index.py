"""policysearch index PATH…: build or update an index, switch to it, and say what changed."""
import sys

import click

from policysearch.commands.arguments import Command, OneOf, color_option, index_option, language_option
from policysearch.commands.terminal import print_json, print_lines, print_problems, progress, status_of
from policysearch.engines.registry import ENGINES
from policysearch.indexer import build
from policysearch.messages.catalogue import message
from policysearch.output.changes import render_changes
from policysearch.output.style import style_for
from policysearch.processes import available


def command() -> click.Command:
    """The command, in the language in force."""
    @click.command("index", cls=Command, help=message("help.index"),
                   epilog=message("help.index_epilog"))
    @click.argument("paths", nargs=-1, metavar="PATH...")
    @index_option
    @click.option("--update", is_flag=True, help=message("help.update"))
    @click.option("--engine", type=OneOf(*ENGINES), help=message("help.engine"))
    @click.option("--words", multiple=True, metavar="FILE", help=message("help.words"))
    @click.option("--synonyms", multiple=True, metavar="FILE", help=message("help.synonyms"))
    @click.option("--keep-going", is_flag=True, help=message("help.keep_going"))
    @click.option("--json", "as_json", is_flag=True, help=message("help.index_json"))
    @color_option
    @language_option
    @click.pass_context
    def index_(context: click.Context, paths: tuple[str, ...], index: str, update: bool, engine: str | None,
               words: tuple[str, ...], synonyms: tuple[str, ...], keep_going: bool, as_json: bool, color: str) -> int:
        if not paths and not update:
            raise click.MissingParameter(ctx=context, param=context.command.params[0])
        with progress(message("output.reading")) as advance:
            report = build(paths, index, engine=engine, words=words, synonyms=synonyms, progress=advance,
                           processes=available(), update=update)
        if as_json:
            print_json(report.record(), indent=2)
        else:
            click.echo(message("output.built", items=report.items, documents=report.documents, path=report.index))
            if report.changes:
                print_lines(render_changes(report.changes, style_for(color, sys.stdout)))
        print_problems(report.errors)
        return 0 if keep_going else status_of(report.errors)

    return index_
