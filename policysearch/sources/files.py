"""The bytes of a file, within limits."""
from pathlib import Path

from policysearch.errors import SourceTooLarge, SourceUnreadable
from policysearch.sources.limits import MAX_FILE_BYTES


def read_bytes(path: Path, shown: str) -> bytes:
    """The bytes of a file. Raises SourceUnreadable or SourceTooLarge."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise SourceTooLarge("source.too_large", shown, limit=MAX_FILE_BYTES // (1024 * 1024))
        return path.read_bytes()
    except OSError as error:
        raise SourceUnreadable("source.unreadable", shown, reason=error.strerror or str(error)) from error
