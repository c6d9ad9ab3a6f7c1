"""Scores of a workspace: all of it after a load, a part and what stands above it after an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.cascade.axes import Timeline, View, written_years
from bsctui.cascade.figures import figures
from bsctui.cascade.goals import BASELINE, HIGH, LOW
from bsctui.cascade.layout import Layout
from bsctui.cascade.rolling_up import Cascade, blocks_of_tiers
from bsctui.cascade.scores import Block, Scores, TierScores
from bsctui.cascade.scoring import Directions, kept, progress, raw_scores
from bsctui.cascade.statuses import banded, statuses, trends
from bsctui.cascade.values import Values
from bsctui.model.current import current_period
from bsctui.model.entities import Kind
from bsctui.model.periods import Grain, Period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from bsctui.model.entities import Calendar, Kpi
    from bsctui.model.model import Model

    Matrix = NDArray[np.float64]

COLUMNS = ("value", "target_low", "target_high", "baseline", "raw", "score", "progress", "stale")
"""What every KPI has a number for, in each period."""


class GrainError(ValueError):
    """A view finer than the calendar was asked for, or there is no calendar to view."""


def evaluate(model: Model, grain: Grain | None = None) -> Scores:
    """The scores of a workspace in a view of `grain` (default: the calendar's).

    Raises:
        GrainError: The grain is finer than the calendar's, or the workspace has no calendar.
    """
    calendar = _calendar(model, grain)
    timeline = Timeline(
        calendar, written_years(model.quantities(), calendar), current_period(model)
    )
    view = timeline.view(calendar.grain if grain is None else grain)
    layout = Layout(model, view)
    columns = KpiColumns(len(layout.nodes), len(view))
    divided = columns.fill(model, timeline, view, layout, model.kpis)
    return _scores(model, view, layout, columns, frozenset(divided))


def update(scores: Scores, model: Model, touched: Iterable[str]) -> Scores:
    """The scores of a changed workspace, of which only `touched` addresses differ from the one of `scores`."""
    del touched
    return evaluate(model, scores.grain)


def _calendar(model: Model, grain: Grain | None) -> Calendar:
    calendar = model.settings.calendar
    if calendar is None:
        raise GrainError("this workspace has no calendar yet")
    if grain is not None and grain < calendar.grain:
        raise GrainError(
            f"the calendar has {calendar.grain.plural}; a view of {grain.plural} is finer"
        )
    return calendar


class KpiColumns:
    """The numbers of KPIs by node row and period of the view; nan in the rows of other nodes."""

    def __init__(self, rows: int, columns: int) -> None:
        shape = (rows, columns)
        self.value, self.target_low, self.target_high, self.baseline = (
            np.full(shape, np.nan) for _ in range(4)
        )
        self.raw, self.score, self.progress, self.stale = (np.full(shape, np.nan) for _ in range(4))
        self.partial = np.zeros(shape, dtype=bool)

    def fill(
        self, model: Model, timeline: Timeline, view: View, layout: Layout, wanted: Iterable[str]
    ) -> set[str]:
        """Compute some KPIs; returns the formulas that divide by zero."""
        shown = [model.kpis[address] for address in wanted]
        originals = {
            kpi.same or kpi.address: model.kpis.get(kpi.same or kpi.address) for kpi in shown
        }
        computed = [kpi for kpi in originals.values() if kpi is not None]
        values = Values(model, timeline, [kpi.address for kpi in computed])
        if computed:
            self._fill(model, values, view, layout, shown, computed)
        return values.divided_by_zero

    def _fill(
        self,
        model: Model,
        values: Values,
        view: View,
        layout: Layout,
        shown: list[Kpi],
        computed: list[Kpi],
    ) -> None:
        definitions = [kpi.definition for kpi in computed]
        found = figures(values, computed, view)
        directions = Directions(definitions)
        raw = raw_scores(found, definitions, directions)
        stale = view.index_of_end(view.ends)[None, :] - view.index_of_end(found.measured)
        made = {
            "value": found.value,
            "target_low": found.layers[LOW],
            "target_high": found.layers[HIGH],
            "baseline": found.layers[BASELINE],
            "raw": raw,
            "score": kept(raw, directions),
            "progress": progress(found, directions),
            "stale": np.where(np.isnan(found.value), np.nan, np.maximum(stale, 0)),
        }
        place = {kpi.address: at for at, kpi in enumerate(computed)}
        pairs = [
            (layout.row[kpi.address], place[kpi.same or kpi.address])
            for kpi in shown
            if (kpi.same or kpi.address) in place
        ]
        rows, sources = (np.array(found, dtype=np.int64) for found in zip(*pairs, strict=True))
        force = layout.in_force[rows]
        force = force & self._original_force(model, layout, shown, rows)
        for name, matrix in made.items():
            getattr(self, name)[rows] = np.where(force, matrix[sources], np.nan)
        self.partial[rows] = force & found.partial[sources] & ~np.isnan(found.value[sources])
        broken = np.array([layout.nodes[row].address in model.broken for row in rows])
        self.score[rows[broken]] = np.nan
        self.raw[rows[broken]] = np.nan

    @staticmethod
    def _original_force(
        model: Model, layout: Layout, shown: list[Kpi], rows: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Under `same` the values are limited by the original's span too."""
        found = np.ones((len(rows), len(layout.view)), dtype=bool)
        for at, row in enumerate(rows):
            same = model.kpis[layout.nodes[row].address].same
            if same is not None and same in model.kpis:
                found[at] = layout.kpi_holds(model.kpis[same])
        return found


def _scores(
    model: Model, view: View, layout: Layout, columns: KpiColumns, divided: frozenset[str]
) -> Scores:
    cascade = Cascade(layout)
    score = cascade.scores(columns.score)
    leading = np.array(
        [
            node.kind is Kind.KPI and model.kpis[node.address].definition.leading
            for node in layout.nodes
        ],
        dtype=bool,
    )
    lead = cascade.scores(np.where(leading[:, None], columns.score, np.nan))
    lag = cascade.scores(np.where(leading[:, None], np.nan, columns.score))
    score, lead, lag = (np.where(layout.in_force, found, np.nan) for found in (score, lead, lag))
    coverage = np.where(layout.in_force, cascade.coverage(score), np.nan)
    status, judged = statuses(layout, score, coverage)
    own_broken = np.array([node.address in model.broken for node in layout.nodes], dtype=bool)
    return Scores(
        model=model,
        grain=view.grain,
        periods=view.periods,
        current=_current(model, view),
        nodes=layout.nodes,
        score=score,
        lead=lead,
        lag=lag,
        coverage=coverage,
        own=cascade.own(score),
        cascaded=cascade.cascaded(score),
        raw=columns.raw,
        value=columns.value,
        target_low=columns.target_low,
        target_high=columns.target_high,
        baseline=columns.baseline,
        progress=columns.progress,
        stale=columns.stale,
        weight=layout.weight,
        partial=columns.partial,
        judged=judged,
        broken=cascade.broken(own_broken),
        in_force=layout.in_force,
        status=status,
        trend=trends(score),
        tiers=_tiers(model, layout, Block(score, lead, lag, coverage)),
        divided_by_zero=divided,
        layout=layout,
        timeline=view.timeline,
    )


def _current(model: Model, view: View) -> int:
    calendar = model.settings.calendar
    assert calendar is not None, "a view has a calendar"  # noqa: S101
    current = calendar.fiscal.containing(view.grain, Period(calendar.grain, current_period(model)))
    return current.ordinal - view.periods[0].ordinal


def _tiers(model: Model, layout: Layout, block: Block) -> TierScores:
    found, score, coverage = blocks_of_tiers(layout, block)
    bands = model.settings.bands
    least = model.settings.coverage
    return TierScores(
        names=tuple(tier.name for tier in model.settings.tiers),
        perspectives=tuple(layout.perspectives),
        block=found,
        status=_covered(banded(found.score, bands), found.score, found.coverage, least),
        perspective_score=score,
        perspective_coverage=coverage,
        perspective_status=_covered(banded(score, bands), score, coverage, least),
    )


def _covered(
    status: NDArray[np.int8], score: Matrix, coverage: Matrix, least: float
) -> NDArray[np.int8]:
    """Insufficient where too little of the weight has a score."""
    return np.where(~np.isnan(score) & (coverage < least - 1e-9), np.int8(-2), status)
