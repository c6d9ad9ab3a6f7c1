"""How finer periods make a coarser one: one pass a period of the view, over all rows at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from bsctui.model.entities import Aggregate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]

T = TypeVar("T", np.float64, np.int64, np.bool_)

METHODS = (
    Aggregate.SUM,
    Aggregate.AVERAGE,
    Aggregate.LAST,
    Aggregate.MIN,
    Aggregate.MAX,
    Aggregate.RECOMPUTE,
    None,
)
CODE = {method: code for code, method in enumerate(METHODS)}
SUM, AVERAGE, LAST, MIN, MAX, RECOMPUTE, NONE = range(len(METHODS))


@dataclass
class OwnPeriods:
    """Rows on the axis of their own grain: what there is to combine. All but `methods` are (n, periods).

    Attributes:
        methods: (n,) codes of `METHODS`.
        layers: (5, n, periods) as in `Targets`, a carried value beside what it was measured against.
        in_force: Where the row counts at all.
        complete: Where nothing that the score needs is missing, apart from the value.
    """

    methods: NDArray[np.int64]
    value: Matrix
    carried: Flags
    measured: NDArray[np.int64]
    partial: Flags
    in_force: Flags
    complete: Flags
    layers: Matrix
    shown: Matrix
    """(5, n, periods) what is shown of the goals where there is no value: those of the period itself."""

    def ignoring_targets(self) -> OwnPeriods:
        """The same with nothing missing but values: what counts whatever it is held to."""
        return replace(self, complete=np.ones_like(self.complete))

    def without_targets(self) -> OwnPeriods:
        """The same held to nothing: what a rollup sees, and no goals to combine beside it."""
        nothing = np.broadcast_to(np.nan, self.layers.shape)
        return replace(self.ignoring_targets(), layers=nothing, shown=nothing)

    def rows(self, rows: NDArray[np.int64]) -> OwnPeriods:
        """Some of the rows."""
        return OwnPeriods(
            self.methods[rows], self.value[rows], self.carried[rows], self.measured[rows], self.partial[rows],
            self.in_force[rows], self.complete[rows], self.layers[:, rows], self.shown[:, rows],
        )  # fmt: skip


@dataclass
class Combined:
    """Rows by periods of a view: (n, view) each, `layers` (5, n, view).

    `layers` are the goals beside the value, or where there is none `ahead`: those of all own periods in force
    that have a target. `chosen` tells for each of the view's periods which own periods the value came from:
    (n, width) flags.
    """

    value: Matrix
    layers: Matrix
    ahead: Matrix
    measured: NDArray[np.int64]
    partial: Flags
    chosen: list[Flags]

    @classmethod
    def empty(cls, rows: int, columns: int) -> Combined:
        """Nothing combined yet."""
        return cls(
            np.full((rows, columns), np.nan),
            np.full((5, rows, columns), np.nan),
            np.full((5, rows, columns), np.nan),
            np.zeros((rows, columns), dtype=np.int64),
            np.zeros((rows, columns), dtype=bool),
            [],
        )


def combine(own: OwnPeriods, ranges: Sequence[tuple[int, int]]) -> Combined:
    """Each row over each index range of its axis (`scoring.md`, Coarser view)."""
    if ranges and all(high - low == 1 for low, high in ranges):
        return _single_periods(own, ranges)
    combined = Combined.empty(len(own.methods), len(ranges))
    methods = own.methods
    # A range is a few periods of many rows: with the periods first each step is one long pass.
    value, measured = _turned(own.value), _turned(own.measured)
    in_force, carried = _turned(own.in_force), _turned(own.carried)
    complete, partial = _turned(own.complete), _turned(own.partial)
    goals = [
        (layer, _turned(own.layers[layer]), _turned(own.shown[layer]))
        for layer in range(len(own.shown))
        if not np.isnan(own.shown[layer]).all()
    ]
    low_shown = _turned(own.shown[0])
    has_goal = in_force & ~np.isnan(low_shown)
    for at, (low, high) in enumerate(ranges):
        low, high = max(low, 0), min(high, len(value))
        if low >= high:
            combined.chosen.append(np.zeros((len(methods), 0), dtype=bool))
            continue
        cells = slice(low, high)
        # Value, target, baseline and tolerance come from the same own periods: a quarter that lacks a month's
        # value must not be held to three months of target.
        chosen = _chosen(value[cells], in_force[cells], carried[cells], complete[cells])
        combined.chosen.append(chosen.T)
        has_value = chosen.any(axis=0)
        picked = _picked(methods, value[cells], chosen)
        combined.value[:, at] = np.where(
            has_value, _aggregated(methods, value[cells], chosen, picked), np.nan
        )
        # Where there is no value yet the goals are still shown, those of all periods that have one.
        instead = has_goal[cells]
        lone = _picked(methods, low_shown[cells], instead)
        for layer, beside, shown in goals:
            combined.ahead[layer, :, at] = np.where(
                instead.any(axis=0), _aggregated(methods, shown[cells], instead, lone), np.nan
            )
            combined.layers[layer, :, at] = np.where(
                has_value,
                _aggregated(methods, beside[cells], chosen, picked),
                combined.ahead[layer, :, at],
            )
        combined.measured[:, at] = np.where(chosen, measured[cells], 0).max(axis=0)
        lacking = (in_force[cells] & ~chosen).any(axis=0)
        combined.partial[:, at] = has_value & (lacking | (chosen & partial[cells]).any(axis=0))
    # No line says how to combine, and a guess would be a number that nobody stands for: none is given.
    if ranges and max(high - low for low, high in ranges) > 1:
        without_method = own.methods == NONE
        combined.value[without_method] = np.nan
        combined.layers[:, without_method] = np.nan
        combined.ahead[:, without_method] = np.nan
        combined.partial[without_method] = False
    return combined


def _turned(matrix: NDArray[T]) -> NDArray[T]:
    """(periods, n) of (n, periods)."""
    return np.ascontiguousarray(matrix.T)


def _single_periods(own: OwnPeriods, ranges: Sequence[tuple[int, int]]) -> Combined:
    """The same where every range is a single period: nothing to combine, so all of them at once."""
    at = np.array([low for low, _ in ranges], dtype=np.int64)
    inside = (at >= 0) & (at < own.value.shape[1])
    at = np.where(inside, at, 0)
    in_force = own.in_force[:, at] & inside
    value = np.where(in_force, own.value[:, at], np.nan)
    present = ~np.isnan(value)
    layers, shown = own.layers[:, :, at], own.shown[:, :, at]
    instead = in_force & ~np.isnan(shown[0])
    ahead = np.where(instead, shown, np.nan)
    return Combined(
        value,
        np.where(present, layers, ahead),
        ahead,
        np.where(present, own.measured[:, at], 0),
        present & own.partial[:, at],
        [column[:, None] for column in present.T],
    )


def choose_periods(own: OwnPeriods, cells: slice) -> Flags:
    """(n, width) S of `scoring.md`: those with a value and all else; if none, those with a value; carried ones only if none is entered."""
    value, in_force = own.value[:, cells], own.in_force[:, cells]
    return _chosen(value.T, in_force.T, own.carried[:, cells].T, own.complete[:, cells].T).T


def _chosen(value: Matrix, in_force: Flags, carried: Flags, complete: Flags) -> Flags:
    """(width, n) the same, of (width, n)."""
    # From the best evidence to the least. A period whose target is missing counts only where no period has both,
    # and a carried value only where nothing was entered: else an old value would weigh as much as a new one.
    present = in_force & ~np.isnan(value)
    entered, old = present & ~carried, present & carried
    chosen: Flags = entered & complete
    for otherwise in (entered, old & complete, old):
        chosen = np.where(chosen.any(axis=0), chosen, otherwise)
    return chosen


def picked_periods(methods: NDArray[np.int64], value: Matrix, chosen: Flags) -> NDArray[np.int64]:
    """For `last`, `min` and `max`: the period of (n, width) that gives the value, the earliest of equals."""
    return _picked(methods, value.T, chosen.T)


def _picked(methods: NDArray[np.int64], value: Matrix, chosen: Flags) -> NDArray[np.int64]:
    """The same, of (width, n)."""
    width = len(chosen)
    picked: NDArray[np.int64] = np.where(chosen, np.arange(width)[:, None], 0).max(axis=0)
    for method, place_of_best, worst in ((MIN, np.argmin, np.inf), (MAX, np.argmax, -np.inf)):
        rows = np.flatnonzero(methods == method)
        if len(rows):
            picked[rows] = place_of_best(np.where(chosen[:, rows], value[:, rows], worst), axis=0)
    return picked


def _aggregated(
    methods: NDArray[np.int64], value: Matrix, chosen: Flags, picked: NDArray[np.int64]
) -> Matrix:
    """(n,) the combined values of (width, n); a missing one among the chosen makes the result missing."""
    combined: Matrix = value[picked, np.arange(len(methods))]
    is_summed = methods == SUM
    is_averaged = (methods == AVERAGE) | (methods == RECOMPUTE)
    if len(chosen) == 1 or not (is_summed | is_averaged).any():
        return combined
    total = np.where(chosen, value, 0.0).sum(axis=0)
    combined = np.where(is_summed, total, combined)
    return np.where(is_averaged, total / np.maximum(chosen.sum(axis=0), 1), combined)
