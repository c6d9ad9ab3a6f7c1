"""`over`: what is shown at an own period is a combination over the window that ends there (`scoring.md`, over)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.scoring.resampling.aggregate import SUM, Combined, OwnPeriods, combine
from bsctui.scoring.resampling.recompute import recompute

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    for rows in _alike(kpis, own, ends):
        columns = np.flatnonzero(ends.place[rows[0]] >= 0)
        places = ends.place[rows[0], columns].tolist()
        alike, alike_kpis = own.rows(rows), [kpis[row] for row in rows]
        ranges = [window_of(alike_kpis[0], values, table, place) for place in places]
        combined = combine(for_window(alike), ranges)
        recompute(values, table, alike_kpis, alike, combined, ranges)
        cells = np.ix_(rows, columns)
        shown = _shown(combined, alike, ends.counts[cells], places)
        result.value[cells], result.measured[cells] = shown.value, shown.measured
        result.partial[cells] = shown.partial
        for layer, goals in zip(result.layers, shown.layers, strict=True):
            layer[cells] = goals
        if alike.methods[0] == SUM:
            chosen = [flags.sum(axis=1) for flags in combined.chosen]
            counts[cells] = np.maximum(1, np.array(chosen).T)
    return result, counts


def _alike(kpis: Sequence[Quantity], own: OwnPeriods, ends: WindowEnds) -> Iterator[Places]:
    """Rows whose windows lie in the same places and are held to their goals in the same way."""
    alike: dict[object, list[int]] = {}
    for row, kpi in enumerate(kpis):
        key = (kpi.definition.over, own.methods[row] == SUM, ends.place[row].tobytes())
        alike.setdefault(key, []).append(row)
    return map(np.array, alike.values())


def _shown(combined: Combined, own: OwnPeriods, counts: Flags, places: list[int]) -> Combined:
    """Of combined windows what is shown: no figure where none counts, and what they are held to."""
    has_figure = counts & ~np.isnan(combined.value)
    targets = np.where(has_figure, combined.layers, combined.ahead)
    steps = [window_targets(own, targets[:, :, at], place) for at, place in enumerate(places)]
    return replace(
        combined,
        value=np.where(has_figure, combined.value, np.nan),
        layers=np.stack(steps, axis=2) if steps else targets,
        measured=np.where(has_figure, combined.measured, 0),
        partial=has_figure & combined.partial,
    )


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
