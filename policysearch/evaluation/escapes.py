"""Ids in files whose columns are parted by white space: what would part them stands there as in an address, %20."""
import re
from urllib.parse import quote, unquote

_PARTING = re.compile(r"[\s%]")


def escaped(name: str) -> str:
    """`name` without white space.

    >>> escaped("工作 要点.txt:1"), unescaped("工作%20要点.txt:1")
    ('工作%20要点.txt:1', '工作 要点.txt:1')
    """
    return _PARTING.sub(lambda found: quote(found.group()), name)


def unescaped(name: str) -> str:
    """The name that `escaped` was given."""
    return unquote(name)
