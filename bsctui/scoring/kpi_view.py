"""What is shown of every KPI in the periods of a view: value, target, baseline, tolerance, how stale, how partial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bsctui.scoring.resampling.aggregate import SUM, Combined, OwnPeriods, combine
from bsctui.scoring.resampling.recompute import recompute
from bsctui.scoring.resampling.resample import own_period_rows
from bsctui.scoring.targets import BASELINE, final_target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Quantity
    from bsctui.scoring.time_axis import View
    from bsctui.scoring.values import Values, ValueTable

    Matrix = NDArray[np.float64]


@dataclass
class Figures:
    """KPIs by periods of a view: (n, view) each, `layers` (5, n, view) as in `Targets`.

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
    result = Figures(
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
                _fill(result, values, table, kpis, places, view, over=over)
    return result


def _fill(
    result: Figures,
    values: Values,
    table: ValueTable,
    kpis: Sequence[Quantity],
    places: list[int],
    view: View,
    *,
    over: bool,
) -> None:
    rows = np.array(places, dtype=np.int64)
    group = [kpis[at] for at in places]
    own = own_period_rows(values, table, group)
    combined, counted = (_windows if over else _plain)(values, table, group, own, view)
    result.value[rows] = combined.value
    result.layers[:, rows] = combined.layers
    result.measured[rows] = combined.measured
    result.partial[rows] = combined.partial
    result.counted[rows] = counted
    ended = table.axis.ended_by(view.ends)
    filled = np.where(np.isnan(own.value) | own.carried, -1, np.arange(len(table.axis)))
    latest = np.maximum.accumulate(filled, axis=1)[:, np.maximum(ended, 0)]
    has_latest = (latest >= 0) & (ended >= 0)
    latest_place = np.maximum(latest, 0)
    result.latest[rows] = np.where(
        has_latest, np.take_along_axis(own.value, latest_place, axis=1), np.nan
    )
    baseline = own.shown[BASELINE]
    result.start[rows] = np.where(
        has_latest, np.take_along_axis(baseline, latest_place, axis=1), np.nan
    )
    ends = np.empty((len(group), len(table.axis)))
    for at, kpi in enumerate(group):
        overrides = values.overrides.targets.get(kpi.address, {})
        ends[at] = final_target(kpi.definition, table.axis, overrides)
    result.end[rows] = np.where(ended >= 0, ends[:, np.maximum(ended, 0)], np.nan)


def _plain(
    values: Values, table: ValueTable, kpis: Sequence[Quantity], own: OwnPeriods, view: View
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


def latest_ended(own: OwnPeriods, table: ValueTable, view: View) -> Combined:
    """Finer view: the latest own period ended; after the current one only where one ends with the view's period."""
    ended = table.axis.ended_by(view.ends)
    at = np.maximum(ended, 0)
    ends_with = table.axis.ends[at] == view.ends
    has_ended = (ended >= 0) & (~view.after_current | ends_with)
    is_shown = has_ended & own.in_force[:, at]
    value = np.where(is_shown, own.value[:, at], np.nan)
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
    values: Values, table: ValueTable, kpis: Sequence[Quantity], own: OwnPeriods, view: View
) -> tuple[Combined, Matrix]:
    """`over`: a combination over a window, at the own period that the view shows."""
    result = Combined.empty(len(kpis), len(view))
    counts = np.ones((len(kpis), len(view)))
    for row, kpi in enumerate(kpis):
        single = own.rows(np.array([row]))
        places = [shown_period(single, table, view, at) for at in range(len(view))]
        shown = [place for place, _ in places if place >= 0]
        ranges = [window_of(kpi, values, table, place) for place in shown]
        combined = combine(for_window(single), ranges)
        recompute(values, table, [kpi], single, combined, ranges)
        step = 0
        for at, (place, has_value) in enumerate(places):
            if place < 0:
                continue
            has_figure = has_value and not np.isnan(combined.value[0, step])
            targets = combined.layers if has_figure else combined.ahead
            result.layers[:, row, at] = window_targets(single, targets, step, place)
            if has_figure:
                result.value[row, at] = combined.value[0, step]
                result.measured[row, at] = combined.measured[0, step]
                result.partial[row, at] = combined.partial[0, step]
            if single.methods[0] == SUM:
                counts[row, at] = max(1, combined.chosen[step].sum())
            step += 1
    return result, counts


def for_window(own: OwnPeriods) -> OwnPeriods:
    """With another method than `sum` only the value is combined, wherever there is one."""
    return own if own.methods[0] == SUM else own.ignoring_targets()


def shown_period(own: OwnPeriods, table: ValueTable, view: View, at: int) -> tuple[int, bool]:
    """The own period whose window a view's period shows (-1: none), and whether its figure counts."""
    if table.axis.grain > view.grain:
        place = int(table.axis.ended_by(view.ends[at : at + 1])[0])
        ends_with = place >= 0 and table.axis.ends[place] == view.ends[at]
        counts = place >= 0 and bool(not view.after_current[at] or ends_with)
        return place, counts and _counts_at(own, table, view, place)
    low, high = view.inside(table.axis.grain)[at]
    if high - low == 1:
        return low, _counts_at(own, table, view, low)
    present = np.flatnonzero(~np.isnan(own.value[0, low:high]) & own.in_force[0, low:high])
    if len(present):
        return low + int(present[-1]), True
    return high - 1, False


def _counts_at(own: OwnPeriods, table: ValueTable, view: View, place: int) -> bool:
    """In force, and after the current period only where the period itself has a value."""
    if not own.in_force[0, place]:
        return False
    return bool(
        table.axis.ends[place] <= view.timeline.current_end or not np.isnan(own.value[0, place])
    )


def window_of(kpi: Quantity, values: Values, table: ValueTable, place: int) -> tuple[int, int]:
    """The index range of the own periods in the window that ends with `place`; may begin before the axis."""
    over = kpi.definition.over
    if over is None or over.window is None:
        return int(values.timeline.fiscal_starts(table.axis.grain)[place]), place + 1
    return place - over.window + 1, place + 1


def window_targets(own: OwnPeriods, targets: Matrix, step: int, place: int) -> Matrix:
    """What a window is held to: for a sum the combined goals, else those of its last period."""
    if own.methods[0] == SUM:
        return targets[:, 0, step]
    return own.shown[:, 0, place] if own.in_force[0, place] else np.full(5, np.nan)
