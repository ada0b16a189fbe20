"""The fields of an index in Tantivy, and how tokens are spelled in them.

Ready tokens travel as text with one on each line, which Tantivy's whitespace tokenizer takes apart again. `words` and
`bigrams` rank: all their tokens are given twice, as two values, since Tantivy's k1 and b are constants, 1.2 and .75, and
twice the counts and lengths make that .6 and .75. `bigrams` keeps positions, so that a phrase of bigrams is the exact text;
a gap lies wherever units do not stand side by side. `unranked` is the same, given once, for texts that do not rank, and
`headed` for title and headings, to tell in which text a phrase stands. `units` and `values` (of the record) are there or
not. `ordinal` and `year` are numbers; so is `copy_of`, the ordinal of the first item with the same text, where that is
another one.
"""
import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from tantivy import Filter, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from policysearch.analysis.analyzer import bigram

TOKENIZER = "tokens"
# the value of what is no item
OUTSIDE = "outside"

# no unit holds it; as a stop word it takes up a position and is not kept
GAP = "|"
# Tantivy drops tokens of 65,530 bytes and more without a word; no term of a query is as long as this
LONGEST = 20_000


class Token(NamedTuple):
    """A token of a field, as it is kept."""

    field: str
    text: str


def schema() -> Schema:
    """The fields of an index."""
    builder = SchemaBuilder()
    for name, option in (("words", "freq"), ("bigrams", "position"), ("unranked", "position"), ("headed", "position"),
                         ("units", "basic"), ("values", "basic")):
        builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option=option)
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_unsigned_field("copy_of", indexed=True)
    builder.add_unsigned_field("ordinal", indexed=True, fast=True)
    return builder.build()


def tokenizer() -> TextAnalyzer:
    """What takes the text of a field apart into tokens."""
    return TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.custom_stopword([GAP])).build()


def spelled(text: str) -> str:
    """A token as it is kept: without a space, and not too long.

    >>> spelled("5g pm2.5")
    '5g_pm2.5'
    """
    return text[:LONGEST].replace(" ", "_")


def value_token(field: str, value: str) -> str:
    """The token of a value of a record, which may hold any characters."""
    return f"{field}={hashlib.blake2b(value.encode(), digest_size=16).hexdigest()}"


def pairs_of(stretch: Sequence[str]) -> list[str]:
    """The bigrams of adjacent units as they are kept, one a position."""
    return [spelled(bigram(first, second)) for first, second in zip(stretch, stretch[1:])]
