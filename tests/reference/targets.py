"""Targets and baselines of one own period (`scoring.md`, Target, baseline, tolerance)."""

from __future__ import annotations

import itertools
from math import isfinite

from bsctui.model.entities import (
    BandTarget,
    BaselinePoint,
    Better,
    ConstantTarget,
    PlanTarget,
    WaypointTarget,
)


def clean(number):
    """None for nan and for what is not finite."""
    return number if number is not None and isfinite(number) else None


def holding(lines, end):
    """A dated fact: the dated line that holds in a period that ends then, else the undated one, else None."""
    undated = None
    for line in lines:
        span = line.span
        if not span.after < end <= span.until:
            continue
        if span.from_period or span.until_period:
            return line.value
        undated = line.value
    return undated


def listed(series, ordinal):
    """A plan's or baseline's value in a listed period, None elsewhere."""
    for line in series:
        if line.start <= ordinal < line.start + len(line.values):
            return clean(line.values[ordinal - line.start])
    return None


def straight(definition, target, ordinal):
    """The line from the written baseline's `at` through the waypoints, level after the last; None at or before `at`."""
    points = [(point.at, point.value) for point in target.points]
    baseline = definition.baseline
    if isinstance(baseline, BaselinePoint) and baseline.at is not None:
        if ordinal <= baseline.at:
            return None
        points = [(baseline.at, baseline.value), *points]
    if ordinal <= points[0][0]:
        return points[0][1]
    for (a, low), (b, high) in itertools.pairwise(points):
        if ordinal <= b:
            return low + (high - low) * (ordinal - a) / (b - a)
    return points[-1][1]


def from_zero(definition):
    """Whether 0 stands in for the baseline that is not written."""
    band = isinstance(definition.target, BandTarget)
    return (
        definition.baseline is None
        and definition.target is not None
        and definition.better is Better.HIGHER
        and definition.scale is None
        and not band
    )


def by_own_size(definition):
    """Whether a target stands alone: neither baseline, tolerance nor scale."""
    return (
        definition.target is not None
        and definition.baseline is None
        and not definition.tolerances
        and definition.scale is None
        and definition.better is not Better.WITHIN
        and not isinstance(definition.target, BandTarget)
    )


def target_at(definition, ordinal, end):
    """(low, high) of an own period that ends then; both the same but for a band."""
    target = definition.target
    if isinstance(target, ConstantTarget):
        found = holding(target.lines, end)
    elif isinstance(target, BandTarget):
        return holding(target.lines, end) or (None, None)
    elif isinstance(target, PlanTarget):
        found = listed(target.series, ordinal)
    elif isinstance(target, WaypointTarget):
        found = straight(definition, target, ordinal)
    else:
        found = None
    return found, found


def baseline_at(definition, ordinal):
    """The written baseline of an own period."""
    baseline = definition.baseline
    if baseline is None:
        return None
    if isinstance(baseline, BaselinePoint):
        return baseline.value
    return listed(baseline.series, ordinal)
