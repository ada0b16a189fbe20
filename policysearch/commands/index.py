"""policysearch index PATH…: build an index and switch to it."""
import click

from policysearch.commands.arguments import Command, OneOf, index_option, language_option
from policysearch.commands.terminal import print_problems, progress, status_of
from policysearch.engines.registry import DEFAULT, ENGINES
from policysearch.indexer import build
from policysearch.messages.catalogue import message
from policysearch.processes import available


def command() -> click.Command:
    """The command, in the language in force."""
    @click.command("index", cls=Command, help=message("help.index"))
    @click.argument("paths", nargs=-1, required=True, metavar="PATH...")
    @index_option
    @click.option("--engine", type=OneOf(*ENGINES), default=DEFAULT, help=message("help.engine"))
    @click.option("--words", multiple=True, metavar="FILE", help=message("help.words"))
    @click.option("--synonyms", multiple=True, metavar="FILE", help=message("help.synonyms"))
    @click.option("--keep-going", is_flag=True, help=message("help.keep_going"))
    @language_option
    def index_(paths: tuple[str, ...], index: str, engine: str, words: tuple[str, ...], synonyms: tuple[str, ...],
               keep_going: bool) -> int:
        with progress(message("output.reading")) as advance:
            report = build(paths, index, engine=engine, words=words, synonyms=synonyms, progress=advance,
                           processes=available())
        click.echo(message("output.built", items=report.items, documents=report.documents, path=report.index))
        print_problems(report.errors)
        return 0 if keep_going else status_of(report.errors)

    return index_
