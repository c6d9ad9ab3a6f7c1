"""How often links are found that are there, and that are not: `python -m tests.benchmarks.links [PAIRS]`."""

from __future__ import annotations

import sys
from math import sqrt

import numpy as np

from bsctui.analysis.correlation import Verdict, correlate
from tests.benchmarks.scoring import say

LENGTHS = ((4, 16), (4, 28), (12, 30), (12, 60))
"""Periods a year, and how many are measured."""

NOISE, AR, SLOW, WALK, SUMMER = (
    "noise",
    "autoregressive 0.6",
    "autoregressive 0.9",
    "random walk",
    "season and noise",
)
KINDS = (NOISE, AR, SLOW, WALK, SUMMER)
LAG = 1
PLANTED = 1.0
"""How much of the cause's change, in its own noise, is in the effect's."""


def series(kind, random, pairs, count, year):
    """(pairs, periods) independent series of a kind."""
    noise = random.standard_normal((pairs, count))
    if kind == NOISE:
        return noise
    if kind == WALK:
        return noise.cumsum(axis=1)
    if kind == SUMMER:
        return noise + 3 * np.sin(2 * np.pi * np.arange(count) / year)
    found, memory = noise.copy(), 0.6 if kind == AR else 0.9
    found[:, 0] /= sqrt(1 - memory**2)
    for at in range(1, count):
        found[:, at] = memory * found[:, at - 1] + noise[:, at]
    return found


def shares(kind, seed, pairs, year, count, planted=0.0):
    """Of so many pairs the parts called supported and contradicted; `planted` puts a cause into the effect."""
    random = np.random.default_rng([seed, KINDS.index(kind), count])
    causes, effects = (series(kind, random, pairs, count, year) for _ in range(2))
    effects[:, LAG:] += planted * causes[:, :-LAG]
    found = [
        correlate(cause, effect, LAG, year).verdict
        for cause, effect in zip(causes, effects, strict=True)
    ]
    return tuple(found.count(each) / pairs for each in (Verdict.SUPPORTED, Verdict.CONTRADICTED))


def interval(pairs):
    """Where 95 of 100 shares lie if each pair is called so by a chance of 5%."""
    half = 1.96 * sqrt(0.05 * 0.95 / pairs)
    return 0.05 - half, 0.05 + half


def main() -> None:
    """Print the parts for every kind and length."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    low, high = interval(pairs)
    say(f"{pairs} pairs each; a chance of 5% lies within {low:.1%} to {high:.1%}")
    say(
        f"{'':20}{'periods':>8} {'no link: supported':>19} {'contradicted':>13} {'planted: supported':>19}"
    )
    for kind in KINDS:
        for year, count in LENGTHS:
            none = shares(kind, 1, pairs, year, count)
            there = shares(kind, 2, pairs // 4, year, count, PLANTED)
            say(f"{kind:20}{count:8} {none[0]:19.1%} {none[1]:13.1%} {there[0]:19.1%}")


if __name__ == "__main__":
    main()
