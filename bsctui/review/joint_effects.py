"""Changes of single KPIs judged many at a time: one model and one scoring for all of them, then each by itself.

What a change does to its KPI, no other change of the batch touches; what stands above is rolled up for each alone.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bsctui.model.entities import Kind
from bsctui.model.graph import reachable_from
from bsctui.review.changes import ChangeKind, StrategyChange
from bsctui.review.directions import movements
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

    from numpy.typing import NDArray

    from bsctui.model.model import Model
    from bsctui.review.directions import Movements
    from bsctui.review.isolated_effects import IsolatedScores, Judge
    from bsctui.scoring.result import Scores
    from bsctui.scoring.variants import Variants

    Column = NDArray[np.float64]

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
                else frozenset(reachable_from([address], lambda held: held_alike.get(held, ())))
            )
            batch = next(
                (candidate for candidate in batches if candidate.touched.isdisjoint(footprint)),
                None,
            )
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
        places = [judge.places.of(change, standing.base, standing.base) for change in batch.changes]
        self._effects = _EffectPlaces(self._seen, places)
        self._standing_effects = _EffectPlaces(self._standing, places)
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
        direction = standing.movements.direction(standing.variants.slice_of(at))
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
            direction, tuple(self._points(at)), ahead, (), self._lifts(at), tuple(self._later(at))
        )

    def _points(self, at: int) -> Iterator[EffectPoint]:
        if self._at_seen is None:
            return
        later = max(self._seen.reached[at], self._at_seen)
        for period in dict.fromkeys((self._at_seen, later)):
            yield from self._points_in(self._effects, at, period)

    def _later(self, at: int) -> Iterator[EffectPoint]:
        """The effect in the first period in which anything moves, where that comes after the current one."""
        base, first = self._standing.base, int(self._standing_effects.first_moved[at])
        if first >= 0 and base.structure.view.ends[first] > base.timeline.current_end:
            yield from self._points_in(self._standing_effects, at, first)

    def _points_in(self, effects: _EffectPlaces, at: int, period: int) -> Iterator[EffectPoint]:
        for address, points in effects.in_period(at, period):
            shown = None if isnan(points) else points
            name = self._judge.places.new_name(address)
            yield EffectPoint(name, shown, effects.periods[period])

    def _lifts(self, at: int) -> tuple[Lift, ...]:
        lifts = self._standing.lifts.get(at, ())
        named = (lift._replace(address=self._judge.places.new_name(lift.address)) for lift in lifts)
        return tuple(sorted(named, key=lambda lift: -lift.points))


class _Rolled:
    """The variants of one result, one a change.

    Attributes:
        reached: By change the last period in which anything of its own KPIs differs; -1 for none.
    """

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
        self._is_card = np.array([base.nodes[row].kind is Kind.SCORECARD for row in rows.tolist()])
        self._comes_or_goes = none.any(axis=1) & self._is_card

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

    @cached_property
    def movements(self) -> Movements:
        """What happens in each row that the changes may touch."""
        rows, variants = self.variants.row, self.variants
        return movements(
            (self.base.score[rows], self.base.status[rows]), (variants.score, variants.status)
        )

    @cached_property
    def lifts(self) -> Mapping[int, list[Lift]]:
        """By change: the scorecards that it lifts in the current period or later, in old names."""
        base, variants = self.base, self.variants
        later = np.flatnonzero(base.structure.view.ends >= base.timeline.current_end)
        cards = np.flatnonzero(self._is_card)
        if not len(later) or not len(cards):
            return {}
        rows = variants.row[cards]
        low, high = base.score[rows][:, later], variants.score[cards][:, later]
        where = lifted_at(low, base.status[rows][:, later], high, variants.status[cards][:, later])
        lifts: dict[int, list[Lift]] = {}
        for at in np.flatnonzero(where >= 0).tolist():
            change = int(np.searchsorted(variants.starts, cards[at], side="right")) - 1
            period = where[at]
            points = max(float(np.nan_to_num(high[at, period] - low[at, period])), 0.0)
            address = base.nodes[rows[at]].address
            lift = Lift(address, points, base.periods[later[period]])
            lifts.setdefault(change, []).append(lift)
        return lifts


class _EffectPlaces:
    """By how much each change of a batch moves the places where its effect is told; nan where a score is missing.

    Attributes:
        periods: Those of the view.
        first_moved: (changes,) the first period in which any of its places moves; -1 for none.
    """

    def __init__(self, rolled: _Rolled, places: Sequence[Sequence[str]]) -> None:
        base = rolled.base
        self.periods = base.periods
        self._places = places
        self._starts = np.cumsum([0, *map(len, places)]).tolist()
        change = np.repeat(np.arange(len(places)), np.diff(self._starts))
        row = np.array(
            [base.row[address] for addresses in places for address in addresses], dtype=np.int64
        )
        points = rolled.variants.scores_at(base.score, change, row) - base.score[row]
        self._points: list[list[float]] = points.tolist()
        moves = np.zeros((len(places), len(base.periods)), dtype=bool)
        np.logical_or.at(moves, change, np.abs(np.nan_to_num(points)) > EPSILON)
        self.first_moved = np.where(moves.any(axis=1), moves.argmax(axis=1), -1)

    def in_period(self, at: int, period: int) -> Iterator[tuple[str, float]]:
        """The places of one change, each with its points."""
        points = self._points[self._starts[at] : self._starts[at + 1]]
        for address, by_period in zip(self._places[at], points, strict=True):
            yield address, by_period[period]


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
