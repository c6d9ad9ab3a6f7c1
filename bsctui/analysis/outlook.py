"""Where scores will stand: the view of a period to come, from every KPI's forecast, simulated and rolled up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.analysis.forecast import (
    FAR_FUTURE,
    MIN_VALUES,
    model_as_known,
    model_closed_at,
    model_with_actuals,
)
from bsctui.analysis.history import count_measured
from bsctui.analysis.joint_forecasts import ForecastWindow, forecasts
from bsctui.analysis.simulation.simulate import SimulatedScores, simulate, without_progress
from bsctui.model.entities import Kind
from bsctui.model.graph import reachable_from
from bsctui.model.periods import Period
from bsctui.scoring.evaluate import calendar_of, evaluate
from bsctui.scoring.result import COLOURS
from bsctui.scoring.roll_up import with_ancestors
from bsctui.scoring.score_formulas import EPSILON
from bsctui.scoring.status import bands_of_node
from bsctui.text.expressions import uses_history

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from bsctui.analysis.forecast import Forecast
    from bsctui.analysis.simulation.simulate import Watch
    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model
    from bsctui.model.workspace_settings import Band
    from bsctui.scoring.result import Scores

    Array = NDArray[np.float64]

SEED, RUNS = 1, 2000
"""What is simulated if nothing is said: a chance of one half is then right to about one point (sqrt(0.25 / 2000))."""

FEWEST_RUNS, DRAWN = 400, 5_000_000
"""With many KPIs fewer futures are drawn, about so many values in each period; a chance of one half is then right to 2.5 points."""

BLOCK = 2500
"""Runs drawn together, by a seed of their own."""

CELLS = 100_000_000
"""About so many numbers are held at once (800 MB)."""

FEWEST = 100
"""So many are held in any workspace: fewer would take longer than they leave free."""

FARTHEST = 10
"""Years that can be looked out to: a scorecard's history says nothing of more."""


class OutlookError(ValueError):
    """There is nothing to look out to: the period lies not after what is known, or too far."""


class Quantiles(NamedTuple):
    """(nodes,) each: the 80% range of a figure and its middle; nan for none."""

    low: Array
    middle: Array
    high: Array


@dataclass(frozen=True, slots=True)
class Outlook:
    """The cascade as it may be in one period to come.

    Attributes:
        now: The scores as they are known, in the same view.
        now_at: The index in `now` of the period up to which they are known.
        scores: The scores if every forecast's middle value came true.
        at: The index in `scores` of the period looked out to.
        forecasts: By address, of what is measured.
        score: Of every node: 10%, 50% and 90% quantiles of its simulated scores, 0 to 100 (or the cap).
        value: Of every KPI the same of its value in this view, in its unit.
        met: Of every KPI the part of runs (0 to 1) in which its raw score is 100 or more: the value meets
            the target, lies within the band, or stands where its scale gives 100; nan without a score
            or a range.
        colours: (nodes, 4) the part of runs in each colour of `COLOURS`; nan without a score or a range.
        ranged: (nodes,) whether any value with a range stands behind it.
        few: KPIs and measures with actuals, but fewer than a forecast needs: they stay at their last value.
        left_out: How many figures were not looked at, being of periods that end after what is known.
        estimates: How many figures no history was continued from, being provisional (`~`).
    """

    now: Scores
    now_at: int
    scores: Scores
    at: int
    forecasts: Mapping[str, Forecast]
    score: Quantiles
    value: Quantiles
    met: Array
    colours: Array
    ranged: NDArray[np.bool_]
    few: tuple[str, ...]
    left_out: int
    estimates: int


