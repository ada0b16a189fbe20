"""Paths -> documents: what is found is read and cut, source by source, in the order of their names."""
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from policysearch.chunker.documents import cut_document
from policysearch.errors import DuplicateItem, DuplicateSource, SourceDoubtful, SourceEmpty, SourceError
from policysearch.models import Document, Item
from policysearch.sources.discovery import discover
from policysearch.sources.files import Found
from policysearch.sources.formats import source_of
from policysearch.sources.records import is_records, read_records

# called with the number of sources done, the number of all, and the name of the one that comes next ("" at the end)
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class ReadDocument:
    """One document: how it was cut, and the text it was cut from ("" for records)."""

    document: Document
    text: str


@dataclass(frozen=True)
class _Pending:
    """A document to be read: `read` takes the list to which doubts about it are added."""

    name: str
    shown: str
    read: Callable[[list[SourceError]], ReadDocument]


def read_documents(paths: Iterable[str], errors: list[SourceError],
                   progress: Progress | None = None) -> Iterator[ReadDocument]:
    """The documents below `paths`, in document order.

    What cannot be taken, or only with doubt, is appended to `errors`; the rest goes on.
    """
    pending = _pending(paths, errors)
    for done, one in enumerate(pending):
        if progress:
            progress(done, len(pending), one.name)
        try:
            document = one.read(errors)
            if not document.document.items:
                raise SourceEmpty("source.empty", one.shown)
            yield document
        except SourceError as error:
            errors.append(error)
    if progress:
        progress(len(pending), len(pending), "")


def _pending(paths: Iterable[str], errors: list[SourceError]) -> list[_Pending]:
    """The documents below the paths by name; files and records of one name are both left out."""
    found, problems = discover(paths)
    errors += problems
    documents: dict[str, list[_Pending]] = {}
    records: list[tuple[Found, int, Item]] = []
    for file in found:
        if is_records(file):
            records += _records(file, errors)
        else:
            documents.setdefault(file.name, []).append(_Pending(file.name, file.shown, partial(_cut_file, file)))
    by_source: dict[tuple[str, str], list[Item]] = {}
    for file, line, item in _without_repeats(records, errors):
        source = item.id.rpartition(":")[0]
        if source in documents and source != item.source:
            errors.append(DuplicateItem("record.clash", file.shown, line, other=documents[source][0].shown))
            continue
        by_source.setdefault((item.source, file.shown), []).append(item)
    for (source, shown), items in by_source.items():
        documents.setdefault(source, []).append(_Pending(source, shown, partial(_of_records, tuple(items))))
    kept = []
    for name in sorted(documents):
        same = documents[name]
        if len(same) == 1:
            kept.append(same[0])
        else:
            errors += [DuplicateSource("source.duplicate", one.shown, name=name, other=", ".join(
                other.shown for other in same if other is not one)) for one in same]
    return kept


def _cut_file(file: Found, errors: list[SourceError]) -> ReadDocument:
    source = source_of(file.read(), file.name, file.shown)
    errors += (SourceDoubtful(key, file.shown, **parameters) for key, parameters in source.problems)
    return ReadDocument(cut_document(source), source.text)


def _of_records(items: tuple[Item, ...], errors: list[SourceError]) -> ReadDocument:
    return ReadDocument(Document(items, (), (), ()), "")


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
        others = [place for place in places[item.id] if place != here]
        if others:
            errors.append(DuplicateItem("record.duplicate", file.shown, line, id=item.id, other=", ".join(others)))
        else:
            yield file, line, item
