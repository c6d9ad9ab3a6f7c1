"""Changes of single KPIs judged many at a time: one model and one scoring for all of them, then each by itself.

What a change does to its KPI, no other change of the batch touches; what stands above is rolled up for each alone.
"""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bsctui.model.entities import Kind
from bsctui.review.changes import ChangeKind, StrategyChange
from bsctui.review.directions import direction_of_columns
from bsctui.review.isolated_effects import REACH_MATRICES, EffectPoint, Judgement
from bsctui.review.lifts import Lift, lifted_at
from bsctui.review.patching import patched_model
from bsctui.review.targets_ahead import OwnTargets, target_difference
from bsctui.review.value_directions import ValueVerdict, combined_direction, value_verdicts
from bsctui.review.verdicts import OF_ONE_VALUE
from bsctui.scoring.score_formulas import EPSILON
from bsctui.scoring.variants import VariantScorer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bsctui.review.isolated_effects import IsolatedScores, Judge
    from bsctui.scoring.result import Scores
    from bsctui.scoring.variants import Variants

JOINTLY: Final = frozenset({"goal", "cap", "status", "weight", "carry", "aggregate"})
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

    @staticmethod
    def _batches(base: Scores, changes: Iterable[StrategyChange]) -> list[_Batch]:
        batches: list[_Batch] = []
        for change in changes:
            if not can_be_joint(change):
                continue
            footprint = frozenset(base.dependencies.all_dependents([change.old_address or ""]))
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
            some = batch.changes[half], batch.footprints[half]
            yield from self._of_batch(_Batch(*some, set()))

    def _judged(
        self, batch: _Batch, alone: IsolatedScores
    ) -> Iterator[tuple[StrategyChange, Judgement]]:
        seen, standing = alone.seen.scores, alone.standing
        base_seen, base_standing = self._base.seen.scores, self._base.standing
        assert base_seen is not None, "asked before"
        assert base_standing is not None, "asked before"
        if seen is None or standing is None or standing.nodes is not base_standing.nodes:
            return
        if seen.nodes is not base_seen.nodes:
            return
        scored = _JointScores(self._judge, batch, alone)
        for at, change in enumerate(batch.changes):
            judgement = scored.judgement(at, change)
            if judgement is not None:
                yield change, judgement


class _JointScores:
    """A batch of changes, scored together and rolled up each by itself."""

    def __init__(self, judge: Judge, batch: _Batch, alone: IsolatedScores) -> None:
        self._judge = judge
        self._at_seen = judge.base.seen.at
        self._seen = _Rolled(judge.base.seen.scores, alone.seen.scores, batch.footprints)
        self._standing = _Rolled(judge.base.standing, alone.standing, batch.footprints)
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
        return Judgement(
            direction, tuple(self._points(at, change)), ahead, (), self._lifts(at),
            tuple(self._later(at, change)),
        )  # fmt: skip

    def _points(self, at: int, change: StrategyChange) -> Iterator[EffectPoint]:
        seen = self._seen
        if self._at_seen is None:
            return
        last = seen.last_reached(at)
        later = last if last is not None and last > self._at_seen else self._at_seen
        for period in dict.fromkeys((self._at_seen, later)):
            yield from self._points_at(period, at, change, seen)

    def _points_at(
        self, period: int, at: int, change: StrategyChange, rolled: _Rolled
    ) -> Iterator[EffectPoint]:
        places = self._judge.places
        for address in places.of(change, rolled.base, rolled.changed):
            points = rolled.points(at, rolled.base.row[address], period)
            shown = None if isnan(points) else points
            yield EffectPoint(places.new_name(address), shown, rolled.base.periods[period])

    def _later(self, at: int, change: StrategyChange) -> Iterator[EffectPoint]:
        rolled = self._standing
        places = self._judge.places.of(change, rolled.base, rolled.changed)
        for period in range(len(rolled.base.periods)):
            points = [rolled.points(at, rolled.base.row[a], period) for a in places]
            if any(abs(one) > EPSILON for one in points):
                if rolled.base.structure.view.ends[period] > rolled.base.timeline.current_end:
                    yield from self._points_at(period, at, change, rolled)
                return

    def _lifts(self, at: int) -> tuple[Lift, ...]:
        rolled = self._standing
        ends = rolled.base.structure.view.ends
        later = np.flatnonzero(ends >= rolled.base.timeline.current_end)
        if not len(later):
            return ()
        found = []
        for place, row in rolled.scorecards(at):
            low, high = rolled.base.score[row], rolled.variants.score[place]
            statuses = rolled.base.status[row][later], rolled.variants.status[place][later]
            where = lifted_at(low[later], statuses[0], high[later], statuses[1])
            if where is not None:
                period = int(later[where])
                points = float(np.nan_to_num(high[period] - low[period]))
                address = self._judge.places.new_name(rolled.base.nodes[row].address)
                found.append(Lift(address, max(points, 0.0), rolled.base.periods[period]))
        return tuple(sorted(found, key=lambda lift: -lift.points))


