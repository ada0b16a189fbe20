"""Plain text files, markdown among them."""
from typing import Any

from policysearch.errors import SourceEmpty, SourceUndecodable
from policysearch.models import Source
from policysearch.sources.encoding import decode
from policysearch.sources.markdown import front_matter, tables


def read_text(data: bytes, name: str, shown: str) -> Source:
    """The source that a text file's bytes are, called `name`; `shown` is the path that errors give.

    Raises SourceEmpty or SourceUndecodable.
    """
    decoded = decode(data)
    if isinstance(decoded, int):
        raise SourceUndecodable("source.undecodable", shown, offset=decoded)
    if "\0" in decoded.text:
        raise SourceUndecodable("source.binary", shown, offset=data.index(0))
    if not decoded.text.strip():
        raise SourceEmpty("source.empty", shown)
    problems: list[tuple[str, dict[str, Any]]] = []
    if decoded.guessed:
        problems.append(("source.guessed_encoding", {"encoding": decoded.encoding}))
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    hints, metadata = front_matter(text)
    return Source(name, shown, text, hints, (*metadata, *tables(text)), problems=tuple(problems))
