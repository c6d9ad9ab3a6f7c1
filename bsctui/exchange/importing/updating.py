"""Rows of KPIs that are known: only the cells that differ are written, and closed periods are left alone unless that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.edits.edit import Refused
from bsctui.edits.fields import RewriteLine, SetField
from bsctui.edits.typed_values import text_token
from bsctui.edits.values import Cell, SetCells
from bsctui.exchange.importing.matching import META_ID
from bsctui.exchange.importing.outcome import Left
from bsctui.exchange.importing.record_lines import (
    actual_texts,
    cell_texts,
    sorted_series,
    written_series,
)
from bsctui.exchange.reading.numerals import is_same_unit
from bsctui.model.entities import BaselinePoint, ConstantTarget, Kpi, PlanTarget
from bsctui.model.periods import FiscalYear, Period
from bsctui.text.literals import series_cell_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.edits.edit import Edit, Texts
    from bsctui.exchange.importing.outcome import ImportOptions, ImportResult
    from bsctui.exchange.reading.findings import Figure, Row
    from bsctui.model.entities import Origin, Quantity, Series
    from bsctui.text.edits import LineEdit


class Updating:
    """The changed cells of known KPIs as edits."""

    def __init__(self, texts: Texts, options: ImportOptions) -> None:
        self.texts = texts
        self.options = options
        self.line_edits: list[LineEdit] = []
        self.changed: set[str] = set()
        self.left: list[Left] = []
        self.closed: list[str] = []
        self.unchanged = 0
        self.cells = 0
        calendar = texts.model.settings.calendar
        self.fiscal = calendar.fiscal if calendar is not None else FiscalYear()
        self._closed_end: int | None = None
        if calendar is not None and calendar.closed is not None:
            self._closed_end = self.fiscal.end(calendar.grain, calendar.closed)

    def add(self, row: Row, quantity: Quantity, *, is_renamed: bool = False) -> None:
        """Compare a row with what is known of its KPI; one under another label than before is found by it from now on."""
        edits = [*self._actuals(row, quantity)]
        if is_renamed:
            edits.append(SetField(quantity.address, "meta", f"{META_ID} {text_token(row.key)}"))
        takes_rules = not (self.options.actuals_only or row.is_scored)
        if takes_rules and isinstance(quantity, Kpi):
            edits += [*self._plan(row, quantity), *self._constant(row, quantity)]
            edits += self._baseline(row, quantity)
        if not edits:
            self.unchanged += 1
            return
        before = len(self.line_edits)
        for edit in edits:
            plan = edit.plan(self.texts)
            self.line_edits += plan.line_edits
        if len(self.line_edits) > before:
            self.changed.add(quantity.address)
            self._tell_unit(row, quantity)

    def finish(self, result: ImportResult) -> None:
        """Tell what came of it.

        Raises:
            Refused: A closed period would be restated.
        """
        if self.closed and not self.options.restates:
            shown = "; ".join(self.closed[:5]) + (" …" if len(self.closed) > 5 else "")
            count = len(self.closed)
            noun = "value of a closed period" if count == 1 else "values of closed periods"
            raise Refused(
                f"{count} {noun} would be overwritten: {shown}",
                "`--restate` says that this is meant; nothing was written",
            )
        result.updated = sorted(self.changed)
        result.unchanged = self.unchanged
        result.left += self.left
        result.cells = self.cells

    def _tell_unit(self, row: Row, quantity: Quantity) -> None:
        """Another unit is told; whether it is only another word for the same, nobody here knows."""
        unit = quantity.definition.unit
        if row.unit and unit and not is_same_unit(row.unit, unit):
            reason = f"its unit is `{unit}`, the table's `{row.unit}`; the numbers were taken as they stand"
            self.left.append(Left(f"`{quantity.address}`", reason))

    # --- Actuals

    def _actuals(self, row: Row, quantity: Quantity) -> Iterator[Edit]:
        given = {period: figure for period, figure in row.actuals.items() if figure is not None}
        if not given:
            return
        reason = _computed(quantity)
        if reason is not None:
            self.left.append(Left(f"`{quantity.address}`", f"its values are {reason}"))
            return
        grain = quantity.definition.grain
        if quantity.actuals or "every" in quantity.definition.origins:
            other = next((period for period in given if period.grain is not grain), None)
            if other is not None:
                why = f"it is measured every {grain.word}, the table has values by the {other.grain.word}"
                self.left.append(Left(f"`{quantity.address}`", why))
                return
        changed = self._differing(quantity.address, quantity.actuals, given, "actual")
        if changed and not (quantity.actuals or "every" in quantity.definition.origins):
            for line in written_series(row.actuals, self.fiscal, actual_texts):
                yield SetField(quantity.address, "actual", line)
        elif changed:
            yield SetCells(quantity.address, "actual", tuple(changed))

    def _differing(
        self, address: str, series: Series, given: Mapping[Period, Figure], what: str
    ) -> list[Cell]:
        """The cells that say another number than is known, or one where none is known."""
        known = {line.start + at: value for line in series for at, value in enumerate(line.values)}
        provisional = {line.start + at for line in series for at in line.estimated}
        changed: list[Cell] = []
        written = actual_texts if what == "actual" else cell_texts
        for (period, figure), text in zip(given.items(), written(given.values()), strict=True):
            value = known.get(period.ordinal)
            if value is None:
                changed.append(Cell(period.ordinal, text))
                continue
            was_provisional = period.ordinal in provisional
            is_final = was_provisional and not figure.is_provisional
            if value == float(figure.text) and not is_final:
                continue
            if value == value and not was_provisional:
                self._note_closed(address, period, value, figure, what)
            changed.append(Cell(period.ordinal, text))
        self.cells += len(changed)
        return changed

    def _note_closed(
        self, address: str, period: Period, before: float, figure: Figure, what: str
    ) -> None:
        if (
            self._closed_end is not None
            and self.fiscal.end(period.grain, period.ordinal) <= self._closed_end
        ):
            self.closed.append(
                f"{what} {self.fiscal.format(period)} of `{address}`, {before:.15g} → {figure.text}"
            )

    # --- Plans

    def _plan(self, row: Row, kpi: Kpi) -> Iterator[Edit]:
        given = {period: figure for period, figure in row.targets.items() if figure is not None}
        target = kpi.definition.target
        if not given:
            return
        if target is not None and (not isinstance(target, PlanTarget) or not self._is_own(kpi)):
            self.left.append(Left(f"`{kpi.address}`", "its target is written in another way, and was left as it is"))  # fmt: skip
            return
        series = target.series if isinstance(target, PlanTarget) else ()
        grain = kpi.definition.grain
        own = {period: figure for period, figure in given.items() if period.grain is grain}
        changed = self._differing(kpi.address, series, own, "target")
        if changed:
            yield SetCells(kpi.address, "target", tuple(changed))
        coarser = {period: figure for period, figure in given.items() if period.grain > grain}
        yield from self._spread(kpi, coarser)
        for period in given.keys() - own.keys() - coarser.keys():
            reason = f"its target for a {period.grain.word} is finer than it is measured"
            self.left.append(Left(f"`{kpi.address}`", reason))

    def _is_own(self, kpi: Kpi) -> bool:
        """Whether the plan stands in the KPI's own lines, not in those of one that it is like."""
        origins = kpi.definition.origins.get("target", ())
        own_record = self.texts.model.record_of(kpi.address)
        return own_record is not None and all(
            origin.record is own_record[1] or _is_margin(origin)
            for origin in origins
        )  # fmt: skip

    def _spread(self, kpi: Kpi, given: Mapping[Period, Figure]) -> Iterator[Edit]:
        """Targets of coarser periods, each a line of its own that is divided over its finer ones."""
        path, record = self.texts.record(kpi.address)
        start = self.texts.start(path, record)
        known: dict[Period, tuple[int, float]] = {}
        for statement in record.statements:
            if statement.form.name != "target_series" or "spread" not in statement.form.slots:
                continue
            first = self.fiscal.parse(statement.get("period") or "")
            if first is None:
                continue
            for at, value in enumerate(series_cell_values(statement.get("series") or "")):
                known[Period(first.grain, first.ordinal + at)] = (statement.line, value)
        for period, figure in sorted_series(given):
            if period not in known:
                self.cells += 1
                (text,) = cell_texts((figure,))
                yield SetField(
                    kpi.address, "target", f"{self.fiscal.format(period)}: {text} spread"
                )
                continue
            line, value = known[period]
            if figure is None or value == float(figure.text):
                continue
            self._note_closed(kpi.address, period, value, figure, "target")
            self.cells += 1
            texts = [
                figure.text if each == period else f"{known[each][1]:.15g}"
                for each in sorted(known)
                if known[each][0] == line
            ]
            first = min(each for each in known if known[each][0] == line)
            value_text = f"{self.fiscal.format(first)}: {' '.join(texts)} spread"
            yield RewriteLine(path, start + line, record.lines[line], "target", value_text)

    def _constant(self, row: Row, kpi: Kpi) -> Iterator[Edit]:
        if row.target is None or row.upper is not None or any(row.targets.values()):
            return
        target = kpi.definition.target
        if target is None and kpi.definition.scale is None:
            self.cells += 1
            yield SetField(kpi.address, "target", row.target.text)
        elif isinstance(target, ConstantTarget) and len(target.lines) == 1 and self._is_own(kpi):
            before = target.lines[0].value
            if before != float(row.target.text):
                self._restated_rule(kpi, "target", before, row.target)
                yield SetField(kpi.address, "target", row.target.text)
        elif not isinstance(target, ConstantTarget):
            self.left.append(Left(f"`{kpi.address}`", "its target is written in another way, and was left as it is"))  # fmt: skip

    def _baseline(self, row: Row, kpi: Kpi) -> Iterator[Edit]:
        known = kpi.definition.baseline
        if row.baseline is None or not isinstance(known, BaselinePoint):
            return
        if known.value != float(row.baseline.text):
            self._restated_rule(kpi, "baseline", known.value, row.baseline)
            at = f" at {self.fiscal.format(Period(kpi.definition.grain, known.at))}" if known.at is not None else ""  # fmt: skip
            yield SetField(kpi.address, "baseline", row.baseline.text + at)

    def _restated_rule(self, kpi: Kpi, what: str, before: float, figure: Figure) -> None:
        """A rule that holds in closed periods too is theirs."""
        self.cells += 1
        if self._closed_end is not None:
            self.closed.append(f"{what} of `{kpi.address}`, {before:.15g} → {figure.text}")


def _is_margin(origin: Origin) -> bool:
    header = origin.record.header
    return header is not None and header.form.name == "target_margin"


def _computed(quantity: Quantity) -> str | None:
    """Why a KPI takes no entered values."""
    if isinstance(quantity, Kpi) and quantity.same:
        return f"those of `{quantity.same}`"
    if quantity.formula is not None:
        return "computed by its formula"
    if quantity.rollup is not None:
        return "rolled up from others"
    return None
