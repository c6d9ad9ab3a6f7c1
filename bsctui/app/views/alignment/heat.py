"""The heat map's figures: a score, its status and coverage for each tier and perspective; pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from bsctui.numbers import round_within
from bsctui.scoring.result import status_word
from bsctui.scoring.status import band_bounds

if TYPE_CHECKING:
    from bsctui.app.core.session import Session


class HeatCell(NamedTuple):
    """One cell: the score as it is shown, absent numbers are nan; `coverage` in percent."""

    score: float
    coverage: float
    status: str | None


NOTHING = HeatCell(math.nan, math.nan, None)


class HeatMap(NamedTuple):
    """Rows are tiers, columns perspectives and at last all of them together."""

    tiers: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[HeatCell, ...], ...]


ALL = "All"
"""The heading of the column that is the whole tier."""


def heat_map(session: Session) -> HeatMap:
    """The tiers in the period in view, in the order of display."""
    settings = session.model.settings
    perspectives = tuple(each.label for each in settings.perspectives)
    return HeatMap(
        tuple(tier.label for tier in settings.tiers),
        (*perspectives, ALL),
        tuple(_row(session, at, len(perspectives)) for at in range(len(settings.tiers))),
    )


def _row(session: Session, tier: int, perspectives: int) -> tuple[HeatCell, ...]:
    if not session.scores.periods:
        return (NOTHING,) * (perspectives + 1)
    tiers, at = session.scores.tiers, session.column
    bounds = band_bounds(session.model.settings.bands)
    inner = (
        HeatCell(
            round_within(float(tiers.perspective_score[tier, index, at]), bounds),
            float(tiers.perspective_coverage[tier, index, at]),
            status_word(int(tiers.perspective_status[tier, index, at])),
        )
        for index in range(perspectives)
    )
    whole = HeatCell(
        round_within(float(tiers.block.score[tier, at]), bounds),
        float(tiers.block.coverage[tier, at]),
        status_word(int(tiers.status[tier, at])),
    )
    return (*inner, whole)


def objectives_of(session: Session, tier: int, column: int) -> tuple[str, ...]:
    """The objectives behind a cell, in the order of display."""
    model = session.model
    settings = model.settings
    name = settings.tiers[tier].name
    wanted = (
        {settings.perspectives[column].name}
        if column < len(settings.perspectives)
        else {each.name for each in settings.perspectives}
    )
    return tuple(
        objective.address
        for objective in model.objectives.values()
        if objective.perspective in wanted and model.scorecards[objective.scorecard].tier == name
    )
