"""A temporary file without a name, for what is put aside and read again."""
import errno
import os
import tempfile
import weakref
from pathlib import Path


class Scratch:
    """Takes data one behind the other, and gives back any part of it; the file goes with the object."""

    def __init__(self, folder: Path | None = None) -> None:
        """Begin a file in `folder`, or where the system keeps such files. Raises OSError."""
        # without a buffer, which might be found not to fit only when the data is read or the file is closed
        self._stream = tempfile.TemporaryFile(dir=folder, buffering=0)
        self._end = 0
        weakref.finalize(self, self._stream.close)

    def append(self, data: bytes) -> int:
        """Put `data` aside. Returns where it ends. Raises OSError."""
        # over what a write that failed has left
        self._stream.seek(self._end)
        if self._stream.write(data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._end += len(data)
        return self._end

    def read(self, start: int, size: int) -> bytes:
        """So many bytes from `start` on. Raises OSError."""
        self._stream.seek(start)
        return self._stream.read(size)
