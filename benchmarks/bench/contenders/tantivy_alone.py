"""Tantivy through its own binding, over ready words."""
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
        schema = (tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
                  .add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
                  .add_text_field("words", tokenizer_name="whitespace")
                  .add_unsigned_field("year", indexed=True, fast=True).build())
        writer = tantivy.Index(schema, path=str(folder)).writer(_HEAP)
        for item in material.prepared():
            document = tantivy.Document()
            document.add_text("id", item.id)
            document.add_text("text", item.text)
            document.add_text("words", " ".join(item.words))
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
        return [Hit(document.get_first("id"), document.get_first("text")) for document in documents]

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
        return tantivy.Query.phrase_query(self._schema, "words", words)

    def _joined(self, how: tantivy.Occur, clauses: list[tantivy.Query]) -> tantivy.Query:
        return clauses[0] if len(clauses) == 1 else tantivy.Query.boolean_query([(how, clause) for clause in clauses])


def contender(_: str) -> Contender:
    """Tantivy."""
    return _Tantivy()
