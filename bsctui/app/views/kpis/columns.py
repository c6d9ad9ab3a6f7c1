"""The columns of the KPI table: to add one, write what it sorts by and what it shows, and add its line to `COLUMNS`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from bsctui import numbers
from bsctui.app.core.item_figures import item_figures
from bsctui.app.core.spans import StyledSpan, sparkline_text
from bsctui.app.views.tables.columns import SortableColumn, text_ranks
from bsctui.escaping import printable
from bsctui.kpi_text import kpi_text, quantity_text, with_unit
from bsctui.model.entities import Kpi
from bsctui.scoring.status import round_to_status

if TYPE_CHECKING:
    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.views.kpis.table import KpiTable
    from bsctui.app.views.tables.columns import Keys

NOTHING = StyledSpan("")


# -- which item --------------------------------------------------------------------------------


def _labels(table: KpiTable) -> Keys:
    return text_ranks([quantity.display_name for quantity in table.quantities])


def _label(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    quantity = table.quantities[at]
    label = printable(table.session.distinct_label(quantity.address))
    if not isinstance(quantity, Kpi):
        return StyledSpan(f"{glyphs.measure} {label}", "dim")
    return StyledSpan(f"{glyphs.shared if quantity.same else glyphs.leaf} {label}")


def _scorecards(table: KpiTable) -> Keys:
    return text_ranks([quantity.scorecard for quantity in table.quantities])


def _scorecard(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    return StyledSpan(table.quantities[at].scorecard, "dim")


def _owners(table: KpiTable) -> Keys:
    return text_ranks(table.owners)


def _owner(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    return StyledSpan(printable(table.session.owner_text(table.addresses[at])), "dim")


def _roles(table: KpiTable) -> Keys:
    return text_ranks([_role_word(table, at) for at in range(len(table))])


def _role(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    return StyledSpan(_role_word(table, at), "dim")


def _role_word(table: KpiTable, at: int) -> str:
    quantity = table.quantities[at]
    if not isinstance(quantity, Kpi) or quantity.part_of is not None:
        return ""
    return "lead" if quantity.definition.leading else "lag"


# -- what was measured -------------------------------------------------------------------------


def _value(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    percent = "%" if table.quantities[at].definition.unit == "%" else None
    row, quantity = table.row(at), table.quantities[at]
    if row is None or not table.scores.periods:
        return StyledSpan(with_unit(quantity_text(quantity, float(table.value[at])), percent))
    text = kpi_text(table.scores, quantity.address, table.column).value
    return StyledSpan(with_unit(text, percent))


def _unit(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    """The unit; a `%` stands at the figures themselves."""
    unit = table.quantities[at].definition.unit or ""
    return StyledSpan("" if unit == "%" else printable(unit), "dim")


def _units(table: KpiTable) -> Keys:
    return text_ranks([quantity.definition.unit or "" for quantity in table.quantities])


def _targets(table: KpiTable) -> Keys:
    return table.score_column(table.scores.target_low)


def _target(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    row, column = table.row(at), table.column
    if row is None or not table.scores.periods:
        return NOTHING
    percent = "%" if table.quantities[at].definition.unit == "%" else None
    text = kpi_text(table.scores, table.addresses[at], column).target
    return StyledSpan(with_unit(text, percent), "target")


# -- how it is going ---------------------------------------------------------------------------


def _statuses(table: KpiTable) -> Keys:
    """Broken ones first, then by colour from red on; then what is covered too little."""
    codes = table.score_column(table.scores.status.astype(np.float64))
    broken = table.score_column(table.scores.broken.astype(np.float64))
    codes = np.where(codes == -2, 9.0, np.where(codes < 0, np.nan, codes))
    return np.where(broken == 1, -1.0, codes)


def _status(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    shown = item_figures(table.scores, table.addresses[at], table.column)
    status = shown.status if shown else None
    return StyledSpan(glyphs.status(status), status or "dim")


def _score(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    shown = item_figures(table.scores, table.addresses[at], table.column)
    if shown is None:
        return NOTHING
    return StyledSpan(numbers.format_score(shown.shown), "" if shown.in_force else "dim")


def _change(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    return _moved(float(table.change[at]))


def _edited(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    return _moved(float(table.edited[at]))


def _moved(points: float) -> StyledSpan:
    look = "gain" if points > 0.05 else "loss" if points < -0.05 else "dim"
    return StyledSpan(numbers.format_difference(points), look)


def _present(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    row, score = table.row(at), float(table.present[at])
    shown = math.nan if row is None else round_to_status(table.session.present_scores, row, score)
    return StyledSpan(numbers.format_score(shown), "dim")


def _won(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    return _moved(float(table.won[at]))


def _carried(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    return StyledSpan(numbers.format_score(float(table.leverage[0][at])))


def _open(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    return StyledSpan(numbers.format_score(float(table.leverage[1][at])))


def _trend(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    shown = item_figures(table.scores, table.addresses[at], table.column)
    return StyledSpan(sparkline_text(shown.history, glyphs), "dim") if shown else NOTHING


def _trends(table: KpiTable) -> Keys:
    codes = table.score_column(table.scores.trend.astype(np.float64))
    return np.where(codes < -1, np.nan, codes)


def _weight(table: KpiTable, at: int, glyphs: Glyphs) -> StyledSpan:
    assumed = table.session.assumed_weight(table.addresses[at], None)
    if assumed is not None:
        return StyledSpan(f"{numbers.format_weight(assumed, percent=False)}*")
    weight = table.weight_as_written(at)
    return StyledSpan(
        numbers.format_weight(weight.value, percent=weight.percent) if weight else "", "dim"
    )


LABEL: SortableColumn[KpiTable] = SortableColumn(
    name="label", key="l", heading="KPI", width=0, rank=0, numbers=_labels, cell=_label,
    at_right=False, keyword="label",
)  # fmt: skip
SCORECARD: SortableColumn[KpiTable] = SortableColumn(
    name="scorecard", key="c", heading="scorecard", width=9, rank=5, numbers=_scorecards,
    cell=_scorecard, at_right=False, most=14,
)  # fmt: skip
OWNER: SortableColumn[KpiTable] = SortableColumn(
    name="owner", key="o", heading="owner", width=11, rank=6, numbers=_owners, cell=_owner,
    at_right=False, most=24, keyword="owner",
)  # fmt: skip
ROLE: SortableColumn[KpiTable] = SortableColumn(
    name="role", key="r", heading="role", width=4, rank=9, numbers=_roles, cell=_role,
    at_right=False,
)  # fmt: skip
VALUE: SortableColumn[KpiTable] = SortableColumn(
    name="value", key="v", heading="value", width=7, rank=3, cell=_value, most=12,
    numbers=lambda table: table.value, falling=True, keyword="actual",
)  # fmt: skip
UNIT: SortableColumn[KpiTable] = SortableColumn(
    name="unit", key="u", heading="unit", width=7, rank=11, numbers=_units, cell=_unit,
    at_right=False, most=16, keyword="unit",
)  # fmt: skip
TARGET: SortableColumn[KpiTable] = SortableColumn(
    name="target", key="t", heading="target", width=7, rank=4, numbers=_targets, cell=_target,
    most=12, falling=True, keyword="target",
)  # fmt: skip
STATUS: SortableColumn[KpiTable] = SortableColumn(
    name="status", key="s", heading="", width=1, rank=1, numbers=_statuses, cell=_status,
)  # fmt: skip
SCORE: SortableColumn[KpiTable] = SortableColumn(
    name="score", key="e", heading="score", width=5, rank=0, cell=_score,
    numbers=lambda table: table.score,
)  # fmt: skip
CHANGE: SortableColumn[KpiTable] = SortableColumn(
    name="change", key="d", heading="Δ", width=6, rank=2, cell=_change,
    numbers=lambda table: table.change,
)  # fmt: skip
EDITED: SortableColumn[KpiTable] = SortableColumn(
    name="edited since the last save", key="x", heading="edit", width=6, rank=3, cell=_edited,
    numbers=lambda table: table.edited,
)  # fmt: skip
PRESENT: SortableColumn[KpiTable] = SortableColumn(
    name="present score, without the assumptions", key="q", heading="present", width=7, rank=2,
    cell=_present, numbers=lambda table: table.present,
)  # fmt: skip
WON: SortableColumn[KpiTable] = SortableColumn(
    name="points gained or lost by the assumptions", key="i", heading="points", width=6, rank=3, cell=_won,
    numbers=lambda table: table.won, falling=True,
)  # fmt: skip
CARRIED: SortableColumn[KpiTable] = SortableColumn(
    name="points it contributes at the top", key="p", heading="contributes", width=12, rank=13,
    cell=_carried, numbers=lambda table: table.leverage[0], falling=True,
)  # fmt: skip
OPEN: SortableColumn[KpiTable] = SortableColumn(
    name="points it could still contribute at the top", key="h", heading="potential", width=10, rank=12,
    cell=_open, numbers=lambda table: table.leverage[1], falling=True,
)  # fmt: skip
TREND: SortableColumn[KpiTable] = SortableColumn(
    name="trend", key="n", heading="trend", width=5, rank=10, numbers=_trends, cell=_trend,
    at_right=False,
)  # fmt: skip
WEIGHT: SortableColumn[KpiTable] = SortableColumn(
    name="weight", key="w", heading="weight", width=6, rank=8, cell=_weight,
    numbers=lambda table: table.weight, falling=True, keyword="weight",
)  # fmt: skip

COLUMNS = (
    LABEL, SCORECARD, VALUE, TARGET, UNIT, TREND, PRESENT, STATUS, SCORE, WON, CHANGE, EDITED,
    CARRIED, OPEN, WEIGHT, ROLE, OWNER,
)  # fmt: skip
"""In the order in which they stand."""
