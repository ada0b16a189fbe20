"""Paths -> documents: what is found is read and cut, on several processors, and comes in the order of the names."""
import functools
import hashlib
import json
import platform
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from policysearch.chunker.documents import cut_document
from policysearch.errors import (DuplicateItem, DuplicateSource, SourceDoubtful, SourceEmpty, SourceError,
                                 SourceUnreadable)
from policysearch.models import Document, Item
from policysearch.processes import Lost, spread
from policysearch.sources.discovery import discover
from policysearch.sources.files import Found
from policysearch.sources.formats import source_of
from policysearch.sources.overrides import Values, overridden, take_overrides
from policysearch.sources.records import is_records, read_records
from policysearch.sources.shelf import Shelf, Shelved

# called with the number of sources done, the number of all, and the name of the one that comes next ("" at the end)
Progress = Callable[[int, int, str], None]


# fewer files are read before a second process has begun
_WORTH_SPREADING = 16
# what reads files beside this program
_LIBRARIES = ("lxml", "opencc-python-reimplemented", "pypdfium2")


@dataclass(frozen=True)
class ReadDocument:
    """One document: how it was cut, the text it was cut from ("" for records), what was read with doubt, and the
    fingerprint of its content ("" for records)."""

    document: Document
    text: str
    doubts: tuple[SourceDoubtful, ...] = ()
    fingerprint: str = ""


class Unchanged:
    """Stands in place of a document whose fingerprint is the known one: it was not cut."""


@dataclass(frozen=True)
class Pending:
    """A document still to be made: of a file, or of items that came as records. An error stands in place of a file that
    it kept from being found. `values` correct the metadata, `fingerprint` is that of the content it is known with."""

    name: str
    shown: str
    origin: Found | Shelved | SourceError
    values: Values = field(default_factory=dict)
    fingerprint: str = ""


def read_documents(paths: Iterable[str], errors: list[SourceError], progress: Progress | None = None,
                   processes: int = 1) -> Iterator[ReadDocument]:
    """The documents below `paths`, in document order, files being read and cut by as many `processes`.

    What cannot be taken, or only with doubt, is appended to `errors`; the rest goes on.
    """
    for _, read in read_pending(find_documents(paths, errors), errors, progress, processes):
        if isinstance(read, ReadDocument):
            yield read


def find_documents(paths: Iterable[str], errors: list[SourceError]) -> list[Pending]:
    """The documents below `paths`, still to be made, by name; what is wrong so far is appended to `errors`.

    Files and records of one name are both left out.
    """
    found, problems = discover(paths)
    errors += problems
    found, overrides = take_overrides(found, errors)
    return [replace(one, values=overrides.get(one.shown, {})) for one in _pending(found, errors)]


def read_pending(pending: Sequence[Pending], errors: list[SourceError], progress: Progress | None = None,
                 processes: int = 1) -> Iterator[tuple[Pending, ReadDocument | Unchanged | SourceError]]:
    """Each of the documents with how it was read, or what kept it from being read; files by as many `processes`.

    What cannot be taken, or only with doubt, is appended to `errors`.
    """
    files = [one for one in pending if isinstance(one.origin, Found)]
    cut_files = (spread(_cut_file, files, processes) if processes > 1 and len(files) >= _WORTH_SPREADING
                 else map(_cut_file, files))
    for done, one in enumerate(pending):
        if progress:
            progress(done, len(pending), one.name)
        if isinstance(one.origin, SourceError):
            yield one, one.origin
            continue
        read = next(cut_files) if isinstance(one.origin, Found) else ReadDocument(
            overridden(Document(tuple(one.origin), (), (), ()), one.values), "")
        if isinstance(read, Lost):
            read = SourceUnreadable("source.crashed", one.shown)
        if isinstance(read, SourceError):
            errors.append(read)
        elif isinstance(read, ReadDocument):
            errors += read.doubts
        yield one, read
    if progress:
        progress(len(pending), len(pending), "")


