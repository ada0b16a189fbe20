"""policysearch documents: what is in the index, document by document."""
import sys

import click

from policysearch.commands.arguments import Command, color_option, index_option, language_option
from policysearch.commands.terminal import print_json, print_lines
from policysearch.messages.catalogue import message
from policysearch.output.documents import render_summary
from policysearch.output.problems import render_problem, render_problems
from policysearch.output.style import style_for
from policysearch.searcher import Index


def command() -> click.Command:
    """The command, in the language in force."""
    @click.command("documents", cls=Command, help=message("help.documents"))
    @index_option
    @click.option("--jsonl", is_flag=True, help=message("help.documents_jsonl"))
    @color_option
    @language_option
    def documents(index: str, jsonl: bool, color: str) -> int:
        with Index(index) as opened:
            _print(opened, jsonl, color)
        return 0

    return documents


def _print(index: Index, jsonl: bool, color: str) -> None:
    if jsonl:
        for document in index.documents():
            print_json(document.record())
        return
    style = style_for(color, sys.stdout)
    doubts: set[str] = set()
    for document in index.documents():
        doubts.update(map(render_problem, document.problems))
        print_lines(render_summary(document, style))
    statistics = index.statistics()
    print_lines([message("output.document_total", documents=statistics.documents, items=statistics.items)])
    missing = [problem for problem in statistics.problems if render_problem(problem) not in doubts]
    if missing:
        print_lines([message("output.missing_documents", count=len(missing))])
        print_lines(f"  {style.fault(line)}" for line in render_problems(missing))
