"""Small drawings: a line in a table's cell, and a KPI's values against its target."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from bsctui import numbers
from bsctui.report.html.elements import el, svg_element
from bsctui.report.scales import LinearScale, axis_ticks, gapless_runs, value_extent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.report.html.elements import Markup
    from bsctui.report.scorecard_rows import KpiFigures, PeriodSeries

SPARK: Final = (96.0, 24.0)
SPARK_PERIODS: Final = 12
"""Periods in a table's cell: three years of quarters or a year of months."""

PLOT: Final = (340.0, 190.0)
LEFT, RIGHT, ABOVE, BELOW = 46.0, 8.0, 10.0, 24.0


def sparkline(line: Sequence[float], target: Sequence[float] = ()) -> Markup | None:
    """The last numbers of a line with a dot at its end, and what it is held to; None without two numbers."""
    line, target = line[-SPARK_PERIODS:], target[-SPARK_PERIODS:]
    ends = value_extent(line, target)
    if ends is None or sum(not isnan(number) for number in line) < 2:
        return None
    width, height = SPARK
    across = LinearScale(0, max(1, len(line) - 1), 3, width - 4)
    up = LinearScale(*ends, height - 4, 4)
    last = max(at for at, number in enumerate(line) if not isnan(number))
    return svg_element(
        width,
        height,
        _path(target, across, up, "target"),
        _path(line, across, up, "line"),
        el(
            "circle",
            cx=_coordinate(across(last)),
            cy=_coordinate(up(line[last])),
            r="2.5",
            class_="dot",
        ),
        class_="spark",
        aria_hidden="true",
        focusable="false",
    )


def _path(line: Sequence[float], across: LinearScale, up: LinearScale, look: str) -> Markup | None:
    """A line through its numbers, broken at gaps; a number alone is a short stroke."""
    parts = []
    for run in gapless_runs(line):
        points = [f"{_coordinate(across(at))} {_coordinate(up(number))}" for at, number in run]
        parts.append(f"M{'L'.join(points)}" + ("h.1" if len(points) == 1 else ""))
    return el("path", d="".join(parts), class_=look) if parts else None


def _coordinate(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


class KpiPlot:
    """A KPI's values in the periods of a view, its target, and where the report stands."""

    def __init__(self, figures: KpiFigures, periods: Sequence[str]) -> None:
        self.figures = figures
        self.periods = periods
        width, height = PLOT
        ends = value_extent(figures.values[: figures.at + 1], figures.low, figures.high) or (
            0.0,
            1.0,
        )
        self.ticks = axis_ticks(*ends)
        self.across = LinearScale(0, max(1, len(periods) - 1), LEFT + 6, width - RIGHT - 6)
        self.up = LinearScale(self.ticks[0], self.ticks[-1], height - BELOW, ABOVE)

    def draw(self, name: str) -> Markup:
        """The drawing; `name` is what somebody hears who cannot see it."""
        figures, up = self.figures, self.up
        values = figures.values[: figures.at + 1]
        return svg_element(
            *PLOT,
            *self._grid(),
            self._period_line(),
            *self._target(),
            _path(values, self.across, up, "line"),
            *(self._dot(at, number) for at, number in enumerate(values) if not isnan(number)),
            class_="plot",
            role="img",
            aria_label=name,
        )

    def _grid(self) -> Iterator[Markup]:
        width, height = PLOT
        for tick in self.ticks:
            y = _coordinate(self.up(tick))
            yield el(
                "line",
                x1=_coordinate(LEFT),
                x2=_coordinate(width - RIGHT),
                y1=y,
                y2=y,
                class_="grid",
            )
            text = numbers.format_value(tick)
            yield el("text", text, x=_coordinate(LEFT - 6), y=y, dy=".32em", class_="mark end")
        for at in sorted({0, self.figures.at, len(self.periods) - 1}):
            look = "mark middle" + (" strong" if at == self.figures.at else "")
            if self._has_room(at):
                yield el(
                    "text",
                    self.periods[at],
                    x=_coordinate(self._text_at(at)),
                    y=_coordinate(height - 7),
                    class_=look,
                )

    def _has_room(self, at: int) -> bool:
        """The ends give way to the period of the report."""
        gap = abs(self._text_at(at) - self._text_at(self.figures.at))
        return at == self.figures.at or gap > 58

    def _text_at(self, at: int) -> float:
        return min(max(self.across(at), LEFT + 16), PLOT[0] - 26)

    def _period_line(self) -> Markup:
        x = _coordinate(self.across(self.figures.at))
        return el(
            "line", x1=x, x2=x, y1=_coordinate(ABOVE), y2=_coordinate(PLOT[1] - BELOW), class_="now"
        )

    def _target(self) -> Iterator[Markup | None]:
        low, high = self.figures.low, self.figures.high
        if _is_band(low, high):
            yield from (self._band(run, high) for run in gapless_runs(low))
            yield _path(high, self.across, self.up, "target")
        yield _path(low, self.across, self.up, "target")

    def _band(self, run: list[tuple[int, float]], high: PeriodSeries) -> Markup:
        below = [
            f"{_coordinate(self.across(at))} {_coordinate(self.up(number))}" for at, number in run
        ]
        above = [
            f"{_coordinate(self.across(at))} {_coordinate(self.up(high[at]))}"
            for at, _ in reversed(run)
        ]
        return el("path", d=f"M{'L'.join([*below, *above])}Z", class_="band")

    def _dot(self, at: int, number: float) -> Markup:
        size = "3.5" if at == self.figures.at else "2"
        return el(
            "circle",
            cx=_coordinate(self.across(at)),
            cy=_coordinate(self.up(number)),
            r=size,
            class_="dot",
        )


def _is_band(low: PeriodSeries, high: PeriodSeries) -> bool:
    return any(a != b for a, b in zip(low, high, strict=True) if not isnan(a) and not isnan(b))
