"""What a calendar closed further on hides: scores that become none, and results that are missing where they would pull down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.entities import Kind
from bsctui.review.directions import carried_forward
from bsctui.review.lifts import lifts_between
from bsctui.scoring.result import NO_STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.review.counterfactuals import Counterfactuals
    from bsctui.review.lifts import Lift
    from bsctui.scoring.result import Scores


@dataclass(frozen=True, slots=True)
class HiddenResults:
    """What is not to be seen any more in the period that is closed now; addresses are the old side's.

    Attributes:
        unscored: The scorecards under no other that had a score and have none.
        missing: The KPIs that are due and have no result, though they had one.
        lifts: The scorecards that stand higher than with the last results of those.
    """

    unscored: tuple[str, ...]
    missing: tuple[str, ...] = ()
    lifts: tuple[Lift, ...] = ()


def hidden_results(counterfactuals: Counterfactuals) -> HiddenResults | None:
    """What the new side's current period hides of what the old side showed; None where it hides nothing."""
    before, after = counterfactuals.old_in_calendar, counterfactuals.standing_old_rules
    if before is None or after is None or before.grain is not after.grain:
        return None
    unscored = tuple(top for top in _tops(after) if _goes_by_name(before, after, top))
    if unscored:
        return HiddenResults(unscored)
    missing = tuple(_missing(before, after))
    if not missing:
        return None
    seen = _up_to_current(after)
    lifts = tuple(lifts_between(carried_forward(seen, missing), seen))
    return HiddenResults((), missing, lifts) if lifts else None


def _up_to_current(scores: Scores) -> Scores:
    """Scores without those that stand for what comes after the current period."""
    seen = replace(scores, score=scores.score.copy(), status=scores.status.copy())
    seen.score[:, scores.current + 1 :] = np.nan
    seen.status[:, scores.current + 1 :] = NO_STATUS
    return seen


def _tops(scores: Scores) -> list[str]:
    return [card.address for card in scores.model.tops]


def _goes_by_name(before: Scores, after: Scores, address: str) -> bool:
    former, row = before.row.get(address), after.row.get(address)
    return former is not None and row is not None and _goes(before, former, after, row)


def _missing(before: Scores, after: Scores) -> Iterator[str]:
    """The KPIs in force that show no score any more; one measured less often shows its last until it is due again."""
    for row, node in enumerate(after.nodes):
        former = before.row.get(node.address)
        if node.kind is Kind.KPI and former is not None and _goes(before, former, after, row):
            yield node.address


def _goes(before: Scores, former: int, after: Scores, row: int) -> bool:
    """Whether a row has a score in the one current period and none in the other."""
    return (
        not np.isnan(before.score[former, before.current])
        and bool(np.isnan(after.score[row, after.current]))
        and bool(after.in_force[row, after.current])
    )
