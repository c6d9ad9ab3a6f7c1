"""Changes of single KPIs judged many at a time: one model and one scoring for all of them, then each by itself.

What a change does to its KPI, no other change of the batch touches; what stands above is rolled up for each alone.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from math import isnan
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bsctui.model.entities import Kind
from bsctui.model.graph import reachable_from
from bsctui.review.changes import ChangeKind, StrategyChange
from bsctui.review.directions import direction_of_columns
from bsctui.review.isolated_effects import REACH_MATRICES, EffectPoint, Judgement
from bsctui.review.lifts import Lift, lifted_at
from bsctui.review.patching import patched_model
from bsctui.review.status_ranks import UNRANKED, status_ranks
from bsctui.review.targets_ahead import OwnTargets, target_difference
from bsctui.review.value_directions import ValueVerdict, combined_direction, value_verdicts
from bsctui.review.verdicts import OF_ONE_VALUE
from bsctui.scoring.score_formulas import EPSILON
from bsctui.scoring.variants import VariantScorer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bsctui.model.model import Model
    from bsctui.model.periods import Period
    from bsctui.review.isolated_effects import IsolatedScores, Judge
    from bsctui.scoring.result import Scores
    from bsctui.scoring.variants import Variants

    Column = NDArray[np.float64]
    Columns = tuple[Column, NDArray[np.int8]]

OF_THE_VALUE: Final = frozenset({"carry", "aggregate"})
"""Facts of a KPI that change its value, and so all that is computed from it."""
JOINTLY: Final = OF_ONE_VALUE | OF_THE_VALUE | {"weight"}
"""Facts of a KPI that leave all else where it stands."""
TAKEN_OVER: Final = frozenset({"like", "same"})
"""Lines that bring more than a fact: what they change is judged by itself."""
WORTHWHILE: Final = 4
"""Fewer changes than this are judged one by one."""
MOST_BATCHES: Final = 8
"""What does not fit into so many batches is judged one by one."""


class _Batch(NamedTuple):
    """Changes no two of which touch one KPI, with the KPIs that each may touch."""

    changes: list[StrategyChange]
    footprints: list[frozenset[str]]
    touched: set[str]


class JointJudge:
    """Judges what can be judged together; the rest is left to a judge of single changes."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._base = judge.base

    def judgements(
        self, changes: Iterable[StrategyChange]
    ) -> Iterator[tuple[StrategyChange, Judgement]]:
        """Those that could be judged jointly, batch by batch."""
        if self._base.seen.scores is None or self._base.standing is None:
            return
        for batch in self._batches(self._base.standing, changes):
            yield from self._of_batch(batch)

    def _batches(self, base: Scores, changes: Iterable[StrategyChange]) -> list[_Batch]:
        batches: list[_Batch] = []
        held_alike = _held_alike(base.model)
        for change in changes:
            if not can_be_joint(change) or change.key is None:
                continue
            address = change.old_address or ""
            footprint = (
                frozenset(base.dependencies.all_dependents([address]))
                if change.key[0] in OF_THE_VALUE
                else frozenset(reachable_from([address], lambda one: held_alike.get(one, ())))
            )
            batch = next((one for one in batches if one.touched.isdisjoint(footprint)), None)
            if batch is None:
                if len(batches) == MOST_BATCHES:
                    continue
                batch = _Batch([], [], set())
                batches.append(batch)
            batch.changes.append(change)
            batch.footprints.append(footprint)
            batch.touched.update(footprint)
        return [batch for batch in batches if len(batch.changes) >= WORTHWHILE]

    def _of_batch(self, batch: _Batch) -> Iterator[tuple[StrategyChange, Judgement]]:
        """A batch; in halves where it does not load as a whole."""
        if len(batch.changes) < WORTHWHILE:
            return
        rules = patched_model(self._judge.sides, batch.changes)
        if self._judge.patched.loads(rules):
            yield from self._judged(batch, self._judge.isolated(rules))
            return
        middle = len(batch.changes) // 2
        for half in (slice(middle), slice(middle, None)):
            half_batch = batch.changes[half], batch.footprints[half]
            yield from self._of_batch(_Batch(*half_batch, set()))

    def _judged(
        self, batch: _Batch, alone: IsolatedScores
    ) -> Iterator[tuple[StrategyChange, Judgement]]:
        standing = _alike(self._base.standing, alone.standing)
        seen = _alike(self._base.seen.scores, alone.seen.scores)
        if standing is None or seen is None:
            return
        scored = _JointScores(self._judge, batch, standing, seen)
        for at, change in enumerate(batch.changes):
            judgement = scored.judgement(at, change)
            if judgement is not None:
                yield change, judgement


class _BeforeAfter(NamedTuple):
    """Scores of the same nodes, without and with a batch of changes."""

    base: Scores
    changed: Scores


