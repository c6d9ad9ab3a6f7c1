"""`over`: what is shown at an own period is a combination over the window that ends there (`scoring.md`, over)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.scoring.resampling.aggregate import SUM, Combined, OwnPeriods, combine
from bsctui.scoring.resampling.recompute import recompute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Quantity
    from bsctui.scoring.time_axis import View
    from bsctui.scoring.values import Values, ValueTable

    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]


class WindowEnds(NamedTuple):
    """The own periods whose windows a view shows (-1: none), and where their figures count."""

    place: Places
    counts: Flags


def combined_windows(
    values: Values, table: ValueTable, kpis: Sequence[Quantity], own: OwnPeriods, view: View
) -> tuple[Combined, Matrix]:
    """KPIs with `over`, all of one grain, in a view; and how many own periods each summed value is made from."""
    result = Combined.empty(len(kpis), len(view))
    counts = np.ones((len(kpis), len(view)))
    ends = window_ends(own, table, view)
    alike: dict[object, list[int]] = {}
    for row, kpi in enumerate(kpis):
        key = (kpi.definition.over, own.methods[row] == SUM, ends.place[row].tobytes())
        alike.setdefault(key, []).append(row)
    for rows in map(np.array, alike.values()):
        columns = np.flatnonzero(ends.place[rows[0]] >= 0)
        places = ends.place[rows[0], columns].tolist()
        some, some_kpis = own.rows(rows), [kpis[row] for row in rows]
        ranges = [window_of(some_kpis[0], values, table, place) for place in places]
        combined = combine(for_window(some), ranges)
        recompute(values, table, some_kpis, some, combined, ranges)
        cells = np.ix_(rows, columns)
        has_figure = ends.counts[cells] & ~np.isnan(combined.value)
        result.value[cells] = np.where(has_figure, combined.value, np.nan)
        result.measured[cells] = np.where(has_figure, combined.measured, 0)
        result.partial[cells] = has_figure & combined.partial
        targets = np.where(has_figure, combined.layers, combined.ahead)
        for step, (column, place) in enumerate(zip(columns.tolist(), places, strict=True)):
            result.layers[:, rows, column] = window_targets(some, targets[:, :, step], place)
            if some.methods[0] == SUM:
                counts[rows, column] = np.maximum(1, combined.chosen[step].sum(axis=1))
    return result, counts


def for_window(own: OwnPeriods) -> OwnPeriods:
    """With another method than `sum` only the value is combined, wherever there is one; all rows are of one kind."""
    return own if own.methods[0] == SUM else own.ignoring_targets()


def window_ends(own: OwnPeriods, table: ValueTable, view: View) -> WindowEnds:
    """(n, view) where the windows end that the periods of a view show."""
    shape = (len(own.methods), len(view))
    if table.axis.grain > view.grain:
        place = table.axis.ended_by(view.ends)
        has_ended = (place >= 0) & (
            ~view.after_current | (table.axis.ends[np.maximum(place, 0)] == view.ends)
        )
        counts = has_ended & _counts_at(own, table, view, np.maximum(place, 0))
        return WindowEnds(np.broadcast_to(place, shape).copy(), counts)
    ranges = view.inside(table.axis.grain)
    if table.axis.grain == view.grain:
        place = np.array([low for low, _ in ranges], dtype=np.int64)
        return WindowEnds(np.broadcast_to(place, shape).copy(), _counts_at(own, table, view, place))
    ends = WindowEnds(np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool))
    present = ~np.isnan(own.value) & own.in_force
    for at, (low, high) in enumerate(ranges):
        inside = present[:, low:high]
        ends.counts[:, at] = inside.any(axis=1)
        last = high - 1 - inside[:, ::-1].argmax(axis=1)
        ends.place[:, at] = np.where(ends.counts[:, at], last, high - 1)
    return ends


def _counts_at(own: OwnPeriods, table: ValueTable, view: View, places: Places) -> Flags:
    """In force, and after the current period only where the period itself has a value."""
    is_past = table.axis.ends[places] <= view.timeline.current_end
    return np.asarray(own.in_force[:, places] & (is_past | ~np.isnan(own.value[:, places])))


def window_of(kpi: Quantity, values: Values, table: ValueTable, place: int) -> tuple[int, int]:
    """The index range of the own periods in the window that ends with `place`; may begin before the axis."""
    over = kpi.definition.over
    if over is None or over.window is None:
        return int(values.timeline.fiscal_starts(table.axis.grain)[place]), place + 1
    return place - over.window + 1, place + 1


def window_targets(own: OwnPeriods, targets: Matrix, place: int) -> Matrix:
    """(5, n) what windows are held to: for a sum the combined goals, else those of its last period."""
    if own.methods[0] == SUM:
        return targets
    return np.where(own.in_force[:, place], own.shown[:, :, place], np.nan)
