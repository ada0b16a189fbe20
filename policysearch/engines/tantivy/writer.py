"""Items into an index of Tantivy's."""
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tantivy import Document, Index

from policysearch.analysis.term_keys import TermKeys
from policysearch.arrays import Array
from policysearch.engines.tantivy.fields import OUTSIDE, TOKENIZER, schema, tokenizer, value_token
from policysearch.engines.tantivy.token_texts import listed, positioned, words
from policysearch.engines.writing import AnalysedItems, values_of
from policysearch.models import SEARCHED_PARTS, Item

# what is held before it is written out as a segment; merging takes as much again
_HEAP_BYTES = 128_000_000
# the analyzer feeds it, and is slower than one thread of Tantivy's
_THREADS = 1


class Prepared(NamedTuple):
    """The document of an item: its fields of text, and its year."""

    texts: list[tuple[str, str]]
    year: int | None


def prepare(items: AnalysedItems) -> list[Prepared]:
    """What the writer takes of some items."""
    count, terms = len(items.items), items.terms
    made = []
    for item, word_text, unit_text, pairs, headed, unranked in zip(
            items.items, words(terms.laid, count), listed(terms.units, items.texts, count), *positioned(terms.laid, count)):
        # why twice, the module `fields` says
        made.append(Prepared([("words", word_text), ("words", word_text), ("bigrams", pairs), ("bigrams", pairs),
                              ("headed", headed), ("units", unit_text), ("unranked", unranked),
                              ("values", "\n".join(_values(item)))], item.year))
    return made


class Writer:
    """Takes the items of a build in the order of their ordinals."""

    def __init__(self, folder: Path) -> None:
        """Begin an index in an empty folder. Raises OSError."""
        try:
            index = Index(schema(), str(folder), reuse=False)
            index.register_tokenizer(TOKENIZER, tokenizer())
            self._writer = index.writer(_HEAP_BYTES, _THREADS)
        except ValueError as error:
            raise OSError(str(error)) from error
        self._ordinal = 0

    def add(self, prepared: Sequence[Prepared], runs: Array, same: Sequence[int]) -> None:
        """Add the next items. Raises OSError."""
        for (texts, year), first in zip(prepared, same):
            document = Document()
            for field, text in texts:
                document.add_text(field, text)
            if year is not None:
                document.add_integer("year", year)
            if first != self._ordinal:
                document.add_unsigned("copy_of", first)
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


def create_writer(folder: Path, keys: TermKeys) -> Writer:
    """A writer for a new index in an empty folder. Raises OSError."""
    return Writer(folder)


def _values(item: Item) -> list[str]:
    named = {"date": item.date, "issuer": item.issuer, "place": item.place, "kind": item.kind}
    values = [value_token(name, value) for name, value in named.items() if value]
    values += [value_token(name, value) for name, some in values_of(item).items() for value in some]
    return values if item.part in SEARCHED_PARTS else [*values, OUTSIDE]
