"""Cutting: which lines make an item and which a section, with the headings above and the numbers in the id."""
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policysearch.chunker.labels import Label, is_article
from policysearch.chunker.mapped import MappedText, join_lines
from policysearch.chunker.outline import Entry
from policysearch.text.sentences import is_ended, sentences

# above this a first sentence says something rather than naming it
_LONGEST_HEADING = 50
_LONGEST_SECTION = 120
# where the sentence ends that names a paragraph with numbered ones below it
_OPENING = re.compile("[。！？｡!?]|[：:]$")
# a sentence ends, and the body that answers for it may follow in brackets
_SENTENCE_END = re.compile("[。！？!?][”’」』）)]*(?:[（(][^（）()]{1,40}[）)])?$")
_MOST_UNNUMBERED = 2
# 责任单位：县教育局 is no heading, nor is a bullet, nor what says who is responsible
_FIELD_OR_BULLET = re.compile("[：:][^：:]+$|，|(?:负责|負責|牵头)$|^[•·●○◆■□▪\\-—*(（【]|[，,、]$")
_LONGEST_UNNUMBERED = 30
# 人力資源方面－ heads the next members of the list
_DASHES = ("－", "—", "–")
_END_MARKS = "。．.：:；;，, "
# a sentence that introduces the list below it is a body, not a heading
_INTRODUCTION = re.compile("(?:如下|下列[^。]{0,12}|以下[^。]{0,12}|包括|之一的?)[：:，,]?$")
_LONGEST_HEADING_WITH_COLON = 20


@dataclass(frozen=True)
class Cut:
    """One entry of the outline with the lines that belong to it alone; `unnumbered` are headings without a number that
    stand behind them and head what follows.

    `among_leaves`: most of its siblings have neither numbered entries below nor a title. `closes_list`: it is the last of
    at least two, and all others are of a single line, so that what goes on behind its first line is about the whole list.
    """

    entry: Entry
    lines: Sequence[MappedText]
    has_children: bool
    unnumbered: Sequence[MappedText] = ()
    among_leaves: bool = False
    closes_list: bool = False

    @property
    def number(self) -> str:
        """The number as printed."""
        return self.lines[0].text[self.entry.label.start:self.entry.label.end]

    @property
    def level(self) -> str:
        """The class of the number: 一、 （一） 1. （1） 第N条 1.1 …"""
        style = self.entry.label.style
        return f"第N{style}" if is_article(style) else style

    @property
    def body(self) -> MappedText:
        """The text without the number; empty where there is nothing but the number."""
        first = self.lines[0]
        lines = [first.slice(self.entry.label.body, len(first.text)), *self.lines[1:]]
        return join_lines([line for line in lines if line.text])

    @property
    def heading(self) -> str | None:
        """Its title, where it has one and a body."""
        return heading_of(self.body.text.partition("\n")[0] if self.closes_list else self.body.text)

    @property
    def is_section(self) -> bool:
        """Whether it only heads others: one sentence on one line, with numbered entries below."""
        if not self.has_children or len(self.lines) > 1:
            return False
        text = self.lines[0].text
        body = text[self.entry.label.body:]
        if body and is_ended(body) and (self.among_leaves or self.entry.label.style == "条" or _INTRODUCTION.search(body)):
            return False
        if body.endswith(("：", ":")) and len(body) > _LONGEST_HEADING_WITH_COLON:
            return False
        return len(sentences(text)) < 2 and (len(text) <= _LONGEST_SECTION or not is_ended(text))

    @property
    def section_heading(self) -> str:
        """The heading as printed, number included; of an entry with a body of its own, its first sentence."""
        text = self.lines[0].text
        if self.is_section:
            return text
        label = self.entry.label
        if not text[label.body:]:
            return text[:label.end]
        return text[:label.body] + _OPENING.split(text[label.body:], maxsplit=1)[0].rstrip(_END_MARKS)


@dataclass(frozen=True)
class Placed:
    """A cut in its place: the headings above it and the ordinals of its id."""

    cut: Cut
    sections: tuple[str, ...]
    ordinals: str


