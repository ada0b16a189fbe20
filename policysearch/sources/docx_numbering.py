"""Word's automatic numbering: the label printed in front of each paragraph (ECMA-376 part 1, 17.9)."""
import re
from typing import NamedTuple

from lxml import etree

from policysearch.sources.number_formats import written
from policysearch.sources.packages import child, is_on, short_name, value

# no style is based on more others in Word
_MAX_CHAIN = 32
_DEEPEST = 8
# Word takes no longer label
_MAX_LABEL = 255
# behind these a label stands close to its text
_CLOSE = "、）】〕》〉」』］｝〗"


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else None


class Style(NamedTuple):
    """What this package needs of a style."""

    id: str
    name: str
    based_on: str | None
    list_id: str | None
    depth: int | None
    hidden: bool | None


class Styles:
    """The styles of styles.xml, whose root this takes; None where a document has none."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        self._chains: dict[str | None, list[Style]] = {}
        for element in root if root is not None else ():
            name = value(element, "w:styleId")
            if short_name(element) != "w:style" or name is None:
                continue
            numbering = child(element, "w:pPr", "w:numPr")
            self._styles[name] = Style(
                name, value(child(element, "w:name")) or "", value(child(element, "w:basedOn")),
                value(child(numbering, "w:numId")), _number(value(child(numbering, "w:ilvl"))),
                is_on(child(element, "w:rPr", "w:vanish")))
            if value(element, "w:type") == "paragraph" and value(element, "w:default") in ("1", "true", "on"):
                self._default = name

    def chain(self, name: str | None) -> list[Style]:
        """A paragraph's style `name`, or the default one, and those it is based on, nearest first."""
        if name not in self._chains:
            self._chains[name] = self._follow(name if name in self._styles else self._default)
        return self._chains[name]

    def is_hidden(self, name: str | None) -> bool:
        """Whether a style hides its text."""
        return next((style.hidden for style in self.chain(name) if style.hidden is not None), False)

    def is_contents(self, name: str | None) -> bool:
        """Whether a style is one of those that Word gives to tables of contents."""
        return any(re.fullmatch("toc ([1-9]|heading)", style.name.lower()) for style in self.chain(name)[:1])

    def _follow(self, name: str | None) -> list[Style]:
        chain: list[Style] = []
        while name in self._styles and self._styles[name] not in chain and len(chain) < _MAX_CHAIN:
            chain.append(self._styles[name])
            name = chain[-1].based_on
        return chain


class _Level(NamedTuple):
    start: int
    format: str
    text: str
    restart: int | None
    decimal: bool
    spaced: bool
    style: str | None
    hidden: bool


class _List(NamedTuple):
    abstract: str
    starts: dict[int, int]
    levels: dict[int, _Level]


