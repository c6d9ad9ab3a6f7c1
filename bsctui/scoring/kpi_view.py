"""What is shown of every KPI in the periods of a view: value, target, baseline, tolerance, how stale, how partial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bsctui.scoring.resampling.aggregate import SUM, Combined, OwnPeriods, combine
from bsctui.scoring.resampling.recompute import recompute
from bsctui.scoring.resampling.resample import own_period_rows
from bsctui.scoring.targets import BASELINE, final_target
from bsctui.scoring.windows import combined_windows

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
    combined, counted = (combined_windows if over else _plain)(values, table, group, own, view)
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
