"""Small drawings: a line in a table's cell, and a KPI's values against its target."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from bsctui import numbers
from bsctui.report.html.elements import drawing, el
from bsctui.report.scales import Scale, extent, marks, runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from bsctui.report.content import Line, Measured

SPARK: Final = (96.0, 24.0)
SHOWN: Final = 12
"""Periods in a table's cell: three years of quarters or a year of months."""

PLOT: Final = (340.0, 190.0)
LEFT, RIGHT, ABOVE, BELOW = 46.0, 8.0, 10.0, 24.0


def sparkline(line: Sequence[float], held: Sequence[float] = ()) -> Element | None:
    """The last numbers of a line with a dot at its end, and what it is held to; None without two numbers."""
    line, held = line[-SHOWN:], held[-SHOWN:]
    ends = extent(line, held)
    if ends is None or sum(not isnan(number) for number in line) < 2:
        return None
    width, height = SPARK
    across = Scale(0, max(1, len(line) - 1), 3, width - 4)
    up = Scale(*ends, height - 4, 4)
    last = max(at for at, number in enumerate(line) if not isnan(number))
    return drawing(
        width,
        height,
        _path(held, across, up, "target"),
        _path(line, across, up, "line"),
        el("circle", cx=_n(across(last)), cy=_n(up(line[last])), r="2.5", class_="dot"),
        class_="spark",
        aria_hidden="true",
        focusable="false",
    )


def _path(line: Sequence[float], across: Scale, up: Scale, look: str) -> Element | None:
    """A line through its numbers, broken at gaps; a number alone is a short stroke."""
    parts = []
    for run in runs(line):
        points = [f"{_n(across(at))} {_n(up(number))}" for at, number in run]
        parts.append(f"M{'L'.join(points)}" + ("h.1" if len(points) == 1 else ""))
    return el("path", d="".join(parts), class_=look) if parts else None


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


class Plot:
    """A KPI's values in the periods of a view, its target, and where the report stands."""

    def __init__(self, measured: Measured, periods: Sequence[str]) -> None:
        self.measured = measured
        self.periods = periods
        width, height = PLOT
        ends = extent(measured.values[: measured.at + 1], measured.low, measured.high) or (0.0, 1.0)
        self.marks = marks(*ends)
        self.across = Scale(0, max(1, len(periods) - 1), LEFT + 6, width - RIGHT - 6)
        self.up = Scale(self.marks[0], self.marks[-1], height - BELOW, ABOVE)

    def draw(self, name: str) -> Element:
        """The drawing; `name` is what somebody hears who cannot see it."""
        measured, up = self.measured, self.up
        values = measured.values[: measured.at + 1]
        return drawing(
            *PLOT,
            *self._grid(),
            self._now(),
            *self._target(),
            _path(values, self.across, up, "line"),
            *(self._dot(at, number) for at, number in enumerate(values) if not isnan(number)),
            class_="plot",
            role="img",
            aria_label=name,
        )

    def _grid(self) -> Iterator[Element]:
        width, height = PLOT
        for mark in self.marks:
            y = _n(self.up(mark))
            yield el("line", x1=_n(LEFT), x2=_n(width - RIGHT), y1=y, y2=y, class_="grid")
            text = numbers.value(mark)
            yield el("text", text, x=_n(LEFT - 6), y=y, dy=".32em", class_="mark end")
        for at in sorted({0, self.measured.at, len(self.periods) - 1}):
            look = "mark middle" + (" strong" if at == self.measured.at else "")
            if self._has_room(at):
                yield el(
                    "text", self.periods[at], x=_n(self._text_at(at)), y=_n(height - 7), class_=look
                )

    def _has_room(self, at: int) -> bool:
        """The ends give way to the period of the report."""
        gap = abs(self._text_at(at) - self._text_at(self.measured.at))
        return at == self.measured.at or gap > 58

    def _text_at(self, at: int) -> float:
        return min(max(self.across(at), LEFT + 16), PLOT[0] - 26)

    def _now(self) -> Element:
        x = _n(self.across(self.measured.at))
        return el("line", x1=x, x2=x, y1=_n(ABOVE), y2=_n(PLOT[1] - BELOW), class_="now")

    def _target(self) -> Iterator[Element | None]:
        low, high = self.measured.low, self.measured.high
        if _differ(low, high):
            yield from (self._band(run, high) for run in runs(low))
            yield _path(high, self.across, self.up, "target")
        yield _path(low, self.across, self.up, "target")

    def _band(self, run: list[tuple[int, float]], high: Line) -> Element:
        below = [f"{_n(self.across(at))} {_n(self.up(number))}" for at, number in run]
        above = [f"{_n(self.across(at))} {_n(self.up(high[at]))}" for at, _ in reversed(run)]
        return el("path", d=f"M{'L'.join([*below, *above])}Z", class_="band")

    def _dot(self, at: int, number: float) -> Element:
        size = "3.5" if at == self.measured.at else "2"
        return el("circle", cx=_n(self.across(at)), cy=_n(self.up(number)), r=size, class_="dot")


def _differ(low: Line, high: Line) -> bool:
    return any(a != b for a, b in zip(low, high, strict=True) if not isnan(a) and not isnan(b))
