"""What the data say of a map's arrows: the verdicts of `bsctui.analysis.correlation`, for one scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.analysis.correlation import evidence_by_pair, evidence_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.model.entities import Objective
    from bsctui.scoring.result import Scores


def verdicts_of(scores: Scores, scorecard: str) -> Mapping[tuple[str, str], str]:
    """The verdict on each `drives` link that begins or ends in a scorecard, by the addresses of its ends.

    Args:
        scores: In the calendar's grain.
        scorecard: Its address.
    """
    evidence = evidence_of(
        scores,
        [
            objective
            for objective in scores.model.objectives.values()
            if _concerns(objective, scorecard)
        ],
    )
    return {ends: claim.verdict.value for ends, claim in evidence_by_pair(evidence).items()}


def _concerns(objective: Objective, scorecard: str) -> bool:
    return objective.scorecard == scorecard or any(
        line.value.target.partition(".")[0] == scorecard for line in objective.drives
    )
