"""Every KPI and measure of a session in the period in view, as flat arrays; texts are made when a row is drawn."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bsctui.app.core.sensitivity import leverage_columns
from bsctui.app.core.tree import Branch
from bsctui.app.core.weights import weight_of
from bsctui.model.entities import Kind
from bsctui.scoring.measure_values import measure_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bsctui.app.core.session import Session
    from bsctui.app.views.tables.columns import Keys
    from bsctui.model.entities import Quantity, Weight
    from bsctui.scoring.result import Matrix


class KpiTable:
    """The rows: KPIs in the order of display, then measures.

    Attributes:
        addresses: What the rows show.
        quantities: Their records.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.scores = session.scores
        self.column = session.column
        model = session.model
        kpis = [node.address for node in self.scores.nodes if node.kind is Kind.KPI]
        self.addresses = (*kpis, *model.measures)
        self.quantities: tuple[Quantity, ...] = (
            *(model.kpis[address] for address in kpis),
            *model.measures.values(),
        )
        row = self.scores.row
        self._rows: NDArray[np.int64] = np.array([row[address] for address in kpis], dtype=np.int64)
        self._has_periods = bool(self.scores.periods)

    def __len__(self) -> int:
        """How many."""
        return len(self.addresses)

    def row(self, at: int) -> int | None:
        """The row of scores; None for a measure."""
        return int(self._rows[at]) if at < len(self._rows) else None

    def score_column(self, matrix: Matrix) -> Keys:
        """A column of a matrix of scores for each row; nan for measures."""
        values = np.full(len(self), np.nan)
        if self._has_periods:
            values[: len(self._rows)] = matrix[self._rows, self.column]
        return values

    @cached_property
    def value(self) -> Keys:
        """What was measured, measures too."""
        values = self.score_column(self.scores.value)
        if len(self) > len(self._rows) and self._has_periods:
            values[len(self._rows) :] = measure_values(self.scores)[:, self.column]
        return values

    @cached_property
    def score(self) -> Keys:
        """0 to 100."""
        return self.score_column(self.scores.score)

    @cached_property
    def change(self) -> Keys:
        """Against the nearest earlier period with a score."""
        before = np.full(len(self), np.nan)
        for at in range(self.column):
            line = self.scores_at(at)
            before = np.where(np.isnan(line), before, line)
        moved: Keys = self.score - before
        return moved

    def scores_at(self, column: int) -> Keys:
        """The scores of another period."""
        values = np.full(len(self), np.nan)
        values[: len(self._rows)] = self.scores.score[self._rows, column]
        return values

    @cached_property
    def weight(self) -> Keys:
        """In force among the members of its objective; nan for measures."""
        return self.score_column(self.scores.weight)

    def weight_as_written(self, at: int) -> Weight | None:
        """With its `%`; None for a measure."""
        if at >= len(self._rows):
            return None
        branch = Branch(self.addresses[at], Kind.KPI)
        return weight_of(self.session.model, branch, None, self.session.end)

    @cached_property
    def edited(self) -> Keys:
        """How far the score moved since the last save; nan where it did not."""
        saved = self.session.saved_scores
        if saved is self.session.present_scores or not self._has_periods:
            return np.full(len(self), np.nan)
        before = np.full(len(self), np.nan)
        period = self.scores.periods[self.column]
        if period in saved.periods:
            column = saved.periods.index(period)
            rows = [saved.row.get(address, -1) for address in self.addresses[: len(self._rows)]]
            places = np.array(rows, dtype=np.int64)
            before[: len(rows)] = np.where(places < 0, np.nan, saved.score[places, column])
        moved = self.present - before
        return np.where(np.abs(moved) < 0.05, np.nan, moved)

    @cached_property
    def leverage(self) -> tuple[Keys, Keys]:
        """The points of its top scorecard that each carries, and those still to be had from it."""
        points, still = np.full(len(self), np.nan), np.full(len(self), np.nan)
        count = len(self._rows)
        points[:count], still[:count] = leverage_columns(self.session, self._rows)
        return points, still

    @cached_property
    def present(self) -> Keys:
        """Under what-if the scores without what is assumed."""
        values = np.full(len(self), np.nan)
        if self._has_periods:
            present = self.session.present_scores
            values[: len(self._rows)] = present.score[self._rows, self.column]
        return values

    @cached_property
    def won(self) -> Keys:
        """Points won or lost by what is assumed; nan where nothing is."""
        moved = self.score - self.present
        return np.where(np.abs(moved) < 0.05, np.nan, moved)

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The nearest owner of each row."""
        return tuple(self.session.owner_text(address) for address in self.addresses)
