"""Files that were found: their names, and their bytes within limits."""
import abc
import os
import re
from pathlib import Path
from typing import BinaryIO

from policysearch.errors import SourceTooLarge, SourceUnreadable
from policysearch.sources.limits import MAX_FILE_BYTES, MEGABYTE


# what desktops and office programs lay beside documents: the names of those who have one open, how a folder is shown
_BESIDE = re.compile(r"\.|~\$|(?:desktop\.ini|thumbs\.db|__macosx)$", re.IGNORECASE)


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is never a document.

    >>> [name for name in (".git", "~$计划.docx", "Thumbs.db", "desktop.ini", "desktop.ini.txt") if not is_passed_over(name)]
    ['desktop.ini.txt']
    """
    return bool(_BESIDE.match(name))


class Found(abc.ABC):
    """A file that was found, on the disk or in an archive; its bytes are read when they are asked for.

    `name` is what it is called as a source, `shown` its path as the user would give it, `identity` the same for the same
    file only.
    """

    def __init__(self, name: str, shown: str, identity: str) -> None:
        self.name = name
        self.shown = shown
        self.identity = identity

    @abc.abstractmethod
    def head(self, size: int) -> bytes:
        """Its first bytes, at most `size`. Raises SourceError."""

    @abc.abstractmethod
    def read(self) -> bytes:
        """All its bytes. Raises SourceError, SourceTooLarge before any is read where there are more than MAX_FILE_BYTES."""

    @abc.abstractmethod
    def open(self) -> BinaryIO:
        """A stream of its bytes that can be read anywhere. Raises SourceError."""


class File(Found):
    """A file on the disk."""

    def __init__(self, path: Path, name: str, shown: str) -> None:
        super().__init__(name, shown, os.path.realpath(path))
        self._path = path

    def head(self, size: int) -> bytes:
        try:
            with self.open() as stream:
                return stream.read(size)
        except OSError as error:
            raise _unreadable(error, self.shown) from error

    def read(self) -> bytes:
        return read_bytes(self._path, self.shown)

    def open(self) -> BinaryIO:
        try:
            return open(self._path, "rb")
        except OSError as error:
            raise _unreadable(error, self.shown) from error


def read_bytes(path: Path, shown: str) -> bytes:
    """The bytes of a file. Raises SourceUnreadable or SourceTooLarge."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise SourceTooLarge("source.too_large", shown, limit=MAX_FILE_BYTES // MEGABYTE)
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(error, shown) from error


def _unreadable(error: OSError, shown: str) -> SourceUnreadable:
    return SourceUnreadable("source.unreadable", shown, reason=error.strerror or str(error))
