"""Ruled tables of a page: the grids that straight lines make, and the characters in their cells."""
from collections.abc import Iterator, Sequence

from policysearch.sources.page_pieces import Piece, joined, pieces_of, rows

# a page with more rules has a drawing, no tables
_MAX_RULES = 1_000
# in points: how far ends of rules that meet may miss each other, how wide a rule is at the most
_NEAR, RULE_WIDTH = 3.0, 2.5

# a straight line: where it is, from, to: (y, x, x) where it is horizontal, (x, y, y) where it is vertical
Rule = tuple[float, float, float]


def ruled_tables(horizontal: Sequence[Rule], vertical: Sequence[Rule],
                 characters: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The ruled tables, and the characters outside them. A cell is what has the same rules above it and to its left."""
    tables: list[Piece] = []
    all_across, all_down = _merged(horizontal), _merged(vertical)
    if len(all_across) + len(all_down) > _MAX_RULES:
        return tables, characters
    for across, down in _grids(all_across, all_down):
        left, right = min(rule[1] for rule in across), max(rule[2] for rule in across)
        bottom, top = across[0][0], across[-1][0]
        cells: dict[tuple[float, float], list[Piece]] = {}
        rest = []
        for one in characters:
            x, y = (one.x0 + one.x1) / 2, one.y + 0.35 * one.size
            if left <= x <= right and bottom <= y <= top:
                row = min((at for at, start, end in across if at >= y and start - _NEAR <= x <= end + _NEAR), default=top)
                column = max((at for at, start, end in down if at <= x and start - _NEAR <= y <= end + _NEAR), default=left)
                cells.setdefault((row, column), []).append(one)
            else:
                rest.append(one)
        filled = [place for place, inside in cells.items() if any(not one.text.isspace() for one in inside)]
        columns = sorted({column for _, column in filled})
        levels = sorted({row for row, _ in filled}, reverse=True)
        # one row of two cells may be a frame around text
        if len(columns) > 1 and len(columns) * len(levels) > 2:
            text = "\n".join("\t".join(_cell(cells.get((row, column), [])) for column in columns) for row in levels)
            tables.append(Piece(text, left, right, top, characters[0].size, kind="table"))
            characters = rest
    return tables, characters


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules in one line that touch as one: borders are often drawn cell by cell."""
    merged: list[Rule] = []
    levels: list[list[Rule]] = []
    for rule in sorted(rules):
        if levels and rule[0] - levels[-1][0][0] <= RULE_WIDTH:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    for level in levels:
        begun = len(merged)
        for _, start, end in sorted(level, key=lambda rule: rule[1]):
            if len(merged) > begun and start <= merged[-1][2] + _NEAR:
                merged[-1] = (level[0][0], merged[-1][1], max(end, merged[-1][2]))
            else:
                merged.append((level[0][0], start, end))
    return merged


def _cell(characters: Sequence[Piece]) -> str:
    text = ""
    for row in rows(characters):
        text = joined(text, " ".join(piece.text for piece in pieces_of(row)))
    return text


def _grids(horizontal: list[Rule], vertical: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """The rules that hang together: those across, from below, and those down, from the left."""
    across, down = list(horizontal), list(vertical)
    while down:
        grid: tuple[list[Rule], list[Rule]] = ([], [down.pop()])
        grown = True
        while grown:
            more = [rule for rule in across if any(_meet(rule, other) for other in grid[1])]
            across = [rule for rule in across if rule not in more]
            grid[0].extend(more)
            further = [rule for rule in down if any(_meet(other, rule) for other in grid[0])]
            down = [rule for rule in down if rule not in further]
            grid[1].extend(further)
            grown = bool(more or further)
        if len(grid[0]) > 1:
            yield sorted(grid[0]), sorted(grid[1])


def _meet(across: Rule, down: Rule) -> bool:
    return across[1] - _NEAR <= down[0] <= across[2] + _NEAR and down[1] - _NEAR <= across[0] <= down[2] + _NEAR
