"""Abbreviations of names by the first characters of their words: 民诉法 for 民事诉讼法, 医保条例."""
from collections.abc import Callable

from policysearch.matching.name_table import NameTable


def abbreviated(body: str, kind: str, table: NameTable, is_word: Callable[[str], bool]) -> str | None:
    """The one name of a `kind` that `body` fits best as an abbreviation, the shortest; None where there is none or several.

    Of a law's name, one piece is a word and no abbreviation: 社会法 is not 社会保险法. 工伤条例 is clear.
    """
    best: dict[int, dict[str, str]] = {}
    for name, document in table.beginning(kind, body[0]):
        core = name[:-len(kind)]
        if pieces_of(body, core, is_word) > (1 if kind == "法" else 0):
            best.setdefault(len(core), {})[document.title] = name
    shortest = best[min(best)] if best else {}
    return next(iter(shortest.values())) if len(shortest) == 1 else None


def pieces_of(body: str, core: str, is_word: Callable[[str], bool]) -> int:
    """Of how many pieces an abbreviation is made, each the beginning of a word of a name's core; 0 where it is none.

    >>> pieces_of("民诉", "民事诉讼", {"民事", "诉讼"}.__contains__), pieces_of("民讼", "民事诉讼", {"民事", "诉讼"}.__contains__)
    (2, 0)
    """
    if core.startswith(body):
        return 1
    starts = {place for place in range(len(core)) if any(is_word(core[place:place + length]) for length in (2, 3, 4))}
    # the ways to have read some of the body: where in the core the last character stood, and the pieces
    reached = {(0, 1)} if core[:1] == body[:1] else set()
    for character in body[1:]:
        reached = {(place, pieces + (place != last + 1)) for last, pieces in reached
                   for place in range(last + 1, len(core))
                   if core[place] == character and (place == last + 1 or place in starts)}
    return min((pieces for _, pieces in reached), default=0)
