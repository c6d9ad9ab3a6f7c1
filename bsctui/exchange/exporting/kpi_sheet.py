"""The sheet of KPIs: figures of one period, and the score that is calculated from them."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from bsctui.exchange.exporting.number_formats import digits_of, value_format
from bsctui.exchange.exporting.score_cells import Cells, is_band, score_formula, status_formula
from bsctui.exchange.exporting.sheet_writer import cell_at, column_width
from bsctui.exchange.tables.exported_workbook import KPIS
from bsctui.model.entities import Aggregate, Kind
from bsctui.scoring.kpi_view import figures
from bsctui.scoring.status import bands_of_node
from bsctui.scoring.targets import BASELINE, HIGH, LOW, TOLERANCE_HIGH, TOLERANCE_LOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bsctui.exchange.exporting.actuals_sheet import ActualsSheet
    from bsctui.exchange.exporting.sheet_writer import SheetWriter
    from bsctui.model.entities import Kpi
    from bsctui.scoring.result import Scores

HEADINGS: Final = [
    "Address", "KPI", "Objective", "Owner", "Unit", "Better", "Value", "Target", "Upper target", "Baseline",
    "Tolerance", "Upper tolerance", "Cap", "Score", "Status",
]  # fmt: skip
VALUE, TARGET, UPPER, BASE, TOLERANCE, UPPER_TOLERANCE, CAP, SCORE, STATUS = range(6, 15)
INPUT: Final = {"font_color": "#1F4E9E"}
GREY: Final = {"bg_color": "#E4E4E4"}
_AGGREGATES: Final[dict[Aggregate, tuple[str, Callable[[list[float]], float]]]] = {
    Aggregate.SUM: ("SUM", sum), Aggregate.AVERAGE: ("AVERAGE", lambda values: sum(values) / len(values)),
    Aggregate.MIN: ("MIN", min), Aggregate.MAX: ("MAX", max),
}  # fmt: skip


class ScoredFigures(NamedTuple):
    """What a score is made from in the period."""

    value: float
    layers: Any
    counted: float


class KpiSheet:
    """Writes the sheet; knows where each score stands."""

    def __init__(self, sheets: SheetWriter, scores: Scores, at: int) -> None:
        self.sheets = sheets
        self.scores = scores
        self.at = at
        self.sheet = sheets.sheet(KPIS, HEADINGS, 2, range(VALUE, STATUS))
        kpis = [node.address for node in scores.nodes if node.kind is Kind.KPI]
        self.rows = {address: row for row, address in enumerate(kpis, 1)}

    def score_cell(self, address: str) -> str:
        """The cell of a KPI's score, from another sheet."""
        return f"{KPIS}!{cell_at(self.rows[address], SCORE)}"

    def write(self, actuals: ActualsSheet) -> None:
        """All rows."""
        known = self._figures()
        for address, row in self.rows.items():
            self._row(row, self.scores.model.kpis[address], known, actuals)
        last = max(len(self.rows), 1)
        self.sheets.colour_statuses(self.sheet, STATUS, last)
        self.sheet.autofilter(0, 0, last, len(HEADINGS) - 1)
        self.sheet.set_column(0, 0, column_width(list(self.rows)))
        labels = [self.scores.model.kpis[address].display_name for address in self.rows]
        self.sheet.set_column(1, 1, column_width(labels))
        for column, texts in enumerate(self._word_columns(), 2):
            self.sheet.set_column(column, column, column_width([HEADINGS[column], *texts]))
        self.sheet.set_column(VALUE, STATUS, 16)

    def _word_columns(self) -> Iterator[list[str]]:
        """The texts of objectives, owners, units and directions."""
        rows = [self._words(self.scores.model.kpis[address])[2:] for address in self.rows]
        return (list(column) for column in zip(*rows, strict=True))

    def _words(self, kpi: Kpi) -> tuple[str, ...]:
        model = self.scores.model
        owner = model.owner(kpi)
        objective = model.objectives.get(kpi.objective)
        return (
            kpi.address, kpi.display_name, objective.display_name if objective else kpi.objective,
            model.person_label(owner) if owner else "", kpi.definition.unit or "", kpi.definition.better.value,
        )  # fmt: skip

    def _figures(self) -> dict[str, ScoredFigures]:
        """Values, targets, baselines and tolerances of the period, before anything is hidden."""
        scores = self.scores
        kpis = scores.model.kpis
        originals = dict.fromkeys(kpis[address].same or address for address in self.rows)
        computed = [kpis[address] for address in originals if address in kpis]
        if not computed:
            return {}
        addresses = [kpi.address for kpi in computed]
        values = scores.values_of(addresses)  # fmt: skip
        shown = figures(values, computed, scores.structure.view)
        return {
            kpi.address: ScoredFigures(
                float(shown.value[place, self.at]),
                shown.layers[:, place, self.at],
                float(shown.counted[place, self.at]),
            )
            for place, kpi in enumerate(computed)
        }

    def _row(
        self, row: int, kpi: Kpi, known: dict[str, ScoredFigures], actuals: ActualsSheet
    ) -> None:
        scores, sheets = self.scores, self.sheets
        place = scores.row[kpi.address]
        definition = kpi.definition
        for column, word in enumerate(self._words(kpi)):
            sheets.text(self.sheet, row, column, word)
        known_figures = known.get(kpi.same or kpi.address)
        shown = [
            scores.value[place, self.at], scores.target_low[place, self.at], scores.target_high[place, self.at],
            scores.baseline[place, self.at],
        ]  # fmt: skip
        form = value_format(definition.unit, digits_of(shown, definition.decimals))
        self._value(row, kpi, float(shown[0]), form, actuals)
        layers = known_figures.layers if known_figures is not None else np.full(5, np.nan)
        if not scores.in_force[place, self.at]:
            layers = np.full(5, np.nan)
        for column, layer in ((TARGET, LOW), (UPPER, HIGH), (BASE, BASELINE), (TOLERANCE, TOLERANCE_LOW), (UPPER_TOLERANCE, TOLERANCE_HIGH)):  # fmt: skip
            is_shown = column not in {UPPER, UPPER_TOLERANCE} or is_band(definition)
            figure = float(layers[layer]) if is_shown else np.nan
            sheets.number(self.sheet, row, column, figure, num_format=form, **INPUT)
        sheets.number(self.sheet, row, CAP, definition.cap, num_format="0.##", **INPUT)
        self._score(row, kpi, known_figures, layers)

    def _value(self, row: int, kpi: Kpi, value: float, form: str, actuals: ActualsSheet) -> None:
        """The value: what the sheet of actuals makes it, else a number of its own."""
        linked = self._linked(kpi, value, actuals)
        if linked is not None:
            self.sheets.formula(self.sheet, row, VALUE, linked, value, num_format=form)
            return
        reason = self._unlinked(kpi)
        style = INPUT if isnan(value) else GREY
        self.sheets.number(self.sheet, row, VALUE, value, num_format=form, **style)
        if reason is not None and not isnan(value):
            self.sheets.notes.append((kpi.address, f"the value is {reason}; it does not follow from Actuals"))  # fmt: skip

    def _linked(self, kpi: Kpi, value: float, actuals: ActualsSheet) -> str | None:
        """A formula over the entered values, where it gives just this value."""
        if kpi.same or kpi.formula or kpi.rollup or kpi.definition.over or isnan(value):
            return None
        scores, grain = self.scores, kpi.definition.grain
        period = scores.periods[self.at]
        if grain > period.grain:
            return None
        known_figures = actuals.range_of(kpi, actuals.fiscal.within(grain, period))
        if known_figures is None or not known_figures[1]:
            return None
        cells, values = known_figures
        if grain is period.grain:
            return f'=IF(ISNUMBER({cells}),{cells},"")' if values == [value] else None
        aggregate = _AGGREGATES.get(kpi.definition.aggregate) if kpi.definition.aggregate else None
        if aggregate is None or abs(aggregate[1](values) - value) > 1e-9 * max(1.0, abs(value)):
            return None
        return f'=IF(COUNT({cells})=0,"",{aggregate[0]}({cells}))'

    def _unlinked(self, kpi: Kpi) -> str | None:
        """Why a value does not follow from the entered ones."""
        if kpi.same:
            return f"that of {kpi.same}"
        if kpi.formula is not None:
            return "made by a formula of other KPIs"
        if kpi.rollup is not None:
            return "rolled up from others"
        if kpi.definition.over is not None:
            return "made over several periods (over)"
        if kpi.definition.carry:
            return "carried from an earlier period (carry)"
        return "combined from other periods"

    def _score(self, row: int, kpi: Kpi, known_figures: ScoredFigures | None, layers: Any) -> None:
        scores, sheets = self.scores, self.sheets
        place = scores.row[kpi.address]
        score = float(scores.score[place, self.at])
        cells = Cells(*(cell_at(row, column) for column in range(VALUE, SCORE)))
        counted = known_figures.counted if known_figures is not None else 1.0
        formula = score_formula(kpi.definition, cells, float(layers[LOW]), counted)
        status = scores.status_word(place, self.at) or ""
        if formula is None or self._is_hidden(place, score, layers):
            sheets.number(self.sheet, row, SCORE, score, num_format="0.0", **GREY)
            sheets.text(self.sheet, row, STATUS, status, indent=1, **GREY)
            if formula is not None:
                sheets.notes.append((kpi.address, "it rests on a line that is wrong, and has no score"))  # fmt: skip
            return
        sheets.formula(self.sheet, row, SCORE, formula, score, num_format="0.0", bold=True)
        if scores.judged[place, self.at]:
            sheets.text(self.sheet, row, STATUS, status, indent=1, **GREY)
            sheets.notes.append((kpi.address, "the status was judged by somebody; it does not follow the score"))  # fmt: skip
            return
        bands = bands_of_node(scores.structure, kpi.address, Kind.KPI)
        sheets.formula(
            self.sheet, row, STATUS, status_formula(cell_at(row, SCORE), bands), status, indent=1
        )

    def _is_hidden(self, place: int, score: float, layers: Any) -> bool:
        """Whether a score is withheld although its figures are there."""
        del layers
        return isnan(score) and bool(self.scores.broken[place, self.at])
