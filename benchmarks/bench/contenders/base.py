"""What a contender is."""
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.bench.material import Material
from benchmarks.bench.queries import KINDS, Query

TOP = 10


class Unavailable(Exception):
    """What a contender needs is not there."""


class Hit(NamedTuple):
    """An item that was found."""

    id: str
    text: str


class Opened(ABC):
    """An index that lies open."""

    @abstractmethod
    def search(self, query: Query) -> Sequence[Hit]:
        """The best TOP items."""

    def warm_up(self) -> None:
        """What pays only in a process that answers many queries."""


class Contender(ABC):
    """Something that builds an index and searches it."""

    # the kinds of queries that it can answer
    kinds: frozenset[str] = frozenset(KINDS)
    # whether it cuts the words itself; the others are given them
    cuts_words = False

    @property
    @abstractmethod
    def version(self) -> str:
        """The version of what is measured."""

    @abstractmethod
    def build(self, material: Material, folder: Path) -> None:
        """Build an index of the items in the empty folder."""

    @abstractmethod
    def open(self, folder: Path) -> Opened:
        """Open the index that `build` has made there."""
