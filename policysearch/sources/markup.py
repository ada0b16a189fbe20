"""What a file of markup is, by how it begins: a web page, one saved with its pictures, RTF, Word's XML, other XML."""
import codecs
import re

MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_HEAD = 4096
# what programs that make pages put in front of them, however long
_BLANK = re.compile(r"(?:\s++|<!--.*?-->)*+", re.DOTALL)
PROLOGUE = r"(?:\s++|<\?xml\b[^>]*>|<!--.*?-->)*+"
_PAGE = re.compile(PROLOGUE + r"<(?:!doctype\s+html|(?:html|head|body|meta)\b)", re.IGNORECASE | re.DOTALL)
_PART = re.compile(PROLOGUE + r"<(?:title|link|style|script|base|div|table|p|center|span|font|h[1-6]|ul|ol|article)[\s>]",
                   re.IGNORECASE | re.DOTALL)
_WORD_XML = re.compile(r"(?:<[?!][^>]*>\s*)*<(?:\w+:)?wordDocument\b")
_ROOT = re.compile(r"<([A-Za-z_][\w:.-]*)[\s>]", re.ASCII)
# a message with parts (RFC 2557), or with a page alone
_SAVED = re.compile(r"(?=(?:.+\n)*?MIME-Version:)(?:.+\n)*?Content-Type:\s*(?:multipart/related|text/html)\b", re.IGNORECASE)


def beginning(data: bytes) -> str:
    """The first characters of a file behind its byte order mark, blank space and comments; only those of ASCII are sure."""
    mark = next((mark for mark in MARKS if data.startswith(mark)), b"")
    text = data[len(mark):].decode(MARKS.get(mark, "latin-1"), errors="replace")
    start = _BLANK.match(text)
    return text[start.end() if start else 0:][:_HEAD]


def is_html(head: str) -> bool:
    """Whether a file that has the beginning `head` is a web page, or a part of one that begins with a tag.

    >>> [is_html(head) for head in ("<!DOCTYPE html><p>", "<div><p>1</p></div>", "1 < 2 <p>", "<p>\\n\\n1.\\n\\n2.\\n")]
    [True, True, False, False]
    """
    # most lines of a text with a few tags, such as markdown, have none
    lines = [line for line in head.splitlines() if line.strip()]
    is_tagged = 2 * sum("<" in line for line in lines) >= len(lines) or re.search("<(?:html|head|body)[ >]", head)
    return bool(_PAGE.match(head) or (_PART.match(head) and is_tagged))


def is_rtf(head: str) -> bool:
    """Whether a file that has the beginning `head` is in the Rich Text Format."""
    return head.startswith("{\\rtf")


def is_word_xml(head: str) -> bool:
    """Whether a file that has the beginning `head` is a document in the XML of Word 2003."""
    return bool(_WORD_XML.match(head))


def is_saved_page(head: str) -> bool:
    """Whether a file that has the beginning `head` is a web page saved with what it shows (MHTML).

    >>> is_saved_page("From: a\\nMIME-Version: 1.0\\nContent-Type: multipart/related;\\n\\ttype=text/html\\n\\n")
    True
    """
    return bool(_SAVED.match(head.replace("\r\n", "\n")))


def is_xml(head: str, data: bytes) -> bool:
    """Whether the file `data`, which has the beginning `head`, is XML: it says so, or one element encloses it.

    >>> [is_xml(text, text.encode()) for text in ("<?xml version='1.0'?><a/>", "<a b='c'>d</a>", "<a> is <b>")]
    [True, True, False]
    """
    root = _ROOT.match(head)
    return head.startswith("<?xml") or (root is not None and data.rstrip().endswith(f"</{root[1]}>".encode()))
