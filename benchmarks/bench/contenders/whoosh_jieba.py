"""Whoosh with jieba's analyzer, as their documentation shows it: schema, writer, query parser.

But for the positions of the words: jieba gives the offsets of characters for them, by which no phrase would be found.
"""
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import jieba
import whoosh
from jieba.analyse import ChineseAnalyzer
from whoosh import fields, index
from whoosh.analysis import Filter, Token
from whoosh.qparser import OrGroup, QueryParser
from whoosh.query import NumericRange

from benchmarks.bench.contenders.base import TOP, Contender, Hit, Opened
from benchmarks.bench.material import Material, text_of
from benchmarks.bench.queries import PHRASES, Query


class WordPositions(Filter):  # type: ignore[misc]
    """Counts words for their positions."""

    def __call__(self, tokens: Iterable[Token]) -> Iterator[Token]:
        for position, token in enumerate(tokens):
            token.pos = position
            yield token


class _WhooshJieba(Contender):
    cuts_words = True
    version = f"{whoosh.versionstring()} + {jieba.__version__}"

    def build(self, material: Material, folder: Path) -> None:
        schema = fields.Schema(id=fields.ID(stored=True), year=fields.NUMERIC(int),
                               text=fields.TEXT(analyzer=ChineseAnalyzer() | WordPositions(), stored=True))
        writer = index.create_in(folder, schema).writer(limitmb=512)
        for record in material.items():
            writer.add_document(id=record["id"], year=record["year"], text=text_of(record))
        writer.commit()

    def open(self, folder: Path) -> Opened:
        return _Index(folder)


class _Index(Opened):
    def __init__(self, folder: Path) -> None:
        opened = index.open_dir(folder)
        self._searcher = opened.searcher()
        self._all = QueryParser("text", opened.schema)
        self._any = QueryParser("text", opened.schema, group=OrGroup)

    def search(self, query: Query) -> Sequence[Hit]:
        typed = " ".join(query.terms)
        if query.kind in PHRASES:
            typed = f'"{typed}"'
        elif query.kind == "prefix":
            typed += "*"
        elif query.kind == "or":
            typed = " OR ".join(query.terms)
        parsed = (self._any if query.kind == "question" else self._all).parse(typed)
        # And([query, NumericRange]) would give wrong lists in Whoosh 2.7.4
        within = NumericRange("year", query.year, query.year) if query.year else None
        return [Hit(hit["id"], hit["text"]) for hit in self._searcher.search(parsed, limit=TOP, filter=within)]


def contender(_: str) -> Contender:
    """Whoosh with jieba's analyzer."""
    return _WhooshJieba()