class _Rolled:
    """The variants of one result, one a change."""

    def __init__(
        self, base: Scores | None, changed: Scores | None, footprints: Sequence[frozenset[str]]
    ) -> None:
        assert base is not None, "asked before"
        assert changed is not None, "asked before"
        self.base, self.changed, self.footprints = base, changed, footprints
        groups = [
            [base.row[address] for address in footprint if address in base.row]
            for footprint in footprints
        ]
        self._groups = groups
        self.variants: Variants = VariantScorer(base, changed).scores_of(groups)
        rows = self.variants.row
        none = np.isnan(base.score[rows]) != np.isnan(self.variants.score)
        is_card = np.array([base.nodes[row].kind is Kind.SCORECARD for row in rows.tolist()], bool)
        self._comes_or_goes = none.any(axis=1) & is_card
        self._is_card = is_card

    def comes_or_goes(self, at: int) -> bool:
        """Whether a scorecard gets or loses its score: then the tiers above may move otherwise than it does."""
        return bool(self._comes_or_goes[self.variants.slice_of(at)].any())

    def columns(
        self, at: int
    ) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
        """Scores and statuses before and after, in the rows that the change may touch."""
        place = self.variants.slice_of(at)
        rows = self.variants.row[place]
        return (
            (self.base.score[rows], self.base.status[rows]),
            (self.variants.score[place], self.variants.status[place]),
        )

    def scorecards(self, at: int) -> Iterator[tuple[int, int]]:
        """Of the scorecards above: where the variant has them, and their row."""
        place = self.variants.slice_of(at)
        for one in range(place.start, place.stop):
            if self._is_card[one]:
                yield one, int(self.variants.row[one])

    def points(self, at: int, row: int, period: int) -> float:
        """By how much the change moves a row in a period; nan where a score is missing."""
        place = self.variants.slice_of(at)
        where = np.flatnonzero(self.variants.row[place] == row)
        before = float(self.base.score[row, period])
        if not len(where):
            return before - before
        return float(self.variants.score[place.start + int(where[0]), period]) - before

    def last_reached(self, at: int) -> int | None:
        """The last period in which anything of the change's own KPIs differs."""
        rows = self._groups[at]
        differs = np.zeros(len(self.base.periods), dtype=bool)
        for name in REACH_MATRICES:
            before, after = getattr(self.base, name)[rows], getattr(self.changed, name)[rows]
            same = before == after
            if before.dtype.kind == "f":
                same |= np.isnan(before) & np.isnan(after)
            differs |= ~same.all(axis=0)
        periods = np.flatnonzero(differs)
        return int(periods[-1]) if len(periods) else None


def can_be_joint(change: StrategyChange) -> bool:
    """Whether a change is of a KPI's own facts, which move no other than its score and what stands above."""
    if change.record_kind != "kpi" or change.kind is not ChangeKind.CHANGED or change.key is None:
        return False
    if change.key[0] not in JOINTLY:
        return False
    facts = (change.before, change.after)
    fields = {part.field for fact in facts if fact is not None for part in fact.pieces.values()}
    return fields.isdisjoint(TAKEN_OVER)
