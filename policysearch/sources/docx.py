"""Word documents (.docx): the text as it is printed, numbers that Word makes itself included, then what stands beside it."""
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from lxml import etree

from policysearch.errors import SourceEmpty, SourceError, SourceUnreadable
from policysearch.models import Region, Source
from policysearch.sources.docx_body import Body, Line
from policysearch.sources.docx_hints import docx_hints
from policysearch.sources.packages import CONTENT_TYPES, Package, child, children

_MAIN = "word/document.xml"
# the head of an entry in a zip file, by which one without its list of entries is known
_BEGUN = re.compile(rb"PK\x03\x04.{26}word[/\\]", re.DOTALL)
# what stands beside the text, by the relation of its part: the kind of its region
_BESIDE = {"footnotes": "footnote", "endnotes": "footnote", "header": "page", "footer": "page"}


def is_docx(data: bytes) -> bool:
    """Whether bytes are a zip file whose main part is a Word document, or the beginning of one that was cut off."""
    if not data.startswith(b"PK"):
        return False
    try:
        package = Package(data, "")
        if CONTENT_TYPES not in package or _MAIN in package:
            return CONTENT_TYPES in package
        kind = package.content_type(_main_part(package))
        return "wordprocessingml" in kind or "ms-word" in kind
    except SourceError:
        return _BEGUN.search(data) is not None


def read_docx(data: bytes, name: str, shown: str) -> Source:
    """The source in the .docx file `data`, called `name`; `shown` is the path that errors give.

    Its lines are the paragraphs, and where one is broken by hand, its parts. Its regions are "table" (a row a line, cells
    parted by tabs), "contents" (a table of contents that Word made), and behind the text "footnote" (also endnotes) and
    "page" (each header and footer once). What is not read, such as comments, is among its problems. Its hints are those
    of `docx_hints`.

    Raises SourceUnreadable, SourceTooLarge or SourceEmpty.
    """
    package = Package(data, shown)
    main = _main_part(package)
    body = child(package.tree(main), "w:body") if CONTENT_TYPES in package else None
    if body is None:
        raise package.damaged()
    styles, numbering = (package.tree(part) if (part := package.related(main, kind)) else None
                         for kind in ("styles", "numbering"))
    reader = Body(styles, numbering, shown)
    lines = reader.lines(body)
    if not any(line.text.strip() for line in lines):
        raise SourceEmpty("source.empty", shown)
    parts = list(_beside(package, main))
    lines += _aside(parts, reader)
    text = "\n".join(line.text for line in lines)
    return Source(name, shown, text, docx_hints(package, main), tuple(_regions(lines)),
                  problems=tuple(_unread(parts, reader)))


def _main_part(package: Package) -> str:
    return package.related("", "officeDocument") or _MAIN


def _beside(package: Package, main: str) -> Iterator[tuple[str, etree._Element | None]]:
    """The relation and the root of each part beside the text, which does not depend on them: None where one is damaged."""
    for relation in (*_BESIDE, "comments"):
        for part in package.all_related(main, relation):
            try:
                yield relation, package.tree(part)
            except SourceUnreadable:
                yield relation, None


def _aside(parts: Iterable[tuple[str, etree._Element | None]], reader: Body) -> Iterator[Line]:
    """The lines of notes, and those of headers and footers, of which a document has several that say the same."""
    seen = set[Line]()
    for relation, root in parts:
        for line in reader.lines(root) if root is not None and relation in _BESIDE else ():
            printed = Line(line.text.strip(), _BESIDE[relation])
            if printed.text and (printed.kind != "page" or printed not in seen):
                seen.add(printed)
                yield printed


def _unread(parts: Sequence[tuple[str, etree._Element | None]], reader: Body) -> Iterator[tuple[str, dict[str, Any]]]:
    comments = sum(len(children(root, "w:comment")) for relation, root in parts if relation == "comments")
    counts = {"source.hidden_text": reader.hidden, "source.embedded": reader.embedded, "source.comments": comments,
              "source.damaged_parts": sum(root is None for _, root in parts)}
    return ((key, {"count": count}) for key, count in counts.items() if count)


def _regions(lines: Sequence[Line]) -> Iterator[Region]:
    start = 0
    for kind, group in groupby(lines, key=lambda line: line.kind):
        length = sum(len(line.text) + 1 for line in group)
        if kind and length > 1:
            yield Region(kind, start, start + length - 1)
        start += length
