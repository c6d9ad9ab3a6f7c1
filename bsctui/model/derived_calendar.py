"""The calendar where none is written: told from the periods of actuals and plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.model.entities import Calendar
from bsctui.model.periods import Period, years_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bsctui.model.desk import Scope
    from bsctui.text.document import Document, Record

ACTUALS = frozenset({"actual", "actual_margin"})
PLANS = frozenset({"target_series", "target_margin"})

Stretch = tuple[Period, Period]


def derive_calendar(documents: Iterable[Document], scope: Scope) -> Calendar | None:
    """The finest grain among actuals, else among plans, over every period written in them; None with neither."""
    actuals: list[Stretch] = []
    plans: list[Stretch] = []
    for document in documents:
        for record in document.records:
            for form, stretch in stretches(record, scope):
                (actuals if form in ACTUALS else plans).append(stretch)
    deciding = actuals or plans
    if not deciding:
        return None
    grain = min(first.grain for first, _ in deciding)
    fiscal = scope.fiscal
    firsts = [
        fiscal.first(grain, p) if p.grain >= grain else fiscal.containing(grain, p)
        for p, _ in actuals + plans
    ]
    lasts = [
        fiscal.last(grain, p) if p.grain >= grain else fiscal.containing(grain, p)
        for _, p in actuals + plans
    ]
    return Calendar(grain, min(firsts).ordinal, max(lasts).ordinal, fiscal)


def stretches(record: Record, scope: Scope) -> Iterator[tuple[str, Stretch]]:
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
            if (
                first is not None
                and int((statement.get("period") or "")[:4]) + years_in(first.grain, count)
                in PLAUSIBLE
            ):
                yield form, (first, Period(first.grain, first.ordinal + count - 1))


PLAUSIBLE = range(1900, 2200)
"""Years that a derived calendar may reach: a slip of a digit must not make it a thousand years long."""


def _period(text: str, scope: Scope) -> Period | None:
    period = scope.fiscal.parse(text)
    return period if period is not None and int(text[:4]) in PLAUSIBLE else None