@functools.cache
def program_fingerprint() -> str:
    """What changes whenever a file might be read or cut in another way: with this program or what it reads with."""
    versions = [f"{library} {found.version}" for library in _LIBRARIES for found in metadata.distributions(name=library)]
    program = hashlib.sha256(repr([platform.python_version(), *versions]).encode())
    package = Path(__file__).parent
    for path in sorted((*package.rglob("*.py"), *package.rglob("*.txt"))):
        program.update(path.read_bytes())
    return program.hexdigest()


def _fingerprint(data: bytes, values: Values) -> str:
    """The fingerprint of a file with these bytes, whose metadata are corrected by `values`."""
    content = hashlib.sha256(f"{program_fingerprint()}{json.dumps(values, sort_keys=True)}\n".encode())
    content.update(data)
    return content.hexdigest()


def _pending(found: Sequence[Found], errors: list[SourceError]) -> list[Pending]:
    documents: dict[str, list[Pending]] = {}
    records: list[_Record] = []
    shelf = Shelf()
    for file in found:
        if is_records(file):
            records += _records(file, shelf, errors)
        else:
            documents.setdefault(file.name, []).append(Pending(file.name, file.shown, file))
    by_source: dict[tuple[str, str], "array[int]"] = {}
    for record in _without_repeats(records, errors):
        source = record.id.rpartition(":")[0]
        if source in documents and source != record.source:
            errors.append(DuplicateItem("record.clash", record.file.shown, record.line, other=documents[source][0].shown))
            continue
        by_source.setdefault((record.source, record.file.shown), array("Q")).append(record.place)
    for (source, shown), places in by_source.items():
        # a copy: the name itself lies among those of the records, and would keep the memory of all these from being freed
        source = "".join(tuple(source))
        documents.setdefault(source, []).append(Pending(source, shown, Shelved(shelf, places)))
    kept = []
    for name in sorted(documents):
        same = documents[name]
        if len(same) == 1:
            kept.append(same[0])
        else:
            errors += [DuplicateSource("source.duplicate", one.shown, name=name, other=", ".join(
                other.shown for other in same if other is not one)) for one in same]
    return kept


def _cut_file(one: Pending) -> ReadDocument | Unchanged | SourceError:
    assert isinstance(one.origin, Found)
    try:
        data = one.origin.read()
        fingerprint = _fingerprint(data, one.values)
        if fingerprint == one.fingerprint:
            return Unchanged()
        source = source_of(data, one.name, one.shown)
    except SourceError as error:
        return error
    document = cut_document(source)
    if not document.items:
        return SourceEmpty("source.empty", one.shown)
    doubts = tuple(SourceDoubtful(key, one.shown, **parameters) for key, parameters in source.problems)
    return ReadDocument(overridden(document, one.values), source.text, doubts, fingerprint)


class _Record(NamedTuple):
    """A record by its id and source, the file and line it came from, and its place on the shelf."""

    id: str
    source: str
    file: Found
    line: int
    place: int


def _records(file: Found, shelf: Shelf, errors: list[SourceError]) -> list[_Record]:
    taken: list[_Record] = []
    broken = 0
    source = ""
    try:
        for line, record in read_records(file):
            if isinstance(record, Item):
                # most records have the source of the one before, which need not be kept twice
                source = record.source if record.source != source else source
                taken.append(_Record(record.id, source, file, line, shelf.put(record)))
            else:
                errors.append(record)
                broken += 1
    except SourceError as error:
        errors.append(error)
        broken += 1
    except OSError as error:
        # there is no room to put them aside
        errors.append(SourceUnreadable("source.unreadable", file.shown, reason=error.strerror or str(error)))
        return []
    if not taken and not broken:
        errors.append(SourceEmpty("source.empty", file.shown))
    return taken


def _without_repeats(records: Sequence[_Record], errors: list[SourceError]) -> Iterator[_Record]:
    firsts: dict[str, _Record] = {}
    seconds: dict[str, _Record] = {}
    for record in records:
        if firsts.setdefault(record.id, record) is not record:
            seconds.setdefault(record.id, record)
    for record in records:
        if record.id not in seconds:
            yield record
            continue
        # one place is named: the list of all would be as long for each of them
        first = firsts[record.id]
        other = seconds[record.id] if record is first else first
        errors.append(DuplicateItem("record.duplicate", record.file.shown, record.line, id=record.id,
                                    other=f"{other.file.shown}:{other.line}"))
