"""Figures as people read them: scores, differences, weights, values with their unit."""

from __future__ import annotations

import math


def format_score(value: float) -> str:
    """A score with one decimal; empty where there is none (nan)."""
    return "" if math.isnan(value) else f"{value + 0.0:.1f}"


def format_difference(value: float) -> str:
    """A signed difference with one decimal; empty where there is none."""
    if math.isnan(value):
        return ""
    rounded = round(value, 1) + 0.0
    return f"{rounded:+.1f}"


def format_weight(value: float, *, percent: bool) -> str:
    """A weight as it was written: `40%` or `2`."""
    if math.isnan(value):
        return ""
    return f"{value:.4g}%" if percent else f"{value:.4g}"


_STEPS = ((1e9, "B"), (1e6, "M"), (1e3, "K"))


def format_value(number: float) -> str:
    """A measured value, short: `27.5M`, `58`, `0.031`; empty where there is none."""
    if math.isnan(number):
        return ""
    size = abs(number)
    for step, letter in _STEPS:
        if size >= step * (10 if letter == "K" else 1):
            return f"{number / step:.4g}{letter}"
    return f"{number:.4g}" if size < 1000 else f"{number:.6g}"


def format_chance(part: float) -> str:
    """A chance in whole points; only what happens in no run is 0%, only what happens in all of them 100%."""
    if math.isnan(part):
        return ""
    return f"{part:.0%}" if part in {0, 1} else f"{min(max(round(100 * part), 1), 99)}%"


def format_quantity(number: float, unit: str | None) -> str:
    """A value with its unit: `86.2%`, `47 minutes`."""
    text = format_value(number)
    if not text or not unit:
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit}"
