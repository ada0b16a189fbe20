"""What an engine is given to index, and what it offers for that.

The work of an index is parted: `prepare` makes of some items, in whatever process, what the writer takes in their order.
"""
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias

from policysearch.analysis.bulk import Terms
from policysearch.analysis.term_keys import TermKeys
from policysearch.arrays import Array
from policysearch.models import Item
from policysearch.query.values import number_values, parse_item_number
from policysearch.storage.text_store import ZonePair
from policysearch.text.doc_numbers import key_of

# of whatever kind an engine likes, so that it can be pickled
Prepared: TypeAlias = Any


class AnalysedItems(NamedTuple):
    """Items one behind the other with their comparable texts, and the terms of all by the places of the items in the list;
    `texts` gives the terms of keys."""

    items: Sequence[Item]
    zones: Sequence[ZonePair]
    terms: Terms
    texts: Callable[[Array], list[str]]


class EngineWriter(Protocol):
    """Takes the items of a build in the order of their ordinals."""

    def add(self, prepared: Prepared, runs: Array, same: Sequence[int]) -> None:
        """Add the next items. `runs` are the numbers that the runs of their terms have in the build, `same` is for each of
        the items the ordinal of the first one with the same folded text. Raises OSError."""

    def finish(self) -> None:
        """Write everything out. Raises OSError."""


class WriterModule(Protocol):
    """What the module of an engine's writer offers."""

    def prepare(self, items: AnalysedItems) -> Prepared:
        """What the writer takes of some items."""

    def create_writer(self, folder: Path, keys: TermKeys) -> EngineWriter:
        """A writer for a new index in an empty folder; `keys` will know all terms. Raises OSError."""


def values_of(item: Item) -> Mapping[str, Sequence[str]]:
    """The values by which an item's 文号 and its number are looked up."""
    number = parse_item_number(item.number) if item.number else None
    return {"doc_number": (key_of(item.doc_number),) if item.doc_number else (),
            "number": number_values(number) if number else ()}
