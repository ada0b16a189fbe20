"""Xapian through its own binding, over ready words."""
import json
from collections.abc import Sequence
from pathlib import Path

import xapian

from benchmarks.bench.contenders.base import TOP, Contender, Hit, Opened
from benchmarks.bench.material import Material
from benchmarks.bench.queries import Query

_YEAR = 0


class _Xapian(Contender):
    version = xapian.version_string()

    def build(self, material: Material, folder: Path) -> None:
        database = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OPEN)
        for item in material.prepared():
            document = xapian.Document()
            document.set_data(json.dumps([item.id, item.text], ensure_ascii=False))
            document.add_value(_YEAR, xapian.sortable_serialise(item.year))
            for position, word in enumerate(item.words.split()):
                document.add_posting(word, position)
            database.add_document(document)
        database.commit()
        database.close()

    def open(self, folder: Path) -> Opened:
        return _Index(folder)


class _Index(Opened):
    def __init__(self, folder: Path) -> None:
        self._enquire = xapian.Enquire(xapian.Database(str(folder)))

    def search(self, query: Query) -> Sequence[Hit]:
        self._enquire.set_query(_parsed(query))
        return [Hit(*json.loads(match.document.get_data())) for match in self._enquire.get_mset(0, TOP)]


def _parsed(query: Query) -> xapian.Query:
    if query.kind == "prefix":
        # without the last three, which are the defaults, the term would be taken for a list of its characters
        return xapian.Query(xapian.Query.OP_WILDCARD, query.terms[0], 0, xapian.Query.WILDCARD_LIMIT_ERROR,
                            xapian.Query.OP_SYNONYM)
    if query.kind in ("or", "question"):
        return xapian.Query(xapian.Query.OP_OR, [word for words in query.words for word in words])
    parsed = xapian.Query(xapian.Query.OP_AND, [
        xapian.Query(xapian.Query.OP_PHRASE, words, len(words)) if len(words) > 1 else xapian.Query(words[0])
        for words in query.words])
    if query.year:
        year = xapian.sortable_serialise(query.year)
        parsed = xapian.Query(xapian.Query.OP_FILTER, parsed,
                              xapian.Query(xapian.Query.OP_VALUE_RANGE, _YEAR, year, year))
    return parsed


def contender(_: str) -> Contender:
    """Xapian."""
    return _Xapian()
