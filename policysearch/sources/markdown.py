"""Markdown: what its front matter states, and where its tables stand."""
import re

from policysearch.models import Region
from policysearch.text.data_lines import data_line, stated_value

_FRONT_MATTER = re.compile(r"---[^\S\n]*\n(?P<fields>(?:[^\s:-][^\n:]{0,40}:[^\n]*\n){1,40})---[^\S\n]*(?:\n|$)")
# a row of a table stands between bars; below the first, dashes part the columns
_TABLE = re.compile(r"^[^\S\n]*\|.*\|[^\S\n]*\n[^\S\n]*\|(?:[^\S\n]*:?-{3,}:?[^\S\n]*\|)+[^\S\n]*"
                    r"(?:\n[^\S\n]*\|.*\|[^\S\n]*$)*", re.MULTILINE)
_FIELDS = {"title": "title", "url": "url", "link": "url"}


def front_matter(text: str) -> tuple[dict[str, str], list[Region]]:
    """What the fields between two lines of dashes at the beginning of `text` state, by the names of the record's fields,
    and where they stand. A date there is that of the page, so it is not taken.

    >>> front_matter("---\\ntitle: 管理办法\\ndate: 2024-06-03\\n---\\n第一条")
    ({'title': '管理办法'}, [Region(kind='metadata', start=0, end=37)])
    """
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, []
    hints: dict[str, str] = {}
    for line in found["fields"].splitlines():
        label, _, value = line.partition(":")
        field, value = data_line(line) or (_FIELDS.get(label.strip().lower(), ""), value)
        value = stated_value(field, value.strip().strip("\"'"))
        if value:
            hints.setdefault(field, value)
    return hints, [Region("metadata", *found.span())]


def tables(text: str) -> list[Region]:
    """Where the tables of `text` stand."""
    return [Region("table", *found.span()) for found in _TABLE.finditer(text)]
