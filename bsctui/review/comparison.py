"""Two revisions compared: every change with its class, its direction and its effect alone, and what became of the scores."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bsctui.advice import advise
from bsctui.review.alignment import AlignedSides
from bsctui.review.changes import ChangeKind, ResultRevision, StrategyChange
from bsctui.review.counterfactuals import Counterfactuals
from bsctui.review.decisions import changes_between
from bsctui.review.directions import Direction
from bsctui.review.effects import Effect, effects_of
from bsctui.review.facts import ChangeClass
from bsctui.review.isolated_effects import Judge, Judgement
from bsctui.scoring.evaluate import GrainError, evaluate
from bsctui.scoring.result import COLOURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bsctui.model.model import Model
    from bsctui.model.periods import Grain, Period
    from bsctui.review.counterfactuals import Counterfactual
    from bsctui.text.diagnostics import Diagnostic

DOUBTFUL: Final = frozenset({ResultRevision.CLOSED, ResultRevision.WITHDRAWN})
"""What became of results that a reviewer must see first."""


def every_problem(problem: Diagnostic) -> bool:
    """Every problem is reported."""
    return True


@dataclass(frozen=True, slots=True)
class ReviewedChange:
    """A change with what a reviewer needs to know of it.

    Attributes:
        judgement: Of rules; None for results and for what has no effect.
        is_goalpost: It makes something easier, or takes results back.
    """

    change: StrategyChange
    judgement: Judgement | None
    is_goalpost: bool

    @property
    def direction(self) -> Direction | None:
        """Of rules; None for the others."""
        return self.judgement.direction if self.judgement is not None else None


@dataclass(frozen=True)
class Comparison:
    """All that a review says.

    Attributes:
        reviewed: Every change: goalposts first, then by scorecard in the new side's order.
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
        """The changes that make something easier, and withdrawn or rewritten results."""
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
        remaining = Counter(_problem_key(problem, {}) for problem in before)
        new_problems = []
        for problem in _diagnosed(self.sides.new, self.counterfactuals.now):
            key = _problem_key(problem, self.sides.names)
            if remaining[key]:
                remaining[key] -= 1
            elif self.is_reported(problem):
                new_problems.append(problem)
        return tuple(new_problems)

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
    is_reported: Callable[[Diagnostic], bool] = every_problem,
) -> Comparison:  # fmt: skip
    """Compare two models.

    Args:
        old: The side before.
        new: The side after.
        period: One period to look at on both sides; by default the current one of each.
        grain: The view; by default that of each side's calendar.
        progress: Given the rules to judge, which takes its time: hands them on one by one.
        is_reported: Which new problems to tell of.
    """
    sides = AlignedSides(old, new)
    changes = changes_between(sides)
    counterfactuals = Counterfactuals(sides, changes, period, grain)
    rules = [change for change in changes if change.change_class is ChangeClass.RULES]
    judge = Judge(counterfactuals, rules)
    judged = {id(change): judge.judge(change) for change in progress(rules)}
    reviewed = [_reviewed(counterfactuals, change, judged.get(id(change))) for change in changes]
    order = {address: at for at, address in enumerate([*new.scorecards, *old.scorecards])}
    reviewed.sort(key=lambda one: (not one.is_goalpost, order.get(one.change.scorecard, -1)))
    effects = tuple(effects_of(counterfactuals, changes))
    return Comparison(sides, counterfactuals, tuple(reviewed), effects, is_reported)


def _diagnosed(model: Model, counterfactual: Counterfactual) -> Iterator[Diagnostic]:
    """The problems of a side, and the advice on what it scores."""
    yield from model.diagnostics
    if counterfactual.scores is not None:
        yield from advise(model, counterfactual.scores)


def _problem_key(problem: Diagnostic, names: Mapping[str, str]) -> tuple[str, ...]:
    """What two sides' problems have in common where they are one: the names in them; an error's words too.

    Advice speaks of scores, and those move without the advice being new.
    """
    words = problem.message if problem.code.startswith("E") else ""
    addresses = [names.get(name, name) for name in _ADDRESS.findall(problem.message)]
    return problem.code, _ADDRESS.sub("", words), *addresses


_ADDRESS: Final = re.compile(r"`([^`]+)`")


def _reviewed(
    counterfactuals: Counterfactuals, change: StrategyChange, judgement: Judgement | None
) -> ReviewedChange:
    if change.change_class is ChangeClass.RULES:
        easier = judgement is not None and judgement.direction is Direction.EASIER
        return ReviewedChange(change, judgement, easier)
    doubtful = change.revision in DOUBTFUL or _flatters(counterfactuals, change)
    return ReviewedChange(change, None, change.change_class is ChangeClass.RESULTS and doubtful)


def _flatters(counterfactuals: Counterfactuals, change: StrategyChange) -> bool:
    """Whether an `assess` line gives a better colour than there was without it: the former line's, else the score's."""
    if change.key is None or change.key[0] != "assess" or change.kind is not ChangeKind.CHANGED:
        return False
    new = _judged_colour(counterfactuals.sides.new, change.address, change.key[1])
    old = _judged_colour(counterfactuals.sides.old, change.old_address or "", change.key[1])
    shown = _colour_shown(counterfactuals, change)
    before, after = old or shown, new or shown
    return before is not None and after is not None and COLOURS.index(after) > COLOURS.index(before)


def _judged_colour(model: Model, address: str, period: str) -> str | None:
    entity = model.kpis.get(address) or model.objectives.get(address)
    calendar = model.settings.calendar
    if entity is None or calendar is None:
        return None
    assessed_period = calendar.fiscal.parse(period)
    return next(
        (
            assessment.colour
            for assessment in entity.assessments
            if assessment.period == assessed_period
        ),
        None,
    )


def _colour_shown(counterfactuals: Counterfactuals, change: StrategyChange) -> str | None:
    """The colour that the new side's score has by itself in the period of a judgement; the worst one where it is insufficient."""
    model = counterfactuals.sides.new
    calendar = model.settings.calendar
    period = (
        calendar.fiscal.parse(change.key[1])
        if calendar is not None and change.key is not None
        else None
    )
    if period is None:
        return None
    bare = replace(
        model,
        kpis={a: replace(kpi, assessments=()) for a, kpi in model.kpis.items()},
        objectives={
            a: replace(objective, assessments=()) for a, objective in model.objectives.items()
        },
    )
    try:
        scores = evaluate(bare, period.grain)
    except GrainError:
        return None
    row = scores.row.get(change.address)
    if row is None or period not in scores.periods:
        return None
    word = scores.status_word(row, scores.periods.index(period))
    return COLOURS[0] if word == "insufficient" else word
