"""How good forecasts are on series made up by seed: `python -m tests.benchmarks.backtest [SERIES A KIND]`."""

from __future__ import annotations

import sys

import numpy as np

from bsctui.analysis.backtest import backtest_histories
from bsctui.analysis.history import History
from bsctui.model.periods import Grain
from tests.benchmarks.scoring import say

LENGTHS = ((Grain.QUARTER, 4, 16), (Grain.MONTH, 12, 36))
"""Grain, periods a year, and how many are measured: four years of quarters, three of months."""

WALK, NOISE, SLOW = "random walk", "noise about a level", "slow return to a level"
TREND, DRIFT = "trend and noise", "walk with drift"
SEASON, BOTH, SEASONAL_WALK = "season and noise", "trend and season", "walk and season"
KINDS = (WALK, NOISE, SLOW, TREND, DRIFT, SEASON, BOTH, SEASONAL_WALK)


def series(kind, random, count, year):
    """One series of a kind; its noise has standard deviation 1."""
    noise, at = random.standard_normal(count), np.arange(count)
    slope = random.choice([-1, 1]) * random.uniform(0.3, 1)
    pattern = random.standard_normal(year)
    wave = 3 * (pattern - pattern.mean())[at % year]
    if kind == SLOW:
        found = np.zeros(count)
        for step in range(1, count):
            found[step] = 0.6 * found[step - 1] + noise[step]
        return found
    return {
        WALK: noise.cumsum(),
        NOISE: noise,
        TREND: noise + slope * at,
        DRIFT: (noise + slope).cumsum(),
        SEASON: noise + wave,
        BOTH: noise + wave + slope * at,
        SEASONAL_WALK: noise.cumsum() + wave,
    }[kind]


def histories(kind, seed, number):
    """So many made-up histories of a kind in each grain."""
    random = np.random.default_rng([seed, KINDS.index(kind)])
    for grain, year, count in LENGTHS:
        for at in range(number):
            values = 50 + series(kind, random, count, year)
            yield History(f"{grain.word}{at}", grain, np.arange(count), values, 1)


def trials(kind, seed, number):
    """The back-test of one kind."""
    return backtest_histories((kind, past, None) for past in histories(kind, seed, number))


def main() -> None:
    """Print the figures of every kind."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    say(f"{2 * number} series a kind, half of quarters, half of months; up to 12 origins each")
    say(f"{'':24}{'forecasts':>9} {'in 80% range':>13} {'error / carried':>16}")
    for kind in KINDS:
        found = trials(kind, 1, number)
        say(f"{kind:24}{len(found.steps):9} {found.coverage:13.1%} {found.ratio:16.3f}")


if __name__ == "__main__":
    main()
