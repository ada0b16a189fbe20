"""Source -> Document: items, headings, parts and what was left out, with every character accounted for."""
import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace

from policysearch.chunker.boilerplate import is_page_line
from policysearch.chunker.cleaning import clean
from policysearch.chunker.contents import contents_page
from policysearch.chunker.cutting import Cut, Placed, divide, place
from policysearch.chunker.labels import read_label
from policysearch.chunker.lines import document_lines
from policysearch.chunker.mapped import MappedText, join_lines
from policysearch.chunker.metadata import Metadata, read_metadata
from policysearch.chunker.outline import Entry, outline
from policysearch.chunker.paragraphs import paragraphs
from policysearch.chunker.points import listed_inside, sub_points
from policysearch.chunker.segments import annex_heading, attachment_start, segment_starts
from policysearch.chunker.tail import tail_start, uncounted
from policysearch.models import Document, Item, LeftOut, Region, Source, Span
from policysearch.text.sentences import is_ended

_TABLE = "table"
_ATTACHMENT = "attachment"
_TAIL = "tail"
# headings without a number, which are in no section path, and sentences that lead in a second list of an item
_HEADING = "heading"
_LEAD_IN = "paragraph"
_NUMBER_ONLY = "number_without_text"
_PAGE_LINE = "page_line"
_CONTENTS = "contents"


def cut(source: Source) -> list[Item]:
    """The items of `source` in their order. A source without a numbered item gives its paragraphs.

    >>> [item.id for item in cut(Source("a.txt", "a.txt", "一、总则\\n1.甲。\\n2.乙。"))]
    ['a.txt:1.1', 'a.txt:1.2']
    """
    return list(cut_document(source).items)


def cut_document(source: Source) -> Document:
    """`source` cut up whole."""
    text, left_out = clean(MappedText.of_source(source.text))
    sorted_out = _sort_out(document_lines(text), source.regions)
    left_out += sorted_out.left_out
    lines = paragraphs(sorted_out.running, sorted_out.parted)
    texts = [line.text for line in lines]
    segments = list(_segments(lines))
    tables = [(_TABLE, table) for table in sorted_out.tables]
    if any(segment.cuts for segment in segments):
        outside = list(_outside(segments))
        front, *behind = [[line.text for line in part] for _, part in outside]
        maker = _Maker(source, read_metadata(source, texts, front, list(itertools.chain(*behind))))
        items = list(_items(maker, list(place([(segment.heading, segment.cuts) for segment in segments])), left_out))
    else:
        maker = _Maker(source, read_metadata(source, texts, texts, ()))
        items = [maker.item(line, f"p{number}", part="paragraph") for number, line in enumerate(lines, 1)]
        outside, segments = [], []
    headings = [Span(*span) for segment in segments for line in segment.heading_lines() for span in line.source_spans()]
    parts = tuple(maker.parts([*outside, *tables], left_out))
    return Document(tuple(items), tuple(headings), parts, tuple(sorted(left_out, key=lambda one: one.start)))


@dataclass(frozen=True)
class _Segment:
    """A part of a document that counts by itself: the lines before its first number, with the heading of an annex among
    them, its cuts, and the lines behind the end of its last item."""

    front: Sequence[MappedText]
    annex: range
    cuts: Sequence[Cut]
    tail: Sequence[MappedText]

    @property
    def heading(self) -> str | None:
        return " ".join(self.front[at].text for at in self.annex) or None

    def heading_lines(self) -> Iterator[MappedText]:
        """The lines that are headings in the sections of items."""
        yield from (self.front[at] for at in self.annex)
        yield from (line for one in self.cuts if one.is_section for line in one.lines)


def _segments(lines: Sequence[MappedText]) -> Iterator[_Segment]:
    texts = [line.text for line in lines]
    labels = [read_label(text) for text in texts]
    listed = uncounted(texts, labels) | listed_inside(texts, labels)
    counted = [None if place in listed else label for place, label in enumerate(labels)]
    starts = list(segment_starts(texts, counted))
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        own = lines[start:end]
        entries = outline(counted[start:end])
        if _only_enumerates(own, entries):
            entries = []
        front = own[:entries[0].line] if entries else own
        annex = annex_heading([line.text for line in front]) if start and entries else range(0)
        cuts, tail = _without_tail(divide(own, entries))
        yield _Segment(front, annex, cuts, tail)


def _only_enumerates(lines: Sequence[MappedText], entries: Sequence[Entry]) -> bool:
    """Whether there are no numbers but 一是 and 首先 in running text: most of it stands in other paragraphs."""
    enumerated = sum(len(lines[entry.line].text) for entry in entries)
    return all(entry.label.weak or entry.label.style == "第一，" for entry in entries) and (
        2 * enumerated < sum(len(line.text) for line in lines))


