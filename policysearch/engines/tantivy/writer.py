"""Entries into an index of Tantivy's."""
from pathlib import Path

from tantivy import Document, Index

from policysearch.engines.base import Entry
from policysearch.engines.tantivy.fields import OUTSIDE, TOKENIZER, positioned_text, schema, text_of, tokenizer, value_token

# what is held before it is written out as a segment; merging takes as much again
_HEAP_BYTES = 256_000_000
# the analyzer feeds it, and is slower than one thread of Tantivy's
_THREADS = 1


class Writer:
    """Takes the entries of a build."""

    def __init__(self, folder: Path) -> None:
        """Begin an index in an empty folder. Raises OSError."""
        try:
            index = Index(schema(), str(folder), reuse=False)
            index.register_tokenizer(TOKENIZER, tokenizer())
            self._writer = index.writer(_HEAP_BYTES, _THREADS)
        except ValueError as error:
            raise OSError(str(error)) from error
        self._ordinal = 0

    def add(self, entry: Entry) -> None:
        """Add the next entry. Raises OSError."""
        document = Document()
        for field, text in (("words", text_of(entry.words.elements())), ("bigrams", positioned_text(entry.ranked))):
            # why twice, the module `fields` says
            document.add_text(field, text)
            document.add_text(field, text)
        document.add_text("headed", positioned_text(entry.ranked[1:]))
        document.add_text("unranked", positioned_text(entry.unranked))
        document.add_text("units", text_of(entry.units))
        document.add_text("values", text_of(_values(entry)))
        if entry.year is not None:
            document.add_integer("year", entry.year)
        if entry.same != self._ordinal:
            document.add_unsigned("copy_of", entry.same)
        document.add_unsigned("ordinal", self._ordinal)
        self._ordinal += 1
        try:
            self._writer.add_document(document)
        except ValueError as error:
            raise OSError(str(error)) from error

    def finish(self) -> None:
        """Write everything out. Raises OSError."""
        try:
            self._writer.commit()
            self._writer.wait_merging_threads()
        except ValueError as error:
            raise OSError(str(error)) from error


def _values(entry: Entry) -> list[str]:
    named = ((name, getattr(entry, name)) for name in ("date", "issuer", "place", "kind", "doc_number"))
    values = [value_token(name, value) for name, value in named if value]
    values += (value_token("number", number) for number in entry.numbers)
    return values if entry.searched else [*values, OUTSIDE]
