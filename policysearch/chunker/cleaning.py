"""Cleaning: small named steps that take debris out of a text and keep the map to its source.

A step is a function from text to edits; it never sees positions. The order of STEPS matters only where a comment says so.
"""
import re
import unicodedata
from collections.abc import Callable, Iterator

from policysearch.chunker.labels import read_label
from policysearch.chunker.mapped import Edit, MappedText
from policysearch.models import LeftOut
from policysearch.text.characters import HAN

Step = Callable[[str], Iterator[Edit]]


# --- characters that print nothing ---------------------------------------------------------------------------------

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]+")


def invisible_characters(text: str) -> Iterator[Edit]:
    """Zero-width spaces, byte order marks, soft hyphens and direction marks."""
    for found in _INVISIBLE.finditer(text):
        yield Edit(*found.span())


# --- debris of web pages -------------------------------------------------------------------------------------------

_TAG = re.compile(r"【\s*/?\s*[A-Za-z][A-Za-z0-9]{0,10}\s*/?\s*】")


def bracketed_tags(text: str) -> Iterator[Edit]:
    """Tags of a page printed as text, 【Div】【/Div】, and on the same line the brackets that lost their partner."""
    at = 0
    for line in text.splitlines(keepends=True):
        tags = list(_TAG.finditer(line))
        if tags:
            rest = _TAG.sub("", line)
            if re.fullmatch(r"[【】\s]*", rest):
                yield Edit(at, at + len(line.rstrip("\n")))
            else:
                for found in tags:
                    yield Edit(at + found.start(), at + found.end())
        at += len(line)


# from the beginning of a run of spaces: to try each of its spaces takes a time that grows with its square
_ADVERT = re.compile(r"(?<![^\S\n])[^\S\n]*[（(【\[][^（()）【】\[\]\n]{0,80}[）)】\]]")
_ADDRESS = re.compile(r"(?:https?://|www\.|[a-z0-9-]+\.(?:com|cn|net|org|cc|top|vip)\b)", re.IGNORECASE)
_CREDIT = re.compile("转载|轉載|注明|註明|版权|版權|收集整理|更多.{0,8}(?:关注|访问)|范文|文档下载|欢迎(?:下载|访问)")


def site_notes(text: str) -> Iterator[Edit]:
    """A bracket with a site's address and its claim, set into the text: ( wWw.YuAn0.cN 转载请注明 )."""
    for found in _ADVERT.finditer(text):
        if _ADDRESS.search(found.group()) and _CREDIT.search(found.group()):
            yield Edit(*found.span())


# --- pinyin annotations --------------------------------------------------------------------------------------------

_ANNOTATION = re.compile(r"\((?P<syllable>(?:[^\W\d_][\u0300-\u030c]*){1,6})\)")
# initials and finals of Hanyu Pinyin (GB/T 16159), without tone marks; ü also as v or u
_SYLLABLE = re.compile(
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uan|uai|üan|ai|ei|ui|ao|ou|iu|ie|üe|ue|er|an|en|in|un|ün|ia|ua|uo"
    "|a|o|e|i|u|ü|v)"
    "|m|n|ng|hm|hng")
_TONES = "\u0300\u0301\u0304\u030c"
_ENOUGH = 3


def pinyin_annotations(text: str) -> Iterator[Edit]:
    """Readings set behind characters, 關(guān)于; (IDC), (xx) and other brackets are text.

    A syllable with a tone mark is an annotation wherever it stands. One without (們(men)) is only where the document
    has others that carry tones, and only behind a Han character.
    """
    found_toned = 0
    toneless: list[Edit] = []
    for found in _ANNOTATION.finditer(text):
        letters = unicodedata.normalize("NFD", found["syllable"])
        bare = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES))
        if bare != bare.lower() or not _SYLLABLE.fullmatch(bare):
            continue
        if any(letter in _TONES for letter in letters):
            found_toned += 1
            yield Edit(*found.span())
        elif re.match(f"[{HAN}]", text[max(0, found.start() - 1):found.start()]):
            toneless.append(Edit(*found.span()))
    if found_toned >= _ENOUGH:
        yield from toneless


# --- markdown ------------------------------------------------------------------------------------------------------

