"""A KPI's values against its target over the periods, drawn on the braille canvas."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from bsctui.app import numbers
from bsctui.app.canvas import DOTS_ACROSS, Canvas
from bsctui.app.cells import Span, Spans, left, right

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.app.glyphs import Glyphs


class Plot(NamedTuple):
    """What is drawn, one number a period (nan where there is none).

    Attributes:
        values: Measured values.
        low: The target, or the lower end of a band.
        high: The upper end of a band; the target itself otherwise.
        labels: The periods.
        at: The index of the period in view.
    """

    values: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    labels: Sequence[str]
    at: int


HEIGHT = 6
"""Lines of the canvas: 24 levels tell a slope, and the notes below stay in view."""

_AXIS = 8


def chart(plot: Plot, width: int, glyphs: Glyphs, height: int = HEIGHT) -> list[Spans]:
    """The lines of a chart in `width` cells; none where nothing is known in any period."""
    known = [number for series in plot[:3] for number in series if not math.isnan(number)]
    if not known or width < _AXIS + 8:
        return []
    canvas = Canvas(width - _AXIS - 1, height)
    low, high = _range(known)
    _draw(canvas, plot.low, low, high, "target", dotted=True)
    if list(plot.high) != list(plot.low):
        _draw(canvas, plot.high, low, high, "target", dotted=True)
    _draw(canvas, plot.values, low, high, "chart", dotted=False)
    return [*_with_axis(canvas.rows(braille=glyphs.braille), low, high), _periods(plot, width)]


def _range(known: Sequence[float]) -> tuple[float, float]:
    low, high = min(known), max(known)
    if high > low:
        return low, high
    margin = abs(high) * 0.1 or 1.0
    return low - margin, high + margin


def _draw(
    canvas: Canvas, series: Sequence[float], low: float, high: float, look: str, *, dotted: bool
) -> None:
    across, down = canvas.dots
    step = (across - 1) / max(1, len(series) - 1)
    before: tuple[int, int] | None = None
    for index, number in enumerate(series):
        if math.isnan(number):
            before = None
            continue
        point = (round(index * step), round((high - number) / (high - low) * (down - 1)))
        if before is not None:
            canvas.line(before, point, look, every=3 if dotted else 1)
        canvas.dot(*point, look)
        if not dotted:
            canvas.dot(point[0] + (1 if point[0] % DOTS_ACROSS == 0 else -1), point[1], look)
        before = point


def _with_axis(rows: list[Spans], low: float, high: float) -> list[Spans]:
    marks = [""] * len(rows)
    marks[0], marks[-1] = numbers.value(high), numbers.value(low)
    return [
        (Span(right(mark, _AXIS) + " ", "dim"), *row) for mark, row in zip(marks, rows, strict=True)
    ]


def _periods(plot: Plot, width: int) -> Spans:
    """First and last period under the ends, the one in view under its place where there is room."""
    room = width - _AXIS - 1
    first, last = plot.labels[0], plot.labels[-1]
    line = left(first, room - len(last)) + last
    here = plot.labels[plot.at]
    start = round(plot.at / max(1, len(plot.labels) - 1) * (room - len(here)))
    if start > len(first) and start + len(here) < room - len(last):
        before, after = line[:start], line[start + len(here) :]
        return (Span(" " * (_AXIS + 1) + before, "dim"), Span(here, "strong"), Span(after, "dim"))
    return (Span(" " * (_AXIS + 1) + line, "dim"),)
