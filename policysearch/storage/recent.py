"""Parts of a file, of which those read last are kept: a query is asked again with a filter, by pages, with another word."""
from typing import cast

from policysearch.files import Parts

# bytes of longer parts, which are not kept; what keeping a part takes beside its own bytes
_LONG, _BESIDE = 10_000, 150


class RecentParts:
    """Reads parts as `Parts` does, many at a time."""

    def __init__(self, parts: Parts, kept: int) -> None:
        """`kept` bounds the bytes of the parts read last, and of those read before these; a read of more keeps none."""
        self._parts = parts
        self._kept = kept
        # one text begins at a place: by these they are known
        self._young: dict[int, bytes] = {}
        self._old: dict[int, bytes] = {}
        self._size = 0

    def read(self, starts: list[int], sizes: list[int]) -> list[bytes]:
        """The parts of such sizes, each from a start on. Raises OSError, and ValueError where one ends behind the file."""
        young, old = self._young, self._old
        found = list(map(young.get, starts))
        missing = [place for place, data in enumerate(found) if data is None]
        for place in missing:
            found[place] = old.get(starts[place])
        unread = [place for place in missing if found[place] is None]
        for place, data in zip(unread, self._parts.read_each([starts[place] for place in unread],
                                                             [sizes[place] for place in unread])):
            found[place] = data
        read = cast(list[bytes], found)
        if list(map(len, read)) != sizes:
            raise ValueError("a part that ends behind its file")
        self._keep({starts[place]: read[place] for place in missing})
        return read

    def _keep(self, parts: dict[int, bytes]) -> None:
        short = {start: data for start, data in parts.items() if len(data) <= _LONG}
        size = sum(map(len, short.values())) + _BESIDE * len(short)
        if size > self._kept:
            return
        if self._size + size > self._kept:
            self._old, self._young, self._size = self._young, {}, 0
        self._young.update(short)
        self._size += size

    def close(self) -> None:
        """Forget the parts, and let go of the file."""
        self._young, self._old = {}, {}
        self._parts.close()
