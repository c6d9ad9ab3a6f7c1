"""Advice on numbers: targets, values, weights, statuses and initiatives at the current period."""

from __future__ import annotations

from functools import lru_cache
from math import isnan
from typing import TYPE_CHECKING

from bsctui import numbers
from bsctui.advice.remark import Case, Remark
from bsctui.model.definitions import value_at
from bsctui.model.entities import InitiativeState
from bsctui.model.periods import Period, last_day
from bsctui.scoring.status import shown_status, status_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.model.entities import Dated, Entity, Origin, Weight
    from bsctui.model.periods import FiscalYear, Grain
    from bsctui.model.workspace_settings import Band, Calendar

RED = "red"
EPSILON = 1e-9
"""As in `scoring.md`: this near to a threshold is on it."""


def untargeted(case: Case) -> Iterator[Remark]:
    """A105."""
    for kpi in case.kpis:
        if (
            kpi.definition.target is None
            and kpi.definition.scale is None
            and case.weight(kpi.address) > 0
            and not case.judged(kpi.address)
        ):
            yield Remark(
                "A105",
                f"`{kpi.address}` counts and has neither target nor scale",
                kpi.origin,
                "give it a target, or `weight 0`",
            )


def unreported(case: Case) -> Iterator[Remark]:
    """A106."""
    calendar = case.scores.calendar
    for kpi in case.kpis:
        if kpi.same or kpi.formula or kpi.rollup or kpi.definition.carry:
            continue
        if case.judged(kpi.address):
            continue
        grain = kpi.definition.grain
        due = range(
            _first_own(grain, calendar),
            _last_ended(grain, case.scores.periods[case.at], case.end, calendar.fiscal) + 1,
        )[-2:]
        if due and all(isnan(value_at(kpi.actuals, ordinal)) for ordinal in due):
            names = " and ".join(calendar.fiscal.format(Period(grain, ordinal)) for ordinal in due)
            yield Remark(
                "A106",
                f"`{kpi.address}` has no value for {names}",
                kpi.origin,
                "record what is missing, or end the KPI with `until`",
            )


@lru_cache
def _first_own(grain: Grain, calendar: Calendar) -> int:
    """The first own period of a KPI that the calendar holds, wholly or in part."""
    fiscal, start = calendar.fiscal, Period(calendar.grain, calendar.first)
    if grain <= calendar.grain:
        return fiscal.first(grain, start).ordinal
    return fiscal.containing(grain, start).ordinal


@lru_cache
def _last_ended(grain: Grain, current: Period, end: int, fiscal: FiscalYear) -> int:
    """The last period of a grain that ends at or before the current one, which ends at `end`."""
    if grain <= current.grain:
        return fiscal.last(grain, current).ordinal
    ordinal = fiscal.containing(grain, current).ordinal
    return ordinal if fiscal.end(grain, ordinal) <= end else ordinal - 1


def percent_weights(case: Case) -> Iterator[Remark]:
    """A108, for the members of objectives, perspectives and scorecards alike."""
    model = case.model
    for card in case.scorecards:
        named = [(name, lines) for name, lines in card.perspective_weights.items()]
        members = [_stated_weight(case, lines, lines[0].origin) for _, lines in named if lines]
        present = {o.perspective for o in case.objectives_of.get(card.address, ())}
        rest = [
            p
            for p in model.settings.perspectives
            if p.name in present and p.name not in card.perspective_weights
        ]
        members += [_stated_weight(case, p.weights, card.origin) for p in rest]
        yield from _unequal(f"the perspectives of `{card.address}`", members)
    for address, objectives in case.objectives_in.items():
        yield from _unequal(
            f"the objectives of `{address}`",
            [
                _stated_weight(case, o.weights, o.origin)
                for o in objectives
                if case.in_force(o.address)
            ],
        )
    for objective in case.objectives:
        members = [
            _stated_weight(case, kpi.weights, kpi.origin) for kpi in case.kpis_of(objective.address)
        ]
        for giver in case.supported.get(objective.address, ()):
            members.append(_support(case, giver.address, objective.address))
        yield from _unequal(f"the members of `{objective.address}`", members)


class StatedWeight(tuple[float, bool, "Origin"]):
    """A weight, whether it is a percentage, and where it is said."""

    __slots__ = ()


def _stated_weight(case: Case, lines: Sequence[Dated[Weight]], otherwise: Origin) -> StatedWeight:
    best = None
    for line in lines:
        if line.span.holds(case.end) and (
            best is None or line.span.from_period or line.span.until_period
        ):
            best = line
    if best is None:
        return StatedWeight((1.0, False, otherwise))
    return StatedWeight((best.value.value, best.value.percent, best.origin))


def _support(case: Case, giver: str, receiver: str) -> StatedWeight:
    objectives = case.model.objectives
    word = case.links.naming(objectives[receiver].supporters, giver)
    gives = case.links.naming(objectives[giver].supports, receiver)
    in_force = [[line for line in lines if line.span.holds(case.end)] for lines in (word, gives)]
    line = (in_force[0] or in_force[1])[-1]
    weight = line.value.weight
    return StatedWeight(
        (weight.value if weight else 1.0, bool(weight and weight.percent), line.origin)
    )