class Numbering:
    """The lists of numbering.xml, whose root this takes, and how far each has counted.

    Counters belong to an abstract list, so that the lists made of it continue each other.
    """

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        links: dict[str, str | None] = {}
        homes: dict[str | None, str] = {}
        for element in root if root is not None else ():
            if short_name(element) == "w:abstractNum":
                name = value(element, "w:abstractNumId") or ""
                self._abstracts[name] = _levels(element)
                links[name] = value(child(element, "w:numStyleLink"))
                homes[value(child(element, "w:styleLink"))] = name
            elif short_name(element) == "w:num":
                self._lists[value(element, "w:numId") or ""] = _list(element)
        # an abstract list that is linked with a list style has its levels where that style is at home
        for name, each in self._lists.items():
            if link := links.get(each.abstract):
                self._lists[name] = each._replace(abstract=homes.get(link, each.abstract))
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, paragraph: etree._Element) -> str:
        """What is printed in front of a paragraph's text: "第三条 ", "（一）", "1. ", or "".

        Counts: to be called once for each paragraph that is printed, in document order.
        """
        place = self._place(paragraph)
        level = self._level(*place) if place else None
        if not place or not level:
            return ""
        self._count(*place, level)
        if level.hidden:
            return ""
        if level.format == "bullet":
            label = "•" if level.text.strip() else ""
        else:
            label = re.sub("%([1-9])", lambda found: self._written(*place, level, int(found[1]) - 1), level.text)
        return label + " " if label and level.spaced and label[-1] not in _CLOSE and not label[-1].isspace() else label

    def _place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list and the level that a paragraph belongs to, by itself or by its style."""
        properties = child(paragraph, "w:pPr")
        own = child(properties, "w:numPr")
        chain = self._styles.chain(value(child(properties, "w:pStyle")))
        name = value(child(own, "w:numId")) or next((style.list_id for style in chain if style.list_id), None)
        # the list 0 takes away a number that a style gives
        if name is None or name == "0" or name not in self._lists:
            return None
        depth = _number(value(child(own, "w:ilvl")))
        if depth is None:
            depth = self._depth_of_style(name, chain)
        return (name, depth) if depth <= _DEEPEST else None

    def _depth_of_style(self, name: str, chain: list[Style]) -> int:
        """A level names the style it is linked with; this counts for more than the level the style names."""
        linked = {level.style: depth for depth, level in self._abstracts.get(self._lists[name].abstract, {}).items()}
        found = [linked[style.id] for style in chain if style.id in linked]
        return next(iter(found + [style.depth for style in chain if style.depth is not None]), 0)

    def _level(self, name: str, depth: int) -> _Level | None:
        return self._lists[name].levels.get(depth) or self._abstracts.get(self._lists[name].abstract, {}).get(depth)

    def _count(self, name: str, depth: int, level: _Level) -> None:
        this = self._lists[name]
        counters = self._counters.setdefault(this.abstract, {})
        if depth in this.starts and (name, depth) not in self._started:
            counters[depth] = this.starts[depth]
        else:
            counters[depth] = counters[depth] + 1 if depth in counters else level.start
        # a list that begins deeper than at its first level continues the levels above, and where none has begun, begins them
        self._started.update((name, above) for above in range(depth + 1))
        for above in range(depth):
            if higher := self._level(name, above):
                counters.setdefault(above, this.starts.get(above, higher.start))
        for deeper in [each for each in counters if each > depth]:
            lower = self._abstracts.get(this.abstract, {}).get(deeper)
            restart = lower.restart if lower else None
            if restart is None or restart > deeper or depth < restart:
                del counters[deeper]

    def _written(self, name: str, depth: int, level: _Level, which: int) -> str:
        """The number of the level `which`, as it stands in a label of `level`."""
        shown = level if which == depth else self._level(name, which)
        number = self._counters[self._lists[name].abstract].get(which)
        if shown is None or number is None or which > depth:
            return ""
        return str(number) if level.decimal else written(number, shown.format)


def _levels(element: etree._Element) -> dict[int, _Level]:
    found = {}
    for each in element:
        depth = _number(value(each, "w:ilvl"))
        if short_name(each) == "w:lvl" and depth is not None:
            found[depth] = _Level(
                _number(value(child(each, "w:start"))) or 0, value(child(each, "w:numFmt")) or "decimal",
                (value(child(each, "w:lvlText")) or "")[:_MAX_LABEL], _number(value(child(each, "w:lvlRestart"))),
                bool(is_on(child(each, "w:isLgl"))), value(child(each, "w:suff")) != "nothing",
                value(child(each, "w:pStyle")), bool(is_on(child(each, "w:rPr", "w:vanish"))))
    return found


def _list(element: etree._Element) -> _List:
    starts: dict[int, int] = {}
    levels: dict[int, _Level] = {}
    for override in element:
        depth = _number(value(override, "w:ilvl"))
        if short_name(override) == "w:lvlOverride" and depth is not None:
            start = _number(value(child(override, "w:startOverride")))
            if start is not None:
                starts[depth] = start
            levels.update(_levels(override))
    return _List(value(child(element, "w:abstractNumId")) or "", starts, levels)
