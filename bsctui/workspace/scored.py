"""A model with its scores: each grain's made when it is asked for, and brought along when the model changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.scoring.evaluate import evaluate, update, view_grain

if TYPE_CHECKING:
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain
    from bsctui.scoring.result import Scores


class Scored:
    """One model and its scores, which belong to it alone.

    They are kept by the grain that they have, never under "the default": an edit may change which
    grain that is.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._by_grain: dict[Grain, Scores] = {}

    def scores(self, grain: Grain | None = None) -> Scores:
        """The scores in a grain (default: the calendar's).

        Raises:
            GrainError: The grain is finer than the calendar, or there is no calendar.
        """
        wanted = view_grain(self.model, grain)
        found = self._by_grain.get(wanted)
        if found is None:
            found = self._by_grain[wanted] = evaluate(self.model, wanted)
        return found

    def after(self, model: Model) -> Scored:
        """A changed model, with the scores that were asked for of this one, where it has such a view."""
        found = Scored(model)
        calendar = model.settings.calendar
        if calendar is not None:
            found._by_grain = {
                grain: update(scores, model)
                for grain, scores in self._by_grain.items()
                if grain >= calendar.grain
            }
        return found

    def scores_of(self, model: Model, grain: Grain | None = None) -> Scores:
        """The scores of a changed model in one grain, from those of this one where it has such a view.

        Raises:
            GrainError: The grain is finer than the changed calendar, or there is none.
        """
        wanted = view_grain(model, grain)
        calendar = self.model.settings.calendar
        if calendar is None or wanted < calendar.grain:
            return evaluate(model, wanted)
        return update(self.scores(wanted), model)