def divide(lines: Sequence[MappedText], entries: Sequence[Entry]) -> list[Cut]:
    """The entries with their lines: each has all lines up to the next."""
    cuts = []
    for entry, following in zip(entries, [*entries[1:], None]):
        own = lines[entry.line:following.line if following else len(lines)]
        has_children = following is not None and following.depth > entry.depth
        end = _end_of_text(own, has_children, _restarts(entry, following)) if following else len(own)
        cuts.append(Cut(entry, own[:end], has_children, own[end:]))
    for family in _families(entries):
        childless = [at for at in family if not cuts[at].has_children]
        plain = [at for at in childless if heading_of(cuts[at].body.text) is None]
        *others, last = family
        closes = bool(others) and last in childless and all(len(cuts[at].lines) == 1 for at in others)
        cuts[last] = replace(cuts[last], closes_list=closes)
        for at in family:
            alike = childless if cuts[at].lines[0].text.endswith(("：", ":")) else plain
            cuts[at] = replace(cuts[at], among_leaves=2 * len(alike) > len(family))
    return cuts


def _families(entries: Sequence[Entry]) -> Iterator[list[int]]:
    """The places of the entries that are siblings, family by family."""
    open_: list[list[int]] = []
    for place, entry in enumerate(entries):
        yield from open_[entry.depth + 1:]
        del open_[entry.depth + 1:]
        if entry.depth == len(open_):
            open_.append([])
        open_[entry.depth].append(place)
    yield from open_


def _restarts(entry: Entry, following: Entry) -> bool:
    """Whether the list of `entry` ends with it and another begins, numbered alike."""
    one, other = entry.label, following.label
    return entry.depth == following.depth and one.style == other.style and one.ordinal > other.ordinal == 1


def _end_of_text(lines: Sequence[MappedText], has_children: bool, restarts: bool) -> int:
    """Where the text of an entry ends: before the headings without a number that stand behind it, at most two; and before
    a sentence that leads in a list of its own below the same number (`restarts`).

    A heading is a short line without an end mark, behind a sentence that has ended, or behind the heading of a section.
    """
    end = len(lines)
    if restarts and end > 1 and lines[-1].text.endswith(("：", ":")) and is_ended(lines[-2].text):
        return end - 1
    while end > 1 and len(lines) - end < _MOST_UNNUMBERED and _may_be_heading(lines[end - 1].text):
        end -= 1
    behind_heading = end == 1 and has_children and not is_ended(lines[0].text)
    heads_more = lines[-1].text.endswith(_DASHES) and is_ended(lines[end - 1].text)
    return end if behind_heading or heads_more or _SENTENCE_END.search(lines[end - 1].text) else len(lines)


def _may_be_heading(text: str) -> bool:
    return len(text) <= _LONGEST_UNNUMBERED and not is_ended(text) and not _FIELD_OR_BULLET.search(text)


def place(segments: Sequence[tuple[str | None, Sequence[Cut]]]) -> Iterator[Placed]:
    """The cuts of all segments in order, sections included, each with what stands above it.

    A segment has the heading of the annex that it is, or None. Annexes count as a1, a2 … in the ids.
    """
    seen: Counter[str] = Counter()
    annexes = itertools.count(1)
    for annex, cuts in segments:
        sections = [annex] if annex else []
        path = [f"a{next(annexes)}"] if annex else []
        outer = len(path)
        for one in cuts:
            depth = outer + one.entry.depth
            del sections[depth:], path[depth:]
            path.append(_unique(_ordinal(one.entry.label), path, seen))
            yield Placed(one, tuple(sections), ".".join(path))
            sections.append(one.section_heading)


def heading_of(text: str) -> str | None:
    """The title of an item: its first line, or its first sentence where a body follows; else None."""
    first, _, rest = text.partition("\n")
    inside = sentences(first)
    if len(inside) == 1 and rest and (not is_ended(first) or len(first) <= _LONGEST_HEADING):
        return first.rstrip(_END_MARKS) or None
    opening = first[:inside[0].end] if inside else ""
    if len(inside) > 1 and opening.endswith(("。", "｡")) and len(opening) <= _LONGEST_HEADING:
        return opening.rstrip(_END_MARKS) or None
    return None


def _ordinal(label: Label) -> str:
    return f"{label.ordinal}-{label.sub}" if label.sub else str(label.ordinal)


def _unique(ordinal: str, path: Sequence[str], seen: Counter[str]) -> str:
    """`ordinal`, with ~2, ~3 … where a sibling has it already."""
    place_ = ".".join((*path, ordinal))
    seen[place_] += 1
    return ordinal if seen[place_] == 1 else f"{ordinal}~{seen[place_]}"
