"""Contents pages: the headings of a document, listed in front of it."""
import re
from collections.abc import Sequence

_HEADING = re.compile(r"目\s*[录錄次]")
# what stands between a heading and its page number, and the number
_LEADER = re.compile(r"[\s.．…·・—_-]*[（(]?[0-9]{0,4}[)）]?\s*$")


def contents_page(lines: Sequence[str]) -> range:
    """The places of the contents page among `lines`, its own heading included: it ends where its first heading, or the
    first that does, is printed again. Empty where there is none.

    >>> contents_page(["规划", "目 录", "一、总则……1", "二、附则……2", "一、总则", "甲。", "二、附则"])
    range(1, 4)
    """
    for start, line in enumerate(lines):
        if not _HEADING.fullmatch(line.strip()):
            continue
        bare = [_bare(later) for later in lines[start + 1:]]
        for first, heading in enumerate(bare):
            if heading and heading in bare[first + 1:]:
                return range(start, start + 1 + bare.index(heading, first + 1))
    return range(0)


def _bare(line: str) -> str:
    return "".join(_LEADER.sub("", line).split())
