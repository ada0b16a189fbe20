"""Web pages: the visible text, which of it is the document, and the metadata that the page states beside it."""
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import lxml.etree
import lxml.html

from policysearch.errors import SourceEmpty, SourceTooLarge, SourceUndecodable
from policysearch.models import Region, Source
from policysearch.sources.encoding import Decoded, decode
from policysearch.sources.html_layout import METADATA, NAVIGATION, mark_navigation
from policysearch.sources.html_lines import Cell, Element, Line, is_data_table, layout_lines, table_lines
from policysearch.sources.html_lists import NumberedList, is_typed
from policysearch.sources.markup import MARKS, PROLOGUE
from policysearch.text.data_lines import FIELD_OF_LABEL, stated_value


def read_html(data: bytes, name: str, shown: str) -> Source:
    """The source of a web page, called `name`; `shown` is the path that errors give.

    The text is that of the whole page, a paragraph a line, without what a browser does not show; regions tell what of
    it is not the running text of the document. Raises SourceEmpty, SourceUndecodable or SourceTooLarge.
    """
    decoded = _decoded(data)
    if isinstance(decoded, int):
        raise SourceUndecodable("source.undecodable", shown, offset=decoded)
    page = _parsed(decoded.text, shown)
    if not page.lines:
        raise SourceEmpty("source.shows_nothing" if decoded.text.strip() else "source.empty", shown)
    hints = page.hints | _mark_metadata(page.lines)
    mark_navigation(page.lines, page.elements, [*page.titles, hints.get("title", "")])
    problems = (("source.guessed_encoding", {"encoding": decoded.encoding}),) if decoded.guessed else ()
    if all(line.kind == NAVIGATION for line in page.lines):
        raise SourceEmpty("source.only_navigation", shown)
    for line in page.lines:
        line.text = line.text if line.kind else line.printed
    text = "\n".join(line.text for line in page.lines)
    return Source(name, shown, text, hints, tuple(_regions(page.lines)), problems=problems)


# --- bytes to text -------------------------------------------------------------------------------------------------

# what a page declares, and the encoding that includes it; other labels than these are not believed
_DECLARED = re.compile(rb"(?i)<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s*=[\s\"']*(?:x-)*(gb|big5|utf-?8)")
_INCLUDING = {b"gb": "gb18030", b"big5": "big5hkscs", b"utf8": "utf-8", b"utf-8": "utf-8"}
_DOCTYPE = re.compile(PROLOGUE + r"(?:<!doctype\b[^>\[]*(?:\[[^\]]*\]\s*)?>)?", re.IGNORECASE | re.DOTALL)


def _decoded(data: bytes) -> Decoded | int:
    """The text by its mark, else by what the page declares where that fits, else by what fits; else the byte at fault."""
    # scripts may stand above the declaration
    declared = () if data.startswith(tuple(MARKS)) else _DECLARED.finditer(data, 0, 64 * 1024)
    for encoding in (_INCLUDING[found[1].lower()] for found in declared):
        try:
            return Decoded(data.decode(encoding), encoding, guessed=False)
        except UnicodeDecodeError:
            continue
    return decode(data)


# --- text to lines -------------------------------------------------------------------------------------------------

_BLOCKS = set(
    "html body address article aside blockquote button caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary "
    "table tbody td tfoot th thead tr ul".split())
