"""Paths -> documents: what is found is read and cut, on several processors, and comes in the order of the names."""
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from policysearch.chunker.documents import cut_document
from policysearch.errors import (DuplicateItem, DuplicateSource, SourceDoubtful, SourceEmpty, SourceError,
                                 SourceUnreadable)
from policysearch.models import Document, Item
from policysearch.processes import Lost, spread
from policysearch.sources.discovery import discover
from policysearch.sources.files import Found
from policysearch.sources.formats import source_of
from policysearch.sources.overrides import overridden, take_overrides
from policysearch.sources.records import is_records, read_records

# called with the number of sources done, the number of all, and the name of the one that comes next ("" at the end)
Progress = Callable[[int, int, str], None]


# fewer files are read before a second process has begun
_WORTH_SPREADING = 16


@dataclass(frozen=True)
class ReadDocument:
    """One document: how it was cut, the text it was cut from ("" for records), and what was read with doubt."""

    document: Document
    text: str
    doubts: tuple[SourceDoubtful, ...] = ()


@dataclass(frozen=True)
class _Pending:
    """A document still to be made: of a file, or of items that came as records."""

    name: str
    shown: str
    origin: Found | tuple[Item, ...]


def read_documents(paths: Iterable[str], errors: list[SourceError], progress: Progress | None = None,
                   processes: int = 1) -> Iterator[ReadDocument]:
    """The documents below `paths`, in document order, files being read and cut by as many `processes`.

    What cannot be taken, or only with doubt, is appended to `errors`; the rest goes on.
    """
    found, problems = discover(paths)
    errors += problems
    found, overrides = take_overrides(found, errors)
    pending = _pending(found, errors)
    files = [one.origin for one in pending if isinstance(one.origin, Found)]
    cut_files = (spread(_cut_file, files, processes) if processes > 1 and len(files) >= _WORTH_SPREADING
                 else map(_cut_file, files))
    for done, one in enumerate(pending):
        if progress:
            progress(done, len(pending), one.name)
        read = next(cut_files) if isinstance(one.origin, Found) else ReadDocument(Document(one.origin, (), (), ()), "")
        if isinstance(read, Lost):
            errors.append(SourceUnreadable("source.crashed", one.shown))
        elif isinstance(read, SourceError):
            errors.append(read)
        else:
            errors += read.doubts
            values = overrides.get(one.shown)
            yield replace(read, document=overridden(read.document, values)) if values else read
    if progress:
        progress(len(pending), len(pending), "")


def _pending(found: Sequence[Found], errors: list[SourceError]) -> list[_Pending]:
    """The documents in the files by name; files and records of one name are both left out."""
    documents: dict[str, list[_Pending]] = {}
    records: list[tuple[Found, int, Item]] = []
    for file in found:
        if is_records(file):
            records += _records(file, errors)
        else:
            documents.setdefault(file.name, []).append(_Pending(file.name, file.shown, file))
    by_source: dict[tuple[str, str], list[Item]] = {}
    for file, line, item in _without_repeats(records, errors):
        source = item.id.rpartition(":")[0]
        if source in documents and source != item.source:
            errors.append(DuplicateItem("record.clash", file.shown, line, other=documents[source][0].shown))
            continue
        by_source.setdefault((item.source, file.shown), []).append(item)
    for (source, shown), items in by_source.items():
        documents.setdefault(source, []).append(_Pending(source, shown, tuple(items)))
    kept = []
    for name in sorted(documents):
        same = documents[name]
        if len(same) == 1:
            kept.append(same[0])
        else:
            errors += [DuplicateSource("source.duplicate", one.shown, name=name, other=", ".join(
                other.shown for other in same if other is not one)) for one in same]
    return kept


def _cut_file(file: Found) -> ReadDocument | SourceError:
    try:
        source = source_of(file.read(), file.name, file.shown)
    except SourceError as error:
        return error
    doubts = tuple(SourceDoubtful(key, file.shown, **parameters) for key, parameters in source.problems)
    document = cut_document(source)
    return ReadDocument(document, source.text, doubts) if document.items else SourceEmpty("source.empty", file.shown)


def _records(file: Found, errors: list[SourceError]) -> list[tuple[Found, int, Item]]:
    taken = []
    broken = 0
    try:
        for line, record in read_records(file):
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
        # one place is named: the list of all would be as long for each of them
        same = places[item.id]
        if len(same) > 1:
            other = same[1] if same[0] == here else same[0]
            errors.append(DuplicateItem("record.duplicate", file.shown, line, id=item.id, other=other))
        else:
            yield file, line, item
