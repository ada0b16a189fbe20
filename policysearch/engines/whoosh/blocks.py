"""Posting lists as the codec of Whoosh 2.7.4 lays them out, each in one block.

A list is a magic number and its block: a length (negative for the last block, which this is), a pickled tuple of what there
is to know of it, and a pickled tuple of its ids, each less the one before it, its counts (None where all are 1) and None.
Whoosh only iterates over the ids and subscripts the counts, so that they may be bytes or arrays, which need no decoding.
The list of a token that one item holds is kept beside the token.
"""
import io
import pickle
import struct
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

from policysearch.files import Parts

# flags, sum of counts, number of items, least and greatest length as bytes, greatest count, first and last id
INFO = struct.Struct("!BfIBBfII")

_MAGIC = b"W3Bl"
_EXTENT = struct.Struct("!qi")
_LENGTH = struct.Struct("!i")
_INLINED = 1
# the list of a token that one item holds, a tuple of the tuples of one id, of one count and of None in protocol 2, stands
# behind its INFO: what lies before the id (little-endian, 4 bytes), before the count (1 byte) and behind that
INLINE = (b"\x80\x02J", b"\x85K", b"\x85N\x85\x87.")
_PROTOCOL = 3
# an array takes more to say what it is
_WORTH_AN_ARRAY = 64
_SAFE = {("array", "array"): array, ("array", "_array_reconstructor"): array.__reduce_ex__(array("H"), 3)[0]}


class Gaps(NamedTuple):
    """A posting list: ids, each less the one before it, and counts, or None where all are 1."""

    ids: Sequence[int]
    counts: Sequence[int] | None


def extent(start: int, length: int) -> bytes:
    """Where a list lies, to stand behind its INFO."""
    return _EXTENT.pack(start, length)


def narrowed(ids: Sequence[int], greatest: int) -> Sequence[int]:
    """The gaps of a list in the form that takes the least room."""
    if greatest < 1 << 8:
        return bytes(ids)
    if len(ids) < _WORTH_AN_ARRAY:
        return tuple(ids)
    return array("H" if greatest < 1 << 16 else "I", ids)


def list_bytes(gaps: Gaps, last_id: int, greatest_count: int, lengths: tuple[int, int]) -> bytes:
    """A list; `lengths` are the least and the greatest length of its items, as bytes."""
    info = pickle.dumps((len(gaps.ids), last_id, float(greatest_count), 0, *lengths), _PROTOCOL)
    data = pickle.dumps((*gaps, None), _PROTOCOL)
    return _MAGIC + _LENGTH.pack(-len(info) - len(data)) + info + data


def read_list(info: bytes, postings: Parts) -> Gaps:
    """The list that `info`, INFO and what stands behind it, speaks of. Raises ValueError, UnpicklingError and the like where
    there is none."""
    if info[0] == _INLINED:
        ids, counts, _ = _load(io.BytesIO(info[INFO.size:]))
        return Gaps(ids, counts)
    start, length = _EXTENT.unpack_from(info, INFO.size)
    stream = io.BytesIO(postings.read(start, length))
    if stream.read(len(_MAGIC)) != _MAGIC:
        raise ValueError("not a posting list")
    stream.seek(_LENGTH.size, io.SEEK_CUR)
    _load(stream)
    ids, counts, _ = _load(stream)
    return Gaps(ids, counts)


def load_plain(data: bytes) -> tuple[Any, int]:
    """What is pickled at the beginning of `data`, and how many bytes it takes. Raises UnpicklingError where it would run
    code."""
    stream = io.BytesIO(data)
    return _load(stream), stream.tell()


class _Unpickler(pickle.Unpickler):
    """Reads what consists of numbers, bytes, arrays, tuples and dictionaries, and runs no code."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        """What makes an array; nothing else has a name here."""
        if (module_name, global_name) not in _SAFE:
            raise pickle.UnpicklingError(f"{module_name}.{global_name}")
        return _SAFE[module_name, global_name]


def _load(stream: io.BytesIO) -> Any:
    return _Unpickler(stream).load()
