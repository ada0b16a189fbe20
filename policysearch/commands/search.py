"""policysearch search QUERY…: the hits, ranked and marked."""
import sys

import click

from policysearch.answers import hit_record, results_record
from policysearch.commands.arguments import OneOf, QueryCommand, WholeNumber, color_option, index_option, language_option
from policysearch.commands.filters import filter_options
from policysearch.commands.terminal import print_json, print_lines
from policysearch.messages.catalogue import message
from policysearch.output.hits import render_results
from policysearch.output.style import style_for
from policysearch.searcher import COUNTED, SORTS, Index


def command() -> click.Command:
    """The command, in the language in force."""
    @click.command("search", cls=QueryCommand, help=message("help.search"), epilog=message("help.search_epilog"))
    @click.argument("query", nargs=-1, required=True, metavar="QUERY...")
    @index_option
    @filter_options
    @click.option("--parts", type=OneOf("items", "all"), metavar="items|all", default="items", help=message("help.parts"))
    @click.option("--sort", type=OneOf(*SORTS), metavar="|".join(SORTS), default="score", help=message("help.sort"))
    @click.option("--limit", type=WholeNumber(0), default=10, help=message("help.limit"))
    @click.option("--offset", type=WholeNumber(0), default=0, help=message("help.offset"))
    @click.option("--json", "as_json", is_flag=True, help=message("help.json"))
    @click.option("--jsonl", is_flag=True, help=message("help.jsonl"))
    @click.option("--facets", is_flag=True, help=message("help.facets"))
    @click.option("--no-group", is_flag=True, help=message("help.no_group"))
    @click.option("--any", "any_word", is_flag=True, help=message("help.any"))
    @click.option("--loose", is_flag=True, help=message("help.loose"))
    @click.option("--no-synonyms", is_flag=True, help=message("help.no_synonyms"))
    @click.option("--explain", is_flag=True, help=message("help.explain"))
    @color_option
    @language_option
    def search(query: tuple[str, ...], index: str, years: tuple[str, ...], parts: str, sort: str, limit: int, offset: int,
               as_json: bool, jsonl: bool, facets: bool, no_group: bool, any_word: bool, loose: bool, no_synonyms: bool,
               explain: bool, color: str, **contained: tuple[str, ...]) -> int:
        if as_json and jsonl:
            raise click.UsageError(message("usage.excluding", first="--json", second="--jsonl"))
        with Index(index) as opened:
            results = opened.search(
                " ".join(query), reading="any" if any_word else "query", years=years, parts=parts == "all", sort=sort,
                limit=limit, offset=offset, explain=explain, group=not (no_group or jsonl),
                facets=COUNTED if facets else (), loose=loose, synonyms=not no_synonyms, **contained)
        if as_json:
            print_json(results_record(results))
        elif jsonl:
            for hit in results:
                print_json(hit_record(hit))
        else:
            print_lines(render_results(results, style_for(color, sys.stdout)))
        return 0 if results.total else 1

    return search
