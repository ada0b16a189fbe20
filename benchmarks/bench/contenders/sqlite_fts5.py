"""SQLite's FTS5 over ready words: an index without content beside a table of the items.

All in one transaction without a journal, merged into one segment at the end; searched in mapped files. No index of
prefixes, which would double it for one kind of query.
"""
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bench.contenders.base import TOP, Contender, Hit, Opened
from benchmarks.bench.material import Material
from benchmarks.bench.queries import Query

_FILE = "items.sqlite"
_SEARCH = """SELECT items.id, items.text FROM words JOIN items ON items.number = words.rowid
             WHERE words MATCH ? AND (? IS NULL OR items.year = ?) ORDER BY words.rank LIMIT ?"""


class _Fts5(Contender):
    version = sqlite3.sqlite_version

    def build(self, material: Material, folder: Path) -> None:
        connection = sqlite3.connect(folder / _FILE)
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        connection.execute("CREATE TABLE items (number INTEGER PRIMARY KEY, id TEXT, year INTEGER, text TEXT)")
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='unicode61')")
        for number, item in enumerate(material.prepared()):
            connection.execute("INSERT INTO items VALUES (?, ?, ?, ?)", (number, item.id, item.year, item.text))
            connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, item.words))
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.commit()
        connection.close()

    def open(self, folder: Path) -> Opened:
        return _Index(folder)


class _Index(Opened):
    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / _FILE)
        self._connection.execute(f"PRAGMA mmap_size = {1 << 31}")

    def search(self, query: Query) -> Sequence[Hit]:
        if query.kind == "prefix":
            match = f'"{query.terms[0]}" *'
        elif query.kind in ("or", "question"):
            match = " OR ".join(f'"{word}"' for words in query.words for word in words)
        else:
            # words inside quotation marks stand one after the other
            match = " AND ".join(f'"{" ".join(words)}"' for words in query.words)
        return [Hit(*row) for row in self._connection.execute(_SEARCH, (match, query.year, query.year, TOP))]


def contender(_: str) -> Contender:
    """SQLite's FTS5."""
    return _Fts5()
