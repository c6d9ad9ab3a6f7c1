"""What a source said beside what the files say: the edit that brings it in, and what it leaves alone."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from bsctui.edits import Actual, ActualsOf, RecordActuals
from bsctui.exchange.sources.answers import PROVISIONAL
from bsctui.model.periods import FiscalYear, Period
from bsctui.text.literals import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bsctui.exchange.sources.answers import PeriodReading, Readings
    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model


class ClosedValue(NamedTuple):
    """A value of a closed period that the source has otherwise."""

    address: str
    period: str
    standing: str
    claimed: str


@dataclass(frozen=True, slots=True)
class Taking:
    """What comes in from a source.

    Attributes:
        series: The values that are not as they stand, KPI by KPI.
        closed: Those that were left as they stand, because their period is closed.
    """

    series: tuple[ActualsOf, ...]
    closed: tuple[ClosedValue, ...] = ()

    @property
    def count(self) -> int:
        """How many values."""
        return sum(len(each.values) for each in self.series)

    def edit(self, source: str) -> RecordActuals:
        """All of them as one edit."""
        return RecordActuals(
            self.series, f"{self.count} value{'s' if self.count > 1 else ''} from {source}"
        )


def taking(model: Model, answers: Iterable[Readings], *, restate: bool) -> Taking:
    """What differs from the files; a closed period's value that stands and is final only where it may be restated."""
    closed: list[ClosedValue] = []
    series: list[ActualsOf] = []
    for readings in answers:
        values = tuple(_changed(model, readings, closed, restate=restate))
        if values:
            series.append(ActualsOf(readings.quantity.address, readings.grain, values))
    return Taking(tuple(series), tuple(closed))


class _Standing(NamedTuple):
    """A cell of the files."""

    text: str
    value: float

    @property
    def is_final(self) -> bool:
        """Whether it is a value, and no estimate."""
        return not isnan(self.value) and not self.text.startswith(PROVISIONAL)

    def says(self, reading: PeriodReading) -> bool:
        """Whether the source says the same."""
        if reading.text == "-" or isnan(self.value):
            return reading.text == "-" and isnan(self.value)
        is_alike = self.text.startswith(PROVISIONAL) == reading.text.startswith(PROVISIONAL)
        return is_alike and number(reading.text.removeprefix(PROVISIONAL)) == self.value


def _changed(
    model: Model, readings: Readings, closed: list[ClosedValue], *, restate: bool
) -> Iterator[Actual]:
    quantity = readings.quantity
    is_same_grain = quantity.definition.grain is readings.grain
    standing = _standing(quantity) if is_same_grain else {}
    for ordinal, reading in sorted(readings.values.items()):
        before = standing.get(ordinal)
        period = Period(readings.grain, ordinal)
        note = None if _is_noted(quantity, period, reading.note) else reading.note
        if before is not None and before.says(reading):
            if note:
                yield Actual(ordinal, before.text, note)
        elif before is not None and before.is_final and not restate and _is_closed(model, period):
            period_text = _fiscal(model).format(period)
            closed.append(ClosedValue(quantity.address, period_text, before.text, reading.text))
        else:
            yield Actual(ordinal, reading.text, note)


def _fiscal(model: Model) -> FiscalYear:
    calendar = model.settings.calendar
    return calendar.fiscal if calendar is not None else FiscalYear()


def _is_closed(model: Model, period: Period) -> bool:
    """Whether results of a period are final, by the calendar's `closed`."""
    calendar = model.settings.calendar
    if calendar is None or calendar.closed is None:
        return False
    fiscal = calendar.fiscal
    return fiscal.end(period.grain, period.ordinal) <= fiscal.end(calendar.grain, calendar.closed)


def _is_noted(quantity: Quantity, period: Period, note: str | None) -> bool:
    """Whether a remark stands in the files already."""
    return any(each.period == period and each.text == note for each in quantity.notes)


def _standing(quantity: Quantity) -> dict[int, _Standing]:
    """By ordinal: the cells that the files hold."""
    cells: dict[int, _Standing] = {}
    for line in quantity.actuals:
        statement = line.origin.record.statement_at(line.origin.line)
        slot = (
            "value" if statement is not None and statement.form.name == "block_actual" else "series"
        )
        written = (statement.get(slot) if statement is not None else None) or ""
        words = [word for word in written.split() if word != "|"]
        for step, (word, value) in enumerate(zip(words, line.values, strict=True)):
            cells[line.start + step] = _Standing(word, value)
    return cells
