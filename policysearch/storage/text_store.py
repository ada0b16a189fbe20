"""The text store: what matching verifies on and ranking counts in, keyed by ordinal, in one file, read in place.

Term counts are not kept: they are counted in the comparable texts of an item. Of these, text, title and headings are ranked,
and have marks between their words. Between two texts stand two marks, between two words one.

Layout, little-endian: magic and the offset of the table; the texts of each item in UTF-16, the folded zones and, unless
they are the same, the plain ones; the table, a row for each item: the offset of its texts (u64) and, as u32, the lengths in
bytes of its ranked texts, of all its folded ones and of its plain ones, the number of headings, the length in bytes of its
first sentence, and how many terms of each kind it holds.
"""
import functools
import itertools
import re
import struct
from codecs import utf_16_le_decode
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple, TypeAlias

from policysearch.errors import IndexDamaged
from policysearch.files import Parts, copy, mapped, release, scratch_file
from policysearch.storage.recent import RecentParts
from policysearch.storage.term_store import KINDS, Kind
from policysearch.text.cuts import CUT
from policysearch.text.openings import opening_end

# two bytes a character but for the rarest: arrays of numbers are searched several times as fast as UTF-8
ENCODING = "utf-16-le"
BORDER = CUT + CUT

# characters of what is looked for by a pattern
_LONG = 32
# bytes of folded texts; longer ones are not kept once they are read
_SHORT = 10_000
# bytes of texts read last that are kept, and of those read before these
_KEPT = 4 << 20

_MAGIC = b"PSTEXTS2"
_HEADER = struct.Struct("<8sQ")
_ROW = struct.Struct(f"<Q{5 + len(KINDS)}I")
# where the texts of an item lie: what a row begins with
_PLACE = struct.Struct("<Q3I")
_CUT = CUT.encode(ENCODING)


class Zones(NamedTuple):
    """The texts of an item in which a query may match, each comparable: its own, its title, its headings, its 文号, and
    its number where that has the form 第…条 (else "")."""

    text: str
    title: str
    sections: tuple[str, ...]
    doc_number: str
    article: str

    def all(self) -> tuple[str, ...]:
        """All zones in one tuple."""
        return (self.text, self.title, *self.sections, self.doc_number, self.article)


class ZonePair(NamedTuple):
    """The zones of an item folded, and as written (`plain`); often the same object."""

    folded: Zones
    plain: Zones


class RankedTexts(NamedTuple):
    """What terms are counted in: own text, title and headings.

    `cut` has a mark before and after every word and two marks between the texts, `text` has none and one text a line.
    `lengths` says how many terms of each kind they hold, repeated ones counted.
    """

    cut: str
    text: str
    lengths: Mapping[Kind, int]


# whether texts, as they are stored, hold another, whatever stands beside it
Finder: TypeAlias = Callable[[bytes], bool]


class Finders(NamedTuple):
    """What looks for texts in those of items: in the `folded` ones, and in the `plain` ones."""

    folded: tuple[Finder, ...]
    plain: tuple[Finder, ...]


class StoredTexts(NamedTuple):
    """The texts of an item as they are stored, and what its row says of them."""

    data: bytes
    row: tuple[int, ...]


def finder_of(text: str) -> Finder:
    """What finds `text`."""
    if len(text) > _LONG:
        # a pattern begins anew at each place; of what is so long little is found in the first place
        return lambda data: any(text in part.replace(CUT, "") for part in _text(data).split(BORDER))
    between = b"(?:" + re.escape(_CUT) + b")?"
    search = re.compile(between.join(re.escape(character.encode(ENCODING)) for character in text), re.DOTALL).search

    def found(data: bytes) -> bool:
        place = search(data)
        # at an odd place it is the second half of one unit and the first of the next
        while place and place.start() % 2:
            place = search(data, place.start() + 1)
        return place is not None

    return found


def item_texts(zones: ZonePair, cut: str, lengths: Iterable[int]) -> StoredTexts:
    """The texts of an item; `cut` are its ranked zones with marks, `lengths` the numbers of its terms in the order of
    KINDS."""
    ranked = cut.encode(ENCODING)
    others = BORDER.join(("", zones.folded.doc_number, zones.folded.article)).encode(ENCODING)
    plain = b"" if zones.plain == zones.folded else BORDER.join(zones.plain.all()).encode(ENCODING)
    first = cut[:opening_end(cut)].encode(ENCODING)
    return StoredTexts(ranked + others + plain, (len(ranked), len(ranked) + len(others), len(plain),
                                                 len(zones.folded.sections), len(first), *lengths))


def zones_in(texts: StoredTexts) -> ZonePair:
    """The comparable texts of an item whose texts are stored so."""
    _, folded, plain, sections, *_ = texts.row
    folded_zones = _zones(texts.data[:folded], sections)
    return ZonePair(folded_zones, _zones(texts.data[folded:], sections) if plain else folded_zones)


class TextStoreWriter:
    """Writes the texts of items one after the other; the first has ordinal 0."""

    def __init__(self, path: Path) -> None:
        """Begin the file. Raises OSError."""
        self._stream = open(path, "wb")
        self._stream.write(_HEADER.pack(_MAGIC, 0))
        self._at = _HEADER.size
        self._scratch = ExitStack()
        self._rows = self._scratch.enter_context(scratch_file(path.with_name(f"{path.name}.rows")))

    def add(self, texts: StoredTexts) -> None:
        """Add the texts of the next item."""
        self._stream.write(texts.data)
        self._rows.write(_ROW.pack(self._at, *texts.row))
        self._at += len(texts.data)

    def close(self) -> None:
        """Write the table and finish the file. Raises OSError."""
        with self._scratch:
            copy(self._rows, self._stream)
        self._stream.seek(0)
        self._stream.write(_HEADER.pack(_MAGIC, self._at))
        self._stream.close()


