"""The body of a report: scorecards with their objectives and KPIs, initiatives, problems."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Final

from bsctui import numbers
from bsctui.analysis.correlation import Verdict, evidence, verdicts
from bsctui.codes import CODES
from bsctui.exchange.maps.strategy import strategy_map
from bsctui.model.entities import InitiativeState, Kind
from bsctui.model.periods import last_day
from bsctui.report.content import (
    Card,
    Fact,
    ObjectiveRows,
    PerspectiveRows,
    Trouble,
    Weight,
    Work,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bsctui.exchange.maps.strategy import StrategyMap
    from bsctui.model.entities import Initiative, Scorecard
    from bsctui.report.reading import Reader
    from bsctui.text.diagnostics import Problem

ENDED: Final = frozenset({InitiativeState.DONE, InitiativeState.STOPPED})
STATES: Final = (
    InitiativeState.ACTIVE, InitiativeState.PLANNED, None, InitiativeState.DONE,
    InitiativeState.STOPPED,
)  # fmt: skip
"""What is at work first, what has ended last."""

SPEAKING: Final = frozenset({Verdict.SUPPORTED, Verdict.CONTRADICTED})
"""Verdicts that a reader is shown; that there is no evidence, or too little, `bsctui links` tells."""

WEIGHTS: Final = {"E": Weight.ERROR, "W": Weight.WARNING, "A": Weight.ADVICE}


# --- Scorecards


def cards(reader: Reader) -> tuple[Card, ...]:
    """The scorecards in force, in order of display."""
    found = [reader.scores.nodes[row].address for row in reader.rows(Kind.SCORECARD)]
    told, depths = _told(reader), _depths(reader.model.scorecards)
    return tuple(
        _card(reader, reader.model.scorecards[address], depths[address], told) for address in found
    )


def _told(reader: Reader) -> Mapping[tuple[str, str], str]:
    """What the data say of arrows, as far as they say something."""
    found = verdicts(evidence(reader.scores))
    return {ends: one.verdict.value for ends, one in found.items() if one.verdict in SPEAKING}


def _card(reader: Reader, card: Scorecard, depth: int, told: Mapping[tuple[str, str], str]) -> Card:
    tiers = {tier.name: tier.label for tier in reader.model.settings.tiers}
    return Card(
        card.address,
        card.shown,
        reader.owner(card.address),
        tiers.get(card.tier, card.tier),
        depth,
        reader.standing(card.address),
        tuple(_facts(card)),
        tuple(
            PerspectiveRows(
                reader.label(perspective),
                reader.standing(perspective),
                tuple(
                    _objective(reader, one) for one in reader.children(perspective, Kind.OBJECTIVE)
                ),
            )
            for perspective in reader.children(card.address, Kind.PERSPECTIVE)
        ),
        _strategy(reader, card.address, told),
    )


def _strategy(
    reader: Reader, address: str, told: Mapping[tuple[str, str], str]
) -> StrategyMap | None:
    found = strategy_map(reader.model, reader.scores, address, reader.at, told)
    return found if found.arrows else None


def _depths(scorecards: Mapping[str, Scorecard]) -> dict[str, int]:
    """How many scorecards stand above each."""
    found: dict[str, int] = {}
    for address in scorecards:
        passed: list[str] = []
        at: str | None = address
        while at is not None and at not in found:
            found[at] = 0
            passed.append(at)
            at = scorecards[at].under
        top = -1 if at is None else found[at]
        found |= {one: top + steps for steps, one in enumerate(reversed(passed), 1)}
    return found


def _facts(card: Scorecard) -> Iterator[Fact]:
    if card.vision:
        yield Fact("Vision", card.vision)
    if card.mission:
        yield Fact("Mission", card.mission)
    yield from (Fact(name, text) for name, text in card.meta)


def _objective(reader: Reader, address: str) -> ObjectiveRows:
    objective = reader.model.objectives[address]
    shares = reader.shares(address)
    above = [line.value.target for line in objective.supports if line.span.holds(reader.end)]
    below = [one for one in shares if one in reader.model.objectives]
    return ObjectiveRows(
        address,
        objective.shown,
        reader.owner(address),
        reader.standing(address),
        tuple(
            reader.kpi_row(one, shares.get(one, nan)) for one in reader.children(address, Kind.KPI)
        ),
        tuple(f"{reader.label(one)} ({reader.where(one)})" for one in below),
        tuple(f"{reader.label(one)} ({reader.where(one)})" for one in above),
    )


# --- Initiatives


def works(reader: Reader) -> tuple[Work, ...]:
    """All initiatives: overdue and over budget first, ended ones last."""
    today = last_day(reader.fiscal, reader.scores.periods[reader.at]).isoformat()
    found = [
        (STATES.index(one.state), _work(reader, one, today))
        for one in reader.model.initiatives.values()
    ]
    found.sort(key=lambda pair: (not pair[1].overdue, not pair[1].over_budget, pair[0]))
    return tuple(work for _, work in found)


def _work(reader: Reader, one: Initiative, today: str) -> Work:
    budget, spent = one.budget, one.spent
    return Work(
        one.shown,
        reader.label(one.parent),
        reader.where(one.address),
        reader.owner(one.address),
        str(one.state) if one.state else "",
        one.due or "",
        nan if one.progress is None else one.progress,
        "" if budget is None else numbers.quantity(budget, one.unit),
        "" if spent is None else numbers.quantity(spent, one.unit),
        nan if not budget or spent is None else spent / budget,
        one.due is not None and one.due <= today and one.state not in ENDED,
        budget is not None and spent is not None and spent > budget,
    )


# --- Problems


def troubles(problems: Iterable[Problem]) -> tuple[Trouble, ...]:
    """Errors first, then warnings, then advice; each in file order."""
    found = [
        Trouble(
            WEIGHTS[problem.code[0]],
            problem.code,
            CODES[problem.code].title if problem.code in CODES else "",
            problem.message,
            problem.help or "",
            f"{problem.path}:{problem.line}",
        )
        for problem in problems
    ]
    order = list(Weight)
    return tuple(sorted(found, key=lambda trouble: order.index(trouble.weight)))
