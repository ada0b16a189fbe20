"""Items put aside in a temporary file, so that of a large collection of records only the ids are in memory, and the items of
one source at a time: all of them where all have the same."""
import errno
import functools
import marshal
import os
import tempfile
import weakref
from array import array
from collections.abc import Iterator, Sequence
from io import FileIO

from policysearch.models import Item


class Shelf:
    """Takes items and gives them back by their places."""

    def __init__(self) -> None:
        self._ends = array("Q", [0])

    def put(self, item: Item) -> int:
        """Put the next item aside. Returns its place. Raises OSError."""
        data = marshal.dumps(tuple(item))
        # over what a write that failed has left
        self._stream.seek(self._ends[-1])
        if self._stream.write(data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._ends.append(self._ends[-1] + len(data))
        return len(self._ends) - 2

    def take(self, place: int) -> Item:
        """The item at a place. Raises OSError."""
        self._stream.seek(self._ends[place])
        return Item._make(marshal.loads(self._stream.read(self._ends[place + 1] - self._ends[place])))

    @functools.cached_property
    def _stream(self) -> FileIO:
        # without a buffer, which might be found not to fit only when the items are read
        stream = tempfile.TemporaryFile(buffering=0)
        # whoever holds the last of the items lets go of it
        weakref.finalize(self, stream.close)
        return stream


class Shelved:
    """Some items on a shelf, which are read when they are gone through."""

    def __init__(self, shelf: Shelf, places: Sequence[int]) -> None:
        self._shelf = shelf
        self._places = places

    def __iter__(self) -> Iterator[Item]:
        return map(self._shelf.take, self._places)
