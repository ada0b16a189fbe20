"""The documents of a new generation: read from their sources, or taken from the live generation where nothing changed.

An update ends with the same index as a build of the same paths, but for the sources that cannot be read: they keep what is
known of them, as a backup does not delete what it could not look at.
"""
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from policysearch.changes import Changes, Comparison
from policysearch.engines.registry import DEFAULT, ENGINES
from policysearch.errors import (IndexBusy, IndexDamaged, IndexMissing, RebuildNeeded, SourceDoubtful, SourceEmpty,
                                 SourceError, SourceMissing, SourceTooLarge, SourceUndecodable, SourceUnreadable)
from policysearch.models import DOCUMENT_FIELDS, SEARCHED_PARTS, Document, DocumentSummary, Item, Problem
from policysearch.reading import Pending, Progress, ReadDocument, Unchanged, find_documents, read_pending
from policysearch.sources.shelf import Shelved
from policysearch.storage.document_table import DocumentTable, Origin
from policysearch.storage.generations import DOCUMENTS, ITEMS, LISTS, Generation, open_generation
from policysearch.storage.item_store import ItemStore
from policysearch.storage.manifest import check_file
from policysearch.vocabulary import Vocabulary

# these say of a place only that it could not be looked at, not that what was known of it is wrong
_UNREADABLE = (SourceMissing, SourceUnreadable, SourceEmpty, SourceUndecodable, SourceTooLarge)


@dataclass(frozen=True)
class DocumentEntry:
    """A document as it goes into an index: its summary, its items and what stands outside them in their order, where the
    lines of its source begin (empty where its text is not known), and what it was made from."""

    summary: DocumentSummary
    items: Sequence[Item]
    line_starts: Sequence[int]
    origin: Origin


class LiveDocuments:
    """The documents of the live generation by their sources, and what it was built with."""

    def __init__(self, index: Path, generation: Generation) -> None:
        """Open its files. Raises IndexDamaged where their bytes are not those written, OSError."""
        self._index = index
        self._generation = generation
        manifest = generation.manifest
        self.paths = manifest.paths
        self.engine = manifest.engine if manifest.engine in ENGINES else DEFAULT
        self.vocabulary = Vocabulary.from_bytes(self._checked(LISTS).read_bytes())
        with ExitStack() as files:
            # what is taken over must be what was written
            self._items = files.enter_context(closing(ItemStore(self._checked(ITEMS), generation.index)))
            self._table = files.enter_context(closing(DocumentTable(self._checked(DOCUMENTS), generation.index)))
            self._numbers = {self._table.summary(number).source: number for number in range(len(self._table))}
            self.close = files.pop_all().close

    def __contains__(self, source: str) -> bool:
        return source in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def items(self, source: str) -> list[Item]:
        """The items of a document and what stands outside them, in their order."""
        return [self._items.item(ordinal) for ordinal in self._table.items_of(self._numbers[source], len(self._items))]

    def origin(self, source: str) -> Origin:
        """What a document was made from."""
        return self._table.origin(self._numbers[source])

    def entry(self, source: str, shown: str) -> DocumentEntry:
        """A document as it stands, with its file called `shown` from now on."""
        number = self._numbers[source]
        summary = self._table.summary(number)
        problems = tuple(problem._replace(path=shown) for problem in summary.problems)
        return DocumentEntry(summary._replace(problems=problems), self.items(source), self._table.line_starts(number),
                             Origin(os.path.abspath(shown), self.origin(source).fingerprint))

    def check_still_live(self) -> None:
        """Raise IndexBusy where another build has finished meanwhile."""
        if open_generation(self._index).folder != self._generation.folder:
            raise IndexBusy("index.busy", self._generation.index)

    def _checked(self, name: str) -> Path:
        return check_file(self._generation.folder, self._generation.manifest, name, self._generation.index)


