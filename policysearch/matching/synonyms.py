"""What else a bare term finds: abbreviations and synonyms, from the list of the field and from the user's own.

A list has one group a line, as Solr's synonym files have: `甲, 乙` are found by each other, with `甲 => 乙` who asks for 甲
finds 乙 too, and not the other way round; # begins a comment. Groups that share a member are not joined.
"""
import functools
import itertools
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from policysearch.errors import BadWordList
from policysearch.query.syntax import Query, Term, leaves
from policysearch.text.folding import comparable_term, has_content, plain

# the words of a folded text
Cut: TypeAlias = Callable[[str], Iterable[str]]

_OWN = "synonyms.txt"
_ONE_WAY = "=>"
_MAX_MEMBERS = 50
# characters of the longest member of a group, and of the longest term that is looked through for members
_LONGEST_MEMBER, _LONGEST_TERM = 60, 200
# other forms of one term, each of which is looked for
_MAX_FORMS = 32
_COMMENT = re.compile(r"(?:^|\s)#.*")


@dataclass(frozen=True)
class Synonyms:
    """For each member of a group, folded, what it also finds."""

    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of_lists(cls, others: Mapping[str, Iterable[str]]) -> "Synonyms":
        """The synonyms as JSON has them. Raises AttributeError or TypeError for anything else."""
        return cls({member: tuple(more) for member, more in others.items()})

    @classmethod
    def from_bytes(cls, data: bytes) -> "Synonyms":
        """The synonyms kept as `data`. Raises ValueError, or as `of_lists` does, for anything else."""
        return cls.of_lists(json.loads(data))

    def to_bytes(self) -> bytes:
        """The synonyms as they are kept with an index."""
        return json.dumps(self.others, ensure_ascii=False, indent=0).encode()

    def joined(self, more: "Synonyms") -> "Synonyms":
        """The groups of both."""
        return Synonyms({member: tuple(dict.fromkeys((*self.others.get(member, ()), *more.others.get(member, ()))))
                         for member in (*self.others, *more.others)})

    def forms(self, text: str, cut: Cut) -> tuple[str, ...]:
        """What the bare term `text` also finds: its synonyms, or where it has none itself, the term with one of its parts
        replaced by theirs. A part begins and ends with one of the words into which `cut` cuts the folded term."""
        folded = comparable_term(text).text
        if whole := self.others.get(folded):
            return whole
        found = (folded[:start] + other + folded[end:] for start, end in self._parts(folded, cut)
                 for other in self.others[folded[start:end]])
        return tuple(dict.fromkeys(found))[:_MAX_FORMS]

    def _parts(self, folded: str, cut: Cut) -> list[tuple[int, int]]:
        """The members in a term, from left to right, the longest of those that begin together; none overlaps another."""
        if not self.others or len(folded) > _LONGEST_TERM:
            return []
        starts, ends, at = [], [], 0
        for word in cut(folded):
            at = folded.index(word, at)
            starts.append(at)
            at += len(word)
            ends.append(at)
        parts: list[tuple[int, int]] = []
        for start in starts:
            if not parts or start >= parts[-1][1]:
                members = (end for end in reversed(ends) if end > start and folded[start:end] in self.others)
                parts += [(start, end) for end in itertools.islice(members, 1)]
        return parts


NONE = Synonyms()


@functools.cache
def field_synonyms() -> Synonyms:
    """The list of the field, which comes with the program."""
    return parse_synonyms(Path(__file__).with_name(_OWN).read_text(encoding="utf-8"), _OWN)


def parse_synonyms(text: str, path: str) -> Synonyms:
    """The groups of a list, called `path` in errors. Raises BadWordList, which says which line is wrong."""
    others: dict[str, dict[str, None]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        content = plain(_COMMENT.sub("", line)).strip()
        if content:
            asked, found = _group(content, path, number)
            for member in asked:
                others.setdefault(member, {}).update(dict.fromkeys(other for other in found if other != member))
    return Synonyms({member: tuple(found) for member, found in others.items()})


def expansions(query: Query, synonyms: Synonyms, cut: Cut) -> dict[str, tuple[str, ...]]:
    """What each bare term of a query also finds, where there is something."""
    bare = dict.fromkeys(leaf.text for leaf, _ in leaves(query) if isinstance(leaf, Term) and not leaf.quoted)
    return {text: forms for text in bare if (forms := synonyms.forms(text, cut))}


def _group(line: str, path: str, number: int) -> tuple[list[str], list[str]]:
    sides = [_members(side, path, number) for side in line.split(_ONE_WAY)]
    if len(sides) > 2:
        raise BadWordList("group.arrows", path, number)
    asked, found = sides[0], sides[-1]
    if len(set(asked + found)) < 2:
        raise BadWordList("group.alone", path, number)
    if len(asked) + len(found) > 2 * _MAX_MEMBERS:
        raise BadWordList("group.too_many", path, number, limit=_MAX_MEMBERS)
    return asked, found


def _members(side: str, path: str, number: int) -> list[str]:
    members = [comparable_term(member).text for member in side.split(",")]
    for member, written in zip(members, side.split(",")):
        if not has_content(member):
            raise BadWordList("group.empty", path, number, member=written.strip())
        if len(member) > _LONGEST_MEMBER:
            raise BadWordList("group.too_long", path, number, limit=_LONGEST_MEMBER)
    return members
