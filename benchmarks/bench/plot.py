"""How figures grow with the number of items, drawn as SVG: a panel for each, both scales logarithmic."""
import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

# by contender, points (number of items, figure)
Lines = Mapping[str, Sequence[tuple[float, float]]]

_COLUMNS = 4
_WIDTH, _HEIGHT = 260, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 28, 26
# names in a row of the legend, and the height of a row
_NAMES, _LEGEND = 5, 20
# readable on white and on black
_COLOURS = ("#d62839", "#ff7b54", "#a63a9c", "#e0a100", "#2f7ed8", "#2a9d8f", "#8a6fd1", "#7f8c8d", "#8d6e4f", "#4caf50",
            "#c2185b")
_STYLE = """<style>
text { fill: #222 } .page { fill: #fff } .rule { stroke: #ddd }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .page { fill: #0d1117 } .rule { stroke: #333 } }
</style>"""


class _Scale(NamedTuple):
    """A logarithmic scale of whole powers of ten, from `low` to `high`, over the pixels from `start` to `end`."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        """The pixel of a value."""
        return self.start + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)


def draw(panels: Mapping[str, Lines]) -> str:
    """An SVG with a panel for each title."""
    names = list(dict.fromkeys(name for lines in panels.values() for name in lines))
    colours = {name: _COLOURS[place % len(_COLOURS)] for place, name in enumerate(names)}
    rows = math.ceil(len(panels) / _COLUMNS)
    top = _LEGEND * math.ceil(len(names) / _NAMES) + 8
    width, height = _COLUMNS * _WIDTH, top + rows * _HEIGHT
    pieces = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
              'font-family="sans-serif" font-size="11">', _STYLE, f'<rect width="{width}" height="{height}" class="page"/>']
    for place, name in enumerate(names):
        row, column = divmod(place, _NAMES)
        x, y = 12 + column * (width - 12) / _NAMES, 8 + row * _LEGEND
        pieces.append(f'<rect x="{x:.0f}" y="{y}" width="10" height="10" fill="{colours[name]}"/>'
                      f'<text x="{x + 14:.0f}" y="{y + 9}">{escape(name)}</text>')
    for place, (title, lines) in enumerate(panels.items()):
        row, column = divmod(place, _COLUMNS)
        pieces.append(f'<g transform="translate({column * _WIDTH} {top + row * _HEIGHT})">')
        pieces += _panel(title, lines, colours)
        pieces.append("</g>")
    return "\n".join([*pieces, "</svg>", ""])


def _panel(title: str, lines: Lines, colours: Mapping[str, str]) -> Iterator[str]:
    yield f'<text x="{_LEFT}" y="18" font-weight="bold">{escape(title)}</text>'
    points = [point for line in lines.values() for point in line]
    if not points:
        return
    x = _scale([at for at, _ in points], _LEFT, _WIDTH - _RIGHT)
    y = _scale([value for _, value in points], _HEIGHT - _BOTTOM, _TOP)
    for power in range(x.low, x.high + 1):
        at = x.at(10 ** power)
        yield _rule(at, y.start, at, y.end)
        yield f'<text x="{at:.1f}" y="{_HEIGHT - 10}" text-anchor="middle">{10 ** power:,}</text>'
    for power in range(y.low, y.high + 1):
        at = y.at(10.0 ** power)
        yield _rule(x.start, at, x.end, at)
        yield f'<text x="{_LEFT - 5}" y="{at + 4:.1f}" text-anchor="end">{10.0 ** power:,.{max(0, -power)}f}</text>'
    for name, line in lines.items():
        path = " ".join(f"{x.at(at):.1f},{y.at(value):.1f}" for at, value in line)
        yield f'<polyline points="{path}" fill="none" stroke="{colours[name]}" stroke-width="1.6"/>'
        for at, value in line:
            yield f'<circle cx="{x.at(at):.1f}" cy="{y.at(value):.1f}" r="2.4" fill="{colours[name]}"/>'


def _scale(values: Sequence[float], start: float, end: float) -> _Scale:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return _Scale(low, max(high, low + 1), start, end)


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="rule"/>'
