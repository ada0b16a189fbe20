"""Paths -> a finished generation: read, cut, analyse, write, switch. Composition only."""
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from policysearch.analysis import dictionary as dictionaries
from policysearch.analysis.analyzer import Analyzer, bigrams
from policysearch.engines.base import EngineWriter, Entry
from policysearch.engines.registry import DEFAULT, ENGINES, engine_module
from policysearch.errors import IndexUnwritable, NothingToIndex, SourceError
from policysearch.matching.zones import zones_of
from policysearch.models import (DOCUMENT_FIELDS, RECORD_SCHEMA, SEARCHED_PARTS, Document, DocumentSummary, Item,
                                 Problem)
from policysearch.query.values import parse_item_number
from policysearch.reading import Progress, ReadDocument, read_documents
from policysearch.opened import fingerprints
from policysearch.storage.columns import ColumnsWriter
from policysearch.storage.document_table import DocumentTableWriter
from policysearch.storage.generations import (COLUMNS, DICTIONARY, DOCUMENTS, IDS, ITEMS, SPELLINGS, SYNONYMS, TERMS,
                                              new_generation, switch_to)
from policysearch.storage.item_store import ItemStoreWriter, ZonePair
from policysearch.storage.key_table import write_key_table
from policysearch.storage.manifest import FORMAT, Manifest, file_sums, write_manifest
from policysearch.storage.spellings import write_spellings
from policysearch.storage.term_store import KINDS, Kind, TermNumbering
from policysearch.text.doc_numbers import key_of
from policysearch.text.units import units
from policysearch.vocabulary import Paths, Vocabulary, read_vocabulary, synonyms_to_bytes

# metadata whose presence `stats` counts
_COUNTED_FIELDS = ("title", "year", "date", "issuer", "place", "doc_number", "kind", "in_force_from", "in_force_until",
                   "repealed", "number", "heading")


@dataclass(frozen=True)
class BuildReport:
    """What a build did: items and documents in the new index, and the errors of what was left out."""

    index: str
    items: int
    documents: int
    errors: tuple[SourceError, ...]


def build(paths: str | Path | Iterable[str | Path], index: str | Path, *, engine: str = DEFAULT,
          words: Paths = (), synonyms: Paths = (), progress: Progress | None = None, processes: int = 1) -> BuildReport:
    """Build an index of the sources below `paths` in folder `index`, beside the one that answers, and switch to it.

    `words` are files of words that are to be kept whole, one a line; `synonyms` files of synonyms as in `matching.synonyms`.
    Files are read and cut by as many `processes`. Sources that cannot be taken are left out and named in the report.
    Raises SourceError for a bad list, NothingToIndex where none is left (the old index stays), IndexBusy, NotAnIndex or
    IndexUnwritable, and ValueError for an unknown engine.
    """
    if engine not in ENGINES:
        raise ValueError(f"no engine {engine!r}; there are {', '.join(ENGINES)}")
    if isinstance(paths, (str, Path)):
        paths = [paths]
    vocabulary = read_vocabulary(words, synonyms)
    errors: list[SourceError] = []
    place = Path(index)
    documents = read_documents([str(path) for path in paths], errors, progress, processes)
    first = next(documents, None)
    if first is None:
        raise NothingToIndex("index.nothing", str(place), problems="\n".join(map(str, errors)))
    try:
        with new_generation(place) as folder:
            writer = _GenerationWriter(folder, engine, vocabulary)
            writer.add(first)
            for one in documents:
                writer.add(one)
            writer.finish(errors)
            switch_to(folder, place)
    except OSError as error:
        raise IndexUnwritable("index.unwritable", str(place), reason=error.strerror or str(error)) from error
    return BuildReport(str(place), writer.items, writer.documents, tuple(errors))


