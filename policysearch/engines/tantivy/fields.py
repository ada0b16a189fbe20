"""The fields of an index in Tantivy, and how tokens are spelled in them.

Ready tokens travel as text with spaces between them, which Tantivy's whitespace tokenizer takes apart again. `words` and
`bigrams` rank: every token is given twice, since Tantivy's k1 and b are constants, 1.2 and .75, and twice the counts and
lengths make that .6 and .75. `bigrams` keeps positions, so that a phrase of bigrams is the exact text; a gap lies wherever
units do not stand side by side. `unranked` is the same, given once, for texts that do not rank. `units` and `values` (of
the record) are there or not. `ordinal` and `year` are numbers; so is `copy_of`, the ordinal of the first item with the same
text, where that is another one.
"""
import hashlib
from collections.abc import Iterable, Iterator, Sequence

from tantivy import Filter, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from policysearch.analysis.analyzer import adjacent, bigram

COPIES = 2
TOKENIZER = "tokens"
# the value of what is no item
OUTSIDE = "outside"

# no unit holds it; as a stop word it takes up a position and is not kept
_GAP = "|"
# in bigrams; a phrase may leave out every other one, and must not reach over the gap by that
_GAP_LENGTH = 2
# Tantivy drops tokens of 65,530 bytes and more without a word; no term of a query is as long as this
_LONGEST = 20_000


def schema() -> Schema:
    """The fields of an index."""
    builder = SchemaBuilder()
    for name, option in (("words", "freq"), ("bigrams", "position"), ("unranked", "position"), ("units", "basic"),
                         ("values", "basic")):
        builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option=option)
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_unsigned_field("copy_of", indexed=True)
    builder.add_unsigned_field("ordinal", indexed=True, fast=True)
    return builder.build()


def tokenizer() -> TextAnalyzer:
    """What takes the text of a field apart into tokens."""
    return TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.custom_stopword([_GAP])).build()


def token(text: str) -> str:
    """A token as it is kept: without a space, and not too long.

    >>> token("5g pm2.5")
    '5g_pm2.5'
    """
    # most are words and pairs of Han characters
    return text if text.isalnum() and len(text) < _LONGEST else text[:_LONGEST].replace(" ", "_")


def value_token(field: str, value: str) -> str:
    """The token of a value of a record, which may hold any characters."""
    return f"{field}={hashlib.blake2b(value.encode(), digest_size=16).hexdigest()}"


def positioned_text(texts: Iterable[str], copies: int) -> str:
    """The bigrams of `texts` as one text, every one as many times as `copies` says, with gaps where units stand apart.

    >>> positioned_text(["家庭医生，签约"], 1)
    '家庭 庭医 医生 | | 签约 | |'
    """
    return " ".join(_positioned(texts, copies))


def pairs_of(stretch: Sequence[str]) -> list[str]:
    """The bigrams of adjacent units as they are kept, one a position."""
    return [token(pair) for pair in map(bigram, stretch, stretch[1:])]


def _positioned(texts: Iterable[str], copies: int) -> Iterator[str]:
    gap = " ".join([_GAP] * (_GAP_LENGTH * copies))
    for text in texts:
        for stretch in adjacent(text):
            if len(stretch) > 1:
                yield " ".join([pair for pair in pairs_of(stretch) for _ in range(copies)])
                yield gap
