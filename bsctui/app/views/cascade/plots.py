"""What the chart of an item draws: a KPI's values against target and baseline, else scores against the bands; pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bsctui.app.ui.chart import Layer, Mark, Plot
from bsctui.model.entities import Kpi, Objective, Scorecard
from bsctui.model.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.session import Session
    from bsctui.model.entities import Band, Entity

    Line = list[float]


def plot_of(session: Session, address: str, glyphs: Glyphs) -> Plot | None:
    """The plot of an item; None where it has no row of scores."""
    row = session.scores.row.get(address)
    if row is None or not session.scores.periods:
        return None
    kpi = session.model.kpis.get(address)
    marks = tuple(_marks(session, address, glyphs))
    labels, at = session.period_texts(), session.column
    if kpi is not None:
        return Plot(_values(session, row), labels, at, marks, kpi.definition.unit or "")
    return Plot(_scores(session, address, row), labels, at, marks, "score", (0.0, 100.0))


def _values(session: Session, row: int) -> tuple[Layer, ...]:
    """The baseline undermost, then the target (or both ends of the band), then what was measured."""
    scores = session.scores
    low: Line = scores.target_low[row].tolist()
    high: Line = scores.target_high[row].tolist()
    band = any(a != b and not math.isnan(b) for a, b in zip(low, high, strict=True))
    return (
        Layer("baseline", scores.baseline[row].tolist(), "baseline", 5),
        Layer("band" if band else "target", low, "target", 3),
        *((Layer("", high, "target", 3),) if band else ()),
        *_forecast(session, row, scores.value[row].tolist()),
        Layer("value", scores.value[row].tolist(), "chart"),
    )


def _forecast(session: Session, row: int, past: Line) -> Iterator[Layer]:
    """The middle, dotted, and both ends of the 80% range, where they are shown: from the last value on."""
    scores = session.scores
    found = session.foreseeing.known(scores, scores.nodes[row].address)
    if found is None or found.last is None:
        return
    if not found.few:
        for line in (found.low, found.high):
            yield Layer(
                "80% range" if line is found.low else "", _joined(past, line), "forecast", 4
            )
    yield Layer("forecast", _joined(past, found.middle), "forecast", 2)


def _joined(values: Line, line: NDArray[np.float64]) -> Line:
    """A line into the periods to come, tied to the last number known."""
    numbers: Line = line.tolist()
    known = [at for at, value in enumerate(values) if not math.isnan(value)]
    first = next(at for at, number in enumerate(numbers) if not math.isnan(number))
    if known and known[-1] < first:
        numbers[known[-1] : first] = [
            values[known[-1]] + (numbers[first] - values[known[-1]]) * step / (first - known[-1])
            for step in range(first - known[-1])
        ]
    return numbers


def _scores(session: Session, address: str, row: int) -> tuple[Layer, ...]:
    """The lower edges of the status bands, and the score over them."""
    count = len(session.scores.periods)
    edges = [band.below for band in _bands(session, address) if band.below is not None]
    return (
        *(
            Layer("" if index else "status bands", [edge] * count, "target", 3)
            for index, edge in enumerate(edges)
        ),
        *_forecast(session, row, session.scores.score[row].tolist()),
        Layer("score", session.scores.score[row].tolist(), "chart"),
    )


def _bands(session: Session, address: str) -> tuple[Band, ...]:
    """The scorecard's own bands, else the workspace's."""
    card = session.model.scorecards.get(address.partition(".")[0])
    own = card.bands if isinstance(card, Scorecard) else None
    return own or session.model.settings.bands


def _marks(session: Session, address: str, glyphs: Glyphs) -> Iterator[Mark]:
    """Judgements of exactly a period of the view, and notes of any period in it."""
    entity = session.entity(address)
    periods = session.scores.periods
    if isinstance(entity, Kpi | Objective):
        for line in entity.assessments:
            if line.period in periods:
                sign = glyphs.status(line.colour)
                yield Mark(periods.index(line.period), sign, "judged", line.colour)
    if entity is not None:
        columns = {_column(session, period) for period in _noted(entity)}
        yield from (Mark(at, glyphs.note, "note", "strong") for at in sorted(columns) if at >= 0)


def _noted(entity: Entity) -> Iterator[Period]:
    """The periods that notes, and lines of actuals with a remark, are about."""
    yield from (note.period for note in entity.notes if note.period is not None)
    if isinstance(entity, Kpi):
        grain = entity.definition.grain
        yield from (Period(grain, line.start) for line in entity.actuals if line.note)


def _column(session: Session, period: Period) -> int:
    """The period of the view that holds a period (of a longer one the last); -1 outside the view."""
    periods, fiscal = session.scores.periods, session.fiscal
    grain = session.scores.grain
    held = fiscal.containing(grain, period) if period.grain <= grain else fiscal.last(grain, period)
    return periods.index(held) if held in periods else -1