def live_documents(index: Path, update: bool, paths_given: bool) -> LiveDocuments | None:
    """The documents of the live generation, or None where there is none that can be read.

    Raises NotAnIndex; for an `update`, which would lose what it was to keep, IndexDamaged and RebuildNeeded, and unless it
    has been given its paths, IndexMissing.
    """
    try:
        return LiveDocuments(index, open_generation(index))
    except IndexMissing:
        if update and not paths_given:
            raise
    except (IndexDamaged, RebuildNeeded):
        if update:
            raise
    return None


class Renewal:
    """The way from the documents of the live generation to those of a new one."""

    def __init__(self, live: LiveDocuments | None, update: bool) -> None:
        """`update` takes over what is unchanged or cannot be read; else the live generation is only compared with."""
        self._live = live
        self._kept = live if update else None
        self._gone = dict.fromkeys(live or ())
        self._comparison = Comparison()

    def documents(self, paths: Iterable[str], errors: list[SourceError], progress: Progress | None,
                  processes: int) -> Iterator[DocumentEntry]:
        """The documents below `paths` in document order; what cannot be taken, or only with doubt, is appended to
        `errors`."""
        pending = find_documents(paths, errors)
        if self._kept:
            pending = [*(self._known(one, self._kept) for one in pending), *_out_of_sight(pending, errors, self._kept)]
            pending.sort(key=lambda one: one.name)
        for one, read in read_pending(pending, errors, progress, processes):
            if isinstance(read, ReadDocument):
                entry = _entry(read, one.shown)
                self._compare(one.name, entry.items)
            elif self._kept and one.name in self._kept:
                entry = self._kept.entry(one.name, one.shown)
                if isinstance(read, Unchanged):
                    self._comparison.unchanged += 1
                else:
                    self._comparison.kept.append(one.name)
                errors += (SourceDoubtful(doubt.key, doubt.path, doubt.line, **doubt.parameters)
                           for doubt in entry.summary.problems)
            else:
                continue
            self._gone.pop(one.name, None)
            yield entry

    def changes(self) -> Changes | None:
        """What is not as it was, after the last document; None where there was nothing to compare with."""
        if self._live is None:
            return None
        for source in self._gone:
            self._comparison.remove(source, self._live.items(source))
        self._gone.clear()
        return self._comparison.result()

    def _compare(self, source: str, items: Sequence[Item]) -> None:
        if self._live is None:
            return
        if source in self._live:
            self._comparison.compare(source, self._live.items(source), items)
        else:
            self._comparison.add(source, items)

    @staticmethod
    def _known(one: Pending, live: LiveDocuments) -> Pending:
        return replace(one, fingerprint=live.origin(one.name).fingerprint) if one.name in live else one


def problem_of(error: SourceError) -> Problem:
    """The error as it is kept with an index."""
    return Problem(error.path, error.line, error.key, error.parameters)


def _out_of_sight(pending: Sequence[Pending], errors: Sequence[SourceError], live: LiveDocuments) -> Iterator[Pending]:
    """The known documents that were not found because a folder, an archive or a file of records could not be read."""
    unreadable = {os.path.abspath(error.path): error for error in errors if isinstance(error, _UNREADABLE)}
    if not unreadable:
        return
    found = {one.name for one in pending}
    taken = {item.id for one in pending if isinstance(one.origin, Shelved) for item in one.origin}
    for source in live:
        if source in found:
            continue
        file = live.origin(source).file
        error = next((unreadable[place] for place in (file, *map(str, Path(file).parents)) if place in unreadable), None)
        # what was found goes before what is only remembered
        if error and not taken.intersection(item.id for item in live.items(source)):
            yield Pending(source, file, error)


def _entry(read: ReadDocument, shown: str) -> DocumentEntry:
    line_starts = [0, *(found.end() for found in re.finditer("\n", read.text))] if read.text else []
    return DocumentEntry(_summary(read), _in_order(read.document), line_starts,
                         Origin(os.path.abspath(shown), read.fingerprint))


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
        left_out=dict(left_out), problems=tuple(problem_of(doubt) for doubt in read.doubts))
