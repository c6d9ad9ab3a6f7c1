"""Targets, baselines and tolerances in each own period (`scoring.md`, Target, baseline, tolerance)."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.entities import (
    BandTarget,
    BaselinePoint,
    BaselineSeries,
    Better,
    ConstantTarget,
    PlanTarget,
    WaypointTarget,
)
from bsctui.scoring.validity import dated_column, lines_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Definition, Series
    from bsctui.scoring.overrides import TargetOverrides
    from bsctui.scoring.time_axis import Axis

    Column = NDArray[np.float64]

LOW, HIGH, BASELINE, TOLERANCE_LOW, TOLERANCE_HIGH = range(5)
"""Layers of `Targets.layers`: both ends of the target (equal but for a band), the baseline, and the tolerance at each end."""


class Targets:
    """What KPIs are held to: `layers` is (5, n, periods) on the axis of their grain, nan for none.

    Attributes:
        has_target: (n,) whether there is a target line at all.
        complete: (n, periods) whether all that the score needs and that varies by period is there.
    """

    def __init__(
        self,
        axis: Axis,
        definitions: Sequence[Definition],
        overrides: Sequence[TargetOverrides | None] = (),
    ) -> None:
        count = len(definitions)
        self.layers = np.full((5, count, len(axis)), np.nan)
        self.has_target = np.array([d.target is not None for d in definitions], dtype=bool)
        for row, definition in enumerate(definitions):
            self._fill(row, definition, axis)
        self._fill_lines(definitions, axis)
        for row, ends in enumerate(overrides):
            if ends:
                self._override(row, ends, axis)
        for row, definition in enumerate(definitions):
            if definition.tolerances:
                self._fill_tolerance(row, definition, axis)
            elif scored_by_own_size(definition):
                self.layers[[TOLERANCE_LOW, TOLERANCE_HIGH], row] = np.abs(self.layers[LOW, row])
        # Complete is a period in which nothing is missing that a score needs and that has a line a period: the
        # target of a plan, a baseline given as a series where the score is measured from it, and the tolerance (which
        # may be relative to either). What is written once for all periods cannot be missing in some of them, and a
        # KPI without a target line lacks nothing. Combining prefers complete periods (`aggregate.choose_periods`).
        complete = ~np.isnan(self.layers[LOW]) | ~self.has_target[:, None]
        varying = self.has_target & np.array(
            [
                isinstance(d.baseline, BaselineSeries) and scored_from_baseline(d)
                for d in definitions
            ],
            dtype=bool,
        )
        if varying.any():
            complete &= ~np.isnan(self.layers[BASELINE]) | ~varying[:, None]
        tolerant = np.array(
            [bool(d.tolerances) and d.target is not None for d in definitions], dtype=bool
        )
        if tolerant.any():
            complete &= ~np.isnan(self.layers[TOLERANCE_LOW]) | ~tolerant[:, None]
        self.complete = complete

    def _fill(self, row: int, definition: Definition, axis: Axis) -> None:
        layers = self.layers
        target = definition.target
        if isinstance(target, BandTarget):
            layers[LOW, row] = dated_column(target.lines, axis.ends, lambda ends: ends[0], np.nan)
            layers[HIGH, row] = dated_column(target.lines, axis.ends, lambda ends: ends[1], np.nan)
        elif target is not None and not isinstance(target, WaypointTarget):
            layers[LOW, row] = layers[HIGH, row] = target_column(definition, axis)
        baseline = definition.baseline
        if isinstance(baseline, BaselinePoint):
            layers[BASELINE, row] = baseline.value
        elif isinstance(baseline, BaselineSeries):
            layers[BASELINE, row] = series_column(baseline.series, axis)
        elif starts_from_zero(definition):
            layers[BASELINE, row] = 0.0  # hidden again where the target is not above it

    def _override(self, row: int, ends: TargetOverrides, axis: Axis) -> None:
        """Other targets in some own periods."""
        for ordinal, (low, high) in ends.items():
            at = axis.index_of(ordinal)
            if 0 <= at < len(axis):
                self.layers[LOW, row, at], self.layers[HIGH, row, at] = low, high

    def _fill_lines(self, definitions: Sequence[Definition], axis: Axis) -> None:
        """Waypoints: the lines of one stretch all at once, the others one by one."""
        straight: list[tuple[int, float, float, float, float]] = []
        for row, definition in enumerate(definitions):
            if isinstance(definition.target, WaypointTarget):
                ends = _stretch(definition, definition.target, axis)
                if ends is not None:
                    straight.append((row, *ends))
                else:
                    line = _line(definition, definition.target, axis)
                    self.layers[LOW, row] = self.layers[HIGH, row] = line
        if straight:
            columns = np.array(straight)
            lines = _straight(columns[:, 1:], axis)
            self.layers[LOW, columns[:, 0].astype(np.int64)] = lines
            self.layers[HIGH, columns[:, 0].astype(np.int64)] = lines

    def _fill_tolerance(self, row: int, definition: Definition, axis: Axis) -> None:
        """`tolerance N`, or N% of the size of the own period's target, at either end of a band."""
        for layer, end in ((TOLERANCE_LOW, LOW), (TOLERANCE_HIGH, HIGH)):
            column = np.full(len(axis), np.nan)
            held = lines_in_force([line.span for line in definition.tolerances], axis.ends)
            for at, line in enumerate(definition.tolerances):
                size = (
                    np.abs(self.layers[end, row]) * line.value.value / 100
                    if line.value.relative
                    else line.value.value
                )
                column = np.where(held == at, size, column)
            self.layers[layer, row] = column


