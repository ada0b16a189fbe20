"""The texts of an item in which a query may match, made comparable."""
from policysearch.models import Item
from policysearch.query.values import parse_item_number
from policysearch.storage.text_store import ZonePair, Zones
from policysearch.text.folding import comparable


def zones_of(item: Item) -> ZonePair:
    """The zones of `item`, folded and plain."""
    texts = (item.text, item.title or "", *item.sections, item.doc_number or "", article_number(item) or "")
    both = [comparable(text) for text in texts]
    return ZonePair(_zones([each.text for each in both]), _zones([each.plain for each in both]))


def article_number(item: Item) -> str | None:
    """The printed number of `item` where it has the form 第…条."""
    number = parse_item_number(item.number) if item.number else None
    return item.number if number and number.article else None


def _zones(texts: list[str]) -> Zones:
    text, title, *sections, doc_number, article = texts
    return Zones(text, title, tuple(sections), doc_number, article)
