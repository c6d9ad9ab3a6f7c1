"""The numbers of one item in the period in view, taken out of the score columns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from bsctui.escaping import printable
from bsctui.scoring.status import shown_score, shown_status

if TYPE_CHECKING:
    from bsctui.scoring.result import Scores

NONE = math.nan


class ItemFigures(NamedTuple):
    """What a row and the header show of an item. Absent numbers are nan.

    Attributes:
        score: In the period in view.
        shown: The same as it is shown, to one decimal, rounded towards its status.
        change: Against the nearest earlier period with a score.
        edited: Against the same period as last saved; 0 where it did not move.
        present: Under what-if the score without what is assumed; nan where nothing is.
        status: The colour, `insufficient`, `broken` or None.
        status_word: What a person reads: the band's label, else the colour.
        trend: -1, 0, 1, or None.
        history: Scores of the periods up to the one in view, the newest last.
        partial: Whether the value rests on fewer periods than there are.
        stale: Periods since the measurement; nan where there is no value.
        broken: Whether it rests on a line that could not be read.
        judged: Whether an `assess` line set the status.
        in_force: Whether it is a member of anything in the period.
    """

    score: float
    shown: float
    change: float = NONE
    edited: float = 0.0
    present: float = NONE
    status: str | None = None
    status_word: str = ""
    trend: int | None = None
    history: tuple[float, ...] = ()
    partial: bool = False
    stale: float = NONE
    broken: bool = False
    judged: bool = False
    in_force: bool = True


BARS = 4
"""How many periods a sparkline shows."""


def item_figures(
    scores: Scores,
    address: str,
    column: int,
    saved: Scores | None = None,
    present: Scores | None = None,
) -> ItemFigures | None:
    """The figures of an item; None where it has no row of scores (an initiative, a measure)."""
    row = scores.row.get(address)
    if row is None or not scores.periods:
        return None
    line = scores.score[row]
    score = float(line[column])
    earlier = [float(value) for value in line[:column] if not math.isnan(value)]
    broken = bool(scores.broken[row, column])
    status = scores.status_word(row, column)
    word = shown_status(scores, row, column)
    return ItemFigures(
        score=score,
        shown=shown_score(scores, row, column),
        change=score - earlier[-1] if earlier else NONE,
        edited=_edited(saved, address, scores, column, score),
        present=shown_score(present, row, column) if present is not None else NONE,
        status="broken" if broken else status,
        status_word=", ".join(filter(None, (printable(word), "broken" if broken else ""))),
        trend=_trend(int(scores.trend[row, column])),
        history=tuple(float(value) for value in line[max(0, column + 1 - BARS) : column + 1]),
        partial=bool(scores.partial[row, column]),
        stale=float(scores.stale[row, column]),
        broken=broken,
        judged=bool(scores.judged[row, column]),
        in_force=bool(scores.in_force[row, column]),
    )


def _trend(code: int) -> int | None:
    return code if code in {-1, 0, 1} else None


def _edited(saved: Scores | None, address: str, scores: Scores, column: int, score: float) -> float:
    """How far the score moved since the last save; nan where it came or went."""
    if saved is None or saved is scores:
        return 0.0
    row = saved.row.get(address)
    period = scores.periods[column]
    known = row is not None and period in saved.periods
    before = float(saved.score[row, saved.periods.index(period)]) if known else NONE
    if math.isnan(before) and math.isnan(score):
        return 0.0
    return score - before
