"""What scores say of an item in a line or two: for hover text, lenses and hints."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from bsctui import numbers
from bsctui.escaping import printable

if TYPE_CHECKING:
    from bsctui.lsp.session import RequestContext
    from bsctui.scoring.result import Scores


class CurrentScore(NamedTuple):
    """An item in the current period of its workspace."""

    scores: Scores
    address: str
    row: int
    at: int

    @property
    def period(self) -> str:
        """The period as it is written."""
        return self.scores.calendar.fiscal.format(self.scores.periods[self.at])

    @property
    def score(self) -> str:
        """The score with its status; says so where there is none."""
        from bsctui.scoring.status import shown_score, shown_status

        value = shown_score(self.scores, self.row, self.at)
        status = printable(shown_status(self.scores, self.row, self.at))
        if self.scores.broken[self.row, self.at]:
            status = "broken"
        shown = numbers.format_score(value) or "no score"
        return f"{shown} {status}" if status else shown

    @property
    def coverage(self) -> str:
        """How much of its weight has a score, in per cent; empty for all of it, and for none."""
        share = float(self.scores.coverage[self.row, self.at])
        return "" if isnan(share) or share >= 100 else f"{share:.0f}%"

    @property
    def brief(self) -> str:
        """The score, and the coverage where it is not whole."""
        return f"{self.score}, coverage {self.coverage}" if self.coverage else self.score


def current_score(view: RequestContext, address: str) -> CurrentScore | None:
    """How an item stands; None without a calendar, for what has no score, and while scores are still being made."""
    scores = view.project.scores_at_hand()
    row = scores.row.get(address) if scores is not None else None
    if scores is None or row is None:
        return None
    return CurrentScore(scores, address, row, scores.current)
