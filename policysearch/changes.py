"""What a build changed: which documents and items are not as they were in the index before."""
from collections.abc import Iterable
from dataclasses import dataclass, field

from policysearch.models import Item


@dataclass(frozen=True)
class DocumentChange:
    """The ids of the items of one source, and of what stands outside them, that came, went, or have the same id with
    another text or other metadata. Where an item stands in the source is not compared."""

    source: str
    came: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """The documents that came, changed and went, in document order; those `kept` as they were because they could not be
    read; and how many are unchanged."""

    added: tuple[DocumentChange, ...]
    changed: tuple[DocumentChange, ...]
    removed: tuple[DocumentChange, ...]
    kept: tuple[str, ...]
    unchanged: int


@dataclass
class Comparison:
    """Takes what became of one document after another."""

    added: list[DocumentChange] = field(default_factory=list)
    changed: list[DocumentChange] = field(default_factory=list)
    removed: list[DocumentChange] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unchanged: int = 0

    def add(self, source: str, items: Iterable[Item]) -> None:
        """A document came."""
        self.added.append(DocumentChange(source, came=tuple(item.id for item in items)))

    def remove(self, source: str, items: Iterable[Item]) -> None:
        """A document went."""
        self.removed.append(DocumentChange(source, went=tuple(item.id for item in items)))

    def compare(self, source: str, before: Iterable[Item], now: Iterable[Item]) -> None:
        """A document was read again."""
        old = {item.id: item for item in before}
        new = {item.id: item for item in now}
        change = DocumentChange(
            source, came=tuple(id for id in new if id not in old), went=tuple(id for id in old if id not in new),
            changed=tuple(id for id, item in new.items() if id in old and _without_place(item) != _without_place(old[id])))
        if change == DocumentChange(source):
            self.unchanged += 1
        else:
            self.changed.append(change)

    def result(self) -> Changes:
        """What has changed."""
        return Changes(tuple(self.added), tuple(self.changed), tuple(self.removed), tuple(self.kept), self.unchanged)


def _without_place(item: Item) -> Item:
    return item._replace(page=None, start=None, end=None, line=None, offsets=())
