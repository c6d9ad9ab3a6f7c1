"""Every claim of cause and effect against the data: how one thing's changes go with another's, so much later.

What is compared: for KPIs the values, turned so that up is better (`within`: how near the band); for
objectives the scores in the calendar's grain. KPIs of two grains are compared in the coarser one.
From series to changes (differences between neighbouring periods, both measured), for a season is
taken out where there are two years to know it by: two things that both grow, or both have a
summer, are no cause of each other. The correlation is Spearman's, of ranks, which asks only whether
more goes with more. What is called support happens by chance in 5 of 100 claims about independent
series, whether they wander or return (`python -m tests.benchmarks.links`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.analysis.forecast import count_after, known_until
from bsctui.analysis.lag_search import correlations_at_lags
from bsctui.analysis.student_t import student_quantile
from bsctui.model.entities import Better
from bsctui.model.periods import IN_A_YEAR, Grain, Period
from bsctui.scoring.estimates import estimated_rows
from bsctui.scoring.resampling.resample import resampled
from bsctui.scoring.targets import HIGH, LOW, Targets
from bsctui.scoring.validity import spans_hold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from bsctui.model.entities import Dated, EntityLink, Kpi, Objective, Origin, Quantity
    from bsctui.scoring.result import Scores
    from bsctui.scoring.time_axis import Axis
    from bsctui.scoring.values import Values

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

MIN_PAIRS = 8
"""Pairs of changes a verdict needs: with fewer even a clear cause is seldom told from chance."""

SIGNIFICANCE = 0.05
"""How often independent series look like support (and as often like contradiction)."""

YEARS = 2
"""Whole years of pairs from which a season can be taken out."""


class Verdict(StrEnum):
    """What the data say of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NO_EVIDENCE = "no evidence"
    TOO_FEW = "too few points"


class Correlation(NamedTuple):
    """Changes of a cause against changes of an effect some periods later.

    Attributes:
        lag: Periods between them.
        value: Spearman's rank correlation, -1 to 1 (ties get their mean rank); nan where one side never
            changes or there is no pair.
        points: How many pairs of changes there are.
        effective: How many independent ones they are worth.
        needed: How large it must be to be called more than chance; nan with too few points.
    """

    lag: int
    value: float
    points: int
    effective: float
    needed: float

    @property
    def verdict(self) -> Verdict:
        """Support where the cause's better goes with the effect's better by more than chance; contradiction where with its worse."""
        if self.points < MIN_PAIRS:
            return Verdict.TOO_FEW
        if self.value > self.needed:
            return Verdict.SUPPORTED
        return Verdict.CONTRADICTED if self.value < -self.needed else Verdict.NO_EVIDENCE


@dataclass(frozen=True, slots=True)
class Evidence:
    """One `drives` claim and what the data say of it.

    Attributes:
        cause: The address that claims to drive.
        effect: The address that it claims to drive.
        stated: The lag as it is written; None where none is, and then the same period is looked at.
        grain: The grain in which the two were compared.
        correlation: At the stated lag, in periods of `grain` (rounded).
        best: The largest correlation at another lag of up to a year or twice the stated one. It is the best of
            many and so no evidence: shown as a question, not believed. None where there are too few points.
        origin: The line of the claim.
    """

    cause: str
    effect: str
    stated: tuple[int, Grain] | None
    grain: Grain
    correlation: Correlation
    best: Correlation | None
    origin: Origin

    @property
    def verdict(self) -> Verdict:
        """What the data say."""
        return self.correlation.verdict


# --- Two series


