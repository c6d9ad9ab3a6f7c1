"""One revision's rules on another's results (`review.md`, History): a corner of their comparison, by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.review.corners import Corners
from bsctui.review.sides import Sides
from bsctui.review.units import changes_between

if TYPE_CHECKING:
    from bsctui.model.model import Model


def mixed(rules: Model, results: Model, *, rules_are_later: bool = False) -> Model:
    """The rules of one side, in its own names, with the results of the other, at that one's current period.

    What the results lack keeps the rules' own results; what the rules lack is left out.

    Args:
        rules: Objectives, targets, weights and all else that is no result.
        results: Actuals, judgements, what is closed, how far initiatives are.
        rules_are_later: Which of the two tells what was renamed: its `was` lines speak of the other.
    """
    if rules is results:
        return rules
    sides = Sides(results, rules).turned() if rules_are_later else Sides(rules, results)
    return Corners(sides, changes_between(sides)).old_rules_model
