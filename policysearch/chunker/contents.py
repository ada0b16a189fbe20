"""Contents pages: the headings of a document, listed in front of it."""
import itertools
import re
from collections.abc import Sequence

from policysearch.text.sentences import is_ended

_HEADING = re.compile(r"目\s*[录錄次]")
_LONGEST = 80
# what stands between a heading and its page number, and the number
_LEADER = re.compile(r"[\s.．…·・—_-]*[（(]?[0-9]{0,4}[)）]?\s*$")


def contents_page(lines: Sequence[str]) -> range:
    """The places of the contents page among `lines`, its own heading included; empty where there is none.

    It ends before the line that prints its first heading again, or behind the last heading that is printed again later.

    >>> contents_page(["规划", "目 录", "一、总则……1", "二、附则……2", "一、总则", "甲。", "二、附则"])
    range(1, 4)
    """
    for start, line in enumerate(lines):
        if not _HEADING.fullmatch(line.strip()):
            continue
        bare = [_bare(later) for later in lines[start + 1:]]
        listed = len(list(itertools.takewhile(_may_be_listed, lines[start + 1:])))
        for first, heading in enumerate(bare[:listed]):
            if heading and heading in bare[first + 1:listed]:
                return range(start, start + 1 + bare.index(heading, first + 1))
        body = set(bare[listed:])
        again = [place for place in range(listed) if bare[place] in body]
        if 2 * len(again) > listed:
            return range(start, start + 2 + again[-1])
    return range(0)


def _may_be_listed(line: str) -> bool:
    return len(line) <= _LONGEST and (not is_ended(line) or line.endswith("…"))


def _bare(line: str) -> str:
    return "".join(_LEADER.sub("", line).split())