def correlate(
    cause: Array, effect: Array, lag: int, season: int = 1, holds: Flags | None = None
) -> Correlation:
    """How the changes of two series go together.

    Spearman's rho over pairs (cause's change into t, effect's change into t + lag), tested by
    `t = rho sqrt((n - 2) / (1 - rho^2))` against Student's t with n - 2 degrees of freedom, n the
    effective number `N / (1 + 2 sum_k (1 - k/N) r1(k) r2(k))` over the first two lags k of the
    pairs' own autocorrelations, each freed of its bias of -1/N (Bayley and Hammersley, *The
    effective number of independent observations in an autocorrelated time series*, Supplement to
    the Journal of the Royal Statistical Society 8, 1946; Pyper and Peterman, Canadian Journal of
    Fisheries and Aquatic Sciences 55, 1998). One-sided, at 5% on each side.

    Args:
        cause: (periods,) better is up; nan where missing.
        effect: The same periods.
        lag: How many periods later the effect is looked at; 0 or more.
        season: Periods a year: with two years of pairs each change is taken against the mean change of
            its place in the year, at the price of as many points (1: no season).
        holds: (periods,) where the claim holds, by the effect's period (default: everywhere).
    """
    ranks, spent = _paired_ranks(cause, effect, lag, season, holds)
    count = len(ranks[0])
    if count < MIN_PAIRS:
        return Correlation(lag, _spearman(*ranks), count, float(count), np.nan)
    worth = max(_effective(*ranks) * (1 - spent / count), 4.0)
    limit = student_quantile(1 - SIGNIFICANCE, worth - 2)
    needed = limit / np.sqrt(limit**2 + worth - 2)
    return Correlation(lag, _spearman(*ranks), count, worth, float(needed))


def _paired_ranks(
    cause: Array, effect: Array, lag: int, season: int, holds: Flags | None
) -> tuple[tuple[Array, Array], int]:
    """The ranks of the changes that stand beside each other at a lag, and how many points the season cost."""
    x, y = np.diff(cause), np.diff(effect)
    paired = (
        np.isfinite(x[: len(x) - lag]) & np.isfinite(y[lag:]) if lag < len(x) else np.zeros(0, bool)
    )
    if holds is not None and len(paired):
        paired &= holds[1:][lag:]
    at = np.flatnonzero(paired)
    first, second = x[at], y[at + lag]
    spent = 0
    if season > 1 and len(at) >= YEARS * season:
        first, second = _without_season(first, at % season), _without_season(second, at % season)
        spent = season - 1
    return (_ranks(first), _ranks(second)), spent


def _without_season(changes: Array, place: NDArray[np.int64]) -> Array:
    sums, counts = np.bincount(place, changes), np.bincount(place)
    return np.asarray(changes - (sums / np.maximum(counts, 1))[place])


def _ranks(values: Array) -> Array:
    """Ranks about their mean; equals (within rounding) share the mean of theirs."""
    size = float(np.abs(values).max(initial=0.0)) or 1.0
    rounded = np.round(values / size, 9)
    order = rounded.argsort(kind="stable")
    ordered = rounded[order]
    is_first = np.ones(len(values) + 1, dtype=bool)
    is_first[1:-1] = ordered[1:] != ordered[:-1]
    bounds = np.flatnonzero(is_first)
    ranks = np.empty(len(values))
    ranks[order] = np.repeat((bounds[:-1] + bounds[1:] - 1) / 2, np.diff(bounds))
    return ranks - (len(values) - 1) / 2


def _spearman(first: Array, second: Array) -> float:
    size = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum() / size) if size > 0 else float("nan")


def _effective(first: Array, second: Array) -> float:
    count = len(first)
    inflation = 1.0
    for lag in (1, 2):
        shared = (_autocorrelation(first, lag) + 1 / count) * (
            _autocorrelation(second, lag) + 1 / count
        )
        inflation += 2 * (1 - lag / count) * shared
    return count / max(inflation, 0.5)


def _autocorrelation(ranks: Array, lag: int) -> float:
    size = float((ranks**2).sum())
    return float((ranks[:-lag] * ranks[lag:]).sum()) / size if size > 0 else 0.0


# --- All claims of a workspace


def evidence(scores: Scores) -> list[Evidence]:
    """Every `drives` claim with what the data say, objectives first, in order of display.

    Args:
        scores: In the calendar's grain.
    """
    return [*_of_objectives(scores, scores.model.objectives.values()), *_of_kpis(scores)]


def evidence_of(scores: Scores, objectives: Iterable[Objective]) -> list[Evidence]:
    """The claims of some objectives alone, as `evidence` has them: what a map of one scorecard needs."""
    return list(_of_objectives(scores, objectives))


