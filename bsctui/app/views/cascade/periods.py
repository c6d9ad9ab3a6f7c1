"""The detail's table of periods: of a KPI its own periods too, each a value that enter edits; and what stands over the columns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from bsctui import numbers
from bsctui.app.core.item_figures import item_figures
from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.app.core.statement_text import written_cells, written_slot
from bsctui.cells import align_left, align_right
from bsctui.kpi_text import kpi_text
from bsctui.model.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.session import Session
    from bsctui.model.entities import Quantity


class ValuePlace(NamedTuple):
    """A value that was or may be recorded: whose, for which period, and as it is written now."""

    address: str
    period: Period
    text: str


class PeriodLine(NamedTuple):
    """A line of the table, and the value that enter edits on it."""

    spans: Spans
    value: ValuePlace | None = None


def period_lines(session: Session, address: str, glyphs: Glyphs) -> Iterator[PeriodLine]:
    """Heads, then the latest period first: value, target and score of a KPI, the score alone elsewhere."""
    scores = session.scores
    row = scores.row.get(address)
    if row is None:
        return
    kpi = session.model.kpis.get(address)
    lines = [
        line
        for column in reversed(range(len(scores.periods)))
        for line in _of_period(session, address, row, column, glyphs, kpi)
    ]
    if lines:
        heads = f"{'value':>9}{'target':>12}" if kpi is not None else ""
        yield PeriodLine((StyledSpan(f"{'':10}{heads}{'score':>8}", "dim"),))
        yield from lines


def _of_period(
    session: Session, address: str, row: int, column: int, glyphs: Glyphs, kpi: Quantity | None
) -> Iterator[PeriodLine]:
    """A period of the view, and below it the KPI's own ones where those are shorter."""
    scores = session.scores
    period = scores.periods[column]
    score = float(scores.score[row, column])
    value = float(scores.value[row, column]) if kpi is not None else math.nan
    own = _own_periods(session, kpi, period) if kpi is not None else []
    if math.isnan(score) and math.isnan(value) and not any(place.text for place in own):
        return
    shown = item_figures(scores, address, column)
    status = shown.status if shown else None
    text = kpi_text(scores, address, column) if kpi is not None else None
    numbers_of = (
        (StyledSpan(align_right(text.value, 9)), StyledSpan(align_right(text.target, 12), "dim"))
        if text is not None
        else ()
    )
    yield PeriodLine(
        (
            StyledSpan(align_left(session.format(period), 10), "dim"),
            *numbers_of,
            StyledSpan(align_right(numbers.format_score(shown.shown if shown else score), 8)),
            StyledSpan(f" {glyphs.status(status)}", status or "dim"),
        ),
        own[0] if len(own) == 1 else None,
    )
    for place in reversed(own) if len(own) > 1 else ():
        yield PeriodLine(
            (
                StyledSpan(f"  {align_left(session.format(place.period), 10)}", "dim"),
                StyledSpan(align_right(place.text or glyphs.gap, 7)),
            ),
            place,
        )


def _own_periods(session: Session, quantity: Quantity, shown: Period) -> list[ValuePlace]:
    """The periods in which it is measured inside one of the view, with what is written; none where nothing is entered."""
    if quantity.formula or quantity.rollup or getattr(quantity, "same", None):
        return []
    fiscal, grain = session.fiscal, quantity.definition.grain
    if grain >= shown.grain:
        ordinals = [fiscal.containing(grain, shown).ordinal]
    else:
        ordinals = list(fiscal.within(grain, shown))
    return [
        ValuePlace(quantity.address, Period(grain, ordinal), written_value(quantity, ordinal))
        for ordinal in ordinals
    ]


def written_value(quantity: Quantity, ordinal: int) -> str:
    """What is recorded for a period, as it is written (`-` where it is said to be missing); empty for nothing."""
    for line in quantity.actuals:
        if line.start <= ordinal < line.start + len(line.values):
            cells = [cell for cell in written_cells(line.origin) if cell != "|"]
            at = ordinal - line.start
            return cells[at] if at < len(cells) else written_slot(line.origin, "value")
    return ""
