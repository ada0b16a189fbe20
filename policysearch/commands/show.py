"""policysearch show ID: one item whole, with its context."""
import sys

import click

from policysearch.commands.arguments import Command, color_option, index_option, language_option
from policysearch.commands.terminal import print_json, print_lines
from policysearch.messages.catalogue import message
from policysearch.output.items import render_item
from policysearch.output.style import style_for
from policysearch.searcher import Index


def command() -> click.Command:
    """The command, in the language in force."""
    @click.command("show", cls=Command, help=message("help.show"))
    @click.argument("item_id", metavar="ID")
    @index_option
    @click.option("--json", "as_json", is_flag=True, help=message("help.item_json"))
    @color_option
    @language_option
    def show(item_id: str, index: str, as_json: bool, color: str) -> int:
        with Index(index) as opened:
            item = opened.item(item_id)
            before, after = opened.neighbours(item_id)
        if as_json:
            print_json(item.record())
        else:
            print_lines(render_item(item, before, after, style_for(color, sys.stdout)))
        return 0

    return show
