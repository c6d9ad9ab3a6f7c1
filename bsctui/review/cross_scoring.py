"""One revision's rules on another's results (`review.md`, History): a counterfactual of their comparison, by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.git.repository import Repository
from bsctui.review.alignment import AlignedSides
from bsctui.review.counterfactuals import Counterfactuals
from bsctui.review.decisions import changes_between
from bsctui.review.revisions import revision_at

if TYPE_CHECKING:
    from pathlib import Path

    from bsctui.model.model import Model


def crossed_model(rules: Model, results: Model, *, rules_are_later: bool = False) -> Model:
    """The rules of one side, in its own names, with the results of the other, at that one's current period.

    What the results lack keeps the rules' own results; what the rules lack is left out.

    Args:
        rules: Objectives, targets, weights and all else that is no result.
        results: Actuals, judgements, what is closed, how far initiatives are.
        rules_are_later: Which of the two tells what was renamed: its `was` lines speak of the other.
    """
    if rules is results:
        return rules
    sides = (
        AlignedSides(results, rules).swapped() if rules_are_later else AlignedSides(rules, results)
    )
    return Counterfactuals(sides, changes_between(sides)).old_rules_model


def crossed_model_at(place: Path, files: Model, rules: str | None, results: str | None) -> Model:
    """The rules of a revision on the results of another; the files as they are where one is not named.

    Raises:
        GitError: There is no repository around `place`, or no such revision.
    """
    repository = Repository.around(place)
    commits = [repository.commit(name) if name is not None else None for name in (rules, results)]
    models = {
        commit: revision_at(repository, commit, commit).model if commit is not None else files
        for commit in commits
    }
    later = repository.is_later(*commits)
    return crossed_model(models[commits[0]], models[commits[1]], rules_are_later=later)
