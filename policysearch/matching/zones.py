"""The texts of items in which a query may match, made comparable."""
from collections.abc import Sequence

from policysearch.models import Item
from policysearch.query.values import parse_item_number
from policysearch.storage.text_store import ZonePair, Zones
from policysearch.text.bulk_folding import BulkFolder


def zones_of(items: Sequence[Item], folder: BulkFolder) -> list[ZonePair]:
    """The zones of each of `items`, folded and plain, as `folder` makes them comparable."""
    texts = [(item.text, item.title or "", *item.sections, item.doc_number or "", _article_number(item) or "")
             for item in items]
    both = iter(folder.comparable([text for each in texts for text in each]))
    made = []
    for each in texts:
        folded, plain = zip(*(next(both) for _ in each))
        zones = _zones(folded)
        # strings that are the same object are equal at a look
        made.append(ZonePair(zones, zones if folded == plain else _zones(plain)))
    return made


def _article_number(item: Item) -> str | None:
    """The printed number of `item` where it has the form 第…条."""
    number = parse_item_number(item.number) if item.number else None
    return item.number if number and number.article else None


def _zones(texts: Sequence[str]) -> Zones:
    text, title, *sections, doc_number, article = texts
    return Zones(text, title, tuple(sections), doc_number, article)
