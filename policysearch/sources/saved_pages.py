"""Web pages saved with what they show (MHTML, RFC 2557): the page itself."""
import email

from policysearch.errors import SourceTooLarge, SourceUnreadable
from policysearch.sources.limits import MAX_PARTS


def saved_page(data: bytes, shown: str) -> bytes:
    """The first web page in a file; `shown` is the path that errors give. Raises SourceUnreadable or SourceTooLarge."""
    if data.count(b"\n--") > MAX_PARTS:
        # a part takes a thousand bytes of memory, however short it is
        raise SourceTooLarge("source.many_files", shown, limit=MAX_PARTS)
    try:
        parts = email.message_from_bytes(data.lstrip()).walk()
        pages = (part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html")
        page = next((page for page in pages if isinstance(page, bytes) and page.strip()), None)
    except RecursionError:
        # messages in messages without end
        page = None
    if page is None:
        raise SourceUnreadable("source.damaged", shown)
    return page
