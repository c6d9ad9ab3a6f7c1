"""Numbers over the periods as lines of a chart: layers on the braille canvas, marks below, axes and a legend."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui import numbers
from bsctui.app.core.spans import Spans, StyledSpan, fit, width_of
from bsctui.app.ui.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from bsctui.cells import align_right
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.app.core.glyphs import Glyphs


class ChartLayer(NamedTuple):
    """One line of the chart, a number a period (nan where there is none).

    Attributes:
        name: What the legend calls it; empty to stay out of it.
        numbers: One a period.
        look: Its colour, and without braille its sign.
        every: Only each so-maniest dot of its line is set: 1 is a solid line.
    """

    name: str
    numbers: Sequence[float]
    look: str
    every: int = 1


class ChartMark(NamedTuple):
    """A sign below a period, and what the legend calls such signs."""

    at: int
    sign: str
    name: str
    look: str = ""


class ChartPlot(NamedTuple):
    """What is drawn.

    Attributes:
        layers: From the undermost to the uppermost.
        labels: The periods.
        at: The index of the period in view.
        marks: Signs below the periods.
        unit: What the numbers are counted in.
        bounds: The lowest and highest number that must be in view.
    """

    layers: Sequence[ChartLayer]
    labels: Sequence[str]
    at: int
    marks: Sequence[ChartMark] = ()
    unit: str = ""
    bounds: tuple[float, ...] = ()


HEIGHT = 6
"""Lines of the canvas: 24 levels tell a slope, and the notes below stay in view."""

_AXIS = 8
_INTERVALS = 3
"""Into so many steps or fewer the height is divided."""
_NEARLY = 1e-9
"""Of a step: what is missed by less is hit."""
_SIGNS = {"chart": "*", "target": "-", "baseline": ".", "forecast": ":"}
"""Without braille a line is told by its sign."""


def chart(plot: ChartPlot, width: int, glyphs: Glyphs, height: int = HEIGHT) -> list[Spans]:
    """The lines of a chart in `width` cells; none where nothing is known in any period."""
    values = [number for layer in plot.layers for number in layer.numbers if not math.isnan(number)]
    if not values or width < _AXIS + 8:
        return []
    canvas = Canvas(width - _AXIS - 1, height)
    ticks = round_ticks([*values, *plot.bounds])
    for layer in plot.layers:
        _draw(canvas, layer, ticks[0], ticks[-1])
    rows = canvas.rows(braille=glyphs.braille, signs=_SIGNS)
    lines = _with_axis(rows, ticks)
    if plot.marks:
        lines.append(_marks(plot, canvas.width))
    return [
        *lines,
        _periods(plot, width),
        fit(_legend(plot, glyphs, width), width, glyphs.ellipsis),
    ]


def round_ticks(values: Sequence[float]) -> tuple[float, ...]:
    """Round numbers (1, 2 or 5 by a power of ten apart), from the lowest at or below the values to the highest above."""
    low, high = min(values), max(values)
    margin = 0.0 if high > low else abs(high) * 0.1 or 1.0
    low, high = low - margin, high + margin
    least = (high - low) / _INTERVALS
    power = 10.0 ** math.floor(math.log10(least))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - _NEARLY))
    first, last = math.floor(low / step + _NEARLY), math.ceil(high / step - _NEARLY)
    ticks = tuple(at * step for at in range(first, max(last, first + 1) + 1))
    return ticks if ticks[-1] > ticks[0] else (low, high)


def _column(index: int, periods: int, dots: int) -> int:
    """The dot from the left at which a period stands."""
    return round(index * (dots - 1) / max(1, periods - 1))


def _draw(canvas: Canvas, layer: ChartLayer, low: float, high: float) -> None:
    """A line through the known numbers, broken where one is missing; points only on solid lines."""
    across, down = canvas.dots
    before: tuple[int, int] | None = None
    for index, number in enumerate(layer.numbers):
        if math.isnan(number):
            before = None
            continue
        level = _level(number, low, high, down)
        point = (_column(index, len(layer.numbers), across), level)
        if before is not None:
            canvas.line(before, point, layer.look, every=layer.every)
        canvas.dot(*point, layer.look)
        if layer.every == 1:
            _thicken(canvas, point, layer.look)
        before = point


def _level(number: float, low: float, high: float, dots: int) -> int:
    """The dot from the top at which a number stands."""
    return max(0, min(round((high - number) / (high - low) * (dots - 1)), dots - 1))


def _thicken(canvas: Canvas, point: tuple[int, int], look: str) -> None:
    """A measured point shows on its line: two dots wide and high, inside its own cell."""
    x, y = point
    beside = x + (1 if x % DOTS_ACROSS == 0 else -1)
    below = y + (1 if y % 2 == 0 else -1)
    for dot in ((beside, y), (x, below), (beside, below)):
        canvas.dot(*dot, look)


def _with_axis(rows: list[Spans], ticks: Sequence[float]) -> list[Spans]:
    """The round numbers, each in the row where it stands; the ends come before those between."""
    marks = [""] * len(rows)
    for tick in (*ticks[1:-1], ticks[0], ticks[-1]):
        level = _level(tick, ticks[0], ticks[-1], len(rows) * DOTS_DOWN)
        marks[level // DOTS_DOWN] = numbers.format_value(tick)
    return [
        (StyledSpan(align_right(mark, _AXIS) + " ", "dim"), *row)
        for mark, row in zip(marks, rows, strict=True)
    ]


def _marks(plot: ChartPlot, cells: int) -> Spans:
    """Signs below their periods; a second one of a period stands beside the first."""
    placed: dict[int, ChartMark] = {}
    for mark in plot.marks:
        column = _column(mark.at, len(plot.labels), cells * DOTS_ACROSS) // DOTS_ACROSS
        near = (column + by for by in (0, 1, -1, 2, -2) if 0 <= column + by < cells)
        free = next((at for at in near if at not in placed), None)
        if free is not None:
            placed[free] = mark
    spans, end = [StyledSpan(" " * (_AXIS + 1))], 0
    for column, mark in sorted(placed.items()):
        spans += [StyledSpan(" " * (column - end)), StyledSpan(mark.sign, mark.look)]
        end = column + 1
    return tuple(spans)


def _periods(plot: ChartPlot, width: int) -> Spans:
    """The period in view under its place, then as many others as fit: the ends first."""
    room, count = width - _AXIS - 1, len(plot.labels)
    placed: dict[int, int] = {}
    for index in dict.fromkeys((plot.at, 0, count - 1, *range(count))):
        size = cell_len(plot.labels[index])
        middle = _column(index, count, room * DOTS_ACROSS) // DOTS_ACROSS
        start = max(0, min(middle - size // 2, room - size))
        clear = all(
            start + size + 1 < at or start > at + cell_len(plot.labels[other]) + 1
            for at, other in placed.items()
        )
        if clear and start + size <= room:
            placed[start] = index
    spans, end = [StyledSpan(" " * (_AXIS + 1))], 0
    for start, index in sorted(placed.items()):
        look = "strong" if index == plot.at else "dim"
        spans += [StyledSpan(" " * (start - end)), StyledSpan(plot.labels[index], look)]
        end = start + cell_len(plot.labels[index])
    return tuple(spans)


def _legend(plot: ChartPlot, glyphs: Glyphs, width: int) -> Spans:
    """The unit below its axis, then what is drawn; where that is too wide, all of it closer together."""
    unit = align_right(printable(plot.unit), _AXIS, glyphs.ellipsis)
    spans = (StyledSpan(unit, "dim"), *_named(plot, glyphs, "  "))
    if width_of(spans) <= width:
        return spans
    return (StyledSpan(f" {unit.strip()}", "dim"), *_named(plot, glyphs, " "))


def _named(plot: ChartPlot, glyphs: Glyphs, between: str) -> Spans:
    """Each line and each kind of sign with its name."""
    spans: list[StyledSpan] = []
    gap = " "
    for layer in reversed(plot.layers):
        if layer.name and not all(math.isnan(number) for number in layer.numbers):
            sample = StyledSpan(f"{gap}{_sample(layer, glyphs)}", layer.look)
            spans += [sample, StyledSpan(f" {layer.name}", "dim")]
            gap = between
    for name, mark in {mark.name: mark for mark in plot.marks}.items():
        spans += [StyledSpan(f"{gap}{mark.sign}", mark.look), StyledSpan(f" {name}", "dim")]
        gap = between
    return tuple(spans)


def _sample(layer: ChartLayer, glyphs: Glyphs) -> str:
    """Two cells of a layer's line."""
    if not glyphs.braille:
        return _SIGNS.get(layer.look, "*") * 2
    canvas = Canvas(2, 1)
    canvas.line((0, 1), (3, 1), layer.look, every=layer.every)
    return "".join(span.text for span in canvas.rows(braille=True)[0])
