"""Settings that an import needs: a calendar where nothing tells one, perspectives that nobody declared_address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.edits.line_ops import insert_lines, with_columns
from bsctui.exchange.importing.record_lines import INDENT
from bsctui.exchange.reading.mapping import written_fiscal
from bsctui.model.periods import FiscalYear, Grain, Period
from bsctui.starter import this_year
from bsctui.text.columns import part_spans
from bsctui.text.edits import LineEdit
from bsctui.text.literals import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bsctui.edits.edit import Texts
    from bsctui.model.model import Model
    from bsctui.model.workspace_settings import Perspective
    from bsctui.text.document import Document, Record
    from bsctui.text.lines import Statement

SETTINGS_FILE: Final = "workspace.bsc"
"""Where the settings of a new workspace stand."""


class SettingsNeeds:
    """What rows need of the settings."""

    def __init__(
        self,
        texts: Texts,
        used: Sequence[Perspective],
        new: Sequence[Perspective],
        fiscal: FiscalYear | None,
        periods: Sequence[Period],
    ) -> None:
        self.texts = texts
        self.used = used
        self.new = new
        self.fiscal = fiscal
        self.periods = periods

    def line_edits(self) -> list[LineEdit]:
        """The lines, all of one place together."""
        edits = [*self._longer_calendar()]
        behind_perspectives, lines = self._perspectives()
        if behind_perspectives is not None:
            edits.append(behind_perspectives)
        lines = [*self._calendar(), *lines]
        if not self.texts.model.names.declared and not self.texts.documents:
            lines = ["bsc 1", *lines]
        if lines:
            edits.append(self._in_settings_file(lines))
        return edits

    def _in_settings_file(self, lines: list[str]) -> LineEdit:
        document = self.texts.documents.get(SETTINGS_FILE)
        if document is None or not document.lines:
            return LineEdit(SETTINGS_FILE, 1, 0, tuple(f"{line}\n" for line in lines))
        return insert_lines(document, SETTINGS_FILE, len(document.lines), ["", *lines])

    # --- Perspectives

    def _perspectives(self) -> tuple[LineEdit | None, list[str]]:
        """Lines behind the perspectives that are written, or lines for a place of their own."""
        if not self.new:
            return None, []
        written = list(_headed(self.texts.documents, "perspective"))
        lines = [_perspective_line(each) for each in self.new]
        if written:
            path, record, _ = written[-1]
            document = self.texts.documents[path]
            at = document.start_of(record) + record.last_nonblank_line
            return insert_lines(document, path, at, lines), []
        if self.texts.model.scorecards:
            known = self.texts.model.settings.perspectives
            return None, [*(_perspective_line(each) for each in known), *lines]
        return None, ["", *(_perspective_line(each) for each in self.used)]

    # --- The calendar

    def _calendar(self) -> list[str]:
        """A calendar where none is written and the rows cannot tell one."""
        if any(True for _ in _headed(self.texts.documents, "calendar")):
            return []
        known = self.texts.model.settings.calendar
        fiscal = self.fiscal if self.fiscal != FiscalYear() else None
        if fiscal is not None and self.periods:
            return ["", *_calendar_lines(fiscal, *_span(self.periods, fiscal))]
        if self.periods or known is not None:
            return []
        year = this_year()
        return ["", f"calendar quarters {year}-Q1..{year}-Q4"]

    def _longer_calendar(self) -> Iterator[LineEdit]:
        """A written calendar that ends before the rows do, or begins behind them."""
        calendar = self.texts.model.settings.calendar
        records = list(_headed(self.texts.documents, "calendar"))
        if calendar is None or len(records) != 1 or not self.periods:
            return
        path, record, header = records[0]
        fiscal = calendar.fiscal
        first, last = calendar.first, calendar.last
        for period in self.periods:
            first = min(first, _within(fiscal, calendar.grain, period, first=True))
            last = max(last, _within(fiscal, calendar.grain, period, first=False))
        changes = []
        raw = record.lines[header.line]
        spans = part_spans(raw)
        for slot, ordinal, before in (("first", first, calendar.first), ("last", last, calendar.last)):  # fmt: skip
            place = header.form.slots.get(slot)
            if ordinal != before and isinstance(place, int):
                changes.append((*spans[place], fiscal.format(Period(calendar.grain, ordinal))))
        if changes:
            at = self.texts.documents[path].start_of(record) + header.line
            yield LineEdit(path, at, at, (with_columns(raw, changes),))


def written_fiscal_year(model: Model) -> FiscalYear | None:
    """The fiscal year that a workspace says itself; None where it has no calendar of its own."""
    calendar = model.settings.calendar
    is_written = any(True for _ in _headed(model.documents, "calendar"))
    return calendar.fiscal if calendar is not None and is_written else None


def _headed(
    documents: Mapping[str, Document], form: str
) -> Iterator[tuple[str, Record, Statement]]:
    for path, document in documents.items():
        for record, header in document.headed({form}):
            yield path, record, header


def _perspective_line(perspective: Perspective) -> str:
    label = f" {quoted(perspective.label)}" if perspective.label != perspective.name else ""
    return f"perspective {perspective.name}{label}"


def _within(fiscal: FiscalYear, grain: Grain, period: Period, *, first: bool) -> int:
    """The first or last calendar period that a period touches."""
    return (fiscal.first_seen_in if first else fiscal.seen_in)(grain, period).ordinal


def _span(periods: Sequence[Period], fiscal: FiscalYear) -> tuple[Grain, int, int]:
    grain = min(period.grain for period in periods)
    firsts = [_within(fiscal, grain, period, first=True) for period in periods]
    lasts = [_within(fiscal, grain, period, first=False) for period in periods]
    return grain, min(firsts), max(lasts)


def _calendar_lines(fiscal: FiscalYear, grain: Grain, first: int, last: int) -> list[str]:
    start, end = (fiscal.format(Period(grain, ordinal)) for ordinal in (first, last))
    return [
        f"calendar {grain.plural} {start}..{end}",
        f"{INDENT}starts {written_fiscal(fiscal)}",
    ]
