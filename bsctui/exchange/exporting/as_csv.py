"""Scores and figures as csv: one row a node and period, for spreadsheets and scripts."""

from __future__ import annotations

import csv
import io
from math import isnan
from typing import TYPE_CHECKING, Final

from bsctui.escaping import csv_text
from bsctui.model.entities import Kind
from bsctui.model.periods import Period

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bsctui.model.entities import Quantity
    from bsctui.scoring.result import Scores

COLUMNS: Final = (
    "address", "label", "kind", "period", "value", "target", "baseline", "score", "status", "trend", "coverage",
    "weight", "unit", "owner", "parent", "entered", "better",
)  # fmt: skip
"""In this order; later versions only add columns at the end. `value` is what the score is made of, `entered` what stands in the files."""


def scores_csv(scores: Scores, columns: Sequence[int], addresses: Collection[str] | None) -> str:
    """The text of the file.

    Args:
        scores: In the view that is asked for.
        columns: Which of its periods.
        addresses: Which nodes; None: all.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row, node in enumerate(scores.nodes):
        if addresses is None or node.address in addresses:
            writer.writerows(_rows(scores, row, columns))
    return buffer.getvalue()


def _rows(scores: Scores, row: int, columns: Sequence[int]) -> Iterator[list[str]]:
    node, model = scores.nodes[row], scores.model
    fiscal = scores.calendar.fiscal
    kpi = model.kpis.get(node.address) if node.kind is Kind.KPI else None
    entity = model.entity(node.address)
    owner = model.owner(entity) if entity is not None else None
    unit = kpi.definition.unit if kpi is not None else None
    has_target = kpi is not None and kpi.definition.target is not None
    better = kpi.definition.better.value if kpi is not None and has_target else ""
    entered = _entered(model.quantity(node.address))
    for at in columns:
        yield [
            csv_text(node.address), csv_text(node.label), node.kind.value, fiscal.format(scores.periods[at]),
            _number(scores.value[row, at]), _target(scores, row, at), _number(scores.baseline[row, at]),
            _number(scores.score[row, at]), scores.status_word(row, at) or "", scores.trend_word(row, at) or "",
            _number(scores.coverage[row, at]), _number(scores.weight[row, at]), csv_text(unit or ""),
            csv_text(model.person_label(owner)) if owner else "", csv_text(node.parent or ""),
            entered.get(scores.periods[at], ""), better,
        ]  # fmt: skip


def _entered(quantity: Quantity | None) -> dict[Period, str]:
    """The actuals as they were entered, by period; a provisional one with its mark."""
    if quantity is None:
        return {}
    grain = quantity.definition.grain
    return {
        Period(grain, line.start + at): ("~" if at in line.estimated else "") + _number(value)
        for line in quantity.actuals
        for at, value in enumerate(line.values)
    }


def _target(scores: Scores, row: int, at: int) -> str:
    """A band as `low..high`."""
    low, high = scores.target_low[row, at], scores.target_high[row, at]
    if isnan(high) or low == high:
        return _number(low)
    return f"{_number(low)}..{_number(high)}"


def _number(value: float) -> str:
    """All digits; whole numbers without a point."""
    if isnan(value):
        return ""
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else repr(float(value))
