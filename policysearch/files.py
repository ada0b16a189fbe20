"""Files: those that survive a power cut, whole or not there at all, and those that are read in place or by parts."""
import contextlib
import hashlib
import mmap
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

# bytes of a file that may all be held in memory, and that are copied at a time
_SMALL, _COPIED = 64 << 20, 1 << 20


def write_atomic(path: Path, data: bytes) -> None:
    """Put `data` at `path`: a reader sees the old bytes or the new ones, never a part. Raises OSError."""
    beside = path.with_name(path.name + ".new")
    with open(beside, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(beside, path)
    flush_folder(path.parent)


@contextlib.contextmanager
def scratch_file(path: Path) -> Iterator[IO[bytes]]:
    """A new file at `path` to write and to read, removed at the end. Raises OSError."""
    # tempfile takes long to load, and so does shutil, for those that only read what is written so
    try:
        with open(path, "w+b") as stream:
            yield stream
    finally:
        path.unlink(missing_ok=True)


def copy(source: IO[bytes], target: IO[bytes]) -> None:
    """Write all of a file behind what another has. Raises OSError."""
    source.seek(0)
    while part := source.read(_COPIED):
        target.write(part)


def flush_file(path: Path) -> None:
    """Ask the operating system to put what was written to `path` on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_folder(path: Path) -> None:
    """Ask the operating system to put the names in folder `path` on the disk, where it can."""
    # Windows cannot open a folder, and keeps its names safe by itself
    with contextlib.suppress(PermissionError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def mapped(path: Path) -> mmap.mmap:
    """The bytes of a file, read in place; to be closed. Raises OSError, and ValueError for an empty file."""
    with open(path, "rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def release(data: mmap.mmap) -> None:
    """Let what was read of a large file in place no longer count as memory of this process, where the system can; it stays
    in the system's cache, from which it is read again."""
    if len(data) > _SMALL and hasattr(mmap, "MADV_DONTNEED"):
        data.madvise(mmap.MADV_DONTNEED)


def mapped_bytes() -> int:
    """How much of files read in place counts as memory of this process; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb", buffering=0) as stream:
            return int(stream.read().split()[2]) * mmap.PAGESIZE
    except OSError:
        return 0


class Parts:
    """A file whose parts are read wherever they lie: of a small file from a map, which is quicker, but counts all that was
    ever read as memory of the process."""

    def __init__(self, path: Path, small: int = _SMALL) -> None:
        """Open the file, which is `small` up to so many bytes. Raises OSError."""
        self._stream = open(path, "rb", buffering=0)
        self.size = os.fstat(self._stream.fileno()).st_size
        # Windows has no pread
        is_mapped = 0 < self.size <= small or not hasattr(os, "pread")
        self._map = mapped(path) if is_mapped else None

    def read(self, start: int, size: int) -> bytes:
        """So many bytes from `start` on, fewer at the end of the file. Raises OSError."""
        return self.read_each([start], [size])[0]

    def read_each(self, starts: Iterable[int], sizes: Iterable[int]) -> list[bytes]:
        """So many bytes from each of some places on."""
        if self._map:
            data = self._map
            return [data[start:start + size] for start, size in zip(starts, sizes)]
        read, stream = os.pread, self._stream.fileno()
        return [read(stream, size, start) for start, size in zip(starts, sizes)]

    def close(self) -> None:
        """Let go of the file."""
        if self._map:
            self._map.close()
        self._stream.close()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes as 64 hexadecimal digits. Raises OSError."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_below(folder: Path) -> Iterator[Path]:
    """All ordinary files below `folder`, in the order of their names."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path
