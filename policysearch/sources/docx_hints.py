"""What a Word document states beside its text: the title among its properties, the 文号 in the header of its pages."""
import re

from lxml import etree

from policysearch.errors import SourceUnreadable
from policysearch.sources.packages import Package, short_name
from policysearch.text.doc_numbers import is_standard_number, parse_doc_number
from policysearch.text.folding import collapse_space

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
# titles that programs write by themselves: their own name, the name of a new document, the name of a file
_NO_TITLE = re.compile(
    r"(?:microsoft|power ?point|wps).*|新建.{0,3}(?:microsoft|office|word|wps|docx?|文本|文字).*|.*\.[a-z]{2,4}[xm]?"
    r"|(?:(?:word|文字|空白)?\s*(?:文档|文件|文稿|演示文稿|文檔)|word|document|doc|presentation|untitled|无标题|無標題|未命名|标题)"
    r"\s*[-_(（]?\d*[)）]?", re.IGNORECASE)


def docx_hints(package: Package, main: str) -> dict[str, str]:
    """The hints of a document whose main part is `main`: "title", which need not be printed in it, and "doc_number"."""
    hints = {"title": _title(package), "doc_number": _number_in_header(package, main)}
    return {name: value for name, value in hints.items() if value}


def _title(package: Package) -> str | None:
    root = _tree(package, package.related("", "core-properties") or "docProps/core.xml")
    found = root.find(_TITLE) if root is not None else None
    title = collapse_space(found.text or "") if found is not None else ""
    return title if title and not _NO_TITLE.fullmatch(title) else None


def _number_in_header(package: Package, main: str) -> str | None:
    """The number that a standard or an order prints at the head of each page, and nothing else there."""
    root = _tree(package, package.related(main, "header"))
    for paragraph in root.iter() if root is not None else ():
        if short_name(paragraph) == "w:p":
            text = collapse_space("".join(each.text or "" for each in paragraph.iter() if short_name(each) == "w:t"))
            if parse_doc_number(text) or is_standard_number(text):
                return text
    return None


def _tree(package: Package, part: str | None) -> etree._Element | None:
    """A part where it is there and whole: the text does not depend on it."""
    try:
        return package.tree(part) if part and part in package else None
    except SourceUnreadable:
        return None
