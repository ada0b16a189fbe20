"""The lines of a document. One that came as a single line is parted again where its paragraphs began."""
import re
from collections.abc import Iterator

from policysearch.chunker.labels import Label, read_label
from policysearch.chunker.mapped import MappedText
from policysearch.text.sentences import is_ended

# a line of this many characters that is most of its document held all of it once
_WHOLE_DOCUMENT = 800
_LONGEST_HEADING = 40
# the end of a sentence is looked for so far back, beyond the brackets and spaces that may follow it
_LOOK_BACK = 100
_SENTENCE_INSIDE = re.compile("[。！？；!?]")
# white space that stood between paragraphs: not beside Latin words or digits, where it may be part of the line
_GAP = re.compile(r"(?<![A-Za-z0-9\s])\s+(?![A-Za-z0-9\s])|(?<=[。！？；：”）)])\s+(?=\S)")
_LABEL_START = re.compile("[第（(0-9０-９一二三四五六七八九十①-⑳]")


def document_lines(text: MappedText) -> list[MappedText]:
    """The lines of `text` without blank ones, stripped; a line that holds the whole document is parted."""
    lines = list(_lines(text))
    total = sum(len(line.text) for line in lines)
    parted: list[MappedText] = []
    for line in lines:
        whole = len(line.text) > _WHOLE_DOCUMENT and 2 * len(line.text) > total
        parted += _parted(line) if whole else [line]
    return parted


def _lines(text: MappedText) -> Iterator[MappedText]:
    at = 0
    for line in text.text.split("\n"):
        if line.strip():
            yield text.slice(at, at + len(line)).stripped()
        at += len(line) + 1


def _parted(line: MappedText) -> Iterator[MappedText]:
    """The paragraphs of a document that is one line."""
    breaks = sorted({found.end() for found in _GAP.finditer(line.text)} | set(_inner_labels(line.text)))
    for start, end in zip([0, *breaks], [*breaks, len(line.text)]):
        piece = line.slice(start, end).stripped()
        if piece.text:
            yield piece


def _inner_labels(text: str) -> Iterator[int]:
    """Where a label stands without a space before it: behind a sentence, or straight behind a heading it opens."""
    begun = 0
    reached: dict[str, int] = {}
    for found in _LABEL_START.finditer(text):
        at = found.start()
        label = read_label(text[at:at + 20])
        if label is None or label.weak or at <= begun or text[at - 1].isspace() or not _goes_on(label, reached):
            continue
        behind_sentence = is_ended(text[max(begun, at - _LOOK_BACK):at])
        before = text[begun:at] if at - begun <= _LONGEST_HEADING else ""
        heading = read_label(before.lstrip())
        behind_heading = (heading is not None and not heading.weak and heading.style != label.style
                          and not _SENTENCE_INSIDE.search(before))
        if behind_sentence or behind_heading:
            reached[label.style] = label.ordinal
            begun = at
            yield at


def _goes_on(label: Label, reached: dict[str, int]) -> bool:
    return label.ordinal in (1, reached.get(label.style, 0) + 1)