def usual_runs(model: Model) -> int:
    """How many futures are drawn where nobody says."""
    quantities = len(model.kpis) + len(model.measures)
    return min(RUNS, max(FEWEST_RUNS, DRAWN // max(1, quantities)))


def outlook(
    model: Model,
    until: Period,
    last_known: Period | None = None,
    seed: int = SEED,
    runs: int | None = None,
    watch: Watch = without_progress,
) -> Outlook:
    """Look out to `until`, in a view of its grain.

    Args:
        model: A workspace with a calendar; `until` may lie after it: straight lines of targets are
            level there, plans have no target.
        until: A period of the calendar's grain or a coarser one.
        last_known: Take only what is measured by the end of this calendar period (default: the close; where
            there is none all that is entered, and nothing is forecast into the current period or before).
        seed: Of the simulation.
        runs: How many futures are drawn; None: as many as `usual_runs`.
        watch: Is given all KPIs and hands them on one by one, such as a progress bar.

    Raises:
        OutlookError: `until` does not end after what is known, or lies too far.
        GrainError: `until` is finer than the calendar's periods.
    """
    calendar = calendar_of(model)
    fiscal, entered = calendar.fiscal, _figures(model)
    if last_known is None and calendar.closed is not None:
        last_known = Period(calendar.grain, calendar.closed)
    if last_known is not None:
        model = model_closed_at(
            model_as_known(model, fiscal.end(last_known.grain, last_known.ordinal)), last_known
        )
    now = evaluate(model, until.grain)
    since, end = now.timeline.current_end, fiscal.end(until.grain, until.ordinal)
    if end > since + FARTHEST * 366:
        raise OutlookError(
            f"{fiscal.format(until)} is too far: a forecast reaches {FARTHEST} years ahead at most"
        )
    if end <= since:
        raise OutlookError(f"{fiscal.format(until)} does not end after what is known")
    continued = forecasts(
        model.quantities(), fiscal, ForecastWindow(FAR_FUTURE, since, end, calendar.grain)
    )
    middles = {
        address: (forecast.ordinals, forecast.quantile(0.5))
        for address, forecast in continued.items()
    }
    last = fiscal.last(calendar.grain, until)
    scores = evaluate(model_closed_at(model_with_actuals(model, middles), last), until.grain)
    at = until.ordinal - scores.periods[0].ordinal
    basis = _SimulationBasis(now, scores, at, continued, entered - _figures(model))
    return _simulated(basis, seed, runs or usual_runs(model), watch)


def _figures(model: Model) -> int:
    """How many values are entered."""
    return sum(map(count_measured, model.quantities()))


class _SimulationBasis(NamedTuple):
    now: Scores
    scores: Scores
    at: int
    forecasts: Mapping[str, Forecast]
    left_out: int


def _simulated(basis: _SimulationBasis, seed: int, runs: int, watch: Watch) -> Outlook:
    scores, at, continued = basis.scores, basis.at, basis.forecasts
    together = _runs_together(scores)
    whole = _needed_whole(scores)
    needed = {
        address: forecast if address in whole else _in_view(scores, at, forecast)
        for address, forecast in continued.items()
    }
    ranged = _ranged(scores, continued)
    moving = basis.now.timeline.current_end + 1
    parts: list[SimulatedScores] = []
    reached = np.zeros(len(scores.nodes))
    for first, count in _slices(runs, together):
        draws = _Draws(needed, seed, first, count, runs)
        part = simulate(scores, at, draws, count, moving, watch)
        reached += (part.raw >= 100 - EPSILON).sum(axis=1)
        parts.append(part)
    score = _whole([part.score for part in parts])
    value = _whole([part.value for part in parts])
    score.sort(axis=1)
    value.sort(axis=1)
    scored = ~np.isnan(score[:, 0]) & ranged
    return Outlook(
        now=basis.now,
        now_at=basis.now.current,
        scores=scores,
        at=at,
        forecasts=continued,
        score=_spread(score),
        value=_spread(value),
        met=np.where(scored & _is_kpi(scores), reached / runs, np.nan),
        colours=_colours(scores, score, ranged),
        ranged=ranged,
        few=tuple(
            quantity.address
            for quantity in basis.now.model.quantities()
            if 0 < count_measured(quantity) < MIN_VALUES
        ),
        left_out=basis.left_out,
        estimates=sum(map(len, basis.now.model.estimates.values())),
    )


def _slices(runs: int, together: int) -> Iterator[tuple[int, int]]:
    """The first of the runs simulated together, and how many: several blocks, or a part of one."""
    first = 0
    while first < runs:
        end = first + together if together >= BLOCK else (first // BLOCK + 1) * BLOCK
        count = min(together, end - first, runs - first)
        yield first, count
        first += count


@dataclass(frozen=True, slots=True)
class _Draws:
    """Some of all runs of every forecast, drawn in blocks, so that how many are held at once changes none."""

    forecasts: Mapping[str, Forecast]
    seed: int
    first: int
    runs: int
    all_runs: int

    def __call__(self, address: str) -> tuple[NDArray[np.int64], Array] | None:
        forecast = self.forecasts.get(address)
        if forecast is None:
            return None
        skipped = self.first % BLOCK
        blocks = [
            forecast.draw((self.seed, at), min(BLOCK, self.all_runs - at))
            for at in range(self.first - skipped, self.first + self.runs, BLOCK)
        ]
        return forecast.ordinals, _whole(blocks)[:, skipped : skipped + self.runs]


def _whole(parts: list[Array]) -> Array:
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)


def _is_kpi(scores: Scores) -> NDArray[np.bool_]:
    return np.array([node.kind is Kind.KPI for node in scores.nodes], dtype=bool)


def _runs_together(scores: Scores) -> int:
    """How many runs to hold at once: as many as leave the columns of formulas and rollups in memory."""
    computed = [q for q in scores.model.quantities() if q.is_computed]
    cells = sum(len(scores.timeline.axis(q.definition.grain)) for q in computed)
    fit = CELLS // max(1, cells + 3 * len(scores.nodes))
    return min(4, fit // BLOCK) * BLOCK if fit >= BLOCK else max(FEWEST, fit)


def _needed_whole(scores: Scores) -> frozenset[str]:
    """Of which KPIs and measures more counts than the periods that the view looks at: what looks back, and its inputs."""
    model, dependencies = scores.model, scores.dependencies
    starts = [
        quantity.address
        for quantity in model.quantities()
        if _looks_back(quantity)
        or quantity.definition.grain > scores.grain
        or any(
            dependent is not None and dependent.definition.grain < quantity.definition.grain
            for dependent in map(model.quantity, dependencies.dependents.get(quantity.address, ()))
        )
    ]

    def inputs(address: str) -> Iterable[str]:
        quantity = model.quantity(address)
        return () if quantity is None else dependencies.inputs_of(quantity)

    return frozenset(reachable_from(starts, inputs))


def _looks_back(quantity: Quantity) -> bool:
    definition, formula = quantity.definition, quantity.formula
    return (
        definition.over is not None
        or definition.carry
        or (formula is not None and uses_history(formula.expression))
    )


def _in_view(scores: Scores, at: int, forecast: Forecast) -> Forecast:
    """The periods that the view looks at."""
    low, high = scores.structure.view.inside(forecast.grain)[at]
    places = forecast.ordinals - scores.timeline.axis(forecast.grain).first
    return forecast.only((places >= low) & (places < high))


def _ranged(scores: Scores, continued: Mapping[str, Forecast]) -> NDArray[np.bool_]:
    """(nodes,) what a forecast with a range stands behind."""
    moving = scores.dependencies.all_dependents(
        [address for address, forecast in continued.items() if forecast.has_range]
    )
    rows = np.zeros(len(scores.nodes), dtype=bool)
    rows[[scores.row[address] for address in moving if address in scores.row]] = True
    return with_ancestors(scores.structure, rows)


def _spread(ascending: Array) -> Quantiles:
    """10%, 50% and 90% of the runs that have a figure (rows ascending, nan last), between neighbours linearly."""
    count = (~np.isnan(ascending)).sum(axis=1)
    every = np.arange(len(ascending))
    quantiles = []
    for probability in (0.1, 0.5, 0.9):
        place = probability * np.maximum(count - 1, 0)
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, np.maximum(count - 1, 0))
        part = place - below
        quantiles.append((1 - part) * ascending[every, below] + part * ascending[every, above])
    return Quantiles(*quantiles)


def _colours(scores: Scores, ascending: Array, ranged: NDArray[np.bool_]) -> Array:
    """The part of scored runs in each colour, by each node's own bands (a coverage too small is not looked at)."""
    shares = np.full((len(scores.nodes), len(COLOURS)), np.nan)
    for row, node in enumerate(scores.nodes):
        scored = int((~np.isnan(ascending[row])).sum())
        if scored and ranged[row]:
            bands = bands_of_node(scores.structure, node.address, node.kind)
            shares[row] = _banded(ascending[row, :scored], bands)
    return shares


def _banded(ascending: Array, bands: tuple[Band, ...]) -> Array:
    counts, before = np.zeros(len(COLOURS)), 0
    for band in bands:
        limit = np.inf if band.below is None else band.below - EPSILON
        until = int(np.searchsorted(ascending, limit, side="left"))
        counts[COLOURS.index(band.colour)] += max(0, until - before)
        before = max(before, until)
    return counts / len(ascending)