def _outside(segments: Sequence[_Segment]) -> Iterator[tuple[str, Sequence[MappedText]]]:
    """The runs of lines that stand outside the items, each with the name of its part."""
    name, run = "front", list[MappedText]()
    for segment in segments:
        run += segment.front[:segment.annex.start] if segment.annex else segment.front
        if not segment.cuts:
            # a letter in front of a document, or what is enclosed without a number of its own
            continue
        yield from _parted(name, run)
        if segment.annex:
            yield _ATTACHMENT, segment.front[segment.annex.stop:]
        for one in segment.cuts:
            yield _HEADING, [line for line in one.unnumbered if not is_ended(line.text)]
            yield _LEAD_IN, [line for line in one.unnumbered if is_ended(line.text)]
        name, run = _TAIL, list(segment.tail)
    yield from _parted(name, run)


def _parted(name: str, lines: Sequence[MappedText]) -> Iterator[tuple[str, Sequence[MappedText]]]:
    start = attachment_start([line.text for line in lines]) if name == _TAIL else len(lines)
    yield name, lines[:start]
    yield _ATTACHMENT, lines[start:]


@dataclass
class _SortedOut:
    """Lines by what the reader says of them: `parted` are the places in `running` before which a table stood."""

    running: list[MappedText] = field(default_factory=list)
    parted: set[int] = field(default_factory=set)
    tables: list[list[MappedText]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def _sort_out(lines: Sequence[MappedText], regions: Sequence[Region]) -> _SortedOut:
    result = _SortedOut()
    starts = [region.start for region in regions]
    table: Region | None = None
    for line in lines:
        at = bisect.bisect_right(starts, line.positions[0]) - 1
        region = regions[at] if at >= 0 and line.positions[0] < regions[at].end else None
        if region is None:
            result.running.append(line)
        elif region.kind != _TABLE:
            result.left_out += (LeftOut(region.kind, *span) for span in line.source_spans())
        else:
            if region is not table:
                result.tables.append([])
                result.parted.add(len(result.running))
            table = region
            result.tables[-1].append(line)
    page = contents_page([line.text for line in result.running])
    result.left_out += (LeftOut(_CONTENTS, *span) for line in result.running[page.start:page.stop]
                        for span in line.source_spans())
    del result.running[page.start:page.stop]
    result.parted = {at - len(page) if at >= page.stop else at for at in result.parted}
    return result


def _without_tail(cuts: list[Cut]) -> tuple[list[Cut], Sequence[MappedText]]:
    """The cuts with the last one ended where its segment ends, and the lines behind that."""
    if not cuts:
        return [], []
    last = cuts[-1]
    single = len(cuts) > 2 and all(len(one.lines) == 1 for one in cuts[:-1])
    end = tail_start([line.text for line in last.lines], single)
    return [*cuts[:-1], replace(last, lines=last.lines[:end])], last.lines[end:]


def _items(maker: "_Maker", placed: Sequence[Placed], left_out: list[LeftOut]) -> Iterator[Item]:
    for one in placed:
        if one.cut.is_section:
            continue
        body = one.cut.body
        if body.text:
            yield maker.numbered(one, body)
        else:
            left_out += (LeftOut(_NUMBER_ONLY, *span) for line in one.cut.lines for span in line.source_spans())


class _Maker:
    """Makes the items of one source."""

    def __init__(self, source: Source, metadata: Metadata) -> None:
        self._source = source
        self._metadata = asdict(metadata)
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", source.text))]

    def item(self, text: MappedText, ordinals: str, part: str = "item") -> Item:
        """An item without a number, or what stands outside the items."""
        start = text.positions[0]
        page = bisect.bisect_right(self._source.pages, start) or None
        return Item(id=f"{self._source.name}:{ordinals}", source=self._source.name, text=text.text, part=part,
                    **self._metadata, page=page, start=start, end=text.positions[-1] + 1,
                    line=bisect.bisect_right(self._line_starts, start), offsets=text.breakpoints())

    def numbered(self, placed: Placed, body: MappedText) -> Item:
        """A numbered item."""
        first, label = placed.cut.lines[0], placed.cut.entry.label
        start = first.positions[label.start]
        return self.item(body, placed.ordinals)._replace(
            number=placed.cut.number, level=placed.cut.level, sections=placed.sections, heading=placed.cut.heading,
            points=sub_points(body.text), start=start, line=bisect.bisect_right(self._line_starts, start),
            page=bisect.bisect_right(self._source.pages, start) or None)

    def parts(self, outside: Iterable[tuple[str, Sequence[MappedText]]], left_out: list[LeftOut]) -> Iterator[Item]:
        """An item for each run of lines that stands outside the numbered ones; lines of a web page are left out."""
        made: Counter[str] = Counter()
        for part, lines in outside:
            kept = lines if part == _TABLE else [line for line in lines if not is_page_line(line.text)]
            if part != _TABLE:
                left_out += (LeftOut(_PAGE_LINE, *span) for line in lines if is_page_line(line.text)
                             for span in line.source_spans())
            if kept:
                made[part] += 1
                number = str(made[part]) if made[part] > 1 or part == _TABLE else ""
                yield self.item(join_lines(kept), f"{part}{number}", part=part)
