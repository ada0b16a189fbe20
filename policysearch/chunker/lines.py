"""The lines of a document. One that came as a single line is parted again where its paragraphs began."""
import re
from collections.abc import Iterator
from itertools import zip_longest

from policysearch.chunker.boilerplate import body_names, date_at_end
from policysearch.chunker.labels import Label, read_label
from policysearch.chunker.mapped import MappedText
from policysearch.chunker.tail import lists_aside
from policysearch.text.characters import HAN
from policysearch.text.sentences import is_ended

# a line of this many characters that is most of its document held all of it once; so did a shorter one that has numbers
# of the outer kinds inside
_WHOLE_DOCUMENT = 800
_OUTER = ("章", "条", "一、")
_LONGEST_HEADING = 40
# the end of a sentence is looked for so far back, beyond the brackets and spaces that may follow it
_LOOK_BACK = 100
_LONGEST_LABEL = 20
# a sequence may skip a number
_MAX_STEP = 2
_SENTENCE_INSIDE = re.compile("[。！？；!?]")
# white space that stood between paragraphs: not beside Latin words or digits, where it may be part of the line; an indent
# of two ideographic spaces, and what stands around a date, always did
_GAP = re.compile(r"(?<![A-Za-z0-9\s])\s+(?![A-Za-z0-9\s])|(?<=[。！？；：”）)])\s+(?=\S)|[^\S\u3000]*\u3000{2,}\s*(?=\S)"
                  r"|\s+(?=[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}\s?日(?:\s|$))|(?<=月[0-9][0-9]日)\s+|(?<=月[0-9]日)\s+")
# what a page prints behind a title
_PAGE_LABEL = re.compile(r"(?=(?:发布时间|发布日期)[：:])|(?<=[0-9])\s+(?=来源[：:])")
# a numeral straight before 一、 is part of the same number
_IN_A_NUMBER = re.compile("[第一二三四五六七八九十百0-9]$")
_COLON = re.compile(r"[：:]\s*")
# how a letter closes, and who signs it
_CLOSING = re.compile(f"(?<=[。！；])(?:特此|专此|專此)[{HAN}]{{2,6}}[。！]$")
_LAST_SENTENCE = re.compile("[。！；][^。！；]{4,80}$")
_LABEL_START = re.compile("[第（(0-9０-９一二三四五六七八九十壹贰貳叁參肆伍陆陸柒捌玖拾甲乙丙丁戊己庚辛壬癸㈠-㈩①-⒛]")


def document_lines(text: MappedText) -> list[MappedText]:
    """The lines of `text` without blank ones, stripped; a line that holds the whole document is parted."""
    lines = list(_lines(text))
    total = sum(len(line.text) for line in lines)
    parted: list[MappedText] = []
    for line in lines:
        pieces = _parted(line) if 2 * len(line.text) > total and _holds_document(line.text) else [line]
        parted += (part for piece in pieces for part in _without_closing(piece))
    return [part for line, following in zip_longest(parted, parted[1:])
            for part in (_led_in(line, following.text) if following else [line])]


def _holds_document(line: str) -> bool:
    if len(line) > _WHOLE_DOCUMENT:
        return True
    inner = [label for at in _inner_labels(line) if (label := read_label(line[at:at + _LONGEST_LABEL]))]
    return any(label.ordinal > 1 and label.style in _OUTER for label in inner)


def _led_in(line: MappedText, following: str) -> Iterator[MappedText]:
    """The line, parted where a list begins in it whose second number begins the line that follows: 答：1.…"""
    second = read_label(following[:_LONGEST_LABEL])
    own = read_label(line.text[:_LONGEST_LABEL])
    is_second = second is not None and second.ordinal == 2 and not second.weak and not lists_aside(line.text)
    if second and is_second and not (own and own.style == second.style):
        for colon in _COLON.finditer(line.text):
            label = read_label(line.text[colon.end():colon.end() + _LONGEST_LABEL])
            if label and (label.style, label.ordinal) == (second.style, 1):
                yield line.slice(0, colon.end()).stripped()
                yield line.slice(colon.end(), len(line.text))
                return
    yield line


def _without_closing(line: MappedText) -> Iterator[MappedText]:
    """The line, and apart from it the closing formula and the signature with its date that it ends with."""
    ends = [len(line.text)]
    last = _LAST_SENTENCE.search(line.text)
    if last and (ending := date_at_end(last.group()[1:])) and body_names(ending[0]):
        ends.insert(0, last.start() + 1)
    if closing := _CLOSING.search(line.text[:ends[0]]):
        ends.insert(0, closing.start())
    yield from (line.slice(start, end).stripped() for start, end in zip([0, *ends], ends))


def _lines(text: MappedText) -> Iterator[MappedText]:
    at = 0
    for line in text.text.split("\n"):
        if line.strip():
            yield text.slice(at, at + len(line)).stripped()
        at += len(line) + 1


def _parted(line: MappedText) -> Iterator[MappedText]:
    """The paragraphs of a document that is one line."""
    start = 0
    for end in sorted({*(found.end() for found in _GAP.finditer(line.text)), *_inner_labels(line.text), len(line.text),
                       *(found.start() for found in _PAGE_LABEL.finditer(line.text))}):
        label = read_label(line.text[start:start + _LONGEST_LABEL])
        if label and end <= start + label.body and end < len(line.text):
            continue  # the space inside 第 一 條, or between a number and its text
        piece = line.slice(start, end).stripped()
        if piece.text:
            yield piece
        start = end


def _inner_labels(text: str) -> Iterator[int]:
    """Where a label stands that goes on with its sequence: behind a space, behind a sentence, or straight behind the title
    or a heading it opens."""
    begun = 0
    reached: dict[str, int] = {}
    for found in _LABEL_START.finditer(text):
        at = found.start()
        label = read_label(text[at:at + _LONGEST_LABEL])
        if label is None or label.weak or 0 < at <= begun:
            continue
        goes_on = label.ordinal == 1 or 0 < label.ordinal - reached.get(label.style, 0) <= _MAX_STEP
        if goes_on and _may_begin(text, begun, at, label):
            reached[label.style] = label.ordinal
            begun = at
            if at:
                yield at


def _may_begin(text: str, begun: int, at: int, label: Label) -> bool:
    """Whether `label` at `at` may begin a paragraph, the one before it having begun at `begun`."""
    if at == 0 or text[at - 1].isspace() or is_ended(text[max(begun, at - _LOOK_BACK):at]):
        return True
    before = text[begun:at] if at - begun <= _LONGEST_HEADING else ""
    if begun == 0 and (label.style, label.ordinal) == ("一、", 1):
        return bool(before) and not _SENTENCE_INSIDE.search(before) and not _IN_A_NUMBER.search(before)
    heading = read_label(before.lstrip())
    return (heading is not None and not heading.weak and heading.style != label.style
            and not _SENTENCE_INSIDE.search(before))
