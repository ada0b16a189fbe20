"""The text store: what matching verifies on and ranking counts in, keyed by ordinal, in one file, read in place.

Term counts are not kept: they are counted in the comparable texts of an item. Of these, text, title and headings are ranked,
and have marks between their words. Between two texts stand two marks, between two words one.

Layout, little-endian: magic and the offset of the table; the texts of each item in UTF-16, the folded zones and, unless
they are the same, the plain ones; the table, a row for each item: the offset of its texts (u64) and, as u32, the lengths in
bytes of its ranked texts, of all its folded ones and of its plain ones, the number of headings, and how many terms of each
kind it holds.
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
from policysearch.files import Parts, copy, mapped, scratch_file
from policysearch.storage.term_store import KINDS, Kind
from policysearch.text.cuts import CUT

# two bytes a character but for the rarest: arrays of numbers are searched several times as fast as UTF-8
ENCODING = "utf-16-le"
BORDER = CUT + CUT

# characters of what is looked for by a pattern
_LONG = 32
# bytes of folded texts; longer ones are not kept once they are read
_SHORT = 10_000

_MAGIC = b"PSTEXTS1"
_HEADER = struct.Struct("<8sQ")
_ROW = struct.Struct(f"<Q{4 + len(KINDS)}I")


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


class CutTexts(NamedTuple):
    """What RankedTexts calls cut, of several items, as it is stored, without the marks at the ends, and their lengths in the
    order of KINDS."""

    texts: list[bytes]
    lengths: list[tuple[int, ...]]


# whether a text with marks between its words holds another, whatever stands beside it
Finder: TypeAlias = Callable[[str], object]


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
    if len(text) <= _LONG:
        return re.compile(f"{CUT}?".join(map(re.escape, text))).search
    # a pattern begins anew at each place; of what is so long little is found in the first place
    return lambda whole: any(text in part.replace(CUT, "") for part in whole.split(BORDER))


def item_texts(zones: ZonePair, cut: str, lengths: Iterable[int]) -> StoredTexts:
    """The texts of an item; `cut` are its ranked zones with marks, `lengths` the numbers of its terms in the order of
    KINDS."""
    ranked = cut.encode(ENCODING)
    others = BORDER.join(("", zones.folded.doc_number, zones.folded.article)).encode(ENCODING)
    plain = b"" if zones.plain == zones.folded else BORDER.join(zones.plain.all()).encode(ENCODING)
    return StoredTexts(ranked + others + plain,
                       (len(ranked), len(ranked) + len(others), len(plain), len(zones.folded.sections), *lengths))


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
        self._parts = Parts(path)
        # what is shown and verified comes in bursts on the same items
        self._short_zones = functools.lru_cache(maxsize=4096)(self._read_zones)

    def __len__(self) -> int:
        size: int = len(self._map) - self._table
        return size // _ROW.size

    def ranked(self, ordinal: int) -> RankedTexts:
        """The texts of an item that its terms are counted in."""
        start, size, _, _, _, *lengths = self._row(ordinal)
        cut = _text(self._read(start, size))
        return RankedTexts(CUT + cut + CUT, cut.replace(BORDER, "\n").replace(CUT, ""), dict(zip(KINDS, lengths)))

    def cuts(self, ordinals: Sequence[int]) -> CutTexts:
        """The texts of items that their terms are counted in, in one form only."""
        read, rows = self._read, self._rows(ordinals)
        return CutTexts([read(row[0], row[1]) for row in rows], [row[5:] for row in rows])

    def holding_any(self, finders: Finders, ordinals: Sequence[int]) -> list[int]:
        """Those of some items of which a zone holds what one of the finders looks for."""
        read, rows = self._read, self._rows(ordinals)
        held = [_holds_any(_text(read(row[0], row[2])), finders.folded) for row in rows]
        if finders.plain:
            for place, (start, _, folded, plain, *_) in enumerate(rows):
                if not held[place]:
                    # where there are no plain texts they are the folded ones
                    text = read(start + folded, plain) if plain else read(start, folded)
                    held[place] = _holds_any(_text(text), finders.plain)
        return list(itertools.compress(ordinals, held))

    def zones(self, ordinal: int) -> ZonePair:
        """The comparable texts of an item."""
        is_short = self._row(ordinal)[2] <= _SHORT
        return self._short_zones(ordinal) if is_short else self._read_zones(ordinal)

    def close(self) -> None:
        """Let go of the file."""
        self._short_zones.cache_clear()
        self._map.close()
        self._parts.close()

    def _read(self, start: int, size: int) -> bytes:
        data = self._parts.read(start, size)
        # no text lies there
        if start < _HEADER.size or len(data) < size:
            raise ValueError(f"no text of {size} bytes at {start}")
        return data

    def _row(self, ordinal: int) -> tuple[int, ...]:
        return self._rows([ordinal])[0]

    def _rows(self, ordinals: Iterable[int]) -> list[tuple[int, ...]]:
        unpack, rows, table, size = _ROW.unpack_from, self._map, self._table, _ROW.size
        return [unpack(rows, table + ordinal * size) for ordinal in ordinals]

    def _read_zones(self, ordinal: int) -> ZonePair:
        start, _, folded, plain, sections, *_ = self._row(ordinal)
        data = self._read(start, folded + plain)
        folded_zones = _zones(data[:folded], sections)
        return ZonePair(folded_zones, _zones(data[folded:], sections) if plain else folded_zones)


def _zones(data: bytes, sections: int) -> Zones:
    text, title, *parts = (part.replace(CUT, "") for part in _text(data).split(BORDER))
    return Zones(text, title, tuple(parts[:sections]), *parts[sections:])


def _text(data: bytes) -> str:
    # quicker than by the name of the encoding
    return utf_16_le_decode(data, "strict", True)[0]


def _holds_any(text: str, finders: Iterable[Finder]) -> bool:
    for find in finders:
        if find(text):
            return True
    return False
