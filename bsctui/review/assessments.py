"""Human judgements of a status that say something better than was said or shown before."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from bsctui.review.changes import ChangeKind, StrategyChange
from bsctui.scoring.evaluate import GrainError, evaluate
from bsctui.scoring.result import COLOURS

if TYPE_CHECKING:
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain, Period
    from bsctui.review.alignment import AlignedSides
    from bsctui.scoring.result import Scores


class Assessments:
    """The `assess` lines of both sides, and the colours that stand there without them."""

    def __init__(self, sides: AlignedSides) -> None:
        self._sides = sides
        self._bare: dict[Grain, Scores | None] = {}

    def flatters(self, change: StrategyChange) -> bool:
        """Whether an `assess` line gives a better colour than there was without it: the former line's, else the score's."""
        if change.key is None or change.key[0] != "assess" or change.kind is not ChangeKind.CHANGED:
            return False
        new = _assessed_colour(self._sides.new, change.address, change.key[1])
        old = _assessed_colour(self._sides.old, change.old_address or "", change.key[1])
        shown = self._colour_shown(change.address, change.key[1])
        before, after = old or shown, new or shown
        if before is None or after is None:
            return False
        return COLOURS.index(after) > COLOURS.index(before)

    def _colour_shown(self, address: str, period_text: str) -> str | None:
        """The colour that the new side's score has by itself in a period, else before it; the worst one where it is insufficient."""
        calendar = self._sides.new.settings.calendar
        period = calendar.fiscal.parse(period_text) if calendar is not None else None
        scores = self._scores(period) if period is not None else None
        row = scores.row.get(address) if scores is not None else None
        if scores is None or period is None or row is None:
            return None
        places = range(bisect_right(scores.periods, period) - 1, -1, -1)
        words = (scores.status_word(row, at) for at in places)
        word = next((word for word in words if word is not None), None)
        return COLOURS[0] if word == "insufficient" else word

    def _scores(self, period: Period) -> Scores | None:
        """The new side without any judgement, in the grain of a period."""
        if period.grain not in self._bare:
            try:
                self._bare[period.grain] = evaluate(
                    _without_assessments(self._sides.new), period.grain
                )
            except GrainError:
                self._bare[period.grain] = None
        return self._bare[period.grain]


def _without_assessments(model: Model) -> Model:
    return replace(
        model,
        kpis={a: replace(kpi, assessments=()) for a, kpi in model.kpis.items()},
        objectives={
            a: replace(objective, assessments=()) for a, objective in model.objectives.items()
        },
    )


def _assessed_colour(model: Model, address: str, period_text: str) -> str | None:
    entity = model.kpis.get(address) or model.objectives.get(address)
    calendar = model.settings.calendar
    if entity is None or calendar is None:
        return None
    period = calendar.fiscal.parse(period_text)
    colours = (
        assessment.colour for assessment in entity.assessments if assessment.period == period
    )
    return next(colours, None)
