"""Scores of a workspace: all of it after a load, a part and what stands above it after an edit.

There is one evaluator: `_rescore` scores some KPIs and what stands above them, into a result that
is blank after a load and a copy of the one before after an edit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.current_period import current_period
from bsctui.model.periods import Grain, Period
from bsctui.scoring.dependencies import Dependencies
from bsctui.scoring.incremental import only_values_differ, replaced_addresses, same_places
from bsctui.scoring.kpi_scores import fill_kpis
from bsctui.scoring.overrides import NO_OVERRIDES, override_weights
from bsctui.scoring.result import NO_STATUS, NO_TREND, Block, Scores, TierScores
from bsctui.scoring.roll_up import Cascade, with_ancestors
from bsctui.scoring.status import fill_statuses, trends
from bsctui.scoring.structure import CascadeStructure
from bsctui.scoring.tiers import tier_scores
from bsctui.scoring.time_axis import Timeline, needed_years

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bsctui.model.model import Model
    from bsctui.model.workspace_settings import Calendar
    from bsctui.scoring.overrides import Overrides


class GrainError(ValueError):
    """A view finer than the calendar was asked for, or there is no calendar to view."""


def evaluate(model: Model, grain: Grain | None = None) -> Scores:
    """The scores of a workspace in a view of `grain` (default: the calendar's).

    Raises:
        GrainError: The grain is finer than the calendar's, or the workspace has no calendar.
    """
    calendar, grain = calendar_of(model), view_grain(model, grain)
    timeline = Timeline(calendar, needed_years(model, calendar), current_period(model))
    scores = _blank(model, timeline, grain)
    addresses = [*model.kpis, *model.measures]
    _rescore(scores, addresses, np.ones(len(scores.nodes), dtype=bool))
    return scores


def update_scores(scores: Scores, model: Model) -> Scores:
    """The scores of a changed workspace, from those of the one before.

    What changed is found by identity: an update of a model leaves what it did not touch the same
    object. Where only values, definitions and weights of KPIs and measures changed, they, what rests
    on them and what stands above are scored; after any other change everything is.
    """
    old = scores.model
    if not same_places(old, model):
        return evaluate(model, scores.grain)
    changed = replaced_addresses(old, model) | (old.broken ^ model.broken)
    if not only_values_differ(scores, model, changed):
        return evaluate(model, scores.grain)
    addresses = scores.dependencies.all_dependents(changed)
    updated = _copied(scores, model, changed)
    rows = np.zeros(len(updated.nodes), dtype=bool)
    rows[[updated.row[address] for address in addresses if address in updated.row]] = True
    _rescore(updated, sorted(addresses), with_ancestors(updated.structure, rows))
    return updated


def with_overrides(scores: Scores, overrides: Overrides) -> Scores:
    """What the present scores (which stay as they are) would be with other values, targets or weights.

    Only what has an assumed number, what rests on it and what stands above is scored again.
    """
    addresses = scores.dependencies.all_dependents(overrides.addresses)
    result = _copied(scores, scores.model, set())
    result.overrides = overrides
    result.structure = override_weights(result.structure, overrides.weights)
    result.weight = result.structure.weight
    rows = np.zeros(len(result.nodes), dtype=bool)
    rows[[result.row[address] for address in addresses if address in result.row]] = True
    _rescore(result, sorted(addresses), with_ancestors(result.structure, rows))
    return result


def calendar_of(model: Model) -> Calendar:
    """The calendar of a workspace.

    Raises:
        GrainError: It has none, and so nothing to view.
    """
    calendar = model.settings.calendar
    if calendar is None:
        raise GrainError("this workspace has no calendar yet")
    return calendar


def view_grain(model: Model, grain: Grain | None = None) -> Grain:
    """The grain of a view: the one asked for, else the calendar's.

    Raises:
        GrainError: It is finer than the calendar's, or the workspace has no calendar.
    """
    calendar = calendar_of(model)
    if grain is not None and grain < calendar.grain:
        raise GrainError(
            f"the calendar has {calendar.grain.plural}; a view of {grain.plural} is finer"
        )
    return calendar.grain if grain is None else grain


def _rescore(scores: Scores, addresses: list[str], affected: NDArray[np.bool_]) -> None:
    """Score the wanted KPIs, and the affected rows from what stands below them, in place."""
    fill_kpis(scores, addresses)
    cascade = Cascade(scores.structure, affected)
    rows = np.flatnonzero(affected)
    own_broken = np.array([scores.nodes[row].address in scores.model.broken for row in rows], bool)
    scores.write("broken", rows, np.broadcast_to(own_broken[:, None], scores.broken[rows].shape))
    for level in cascade.levels:
        for name in ("score", "lead", "lag"):
            scores.write(name, level.rows, level.means(getattr(scores, name)))
        scores.write("coverage", level.rows, cascade.covered(level, scores.coverage))
        broken_below = level.all_members.any_of(scores.broken)
        scores.write("broken", level.rows, scores.broken[level.rows] | broken_below)
    own, cascaded = cascade.own_and_cascaded(scores.score)
    scores.write("own", cascade.objectives, own)
    scores.write("cascaded", cascade.objectives, cascaded)
    fill_statuses(scores, affected)
    scores.write("trend", rows, trends(scores.score[rows]))
    scores.tiers = tier_scores(scores)


def _blank(model: Model, timeline: Timeline, grain: Grain) -> Scores:
    """A result with nothing in it."""
    view = timeline.view(grain)
    structure = CascadeStructure(model, view)
    shape = (len(structure.nodes), len(view))
    matrices = {name: np.full(shape, np.nan) for name in FILLED}
    codes, numbers = np.zeros((0, len(view)), dtype=np.int8), np.zeros((0, 0, len(view)))
    return Scores(
        model=model,
        grain=grain,
        periods=view.periods,
        current=_current(timeline, view.periods[0]),
        nodes=structure.nodes,
        **matrices,
        weight=structure.weight,
        partial=np.zeros(shape, dtype=bool),
        judged=np.zeros(shape, dtype=bool),
        broken=np.zeros(shape, dtype=bool),
        in_force=structure.in_force,
        status=np.full(shape, NO_STATUS, dtype=np.int8),
        trend=np.full(shape, NO_TREND, dtype=np.int8),
        tiers=TierScores((), (), Block.empty(0, 0), codes, numbers, numbers, codes),
        divided_by_zero=frozenset(),
        structure=structure,
        timeline=timeline,
        dependencies=Dependencies.of(model),
        overrides=NO_OVERRIDES,
    )


FILLED = (
    "score", "lead", "lag", "coverage", "own", "cascaded", "raw", "value", "target_low",
    "target_high", "baseline", "progress", "stale",
)  # fmt: skip
"""The matrices of numbers that scoring fills."""

SHARED = frozenset((*FILLED, "partial", "judged", "broken", "status", "trend"))
"""The matrices that scoring writes into: a result shares each with the one before until a row of it differs (`Scores.write`)."""


def _copied(scores: Scores, model: Model, changed: set[str]) -> Scores:
    """A result to rescore some rows of."""
    structure = scores.structure.with_quantities(model, changed)
    copied = replace(scores, model=model, structure=structure, weight=structure.weight)
    copied.shared = SHARED
    copied.__dict__["row"] = scores.row  # the same nodes: what was found once holds
    return copied


def _current(timeline: Timeline, first: Period) -> int:
    calendar, fiscal = timeline.calendar, timeline.fiscal
    own = Period(calendar.grain, timeline.current)
    return fiscal.containing(first.grain, own).ordinal - first.ordinal
