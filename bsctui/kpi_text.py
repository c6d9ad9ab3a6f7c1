"""A KPI's figures as people read them: with the decimals that are asked for, estimates marked, a miss never shown as a hit."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.cells import shorten_label
from bsctui.model.entities import Better
from bsctui.numbers import format_decimals, format_value, telling_digits
from bsctui.scoring.estimates import is_estimated
from bsctui.text.literals import ESTIMATED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.entities import Definition, Quantity
    from bsctui.scoring.result import Scores


class KpiText(NamedTuple):
    """Value, target and baseline in a period, without the unit; each empty where there is none."""

    value: str
    target: str
    baseline: str


def kpi_text(scores: Scores, address: str, at: int) -> KpiText:
    """The figures of a KPI in the view's period `at`."""
    row, definition = scores.row[address], scores.model.kpis[address].definition
    value, low, high, baseline = (
        float(column[row, at])
        for column in (scores.value, scores.target_low, scores.target_high, scores.baseline)
    )
    digits = telling_digits(value, list(missed_limits(definition, value, low, high)))
    mark = ESTIMATED if not isnan(value) and is_estimated(scores, address, at) else ""
    return KpiText(
        f"{mark}{_formatted(value, definition, digits)}",
        _ends(low, high, definition, digits),
        _formatted(baseline, definition, digits),
    )


def target_text(quantity: Quantity, low: float, high: float) -> str:
    """A target by itself, of a band both ends, without the unit; empty where there is none."""
    return _ends(low, high, quantity.definition, 0)


def _ends(low: float, high: float, definition: Definition, digits: int) -> str:
    text = _formatted(low, definition, digits)
    return text if isnan(high) or low == high else f"{text}..{_formatted(high, definition, digits)}"


def quantity_text(quantity: Quantity, value: float) -> str:
    """A value, target or baseline of a KPI or measure by itself, without the unit."""
    return _formatted(value, quantity.definition, 0)


def entered_text(
    quantity: Quantity, ordinal: int, value: float, target: tuple[float, float] = (nan, nan)
) -> str:
    """What is entered for an own period, with the mark of an estimate; empty for nothing. A miss of the target shows."""
    is_estimate = any(ordinal - line.start in line.estimated for line in quantity.actuals)
    mark = ESTIMATED if is_estimate and not isnan(value) else ""
    definition = quantity.definition
    digits = telling_digits(value, list(missed_limits(definition, value, *target)))
    return f"{mark}{_formatted(value, definition, digits)}"


def with_unit(text: str, unit: str | None) -> str:
    """A figure with its unit: `86.2%`, `47 minutes`."""
    if not text or not unit:
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit}"


UNIT_CELLS: Final = 16
"""Cells of a unit in a table: longer ones are cut in the middle there, and whole where one thing is shown in detail."""


def short_unit(unit: str | None) -> str:
    """A unit as a table has it; empty for none."""
    return shorten_label(unit or "", UNIT_CELLS)


def short_figure(text: str, unit: str | None) -> str:
    """What `with_unit` made, as a table has it."""
    if not unit or not text.endswith(unit):
        return text
    return f"{text.removesuffix(unit)}{short_unit(unit)}"


def missed_limits(definition: Definition, value: float, low: float, high: float) -> Iterator[float]:
    """The targets that a value misses; on a scale every point that it lies beside. No value misses nothing."""
    if isnan(value):
        return
    if definition.scale is not None:
        yield from (point for point in definition.scale.values if point != value)
        return
    if definition.better is not Better.LOWER and value < low:
        yield low
    if definition.better is not Better.HIGHER and value > high:
        yield high


def _formatted(number: float, definition: Definition, digits: int) -> str:
    if definition.decimals is not None:
        return format_decimals(number, definition.decimals)
    return format_value(number, digits)
