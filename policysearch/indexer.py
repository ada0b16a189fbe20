"""Paths -> a finished generation: read, cut, analyse, write, switch. Composition only."""
import itertools
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from policysearch.analysis import dictionary as dictionaries
from policysearch.analysis.term_keys import TermKeys, renumbered
from policysearch.changes import Changes
from policysearch.engines.registry import DEFAULT, ENGINES, writer_module
from policysearch.errors import IndexUnwritable, NothingToIndex, SourceError
from policysearch.item_batches import ItemBatch, ItemWorker, batches
from policysearch.matching.name_table import NameTableWriter
from policysearch.models import RECORD_SCHEMA, SEARCHED_PARTS, Item
from policysearch.opened import fingerprints
from policysearch.processes import Lost, spread
from policysearch.reading import Progress
from policysearch.storage.builds import new_generation, switch_to
from policysearch.storage.columns import ColumnsWriter
from policysearch.storage.document_table import DocumentTableWriter
from policysearch.storage.generations import (COLUMNS, DICTIONARY, DOCUMENTS, IDS, ITEMS, LISTS, NAMES, SPELLINGS,
                                              SYNONYMS, TERMS, TEXTS)
from policysearch.storage.item_store import ItemStoreWriter
from policysearch.storage.key_table import KeyRows
from policysearch.storage.manifest import FORMAT, Manifest, file_sums, write_manifest
from policysearch.storage.spellings import write_spellings
from policysearch.storage.term_counter import TermCounter
from policysearch.storage.term_store import KINDS, Kind
from policysearch.storage.text_store import TextStoreWriter
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
    Files are read and cut, and their items worked out, by as many `processes`. Sources that cannot be taken are left out and
    named in the report.

    With `update` the index becomes what a build of `paths` would make of it, but sources whose content is as it was are not
    read again, and those that cannot be read keep their items. No paths stand for those of the last build; no engine, words
    or synonyms for its own. Where there is no index yet, one is built.

    Raises SourceError for a bad list, NothingToIndex where none is left (the old index stays), IndexBusy, NotAnIndex or
    IndexUnwritable; of an update also IndexDamaged, RebuildNeeded for an index of another format, and without paths
    IndexMissing; ValueError for an unknown engine, MissingExtra for one that is not installed.
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
        chosen = engine or (kept.engine if kept else DEFAULT)
        # what it needs may be missing, which is better known before much is read
        writer_module(chosen)
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
                writer = _GenerationWriter(folder, chosen, vocabulary, given)
                writer.add(itertools.chain([first], documents), processes)
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
        dictionary = bytes(dictionaries.compile_dictionary(vocabulary.words).data)
        (folder / DICTIONARY).write_bytes(dictionary)
        (folder / SYNONYMS).write_bytes(vocabulary.synonyms.to_bytes())
        (folder / LISTS).write_bytes(vocabulary.to_bytes())
        self._work = ItemWorker(dictionary, engine)
        self._keys = TermKeys(self._work.words)
        self._records = ItemStoreWriter(folder / ITEMS)
        self._texts = TextStoreWriter(folder / TEXTS)
        self._columns = ColumnsWriter()
        self._documents = DocumentTableWriter(folder / DOCUMENTS)
        self._names = NameTableWriter()
        (folder / engine).mkdir()
        self._entries = writer_module(engine).create_writer(folder / engine, self._keys)
        self._terms = TermCounter(self._keys, folder)
        self._ids = KeyRows(1)
        self._lengths: Counter[Kind] = Counter()
        self._parts: Counter[str] = Counter()
        self._filled: Counter[str] = Counter()
        self.documents = 0
        self.items = 0

    def add(self, documents: Iterable[DocumentEntry], processes: int) -> None:
        """Add documents in their order, the work on their items spread over as many `processes`. Raises OSError."""
        given, waiting = itertools.tee(batches(self._items_of(documents)))
        first = list(itertools.islice(given, 2))
        given = itertools.chain(first, given)
        # a second process is not begun for what one does as fast
        with (closing(spread(self._work, given, processes)) if processes > 1 and len(first) > 1
              else nullcontext(map(self._work, given))) as worked:
            for batch, items in zip(worked, waiting):
                # what cost a process its life, or whoever killed it, may spare this one
                self._take(items, self._work(items) if isinstance(batch, Lost) else batch)

    def _items_of(self, documents: Iterable[DocumentEntry]) -> Iterator[Item]:
        count = 0
        for entry in documents:
            self.documents += 1
            self._documents.add(entry.summary, count, entry.line_starts, entry.origin)
            count += len(entry.items)
            yield from entry.items

    def _take(self, items: Sequence[Item], batch: ItemBatch) -> None:
        same = []
        for item, record, texts, key in zip(items, batch.records, batch.texts, batch.text_keys):
            self._records.add(record)
            self._texts.add(texts)
            same.append(self._columns.add(item, key, self._names.add(item)))
            self._ids.add(item.id.encode(), len(self._ids))
            self._parts[item.part] += 1
            if item.part in SEARCHED_PARTS:
                self.items += 1
                self._filled.update([name for name in _COUNTED_FIELDS if getattr(item, name) is not None])
        runs = self._keys.of_runs(batch.runs)
        self._entries.add(batch.prepared, runs, same)
        self._lengths.update(batch.lengths)
        for kind, (keys, counts) in batch.seen.items():
            self._terms.add(kind, renumbered(keys, runs), counts)

    def finish(self, errors: Sequence[SourceError]) -> None:
        """Write everything out, the manifest last."""
        self._entries.finish()
        self._records.close()
        self._texts.close()
        self._documents.close()
        self._columns.write(self._folder / COLUMNS)
        self._names.write(self._folder / NAMES)
        self._terms.write(self._folder / TERMS)
        write_spellings(self._folder / SPELLINGS, self._terms.counted("word"))
        self._ids.write(self._folder / IDS)
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
