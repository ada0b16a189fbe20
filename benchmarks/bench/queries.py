"""What a query is, and the kinds there are."""
from typing import NamedTuple

# each kind, and how it is called
KINDS = {"common": "common term", "rare": "rare term", "character": "one character", "or": "2-4 terms OR",
         "and": "2-4 terms AND", "phrase": "phrase of 2-3 words", "clause": "whole clause", "prefix": "prefix",
         "year": "term in a year", "question": "long question"}
# the kinds whose terms are to stand in an item as they are, word behind word
PHRASES = ("phrase", "clause")
# words asked together to see where the time of a query goes
TERM_COUNTS = (1, 2, 4, 8, 16, 32)


class Query(NamedTuple):
    """A query of a kind: its `terms`, and the words that stand for each where words alone are held."""

    kind: str
    terms: list[str]
    words: list[list[str]]
    year: int | None = None
