"""Items put aside in a temporary file, so that of a large collection of records only the ids are in memory, and the items of
one source at a time: all of them where all have the same."""
import functools
import marshal
from array import array
from collections.abc import Iterator, Sequence

from policysearch.models import Item
from policysearch.scratch import Scratch


class Shelf:
    """Takes items and gives them back by their places."""

    def __init__(self) -> None:
        self._ends = array("Q", [0])

    def put(self, item: Item) -> int:
        """Put the next item aside. Returns its place. Raises OSError."""
        self._ends.append(self._scratch.append(marshal.dumps(tuple(item))))
        return len(self._ends) - 2

    def take(self, place: int) -> Item:
        """The item at a place. Raises OSError."""
        start = self._ends[place]
        return Item._make(marshal.loads(self._scratch.read(start, self._ends[place + 1] - start)))

    @functools.cached_property
    def _scratch(self) -> Scratch:
        # most collections have no records to put aside
        return Scratch()


class Shelved:
    """Some items on a shelf, which are read when they are gone through."""

    def __init__(self, shelf: Shelf, places: Sequence[int]) -> None:
        self._shelf = shelf
        self._places = places

    def __iter__(self) -> Iterator[Item]:
        return map(self._shelf.take, self._places)