def left_out(scores: Scores, claims: Iterable[Evidence]) -> int:
    """How many figures of KPIs in these claims were not looked at, being of periods that end after the close."""
    kpis, known = scores.model.kpis, known_until(scores.timeline.calendar)
    ends = {address for claim in claims for address in (claim.cause, claim.effect)}
    fiscal = scores.timeline.fiscal
    return sum(count_after(kpis[end], fiscal, known) for end in ends if end in kpis)


def evidence_by_pair(claims: Iterable[Evidence]) -> Mapping[tuple[str, str], Evidence]:
    """The evidence by cause and effect; of several lines about the same two the one that speaks clearest."""
    order = (Verdict.CONTRADICTED, Verdict.SUPPORTED, Verdict.NO_EVIDENCE, Verdict.TOO_FEW)
    ranked = sorted(claims, key=lambda claim: -order.index(claim.verdict))
    return {(claim.cause, claim.effect): claim for claim in ranked}


def verdict_of(scores: Scores, cause: str, line: Dated[EntityLink]) -> Verdict | None:
    """What the data say of one `drives` line of the objective or KPI `cause`; None where it drives nothing known."""
    pair = _pair(scores, cause, line)
    if pair is None:
        return None
    lag, holds = lag_in(pair.grain, line.value.lag), spans_hold([line.span], pair.ends)
    return correlate(pair.cause, pair.effect, lag, IN_A_YEAR[pair.grain], holds).verdict


class _Pair(NamedTuple):
    """Two series over the same periods, better is up; `ends` are the days on which these end."""

    cause: Array
    effect: Array
    grain: Grain
    ends: NDArray[np.int64]


def _pair(scores: Scores, cause: str, line: Dated[EntityLink]) -> _Pair | None:
    kpi, driven = scores.model.kpis.get(cause), scores.model.kpis.get(line.value.target)
    if kpi is not None and driven is not None:
        values = scores.values_of([cause, driven.address])
        axis = scores.timeline.axis(max(kpi.definition.grain, driven.definition.grain))
        return _Pair(
            _oriented(values, kpi, axis), _oriented(values, driven, axis), axis.grain, axis.ends
        )
    if kpi is not None or line.value.target not in scores.row:
        return None
    until_current = slice(0, scores.current + 1)
    return _Pair(
        _firm_scores(scores, cause)[until_current],
        _firm_scores(scores, line.value.target)[until_current],
        scores.grain,
        scores.structure.view.ends[until_current],
    )


def _firm_scores(scores: Scores, address: str) -> Array:
    """(periods,) the scores of an objective, those that an estimate stands behind left out."""
    row = scores.row[address]
    if not scores.model.estimates:
        return np.asarray(scores.score[row])
    estimated = [estimated_rows(scores, at)[row] for at in range(len(scores.periods))]
    return np.where(estimated, np.nan, scores.score[row])


def _of_objectives(scores: Scores, objectives: Iterable[Objective]) -> Iterator[Evidence]:
    for objective in objectives:
        for line in objective.drives:
            pair = _pair(scores, objective.address, line)
            if pair is not None:
                yield _evidence_of_claim(objective.address, line, pair)


def _of_kpis(scores: Scores) -> Iterator[Evidence]:
    model = scores.model
    claims = [(kpi, line) for kpi in model.kpis.values() for line in kpi.drives]
    addresses = {address for kpi, line in claims for address in (kpi.address, line.value.target)}
    scores.values_of(sorted(addresses))  # all at once, then pair by pair
    for kpi, line in claims:
        pair = _pair(scores, kpi.address, line)
        if pair is not None:
            yield _evidence_of_claim(kpi.address, line, pair)


def _evidence_of_claim(cause: str, line: Dated[EntityLink], pair: _Pair) -> Evidence:
    grain = pair.grain
    lag = lag_in(grain, line.value.lag)
    season, holds = IN_A_YEAR[grain], spans_hold([line.span], pair.ends)
    stated = correlate(pair.cause, pair.effect, lag, season, holds)
    at = _best_other_lag(pair, lag, season, holds)
    best = None if at is None else correlate(pair.cause, pair.effect, at, season, holds)
    return Evidence(cause, line.value.target, line.value.lag, grain, stated, best, line.origin)


