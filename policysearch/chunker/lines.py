"""The lines of a document. One that came as a single line is parted again where its paragraphs began."""
import re
from collections.abc import Iterator

from policysearch.chunker.labels import Label, read_label
from policysearch.chunker.mapped import MappedText
from policysearch.text.sentences import is_ended

# a line of this many characters that is most of its document held all of it once; so did a shorter one that has numbers
# of the outer kinds inside
_WHOLE_DOCUMENT = 800
_WHOLE_NOTICE = 150
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
_LABEL_START = re.compile("[第（(0-9０-９一二三四五六七八九十壹贰貳叁參肆伍陆陸柒捌玖拾甲乙丙丁戊己庚辛壬癸㈠-㈩①-⒛]")


def document_lines(text: MappedText) -> list[MappedText]:
    """The lines of `text` without blank ones, stripped; a line that holds the whole document is parted."""
    lines = list(_lines(text))
    total = sum(len(line.text) for line in lines)
    parted: list[MappedText] = []
    for line in lines:
        parted += _parted(line) if 2 * len(line.text) > total and _holds_document(line.text) else [line]
    return parted


def _holds_document(line: str) -> bool:
    if len(line) > _WHOLE_DOCUMENT:
        return True
    inner = [label for at in _inner_labels(line) if (label := read_label(line[at:at + _LONGEST_LABEL]))]
    return len(line) > _WHOLE_NOTICE and any(label.ordinal > 1 and label.style in _OUTER for label in inner)


def _lines(text: MappedText) -> Iterator[MappedText]:
    at = 0
    for line in text.text.split("\n"):
        if line.strip():
            yield text.slice(at, at + len(line)).stripped()
        at += len(line) + 1


def _parted(line: MappedText) -> Iterator[MappedText]:
    """The paragraphs of a document that is one line."""
    start = 0
    for end in sorted({*(found.end() for found in _GAP.finditer(line.text)), *_inner_labels(line.text), len(line.text)}):
        label = read_label(line.text[start:start + _LONGEST_LABEL])
        if label and end <= start + label.body and end < len(line.text):
            continue  # the space inside 第 一 條, or between a number and its text
        piece = line.slice(start, end).stripped()
        if piece.text:
            yield piece
        start = end


def _inner_labels(text: str) -> Iterator[int]:
    """Where a label stands that goes on with its sequence: behind a space, behind a sentence, or straight behind a heading
    it opens."""
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
    heading = read_label(before.lstrip())
    return (heading is not None and not heading.weak and heading.style != label.style
            and not _SENTENCE_INSIDE.search(before))
