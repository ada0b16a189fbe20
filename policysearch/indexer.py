"""Paths -> a finished generation: read, cut, analyse, write, switch. Composition only."""
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from policysearch.analysis import dictionary as dictionaries
from policysearch.analysis.analyzer import Analyzer, bigrams
from policysearch.chunker.cutting import cut
from policysearch.engines.base import EngineWriter, Entry
from policysearch.engines.registry import DEFAULT, engine_module
from policysearch.errors import DuplicateItem, DuplicateSource, NothingToIndex, SourceEmpty, SourceError
from policysearch.matching.zones import zones_of
from policysearch.models import RECORD_SCHEMA, Item, Problem
from policysearch.query.values import parse_item_number
from policysearch.searcher import fingerprints
from policysearch.sources.discovery import Found, discover
from policysearch.sources.records import is_records, read_records
from policysearch.sources.text import read_text
from policysearch.storage.generations import DICTIONARY, IDS, ITEMS, TERMS, new_generation, switch_to
from policysearch.storage.item_store import ItemStoreWriter, ZonePair
from policysearch.storage.key_table import write_key_table
from policysearch.storage.manifest import FORMAT, Manifest, file_sums, write_manifest
from policysearch.storage.term_store import KINDS, Kind, TermNumbering
from policysearch.text.doc_numbers import key_of
from policysearch.text.units import units

# called with the number of sources done, the number of all, and the name of the one that comes next ("" at the end)
Progress = Callable[[int, int, str], None]

# metadata whose presence `stats` counts
_COUNTED_FIELDS = ("title", "year", "date", "issuer", "place", "doc_number", "kind", "number", "heading")


@dataclass(frozen=True)
class BuildReport:
    """What a build did: items and documents in the new index, and the errors of what was left out."""

    index: str
    items: int
    documents: int
    errors: tuple[SourceError, ...]


@dataclass(frozen=True)
class _Document:
    """One source to be indexed: its name, and its items once they are asked for."""

    name: str
    shown: str
    items: Callable[[], Sequence[Item]]


def read_items(paths: Iterable[str], errors: list[SourceError], progress: Progress | None = None) -> Iterator[list[Item]]:
    """The items of each source below `paths`, in document order: source by source, in the order of their names.

    What cannot be taken is appended to `errors`; the rest goes on.
    """
    documents = _documents(paths, errors)
    for done, document in enumerate(documents):
        if progress:
            progress(done, len(documents), document.name)
        try:
            yield list(document.items())
        except SourceError as error:
            errors.append(error)
    if progress:
        progress(len(documents), len(documents), "")


def build(paths: Iterable[str | Path], index: str | Path, *, engine: str = DEFAULT,
          progress: Progress | None = None) -> BuildReport:
    """Build an index of the sources below `paths` in folder `index`, beside the one that answers, and switch to it.

    Sources that cannot be taken are left out and named in the report. Raises NothingToIndex where none is left (the old
    index stays), IndexBusy, NotAnIndex, OSError.
    """
    errors: list[SourceError] = []
    place = Path(index)
    sources = read_items([str(path) for path in paths], errors, progress)
    first = next(sources, None)
    if first is None:
        raise NothingToIndex("index.nothing", str(place), problems="\n".join(map(str, errors)))
    with new_generation(place) as folder:
        writer = _GenerationWriter(folder, engine)
        writer.add(first)
        for items in sources:
            writer.add(items)
        writer.finish(errors)
        switch_to(folder, place)
    return BuildReport(str(place), writer.items, writer.documents, tuple(errors))


