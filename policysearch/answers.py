"""Answers as plain dictionaries and lists ready for JSON: the one versioned form, for every door."""
from typing import TYPE_CHECKING, Any

from policysearch.explanations import Explanation, QueryExplanation, QueryNode
from policysearch.models import Hit, Results, Span

if TYPE_CHECKING:
    # a search does not load the models of other answers
    from policysearch.evaluation.comparison import Evaluation
    from policysearch.explore.models import Passage, Quotation, SimilarItem, SimilarItems, Trend
    from policysearch.likeness.difference import Difference

SCHEMA = 1


def results_record(results: Results) -> dict[str, Any]:
    """The answer to a search. What a later version counts is present and null."""
    return {"schema": SCHEMA, "query": results.query, "understood": results.understood, "total": results.total,
            "loose_total": results.loose_total, "elsewhere": results.elsewhere, "suggestions": list(results.suggestions),
            "expansions": {term: list(forms) for term, forms in results.expansions.items()},
            "hits": [hit_record(hit) for hit in results.hits], "nearest": [hit_record(hit) for hit in results.nearest],
            "facets": {field: [list(pair) for pair in counts] for field, counts in results.facets.items()} or None,
            "explanation": results.explanation and query_explanation_record(results.explanation),
            "seconds": round(results.seconds, 6)}


def query_explanation_record(explanation: QueryExplanation) -> dict[str, Any]:
    """How a query was understood; the expansions are what each of its leaves finds beside what is written."""
    expansions = {node.query: [*node.spellings, *node.synonyms, *node.words] for _, node in explanation.tree.walk()}
    return {"tree": _node(explanation.tree),
            "expansions": {query: forms for query, forms in expansions.items() if query and forms},
            "terms": [term._asdict() for term in explanation.terms]}


def hit_record(hit: Hit) -> dict[str, Any]:
    """One hit; all spans are [start, end] in code points."""
    return {"rank": hit.rank, "score": hit.score, "citation": hit.item.citation,
            "snippet": {"start": hit.snippet.start, "end": hit.snippet.end}, "spans": _pairs(hit.spans),
            "title_spans": _pairs(hit.title_spans), "section_spans": [_pairs(spans) for spans in hit.section_spans],
            "loose": hit.loose, "others": list(hit.others),
            "explanation": hit.explanation and explanation_record(hit.explanation), "item": hit.item.record()}


def explanation_record(explanation: Explanation) -> dict[str, Any]:
    """What a score is made of; the parts add up to it."""
    return {"score": explanation.score, "parts": [part._asdict() for part in explanation.parts]}


def similar_record(answer: "SimilarItems") -> dict[str, Any]:
    """The corresponding items of an item; in each difference, left is the item asked for."""
    return {"schema": SCHEMA, "item": answer.item.record(), "similar": [_similar_item(one) for one in answer.similar]}


def trend_record(trend: "Trend") -> dict[str, Any]:
    """The counts of a query; a share is that of the hits in the items with the same values."""
    return {"schema": SCHEMA, "query": trend.query, "by": list(trend.by), "hits": trend.hits, "items": trend.items,
            "rows": [{"values": dict(zip(trend.by, row.values)), "hits": row.hits, "items": row.items,
                      "share": row.share} for row in trend.rows]}


def evaluation_record(evaluation: "Evaluation") -> dict[str, Any]:
    """The measures of a run, and beside them those of another and the differences, where there is one."""
    return {"schema": SCHEMA, "queries": evaluation.queries, "unjudged": evaluation.unjudged,
            "measures": dict(evaluation.means), "other": evaluation.other and dict(evaluation.other),
            "differences": evaluation.differences and {
                name: difference._asdict() for name, difference in evaluation.differences.items()}}


def quotation_record(quotation: "Quotation") -> dict[str, Any]:
    """Where a quotation stands; in the difference from the nearest passage, left is the quotation."""
    return {"schema": SCHEMA, **_quotation(quotation)}


def _node(node: QueryNode) -> dict[str, Any]:
    return {"kind": node.kind, "query": node.query, "field": node.field, "items": node.items,
            "spellings": list(node.spellings), "synonyms": list(node.synonyms), "words": list(node.words),
            "pieces": list(node.pieces), "children": [_node(child) for child in node.children]}


def _quotation(quotation: "Quotation") -> dict[str, Any]:
    nearest = quotation.nearest
    return {"text": quotation.text, "total": quotation.total,
            "passages": [_passage(passage) for passage in quotation.passages],
            "nearest": nearest and {**_passage(nearest.passage), **_difference(nearest.difference)},
            "parts": [_quotation(part) for part in quotation.parts]}


def _similar_item(one: "SimilarItem") -> dict[str, Any]:
    return {"rank": one.rank, "score": one.score, "citation": one.item.citation, **_difference(one.difference),
            "item": one.item.record()}


def _passage(passage: "Passage") -> dict[str, Any]:
    return {"citation": passage.citation, "span": list(passage.span),
            "source_span": passage.source_span and list(passage.source_span), "line": passage.line,
            "item": passage.item.record()}


def _difference(difference: "Difference") -> dict[str, Any]:
    return {"common": difference.common,
            "difference": [{"kept": kept, "left": list(left), "right": list(right)}
                           for kept, left, right in difference.stretches]}


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [list(span) for span in spans]