_HEADING = re.compile(r"^[^\S\n]*#{1,6}[^\S\n]+", re.MULTILINE)
_RULE = re.compile(r"^[^\S\n]*(?:-{3,}|\*{3,}|_{3,}|={3,}|\|(?:[^\S\n]*:?-{3,}:?[^\S\n]*\|)+)[^\S\n]*$", re.MULTILINE)
# > 500万元 is a condition
_QUOTE = re.compile(r"^[^\S\n]*>[^\S\n]+(?=[^\s0-9])", re.MULTILINE)
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->)){0,2000}-->")
_STARS = re.compile(r"(?<!\*)\*\*(?!\*)")
_BOUNDARY = re.compile(r"(?:^|[\s。；;：:！？!?、，,（(“])$")
_EDGE_MARK = re.compile(r"^[\s、，,。；;“”\-—]|[\s、，,“\-—]$")


def markdown_headings(text: str) -> Iterator[Edit]:
    """# before a heading, > before a quotation, rules across the page or below the head of a table, and comments."""
    comments = [found.span() for found in _COMMENT.finditer(text)]
    for start, end in comments:
        yield Edit(start, end)
    for pattern in (_HEADING, _QUOTE, _RULE):
        for found in pattern.finditer(text):
            if found.group() and not any(start <= found.start() < end for start, end in comments):
                yield Edit(*found.span())


_ESCAPE = re.compile(r"\\(?=[*_#\[\]`~>+-])|(?<=[0-9])\\(?=[.)])")


def markdown_escapes(text: str) -> Iterator[Edit]:
    r"""The backslash before a mark that is text: 1\. and \*."""
    for found in _ESCAPE.finditer(text):
        yield Edit(*found.span())


def markdown_bold(text: str) -> Iterator[Edit]:
    """** around bold text. In some documents ** is a mask for a name that was taken out: there it stays.

    Only the whole document tells. It is markdown when every paragraph has its stars in pairs and most pairs enclose
    something that can be bold: it begins or ends a clause, or is a label, and has no comma or dash at its own ends. In a
    document with headings of markdown whatever stands in a pair is bold.
    """
    headed = _HEADING.search(text) is not None
    pairs: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        stars = [at + found.start() for found in _STARS.finditer(line)]
        if len(stars) % 2:
            return
        pairs += zip(stars[::2], stars[1::2])
        at += len(line)
    bold = pairs if headed else [pair for pair in pairs if _may_be_bold(text, *pair)]
    if 2 * len(bold) > len(pairs):
        for start, end in bold:
            yield Edit(start, start + 2)
            yield Edit(end, end + 2)


def _may_be_bold(text: str, start: int, end: int) -> bool:
    inside = text[start + 2:end]
    if not inside.strip() or _EDGE_MARK.search(inside):
        return False
    return bool(_BOUNDARY.search(text[max(0, start - 1):start]) or _BOUNDARY.search(text[end + 2:end + 3][::-1])
                or read_label(inside))


# --- pages ---------------------------------------------------------------------------------------------------------

_PAGE_NUMBER = re.compile(r"^[^\S\n]*(?:[-—–－]+[^\S\n]*\d{1,4}[^\S\n]*[-—–－]+|第[^\S\n]*\d{1,4}[^\S\n]*页(?:[^\S\n]*[,，/共]"
                          r"[^\S\n]*共?[^\S\n]*\d{1,4}[^\S\n]*页)?)[^\S\n]*$", re.MULTILINE)


_BARE_NUMBER = re.compile(r"^[^\S\n]*(?P<n>[0-9]{1,3})[^\S\n]*$", re.MULTILINE)


def page_numbers(text: str) -> Iterator[Edit]:
    """Page numbers alone on their line: - 3 -, — 12 —, 第3页 共8页, and bare ones that count on from one another."""
    for found in _PAGE_NUMBER.finditer(text):
        yield Edit(*found.span())
    bare = list(_BARE_NUMBER.finditer(text))
    for before, found, after in zip([None, *bare], bare, [*bare[1:], None]):
        number = int(found["n"])
        if (before and int(before["n"]) == number - 1) or (after and int(after["n"]) == number + 1):
            yield Edit(*found.span())


# bold before headings, which say that the text is markdown
STEPS: tuple[Step, ...] = (invisible_characters, bracketed_tags, pinyin_annotations, site_notes, markdown_bold,
                           markdown_headings, markdown_escapes, page_numbers)


def clean(text: MappedText) -> tuple[MappedText, list[LeftOut]]:
    """`text` after all steps, still mapped to its source, and what each step took out of the source."""
    left_out: list[LeftOut] = []
    for step in STEPS:
        edits = list(step(text.text))
        left_out += (LeftOut(step.__name__, *span) for edit in edits for span in text.source_spans(edit.start, edit.end))
        text = text.edited(edits)
    return text, left_out
