"""Runs: what a search answers to each of many queries, and TREC's files of them (qid Q0 docid rank score tag).

trec_eval and its kin order by score, which they read as a float of 32 bits, and not by rank: scores that are written
descend strictly even there, by as little as it takes.
"""
import math
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from policysearch.errors import BadEvaluationLine, QueryError
from policysearch.evaluation.escapes import escaped, unescaped
from policysearch.evaluation.queries import NumberedQuery, lines_of
from policysearch.models import Rated
from policysearch.searcher import Index

# the ids of the hits of each query, by its id, the best first
Run: TypeAlias = Mapping[str, Sequence[str]]

_FLOAT = struct.Struct(">f")
_BITS = struct.Struct(">i")


def answers(index: Index, queries: Iterable[NumberedQuery], path: str, *, reading: str = "all",
            limit: int) -> Iterator[tuple[NumberedQuery, list[Rated]]]:
    """The first `limit` hits of each query, as `Index.rank` gives them.

    Raises BadEvaluationLine for a text that cannot be searched for, a line of the file `path`.
    """
    for query in queries:
        try:
            yield query, index.rank(query.text, reading=reading, limit=limit)
        except QueryError as error:
            raise BadEvaluationLine("evaluation.bad_query", path, query.line, reason=str(error)) from error


def run_lines(query_id: str, hits: Sequence[Rated], tag: str) -> Iterator[str]:
    """The lines of a run file for the hits of one query."""
    columns = (escaped(hit.id) for hit in hits)
    for rank, (item, score) in enumerate(zip(columns, _descending([hit.score for hit in hits])), 1):
        yield f"{escaped(query_id)} Q0 {item} {rank} {score:.9g} {escaped(tag)}"


def read_run(path: str) -> Run:
    """A run from its file: the items of each query by score, those with the same by rank.

    Raises SourceError, BadEvaluationLine for a line that is no line of a run.
    """
    found: dict[str, dict[str, tuple[float, int]]] = {}
    for line, content in lines_of(path):
        columns = content.split()
        if len(columns) != 6:
            raise BadEvaluationLine("evaluation.bad_run_line", path, line)
        query, _, item, rank, score, _ = columns
        try:
            place = -float(score), int(rank)
        except ValueError as error:
            raise BadEvaluationLine("evaluation.bad_run_line", path, line) from error
        hits = found.setdefault(unescaped(query), {})
        if math.isnan(place[0]):
            raise BadEvaluationLine("evaluation.bad_run_line", path, line)
        if unescaped(item) in hits:
            raise BadEvaluationLine("evaluation.repeated_item", path, line, item=unescaped(item), query=unescaped(query))
        hits[unescaped(item)] = place
    return {query: sorted(hits, key=hits.__getitem__) for query, hits in found.items()}


def _descending(scores: Iterable[float | None]) -> Iterator[float]:
    """`scores` as 32-bit floats, each that is not below the one before lowered to the next one that is."""
    before = math.inf
    for score in scores:
        value = before if score is None else _single(score)
        if not value < before:
            value = _below(before)
        yield value
        before = value


def _single(value: float) -> float:
    single: float = _FLOAT.unpack(_FLOAT.pack(value))[0]
    return single


def _below(value: float) -> float:
    """The next 32-bit float below `value`, itself one.

    >>> _below(1.0), _below(0.0) < 0 > _below(-1.0)
    (0.9999999403953552, True)
    """
    if value == math.inf:
        return 0.0  # nothing has a score: below all that may follow
    bits: int = _BITS.unpack(_FLOAT.pack(value + 0.0))[0]
    if value == 0:
        return -_FLOAT.unpack(_BITS.pack(1))[0]  # type: ignore[no-any-return]
    # the bits of floats are ordered as the floats are, by their distance from 0
    below: float = _FLOAT.unpack(_BITS.pack(bits - 1 if value > 0 else bits + 1))[0]
    return below
