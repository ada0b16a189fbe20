"""Web pages saved with what they show (MHTML, RFC 2557): the page itself."""
import email

from policysearch.errors import SourceUnreadable


def saved_page(data: bytes, shown: str) -> bytes:
    """The first web page in the file `data`; `shown` is the path that errors give. Raises SourceUnreadable."""
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
