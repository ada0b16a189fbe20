"""policysearch quote TEXT: does it stand in an item, where, and if not, what comes nearest."""
import sys

import click

from policysearch.answers import quotation_record
from policysearch.commands.arguments import QueryCommand, WholeNumber, color_option, index_option, language_option
from policysearch.commands.terminal import print_json, print_lines
from policysearch.errors import SourceUndecodable
from policysearch.explore.quote import quote
from policysearch.messages.catalogue import message
from policysearch.output.quotation import render_quotation
from policysearch.output.style import style_for
from policysearch.searcher import Index
from policysearch.sources.encoding import decode

_STDIN = "-"


def command() -> click.Command:
    """The command, in the language in force."""
    @click.command("quote", cls=QueryCommand, help=message("help.quote"), epilog=message("help.quote_epilog"))
    @click.argument("text", nargs=-1, required=True, metavar="TEXT")
    @index_option
    @click.option("--limit", type=WholeNumber(0), default=10, help=message("help.quote_limit"))
    @click.option("--json", "as_json", is_flag=True, help=message("help.json"))
    @color_option
    @language_option
    def quote_(text: tuple[str, ...], index: str, limit: int, as_json: bool, color: str) -> int:
        with Index(index) as opened:
            quotation = quote(opened, _read() if text == (_STDIN,) else " ".join(text), limit=limit)
        if as_json:
            print_json(quotation_record(quotation))
        else:
            print_lines(render_quotation(quotation, style_for(color, sys.stdout)))
        return 0 if quotation.found else 1

    return quote_


def _read() -> str:
    """The text on the standard input. Raises SourceUndecodable."""
    read = decode(sys.stdin.buffer.read())
    if isinstance(read, int):
        raise SourceUndecodable("source.undecodable", _STDIN, offset=read)
    return read.text
