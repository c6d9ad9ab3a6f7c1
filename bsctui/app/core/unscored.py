"""The scores of a workspace that has no calendar yet: none, in no period."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bsctui.model.periods import FiscalYear, Grain
from bsctui.model.workspace_settings import Calendar
from bsctui.scoring.evaluate import evaluate

if TYPE_CHECKING:
    from bsctui.model.model import Model
    from bsctui.scoring.result import Scores

ANY_YEAR = Calendar(grain=Grain.YEAR, first=2000, last=2000, fiscal=FiscalYear())
"""Only so that there is something to evaluate; nothing of it is shown."""


def unscored(model: Model) -> Scores:
    """Scores without nodes and periods, so that the rest of the app need not ask for them."""
    settings = replace(model.settings, calendar=ANY_YEAR)
    scores = evaluate(replace(model, settings=settings))
    return replace(scores, model=model, nodes=(), periods=(), current=0)
