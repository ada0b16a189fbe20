"""policysearch run QUERIES: a TREC run of many queries."""
import sys

import click

from policysearch.commands.arguments import Command, WholeNumber, index_option, language_option
from policysearch.commands.terminal import print_lines, progress
from policysearch.evaluation.queries import read_queries
from policysearch.evaluation.runs import answers, run_lines
from policysearch.messages.catalogue import message
from policysearch.searcher import Index


def command() -> click.Command:
    """The command, in the language in force."""
    @click.command("run", cls=Command, help=message("help.run"))
    @click.argument("path", metavar="QUERIES")
    @index_option
    @click.option("--any", "any_word", is_flag=True, help=message("help.run_any"))
    @click.option("--limit", type=WholeNumber(0), default=100, help=message("help.run_limit"))
    @click.option("--tag", default="policysearch", metavar="NAME", help=message("help.run_tag"))
    @language_option
    def run(path: str, index: str, any_word: bool, limit: int, tag: str) -> int:
        queries = read_queries(path)
        found = 0
        with Index(index) as opened, progress(message("output.searching"), beside=sys.stdout) as advance:
            answered = answers(opened, queries, path, reading="any" if any_word else "all", limit=limit)
            for done, (query, hits) in enumerate(answered, 1):
                found += len(hits)
                print_lines(run_lines(query.id, hits, tag))
                if advance:
                    advance(done, len(queries), query.id)
        return 0 if found else 1

    return run
