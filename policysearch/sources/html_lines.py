"""The lines of a web page, the blocks and the tables they stand in, and which tables hold data."""
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from policysearch.text.numerals import NUMERAL


@dataclass(slots=True, eq=False)
class Element:
    """A block element: `names` are its classes and its id without case and punctuation, `words` their parts.

    `floating` says that it stands outside the page's flow, `chrome` that it is navigation. `sums` count what is inside:
    "weight" of running text, "chars", "links" in characters, "link_lines", and "attached", lines that name attachments.
    """

    tag: str
    parent: "Element | None"
    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    floating: bool = False
    chrome: bool = False
    sums: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True, eq=False)
class Line:
    """A line of the visible text: the block it begins in, its characters in links, its data table's number, its kind, and
    the label that a list prints in front of it, which is no part of the text while the page's layout is judged."""

    text: str
    element: Element
    links: int = 0
    table: int = 0
    kind: str = ""
    label: str = ""

    @property
    def printed(self) -> str:
        """Its text with its label; a link in a list is in no numbered one, whatever its tag."""
        return self.text if self.is_link else self.label + self.text

    @property
    def own(self) -> int:
        """Its characters outside links."""
        return len(self.text) - self.links

    @property
    def is_link(self) -> bool:
        """Whether it is a link and little else; the name of an attachment is the document's, linked or not."""
        return self.links > 0 and self.own <= 0.4 * len(self.text) and not ATTACHMENT.match(self.text)


@dataclass(slots=True)
class Cell:
    """A cell of a table with its lines."""

    is_heading: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Its characters."""
        return sum(len(line.text) for line in self.lines)

    @property
    def is_short(self) -> bool:
        """Whether it is no running text."""
        return self.size <= 60 and len(self.lines) <= 4

    @property
    def is_number(self) -> bool:
        """Whether it holds nothing but the number of an item."""
        return len(self.lines) == 1 and bool(NUMBER.fullmatch(self.lines[0].text))


NUMBER = re.compile(f"(?:第[{NUMERAL}0-9]{{1,7}}[章节節条條編编款]|[（(][{NUMERAL}0-9]{{1,4}}[）)]|[{NUMERAL}]{{1,3}}、"
                     "|[0-9０-９]{1,2}[.．、](?![0-9]))[、.：:]?")
ATTACHMENT = re.compile("(?:相关)?附\\s*件|附表|附[：:]|附[录錄]")


def is_data_table(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table parts data, and does not lay out a page or a numbered list.

    Several rows have several cells, in most of them at least half of the cells are short, and no cell with paragraphs
    holds most of the text. A form to be filled in has rows of empty cells below its head.
    """
    filled = [[cell for cell in row if cell.lines] for row in rows if any(cell.lines for cell in row)]
    columns = max(map(len, filled), default=0)
    grid = [row for row in rows if sum(bool(cell.lines) for cell in row) > 1
            or (len(row) >= columns > 2 and row[0].is_short)]
    headed = any(cell.is_heading for row in grid for cell in row)
    if len(grid) < 2 or 2 * len(grid) < len(filled) or columns < 2 or (len(grid) == columns == 2 and not headed):
        return False
    cells = [cell for row in filled for cell in row]
    largest = max(cells, key=lambda cell: cell.size)
    if 2 * largest.size > sum(cell.size for cell in cells) and (len(largest.lines) > 2 or largest.size > 300):
        return False
    if any(line.table for cell in cells for line in cell.lines) or (
            columns == 2 and 2 * sum(row[0].is_number for row in grid) > len(grid)):
        return False
    return 2 * sum(2 * sum(cell.is_short for cell in row) >= len(row) for row in grid) > len(grid)


def table_lines(rows: Sequence[Sequence[Cell]], element: Element, number: int) -> list[Line]:
    """The rows of data table `number`, a line each: cells parted by tabs, line breaks inside a cell as spaces."""
    lines = [Line("\t".join(" ".join(line.printed for line in cell.lines) for cell in row).rstrip(), element,
                  sum(line.links for cell in row for line in cell.lines), number) for row in rows]
    return [line for line in lines if line.text]


def layout_lines(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """The lines of a table that only lays out: cell after cell; a row whose cells hold a line each is one line."""
    lines: list[Line] = []
    for row in rows:
        filled = [cell for cell in row if cell.lines]
        flat = all(len(cell.lines) == 1 for cell in filled)
        for before, cell in zip([None, *filled], filled):
            first, *others = cell.lines
            # a number in a cell of its own belongs to the text beside it
            if before is not None and (flat or before.is_number) and not first.table and not lines[-1].table:
                lines[-1].text += " " + first.printed
                lines[-1].links += first.links
            else:
                lines.append(first)
            lines += others
    return lines
