"""What an item scored at a commit: the whole workspace as it was then, loaded from git's objects."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from bsctui.model.build import build
from bsctui.scoring.evaluate import GrainError, evaluate
from bsctui.scoring.status import shown_score, shown_status
from bsctui.text.document import read_document

if TYPE_CHECKING:
    from bsctui.git.objects import GitObjects
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain, Period
    from bsctui.text.document import Document


class PeriodScore(NamedTuple):
    """A score with the period that it is seen in; None where there is none."""

    period: str | None = None
    score: float | None = None
    status: str | None = None
    status_label: str = ""
    """What a person reads for the status."""
    shown: float | None = None
    """The score that a person reads, rounded towards its status."""


class CommitModels:
    """Models of commits. A file that is the same in two of them is read once; the last model is kept."""

    def __init__(self, objects: GitObjects) -> None:
        self._objects = objects
        self._documents: dict[tuple[str, str], Document] = {}
        self._last: tuple[str, Model] | None = None

    def model(self, tree: str) -> Model:
        """The workspace in a commit's tree.

        Raises:
            GitError: Git does not answer.
        """
        if self._last is None or self._last[0] != tree:
            files = self._objects.files(tree)
            self._documents = {key: self._document(*key) for key in files.items()}
            model = build({path: document for (path, _), document in self._documents.items()})
            self._last = (tree, model)
        return self._last[1]

    def _document(self, path: str, oid: str) -> Document:
        document = self._documents.get((path, oid))
        return document if document is not None else read_document(path, self._objects.content(oid))


def item_score(
    model: Model, address: str, period: Period | None = None, grain: Grain | None = None
) -> PeriodScore:
    """The score of an item in a period; by default in the model's own current one.

    Args:
        model: A workspace.
        address: What is looked at.
        period: The period; a longer one than the view's is seen at its end.
        grain: The view; by default the calendar's.
    """
    try:
        scores = evaluate(model, grain)
    except GrainError:
        return PeriodScore()
    fiscal = scores.calendar.fiscal
    seen_period = scores.periods[scores.current]
    if period is not None:
        seen_period = fiscal.seen_in(scores.grain, period)
    text = fiscal.format(seen_period)
    row = scores.row.get(address)
    if row is None or seen_period not in scores.periods:
        return PeriodScore(text)
    at = scores.periods.index(seen_period)
    score = float(scores.score[row, at])
    return PeriodScore(
        text,
        None if isnan(score) else score,
        scores.status_word(row, at),
        shown_status(scores, row, at),
        None if isnan(score) else shown_score(scores, row, at),
    )
