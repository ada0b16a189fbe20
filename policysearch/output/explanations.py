"""How a query was understood: its tree, the terms that rank, and each score as a sum that can be added up by hand."""
from collections.abc import Iterator
from itertools import accumulate

from policysearch.explanations import DocumentPart, Explanation, OpeningPart, QueryExplanation, QueryNode, TermPart
from policysearch.messages.catalogue import message
from policysearch.output.columns import padded, printable, width
from policysearch.query.syntax import FUNCTIONS
from policysearch.ranking.bm25 import K1, OPENING, B

_OPERATORS = {"and": "AND", "or": "OR", "not": "NOT", **dict(zip(("same_sentence", "same_document"), FUNCTIONS))}
# words of a wildcard that are named; the rest is counted
_MOST_WORDS = 12
# columns of a term, and of a node of the tree with its indentation, and the places of a score
_TERM_COLUMNS, _NODE_COLUMNS = 22, 30
_PLACES = 9


def render_query(explanation: QueryExplanation) -> Iterator[str]:
    """The tree, a node a line, and the terms that rank."""
    for depth, node in explanation.tree.walk():
        name = "  " * (depth + 1) + _OPERATORS.get(node.kind, printable(node.query or ""))
        yield (_filled(name, _NODE_COLUMNS) + message("output.separator").join(_facts(node))).rstrip()
    if explanation.terms:
        yield message("output.terms", N=explanation.terms[0].N)
        for term in explanation.terms:
            yield f"  {_filled(_named(term.kind, term.text), _TERM_COLUMNS)}n {term.n}  idf {term.idf:.6f}"
        yield message("output.formula", formula=f"idf tf / (tf + {K1:g} (1 - {B:g} + {B:g} dl / avgdl)) x weight",
                      opening=f"{OPENING:g} idf")


def render_sum(explanation: Explanation) -> Iterator[str]:
    """A score and its parts, rounded so that the printed parts make the printed score."""
    sums = [0.0, *accumulate(part.score for part in explanation.parts)]
    rounded = [round(total, _PLACES) for total in sums]
    yield message("output.score", score=f"{rounded[-1]:.{_PLACES}f}")
    for part, before, after in zip(explanation.parts, rounded, rounded[1:]):
        yield f"  {after - before:.{_PLACES}f}  {_filled(_named(part.kind, part.text), _TERM_COLUMNS)}{_factors(part)}"


def _factors(part: TermPart | OpeningPart | DocumentPart) -> str:
    if isinstance(part, DocumentPart):
        return f"({' + '.join(f'{score:.6f}' for score in part.scores)}) / {part.of}  x {part.weight:g}"
    counts = "" if isinstance(part, OpeningPart) else f"tf {part.tf}  dl {part.dl} / avgdl {part.avgdl:.3f}  "
    return f"idf {part.idf:.6f} (n {part.n} / N {part.N})  {counts}x {part.weight:g}"


def _facts(node: QueryNode) -> Iterator[str]:
    """What is known of a node."""
    if node.items is not None:
        yield message("output.total", total=node.items)
    if node.query:
        yield message("output.looks_in", field=message(f"field.{node.field}" if node.field else "output.anywhere"))
    for key, forms in (("output.spellings", node.spellings), ("output.also", node.synonyms), ("output.words", node.words),
                       ("output.pieces", node.pieces)):
        if forms:
            named = message("output.list").join(map(printable, forms[:_MOST_WORDS]))
            if len(forms) > _MOST_WORDS:
                named = message("output.others_more", ids=named, count=len(forms) - _MOST_WORDS)
            yield message(key, forms=named)


def _named(kind: str, text: str) -> str:
    return f"{message('output.' + kind)} {text}"


def _filled(text: str, columns: int) -> str:
    return padded(text, max(columns, width(text) + 1))
