"""Paragraphs: lines broken by a page or a copy in mid-sentence are joined again."""
import re

from policysearch.chunker.boilerplate import date_in, is_body_name, is_page_line
from policysearch.chunker.labels import read_label
from policysearch.chunker.mapped import Edit, MappedText
from policysearch.text.sentences import is_ended

_LATIN_END = re.compile(r"[A-Za-z0-9,.;:]$")
_LATIN_START = re.compile(r"^[A-Za-z0-9]")
_SENTENCE_INSIDE = re.compile("[。！？；!?]")


def paragraphs(text: MappedText) -> list[MappedText]:
    """The paragraphs of `text`: its lines without blank ones, stripped, with broken ones joined.

    A line is broken when it is running text (a sentence ends inside it), does not end as a sentence does, and the next
    line neither has a label of its own nor is a signature, a date or part of a web page. Headings and titles hold no
    ended sentence, so they are never joined to what follows.
    """
    joined: list[MappedText] = []
    for line in _lines(text):
        if joined and _is_broken(joined[-1].text, line.text):
            joined[-1] = _glued(joined[-1], line)
        else:
            joined.append(line)
    return joined


def _lines(text: MappedText) -> list[MappedText]:
    lines = []
    at = 0
    for line in text.text.split("\n"):
        if line.strip():
            lines.append(text.slice(at, at + len(line)).stripped())
        at += len(line) + 1
    return lines


def _is_broken(before: str, after: str) -> bool:
    if not _SENTENCE_INSIDE.search(before) or is_ended(before):
        return False
    if date_in(after) or is_body_name(after) or is_page_line(after):
        return False
    label = read_label(after)
    return label is None or (label.weak and label.style == "1.")


def _glued(before: MappedText, after: MappedText) -> MappedText:
    both = MappedText(before.text + "\n" + after.text, [*before.positions, before.positions[-1] + 1, *after.positions])
    # Latin words were parted by the break itself
    space = " " if _LATIN_END.search(before.text) and _LATIN_START.search(after.text) else ""
    at = len(before.text)
    return both.edited([Edit(at, at + 1, space)])