def _alike(base: Scores | None, changed: Scores | None) -> _BeforeAfter | None:
    """Two scores as one; None where they are not of the same nodes."""
    if base is None or changed is None or base.nodes != changed.nodes:
        return None
    return _BeforeAfter(base, changed)


class _JointScores:
    """A batch of changes, scored together and rolled up each by itself."""

    def __init__(
        self, judge: Judge, batch: _Batch, standing: _BeforeAfter, seen: _BeforeAfter
    ) -> None:
        self._judge = judge
        self._at_seen = judge.base.seen.at
        self._standing = _Rolled(standing, batch.footprints)
        self._seen = (
            self._standing.as_seen(seen)
            if judge.is_seen_as_standing
            else _Rolled(seen, batch.footprints)
        )
        self._verdicts = self._value_verdicts(batch)
        goals = [c.old_address or "" for c in batch.changes if c.key == ("goal", "")]
        self._targets = (
            OwnTargets(self._seen.base, goals),
            OwnTargets(self._seen.changed, goals),
        )

    def _value_verdicts(self, batch: _Batch) -> Mapping[str, ValueVerdict]:
        """By KPI, of all that are held to what changed: the KPI itself and those that are like it."""
        kpis = self._standing.base.model.kpis
        held = [
            address
            for change, footprint in zip(batch.changes, batch.footprints, strict=True)
            if change.key is not None and change.key[0] in OF_ONE_VALUE
            for address in footprint
            if address in kpis and (address == change.old_address or kpis[address].like)
        ]
        verdicts = value_verdicts(self._standing.base, self._standing.changed, held)
        return dict(zip(held, verdicts, strict=True))

    def judgement(self, at: int, change: StrategyChange) -> Judgement | None:
        """The judgement of one change; None where it must be judged by itself."""
        standing = self._standing
        if standing.comes_or_goes(at):
            return None
        direction = direction_of_columns(*standing.columns(at))
        if change.key is not None and change.key[0] in OF_ONE_VALUE:
            held = [
                self._verdicts[address]
                for address in standing.footprints[at]
                if address in self._verdicts
            ]
            direction = combined_direction(held, direction)
        ahead = None
        if change.key == ("goal", ""):
            ahead = target_difference(*self._targets, change.old_address or "")
        places = self._judge.places.of(change, standing.base, standing.base)
        return Judgement(
            direction, tuple(self._points(at, places)), ahead, (), self._lifts(at),
            tuple(self._later(at, places)),
        )  # fmt: skip

    def _points(self, at: int, places: Sequence[str]) -> Iterator[EffectPoint]:
        seen = self._seen
        if self._at_seen is None:
            return
        last = seen.last_reached(at)
        later = last if last is not None and last > self._at_seen else self._at_seen
        differences = seen.differences(at, places)
        for period in dict.fromkeys((self._at_seen, later)):
            yield from self._points_in(seen.base.periods[period], places, differences[:, period])

    def _points_in(
        self, period: Period, places: Sequence[str], points: Column
    ) -> Iterator[EffectPoint]:
        for address, difference in zip(places, points.tolist(), strict=True):
            shown = None if isnan(difference) else difference
            yield EffectPoint(self._judge.places.new_name(address), shown, period)

    def _later(self, at: int, places: Sequence[str]) -> Iterator[EffectPoint]:
        base = self._standing.base
        differences = self._standing.differences(at, places)
        moved = np.flatnonzero((np.abs(np.nan_to_num(differences)) > EPSILON).any(axis=0))
        if len(moved) and base.structure.view.ends[moved[0]] > base.timeline.current_end:
            period = int(moved[0])
            yield from self._points_in(base.periods[period], places, differences[:, period])

    def _lifts(self, at: int) -> tuple[Lift, ...]:
        rolled = self._standing
        ends = rolled.base.structure.view.ends
        later = np.flatnonzero(ends >= rolled.base.timeline.current_end)
        if not len(later):
            return ()
        lifts = []
        for place, row in rolled.rising_scorecards(at):
            low, high = rolled.base.score[row], rolled.variants.score[place]
            statuses = rolled.base.status[row][later], rolled.variants.status[place][later]
            where = lifted_at(low[later], statuses[0], high[later], statuses[1])
            if where is not None:
                period = int(later[where])
                points = float(np.nan_to_num(high[period] - low[period]))
                address = self._judge.places.new_name(rolled.base.nodes[row].address)
                lifts.append(Lift(address, max(points, 0.0), rolled.base.periods[period]))
        return tuple(sorted(lifts, key=lambda lift: -lift.points))