_LISTS = ("ol", "ul", "menu", "dir")
_INVISIBLE = set("head script style noscript template select datalist iframe object svg canvas audio video noframes".split())
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_FILE_LINK = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|pptx?|zip|rar|ofd|txt|jpe?g|png)(?:[?#].*)?$", re.IGNORECASE)
# a line break between two wide characters prints nothing, other white space one space (CSS Text 3, 4.1)
_WIDE = "“”‘’…—\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
_WIDE_BREAK = re.compile(f"(?<=[{_WIDE}])[ \t\f]*\n[ \t\f\n]*(?=[{_WIDE}])")
_WHITE = re.compile("[ \t\n\f\x85\u00a0\u2028\u2029]+")


@dataclass(slots=True)
class _Table:
    """A table while it is read; `outer` is where its lines go."""

    element: Element
    outer: list[Line]
    rows: list[list[Cell]] = field(default_factory=list)
    cell: Cell | None = None


class _Page:
    """The target of the parser: it makes lines at once and no tree, so that the depth of a page does not matter."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.elements = [Element("", None)]
        self.titles: list[str] = []
        self.hints: dict[str, str] = {}
        # of each open tag: the block it is or stands in, and whether the text inside is a link and is preformatted
        self._open = [(self.elements[0], False, False)]
        self._hidden = 0
        self._title: list[str] | None = None
        self._tables: list[_Table] = []
        self._table_count = 0
        # of each open list the numbers, None where it has none; of the item that has begun the label
        self._lists: list[NumberedList | None] = []
        self._label = ""
        self._pieces: list[str] = []
        self._links = 0
        self._element: Element | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag is opened; the parser closes each."""
        self._read_head(tag, attributes)
        # some pages are hidden as a whole until their scripts have run
        hidden = "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style", ""))
        if self._hidden or tag in _INVISIBLE or (hidden and tag not in ("html", "body")):
            self._hidden += 1
            return
        element, is_link, is_preformatted = self._open[-1]
        if tag in _BLOCKS or tag == "br":
            self._end_line()
        if tag in _BLOCKS:
            element = _element(tag, element, attributes)
            self.elements.append(element)
            self._start_part(tag, element, attributes)
        is_link = is_link or (tag == "a" and _leads_away(attributes.get("href", "").strip()))
        self._open.append((element, is_link, is_preformatted or tag == "pre"))

    def end(self, tag: str) -> None:
        """A tag is closed."""
        if tag == "title" and self._title is not None:
            self.titles.append(_collapsed("".join(self._title)))
            self._title = None
        if self._hidden:
            self._hidden -= 1
            return
        self._open.pop()
        if tag in _BLOCKS:
            self._end_line()
        if tag in _LISTS:
            self._lists.pop()
        elif tag == "li":
            self._label = ""
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].cell = None
        elif tag == "table":
            self._end_table(self._tables.pop())

    def data(self, text: str) -> None:
        """Text, its entities replaced."""
        if self._title is not None:
            self._title.append(text)
        if self._hidden:
            return
        element, is_link, is_preformatted = self._open[-1]
        for number, part in enumerate(text.split("\n") if is_preformatted else [text]):
            if number:
                self._end_line()
            self._pieces.append(part)
            if part.strip():
                self._element = self._element or element
                self._links += len(part.strip()) if is_link else 0

    def close(self) -> "_Page":
        """The end of the page."""
        self._end_line()
        return self

    def _read_head(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = (attributes.get("name") or attributes.get("property") or attributes.get("rel") or "").lower()
        value = _collapsed(attributes.get("content", "") if tag == "meta" else attributes.get("href", ""))
        if tag == "title":
            self._title = []
        elif tag == "meta" and value and name in ("articletitle", "og:title"):
            self.titles.append(value)
            if name == "articletitle":
                self.hints.setdefault("title", value)
        elif (tag, name) in (("meta", "url"), ("meta", "og:url"), ("link", "canonical")) and re.match("https?://", value):
            self.hints.setdefault("url", value)

    def _start_part(self, tag: str, element: Element, attributes: Mapping[str, str]) -> None:
        if tag in _LISTS:
            self._lists.append(NumberedList(attributes) if tag == "ol" else None)
        elif tag == "li":
            numbers = self._lists[-1] if self._lists else None
            self._label = numbers.label(attributes) if numbers else ""
        elif tag == "table":
            self._tables.append(_Table(element, self._sink()))
        elif self._tables and tag in ("tr", "td", "th"):
            table = self._tables[-1]
            table.cell = None
            if tag == "tr" or not table.rows:
                table.rows.append([])
            if tag != "tr":
                table.cell = Cell(tag == "th")
                table.rows[-1].append(table.cell)

    def _end_table(self, table: _Table) -> None:
        if is_data_table(table.rows):
            self._table_count += 1
            table.outer += table_lines(table.rows, table.element, self._table_count)
        else:
            table.outer += layout_lines(table.rows)

    def _end_line(self) -> None:
        text = _collapsed("".join(self._pieces))
        if text and self._element:
            label, self._label = "" if is_typed(text) else self._label, ""
            self._sink().append(Line(text, self._element, min(self._links, len(text)), label=label))
        self._pieces, self._links, self._element = [], 0, None

    def _sink(self) -> list[Line]:
        """Where a line goes: into the innermost open cell; text between cells goes before its table, as in browsers."""
        table = self._tables[-1] if self._tables else None
        return self.lines if table is None else table.cell.lines if table.cell else table.outer


def _parsed(text: str, shown: str) -> _Page:
    """The page as lines. </br> is a line break as in browsers; CDATA is unpacked, DTDs and inline pictures are taken out."""
    text = re.sub(r"[\x00-\x08\x0b\x0e-\x1f\x7f]|;base64,[A-Za-z0-9+/=]*|<!\[CDATA\[|\]\]>", "", text)
    text = _DOCTYPE.sub("", re.sub(r"</br\s*/?>", "<br>", text, flags=re.IGNORECASE), count=1)
    page = _Page()
    parser = lxml.html.HTMLParser(target=page, encoding="utf-8", no_network=True, huge_tree=False)
    lxml.etree.fromstring(text.encode(), parser)
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        # the parser gives up in a tag or text of more than 10 MB; half a document is worse than none
        raise SourceTooLarge("source.too_large", shown, limit=10)
    return page


def _element(tag: str, parent: Element, attributes: Mapping[str, str]) -> Element:
    whole = [*attributes.get("class", "").split(), attributes.get("id", "")]
    words = re.findall("[A-Z]?[a-z]+|[A-Z]+", " ".join(whole)) + re.findall("[A-Za-z]+", " ".join(whole))
    floating = re.search(r"position\s*:\s*fixed", attributes.get("style", ""), re.IGNORECASE)
    return Element(tag, parent, frozenset(re.sub(r"[\W_]+", "", name).lower() for name in whole),
                   frozenset(map(str.lower, words)), bool(floating))


def _leads_away(address: str) -> bool:
    """Whether a link leads to another page: places in the page itself and files to be loaded are part of the document."""
    return bool(address) and not re.match("#.", address) and not _FILE_LINK.search(address)


def _collapsed(text: str) -> str:
    """A line as a browser prints it: white space as one space, none at its ends."""
    return _WHITE.sub(" ", _WIDE_BREAK.sub("", text.replace("\r", "\n"))).strip()


def _regions(lines: Sequence[Line]) -> Iterator[Region]:
    """Neighbouring lines of one kind as one region; every table has its own."""
    start = 0
    for (kind, table), group in groupby(lines, lambda line: (line.kind, 0 if line.kind else line.table)):
        size = sum(len(line.text) + 1 for line in group)
        if kind or table:
            yield Region(kind or "table", start, start + size - 1)
        start += size


# --- metadata ------------------------------------------------------------------------------------------------------

# labels that only pages print, not forms inside documents
_PAGE_LABELS = set(
    "索引号 信息索引号 索引 主题分类 信息分类 组配分类 服务对象分类 分类 主题词 主题 关键词 发布日期 发布时间 公开日期 公开时间 生成日期 生成时间 有效性 时效性 效力状态 是否有效 "
    "文件状态 统一编号 统一登记号 登记号 公开方式 公开时限 公开范围 公开类别 公开形式 公开责任部门 责任部门 责任单位 信息来源 体裁分类 实施日期 施行日期 "
    "生效日期 失效日期 废止日期 终止日期 有效期 内容概述 语种 发布机构 成文日期".split())
_ALL_LABELS = sorted(FIELD_OF_LABEL.keys() | _PAGE_LABELS, key=len, reverse=True)
_LABEL = re.compile(r"(?:^|(?<=\s))[【\[]?(?P<label>%s|..(?:日期|时间|单位|机构|部门|分类|类别|编号|状态|方式|形式|属性)(?=[:：]))"
                    r"[】\]]?[^\S\t]*(?:(?P<colon>[:：])|(?<=[】\]])|(?=\t|$))" % "|".join(map(r"[^\S\t]*".join, _ALL_LABELS)))


def _mark_metadata(lines: Sequence[Line]) -> dict[str, str]:
    """Mark the lines of the page's own metadata, three labels with their values or more; gives the fields they state."""
    fields: dict[str, str] = {}
    run: list[Line] = []
    pairs: list[tuple[str, str]] = []
    for line in (*lines, Line("", Element("", None))):
        new = _pairs(line.text)
        last = run[-1].element if run and not pairs[-1][1] and not run[-1].table else None
        if not new and last and line.element.parent in (last, last.parent) and line.element.tag in ("dd", "div"):
            # a label on a line of its own, and its value behind it
            new = [(pairs.pop()[0], line.text)]
        if new:
            pairs += new
            run.append(line)
            continue
        if len(dict(pairs)) > 2 and _PAGE_LABELS & set(dict(pairs)):
            for one in run:
                one.kind = METADATA
            for label, value in pairs:
                name = FIELD_OF_LABEL.get(label, "")
                if stated := stated_value(name, value):
                    fields.setdefault(name, stated)
        run, pairs = [], []
    # a page that reprints names itself as the issuer
    if re.match(r"[（(【\[]?转[载发][）)】\]]", fields.get("title", "")):
        fields.pop("issuer", None)
    return fields


def _pairs(text: str) -> list[tuple[str, str]]:
    """The labels of a line with their values; none where the line does not begin with a label."""
    found = list(_LABEL.finditer(text))
    ends = [*(label.start() for label in found[1:]), len(text)]
    pairs = [(re.sub(r"\s", "", label["label"]), text[label.end():end].strip()) for label, end in zip(found, ends)]
    # without colons or values it is the head of a table
    return pairs if found and not found[0].start() and (found[0]["colon"] or any(value for _, value in pairs)) else []