class TextStore:
    """The finished store, read in place."""

    def __init__(self, path: Path, index: str) -> None:
        """Open the file. Raises IndexDamaged where it is not a text store, OSError where it cannot be opened, ValueError
        where it is empty. What is read of a damaged one raises ValueError."""
        self._map = mapped(path)
        magic, self._table = _HEADER.unpack(self._map[:_HEADER.size].ljust(_HEADER.size))
        if magic != _MAGIC or not _HEADER.size <= self._table <= len(self._map):
            self._map.close()
            raise IndexDamaged("index.damaged", index, file=path.name)
        self._parts = RecentParts(Parts(path), _KEPT)
        # what is shown and verified comes in bursts on the same items
        self._short_zones = functools.lru_cache(maxsize=4096)(self._read_zones)

    def __len__(self) -> int:
        size: int = len(self._map) - self._table
        return size // _ROW.size

    def ranked(self, ordinal: int) -> RankedTexts:
        """The texts of an item that its terms are counted in."""
        start, size, folded, _, _, _, *lengths = self._row(ordinal)
        if size > folded:
            raise ValueError("the table names a text that is longer than all of them")
        cut = _text(self.read([start], [folded])[0][:size])
        return RankedTexts(CUT + cut + CUT, cut.replace(BORDER, "\n").replace(CUT, ""), dict(zip(KINDS, lengths)))

    def table(self) -> memoryview:
        """The rows of the table, read in place; to be released before the store is closed."""
        return memoryview(self._map)[self._table:self._table + len(self) * _ROW.size]

    def read(self, starts: list[int], sizes: list[int]) -> list[bytes]:
        """The texts that lie at some places of the file, which rows of the table name."""
        # no text lies there
        if not all(sizes) or min(starts, default=_HEADER.size) < _HEADER.size:
            raise ValueError("the table names texts where none can be")
        return self._parts.read(starts, sizes)

    def holding_any(self, finders: Finders, ordinals: Sequence[int]) -> list[int]:
        """Those of some items of which a zone holds what one of the finders looks for."""
        unpack, rows, table, size = _PLACE.unpack_from, self._map, self._table, _ROW.size
        places = [unpack(rows, table + ordinal * size) for ordinal in ordinals]
        held = self._held([place[0] for place in places], [place[2] for place in places], finders.folded)
        if finders.plain:
            others = [number for number, is_held in enumerate(held) if not is_held]
            # where there are no plain texts they are the folded ones
            texts = [(start + folded, plain) if plain else (start, folded)
                     for start, _, folded, plain in map(places.__getitem__, others)]
            found = self._held([start for start, _ in texts], [length for _, length in texts], finders.plain)
            for number in itertools.compress(others, found):
                held[number] = True
        return list(itertools.compress(ordinals, held))

    def _held(self, starts: list[int], sizes: list[int], finders: Sequence[Finder]) -> list[bool]:
        """Which of the texts at some places one of the finders finds something in."""
        data = self.read(starts, sizes)
        found = list(map(finders[0], data))
        for find in finders[1:]:
            found = [is_found or find(text) for is_found, text in zip(found, data)]
        return found

    def stored(self, ordinals: Sequence[int]) -> list[StoredTexts]:
        """The texts of items as they are stored; `zones_in` takes them apart."""
        rows = list(map(self._row, ordinals))
        folded = self.read([row[0] for row in rows], [row[2] for row in rows])
        others = [row for row in rows if row[3]]
        plain = iter(self.read([row[0] + row[2] for row in others], [row[3] for row in others]))
        stored = [StoredTexts(data + next(plain) if row[3] else data, row[1:]) for data, row in zip(folded, rows)]
        for texts in stored:
            _, _, its_plain, sections, *_ = texts.row
            if _text(texts.data).count(BORDER) != (sections + 3) * (2 if its_plain else 1):
                raise ValueError("texts that are not parted as the table says")
        return stored

    def zones(self, ordinal: int) -> ZonePair:
        """The comparable texts of an item."""
        is_short = self._row(ordinal)[2] <= _SHORT
        return self._short_zones(ordinal) if is_short else self._read_zones(ordinal)

    def release(self) -> None:
        """Let what was read of the table no longer count as memory of this process."""
        release(self._map)

    def close(self) -> None:
        """Let go of the file."""
        self._short_zones.cache_clear()
        self._map.close()
        self._parts.close()

    def _row(self, ordinal: int) -> tuple[int, ...]:
        return _ROW.unpack_from(self._map, self._table + ordinal * _ROW.size)

    def _read_zones(self, ordinal: int) -> ZonePair:
        return zones_in(self.stored([ordinal])[0])


def _zones(data: bytes, sections: int) -> Zones:
    text, title, *parts = (part.replace(CUT, "") for part in _text(data).split(BORDER))
    return Zones(text, title, tuple(parts[:sections]), *parts[sections:])


def _text(data: bytes) -> str:
    # quicker than by the name of the encoding
    return utf_16_le_decode(data, "strict", True)[0]
