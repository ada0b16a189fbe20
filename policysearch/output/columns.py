"""How wide text is on a terminal: Chinese characters take two columns (Unicode Standard Annex 11)."""
import unicodedata


def width(text: str) -> int:
    """The columns that `text` takes.

    >>> width("年:2022"), width("e\\u0301")
    (7, 1)
    """
    return sum(_width(character) for character in text)


def shortened(text: str, columns: int) -> str:
    """`text` cut to `columns`, with … where something was left out."""
    if width(text) <= columns:
        return text
    kept = ""
    room = columns - 1
    for character in text:
        room -= _width(character)
        if room < 0:
            break
        kept += character
    return kept + "…"


def padded(text: str, columns: int, right: bool = False) -> str:
    """`text` filled with spaces to `columns`, standing at the `right` or the left of them.

    >>> padded("宝山", 6), padded("12", 4, right=True)
    ('宝山  ', '  12')
    """
    space = " " * (columns - width(text))
    return space + text if right else text + space


def printable(text: str) -> str:
    """`text` on one line, with control characters shown as the replacement character."""
    return "".join(" " if character.isspace() else "\ufffd" if unicodedata.category(character) in ("Cc", "Cs") else character
                   for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
