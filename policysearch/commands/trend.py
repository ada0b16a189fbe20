"""policysearch trend QUERY…: how many hits by year, place or issuer, drawn."""
import shutil
import sys

import click

from policysearch.answers import trend_record
from policysearch.commands.arguments import OneOrTwo, QueryCommand, color_option, index_option, language_option
from policysearch.commands.filters import filter_options
from policysearch.commands.terminal import print_json, print_lines
from policysearch.explore.trend import FIELDS, trend
from policysearch.messages.catalogue import message
from policysearch.output.style import style_for
from policysearch.output.trend import render_trend
from policysearch.searcher import Index


def command() -> click.Command:
    """The command, in the language in force."""
    @click.command("trend", cls=QueryCommand, help=message("help.trend"))
    @click.argument("query", nargs=-1, required=True, metavar="QUERY...")
    @index_option
    @click.option("--by", type=OneOrTwo(*FIELDS), default="year", help=message("help.by"))
    @filter_options
    @click.option("--no-synonyms", is_flag=True, help=message("help.no_synonyms"))
    @click.option("--json", "as_json", is_flag=True, help=message("help.json"))
    @color_option
    @language_option
    def trend_(query: tuple[str, ...], index: str, by: tuple[str, ...], years: tuple[str, ...],
               no_synonyms: bool, as_json: bool, color: str, **contained: tuple[str, ...]) -> int:
        with Index(index) as opened:
            counted = trend(opened, " ".join(query), by, years=years, synonyms=not no_synonyms, **contained)
        if as_json:
            print_json(trend_record(counted))
        else:
            print_lines(render_trend(counted, shutil.get_terminal_size().columns, style_for(color, sys.stdout)))
        return 0 if counted.hits else 1

    return trend_
