"""What each item carries of the top scores, and the points still to be had from it; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui import numbers
from bsctui.analysis.sensitivity import (
    LIMIT_TEXTS,
    Limit,
    flow_from,
    full_score,
    sensitivity_of_row,
)
from bsctui.app.core.identity import ByIdentity
from bsctui.app.core.spans import StyledSpan
from bsctui.escaping import printable
from bsctui.model.entities import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bsctui.analysis.sensitivity import ScoreFlow, Sensitivity
    from bsctui.app.core.session import Session
    from bsctui.app.core.spans import Spans
    from bsctui.scoring.result import Scores

    Column = NDArray[np.float64]


class CarriedPoints(NamedTuple):
    """What an item carries of a top scorecard."""

    top: str
    leverage: Sensitivity


class LeverageCache:
    """How the scores of the top scorecards go down to what they are made from, in the period in view.

    Made when first asked for, and again when scores or period are others.
    """

    def __init__(self) -> None:
        self._basis: object = None
        self._flows: dict[str, ScoreFlow] = {}

    def flows(self, scores: Scores, at: int) -> dict[str, ScoreFlow]:
        """By top scorecard."""
        basis = (ByIdentity(scores), at)
        if basis != self._basis:
            tops = [node.address for node in scores.nodes if node.kind is Kind.SCORECARD]
            tops = [top for top in tops if scores.model.scorecards[top].under is None]
            self._flows = {top: flow_from(scores, top, at) for top in tops}
            self._basis = basis
        return self._flows


def carried_points(session: Session, address: str) -> list[CarriedPoints]:
    """What an item carries of each top scorecard above it."""
    scores, at = session.scores, session.column
    row = scores.row.get(address)
    if row is None or not scores.periods:
        return []
    return [
        CarriedPoints(top, sensitivity_of_row(scores, flow, row, at))
        for top, flow in session.leverages.flows(scores, at).items()
        if flow.below[row] and top != address
    ]


def carried_lines(session: Session, address: str) -> Iterator[Spans]:
    """The same in words, for `x`."""
    for top, leverage in carried_points(session, address):
        label = printable(session.label(top))
        if not leverage.share and not leverage.lost:
            yield (StyledSpan(f" contributes nothing to {label} now", "dim"),)
            continue
        yield (
            StyledSpan(" contributes ", "dim"),
            StyledSpan(numbers.format_score(leverage.points), "strong"),
            StyledSpan(f" points of {label} (share {100 * leverage.share:.1f}%); ", "dim"),
            StyledSpan(numbers.format_score(leverage.open), "strong"),
            StyledSpan(f" potential{_at_most(leverage)}", "dim"),
        )
        for limit in leverage.limits:
            yield (StyledSpan(f" {LIMIT_TEXTS[limit]}", "warning"),)


def _at_most(leverage: Sensitivity) -> str:
    return " at most" if Limit.LOWEST in leverage.limits else ""


def leverage_columns(
    session: Session, rows: Sequence[int] | NDArray[np.int64]
) -> tuple[Column, Column]:
    """For some rows of the scores: the points carried of a top scorecard, and those still to be had.

    Of several tops that of which the item carries the largest share; nan below none.
    """
    scores, at = session.scores, session.column
    places = np.asarray(rows, dtype=np.int64)
    points, still = np.full(len(places), np.nan), np.full(len(places), np.nan)
    if not scores.periods:
        return points, still
    score = scores.score[places, at]
    full = np.array([full_score(scores, row) for row in places.tolist()])
    most = np.full(len(places), -1.0)
    for flow in session.leverages.flows(scores, at).values():
        share = flow.share[places]
        larger = flow.below[places] & (share > most) & ~np.isnan(score)
        most[larger] = share[larger]
        points[larger] = (share * score)[larger]
        still[larger] = (flow.won[places] * (full - score))[larger]
    return points, still
