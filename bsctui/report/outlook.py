"""Where the top scores and the KPIs that matter most will stand, out of an outlook."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from bsctui.kpi_text import quantity_text, with_unit
from bsctui.model.entities import Kind
from bsctui.report.content import KpiOutlook, ReportOutlook, ScoreOutlook
from bsctui.report.reading import ScoreReader, status_heading
from bsctui.scoring.result import COLOURS
from bsctui.scoring.status import bands_of_node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.analysis.outlook import Outlook
    from bsctui.report.content import Lever


def report_outlook(reader: ScoreReader, outlook: Outlook, levers: Sequence[Lever]) -> ReportOutlook:
    """What an outlook says of the top scorecards with their perspectives, and of the KPIs that could lift them most."""
    later = ScoreReader(outlook.scores, outlook.at)
    kpis = (_kpi_outlook(reader, later, outlook, kpi.row.address) for kpi in levers)
    return ReportOutlook(
        later.period_text(outlook.scores.periods[outlook.at]),
        tuple(_scores(reader, later, outlook)),
        tuple(kpi for kpi in kpis if kpi is not None),
    )


def _scores(reader: ScoreReader, later: ScoreReader, outlook: Outlook) -> Iterator[ScoreOutlook]:
    for top in later.tops():
        for address in (top, *later.children(top, Kind.PERSPECTIVE)):
            row = outlook.scores.row[address]
            if outlook.ranged[row] and not isnan(outlook.score.middle[row]):
                yield _score_outlook(reader, outlook, row)


def _score_outlook(reader: ScoreReader, outlook: Outlook, row: int) -> ScoreOutlook:
    node = outlook.scores.nodes[row]
    present_row = reader.scores.row.get(node.address)
    likeliest = int(np.nanargmax(outlook.colours[row]))
    bands = bands_of_node(outlook.scores.structure, node.address, node.kind)
    return ScoreOutlook(
        node.label,
        "" if node.kind is Kind.SCORECARD else reader.where(node.address),
        float("nan") if present_row is None else float(reader.scores.score[present_row, reader.at]),
        float(outlook.score.low[row]),
        float(outlook.score.middle[row]),
        float(outlook.score.high[row]),
        COLOURS[likeliest],
        status_heading(COLOURS[likeliest], bands),
        float(outlook.colours[row, likeliest]),
    )


def _kpi_outlook(
    reader: ScoreReader, later: ScoreReader, outlook: Outlook, address: str
) -> KpiOutlook | None:
    """None for what has no forecast with a range, or is no longer in force."""
    row, kpi = outlook.scores.row.get(address), outlook.scores.model.kpis.get(address)
    if row is None or kpi is None or isnan(outlook.met[row]) or isnan(outlook.value.middle[row]):
        return None
    unit = kpi.definition.unit
    low, high = float(outlook.value.low[row]), float(outlook.value.high[row])
    return KpiOutlook(
        reader.label(address),
        reader.where(address),
        reader.value(kpi, reader.at),
        with_unit(quantity_text(kpi, float(outlook.value.middle[row])), unit),
        with_unit(f"{quantity_text(kpi, low)} to {quantity_text(kpi, high)}", unit),
        later.target(kpi, outlook.at),
        unit or "",
        float(outlook.met[row]),
    )
