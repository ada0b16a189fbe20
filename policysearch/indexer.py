"""Paths -> a finished generation: read, cut, analyse, write, switch. Composition only."""
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from policysearch.analysis import dictionary as dictionaries
from policysearch.analysis.analyzer import Analyzer, Tokens, bigrams
from policysearch.changes import Changes
from policysearch.engines.base import EngineWriter, Entry
from policysearch.engines.registry import DEFAULT, ENGINES, engine_module
from policysearch.errors import IndexUnwritable, NothingToIndex, SourceError
from policysearch.matching.name_table import NameTableWriter
from policysearch.matching.zones import zones_of
from policysearch.models import RECORD_SCHEMA, SEARCHED_PARTS, Item
from policysearch.opened import fingerprints
from policysearch.query.values import parse_item_number
from policysearch.reading import Progress
from policysearch.storage.builds import new_generation, switch_to
from policysearch.storage.columns import ColumnsWriter
from policysearch.storage.document_table import DocumentTableWriter
from policysearch.storage.generations import (COLUMNS, DICTIONARY, DOCUMENTS, IDS, ITEMS, LISTS, NAMES, SPELLINGS,
                                              SYNONYMS, TERMS)
from policysearch.storage.item_store import ItemStoreWriter, ZonePair
from policysearch.storage.key_table import write_key_table
from policysearch.storage.manifest import FORMAT, Manifest, file_sums, write_manifest
from policysearch.storage.spellings import write_spellings
from policysearch.storage.term_store import KINDS, Kind, TermCounter
from policysearch.text.doc_numbers import key_of
from policysearch.text.units import stretches
from policysearch.updating import DocumentEntry, Renewal, live_documents, problem_of
from policysearch.vocabulary import Paths, Vocabulary, read_vocabulary

# metadata whose presence `stats` counts
_COUNTED_FIELDS = ("title", "year", "date", "issuer", "place", "doc_number", "kind", "in_force_from", "in_force_until",
                   "repealed", "number", "heading")


@dataclass(frozen=True)
class BuildReport:
    """What a build did: items and documents in the new index, the errors of what was left out, and what is not as in the
    index before; None where there was none to compare with."""

    index: str
    items: int
    documents: int
    errors: tuple[SourceError, ...]
    changes: Changes | None = None

    def record(self) -> dict[str, Any]:
        """The report as plain dictionaries and lists, ready for JSON."""
        return {"index": self.index, "items": self.items, "documents": self.documents,
                "changes": asdict(self.changes) if self.changes else None,
                "problems": [problem_of(error)._asdict() for error in self.errors]}


def build(paths: str | Path | Iterable[str | Path], index: str | Path, *, engine: str | None = None,
          words: Paths = (), synonyms: Paths = (), progress: Progress | None = None, processes: int = 1,
          update: bool = False) -> BuildReport:
    """Build an index of the sources below `paths` in folder `index`, beside the one that answers, and switch to it.

    `words` are files of words that are to be kept whole, one a line; `synonyms` files of synonyms as in `matching.synonyms`.
    Files are read and cut by as many `processes`. Sources that cannot be taken are left out and named in the report.

    With `update` the index becomes what a build of `paths` would make of it, but sources whose content is as it was are not
    read again, and those that cannot be read keep their items. No paths stand for those of the last build; no engine, words
    or synonyms for its own. Where there is no index yet, one is built.

    Raises SourceError for a bad list, NothingToIndex where none is left (the old index stays), IndexBusy, NotAnIndex or
    IndexUnwritable; of an update also IndexDamaged, RebuildNeeded for an index of another format, and without paths
    IndexMissing; ValueError for an unknown engine.
    """
    if engine not in (None, *ENGINES):
        raise ValueError(f"no engine {engine!r}; there are {', '.join(ENGINES)}")
    given = [str(path) for path in ([paths] if isinstance(paths, (str, Path)) else paths)]
    errors: list[SourceError] = []
    place = Path(index)
    with ExitStack() as stack:
        live = live_documents(place, update, paths_given=bool(given))
        if live:
            stack.enter_context(closing(live))
        kept = live if update else None
        vocabulary = read_vocabulary(words, synonyms, *([kept.vocabulary] if kept else []))
        given = given or list(kept.paths if kept else ())
        renewal = Renewal(live, update)
        documents = renewal.documents(given, errors, progress, processes)
        first = next(documents, None)
        if first is None:
            raise NothingToIndex("index.nothing", str(place), problems="\n".join(map(str, errors)))
        try:
            with new_generation(place) as folder:
                if kept:
                    kept.check_still_live()
                writer = _GenerationWriter(folder, engine or (kept.engine if kept else DEFAULT), vocabulary, given)
                writer.add(first)
                for one in documents:
                    writer.add(one)
                writer.finish(errors)
                switch_to(folder, place)
        except OSError as error:
            raise IndexUnwritable("index.unwritable", str(place), reason=error.strerror or str(error)) from error
        return BuildReport(str(place), writer.items, writer.documents, tuple(errors), renewal.changes())


