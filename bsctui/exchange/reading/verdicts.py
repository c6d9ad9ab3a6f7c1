"""What only all figures of a KPI together tell: percents beside bare numbers, units, grains, blanks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.exchange.reading.row_questions import tolerance_question
from bsctui.exchange.reading.words import unit_in_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bsctui.exchange.reading.findings import Figure, Findings, Row
    from bsctui.exchange.reading.mapping import ImportMapping
    from bsctui.model.periods import Grain, Period

LIKE_A_PART = 1.5
"""A bare number up to this size beside percents may be a part of one, written otherwise: 0.91 for 91%."""


def settle_shown(findings: Findings) -> None:
    """What cells show beside their digits, percents and thousands, must be the same for all of a KPI."""
    shown_in_thousands = 0
    for row in findings.rows if findings.shows_percents_or_thousands else ():
        figures = row.figures()
        if not any(figure.is_percent or figure.thousands for figure in figures):
            continue
        if any(figure.is_percent for figure in figures):
            _settle_percents(findings, row, figures)
        if any(figure.thousands for figure in figures):
            shown_in_thousands += 1
            _settle_thousands(findings, row, figures)
    if shown_in_thousands:
        remark = (
            "whose cells show thousands or millions: their figures are written as they are shown"
        )
        noun = "KPI" if shown_in_thousands == 1 else "KPIs"
        findings.remarks.append(f"{shown_in_thousands} {noun} {remark}")


def _settle_percents(findings: Findings, row: Row, figures: Sequence[Figure]) -> None:
    """A small bare number beside percents is doubtful: nothing is multiplied, so it is not taken."""
    row.unit = row.unit or "%"
    doubtful = [figure for figure in figures if _is_doubtful(figure)]
    for figure in doubtful:
        findings.tell_unread_figure(figure, f"beside percents: {figure.text}%, or a part of 1?")
    drop_figures(row, {id(figure) for figure in doubtful})


def _settle_thousands(findings: Findings, row: Row, figures: Sequence[Figure]) -> None:
    """Beside a figure that is shown in thousands one that is not may be either: none is taken."""
    if len({figure.thousands for figure in figures if figure.text != "0"}) < 2:
        return
    for figure in figures:
        findings.tell_unread_figure(
            figure, "some cells of this KPI show thousands or millions, some do not"
        )
    drop_figures(row, {id(figure) for figure in figures})


def _is_doubtful(figure: Figure) -> bool:
    return not figure.is_percent and 0 < abs(float(figure.text)) <= LIKE_A_PART


def drop_figures(row: Row, doubtful: set[int]) -> None:
    """Take out what is in doubt, by identity."""
    for series in (row.actuals, row.targets):
        for period, figure in series.items():
            if id(figure) in doubtful:
                series[period] = None
    if id(row.baseline) in doubtful:
        row.baseline = None
    if id(row.target) in doubtful:
        row.target = row.upper = None


def settle_units(findings: Findings) -> None:
    """The unit that a label begins with, where nothing else says one and the figures look like it."""
    for row in findings.rows:
        if row.unit is not None:
            continue
        unit = unit_in_label(row.label)
        if unit == "%" and all(abs(float(each.text)) <= 1 for each in row.figures()):
            continue
        row.unit = unit


def ask_of_tolerance(findings: Findings, mapping: ImportMapping, rows: Iterable[Row]) -> None:
    """How far outside of a range a value scores 0."""
    ranges = [row for row in rows if row.upper is not None and row.target is not None]
    if ranges and mapping.tolerance is None:
        findings.ask(tolerance_question(ranges[0]))


def settle_grains(findings: Findings) -> None:
    """A KPI has one grain: a year's figure beside its months is not taken for one of them."""
    for row in findings.rows:
        if not row.targets and len({period.grain for period in row.actuals}) < 2:
            continue
        grains = {period.grain for period, figure in row.actuals.items() if figure is not None}
        finest = min(grains, default=None)
        if finest is None:
            continue
        for period, figure in list(row.actuals.items()):
            if period.grain is not finest:
                del row.actuals[period]
                if figure is not None:
                    findings.tell_unread_figure(
                        figure,
                        f"a {period.grain.word}'s figure beside those of {finest.plural}",
                    )
        for period, figure in list(row.targets.items()):
            if period.grain < finest:
                del row.targets[period]
                if figure is not None:
                    findings.tell_unread_figure(figure, f"a {period.grain.word}'s target of what is measured every {finest.word}")  # fmt: skip


def settle_blanks(findings: Findings) -> None:
    """Blank cells of months to come are no missing values: nothing is written of them."""
    for name in ("actuals", "targets"):
        if not any(None in getattr(row, name).values() for row in findings.rows):
            continue
        last: dict[Grain, Period] = {}
        for row in findings.rows:
            for period, figure in getattr(row, name).items():
                if figure is not None and period >= last.get(period.grain, period):
                    last[period.grain] = period
        for row in findings.rows:
            series = getattr(row, name)
            for period in [each for each, figure in series.items() if figure is None]:
                if period.grain not in last or period > last[period.grain]:
                    del series[period]
