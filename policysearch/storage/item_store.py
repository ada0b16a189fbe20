"""The item store: what matching verifies on and ranking counts in, keyed by ordinal, in one file, read in place.

An item's block holds its record (JSON) and its comparable texts, those that are ranked with marks between their words.
Term counts are not kept: they are counted in these texts. Layout, little-endian: magic and the offset of the table; the
blocks; the table of `count + 1` block offsets (u64). A block is a head of u32: the lengths in bytes of what follows, the
number of headings, and how many terms of each kind the item holds; then the record, the folded zones, and the plain zones
(empty where they are the same). Between two zones stand two marks, between two words one.
"""
import functools
import json
import struct
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from policysearch.errors import IndexDamaged
from policysearch.files import Parts, mapped
from policysearch.models import Item
from policysearch.storage.term_store import KINDS, Kind
from policysearch.text.cuts import CUT

_MAGIC = b"PSITEMS2"
_HEADER = struct.Struct("<8sQ")
_BLOCK = struct.Struct(f"<{4 + len(KINDS)}I")
_CUT = CUT.encode()
BORDER = _CUT + _CUT
# zones beside the text and the headings
_OTHERS = 3


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
    """What terms are counted in: own text, title and headings, one a line, encoded as they lie in the file.

    `cut` has a mark before and after every word, `text` has none. `lengths` says how many terms of each kind they hold,
    repeated ones counted.
    """

    cut: bytes
    text: bytes
    lengths: Mapping[Kind, int]


class EncodedTexts(NamedTuple):
    """What is looked for in the zones of items: in the `folded` ones, and in the `plain` ones."""

    folded: tuple[bytes, ...]
    plain: tuple[bytes, ...]


class CutTexts(NamedTuple):
    """What RankedTexts calls cut, of several items and without the marks at the ends, and their lengths in the order of
    KINDS."""

    texts: list[bytes]
    lengths: list[list[int]]


def item_block(item: Item, zones: ZonePair, cut: bytes, lengths: Iterable[int]) -> bytes:
    """The block of an item; `cut` are its folded text, title and headings with marks between words, as in the file,
    `lengths` the numbers of its terms in the order of KINDS."""
    record = json.dumps(item.record(), ensure_ascii=False, separators=(",", ":")).encode()
    folded = BORDER.join((cut, zones.folded.doc_number.encode(), zones.folded.article.encode()))
    plain = b"" if zones.plain == zones.folded else BORDER.join(zone.encode() for zone in zones.plain.all())
    return _BLOCK.pack(len(record), len(folded), len(plain), len(zones.folded.sections), *lengths) + record + folded + plain


class ItemStoreWriter:
    """Writes items one after the other; the first has ordinal 0."""

    def __init__(self, path: Path) -> None:
        """Begin the file. Raises OSError."""
        self._stream = open(path, "wb")
        self._stream.write(_HEADER.pack(_MAGIC, 0))
        self._offsets = array("Q", [_HEADER.size])

    def add(self, block: bytes) -> None:
        """Add the block of the next item."""
        self._stream.write(block)
        self._offsets.append(self._offsets[-1] + len(block))

    def close(self) -> None:
        """Write the table and finish the file. Raises OSError."""
        self._stream.write(bytes(-self._stream.tell() % 8))
        table = self._stream.tell()
        self._offsets.tofile(self._stream)
        self._stream.seek(0)
        self._stream.write(_HEADER.pack(_MAGIC, table))
        self._stream.close()


