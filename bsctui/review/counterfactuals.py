"""The counterfactuals between two revisions: old and new rules on old and new results, each scored (`review.md`, 2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from math import nan
from typing import TYPE_CHECKING, TypeVar, cast

from bsctui.model.current_period import current_period
from bsctui.model.entities import Kpi, Measure, Objective, SeriesLine, estimated_ordinals
from bsctui.model.periods import Period
from bsctui.review.carried_results import CarriedResults
from bsctui.review.changes import ChangeKind
from bsctui.review.patching import patched_model
from bsctui.review.series_values import is_entered, values_by_ordinal
from bsctui.scoring.evaluate import GrainError, evaluate, update_scores
from bsctui.scoring.incremental import changed_addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bsctui.model.entities import Initiative, Quantity, Series
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain
    from bsctui.model.workspace_settings import Calendar
    from bsctui.review.alignment import AlignedSides
    from bsctui.review.changes import StrategyChange
    from bsctui.scoring.result import Scores

A = TypeVar("A", Kpi, Objective)
Q = TypeVar("Q", Kpi, Measure)
T = TypeVar("T", Kpi, Measure, Objective)


class ResultStage(IntEnum):
    """How far the new results have come in: none of them, what was restated, all."""

    OLD = 0
    RESTATED = 1
    NEW = 2


@dataclass(frozen=True)
class Counterfactual:
    """Scores seen in one period; `scores` is None where there is nothing to score, `at` where they lack the period."""

    scores: Scores | None
    at: int | None

    def score(self, address: str | None) -> float:
        """The score of an address (in this counterfactual's own names); nan for none."""
        row = self.row(address)
        if row is None or self.scores is None or self.at is None:
            return nan
        return float(self.scores.score[row, self.at])

    def status(self, address: str | None) -> str | None:
        """The status of an address: a colour, `insufficient`, or None."""
        row = self.row(address)
        if row is None or self.scores is None or self.at is None:
            return None
        return self.scores.status_word(row, self.at)

    def row(self, address: str | None) -> int | None:
        """The row of an address; None where this counterfactual lacks it."""
        if self.scores is None or address is None:
            return None
        return self.scores.row.get(address)


class _Memo:
    """What was made of the things of one stage: of the same thing it is the same again, so that only what differs is scored."""

    def __init__(self, stage: ResultStage) -> None:
        self._stage = stage
        self._memos: dict[str, tuple[object, object]] = {}

    def __call__(self, entity: T, make: Callable[[T, ResultStage], T]) -> T:
        memo = self._memos.get(entity.address)
        if memo is not None and memo[0] is entity:
            return cast("T", memo[1])
        adjusted = make(entity, self._stage)
        self._memos[entity.address] = (entity, adjusted)
        return adjusted


class Counterfactuals:
    """All counterfactuals of a comparison, each scored when somebody looks at it.

    Args:
        sides: What is compared.
        changes: All changes between them.
        period: One period for every counterfactual; by default each side's own current period.
        grain: The view; by default each side's calendar.
    """

    def __init__(
        self,
        sides: AlignedSides,
        changes: Iterable[StrategyChange],
        period: Period | None = None,
        grain: Grain | None = None,
    ) -> None:
        self.sides = sides
        self.period = period
        self.grain = grain
        self._changes = tuple(changes)
        self._memos = {stage: _Memo(stage) for stage in ResultStage}
        self._standing = CarriedResults()

    @cached_property
    def before(self) -> Counterfactual:
        """The old side as it was."""
        return self._scored(_closed_at_its_current(self.sides.old))

    @cached_property
    def time(self) -> Counterfactual:
        """The old side's facts at the new side's current period."""
        return self._with_rules(self.sides.old, ResultStage.OLD, self.before)

    @cached_property
    def restated(self) -> Counterfactual:
        """The same, with the values that were restated."""
        return self._with_rules(self._old_rules, ResultStage.RESTATED, self.time)

    @cached_property
    def old_rules(self) -> Counterfactual:
        """The old side's rules on the new side's results."""
        return self._with_rules(self._old_rules, ResultStage.NEW, self.time)

    @property
    def old_rules_model(self) -> Model:
        """The model of that counterfactual, in old names, its initiatives as far as the new side says they have come."""
        model = self.on_results(self._old_rules)
        initiatives = {a: self._advanced(each) for a, each in model.initiatives.items()}
        return replace(model, initiatives=initiatives)

    @cached_property
    def now(self) -> Counterfactual:
        """The new side as it is; where it shares what did not change with the old one, only the rest is scored."""
        like = self.old_rules
        is_shared = like.scores is not None and _is_shared(like.scores.model, self.sides.new)
        return self._scored(self.sides.new, like if is_shared else None)

    def with_rules(self, rules: Model) -> Counterfactual:
        """Some rules, in old names, on the new side's results, at the new side's current period."""
        return self._with_rules(rules, ResultStage.NEW, self.old_rules)

    @cached_property
    def standing_old_rules(self) -> Scores | None:
        """The old rules on the new results, as if the latest of them stood; in the calendar's own view, whatever is looked at."""
        model = self._standing.carried(self.on_results(self._old_rules))
        return self._standing_scores(model, self.old_rules)

    @cached_property
    def old_in_calendar(self) -> Scores | None:
        """The old side as it was, in the calendar's own view."""
        return _scores_or_none(self.sides.old)

    @cached_property
    def standing_now(self) -> Scores | None:
        """The new side as it is, as if its latest results stood."""
        model = self._standing.carried(self.sides.new)
        base = self.standing_old_rules
        if base is not None and _is_shared(base.model, model):
            return update_scores(base, model)
        return self._standing_scores(model, self.now)

    def _standing_scores(self, model: Model, like: Counterfactual) -> Scores | None:
        """A model in the calendar's own view; from what is scored already where that is seen in it."""
        if like.scores is None or not _is_in_grain(model, like.scores.grain):
            return _scores_or_none(model)
        return update_scores(like.scores, model)

    def standing_with_rules(self, rules: Model) -> Scores | None:
        """Some rules, in old names, on the new results, as if the latest of them stood."""
        model = self._standing.carried(self.on_results(rules))
        base = self.standing_old_rules
        if base is None or not _is_in_grain(model, base.grain):
            return _scores_or_none(model)
        return update_scores(base, model)

    def with_old_values(self, change: StrategyChange) -> Counterfactual | None:
        """The old rules on the new results, but for some restated or withdrawn values: there the old ones stand."""
        model = self.on_results(self._old_rules)
        address = change.old_address or ""
        quantity = model.quantity(address)
        before = self.sides.old.quantity(address)
        if quantity is None or before is None or not is_entered(quantity):
            return None
        if quantity.definition.grain is not before.definition.grain:
            return None
        former = values_by_ordinal(before.actuals)
        values = dict(values_by_ordinal(quantity.actuals))
        values |= {period.ordinal: former.get(period.ordinal, nan) for period in change.periods}
        origin = (*quantity.actuals, *before.actuals)[0].origin
        actuals = tuple(
            SeriesLine(ordinal, (values[ordinal],), origin) for ordinal in sorted(values)
        )
        return self._scored(model.with_actuals({quantity.address: actuals}), self.old_rules)

    def _with_rules(self, rules: Model, stage: ResultStage, like: Counterfactual) -> Counterfactual:
        return self._scored(self.on_results(rules, stage), like)

    def on_results(self, rules: Model, stage: ResultStage = ResultStage.NEW) -> Model:
        """A model in old names with the new side's results instead of its own."""
        calendar = self._calendar(rules)
        if calendar is None:
            return rules
        memo = self._memos[stage]
        kpis = {a: memo(kpi, self._with_results) for a, kpi in rules.kpis.items()}
        measures = {a: memo(measure, self._resulting) for a, measure in rules.measures.items()}
        objectives = {
            a: memo(objective, self._assessed) for a, objective in rules.objectives.items()
        }
        settings = replace(rules.settings, calendar=calendar)
        return replace(
            rules, kpis=kpis, measures=measures, objectives=objectives, settings=settings
        )

    # --- The period

    @cached_property
    def new_current(self) -> Period | None:
        """The new side's current period."""
        calendar = self.sides.new.settings.calendar
        return None if calendar is None else Period(calendar.grain, current_period(self.sides.new))

    def _calendar(self, rules: Model) -> Calendar | None:
        """The rules' calendar, extended to hold the new side's current period, which closes it, and what comes after that.

        A target that is cut in the very year by which a calendar grows is a cut as any: without the new side's last
        periods nobody would see it.
        """
        calendar, current = rules.settings.calendar, self.new_current
        new = self.sides.new.settings.calendar
        if calendar is None or current is None or new is None:
            return calendar
        fiscal = calendar.fiscal
        closed = fiscal.seen_in(calendar.grain, current).ordinal
        last = fiscal.seen_in(calendar.grain, Period(new.grain, new.last)).ordinal
        return replace(
            calendar,
            first=min(calendar.first, closed),
            last=max(calendar.last, closed, last),
            closed=closed,
        )

    def _scored(self, model: Model, like: Counterfactual | None = None) -> Counterfactual:
        """A model scored; where another is scored already, from what differs from it."""
        period = self.period
        try:
            if like is None or like.scores is None or not self._is_seen_like(model, like.scores):
                scores = evaluate(model, self.grain)
            else:
                scores = update_scores(like.scores, model)
        except GrainError:
            return Counterfactual(None, None)
        if period is None:
            return Counterfactual(scores, scores.current)
        seen_period = scores.calendar.fiscal.seen_in(scores.grain, period)
        return Counterfactual(
            scores, scores.periods.index(seen_period) if seen_period in scores.periods else None
        )

    def _is_seen_like(self, model: Model, scores: Scores) -> bool:
        """Whether a model is seen in the grain of these scores."""
        return self.grain is not None or _is_in_grain(model, scores.grain)

    # --- Results

    @cached_property
    def _old_rules(self) -> Model:
        """The old side, with the first values of what had none: they tell the grain it is measured in."""
        sides = self.sides
        first = [
            change
            for change in self._changes
            if change.kind is ChangeKind.CHANGED
            and change.key == ("actual", "")
            and change.before is None
            and self._grains_differ(change)
        ]
        if not first:
            return sides.old
        model = patched_model(sides, first)
        return model if not _new_errors(sides.old, model) else sides.old

    def _grains_differ(self, change: StrategyChange) -> bool:
        old = self.sides.old.quantity(change.old_address or "")
        new = self.sides.new.quantity(change.address)
        return (
            old is not None and new is not None and old.definition.grain is not new.definition.grain
        )

    def _resulting(self, quantity: Q, stage: ResultStage) -> Q:
        """A KPI or measure with the new side's values, where both sides enter values in the same grain; else with its own."""
        new = self._new_quantity(quantity.address)
        if new is None or stage is ResultStage.OLD or _same(quantity.actuals, new.actuals):
            return quantity
        if not (is_entered(quantity) and is_entered(new)):
            return quantity
        if new.definition.grain is not quantity.definition.grain:
            return quantity
        restated = stage is ResultStage.RESTATED
        return replace(quantity, actuals=self._restated(quantity, new) if restated else new.actuals)

    def _restated(self, old: Quantity, new: Quantity) -> Series:
        """The old values, the new ones where there was one before or the period was closed."""
        before, after = values_by_ordinal(old.actuals), values_by_ordinal(new.actuals)
        grain, estimates = old.definition.grain, estimated_ordinals(old.actuals)
        restated = {
            ordinal: before[ordinal] if ordinal in estimates else after.get(ordinal, nan)
            for ordinal in sorted({*before, *after})
            if ordinal in before or self._was_closed(grain, ordinal)
        }
        origin = (old.actuals or new.actuals or (None,))[0]
        if origin is None:
            return ()
        return tuple(
            SeriesLine(ordinal, (value,), origin.origin) for ordinal, value in restated.items()
        )

    def _was_closed(self, grain: Grain, ordinal: int) -> bool:
        calendar = self.sides.old.settings.calendar
        if calendar is None or calendar.closed is None:
            return False
        fiscal = calendar.fiscal
        return fiscal.end(grain, ordinal) <= fiscal.end(calendar.grain, calendar.closed)

    def _with_results(self, kpi: Kpi, stage: ResultStage) -> Kpi:
        """A KPI with the new side's values and judgements."""
        return self._assessed(self._resulting(kpi, stage), stage)

    def _assessed(self, entity: A, stage: ResultStage) -> A:
        """A KPI or objective with the new side's judgements."""
        if stage is not ResultStage.NEW:
            return entity
        new = self.sides.matching.new_of.get(entity.address) or ""
        counterpart = self.sides.new.kpis.get(new) or self.sides.new.objectives.get(new)
        if counterpart is None or _judgements(counterpart) == _judgements(entity):
            return entity
        return replace(entity, assessments=counterpart.assessments)

    def _advanced(self, initiative: Initiative) -> Initiative:
        """An initiative as far as the new side says it has come."""
        new = self.sides.matching.new_of.get(initiative.address)
        counterpart = self.sides.new.initiatives.get(new or "")
        if counterpart is None:
            return initiative
        return replace(
            initiative,
            progress=counterpart.progress,
            spent=counterpart.spent,
            state=counterpart.state,
        )

    def _new_quantity(self, address: str) -> Quantity | None:
        """A thing of the old side, or one added under a name of its own, on the new side; None where it is gone."""
        matching = self.sides.matching
        kept = matching.new_of.get(address) if address in matching.old else address
        new = self.sides.own_names.get(address, kept)
        return self.sides.new.quantity(new) if new is not None else None


def _is_in_grain(model: Model, grain: Grain) -> bool:
    """Whether a model's calendar is of a grain."""
    calendar = model.settings.calendar
    return calendar is not None and calendar.grain is grain


def _is_shared(left: Model, right: Model) -> bool:
    """Whether most of what two models hold are the very same objects, in one calendar."""
    if left.settings != right.settings:
        return False
    return 2 * len(changed_addresses(left, right)) < len(right.kpis) + len(right.measures)


def _scores_or_none(model: Model) -> Scores | None:
    try:
        return evaluate(model)
    except GrainError:
        return None


def _closed_at_its_current(model: Model) -> Model:
    """The same model with its current period told: it scores alike, and compares with counterfactuals that are told theirs."""
    calendar = model.settings.calendar
    if calendar is None or calendar.closed is not None:
        return model
    calendar = replace(calendar, closed=current_period(model))
    return replace(model, settings=replace(model.settings, calendar=calendar))


def _judgements(entity: Kpi | Objective) -> list[tuple[object, ...]]:
    return [(assessment.period, assessment.colour) for assessment in entity.assessments]


def _same(left: Series, right: Series) -> bool:
    return left is right or (
        len(left) == len(right)
        and all(
            a.start == b.start and (a.values == b.values or repr(a.values) == repr(b.values))
            for a, b in zip(left, right, strict=True)
        )
    )


def _new_errors(old: Model, new: Model) -> bool:
    """Whether a model has an error that the old one had not."""
    known = {(p.code, p.message) for p in old.diagnostics}
    return any(p.is_error and (p.code, p.message) not in known for p in new.diagnostics)
