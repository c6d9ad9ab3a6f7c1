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
    corners = comparison.counterfactuals
    before, _, after = effect.statuses
    return (
        _word(effect, before, corners.before, corners.now),
        _word(effect, after, corners.now, corners.before),
    )


def _word(effect: Effect, status: str | None, *corners: Counterfactual) -> str:
    """By the bands of the first side that knows the item."""
    for corner in corners:
        if corner.scores is not None and effect.address in corner.scores.row:
            bands = bands_of_node(corner.scores.structure, effect.address, effect.kind)
            return status_label(status, bands)
    return status or ""
