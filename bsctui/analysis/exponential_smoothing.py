"""Series continued: exponential smoothing with trend and season, many models averaged, many series at once.

A model is the innovations form of damped exponential smoothing (Hyndman, Koehler, Ord and Snyder,
*Forecasting with Exponential Smoothing*, Springer 2008, ch. 2) beside a season of a few harmonics:

    y(t) = season(t) + level(t-1) + phi trend(t-1) + e(t)
    level(t) = level(t-1) + phi trend(t-1) + alpha e(t),   trend(t) = phi trend(t-1) + beta e(t)

Given alpha, beta and phi all the rest (first level, first trend, the season) is linear in the data,
so it is found by least squares, exactly, and its uncertainty is known (the same book, ch. 13).
What is not linear is not chosen but averaged over a small grid, each model weighted by how well it
explains the series for its number of parameters (Kolassa, *Combining exponential smoothing
forecasts using Akaike weights*, International Journal of Forecasting 27, 2011; the weights here are
Bayes factors under Zellner's prior with g = n: Liang et al., JASA 103, 2008). On a random walk the
models that carry the last value forward win; where there is a trend or a season, those that have
one do. Where a value is missing nothing is learned and the states go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LEVELS = (0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1.0)
"""alpha of models without trend: from the mean of all values (0) to the last value (1)."""

TRENDS = tuple(
    (alpha, beta, phi)
    for alpha in (0.0, 0.2, 0.5, 1.0)
    for beta, phi in ((0.0, 1.0), (0.0, 0.9), (0.1, 0.9), (0.3, 0.9))
    if alpha or not beta
)
"""(alpha, beta / alpha, phi) of models with a trend: a straight line, one that dies away, two that learn."""

CARRYING, TREND, SEASON = 0.8, 0.2, 0.2
"""What is believed before the data speak: of the models without trend so much is the last value
carried forward; a trend and a season each need so much more evidence than none. Few values say
little about which model is right, and then carrying the last value forward errs least on what
wanders (the back-test of generated series judges these three)."""

HARMONICS = {52: (1, 3), 12: (1, 2, 6), 4: (2,), 2: (1,)}
"""By periods a year: how many harmonics a season may have; the highest of them draws any season (but of weeks)."""

CYCLES = 2
"""So many whole years there must be before a season is looked for."""

SPARE = 3
"""So many values more than parameters a model needs before it is tried."""


@dataclass(frozen=True, slots=True)
class SmoothedForecast:
    """Series continued over horizons 1 to h.

    The errors of one series over all horizons are jointly t-distributed: `factor` times independent
    standard normals, over the root of one chi-square over its degrees of freedom.

    Attributes:
        mean: (series, h) the middle, in the series' unit.
        factor: (series, h, h) lower triangular, in the series' unit.
        freedom: (series,) degrees of freedom: the values but 2 (what further parameters cost is in `factor`).
        errors: (series, periods) what each value was away from where the models, averaged, saw it one step before;
            nan where nothing was measured.
    """

    mean: Array
    factor: Array
    freedom: Array
    errors: Array


@dataclass(frozen=True, slots=True)
class _Family:
    """Models with the same linear parameters. `alpha`, `beta`, `phi`: (models,)."""

    alpha: Array
    beta: Array
    phi: Array
    has_trend: bool
    harmonics: int
    season: int


BATCH = 250
"""Series fitted together: so many that calls cost nothing, so few that their arrays stay small."""


def smoothed_forecast(series: Array, season: int, horizon: int) -> SmoothedForecast:
    """Continue series over `horizon` periods.

    Args:
        series: (series, periods), nan where missing, all ending at the same column; each with at least 4 values.
        season: Periods a year (1: no season).
        horizon: How many periods.
    """
    parts = [
        _batch_forecast(series[first : first + BATCH], season, horizon)
        for first in range(0, len(series), BATCH)
    ]
    return SmoothedForecast(
        np.concatenate([np.zeros((0, horizon)), *(part.mean for part in parts)]),
        np.concatenate([np.zeros((0, horizon, horizon)), *(part.factor for part in parts)]),
        np.concatenate([np.zeros(0), *(part.freedom for part in parts)]),
        np.concatenate([np.zeros((0, series.shape[1])), *(part.errors for part in parts)]),
    )


def _batch_forecast(series: Array, season: int, horizon: int) -> SmoothedForecast:
    last, unit = _scale(series)
    scaled = (series - last) / unit
    count = (~np.isnan(series)).sum(axis=1)
    fitted = [_fit(scaled, family, horizon) for family in _families(season)]
    fitted = [fit for fit in fitted if len(fit.rows)]
    weights = _weights(count, fitted)
    mean = np.zeros((len(series), horizon))
    for fit, weight in zip(fitted, weights, strict=True):
        mean[fit.rows] += np.einsum("sm,smh->sh", weight, fit.mean)
    spread = np.zeros((len(series), horizon, horizon))
    for fit, weight in zip(fitted, weights, strict=True):
        spread[fit.rows] += _covariance(fit, weight, mean[fit.rows])
    errors = np.zeros(series.shape)
    for fit, weight in zip(fitted, weights, strict=True):
        errors[fit.rows] += np.einsum("sm,smt->st", weight, fit.errors)
    return SmoothedForecast(
        mean * unit + last,
        _factor(spread) * unit[:, :, None],
        np.maximum(count - 2.0, 2.0),
        np.where(np.isnan(series), np.nan, errors * unit),
    )


def _scale(series: Array) -> tuple[Array, Array]:
    """(series, 1) the last value of each, and its size of change, by which it is made plain numbers."""
    place = np.where(np.isnan(series), -1, np.arange(series.shape[1])).max(axis=1)
    last = np.take_along_axis(series, place[:, None], axis=1)
    away = np.nanmax(np.abs(series - last), axis=1, keepdims=True)
    return last, np.where(away > 0, away, 1.0)


def _families(season: int) -> Iterator[_Family]:
    levels, none = np.array(LEVELS), np.zeros(len(LEVELS))
    alpha, share, phi = np.array(TRENDS).T
    for harmonics in (0, *HARMONICS.get(season, ())):
        yield _Family(levels, none, none, has_trend=False, harmonics=harmonics, season=season)
        yield _Family(alpha, alpha * share, phi, has_trend=True, harmonics=harmonics, season=season)


# --- One family


@dataclass(frozen=True, slots=True)
class _FittedFamily:
    """The models of a family fitted to those series that have enough values for them.

    Attributes:
        rows: (some,) which series.
        squares: (some, models) sums of squared errors one step ahead.
        variance: (some, models) of one error.
        errors: (some, models, periods) one step ahead.
        mean: (some, models, h).
        unknown: (some, models, h, parameters) times independent unit normals: what is not known of the mean.
        psi: (models, h, h) how errors to come are felt.
        prior: (models,) how far each is believed before the data speak.
    """

    rows: NDArray[np.int64]
    squares: Array
    variance: Array
    errors: Array
    mean: Array
    unknown: Array
    psi: Array
    parameters: int
    prior: Array


def _fit(series: Array, family: _Family, horizon: int) -> _FittedFamily:
    """Run data and unit parameters through the recursion; least squares of the one by the others."""
    waves = _waves(family, series.shape[1], horizon)
    parameters = (2 if family.has_trend else 1) + waves.shape[1]
    count = (~np.isnan(series)).sum(axis=1)
    allowed = count >= parameters + SPARE
    if family.harmonics:
        allowed &= count >= CYCLES * family.season
    rows = np.flatnonzero(allowed)
    averaged = 0 if family.harmonics else 1  # a season's many parameters cost enough by themselves
    errors, level, trend = _run(series[rows], family, waves)
    data, units = errors[..., :1], errors[..., 1:]
    across = np.swapaxes(units, 2, 3)
    gram = across @ units
    gram += 1e-9 * np.eye(parameters) * np.trace(gram, axis1=2, axis2=3)[..., None, None]
    inverse = np.linalg.inv(gram)
    best = -inverse @ (across @ data)
    left = data + units @ best
    squares = (left * left).sum(axis=(2, 3))
    reach = _reach(family, level, trend, waves[-horizon:], horizon)
    return _FittedFamily(
        rows=rows,
        squares=squares,
        variance=squares / (count[rows] - parameters - averaged)[:, None],
        errors=left[..., 0],
        mean=(reach[..., :1] + reach[..., 1:] @ best)[..., 0],
        unknown=reach[..., 1:] @ np.linalg.cholesky(inverse),
        psi=_psi(family, horizon),
        parameters=parameters,
        prior=_prior(family),
    )


def _waves(family: _Family, periods: int, horizon: int) -> Array:
    """(periods + h, waves) the season's harmonics; they draw the same seasons wherever they start."""
    at = np.arange(periods + horizon)[:, None]
    columns = [np.zeros((len(at), 0))]
    for harmonic in range(1, family.harmonics + 1):
        angle = 2 * np.pi * harmonic * at / family.season
        columns.append(np.cos(angle))
        if 2 * harmonic != family.season:
            columns.append(np.sin(angle))
    return np.concatenate(columns, axis=1)


