"""policysearch items PATH…: cut files into items and show them, without an index."""
import sys

import click

from policysearch.commands.arguments import Command, OneOf, color_option, language_option
from policysearch.commands.terminal import print_json, print_lines, print_problems, progress, status_of
from policysearch.errors import SourceError
from policysearch.messages.catalogue import message
from policysearch.output.items import render_document
from policysearch.output.style import style_for
from policysearch.processes import available
from policysearch.reading import read_documents


def command() -> click.Command:
    """The command, in the language in force."""
    @click.command("items", cls=Command, help=message("help.items"))
    @click.argument("paths", nargs=-1, required=True, metavar="PATH...")
    @click.option("--jsonl", is_flag=True, help=message("help.items_jsonl"))
    @click.option("--parts", type=OneOf("items", "all"), metavar="items|all", default="items", help=message("help.parts"))
    @color_option
    @language_option
    def items(paths: tuple[str, ...], jsonl: bool, parts: str, color: str) -> int:
        return _items(paths, jsonl, parts == "all", color)

    return items


def _items(paths: tuple[str, ...], jsonl: bool, parts: bool, color: str) -> int:
    errors: list[SourceError] = []
    style = style_for(color, sys.stdout)
    count = 0
    with progress(message("output.cutting"), beside=sys.stdout) as advance:
        for one in read_documents(paths, errors, advance, available()):
            count += len(one.document.items)
            if jsonl:
                for item in (*one.document.items, *(one.document.parts if parts else ())):
                    print_json(item.record())
            else:
                print_lines(render_document(one.document, one.text, parts, style))
    print_problems(errors)
    if not count and not errors:
        click.echo(message("output.no_items"), err=True)
    return status_of(errors) or (0 if count else 1)
