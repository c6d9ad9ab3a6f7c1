"""Two revisions compared: every change with its class, its direction and its effect alone, and what became of the scores."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bsctui.advice.advise import advise
from bsctui.review.alignment import AlignedSides
from bsctui.review.changes import ResultRevision
from bsctui.review.counterfactuals import Counterfactuals
from bsctui.review.decisions import changes_between
from bsctui.review.display_labels import DisplayLabels
from bsctui.review.effects import Effect, effects_of
from bsctui.review.facts import ChangeClass
from bsctui.review.goalposts import Gate, ReadingOrder, ReviewedChange
from bsctui.review.isolated_effects import Judge, Judgement
from bsctui.review.joint_effects import JointJudge
from bsctui.review.kept_shares import changes_of_kept_shares
from bsctui.review.many_changes import is_crowd, judged_at_once
from bsctui.review.new_problems import new_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bsctui.model.model import Model
    from bsctui.model.periods import Grain, Period
    from bsctui.review.changes import StrategyChange
    from bsctui.review.counterfactuals import Counterfactual
    from bsctui.review.review_settings import SettingChange
    from bsctui.text.diagnostics import Diagnostic


def every_problem(problem: Diagnostic) -> bool:
    """Every problem is reported."""
    return True


@dataclass(frozen=True)
class Comparison:
    """All that a review says.

    Attributes:
        reviewed: Every change in reading order (`ReadingOrder`): moved goalposts, results taken back, the rest.
        effects: What became of every score that is touched.
        is_reported: Which problems the workspace wants to hear of.
    """

    sides: AlignedSides
    counterfactuals: Counterfactuals
    reviewed: tuple[ReviewedChange, ...]
    effects: tuple[Effect, ...]
    is_reported: Callable[[Diagnostic], bool] = every_problem

    @property
    def goalposts(self) -> tuple[ReviewedChange, ...]:
        """The changes that make something easier or lift a scorecard, then withdrawn or rewritten results."""
        return tuple(reviewed for reviewed in self.reviewed if reviewed.is_goalpost)

    @property
    def other_changes(self) -> tuple[ReviewedChange, ...]:
        """All other rules and results."""
        return tuple(
            reviewed
            for reviewed in self.reviewed
            if not reviewed.is_goalpost and reviewed.change.change_class is not ChangeClass.NONE
        )

    @property
    def without_effect(self) -> tuple[ReviewedChange, ...]:
        """Changes without an effect on any score."""
        return tuple(
            reviewed
            for reviewed in self.reviewed
            if reviewed.change.change_class is ChangeClass.NONE
        )

    @property
    def top_effects(self) -> tuple[Effect, ...]:
        """The effects on the scorecards under no other, of both sides."""
        return tuple(effect for effect in self.effects if effect.is_top)

    @cached_property
    def problems(self) -> tuple[Diagnostic, ...]:
        """Errors, warnings and advice of the new side that the old one had not; what was only renamed is not new."""
        before = _diagnosed(self.sides.old, self.counterfactuals.before)
        after = _diagnosed(self.sides.new, self.counterfactuals.now)
        return tuple(filter(self.is_reported, new_problems(before, after, self.sides.names)))

    @cached_property
    def labels(self) -> DisplayLabels:
        """What things are called."""
        return DisplayLabels(self.sides)

    @property
    def owners(self) -> tuple[str, ...]:
        """Whose things are touched by rules and results."""
        model = self.sides.new
        labels: dict[str, None] = {}
        for reviewed in self.reviewed:
            entity = model.entity(reviewed.change.address) or self.sides.old.entity(
                reviewed.change.old_address or ""
            )
            if reviewed.change.change_class is ChangeClass.NONE or entity is None:
                continue
            side = model if model.entity(entity.address) is entity else self.sides.old
            owner = side.owner(entity)
            if owner is not None:
                labels.setdefault(side.person_label(owner))
        return tuple(labels)

    @property
    def has_scores(self) -> bool:
        """Whether one side at least has scores in the period looked at."""
        return any(self.period_text(new=new) is not None for new in (False, True))

    @property
    def period_label(self) -> str:
        """The period that both sides are seen in, or those of each."""
        return " → ".join(dict.fromkeys(self._period_label(new=new) for new in (False, True)))

    def _period_label(self, *, new: bool) -> str:
        model = self.sides.new if new else self.sides.old
        if model.settings.calendar is None:
            return "no calendar"
        return self.period_text(new=new) or "not in the calendar"

    def period_text(self, *, new: bool) -> str | None:
        """The period that a side is seen in."""
        counterfactual = self.counterfactuals.now if new else self.counterfactuals.before
        model = self.sides.new if new else self.sides.old
        calendar = model.settings.calendar
        if counterfactual.scores is None or counterfactual.at is None or calendar is None:
            return None
        return calendar.fiscal.format(counterfactual.scores.periods[counterfactual.at])


def compare(
    old: Model, new: Model, period: Period | None = None, grain: Grain | None = None,
    progress: Callable[[Sequence[StrategyChange]], Iterable[StrategyChange]] = lambda changes: changes,
    is_reported: Callable[[Diagnostic], bool] = every_problem, settings: Sequence[SettingChange] = (),
) -> Comparison:  # fmt: skip
    """Compare two models.

    Args:
        old: The side before.
        new: The side after.
        period: One period to look at on both sides; by default the current one of each.
        grain: The view; by default that of each side's calendar.
        progress: Given the rules to judge, which takes its time: hands them on one by one.
        is_reported: Which new problems to tell of.
        settings: What changed in `bsctui.toml`.
    """
    sides = AlignedSides(old, new)
    changes = changes_between(sides)
    counterfactuals = Counterfactuals(sides, changes, period, grain)
    judged = _judgements(Judge(counterfactuals, changes), changes, progress)
    gate, order = Gate(counterfactuals), ReadingOrder(counterfactuals)
    reviewed = [gate.reviewed(change, judged.get(id(change))) for change in changes]
    reviewed = [*_with_settings(settings), *gate.with_joint_lifts(reviewed)]
    reviewed.sort(key=order.key)
    effects = tuple(effects_of(counterfactuals, changes))
    return Comparison(sides, counterfactuals, tuple(reviewed), effects, is_reported)


def _judgements(
    judge: Judge,
    changes: Sequence[StrategyChange],
    progress: Callable[[Sequence[StrategyChange]], Iterable[StrategyChange]],
) -> dict[int, Judgement]:
    """By identity of the change: rules, many at a time where that can be, and results that were not there to stay."""
    rules = [change for change in changes if change.change_class is ChangeClass.RULES]
    judged = {
        id(change): judge.judge_kept_shares(change) for change in _of_kept_shares(judge, rules)
    }
    rules = [change for change in rules if id(change) not in judged]
    judged |= {id(change): judgement for change, judgement in JointJudge(judge).judgements(rules)}
    single = [change for change in rules if id(change) not in judged]
    if is_crowd(judge, single):
        judged |= {id(change): judgement for change, judgement in judged_at_once(judge, single)}
    else:
        judged |= {id(change): judge.judge(change) for change in progress(single)}
    results = [change for change in changes if change.revision not in {None, ResultRevision.NEW}]
    if is_crowd(judge, results):
        return judged | {id(change): Judgement(None, crowd=len(results)) for change in results}
    return judged | {id(change): judge.judge_results(change) for change in results}


def _of_kept_shares(judge: Judge, rules: Sequence[StrategyChange]) -> Iterator[StrategyChange]:
    before, after = judge.base.standing, judge.counterfactuals.standing_now
    if before is not None and after is not None:
        yield from changes_of_kept_shares(rules, judge.sides, before, after)


def _with_settings(settings: Sequence[SettingChange]) -> Iterator[ReviewedChange]:
    for setting in settings:
        yield ReviewedChange(setting.change, Judgement(setting.direction), setting.is_goalpost)


def _diagnosed(model: Model, counterfactual: Counterfactual) -> Iterator[Diagnostic]:
    """The problems of a side, and the advice on what it scores."""
    yield from model.diagnostics
    if counterfactual.scores is not None:
        yield from advise(model, counterfactual.scores)
