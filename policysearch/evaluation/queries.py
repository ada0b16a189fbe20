"""Files of queries: JSON lines, each with an id and a text."""
import json
from pathlib import Path
from typing import NamedTuple

from policysearch.errors import BadEvaluationLine
from policysearch.sources.files import read_bytes
from policysearch.sources.text import read_text

# the names under which test collections have the two
_ID_FIELDS = ("id", "qid", "query_id", "_id")
_TEXT_FIELDS = ("text", "query")


class NumberedQuery(NamedTuple):
    """A query with its id, and the line (from 1) where it stands."""

    id: str
    text: str
    line: int


def read_queries(path: str) -> list[NumberedQuery]:
    """The queries of a file in their order. Raises SourceError, BadEvaluationLine for a line that is none."""
    queries: dict[str, NumberedQuery] = {}
    for line, content in lines_of(path):
        try:
            values = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise BadEvaluationLine("record.not_json", path, line, column=getattr(error, "colno", 1)) from error
        if not isinstance(values, dict):
            raise BadEvaluationLine("record.not_object", path, line)
        query = NumberedQuery(_value(values, _ID_FIELDS, path, line), _value(values, _TEXT_FIELDS, path, line), line)
        if query.id in queries:
            raise BadEvaluationLine("evaluation.repeated_query", path, line, id=query.id, other=queries[query.id].line)
        queries[query.id] = query
    return list(queries.values())


def lines_of(path: str) -> list[tuple[int, str]]:
    """The lines of a file that are not empty, with their numbers from 1. Raises SourceError."""
    text = read_text(read_bytes(Path(path), path), path, path).text
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _value(values: dict[str, object], names: tuple[str, ...], path: str, line: int) -> str:
    for name in names:
        value = values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value.strip():
            return value
    raise BadEvaluationLine("evaluation.no_field", path, line, fields=", ".join(names))
