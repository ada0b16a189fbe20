"""policysearch items PATH…: cut files into items and show them, without an index."""
import sys

import click

from policysearch.commands.arguments import Command, color_option, language_option
from policysearch.commands.terminal import left_out, print_json, print_lines
from policysearch.errors import SourceError
from policysearch.indexer import read_items
from policysearch.messages.catalogue import message
from policysearch.output.items import render_document
from policysearch.output.style import style_for


def command() -> click.Command:
    """The command, in the language in force."""
    @click.command("items", cls=Command, help=message("help.items"))
    @click.argument("paths", nargs=-1, required=True, metavar="PATH...")
    @click.option("--jsonl", is_flag=True, help=message("help.items_jsonl"))
    @color_option
    @language_option
    def items(paths: tuple[str, ...], jsonl: bool, color: str) -> int:
        return _items(paths, jsonl, color)

    return items


def _items(paths: tuple[str, ...], jsonl: bool, color: str) -> int:
    errors: list[SourceError] = []
    style = style_for(color, sys.stdout)
    count = 0
    for document in read_items(paths, errors):
        count += len(document)
        if jsonl:
            for item in document:
                print_json(item.record())
        elif document:
            print_lines(render_document(document, style))
    left_out(errors)
    if errors:
        return 2
    if not count:
        click.echo(message("output.no_items"), err=True)
    return 0 if count else 1
