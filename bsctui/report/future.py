"""Where the top scores and the KPIs that matter most will stand, out of an outlook."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from bsctui import numbers
from bsctui.model.entities import Kind
from bsctui.report.content import Ahead, Future, KpiAhead
from bsctui.report.reading import Reader, status_label
from bsctui.scoring.result import COLOURS
from bsctui.scoring.status import bands_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.analysis.outlook import Outlook
    from bsctui.report.content import Lever


def future(reader: Reader, found: Outlook, levers: Sequence[Lever]) -> Future:
    """What an outlook says of the top scorecards with their perspectives, and of the KPIs that could lift them most."""
    then = Reader(found.scores, found.at)
    kpis = (_kpi(reader, then, found, one.row.address) for one in levers)
    return Future(
        then.period_text(found.scores.periods[found.at]),
        tuple(_scores(reader, then, found)),
        tuple(one for one in kpis if one is not None),
    )


def _scores(reader: Reader, then: Reader, found: Outlook) -> Iterator[Ahead]:
    for top in then.tops():
        for address in (top, *then.children(top, Kind.PERSPECTIVE)):
            row = found.scores.row[address]
            if found.ranged[row] and not isnan(found.score.middle[row]):
                yield _ahead(reader, found, row)


def _ahead(reader: Reader, found: Outlook, row: int) -> Ahead:
    node = found.scores.nodes[row]
    known = reader.scores.row.get(node.address)
    likeliest = int(np.nanargmax(found.colours[row]))
    bands = bands_of(found.scores.layout, node.address, node.kind)
    return Ahead(
        node.label,
        "" if node.kind is Kind.SCORECARD else reader.where(node.address),
        float("nan") if known is None else float(reader.scores.score[known, reader.at]),
        float(found.score.low[row]),
        float(found.score.middle[row]),
        float(found.score.high[row]),
        COLOURS[likeliest],
        status_label(COLOURS[likeliest], bands),
        float(found.colours[row, likeliest]),
    )


def _kpi(reader: Reader, then: Reader, found: Outlook, address: str) -> KpiAhead | None:
    """None for what has no forecast with a range, or is no longer in force."""
    row, kpi = found.scores.row.get(address), found.scores.model.kpis.get(address)
    if row is None or kpi is None or isnan(found.met[row]) or isnan(found.value.middle[row]):
        return None
    unit = kpi.definition.unit
    low, high = float(found.value.low[row]), float(found.value.high[row])
    return KpiAhead(
        reader.label(address),
        reader.where(address),
        reader.value(kpi, reader.at),
        numbers.quantity(float(found.value.middle[row]), unit),
        f"{numbers.value(low)} to {numbers.quantity(high, unit)}",
        then.target(kpi, found.at),
        float(found.met[row]),
    )