def _run(series: Array, family: _Family, waves: Array) -> tuple[Array, Array, Array]:
    """The recursion over data (input 0) and each unit parameter (the others).

    Returns:
        errors (series, models, periods, inputs), and the last level and trend (series, models, inputs).
    """
    states = 2 if family.has_trend else 1
    inputs = 1 + states + waves.shape[1]
    shape = (len(series), len(family.alpha), inputs)
    level, trend = np.zeros(shape), np.zeros(shape)
    level[..., 1] = 1.0
    if family.has_trend:
        trend[..., 2] = 1.0
    alpha, beta, phi = (column[None, :, None] for column in (family.alpha, family.beta, family.phi))
    begun = np.zeros((len(series), 1, 1), dtype=bool)
    errors = np.zeros((*shape[:2], series.shape[1], inputs))
    input_row = np.zeros((len(series), 1, inputs))
    for at in range(series.shape[1]):
        observed = ~np.isnan(series[:, at])[:, None, None]
        begun |= observed
        input_row[:, 0, 0] = np.nan_to_num(series[:, at])
        input_row[:, 0, 1 + states :] = -waves[at]
        before = level + phi * trend
        error = np.where(observed, input_row - before, 0.0)
        level = np.where(begun, before + alpha * error, level)
        trend = np.where(begun, phi * trend + beta * error, trend)
        errors[:, :, at] = error
    return errors, level, trend


