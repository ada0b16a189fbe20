"""policysearch similar ID: the corresponding items of other years and places, with the difference."""
import sys

import click

from policysearch.answers import similar_record
from policysearch.commands.arguments import Command, WholeNumber, color_option, index_option, language_option
from policysearch.commands.filters import filter_options
from policysearch.commands.terminal import print_json, print_lines
from policysearch.explore.similar import similar
from policysearch.messages.catalogue import message
from policysearch.output.similar import render_similar
from policysearch.output.style import style_for
from policysearch.searcher import Index


def command() -> click.Command:
    """The command, in the language in force."""
    @click.command("similar", cls=Command, help=message("help.similar"))
    @click.argument("item_id", metavar="ID")
    @index_option
    @filter_options
    @click.option("--limit", type=WholeNumber(0), default=10, help=message("help.similar_limit"))
    @click.option("--json", "as_json", is_flag=True, help=message("help.json"))
    @color_option
    @language_option
    def similar_(item_id: str, index: str, years: tuple[str, ...], limit: int, as_json: bool, color: str,
                 **contained: tuple[str, ...]) -> int:
        with Index(index) as opened:
            answer = similar(opened, item_id, years=years, limit=limit, **contained)
        if as_json:
            print_json(similar_record(answer))
        else:
            print_lines(render_similar(answer, style_for(color, sys.stdout)))
        return 0 if answer.similar else 1

    return similar_
