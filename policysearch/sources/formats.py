"""Which reader a file is for: by its content, never by its name."""
from pathlib import Path

from policysearch.models import Source
from policysearch.sources.files import read_bytes
from policysearch.sources.text import read_text


def read_source(path: Path, name: str, shown: str) -> Source:
    """The source in file `path`, called `name`; `shown` is the path that errors give. Raises SourceError."""
    return read_text(read_bytes(path, shown), name, shown)
