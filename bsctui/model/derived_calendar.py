"""The calendar where none is written: told from the periods of actuals and plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.model.periods import Period, spans_too_much
from bsctui.model.workspace_settings import Calendar
from bsctui.text.forms import forms_stating

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bsctui.model.record_reader import Scope
    from bsctui.text.document import Document, Record

ACTUALS = forms_stating("actual", series=True)
PLANS = forms_stating("target", series=True)

PeriodRange = tuple[Period, Period]


def derive_calendar(documents: Iterable[Document], scope: Scope) -> Calendar | None:
    """The finest grain among actuals, else among plans, over every period written in them; None with neither."""
    actuals: list[PeriodRange] = []
    plans: list[PeriodRange] = []
    for document in documents:
        for record in document.records:
            for form, period_range in series_ranges(record, scope):
                (actuals if form in ACTUALS else plans).append(period_range)
    deciding = actuals or plans
    if not deciding:
        return None
    grain = min(first.grain for first, _ in deciding)
    fiscal = scope.fiscal
    firsts = [fiscal.first_seen_in(grain, first) for first, _ in actuals + plans]
    lasts = [fiscal.seen_in(grain, last) for _, last in actuals + plans]
    first, last = min(firsts).ordinal, max(lasts).ordinal
    if spans_too_much(fiscal, grain, first, last):
        return None
    return Calendar(grain, first, last, fiscal)


def has_periods(documents: Iterable[Document]) -> bool:
    """Whether any period is written of which a calendar could be told."""
    return any(
        statement.form.name in ACTUALS | PLANS | {"actuals"}
        for document in documents
        for record in document.records
        for statement in (record.header, *record.statements)
        if statement is not None
    )


def series_ranges(record: Record, scope: Scope) -> Iterator[tuple[str, PeriodRange]]:
    """The form of each series of a record with its first and last period."""
    header = record.header
    if header is None:
        return
    if header.form.name == "actuals":
        period = _period(header.parts[0], scope)
        if period is not None and record.statements:
            yield "actual", (period, period)
        return
    lines = (header,) if header.form.name in ACTUALS | PLANS else record.statements
    for statement in lines:
        form = statement.form.name
        if form in ACTUALS or form in PLANS:
            first = _period(statement.get("period") or "", scope)
            count = sum(cell != "|" for cell in (statement.get("series") or "").split())
            if first is not None and count <= LONGEST_SERIES:
                last = Period(first.grain, first.ordinal + count - 1)
                if int(scope.fiscal.format(last)[:4]) in PLAUSIBLE_YEARS:
                    yield form, (first, last)


PLAUSIBLE_YEARS = range(1900, 2200)
"""Years that a derived calendar may reach: a slip of a digit must not make it a thousand years long."""

LONGEST_SERIES = 53 * len(PLAUSIBLE_YEARS)
"""Cells: weeks of all these years."""


def _period(text: str, scope: Scope) -> Period | None:
    period = scope.fiscal.parse(text)
    return period if period is not None and int(text[:4]) in PLAUSIBLE_YEARS else None


def is_calendar_written(documents: Iterable[Document]) -> bool:
    """Whether a line says the calendar; else it is told from the facts."""
    return any(True for document in documents for _ in document.headed({"calendar"}))