def starts_from_zero(definition: Definition) -> bool:
    """With no written baseline a `higher` KPI scores from 0 where its target is above it, and that 0 is its baseline."""
    return (
        definition.baseline is None
        and definition.better is Better.HIGHER
        and definition.target is not None
        and not isinstance(definition.target, BandTarget)
    )


def scored_by_own_size(definition: Definition) -> bool:
    """With nothing beside the target: full score at the target, 0 at so much on the bad side (`higher` above 0: from 0)."""
    return (
        definition.target is not None
        and definition.baseline is None
        and definition.scale is None
        and not definition.tolerances
        and definition.better is not Better.WITHIN
        and not isinstance(definition.target, BandTarget)
    )


def scored_from_baseline(definition: Definition) -> bool:
    """Whether the score runs from the baseline; with a tolerance, in a band or on a scale it needs none."""
    within = definition.better is Better.WITHIN or isinstance(definition.target, BandTarget)
    return not definition.tolerances and definition.scale is None and not within


def series_column(series: Series, axis: Axis) -> Column:
    """A series on an axis; values outside of it are left out."""
    column = np.full(len(axis), np.nan)
    for line in series:
        start = axis.index_of(line.start)
        low, high = max(0, start), min(len(axis), start + len(line.values))
        if low < high:
            column[low:high] = line.values[low - start : high - start]
    return column


def target_column(definition: Definition, axis: Axis) -> Column:
    """The target in each own period: a constant, a plan or the line through the waypoints."""
    target = definition.target
    if isinstance(target, ConstantTarget):
        return dated_column(target.lines, axis.ends, float, np.nan)
    if isinstance(target, PlanTarget):
        return series_column(target.series, axis)
    if isinstance(target, WaypointTarget):
        return _line(definition, target, axis)
    return np.full(len(axis), np.nan)


def _line(definition: Definition, target: WaypointTarget, axis: Axis) -> Column:
    """From the baseline's `at` straight through the waypoints, level after the last; none at or before `at`."""
    places = [axis.index_of(point.at) for point in target.points]
    heights = [point.value for point in target.points]
    baseline = definition.baseline
    start = None
    if isinstance(baseline, BaselinePoint) and baseline.at is not None:
        start = axis.index_of(baseline.at)
        places.insert(0, start)
        heights.insert(0, baseline.value)
    at = np.arange(len(axis), dtype=float)
    column: Column = np.interp(at, places, heights)
    if start is not None:
        column[at <= start] = np.nan
    return column


def _stretch(
    definition: Definition, target: WaypointTarget, axis: Axis
) -> tuple[float, float, float, float] | None:
    """Start, its height, end and its height, of a line from a baseline to its only waypoint."""
    baseline = definition.baseline
    if len(target.points) != 1 or not isinstance(baseline, BaselinePoint) or baseline.at is None:
        return None
    point = target.points[0]
    if point.at <= baseline.at:
        return None
    return axis.index_of(baseline.at), baseline.value, axis.index_of(point.at), point.value


def _straight(stretches: NDArray[np.float64], axis: Axis) -> NDArray[np.float64]:
    """(n, periods) of (n, 4) stretches: none up to the start, level after the end."""
    start, low, end, high = (stretches[:, [at]] for at in range(4))
    at = np.arange(len(axis), dtype=float)
    inside = low + (at - start) * (high - low) / (end - start)
    return np.where(at <= start, np.nan, np.where(at >= end, high, inside))


def final_target(definition: Definition, axis: Axis, overrides: TargetOverrides) -> Column | float:
    """Where the way ends, in each own period: the last waypoint, the last planned value, or the constant that holds.

    What is `assumed` for a period takes the place of the constant, waypoint or planned value there.
    """
    target = definition.target
    if isinstance(target, WaypointTarget):
        last = target.points[-1]
        return overrides.get(last.at, (last.value, last.value))[0]
    if isinstance(target, PlanTarget):
        planned_values = {
            line.start + step: value
            for line in target.series
            for step, value in enumerate(line.values)
            if not isnan(value)
        } | {ordinal: number for ordinal, (number, _) in overrides.items()}
        return planned_values[max(planned_values)] if planned_values else np.nan
    if isinstance(target, ConstantTarget) and definition.better is not Better.WITHIN:
        column = target_column(definition, axis)
        for ordinal, (number, _) in overrides.items():
            if 0 <= axis.index_of(ordinal) < len(axis):
                column[axis.index_of(ordinal)] = number
        return column
    return np.nan
