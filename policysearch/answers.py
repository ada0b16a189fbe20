"""Answers as plain dictionaries and lists ready for JSON: the one versioned form, for every door."""
from dataclasses import asdict
from typing import Any

from policysearch.models import Explanation, Hit, Results, Span

SCHEMA = 1


def results_record(results: Results) -> dict[str, Any]:
    """The answer to a search. What a later version counts is present and null."""
    return {"schema": SCHEMA, "query": results.query, "understood": results.understood, "total": results.total,
            "loose_total": results.loose_total, "elsewhere": results.elsewhere, "suggestions": list(results.suggestions),
            "expansions": {term: list(forms) for term, forms in results.expansions.items()},
            "hits": [hit_record(hit) for hit in results.hits], "nearest": [hit_record(hit) for hit in results.nearest],
            "facets": {field: [list(pair) for pair in counts] for field, counts in results.facets.items()} or None,
            "seconds": round(results.seconds, 6)}


def hit_record(hit: Hit) -> dict[str, Any]:
    """One hit; all spans are [start, end] in code points."""
    return {"rank": hit.rank, "score": hit.score, "citation": hit.item.citation,
            "snippet": {"start": hit.snippet.start, "end": hit.snippet.end}, "spans": _pairs(hit.spans),
            "title_spans": _pairs(hit.title_spans), "section_spans": [_pairs(spans) for spans in hit.section_spans],
            "loose": hit.loose, "others": list(hit.others),
            "explanation": hit.explanation and explanation_record(hit.explanation), "item": hit.item.record()}


def explanation_record(explanation: Explanation) -> dict[str, Any]:
    """What a score is made of; the parts add up to it."""
    return {"score": explanation.score, "parts": [asdict(part) for part in explanation.parts]}


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [list(span) for span in spans]