def _best_other_lag(pair: _Pair, lag: int, season: int, holds: Flags) -> int | None:
    """The lag with the largest correlation, the shortest of equals; None where no other leaves points enough."""
    count = _longest_lag(pair, lag, season) + 1
    if count <= 0:
        return None
    values, points = correlations_at_lags(pair.cause, pair.effect, count, season, holds, YEARS)
    values[points < MIN_PAIRS] = np.nan
    if lag < count:
        values[lag] = np.nan
    return None if np.isnan(values).all() else int(np.nanargmax(values.round(9)))


def _longest_lag(pair: _Pair, lag: int, season: int) -> int:
    """The longest lag worth a look: a year, twice the stated one, and no longer than leaves points enough."""
    causes, effects = (np.flatnonzero(np.isfinite(series)) for series in (pair.cause, pair.effect))
    if not len(causes) or not len(effects):
        return -1
    return min(max(2 * lag, season), int(effects[-1] - causes[0]) - MIN_PAIRS)


def lag_in(grain: Grain, stated: tuple[int, Grain] | None) -> int:
    """A stated lag in whole periods of a grain, by how many of each make a year; halves are rounded up."""
    if stated is None:
        return 0
    count, own = stated
    return int(count * IN_A_YEAR[grain] / IN_A_YEAR[own] + 0.5)


def _oriented(values: Values, kpi: Kpi, axis: Axis) -> Array:
    """(periods,) what was measured up to the close, so that up is better; later figures are not final."""
    is_known = axis.ends <= known_until(values.timeline.calendar)
    return np.where(is_known, _measured(values, kpi, axis), np.nan)


def _measured(values: Values, kpi: Kpi, axis: Axis) -> Array:
    """(periods,) what was measured, so that up is better; carried values are no measurement."""
    table_row = values.table_of(kpi.address)
    if table_row is None:
        return np.full(len(axis), np.nan)
    table, row = table_row
    quantity = table.quantities[row]
    better = kpi.definition.better
    if better is Better.WITHIN:
        nearness = _nearness(table.value[row], kpi, table.axis)
        nearness[_estimated(values, quantity, table.axis)] = np.nan
        return _coarser(nearness, table.axis, axis, values)
    if table.axis.grain == axis.grain:
        column = np.where(table.carried[row], np.nan, table.value[row])
    else:
        combined = resampled(values, quantity, axis)
        column = np.where(combined.partial, np.nan, combined.value)
    column[_estimated(values, quantity, axis)] = np.nan
    return -column if better is Better.LOWER else column


def _estimated(values: Values, quantity: Quantity, axis: Axis) -> list[int]:
    """The indexes of the periods in which an estimate stands behind a value: it is no evidence yet."""
    estimates, fiscal = values.model.estimates, values.timeline.fiscal
    if not estimates:
        return []
    waiting, places = [quantity], set[int]()
    opened = {quantity.address}
    while waiting:
        current = waiting.pop()
        for ordinal in estimates.get(current.address, ()):
            own = Period(current.definition.grain, ordinal)
            if own.grain <= axis.grain:
                places.add(axis.index_of(fiscal.containing(axis.grain, own).ordinal))
        inputs = [
            address for address in values.dependencies.inputs_of(current) if address not in opened
        ]
        opened.update(inputs)
        waiting += filter(None, map(values.model.quantity, inputs))
    return [at for at in places if 0 <= at < len(axis)]


def _nearness(value: Array, kpi: Kpi, axis: Axis) -> Array:
    """How near a value is to its band: 0 inside, the distance to the nearer end below 0 outside."""
    layers = Targets(axis, [kpi.definition]).layers
    low, high = layers[LOW, 0], layers[HIGH, 0]
    return np.asarray(-np.maximum(np.maximum(low - value, value - high), 0.0))


def _coarser(column: Array, own: Axis, axis: Axis, values: Values) -> Array:
    """The mean of what lies inside each coarser period."""
    if own.grain == axis.grain:
        return column
    fiscal = values.timeline.fiscal
    means = np.full(len(axis), np.nan)
    for at in range(len(axis)):
        inside = fiscal.within(own.grain, Period(axis.grain, axis.first + at))
        low, high = own.index_of(inside[0]), own.index_of(inside[-1]) + 1
        present = column[max(low, 0) : max(high, 0)]
        present = present[~np.isnan(present)]
        if len(present):
            means[at] = present.mean()
    return means
