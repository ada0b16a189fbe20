"""The names of an index's documents, looked up in place.

A document is here a stretch of items under one title, apart from articles that their records carry behind it: a source, or
the records of one law. Keys are a letter, what is looked up, a zero byte, and the document: title, year, place and first
item; beside each stands where its items begin and end.
"""
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from policysearch.matching.title_names import STATE, base_of, kind_of, names_of
from policysearch.models import Item
from policysearch.storage.key_table import KeyRows, KeyTable
from policysearch.text.doc_numbers import key_of
from policysearch.text.folding import comparable_term

_NAME, _NUMBER, _KIND, _INITIAL = b"n", b"d", b"k", b"i"
# kinds whose names are abbreviated by their words' first characters: 民诉法, 医保条例
ABBREVIATED = ("法", "条例")


class Document(NamedTuple):
    """A document that a name may mean: its title (comparable, without an article), and the ordinals of its items."""

    title: str
    year: int | None
    place: str | None
    first: int
    stop: int


class NameTableWriter:
    """Takes the items of a build in their order."""

    def __init__(self) -> None:
        self._documents: dict[tuple[str, str], int] = {}
        self._rows = KeyRows(2)
        self._items = 0
        self._open: tuple[str, str] | None = None
        self._keys: list[bytes] = []
        self._first = 0

    def add(self, item: Item) -> int:
        """Add the next item. Returns the ordinal of its document's first item, from which others may lie between."""
        title = base_of(item.title).title if item.title else ""
        if (item.source, title) != self._open:
            self._close()
            self._open = item.source, title
            self._first = self._items
            # a document may have a name twice
            self._keys = list(dict.fromkeys(_keys(title, item, self._first))) if title else []
        self._items += 1
        return self._documents.setdefault((item.source, title), self._items - 1)

    def write(self, path: Path) -> None:
        """Write the table. Raises OSError."""
        self._close()
        self._rows.write(path)

    def _close(self) -> None:
        for key in self._keys:
            self._rows.add(key, self._first, self._items)
        self._keys = []


class NameTable:
    """The finished table."""

    def __init__(self, path: Path, index: str) -> None:
        """Open the file. Raises IndexDamaged or OSError."""
        self._table = KeyTable(path, index)
        self.close = self._table.close

    def longest_name(self, text: str) -> str:
        """The longest name that `text` begins with, "" for none."""
        sought = _NAME + text.encode()
        while len(sought) > len(_NAME):
            # what begins the text is not greater than it, and nothing that is greater than the longest begins it
            key = self._table.last_up_to(sought + b"\0\xff")
            if key is None or not key.startswith(_NAME):
                return ""
            name = key.partition(b"\0")[0]
            if sought.startswith(name):
                return name[len(_NAME):].decode()
            shared = next(place for place in range(len(sought) + 1) if sought[:place + 1] != name[:place + 1])
            sought = sought[:shared]
        return ""

    def named(self, name: str) -> list[Document]:
        """The documents with a name."""
        return list(self._under(_NAME + name.encode()))

    def numbered(self, doc_number: str) -> list[Document]:
        """The documents with a 文号, given by its key."""
        return list(self._under(_NUMBER + doc_number.encode()))

    def of_kind(self, kind: str) -> Iterator[Document]:
        """The documents of a kind."""
        return self._under(_KIND + kind.encode())

    def beginning(self, kind: str, character: str) -> Iterator[tuple[str, Document]]:
        """The names of a kind that begin with a character, each with a document."""
        prefix = _INITIAL + kind.encode() + b"\0" + character.encode()
        for key, (first, stop) in self._table.beginning_with(prefix):
            _, name, document = key.split(b"\0", 2)
            yield name.decode(), _document(document, first, stop)

    def _under(self, key: bytes) -> Iterator[Document]:
        for found, (first, stop) in self._table.beginning_with(key + b"\0"):
            yield _document(found[len(key) + 1:], first, stop)


def _keys(title: str, item: Item, first: int) -> Iterable[bytes]:
    document = json.dumps([comparable_term(title).text, item.year, item.place, first], ensure_ascii=False).encode()
    for name in names_of(title):
        yield b"\0".join((_NAME + name.encode(), document))
        kind = kind_of(name)
        if kind in ABBREVIATED:
            yield b"\0".join((_INITIAL + kind.encode(), name.encode(), document))
    kind = kind_of(names_of(title)[-1]) or item.kind
    if kind:
        yield b"\0".join((_KIND + kind.encode(), document))
    if item.doc_number:
        number = key_of(item.doc_number)
        # orders are cited with and without the name of the state
        for key in dict.fromkeys((number, number.removeprefix(STATE))):
            yield b"\0".join((_NUMBER + key.encode(), document))


def _document(data: bytes, first: int, stop: int) -> Document:
    title, year, place, _ = json.loads(data)
    return Document(title, year, place, first, stop)