class _GenerationWriter:
    def __init__(self, folder: Path, engine: str, vocabulary: Vocabulary) -> None:
        self._folder = folder
        self._engine = engine
        self._vocabulary = vocabulary
        dictionary = dictionaries.compile_dictionary(vocabulary.words)
        (folder / DICTIONARY).write_bytes(dictionary.to_bytes())
        (folder / SYNONYMS).write_bytes(synonyms_to_bytes(vocabulary.synonyms))
        self._analyzer = Analyzer(dictionary)
        self._store = ItemStoreWriter(folder / ITEMS)
        self._columns = ColumnsWriter()
        self._documents = DocumentTableWriter(folder / DOCUMENTS)
        (folder / engine).mkdir()
        self._entries: EngineWriter = engine_module(engine).create_writer(folder / engine)
        self._terms = TermNumbering()
        self._ids: dict[bytes, tuple[int]] = {}
        self._lengths: Counter[Kind] = Counter()
        self._parts: Counter[str] = Counter()
        self._filled: Counter[str] = Counter()
        self.documents = 0
        self.items = 0

    def add(self, read: ReadDocument) -> None:
        """Add the next document."""
        self.documents += 1
        self._documents.add(_summary(read), len(self._ids), _line_starts(read.text))
        for item in _in_order(read.document):
            searched = item.part in SEARCHED_PARTS
            zones = zones_of(item)
            tokens = self._analyzer.tokens((zones.folded.text, zones.folded.title, *zones.folded.sections))
            by_kind: dict[Kind, Counter[str]] = {"word": tokens.words, "bigram": tokens.bigrams}
            numbered = {kind: dict(zip(self._terms.numbers(kind, counts, searched), counts.values()))
                        for kind, counts in by_kind.items()}
            self._store.add(item, zones, numbered)
            self._columns.add(item, zones.folded.text)
            self._entries.add(_entry(item, zones, by_kind))
            self._ids[item.id.encode()] = (len(self._ids),)
            self._parts[item.part] += 1
            if searched:
                self.items += 1
                for kind, counts in by_kind.items():
                    self._lengths[kind] += counts.total()
                self._filled.update(name for name in _COUNTED_FIELDS if getattr(item, name) is not None)

    def finish(self, errors: Sequence[SourceError]) -> None:
        """Write everything out, the manifest last."""
        self._entries.finish()
        self._store.close()
        self._documents.close()
        self._columns.write(self._folder / COLUMNS)
        self._terms.write(self._folder / TERMS)
        write_spellings(self._folder / SPELLINGS, self._terms.counted("word"))
        write_key_table(self._folder / IDS, self._ids, 1)
        statistics: dict[str, Any] = {
            "parts": dict(self._parts), "filled": {name: self._filled[name] for name in _COUNTED_FIELDS}}
        for kind in KINDS:
            statistics[kind] = {"total_length": self._lengths[kind], "distinct": self._terms.distinct(kind)}
        problems = [_problem(error) for error in errors]
        write_manifest(Manifest(
            format=FORMAT, schema=RECORD_SCHEMA, engine=self._engine,
            fingerprints={**fingerprints(), **self._vocabulary.fingerprints},
            built=datetime.now(UTC).isoformat(timespec="seconds"), items=self.items, documents=self.documents,
            statistics=statistics, files=file_sums(self._folder),
            problems=[{field.name: getattr(problem, field.name) for field in fields(Problem)} for problem in problems]),
            self._folder)


def _in_order(document: Document) -> list[Item]:
    """Items and what stands outside them, by place in the source; records without a place stay as they came."""
    everything = [*document.items, *document.parts]
    return sorted(everything, key=lambda item: item.start or 0) if document.parts else everything


def _summary(read: ReadDocument) -> DocumentSummary:
    document = read.document
    first = document.items[0]
    searched = [item for item in document.items if item.part in SEARCHED_PARTS]
    outside = [item for item in (*document.items, *document.parts) if item.part not in SEARCHED_PARTS]
    left_out: Counter[str] = Counter()
    for one in document.left_out:
        left_out[one.reason] += sum(not character.isspace() for character in read.text[one.start:one.end])
    return DocumentSummary(
        source=first.source, metadata={name: getattr(first, name) for name in DOCUMENT_FIELDS},
        items=dict(Counter(item.level or "" for item in searched)), parts=dict(Counter(item.part for item in outside)),
        left_out=dict(left_out), problems=tuple(_problem(doubt) for doubt in read.doubts))


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))] if text else []


def _problem(error: SourceError) -> Problem:
    return Problem(error.path, error.line, error.key, error.parameters)


def _entry(item: Item, zones: ZonePair, by_kind: dict[Kind, Counter[str]]) -> Entry:
    unranked = (zones.folded.doc_number, zones.folded.article)
    tokens = {unit.text for form in {zones.folded, zones.plain} for text in form.all() for unit in units(text)}
    tokens.update(pair for text in unranked for pair in bigrams(text))
    number = parse_item_number(item.number) if item.number else None
    numbers = {number.value, *((f"第{number.value}条",) if number.article else ())} if number else set()
    return Entry(words=by_kind["word"], bigrams=by_kind["bigram"], units=frozenset(tokens), year=item.year,
                 date=item.date, issuer=item.issuer, place=item.place, kind=item.kind,
                 doc_number=key_of(item.doc_number) if item.doc_number else None, numbers=frozenset(numbers))
