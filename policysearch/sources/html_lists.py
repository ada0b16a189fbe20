"""Numbered lists of web pages: the label that a browser prints in front of each item (HTML 4.4.5, CSS Counter Styles 3)."""
import re
from collections.abc import Mapping

from policysearch.sources.number_formats import written
from policysearch.text.numerals import NUMERAL

_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
            "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
            "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
            "cjk-ideographic": "taiwaneseCountingThousand", "simp-chinese-informal": "taiwaneseCountingThousand",
            "trad-chinese-informal": "taiwaneseCountingThousand"}
_STYLE = re.compile(r"(?:^|[;\s])list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_UNNUMBERED = ("none", "disc", "circle", "square")
_INTEGER = re.compile(r"\s*([0-9]{1,6})(?![0-9])")
# where authors type the numbers, their style sheets take away the browser's
_TYPED = re.compile(f"第[{NUMERAL}0-9]{{1,7}}[章节節条條编編款]|[（(][{NUMERAL}0-9]{{1,4}}[）)]|[{NUMERAL}]{{1,3}}、"
                    "|(?:[0-9０-９]{1,3}|[A-Za-z])[.．、)）](?![0-9])|[①-⒛]")


class NumberedList:
    """An <ol> that is open, with its attributes, and how far it has counted."""

    def __init__(self, attributes: Mapping[str, str]) -> None:
        self._format = _format(attributes) or "decimal"
        self._next = _number(attributes.get("start", ""), 1)

    def label(self, attributes: Mapping[str, str]) -> str:
        """The label of the next <li>, which has these attributes; "" where none is printed.

        >>> numbers = NumberedList({"type": "a", "start": "3"})
        >>> [numbers.label({}), numbers.label({"value": "8"}), numbers.label({"type": "I"})]
        ['c. ', 'h. ', 'IX. ']
        """
        number = _number(attributes.get("value", ""), self._next)
        self._next = number + 1
        kind = _format(attributes) or self._format
        if kind in _UNNUMBERED:
            return ""
        return written(number, kind) + ("、" if kind == _FORMATS["cjk-ideographic"] else ". ")


def is_typed(text: str) -> bool:
    """Whether an item begins with a number of its own."""
    return bool(_TYPED.match(text))


def _format(attributes: Mapping[str, str]) -> str | None:
    """What the attributes say of the numbers: a style counts for more than a type."""
    stated = _STYLE.search(attributes.get("style", ""))
    words = stated[1].lower().split() if stated else []
    found = next((word for word in words if word in _UNNUMBERED), None) or next(filter(None, map(_FORMATS.get, words)), None)
    return found or _FORMATS.get(attributes.get("type", "").strip())


def _number(text: str, default: int) -> int:
    found = _INTEGER.match(text)
    return int(found[1]) if found else default
