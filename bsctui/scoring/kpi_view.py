"""What is shown of every KPI in the periods of a view: value, target, baseline, tolerance, how stale, how partial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bsctui.scoring.resampling.aggregate import SUM, Combined, OwnPeriods, combine
from bsctui.scoring.resampling.recompute import recompute
from bsctui.scoring.resampling.resample import own_periods
from bsctui.scoring.targets import BASELINE, whole_way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Quantity
    from bsctui.scoring.time_axis import View
    from bsctui.scoring.values import Table, Values

    Matrix = NDArray[np.float64]


@dataclass
class Figures:
    """KPIs by periods of a view: (n, view) each, `layers` (5, n, view) as in `Goals`.

    Attributes:
        measured: The day on which the period ended that the value was measured in.
        counted: How many own periods a summed value was made from (a scale's values grow with it).
        start: Where the whole way begins, for progress: the baseline of the latest value's period.
        end: Where the whole way ends, for progress.
        latest: The latest own value at or before the end of the period, for progress.
    """

    value: Matrix
    layers: Matrix
    measured: NDArray[np.int64]
    partial: NDArray[np.bool_]
    counted: Matrix
    start: Matrix
    end: Matrix
    latest: Matrix


def figures(values: Values, kpis: Sequence[Quantity], view: View) -> Figures:
    """What is shown of some KPIs (none of them `same`) in a view."""
    shape = (len(kpis), len(view))
    found = Figures(
        np.full(shape, np.nan), np.full((5, *shape), np.nan), np.zeros(shape, dtype=np.int64),
        np.zeros(shape, dtype=bool), np.ones(shape), *(np.full(shape, np.nan) for _ in range(3)),
    )  # fmt: skip
    for grain, table in values.tables.items():
        for over in (False, True):
            places = [
                at
                for at, kpi in enumerate(kpis)
                if kpi.definition.grain is grain and (kpi.definition.over is not None) is over
            ]
            if places:
                _fill(found, values, table, kpis, places, view, over=over)
    return found


def _fill(
    found: Figures,
    values: Values,
    table: Table,
    kpis: Sequence[Quantity],
    places: list[int],
    view: View,
    *,
    over: bool,
) -> None:
    rows = np.array(places, dtype=np.int64)
    some = [kpis[at] for at in places]
    own = own_periods(values, table, some)
    combined, counted = (_windows if over else _plain)(values, table, some, own, view)
    found.value[rows] = combined.value
    found.layers[:, rows] = combined.layers
    found.measured[rows] = combined.measured
    found.partial[rows] = combined.partial
    found.counted[rows] = counted
    ended = table.axis.ended_by(view.ends)
    filled = np.where(np.isnan(own.value) | own.carried, -1, np.arange(len(table.axis)))
    latest = np.maximum.accumulate(filled, axis=1)[:, np.maximum(ended, 0)]
    there = (latest >= 0) & (ended >= 0)
    behind = np.maximum(latest, 0)
    found.latest[rows] = np.where(there, np.take_along_axis(own.value, behind, axis=1), np.nan)
    baseline = own.shown[BASELINE]
    found.start[rows] = np.where(there, np.take_along_axis(baseline, behind, axis=1), np.nan)
    ends = np.empty((len(some), len(table.axis)))
    for at, kpi in enumerate(some):
        assumed = values.assumed.targets.get(kpi.address, {})
        ends[at] = whole_way(kpi.definition, table.axis, assumed)
    found.end[rows] = np.where(ended >= 0, ends[:, np.maximum(ended, 0)], np.nan)


def _plain(
    values: Values, table: Table, kpis: Sequence[Quantity], own: OwnPeriods, view: View
) -> tuple[Combined, Matrix]:
    if table.axis.grain > view.grain:
        return latest_ended(own, table, view), np.ones((len(kpis), len(view)))
    ranges = view.inside(table.axis.grain)
    combined = combine(own, ranges)
    if table.axis.grain < view.grain:
        recompute(values, table, kpis, own, combined, ranges)
    scaled = any(kpi.definition.scale is not None for kpi in kpis)
    return combined, _counts(own, combined) if scaled else np.ones(combined.value.shape)


def _counts(own: OwnPeriods, combined: Combined) -> Matrix:
    """How many own periods each summed value is made from; 1 for other methods."""
    counts = np.array([flags.sum(axis=1) for flags in combined.chosen], dtype=float).T
    return np.where((own.methods == SUM)[:, None], np.maximum(counts, 1.0), 1.0)


def latest_ended(own: OwnPeriods, table: Table, view: View) -> Combined:
    """Finer view: the latest own period ended; after the current one only where one ends with the view's period."""
    ended = table.axis.ended_by(view.ends)
    at = np.maximum(ended, 0)
    ends_with = table.axis.ends[at] == view.ends
    there = (ended >= 0) & (~view.after_current | ends_with)
    seen = there & own.in_force[:, at]
    value = np.where(seen, own.value[:, at], np.nan)
    present = ~np.isnan(value)
    shown = np.where((ended >= 0) & own.in_force[:, at], own.shown[:, :, at], np.nan)
    return Combined(
        value,
        np.where(present, own.layers[:, :, at], shown),
        shown,
        np.where(present, own.measured[:, at], 0),
        present & own.partial[:, at],
        [],
    )


def _windows(
    values: Values, table: Table, kpis: Sequence[Quantity], own: OwnPeriods, view: View
) -> tuple[Combined, Matrix]:
    """`over`: a combination over a window, at the own period that the view shows."""
    result = Combined.empty(len(kpis), len(view))
    counts = np.ones((len(kpis), len(view)))
    for row, kpi in enumerate(kpis):
        one = own.rows(np.array([row]))
        places = [shown_period(one, table, view, at) for at in range(len(view))]
        wanted = [place for place, _ in places if place >= 0]
        ranges = [window_of(kpi, values, table, place) for place in wanted]
        made = combine(for_window(one), ranges)
        recompute(values, table, [kpi], one, made, ranges)
        step = 0
        for at, (place, has_value) in enumerate(places):
            if place < 0:
                continue
            has_figure = has_value and not np.isnan(made.value[0, step])
            goals = made.layers if has_figure else made.ahead
            result.layers[:, row, at] = goals_at(one, goals, step, place)
            if has_figure:
                result.value[row, at] = made.value[0, step]
                result.measured[row, at] = made.measured[0, step]
                result.partial[row, at] = made.partial[0, step]
            if one.methods[0] == SUM:
                counts[row, at] = max(1, made.chosen[step].sum())
            step += 1
    return result, counts


def for_window(one: OwnPeriods) -> OwnPeriods:
    """With another method than `sum` only the value is combined, wherever there is one."""
    return one if one.methods[0] == SUM else one.whatever_goals()


def shown_period(one: OwnPeriods, table: Table, view: View, at: int) -> tuple[int, bool]:
    """The own period whose window a view's period shows (-1: none), and whether its figure counts."""
    if table.axis.grain > view.grain:
        place = int(table.axis.ended_by(view.ends[at : at + 1])[0])
        ends_with = place >= 0 and table.axis.ends[place] == view.ends[at]
        counts = place >= 0 and bool(not view.after_current[at] or ends_with)
        return place, counts and _counts_at(one, table, view, place)
    low, high = view.inside(table.axis.grain)[at]
    if high - low == 1:
        return low, _counts_at(one, table, view, low)
    present = np.flatnonzero(~np.isnan(one.value[0, low:high]) & one.in_force[0, low:high])
    if len(present):
        return low + int(present[-1]), True
    return high - 1, False


def _counts_at(one: OwnPeriods, table: Table, view: View, place: int) -> bool:
    """In force, and after the current period only where the period itself has a value."""
    if not one.in_force[0, place]:
        return False
    return bool(
        table.axis.ends[place] <= view.timeline.current_end or not np.isnan(one.value[0, place])
    )


def window_of(kpi: Quantity, values: Values, table: Table, place: int) -> tuple[int, int]:
    """The index range of the own periods in the window that ends with `place`; may begin before the axis."""
    over = kpi.definition.over
    if over is None or over.window is None:
        return int(values.timeline.fiscal_starts(table.axis.grain)[place]), place + 1
    return place - over.window + 1, place + 1


def goals_at(one: OwnPeriods, goals: Matrix, step: int, place: int) -> Matrix:
    """What a window is held to: for a sum the combined goals, else those of its last period."""
    if one.methods[0] == SUM:
        return goals[:, 0, step]
    return one.shown[:, 0, place] if one.in_force[0, place] else np.full(5, np.nan)
