"""Relevance judgements (qrels): which items answer a query, and how well.

Read are TREC's files, of four columns parted by white space (query, 0, item, grade), and tables parted by tabs of three
(query, item, grade), as BEIR has them, with or without a line of names at the top.
"""
import re
from collections.abc import Mapping
from typing import TypeAlias

from policysearch.errors import BadEvaluationLine
from policysearch.evaluation.escapes import unescaped
from policysearch.evaluation.queries import lines_of

# the grades of the judged items of each query, by ids; above 0 is relevant
Judgements: TypeAlias = Mapping[str, Mapping[str, int]]

_GRADE = re.compile(r"-?[0-9]{1,9}")


def read_judgements(path: str) -> Judgements:
    """The judgements of a file. Raises SourceError, BadEvaluationLine for a line that is none."""
    judged: dict[str, dict[str, int]] = {}
    for place, (line, content) in enumerate(lines_of(path)):
        columns = content.rstrip("\r").split("\t")
        if len(columns) != 3:
            columns = content.split()
            columns = [unescaped(columns[0]), unescaped(columns[2]), columns[3]] if len(columns) == 4 else []
        if not columns or not _GRADE.fullmatch(columns[2].strip()):
            if place == 0 and len(columns) == 3 and columns[2].strip().isalpha():
                continue  # the names of the columns
            raise BadEvaluationLine("evaluation.bad_judgement", path, line)
        query, item, grade = columns
        if item in judged.setdefault(query, {}):
            raise BadEvaluationLine("evaluation.repeated_item", path, line, item=item, query=query)
        judged[query][item] = int(grade)
    return judged
