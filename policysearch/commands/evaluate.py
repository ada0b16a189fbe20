"""policysearch evaluate QUERIES QRELS: how good the order of the hits is."""
import click

from policysearch.answers import evaluation_record
from policysearch.commands.arguments import Command, index_option, language_option
from policysearch.commands.terminal import print_json, print_lines, progress
from policysearch.evaluation.comparison import evaluate, judged
from policysearch.evaluation.judgements import read_judgements
from policysearch.evaluation.measures import DEPTH, check_installed
from policysearch.evaluation.queries import read_queries
from policysearch.evaluation.runs import answers, read_run
from policysearch.messages.catalogue import message
from policysearch.output.measures import render_evaluation
from policysearch.searcher import Index


def command() -> click.Command:
    """The command, in the language in force."""
    @click.command("evaluate", cls=Command, help=message("help.evaluate"))
    @click.argument("queries_path", metavar="QUERIES")
    @click.argument("judgements_path", metavar="QRELS")
    @index_option
    @click.option("--any", "any_word", is_flag=True, help=message("help.run_any"))
    @click.option("--run", "other_path", metavar="FILE", help=message("help.evaluate_run"))
    @click.option("--json", "as_json", is_flag=True, help=message("help.evaluate_json"))
    @language_option
    def evaluate_(queries_path: str, judgements_path: str, index: str, any_word: bool, other_path: str | None,
                  as_json: bool) -> int:
        check_installed()
        queries, judgements = read_queries(queries_path), read_judgements(judgements_path)
        other = read_run(other_path) if other_path else None
        counted = judged((query.id for query in queries), judgements)
        run = {}
        with Index(index) as opened, progress(message("output.searching")) as advance:
            asked = [query for query in queries if query.id in counted]
            answered = answers(opened, asked, queries_path, reading="any" if any_word else "all", limit=DEPTH)
            for done, (query, hits) in enumerate(answered, 1):
                run[query.id] = [hit.id for hit in hits]
                if advance:
                    advance(done, len(asked), query.id)
        evaluation = evaluate(run, [query.id for query in queries], judgements, other)
        if as_json:
            print_json(evaluation_record(evaluation), indent=2)
        else:
            print_lines(render_evaluation(evaluation))
        return 0

    return evaluate_
