"""Cutting: a source becomes its items, each with its sections, its place in the source and the document's metadata."""
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from policysearch.chunker.boilerplate import tail_start
from policysearch.chunker.cleaning import clean
from policysearch.chunker.labels import Label, is_article, read_label
from policysearch.chunker.mapped import MappedText, join_lines
from policysearch.chunker.metadata import Metadata, read_metadata
from policysearch.chunker.outline import Entry, outline
from policysearch.chunker.paragraphs import paragraphs
from policysearch.models import Item, Source
from policysearch.text.sentences import is_ended, sentences

# above this a first sentence says something rather than naming it
_LONGEST_HEADING = 50
_LONGEST_SECTION = 120
_END_MARKS = "。．.：:；;，, "


@dataclass(frozen=True)
class _Cut:
    """One entry of the outline with the lines that belong to it alone."""

    entry: Entry
    lines: Sequence[MappedText]
    has_children: bool

    @property
    def is_section(self) -> bool:
        """Whether it only heads others: one sentence on one line, with numbered entries below."""
        if not self.has_children or len(self.lines) > 1:
            return False
        text = self.lines[0].text
        return len(sentences(text)) < 2 and (len(text) <= _LONGEST_SECTION or not is_ended(text))


def cut(source: Source) -> list[Item]:
    """The items of `source` in their order. A source without a numbered item gives its paragraphs.

    >>> [item.id for item in cut(Source("a.txt", "a.txt", "一、总则\\n1.甲。\\n2.乙。"))]
    ['a.txt:1.1', 'a.txt:1.2']
    """
    lines = paragraphs(clean(MappedText.of_source(source.text)))
    entries = outline([read_label(line.text) for line in lines])
    if not entries:
        return _paragraph_items(source, lines)
    cuts, tail = _divide(lines, entries)
    front = [line.text for line in lines[:entries[0].line]]
    return _numbered_items(source, cuts, read_metadata(front, [line.text for line in tail]))


def _divide(lines: Sequence[MappedText], entries: Sequence[Entry]) -> tuple[list[_Cut], Sequence[MappedText]]:
    cuts = []
    tail: Sequence[MappedText] = ()
    for entry, following in zip(entries, [*entries[1:], None]):
        own = lines[entry.line:following.line if following else len(lines)]
        if following is None:
            end = tail_start([line.text for line in own])
            own, tail = own[:end], own[end:]
        cuts.append(_Cut(entry, own, following is not None and following.depth > entry.depth))
    return cuts, tail


def _numbered_items(source: Source, cuts: Sequence[_Cut], metadata: Metadata) -> list[Item]:
    items: list[Item] = []
    sections: list[str] = []
    path: list[str] = []
    seen: Counter[str] = Counter()
    for cut_ in cuts:
        depth, label = cut_.entry.depth, cut_.entry.label
        del sections[depth:], path[depth:]
        path.append(_unique(_ordinal(label), path, seen))
        if not cut_.is_section:
            item = _item(source, cut_, tuple(sections), ".".join(path), metadata)
            if item:
                items.append(item)
        sections.append(_section_heading(cut_))
    return items


def _item(source: Source, cut_: _Cut, sections: tuple[str, ...], ordinals: str, metadata: Metadata) -> Item | None:
    first, label = cut_.lines[0], cut_.entry.label
    lines = [first.slice(label.body, len(first.text)), *cut_.lines[1:]]
    body = join_lines([line for line in lines if line.text])
    if not body.text:
        return None
    start = first.positions[label.start]
    return Item(id=f"{source.name}:{ordinals}", source=source.name, text=body.text, **asdict(metadata),
                number=first.text[label.start:label.end], level=_level(label, first.text), sections=sections,
                heading=_heading(body.text), start=start, end=body.positions[-1] + 1,
                line=source.text.count("\n", 0, start) + 1, offsets=body.breakpoints())


def _paragraph_items(source: Source, lines: Sequence[MappedText]) -> list[Item]:
    texts = [line.text for line in lines]
    metadata = read_metadata(texts, texts)
    return [Item(id=f"{source.name}:p{number}", source=source.name, part="paragraph", text=line.text, **asdict(metadata),
                 start=line.positions[0], end=line.positions[-1] + 1,
                 line=source.text.count("\n", 0, line.positions[0]) + 1, offsets=line.breakpoints())
            for number, line in enumerate(lines, 1)]


def _ordinal(label: Label) -> str:
    return f"{label.ordinal}-{label.sub}" if label.sub else str(label.ordinal)


def _unique(ordinal: str, path: Sequence[str], seen: Counter[str]) -> str:
    """`ordinal`, with ~2, ~3 … where a sibling has it already."""
    place = ".".join((*path, ordinal))
    seen[place] += 1
    return ordinal if seen[place] == 1 else f"{ordinal}~{seen[place]}"


def _level(label: Label, line: str) -> str:
    return f"第N{label.style}" if is_article(label.style) else label.style


def _section_heading(cut_: _Cut) -> str:
    """The heading as printed, number included; of an entry with a body of its own, its first sentence."""
    text = cut_.lines[0].text
    if cut_.is_section:
        return text
    label = cut_.entry.label
    heading = _heading("\n".join([text[label.body:], *(line.text for line in cut_.lines[1:])]))
    return text[:label.body] + heading if heading else text[:label.end]


def _heading(text: str) -> str | None:
    """The title of an item: its first line, or its first sentence where a body follows; else None."""
    first, _, rest = text.partition("\n")
    inside = sentences(first)
    if len(inside) == 1 and rest and (not is_ended(first) or len(first) <= _LONGEST_HEADING):
        return first.rstrip(_END_MARKS) or None
    opening = first[:inside[0].end] if inside else ""
    if len(inside) > 1 and opening.endswith(("。", "｡")) and len(opening) <= _LONGEST_HEADING:
        return opening.rstrip(_END_MARKS) or None
    return None