def _unequal(group: str, members: list[StatedWeight]) -> Iterator[Remark]:
    percents = [member for member in members if member[1]]
    if not percents:
        return
    total = sum(member[0] for member in percents)
    if len(percents) < len(members):
        yield Remark(
            "A108",
            f"among {group} percent weights are mixed with others (a missing weight is 1)",
            percents[0][2],
            "give all of them percentages, or none",
            None,
        )
    elif abs(total - 100) > 1e-9:
        yield Remark(
            "A108",
            f"the percent weights of {group} total {total:g}, not 100",
            percents[0][2],
            "fix the weights",
            None,
        )


def dominated(case: Case) -> Iterator[Remark]:
    """A112."""
    for address, objectives in case.objectives_in.items():
        yield from _dominant(
            address, [(o, case.weight(o.address)) for o in objectives if case.in_force(o.address)]
        )
    for objective in case.objectives:
        members: list[tuple[Entity, float]] = [
            (kpi, case.weight(kpi.address)) for kpi in case.kpis_of(objective.address)
        ]
        members += [
            (giver, _support(case, giver.address, objective.address)[0])
            for giver in case.supported.get(objective.address, ())
        ]
        yield from _dominant(objective.address, members)


def _dominant(parent: str, members: Sequence[tuple[Entity, float]]) -> Iterator[Remark]:
    total = sum(weight for _, weight in members)
    if len(members) < 3 or total <= 0:
        return
    for entity, weight in members:
        if weight > total / 2 + 1e-9:
            yield Remark(
                "A112",
                f"`{entity.address}` carries {100 * weight / total:.0f}% of the weight of `{parent}`",
                entity.origin,
                "balance the weights",
            )


def red_unattended(case: Case) -> Iterator[Remark]:
    """A113."""
    active = {
        i.parent
        for i in case.model.initiatives.values()
        if i.state is InitiativeState.ACTIVE and i.span.holds(case.end)
    }
    for objective in case.objectives:
        if _status(case, objective.address) == RED and objective.address not in active:
            yield Remark(
                "A113",
                f"`{objective.address}` is {_status_text(case, objective.address)}, and no initiative is active on it",
                objective.origin,
                "start one: an `initiative` with `state active`",
            )
    for kpi in case.kpis:
        if (
            _status(case, kpi.address) == RED
            and kpi.address not in active
            and kpi.objective not in active
        ):
            yield Remark(
                "A113",
                f"`{kpi.address}` is {_status_text(case, kpi.address)}, and no initiative is active on it or its objective",
                kpi.origin,
                "start one: an `initiative` with `state active`",
            )


def _status(case: Case, address: str) -> str | None:
    return case.scores.status_word(case.scores.row[address], case.at)


def _status_text(case: Case, address: str) -> str:
    return shown_status(case.scores, case.scores.row[address], case.at)


def contradicting(case: Case) -> Iterator[Remark]:
    """A114."""
    for objective in case.objectives:
        row = case.scores.row[objective.address]
        own, cascaded = (
            float(case.scores.own[row, case.at]),
            float(case.scores.cascaded[row, case.at]),
        )
        if isnan(own) or isnan(cascaded):
            continue
        bands = case.model.scorecards[objective.scorecard].bands or case.model.settings.bands
        first, second = band_of(own, bands), band_of(cascaded, bands)
        if first != second:
            first, second = status_label(first, bands), status_label(second, bands)
            yield Remark(
                "A114",
                f"`{objective.address}` is {first} by its own KPIs ({own:.1f}) and {second} by its supporters ({cascaded:.1f})",
                objective.origin,
                "check which of the two is right",
            )


def band_of(score: float, bands: Sequence[Band]) -> str:
    """The colour that a score has by itself, whatever its coverage."""
    for band in bands:
        if band.below is not None and score < band.below - EPSILON:
            return band.colour
    return bands[-1].colour


def uncombined(case: Case) -> Iterator[Remark]:
    """A115."""
    for kpi in case.kpis:
        definition = kpi.definition
        scored = definition.target is not None or definition.scale is not None
        if kpi.formula is not None and definition.aggregate is None and scored:
            yield Remark(
                "A115",
                f"no `aggregate` says how `{kpi.address}` is combined, so it has no value in a coarser view",
                kpi.formula.origin,
                "write `aggregate recompute` for a ratio, `sum` for a total, `last` for a running total",
                None,
            )


def late(case: Case) -> Iterator[Remark]:
    """A117."""
    calendar = case.scores.calendar
    today = last_day(calendar.fiscal, case.scores.periods[case.at]).isoformat()
    for initiative in case.model.initiatives.values():
        if not initiative.span.holds(case.end):
            continue
        closed = initiative.state in {InitiativeState.DONE, InitiativeState.STOPPED}
        if initiative.due is not None and initiative.due <= today and not closed:
            yield Remark(
                "A117",
                f"`{initiative.address}` was due on {initiative.due} and is not done",
                initiative.origin,
                "close it, move the date, or stop it",
            )
        if (
            initiative.budget is not None
            and initiative.spent is not None
            and initiative.spent > initiative.budget
        ):
            spent, budget = numbers.format_apart(initiative.spent, initiative.budget)
            yield Remark(
                "A117",
                f"`{initiative.address}` has spent {spent} of a budget of {budget}",
                initiative.origin,
                "find more budget, or stop it",
            )


SUBSTANCE = (
    untargeted,
    unreported,
    percent_weights,
    dominated,
    red_unattended,
    contradicting,
    uncombined,
    late,
)
"""One adviser a code, in the order of codes."""