def _reach(family: _Family, level: Array, trend: Array, waves: Array, horizon: int) -> Array:
    """(series, models, h, inputs) what each input makes of each horizon."""
    steps = _damped(family, horizon)
    reach = level[:, :, None, :] + steps[None, :, :, None] * trend[:, :, None, :]
    first = reach.shape[-1] - waves.shape[1]
    reach[..., first:] += waves[None, None]
    return reach


def _damped(family: _Family, horizon: int) -> Array:
    """(models, h) `phi + phi^2 + … + phi^h`."""
    powers: Array = np.cumsum(family.phi[:, None] ** np.arange(1, horizon + 1), axis=1)
    return powers


def _psi(family: _Family, horizon: int) -> Array:
    """(models, h, h) how an error so many steps before is still felt: lower triangular, 1 on the diagonal."""
    felt = np.ones((len(family.alpha), horizon))
    felt[:, 1:] = family.alpha[:, None] + family.beta[:, None] * _damped(family, horizon)[:, :-1]
    lag = np.subtract.outer(np.arange(horizon), np.arange(horizon))
    return np.where(lag >= 0, felt[:, np.abs(lag)], 0.0)


# --- All of them


def _weights(count: NDArray[np.int64], fitted: list[_FittedFamily]) -> list[Array]:
    """For each family (its series, models) the weight of each model; over all families together 1 a series."""
    plain = fitted[0].squares.min(axis=1)
    most = np.full(len(count), -np.inf)
    logs = []
    for fit in fitted:
        values = count[fit.rows][:, None].astype(float)
        floor = plain[fit.rows][:, None] / values + 1e-12
        worth = -(values - 1) / 2 * np.log(fit.squares + floor)
        worth += np.log(fit.prior) - (fit.parameters - 1) / 2 * np.log1p(values)
        most[fit.rows] = np.maximum(most[fit.rows], worth.max(axis=1))
        logs.append(worth)
    weights = [np.exp(log - most[fit.rows][:, None]) for log, fit in zip(logs, fitted, strict=True)]
    total = np.zeros(len(count))
    for fit, weight in zip(fitted, weights, strict=True):
        total[fit.rows] += weight.sum(axis=1)
    return [weight / total[fit.rows][:, None] for weight, fit in zip(weights, fitted, strict=True)]


def _covariance(fit: _FittedFamily, weight: Array, mean: Array) -> Array:
    """(some, h, h) a family's part of the covariance: errors to come, what is not known, models that disagree."""
    sized = weight * fit.variance
    covariance: Array = np.tensordot(sized, fit.psi @ np.swapaxes(fit.psi, 1, 2), axes=1)
    unknown = fit.unknown * np.sqrt(sized)[..., None, None]
    away = (fit.mean - mean[:, None]) * np.sqrt(weight)[..., None]
    count, models, horizon, parameters = unknown.shape
    flat = np.swapaxes(unknown, 1, 2).reshape(count, horizon, models * parameters)
    beside = np.concatenate([flat, np.swapaxes(away, 1, 2)], axis=2)
    return np.asarray(covariance + beside @ np.swapaxes(beside, 1, 2))


def _prior(family: _Family) -> Array:
    """(models,) how far each is believed before the data speak."""
    count = len(family.alpha)
    believed = SEASON if family.harmonics else 1.0
    if family.has_trend:
        return np.full(count, believed * TREND / count)
    prior = np.full(count, believed * (1 - CARRYING) / (count - 1))
    prior[-1] = believed * CARRYING
    return prior


def _factor(spread: Array) -> Array:
    """(series, h, h) the lower triangular root of each covariance; 0 where there is none."""
    size = np.trace(spread, axis1=1, axis2=2)[:, None, None]
    unit = np.where(size > 0, size, 1.0)
    horizon = spread.shape[1]
    root = np.linalg.cholesky(spread / unit + 1e-12 * np.eye(horizon))
    return np.where(size > 1e-20, root * np.sqrt(unit), 0.0)