class _GenerationWriter:
    def __init__(self, folder: Path, engine: str, vocabulary: Vocabulary, paths: Sequence[str]) -> None:
        self._folder = folder
        self._engine = engine
        self._vocabulary = vocabulary
        self._paths = paths
        dictionary = dictionaries.compile_dictionary(vocabulary.words)
        (folder / DICTIONARY).write_bytes(dictionary.data)
        (folder / SYNONYMS).write_bytes(vocabulary.synonyms.to_bytes())
        (folder / LISTS).write_bytes(vocabulary.to_bytes())
        self._analyzer = Analyzer(dictionary)
        self._store = ItemStoreWriter(folder / ITEMS)
        self._columns = ColumnsWriter()
        self._documents = DocumentTableWriter(folder / DOCUMENTS)
        self._names = NameTableWriter()
        (folder / engine).mkdir()
        self._entries: EngineWriter = engine_module(engine).create_writer(folder / engine)
        self._terms = TermCounter()
        self._ids: dict[bytes, tuple[int]] = {}
        self._lengths: Counter[Kind] = Counter()
        self._parts: Counter[str] = Counter()
        self._filled: Counter[str] = Counter()
        self.documents = 0
        self.items = 0

    def add(self, entry: DocumentEntry) -> None:
        """Add the next document."""
        self.documents += 1
        self._documents.add(entry.summary, len(self._ids), entry.line_starts, entry.origin)
        for item in entry.items:
            searched = item.part in SEARCHED_PARTS
            zones = zones_of(item)
            tokens = self._analyzer.tokens((zones.folded.text, zones.folded.title, *zones.folded.sections))
            by_kind: dict[Kind, Counter[str]] = {"word": tokens.words, "bigram": tokens.bigrams, "precise": tokens.precise,
                                                 "character": tokens.characters}
            self._store.add(item, zones, tokens.cut, {kind: counts.total() for kind, counts in by_kind.items()})
            self._columns.add(item, zones.folded.text, self._names.add(item))
            self._entries.add(_entry(item, zones, tokens))
            self._ids[item.id.encode()] = (len(self._ids),)
            self._parts[item.part] += 1
            if searched:
                self.items += 1
                for kind, counts in by_kind.items():
                    self._lengths[kind] += counts.total()
                    self._terms.add(kind, counts)
                self._filled.update(name for name in _COUNTED_FIELDS if getattr(item, name) is not None)

    def finish(self, errors: Sequence[SourceError]) -> None:
        """Write everything out, the manifest last."""
        self._entries.finish()
        self._store.close()
        self._documents.close()
        self._columns.write(self._folder / COLUMNS)
        self._names.write(self._folder / NAMES)
        self._terms.write(self._folder / TERMS)
        write_spellings(self._folder / SPELLINGS, self._terms.counted("word"))
        write_key_table(self._folder / IDS, sorted(self._ids.items()), 1)
        statistics: dict[str, Any] = {
            "parts": dict(self._parts), "filled": {name: self._filled[name] for name in _COUNTED_FIELDS}}
        for kind in KINDS:
            statistics[kind] = {"total_length": self._lengths[kind], "distinct": self._terms.distinct(kind)}
        write_manifest(Manifest(
            format=FORMAT, schema=RECORD_SCHEMA, engine=self._engine,
            paths=[os.path.abspath(path) for path in self._paths],
            fingerprints={**fingerprints(), **self._vocabulary.fingerprints},
            built=datetime.now(UTC).isoformat(timespec="seconds"), items=self.items, documents=self.documents,
            statistics=statistics, files=file_sums(self._folder),
            problems=[problem_of(error)._asdict() for error in errors]), self._folder)


def _entry(item: Item, zones: ZonePair, terms: Tokens) -> Entry:
    unranked = (zones.folded.doc_number, zones.folded.article)
    tokens: set[str] = set()
    for text in {*zones.folded.all(), *zones.plain.all()}:
        for stretch in stretches(text):
            for piece in stretch:
                tokens.update([piece] if piece.isascii() else piece)
    tokens.update(pair for text in unranked for pair in bigrams(text))
    number = parse_item_number(item.number) if item.number else None
    numbers = {number.value, *((f"第{number.value}条",) if number.article else ())} if number else set()
    return Entry(words=terms.words, bigrams=terms.bigrams, units=frozenset(tokens), year=item.year,
                 date=item.date, issuer=item.issuer, place=item.place, kind=item.kind,
                 doc_number=key_of(item.doc_number) if item.doc_number else None, numbers=frozenset(numbers))
