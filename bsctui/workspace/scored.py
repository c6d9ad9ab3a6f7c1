"""A model with its scores: each grain's made when it is asked for, and brought along when the model changes.

The evaluator is imported then and not before: a third of the time of a command that edits a small workspace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain
    from bsctui.scoring.result import Scores


class ScoredModel:
    """One model and its scores, which belong to it alone.

    They are kept by the grain that they have, never under "the default": an edit may change which
    grain that is.
    """

    def __init__(self, model: Model, scores: Scores | None = None) -> None:
        """`scores`: some that are known already."""
        self.model = model
        self._by_grain: dict[Grain, Scores] = {}
        if scores is not None:
            self._by_grain[scores.grain] = scores

    def scores(self, grain: Grain | None = None) -> Scores:
        """The scores in a grain (default: the calendar's).

        Raises:
            GrainError: The grain is finer than the calendar, or there is no calendar.
        """
        from bsctui.scoring.evaluate import evaluate, view_grain

        view = view_grain(self.model, grain)
        cached = self._by_grain.get(view)
        if cached is None:
            cached = self._by_grain[view] = evaluate(self.model, view)
        return cached

    def after(self, model: Model) -> ScoredModel:
        """A changed model, with the scores that were asked for of this one, where it has such a view."""
        successor = ScoredModel(model)
        calendar = model.settings.calendar
        if calendar is not None and self._by_grain:
            from bsctui.scoring.evaluate import update_scores

            successor._by_grain = {
                grain: update_scores(scores, model)
                for grain, scores in self._by_grain.items()
                if grain >= calendar.grain
            }
        return successor

    def scores_of(self, model: Model, grain: Grain | None = None) -> Scores:
        """The scores of a changed model in one grain, from those of this one where it has such a view.

        Raises:
            GrainError: The grain is finer than the changed calendar, or there is none.
        """
        from bsctui.scoring.evaluate import evaluate, update_scores, view_grain

        view = view_grain(model, grain)
        calendar = self.model.settings.calendar
        if calendar is None or view < calendar.grain:
            return evaluate(model, view)
        return update_scores(self.scores(view), model)
