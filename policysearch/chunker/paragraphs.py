"""Paragraphs: lines broken by a page, a copy or a fixed width in mid-sentence are joined again."""
import re
import unicodedata
from collections.abc import Container, Sequence

from policysearch.chunker.boilerplate import date_in, is_page_line
from policysearch.chunker.labels import read_label
from policysearch.chunker.mapped import Edit, MappedText, join_lines
from policysearch.chunker.tail import is_signature
from policysearch.text.characters import HAN
from policysearch.text.sentences import is_ended

_LATIN_END = re.compile(r"[A-Za-z0-9,.;:]$")
_LATIN_START = re.compile(r"^[A-Za-z0-9]")
_SENTENCE_INSIDE = re.compile("[。！？；!?]")
# a line that begins with a mark, or with a character or two and a comma, begins in the middle of a clause or word
_REST_OF_A_WORD = re.compile("[，；、：！？）」』”〉》]|[^\\W\\d_]{1,2}[，,。；]")
_GOES_ON = re.compile("[，、]$")
# 场地器材： begins a paragraph
_FIELD = re.compile(f"[{HAN}]{{2,8}}[：:]")
# hard-wrapped documents: lines this wide at the most, this share of the longest when full, and so many of them broken
_LONGEST_WRAPPED = 60
_FULL = 0.85
# the first line of a paragraph is indented, and the indent may be lost
_FULL_FIRST = 0.72
_WRAPPED_LINES = 8
_WRAPPED_SHARE = 0.25


def paragraphs(lines: Sequence[MappedText], parted: Container[int] = ()) -> list[MappedText]:
    """The paragraphs that `lines` make up: broken ones are joined, but never at the places in `parted`.

    A line is broken when it is running text (a sentence ends inside it, the document is wrapped at a fixed width and the
    line is full, it ends in a comma, or the next begins with the rest of a word), does not end as a sentence does, and the
    next line neither has a label of its own nor is a signature, a date, a named field or part of a web page. Headings and
    titles hold no ended sentence, so they are never joined to what follows.
    """
    width = _wrapped_width(lines)
    texts = [line.text for line in lines]
    groups: list[list[MappedText]] = []
    running = False  # whether a sentence ends inside the paragraph so far
    for place, line in enumerate(lines):
        if groups and place not in parted and _is_broken(texts, place, running, _is_full(groups[-1], width)):
            groups[-1].append(line)
            running = True
        else:
            groups.append([line])
            running = False
        running = running or bool(_SENTENCE_INSIDE.search(line.text))
    return [_glued(group) for group in groups]


def _is_full(group: Sequence[MappedText], width: float | None) -> bool:
    """Whether the last line of a paragraph reaches the margin of a hard-wrapped document."""
    return width is not None and _columns(group[-1].text) >= width * (_FULL_FIRST if len(group) == 1 else _FULL)


def _columns(line: str) -> float:
    """The printed width of a line in Chinese characters; digits and Latin letters are half as wide."""
    return sum(0.5 if unicodedata.east_asian_width(character) in "NaH" else 1 for character in line)


def _wrapped_width(lines: Sequence[MappedText]) -> float | None:
    """The width of a full line of a hard-wrapped document; None where the document is not wrapped."""
    lengths = sorted(_columns(line.text) for line in lines)
    if not lengths:
        return None
    # the longest but for stray ones
    width = lengths[len(lengths) * 95 // 100 - 1 if len(lengths) > 20 else -1]
    broken = sum(_columns(line.text) >= width * _FULL and not is_ended(line.text) for line in lines)
    is_wrapped = width <= _LONGEST_WRAPPED and broken >= max(_WRAPPED_LINES, _WRAPPED_SHARE * len(lines))
    return width if is_wrapped else None


def _is_broken(lines: Sequence[str], place: int, running: bool, full: bool) -> bool:
    """Whether the line at `place` continues the one before it."""
    before, after = lines[place - 1], lines[place]
    if is_ended(before) or not (running or _GOES_ON.search(before) or full or _REST_OF_A_WORD.match(after)):
        return False
    if date_in(after) or _FIELD.match(after) or is_page_line(after) or is_signature(lines, place):
        return False
    label = read_label(after)
    return label is None or (label.weak and label.style == "1.")


def _glued(group: Sequence[MappedText]) -> MappedText:
    """The lines of a paragraph as one: without a space between Chinese, with one between Latin words."""
    if len(group) == 1:
        return group[0]
    whole = join_lines(group)
    edits = []
    at = 0
    for line, following in zip(group, group[1:]):
        at += len(line.text)
        # Latin words were parted by the break itself
        space = " " if _LATIN_END.search(line.text) and _LATIN_START.search(following.text) else ""
        edits.append(Edit(at, at + 1, space))
        at += 1
    return whole.edited(edits)
