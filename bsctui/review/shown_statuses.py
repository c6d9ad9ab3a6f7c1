"""The statuses of an effect, before and after, in the words of the workspace that had them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.scoring.status import bands_of_node, status_label

if TYPE_CHECKING:
    from bsctui.review.comparison import Comparison
    from bsctui.review.counterfactuals import Counterfactual
    from bsctui.review.effects import Effect


def status_turn(comparison: Comparison, effect: Effect) -> tuple[str, str]:
    """The words before and after; empty where there is no status."""
    counterfactuals = comparison.counterfactuals
    before, _, after = effect.statuses
    return (
        _word(effect, before, counterfactuals.before, counterfactuals.now),
        _word(effect, after, counterfactuals.now, counterfactuals.before),
    )


def _word(effect: Effect, status: str | None, *counterfactuals: Counterfactual) -> str:
    """By the bands of the first side that knows the item."""
    for counterfactual in counterfactuals:
        if counterfactual.scores is not None and effect.address in counterfactual.scores.row:
            bands = bands_of_node(counterfactual.scores.structure, effect.address, effect.kind)
            return status_label(status, bands)
    return status or ""