class _Rolled:
    """The variants of one result, one a change."""

    def __init__(self, scores: _BeforeAfter, footprints: Sequence[frozenset[str]]) -> None:
        base, changed = scores
        self.base, self.changed, self.footprints = base, changed, footprints
        groups = [
            [base.row[address] for address in footprint if address in base.row]
            for footprint in footprints
        ]
        self._groups = groups
        self.reached = _last_reached(base, changed, groups)
        self.variants: Variants = VariantScorer(base, changed).scores_of(groups)
        rows = self.variants.row
        none = np.isnan(base.score[rows]) != np.isnan(self.variants.score)
        is_card = np.array([base.nodes[row].kind is Kind.SCORECARD for row in rows.tolist()], bool)
        self._comes_or_goes = none.any(axis=1) & is_card
        self._may_rise = is_card & self._rises()

    def _rises(self) -> NDArray[np.bool_]:
        """(rows,) which scores or colours rise in the current period or later."""
        later = self.base.structure.view.ends >= self.base.timeline.current_end
        rows = self.variants.row
        change = self.variants.score[:, later] - self.base.score[rows][:, later]
        low, high = (
            status_ranks(status[:, later])
            for status in (self.base.status[rows], self.variants.status)
        )
        rises = (change > EPSILON) | ((low > UNRANKED) & (high > UNRANKED) & (high > low))
        return np.asarray(rises.any(axis=1))

    def as_seen(self, scores: _BeforeAfter) -> _Rolled:
        """The same variants up to the current period, where nothing is scored after it."""
        base, changed = scores
        seen = copy(self)
        score = self.variants.score.copy()
        score[:, base.current + 1 :] = np.nan
        seen.base, seen.changed = base, changed
        seen.variants = replace(self.variants, score=score)
        seen.reached = _last_reached(base, changed, self._groups)
        return seen

    def comes_or_goes(self, at: int) -> bool:
        """Whether a scorecard gets or loses its score: then the tiers above may move otherwise than it does."""
        return bool(self._comes_or_goes[self.variants.slice_of(at)].any())

    def columns(self, at: int) -> tuple[Columns, Columns]:
        """Scores and statuses before and after, in the rows that the change may touch."""
        place = self.variants.slice_of(at)
        rows = self.variants.row[place]
        return (
            (self.base.score[rows], self.base.status[rows]),
            (self.variants.score[place], self.variants.status[place]),
        )

    def rising_scorecards(self, at: int) -> Iterator[tuple[int, int]]:
        """Of the scorecards that rise: where the variant has them, and their row."""
        place = self.variants.slice_of(at)
        for one in (np.flatnonzero(self._may_rise[place]) + place.start).tolist():
            yield one, int(self.variants.row[one])

    def differences(self, at: int, addresses: Sequence[str]) -> Column:
        """(addresses, periods) by how much the change moves each; nan where a score is missing."""
        place = self.variants.slice_of(at)
        own = {row: place.start + one for one, row in enumerate(self.variants.row[place].tolist())}
        rows = [self.base.row[address] for address in addresses]
        before = self.base.score[rows]
        after = before.copy()
        for one, row in enumerate(rows):
            if row in own:
                after[one] = self.variants.score[own[row]]
        return after - before

    def last_reached(self, at: int) -> int | None:
        """The last period in which anything of the change's own KPIs differs."""
        last = self.reached[at]
        return last if last >= 0 else None


def _last_reached(base: Scores, changed: Scores, groups: Sequence[Sequence[int]]) -> list[int]:
    """By group the last period in which anything of its rows differs; -1 for none."""
    rows = sorted({row for group in groups for row in group})
    differs = np.zeros((len(rows), len(base.periods)), dtype=bool)
    for name in REACH_MATRICES:
        before, after = getattr(base, name)[rows], getattr(changed, name)[rows]
        same = before == after
        if before.dtype.kind == "f":
            same |= np.isnan(before) & np.isnan(after)
        differs |= ~same
    width = len(base.periods)
    last = np.where(differs.any(axis=1), width - 1 - differs[:, ::-1].argmax(axis=1), -1)
    last_of_row = dict(zip(rows, last.tolist(), strict=True))
    return [max((last_of_row[row] for row in group), default=-1) for group in groups]


def _held_alike(model: Model) -> Mapping[str, list[str]]:
    """By KPI: those that are like it, or the same."""
    alike: dict[str, list[str]] = {}
    for kpi in model.kpis.values():
        for original in {kpi.like, kpi.same} - {None}:
            alike.setdefault(original or "", []).append(kpi.address)
    return alike


def can_be_joint(change: StrategyChange) -> bool:
    """Whether a change is of a KPI's own facts, which move no other than its score and what stands above."""
    if change.record_kind != "kpi" or change.kind is not ChangeKind.CHANGED or change.key is None:
        return False
    if change.key[0] not in JOINTLY:
        return False
    facts = (change.before, change.after)
    fields = {part.field for fact in facts if fact is not None for part in fact.pieces.values()}
    return fields.isdisjoint(TAKEN_OVER)
