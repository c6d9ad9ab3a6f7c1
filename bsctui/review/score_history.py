"""Which commits moved a scorecard's score, whatever of it they touched: so much by results, so much by rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.review.alignment import AlignedSides
from bsctui.review.counterfactuals import Counterfactuals
from bsctui.review.decisions import changes_between
from bsctui.review.effects import effects_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.periods import Grain, Period
    from bsctui.review.effects import Effect
    from bsctui.review.history import ItemCommit, ItemHistory
    from bsctui.review.score_at import CommitModels

VISIBLE: Final = 0.05
"""Points from which on a movement shows in a score with one decimal."""


class ScoredCommit(NamedTuple):
    """A commit that changed a scorecard's lines or moved its score; `effect` is None where it did not."""

    touch: ItemCommit
    effect: Effect | None


def scored_commits(
    history: ItemHistory, models: CommitModels, address: str, period: Period | None, grain: Grain | None
) -> Iterator[ScoredCommit]:  # fmt: skip
    """The commits that changed a scorecard or moved its score, the latest first.

    A merge moves nothing that its branches did not; it is told where it changed the scorecard's own lines.

    Args:
        history: Of the workspace.
        models: The workspace at commits.
        address: The scorecard, as it is called now.
        period: The period looked at; by default what was current on each side of a commit.
        grain: The view; by default each side's calendar.

    Raises:
        GitError: Git does not answer.
    """
    for touch in history.all_commits(address):
        effect = _effect(history, models, touch, period, grain)
        if touch.changes or effect is not None:
            yield ScoredCommit(touch, effect)


def _effect(
    history: ItemHistory, models: CommitModels, touch: ItemCommit, period: Period | None, grain: Grain | None
) -> Effect | None:  # fmt: skip
    trees = history.parent_trees(touch.ancestor)
    if len(trees) != 1:
        return None
    new = history.model if touch.ancestor is None else models.model(touch.ancestor.tree)
    sides = AlignedSides(models.model(trees[0]), new)
    changes = changes_between(sides)
    effects = effects_of(Counterfactuals(sides, changes, period, grain), changes)
    effect = next((effect for effect in effects if effect.address == touch.address), None)
    return effect if effect is not None and _is_visible(effect) else None


def _is_visible(effect: Effect) -> bool:
    if effect.structure:
        return effect.before != effect.after
    return any(abs(part) >= VISIBLE for part in (effect.results, effect.rules) if part is not None)
