"""Plain text files: UTF-8, with or without its byte order mark."""
from pathlib import Path

from policysearch.errors import SourceEmpty, SourceTooLarge, SourceUndecodable, SourceUnreadable
from policysearch.models import Source
from policysearch.sources.limits import MAX_TEXT_BYTES


def read_text(path: Path, name: str, shown: str) -> Source:
    """The source in file `path`, called `name`; `shown` is the path that errors give.

    Raises SourceUnreadable, SourceTooLarge, SourceEmpty or SourceUndecodable.
    """
    data = read_bytes(path, shown)
    text = decoded(data, shown)
    if "\0" in text:
        raise SourceUndecodable("source.binary", shown, offset=data.index(0))
    if not text.strip():
        raise SourceEmpty("source.empty", shown)
    return Source(name, shown, text)


def read_bytes(path: Path, shown: str) -> bytes:
    """The bytes of a file. Raises SourceUnreadable or SourceTooLarge."""
    try:
        if path.stat().st_size > MAX_TEXT_BYTES:
            raise SourceTooLarge("source.too_large", shown, limit=MAX_TEXT_BYTES // (1024 * 1024))
        return path.read_bytes()
    except OSError as error:
        raise SourceUnreadable("source.unreadable", shown, reason=error.strerror or str(error)) from error


def decoded(data: bytes, shown: str) -> str:
    """UTF-8 bytes as text without byte order mark and with \\n line ends. Raises SourceUndecodable."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceUndecodable("source.undecodable", shown, offset=error.start) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