class ItemStore:
    """The finished store, read in place."""

    def __init__(self, path: Path, index: str) -> None:
        """Open the file. Raises IndexDamaged where it is not an item store, OSError where it cannot be opened."""
        self._map = mapped(path)
        magic, table = _HEADER.unpack_from(self._map)
        if magic != _MAGIC or not _HEADER.size <= table < len(self._map):
            raise IndexDamaged("index.damaged", index, file=path.name)
        self._view = memoryview(self._map)
        self._offsets = self._view[table:].cast("Q")
        self._blocks = Parts(path)
        # what is shown and verified comes in bursts on the same items
        self.zones = functools.lru_cache(maxsize=4096)(self._read_zones)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def record(self, ordinal: int) -> dict[str, Any]:
        """The record of an item."""
        block, (record, *_) = self._block(ordinal)
        values: dict[str, Any] = json.loads(block[_BLOCK.size:_BLOCK.size + record].decode())
        return values

    def item(self, ordinal: int) -> Item:
        """The item itself."""
        values = self.record(ordinal)
        del values["schema"]
        values["sections"] = tuple(values["sections"])
        values["offsets"] = tuple((here, there) for here, there in values["offsets"])
        values["points"] = None if values["points"] is None else tuple(
            (start, end, label) for start, end, label in values["points"])
        return Item(**values)

    def ranked(self, ordinal: int) -> RankedTexts:
        """The texts of an item that its terms are counted in."""
        block, (record, folded, _, sections, *lengths) = self._block(ordinal)
        start = _BLOCK.size + record
        *zones, _, _ = _zones(block[start:start + folded], sections)
        return RankedTexts(b"%b%b%b" % (_CUT, BORDER.join(zones), _CUT), b"\n".join(zones).translate(None, _CUT),
                           dict(zip(KINDS, lengths)))

    def cuts(self, ordinals: Iterable[int]) -> CutTexts:
        """The texts of items that their terms are counted in, in one form only."""
        texts, lengths = [], []
        for block, (record, folded, _, _, *of_kinds) in map(self._block, ordinals):
            start = _BLOCK.size + record
            # behind the ranked zones are two others
            texts.append(block[start:start + folded].rsplit(BORDER, 2)[0])
            lengths.append(of_kinds)
        return CutTexts(texts, lengths)

    def holds_any(self, texts: EncodedTexts, ordinal: int) -> bool:
        """Whether a zone of an item holds one of some texts, whatever stands beside it."""
        block, (record, size, plain_size, *_) = self._block(ordinal)
        start = _BLOCK.size + record
        end = start + size
        # most texts that are looked for lie within a word
        for text in texts.folded:
            if block.find(text, start, end) >= 0:
                return True
        zones = _uncut(block[start:end])
        if any(text in zones for text in texts.folded):
            return True
        if plain_size and texts.plain:
            zones = _uncut(block[end:])
        return any(text in zones for text in texts.plain)

    def close(self) -> None:
        """Let go of the file."""
        self.zones.cache_clear()
        self._offsets.release()
        self._view.release()
        self._map.close()
        self._blocks.close()

    def _block(self, ordinal: int) -> tuple[bytes, tuple[int, ...]]:
        """The block of an item, and its head."""
        start = self._offsets[ordinal]
        block = self._blocks.read(start, self._offsets[ordinal + 1] - start)
        return block, _BLOCK.unpack_from(block)

    def _read_zones(self, ordinal: int) -> ZonePair:
        """The comparable texts of an item."""
        block, (record, folded, plain, sections, *_) = self._block(ordinal)
        start = _BLOCK.size + record
        folded_zones = _parted(block[start:start + folded], sections)
        plain_zones = _parted(block[start + folded:], sections) if plain else folded_zones
        return ZonePair(folded_zones, plain_zones)


def _zones(data: bytes, sections: int) -> list[bytes]:
    # from the end, where the short ones are
    return data.rsplit(BORDER, sections + _OTHERS)


def _uncut(zones: bytes) -> bytes:
    """Zones without marks, and between them what no text holds."""
    return zones.replace(BORDER, b"\xff").translate(None, _CUT)


def _parted(data: bytes, sections: int) -> Zones:
    parts = [part.translate(None, _CUT).decode() for part in _zones(data, sections)]
    return Zones(parts[0], parts[1], tuple(parts[2:2 + sections]), *parts[2 + sections:])