class _GenerationWriter:
    def __init__(self, folder: Path, engine: str) -> None:
        self._folder = folder
        self._engine = engine
        dictionary = dictionaries.compile_dictionary()
        (folder / DICTIONARY).write_bytes(dictionary.to_bytes())
        self._analyzer = Analyzer(dictionary)
        self._store = ItemStoreWriter(folder / ITEMS)
        (folder / engine).mkdir()
        self._entries: EngineWriter = engine_module(engine).create_writer(folder / engine)
        self._terms = TermNumbering()
        self._ids: dict[bytes, tuple[int]] = {}
        self._lengths: Counter[Kind] = Counter()
        self._parts: Counter[str] = Counter()
        self._filled: Counter[str] = Counter()
        self.documents = 0
        self.items = 0

    def add(self, items: Sequence[Item]) -> None:
        """Add the items of the next document."""
        self.documents += 1
        for item in items:
            zones = zones_of(item)
            tokens = self._analyzer.tokens((zones.folded.text, zones.folded.title, *zones.folded.sections))
            by_kind: dict[Kind, Counter[str]] = {"word": tokens.words, "bigram": tokens.bigrams}
            numbered = {kind: self._numbered(kind, counts) for kind, counts in by_kind.items()}
            self._store.add(item, zones, numbered)
            self._entries.add(_entry(item, zones, by_kind))
            self._ids[item.id.encode()] = (self.items,)
            self.items += 1
            for kind, counts in by_kind.items():
                self._lengths[kind] += counts.total()
            self._parts[item.part] += 1
            self._filled.update(name for name in _COUNTED_FIELDS if getattr(item, name) is not None)

    def _numbered(self, kind: Kind, counts: Counter[str]) -> dict[int, int]:
        return dict(zip(self._terms.numbers(kind, counts), counts.values()))

    def finish(self, errors: Sequence[SourceError]) -> None:
        """Write everything out, the manifest last."""
        self._entries.finish()
        self._store.close()
        self._terms.write(self._folder / TERMS)
        write_key_table(self._folder / IDS, self._ids, 1)
        statistics: dict[str, Any] = {
            "parts": dict(self._parts), "filled": {name: self._filled[name] for name in _COUNTED_FIELDS}}
        for kind in KINDS:
            statistics[kind] = {"total_length": self._lengths[kind], "distinct": self._terms.distinct(kind)}
        problems = [Problem(error.path, error.line, error.key, error.parameters) for error in errors]
        write_manifest(Manifest(
            format=FORMAT, schema=RECORD_SCHEMA, engine=self._engine, fingerprints=fingerprints(),
            built=datetime.now(UTC).isoformat(timespec="seconds"), items=self.items, documents=self.documents,
            statistics=statistics, files=file_sums(self._folder),
            problems=[{field.name: getattr(problem, field.name) for field in fields(Problem)} for problem in problems]),
            self._folder)


def _entry(item: Item, zones: ZonePair, by_kind: dict[Kind, Counter[str]]) -> Entry:
    unranked = (zones.folded.doc_number, zones.folded.article)
    tokens = {unit.text for form in {zones.folded, zones.plain} for text in form.all() for unit in units(text)}
    tokens.update(pair for text in unranked for pair in bigrams(text))
    number = parse_item_number(item.number) if item.number else None
    numbers = {number.value, *((f"第{number.value}条",) if number.article else ())} if number else set()
    return Entry(words=by_kind["word"], bigrams=by_kind["bigram"], units=frozenset(tokens), year=item.year,
                 issuer=item.issuer, place=item.place, kind=item.kind,
                 doc_number=key_of(item.doc_number) if item.doc_number else None, numbers=frozenset(numbers))


def _documents(paths: Iterable[str], errors: list[SourceError]) -> list[_Document]:
    """The documents below `paths` by name; files and records of one name are both left out."""
    found, problems = discover(paths)
    errors += problems
    documents: dict[str, list[_Document]] = {}
    records: list[tuple[Found, int, Item]] = []
    for file in found:
        if is_records(file.path):
            records += _records(file, errors)
        else:
            documents.setdefault(file.name, []).append(
                _Document(file.name, file.shown, partial(_cut_file, file)))
    by_source: dict[tuple[str, str], list[Item]] = {}
    for file, _, item in _without_repeats(records, errors):
        by_source.setdefault((item.source, file.shown), []).append(item)
    for (source, shown), items in by_source.items():
        documents.setdefault(source, []).append(_Document(source, shown, partial(list, items)))
    kept = []
    for name in sorted(documents):
        same = documents[name]
        if len(same) == 1:
            kept.append(same[0])
        else:
            errors += [DuplicateSource("source.duplicate", one.shown, name=name, other=", ".join(
                other.shown for other in same if other is not one)) for one in same]
    return kept


def _cut_file(file: Found) -> list[Item]:
    return cut(read_text(file.path, file.name, file.shown))


def _records(file: Found, errors: list[SourceError]) -> list[tuple[Found, int, Item]]:
    taken = []
    broken = 0
    try:
        for line, record in read_records(*file):
            if isinstance(record, Item):
                taken.append((file, line, record))
            else:
                errors.append(record)
                broken += 1
    except SourceError as error:
        errors.append(error)
        broken += 1
    if not taken and not broken:
        errors.append(SourceEmpty("source.empty", file.shown))
    return taken


def _without_repeats(records: Sequence[tuple[Found, int, Item]],
                     errors: list[SourceError]) -> Iterator[tuple[Found, int, Item]]:
    places: dict[str, list[str]] = {}
    for file, line, item in records:
        places.setdefault(item.id, []).append(f"{file.shown}:{line}")
    for file, line, item in records:
        here = f"{file.shown}:{line}"
        others = [place for place in places[item.id] if place != here]
        if others:
            errors.append(DuplicateItem("record.duplicate", file.shown, line, id=item.id, other=", ".join(others)))
        else:
            yield file, line, item
