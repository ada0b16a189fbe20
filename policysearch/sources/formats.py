"""Which reader a file is for: by its content, never by its name."""
from collections.abc import Callable
from pathlib import Path

from policysearch.models import Source
from policysearch.sources.docx import is_docx, read_docx
from policysearch.sources.files import read_bytes
from policysearch.sources.html import is_html, read_html
from policysearch.sources.office import is_office, read_office
from policysearch.sources.pdf import is_pdf, read_pdf
from policysearch.sources.text import read_text

_HEAD = 4096
_Reader = Callable[[bytes, str, str], Source]


def read_source(path: Path, name: str, shown: str) -> Source:
    """The source in file `path`, called `name`; `shown` is the path that errors give. Raises SourceError."""
    data = read_bytes(path, shown)
    return reader_for(data)(data, name, shown)


def reader_for(data: bytes) -> _Reader:
    """The reader for a file's bytes; what no other reader knows is text."""
    head = data[:_HEAD]
    if is_office(head):
        return read_office
    if is_docx(data):
        return read_docx
    if is_pdf(head):
        return read_pdf
    return read_html if is_html(head) else read_text
