"""Advice on how a strategy hangs together: measures, lines of sight, cause and effect, owners."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING

from bsctui.advice.remark import Case, Remark
from bsctui.model.graph import cycles_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bsctui.model.entities import Entity, Objective
    from bsctui.model.workspace_settings import Person

MOST_KPIS = 25
MOST_OBJECTIVES = 24


def unmeasured(case: Case) -> Iterator[Remark]:
    """A101."""
    for objective in case.objectives:
        if not case.kpis_of(objective.address) and not case.supported.get(objective.address):
            yield Remark(
                "A101",
                f"`{objective.address}` has neither KPI nor supporter",
                objective.origin,
                "give it a KPI, or let an objective below support it",
            )


def objectives_unaligned(case: Case) -> Iterator[Objective]:
    """Those below the top tier that support and align with nothing."""
    for objective in case.objectives:
        links = (*objective.supports, *objective.aligns)
        if case.rank(objective.scorecard) and not any(line.span.holds(case.end) for line in links):
            yield objective


def unaligned(case: Case) -> Iterator[Remark]:
    """A102."""
    for objective in objectives_unaligned(case):
        yield Remark(
            "A102",
            f"`{objective.address}` supports and aligns with nothing above it: no line of sight",
            objective.origin,
            "write `supports` or `aligns` with the objective it serves",
        )


def objectives_uncascaded(case: Case) -> Iterator[Objective]:
    """Those of the top tier that nothing supports or aligns with."""
    for objective in case.objectives:
        if case.rank(objective.scorecard) == 0 and objective.address not in case.served:
            yield objective


def uncascaded(case: Case) -> Iterator[Remark]:
    """A103."""
    for objective in objectives_uncascaded(case):
        yield Remark(
            "A103",
            f"nothing below supports or aligns with `{objective.address}`: it is not cascaded",
            objective.origin,
            "let an objective of a lower tier support it",
        )


def unwarned(case: Case) -> Iterator[Remark]:
    """A104."""
    for objective in case.objectives:
        kpis = case.kpis_of(objective.address)
        if (
            kpis
            and not any(kpi.definition.leading for kpi in kpis)
            and objective.address not in case.driven
        ):
            yield Remark(
                "A104",
                f"`{objective.address}` has only lagging KPIs and no driver: no early warning",
                objective.origin,
                "add a leading KPI, or say what drives it",
            )


def unowned(case: Case) -> Iterator[Remark]:
    """A107, once for all KPIs below the scorecard at the top that has no owner either."""
    unowned_kpis: Counter[str] = Counter(
        _top(case, kpi.scorecard) for kpi in case.kpis if case.model.owner(kpi) is None
    )
    for top, count in unowned_kpis.items():
        yield Remark(
            "A107",
            f"nobody owns `{top}`, nor {'a KPI' if count == 1 else f'{count} KPIs'} below it",
            case.model.scorecards[top].origin,
            "name an `owner`: here for all of it, or further down",
        )


def _top(case: Case, scorecard: str) -> str:
    """The scorecard that a scorecard is under in the end."""
    passed: set[str] = set()
    above: str | None = scorecard
    while above is not None and above in case.model.scorecards and above not in passed:
        passed.add(above)
        scorecard, above = above, case.model.scorecards[above].under
    return scorecard


def overloaded(case: Case) -> Iterator[Remark]:
    """A109."""
    for card in case.scorecards:
        objectives = case.objectives_of.get(card.address, [])
        kpis = sum(len(case.kpis_of(objective.address)) for objective in objectives)
        for count, most, noun in (
            (kpis, MOST_KPIS, "KPIs"),
            (len(objectives), MOST_OBJECTIVES, "objectives"),
        ):
            if count > most:
                yield Remark(
                    "A109",
                    f"`{card.address}` has {count} {noun}: more than {most} are hard to steer by",
                    card.origin,
                    "remove what nobody acts on, or split the scorecard in two",
                )


def cause_and_effect(case: Case) -> Iterator[Remark]:
    """A110."""
    order = [perspective.name for perspective in case.model.settings.perspectives]
    arrows: dict[str, list[str]] = {}
    for objective in case.objectives:
        rank = order.index(objective.perspective)
        lines = [line for line in objective.drives if line.span.holds(case.end)]
        arrows[objective.address] = [
            line.value.target for line in lines if case.in_force(line.value.target)
        ]
        if not lines and rank > 0:
            yield Remark(
                "A110",
                f"`{objective.address}` drives no other objective",
                objective.origin,
                "add `drives` with the objective that it helps",
            )
        for line in lines:
            target = case.model.objectives.get(line.value.target)
            if target is not None and order.index(target.perspective) > rank:
                yield Remark(
                    "A110",
                    f"cause and effect run downward, from {objective.perspective} to {target.perspective}",
                    line.origin,
                    "reverse the link, or leave it out",
                    "ref",
                )
    for circle in cycles_in(arrows):
        first = case.model.objectives[circle[0]]
        shown = " → ".join([*circle, circle[0]])
        line = next(line for line in first.drives if line.value.target == circle[1 % len(circle)])
        yield Remark(
            "A110",
            f"causes run in a circle: {shown}",
            line.origin,
            "leave the weakest of these links out",
            "ref",
        )


def empty_perspectives(case: Case) -> Iterator[Remark]:
    """A111."""
    filled = {(o.scorecard, o.perspective) for o in case.objectives}
    for card in case.scorecards:
        if case.rank(card.address) != 0:
            continue
        for perspective in case.model.settings.perspectives:
            if (card.address, perspective.name) not in filled:
                yield Remark(
                    "A111",
                    f"`{card.address}` has no objective in the perspective `{perspective.name}`",
                    card.origin,
                    "add one, or declare only the perspectives you use",
                )


def counted_twice(case: Case) -> Iterator[Remark]:
    """A116: what feeds a KPI of an objective stands in an objective that also supports it, directly or through others."""
    givers = _givers(case)
    reaching: dict[str, set[str]] = {}
    for quantity in case.model.quantities():
        giver = getattr(quantity, "objective", None)
        if giver is None or not case.in_force(quantity.address):
            continue
        for line in quantity.feeds:
            fed = case.model.kpis.get(line.value.target)
            if fed is None or not line.span.holds(case.end):
                continue
            if fed.objective not in reaching:
                reaching[fed.objective] = _reaching(fed.objective, givers)
            if giver in reaching[fed.objective]:
                yield Remark(
                    "A116",
                    f"`{quantity.address}` reaches `{fed.objective}` twice: by value through `{fed.address}`, and by the score of `{giver}`",
                    line.origin,
                    "keep one of the two; `aligns` keeps the line of sight without adding a score",
                    "ref",
                )


def _givers(case: Case) -> dict[str, list[str]]:
    """By objective those that support it."""
    by_receiver: dict[str, list[str]] = {}
    for objective in case.objectives:
        for line in objective.supports:
            if line.span.holds(case.end):
                by_receiver.setdefault(line.value.target, []).append(objective.address)
    return by_receiver


def _reaching(top: str, givers: Mapping[str, Sequence[str]]) -> set[str]:
    """All objectives whose score reaches one by `supports`, directly or through others."""
    reaching: set[str] = set()
    waiting = [top]
    while waiting:
        for giver in givers.get(waiting.pop(), ()):
            if giver not in reaching:
                reaching.add(giver)
                waiting.append(giver)
    return reaching


def unknown_persons(case: Case) -> Iterator[Remark]:
    """A118."""
    persons = case.model.settings.persons
    if not persons:
        return
    groups = (
        case.model.scorecards,
        case.model.objectives,
        case.model.kpis,
        case.model.measures,
        case.model.initiatives,
    )
    for group in groups:
        for entity in group.values():
            yield from _unknown(entity, persons)


def _unknown(entity: Entity, persons: Mapping[str, Person]) -> Iterator[Remark]:
    for statement in entity.origin.record.statements:
        if statement.form.name not in {"owner", "reporter"}:
            continue
        name = statement.get("person")
        if name is not None and name not in persons:
            close = get_close_matches(name, persons, 1)
            hint = (
                f"did you mean `{close[0]}`?"
                if close
                else "declare the person, or write free text in quotes"
            )
            origin = entity.origin._replace(line=statement.line)
            yield Remark("A118", f"no `person` is called `{name}`", origin, hint, "person")


STRUCTURE = (
    unmeasured,
    unaligned,
    uncascaded,
    unwarned,
    unowned,
    overloaded,
    cause_and_effect,
    empty_perspectives,
    counted_twice,
    unknown_persons,
)
"""One adviser a code, in the order of codes."""
