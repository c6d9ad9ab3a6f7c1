"""Units in a report's tables: long ones are cut there, and said whole where the signs are explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.kpi_text import short_figure, short_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.report.content import Report
    from bsctui.report.scorecard_rows import KpiFigures


def short_value(figures: KpiFigures) -> str:
    """A KPI's value as a table has it; empty for none."""
    return short_figure(figures.value, figures.unit)


def short_target(figures: KpiFigures) -> str:
    """What it is held to, as a table has it; empty for none."""
    return short_figure(figures.target, figures.unit)


def cut_units(report: Report) -> tuple[tuple[str, str], ...]:
    """The units that tables cut, each as it stands there and whole, in the order of the report."""
    units = dict.fromkeys(_units(report))
    return tuple((short_unit(unit), unit) for unit in units if short_unit(unit) != unit)


def _units(report: Report) -> Iterator[str]:
    for worst in report.worst_kpis:
        yield worst.row.figures.unit
    for lever in report.levers:
        yield lever.row.figures.unit
    if report.outlook is not None:
        yield from (outlook.unit for outlook in report.outlook.kpis)
    for card in report.scorecards:
        for perspective in card.perspectives:
            for objective in perspective.objectives:
                for kpi in objective.kpis:
                    yield from (row.figures.unit for row in (kpi, *kpi.parts))
    yield from (initiative.unit for initiative in report.initiatives)
