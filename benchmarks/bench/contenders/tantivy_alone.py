"""Tantivy through its own binding, over ready words, with a thread for each processor."""
import os
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import tantivy

from benchmarks.bench.contenders.base import TOP, Contender, Hit, Opened
from benchmarks.bench.material import Material
from benchmarks.bench.queries import Query

_HEAP = 256_000_000


class _Tantivy(Contender):
    version = metadata.version("tantivy")

    def build(self, material: Material, folder: Path) -> None:
        # kept as bytes: a text field would be indexed too
        schema = (tantivy.SchemaBuilder().add_bytes_field("id", stored=True).add_bytes_field("text", stored=True)
                  .add_text_field("words", tokenizer_name="whitespace")
                  .add_unsigned_field("year", indexed=True, fast=True).build())
        writer = tantivy.Index(schema, path=str(folder)).writer(_HEAP, os.cpu_count() or 1)
        for item in material.prepared():
            document = tantivy.Document()
            document.add_bytes("id", item.id.encode())
            document.add_bytes("text", item.text.encode())
            document.add_text("words", item.words)
            document.add_unsigned("year", item.year)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> Opened:
        return _Index(folder)


class _Index(Opened):
    def __init__(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        self._schema = index.schema
        self._searcher = index.searcher()

    def search(self, query: Query) -> Sequence[Hit]:
        found = self._searcher.search(self._parsed(query), TOP, count=False)
        documents = [self._searcher.doc(address) for _, address in found.hits]
        return [Hit(*(bytes(document.get_first(field) or b"").decode() for field in ("id", "text")))
                for document in documents]

    def _parsed(self, query: Query) -> tantivy.Query:
        if query.kind == "prefix":
            return tantivy.Query.regex_query(self._schema, "words", f"{query.terms[0]}.*")
        if query.kind in ("or", "question"):
            return self._joined(tantivy.Occur.Should, [self._phrase([word]) for words in query.words for word in words])
        clauses = [self._phrase(words) for words in query.words]
        if query.year:
            clauses.append(tantivy.Query.const_score_query(
                tantivy.Query.term_query(self._schema, "year", query.year), 0))
        return self._joined(tantivy.Occur.Must, clauses)

    def _phrase(self, words: list[str]) -> tantivy.Query:
        if len(words) == 1:
            return tantivy.Query.term_query(self._schema, "words", words[0])
        return tantivy.Query.phrase_query(self._schema, "words", [*words])

    def _joined(self, how: tantivy.Occur, clauses: list[tantivy.Query]) -> tantivy.Query:
        return clauses[0] if len(clauses) == 1 else tantivy.Query.boolean_query([(how, clause) for clause in clauses])


def contender(_: str) -> Contender:
    """Tantivy."""
    return _Tantivy()
