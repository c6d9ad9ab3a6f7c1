"""Advice on how targets and values are written: which way is better, and what cannot be right."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from bsctui import numbers
from bsctui.advice.remark import Case, Remark
from bsctui.model.definitions import target_over_baseline
from bsctui.model.entities import BandTarget, ConstantTarget, Kpi, PlanTarget, WaypointTarget
from bsctui.model.periods import Period
from bsctui.model.plausibility import doubts
from bsctui.model.series import cell_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.entities import Definition, Quantity, SeriesLine


def undirected(case: Case) -> Iterator[Remark]:
    """A119."""
    for kpi in case.kpis:
        if not _is_undirected(case, kpi) or _takes_it_over(case, kpi):
            continue
        origins = kpi.definition.origins.get("target")
        yield Remark(
            "A119",
            f"nothing says which way is better for `{kpi.address}`: its target is read as `better higher`",
            origins[0] if origins else kpi.origin,
            _directions(kpi.definition),
            None,
        )


def _is_undirected(case: Case, kpi: Kpi) -> bool:
    """Whether its target is read as higher because nothing says otherwise: a baseline at the target does not either."""
    definition, calendar = kpi.definition, case.model.settings.calendar
    if kpi.same is not None or definition.target is None or calendar is None:
        return False
    if isinstance(definition.target, BandTarget):
        return False
    lead = target_over_baseline(definition, calendar)
    return (isnan(lead) or not lead) and "better" not in definition.origins


def _takes_it_over(case: Case, kpi: Kpi) -> bool:
    """Whether the KPI that it is `like` is told already."""
    other = case.model.kpis.get(kpi.like or "")
    return other is not None and _is_undirected(case, other)


def _directions(definition: Definition) -> str:
    if definition.tolerances or any(_targets(definition)):
        return "write `better higher` or `better lower`"
    return "write `better lower` for at most 0, and `tolerance 5` (or so) for how much more scores 0; else `better higher`"


def _targets(definition: Definition) -> Iterator[float]:
    """Every target as written."""
    target = definition.target
    if isinstance(target, ConstantTarget):
        yield from (line.value for line in target.lines)
    elif isinstance(target, WaypointTarget):
        yield from (point.value for point in target.points)
    elif isinstance(target, PlanTarget):
        yield from (value for line in target.series for value in line.values if not isnan(value))


def improbable(case: Case) -> Iterator[Remark]:
    """A120; a note on the period says that the value was looked at."""
    for quantity in case.model.quantities():
        grain = quantity.definition.grain
        for doubt in doubts(quantity.actuals, grain):
            period = Period(grain, doubt.ordinal)
            line = _line_of(quantity, doubt.ordinal)
            if line is None or any(note.period == period for note in quantity.notes):
                continue
            written = case.scores.timeline.fiscal.format(period)
            yield Remark(
                "A120",
                f"{written} of `{quantity.address}` {doubt} ({numbers.format_value(doubt.typical)})",
                line.origin,
                f'correct it; if it is right, `note {written} "why"` says so',
                None,
                cell_columns(line, doubt.ordinal),
            )


def _line_of(quantity: Quantity, ordinal: int) -> SeriesLine | None:
    """The line that gives a period's value."""
    lines = (line for line in quantity.actuals if 0 <= ordinal - line.start < len(line.values))
    return next(lines, None)


VALUES = (undirected, improbable)
"""One adviser a code, in the order of codes."""
