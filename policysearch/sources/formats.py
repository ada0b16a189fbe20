"""Which reader a file is for: by its content, never by its name."""
from collections.abc import Callable
from pathlib import Path

from policysearch.errors import SourceTooLarge, SourceUnreadable
from policysearch.models import Source
from policysearch.sources.docx import is_docx, read_docx
from policysearch.sources.files import read_bytes
from policysearch.sources.html import read_html
from policysearch.sources.limits import MAX_CHARACTERS, MAX_TAGS
from policysearch.sources.markup import beginning, is_html, is_rtf, is_saved_page, is_word_xml, is_xml
from policysearch.sources.office import is_office, read_office, read_rtf, read_word_xml
from policysearch.sources.ofd import is_ofd, read_ofd
from policysearch.sources.pdf import is_pdf, read_pdf
from policysearch.sources.saved_pages import saved_page
from policysearch.sources.text import read_text
from policysearch.sources.zips import is_zip, opened

_HEAD = 4096
_Reader = Callable[[bytes, str, str], Source]


def read_source(path: Path, name: str, shown: str) -> Source:
    """The source in file `path`, called `name`; `shown` is the path that errors give. Raises SourceError."""
    return source_of(read_bytes(path, shown), name, shown)


def source_of(data: bytes, name: str, shown: str) -> Source:
    """The source that a file's bytes are. Raises SourceError."""
    source = reader_for(data)(data, name, shown)
    if len(source.text) > MAX_CHARACTERS:
        raise SourceTooLarge("source.too_long", shown, limit=MAX_CHARACTERS)
    return source


def reader_for(data: bytes) -> _Reader:
    """The reader for a file's bytes; what no other reader knows is text."""
    if is_office(data):
        return read_office
    if is_zip(data):
        return read_docx if is_docx(data) else read_ofd if is_ofd(data) else _refuse_zip
    if is_pdf(data[:_HEAD]):
        return read_pdf
    head = beginning(data)
    if is_rtf(head):
        return read_rtf
    if is_word_xml(head):
        return read_word_xml
    if is_html(head):
        return _read_page
    if is_saved_page(head):
        return _read_saved_page
    return _refuse_xml if is_xml(head, data) else read_text


def _read_page(data: bytes, name: str, shown: str) -> Source:
    if data.count(b"<") > MAX_TAGS:
        raise SourceTooLarge("source.many_tags", shown, limit=MAX_TAGS)
    return read_html(data, name, shown)


def _read_saved_page(data: bytes, name: str, shown: str) -> Source:
    return _read_page(saved_page(data, shown), name, shown)


def _refuse_xml(data: bytes, name: str, shown: str) -> Source:
    raise SourceUnreadable("source.other_xml", shown)


def _refuse_zip(data: bytes, name: str, shown: str) -> Source:
    """Raises SourceUnreadable: archives are taken apart where files are looked for, so what comes here is none."""
    opened(data, shown)
    raise SourceUnreadable("source.other_package", shown)
