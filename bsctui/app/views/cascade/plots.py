"""What the chart of an item draws: a KPI's values against target and baseline, else scores against the bands; pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bsctui.app.ui.chart import ChartLayer, ChartMark, ChartPlot
from bsctui.model.entities import Kpi, Objective, Scorecard
from bsctui.model.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.session import Session
    from bsctui.model.entities import Entity
    from bsctui.model.workspace_settings import Band

    Line = list[float]


def plot_of(session: Session, address: str, glyphs: Glyphs) -> ChartPlot | None:
    """The plot of an item; None where it has no row of scores, or (but for a KPI with its target) nothing in it."""
    row = session.scores.row.get(address)
    if row is None or not session.scores.periods:
        return None
    kpi = session.model.kpis.get(address)
    marks = tuple(_marks(session, address, glyphs))
    labels, at = session.period_texts(), session.column
    if kpi is not None:
        return ChartPlot(_values(session, row), labels, at, marks, kpi.definition.unit or "")
    if all(map(math.isnan, session.scores.score[row])):
        return None
    return ChartPlot(_scores(session, address, row), labels, at, marks, "score", (0.0, 100.0))


def _values(session: Session, row: int) -> tuple[ChartLayer, ...]:
    """The baseline undermost, then the target (or both ends of the band), then what was measured."""
    scores = session.scores
    low: Line = scores.target_low[row].tolist()
    high: Line = scores.target_high[row].tolist()
    band = any(a != b and not math.isnan(b) for a, b in zip(low, high, strict=True))
    return (
        ChartLayer("baseline", scores.baseline[row].tolist(), "baseline", 5),
        ChartLayer("band" if band else "target", low, "target", 3),
        *((ChartLayer("", high, "target", 3),) if band else ()),
        *_forecast(session, row, scores.value[row].tolist()),
        ChartLayer("value", scores.value[row].tolist(), "chart"),
    )


def _forecast(session: Session, row: int, past: Line) -> Iterator[ChartLayer]:
    """The middle, dotted, and both ends of the 80% range, where they are shown: from the last value on."""
    scores = session.scores
    prospect = session.forecast_cache.cached(scores, scores.nodes[row].address)
    if prospect is None or prospect.last is None:
        return
    if not prospect.few:
        for line in (prospect.low, prospect.high):
            yield ChartLayer(
                "80% range" if line is prospect.low else "", _joined(past, line), "forecast", 4
            )
    yield ChartLayer("forecast", _joined(past, prospect.middle), "forecast", 2)


def _joined(values: Line, line: NDArray[np.float64]) -> Line:
    """A line into the periods to come, tied to the last number known."""
    numbers: Line = line.tolist()
    measured = [at for at, value in enumerate(values) if not math.isnan(value)]
    first = next(at for at, number in enumerate(numbers) if not math.isnan(number))
    if measured and measured[-1] < first:
        numbers[measured[-1] : first] = [
            values[measured[-1]]
            + (numbers[first] - values[measured[-1]]) * step / (first - measured[-1])
            for step in range(first - measured[-1])
        ]
    return numbers


def _scores(session: Session, address: str, row: int) -> tuple[ChartLayer, ...]:
    """The lower edges of the status bands, and the score over them."""
    count = len(session.scores.periods)
    edges = [band.below for band in _bands(session, address) if band.below is not None]
    return (
        *(
            ChartLayer("" if index else "status bands", [edge] * count, "target", 3)
            for index, edge in enumerate(edges)
        ),
        *_forecast(session, row, session.scores.score[row].tolist()),
        ChartLayer("score", session.scores.score[row].tolist(), "chart"),
    )


def _bands(session: Session, address: str) -> tuple[Band, ...]:
    """The scorecard's own bands, else the workspace's."""
    card = session.model.scorecards.get(address.partition(".")[0])
    own = card.bands if isinstance(card, Scorecard) else None
    return own or session.model.settings.bands


def _marks(session: Session, address: str, glyphs: Glyphs) -> Iterator[ChartMark]:
    """Judgements of exactly a period of the view, and notes of any period in it."""
    entity = session.entity(address)
    periods = session.scores.periods
    if isinstance(entity, Kpi | Objective):
        for line in entity.assessments:
            if line.period in periods:
                sign = glyphs.status(line.colour)
                yield ChartMark(periods.index(line.period), sign, "judged", line.colour)
    if entity is not None:
        columns = {_column(session, period) for period in _noted(entity)}
        yield from (
            ChartMark(at, glyphs.note, "note", "strong") for at in sorted(columns) if at >= 0
        )


def _noted(entity: Entity) -> Iterator[Period]:
    """The periods that notes, and lines of actuals with a remark, are about."""
    yield from (note.period for note in entity.notes if note.period is not None)
    if isinstance(entity, Kpi):
        grain = entity.definition.grain
        yield from (Period(grain, line.start) for line in entity.actuals if line.note)


def _column(session: Session, period: Period) -> int:
    """The period of the view that holds a period (of a longer one the last); -1 outside the view."""
    periods = session.scores.periods
    shown = session.fiscal.seen_in(session.scores.grain, period)
    return periods.index(shown) if shown in periods else -1
