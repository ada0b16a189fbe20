"""policysearch stats: sizes, fields and problems of the index."""
import click

from policysearch.commands.arguments import Command, index_option, language_option
from policysearch.commands.terminal import print_json, print_lines
from policysearch.messages.catalogue import message
from policysearch.output.figures import render_statistics
from policysearch.searcher import Index


def command() -> click.Command:
    """The command, in the language in force."""
    @click.command("stats", cls=Command, help=message("help.stats"))
    @index_option
    @click.option("--json", "as_json", is_flag=True, help=message("help.stats_json"))
    @language_option
    def stats(index: str, as_json: bool) -> int:
        with Index(index) as opened:
            statistics = opened.statistics()
        if as_json:
            print_json(statistics.record(), indent=2)
        else:
            print_lines(render_statistics(statistics))
        return 0

    return stats
