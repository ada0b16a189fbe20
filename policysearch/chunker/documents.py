"""Source -> Document: items, headings, parts and what was left out, with every character accounted for."""
import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace

from policysearch.chunker.boilerplate import is_page_line
from policysearch.chunker.cleaning import clean
from policysearch.chunker.cutting import Cut, Placed, divide, heading_of, place
from policysearch.chunker.labels import read_label
from policysearch.chunker.lines import document_lines
from policysearch.chunker.mapped import MappedText, join_lines
from policysearch.chunker.metadata import Metadata, read_metadata
from policysearch.chunker.outline import outline
from policysearch.chunker.paragraphs import paragraphs
from policysearch.chunker.points import sub_points
from policysearch.chunker.tail import ATTACHMENT, attachment_list, tail_start
from policysearch.models import Document, Item, LeftOut, Region, Source, Span

_TABLE = "table"
_NUMBER_ONLY = "number_without_text"
_PAGE_LINE = "page_line"


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
    labels = [read_label(text) for text in texts]
    listed = attachment_list(texts, labels)
    entries = outline([None if place in listed else label for place, label in enumerate(labels)])
    cuts: list[Cut] = []
    if entries:
        front = lines[:entries[0].line]
        cuts, tail = _without_tail(divide(lines, entries))
        maker = _Maker(source, read_metadata(source, texts, [line.text for line in front], [line.text for line in tail]))
        items = list(_items(maker, list(place(cuts)), left_out))
    else:
        maker = _Maker(source, read_metadata(source, texts, texts, ()))
        items = [maker.item(line, f"p{number}", part="paragraph") for number, line in enumerate(lines, 1)]
        front, tail = [], []
    parts = [*maker.outside("front", front, left_out), *_tail_parts(maker, tail, left_out),
             *(maker.item(join_lines(table), f"table{number}", part=_TABLE)
               for number, table in enumerate(sorted_out.tables, 1))]
    heading_lines = [line for one in cuts for line in (*(one.lines if one.is_section else ()), *one.unnumbered)]
    headings = [Span(*span) for line in heading_lines for span in line.source_spans()]
    return Document(tuple(items), tuple(headings), tuple(parts), tuple(sorted(left_out, key=lambda one: one.start)))


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
    return result


def _without_tail(cuts: list[Cut]) -> tuple[list[Cut], list[MappedText]]:
    """The cuts with the last one ended where its document ends, and the lines behind that."""
    last = cuts[-1]
    single = len(cuts) > 2 and all(len(one.lines) == 1 for one in cuts[:-1])
    end = tail_start([line.text for line in last.lines], single)
    return [*cuts[:-1], replace(last, lines=last.lines[:end])], list(last.lines[end:])


def _items(maker: "_Maker", placed: Sequence[Placed], left_out: list[LeftOut]) -> Iterator[Item]:
    for one in placed:
        if one.cut.is_section:
            continue
        body = one.cut.body
        if body.text:
            yield maker.numbered(one, body)
        else:
            left_out += (LeftOut(_NUMBER_ONLY, *span) for line in one.cut.lines for span in line.source_spans())


def _tail_parts(maker: "_Maker", tail: Sequence[MappedText], left_out: list[LeftOut]) -> Iterator[Item]:
    attachment = next((at for at, line in enumerate(tail) if ATTACHMENT.match(line.text)), len(tail))
    yield from maker.outside("tail", tail[:attachment], left_out)
    yield from maker.outside("attachment", tail[attachment:], left_out)


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
        return replace(self.item(body, placed.ordinals), number=placed.cut.number, level=placed.cut.level,
                       sections=placed.sections, heading=heading_of(body.text), points=sub_points(body.text), start=start,
                       line=bisect.bisect_right(self._line_starts, start),
                       page=bisect.bisect_right(self._source.pages, start) or None)

    def outside(self, part: str, lines: Sequence[MappedText], left_out: list[LeftOut]) -> Iterator[Item]:
        """One item of the lines that stand outside the numbered ones; lines of a web page are left out."""
        kept = [line for line in lines if not is_page_line(line.text)]
        left_out += (LeftOut(_PAGE_LINE, *span) for line in lines if is_page_line(line.text) for span in line.source_spans())
        if kept:
            yield self.item(join_lines(kept), part, part=part)
