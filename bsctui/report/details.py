"""The body of a report: scorecards with their objectives and KPIs, initiatives, problems."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from typing import TYPE_CHECKING, Final

from bsctui import numbers
from bsctui.analysis.correlation import Verdict, evidence, evidence_by_pair
from bsctui.codes import CODES
from bsctui.exchange.maps.strategy import strategy_map
from bsctui.model.entities import InitiativeState, Kind
from bsctui.model.periods import last_day
from bsctui.report.content import InitiativeRow, ReportDiagnostic, ReportSeverity
from bsctui.report.scorecard_rows import (
    ObjectiveRows,
    PerspectiveRows,
    ScorecardFact,
    ScorecardRows,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bsctui.exchange.maps.strategy import StrategyMap
    from bsctui.model.entities import Initiative, Scorecard
    from bsctui.report.reading import ScoreReader
    from bsctui.report.scorecard_rows import KpiRow
    from bsctui.text.diagnostics import Diagnostic

ENDED: Final = frozenset({InitiativeState.DONE, InitiativeState.STOPPED})
STATE_ORDER: Final = (
    InitiativeState.ACTIVE, InitiativeState.PLANNED, None, InitiativeState.DONE,
    InitiativeState.STOPPED,
)  # fmt: skip
"""What is at work first, what has ended last."""

SHOWN_VERDICTS: Final = frozenset({Verdict.SUPPORTED, Verdict.CONTRADICTED})
"""Verdicts that a reader is shown; that there is no evidence, or too little, `bsctui links` tells."""

SEVERITIES: Final = {
    "E": ReportSeverity.ERROR,
    "W": ReportSeverity.WARNING,
    "A": ReportSeverity.ADVICE,
}


# --- Scorecards


def scorecard_rows(reader: ScoreReader) -> tuple[ScorecardRows, ...]:
    """The scorecards in force, in order of display."""
    addresses = [reader.scores.nodes[row].address for row in reader.rows(Kind.SCORECARD)]
    verdict_words, depths = _verdict_words(reader), _depths(reader.model.scorecards)
    return tuple(
        _scorecard_rows(reader, reader.model.scorecards[address], depths[address], verdict_words)
        for address in addresses
    )


def _verdict_words(reader: ScoreReader) -> Mapping[tuple[str, str], str]:
    """What the data say of arrows, as far as they say something."""
    by_ends = evidence_by_pair(evidence(reader.scores))
    return {
        ends: judged.verdict.value
        for ends, judged in by_ends.items()
        if judged.verdict in SHOWN_VERDICTS
    }


def _scorecard_rows(
    reader: ScoreReader, card: Scorecard, depth: int, verdict_words: Mapping[tuple[str, str], str]
) -> ScorecardRows:
    tiers = {tier.name: tier.label for tier in reader.model.settings.tiers}
    return ScorecardRows(
        card.address,
        card.display_name,
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
                    _objective(reader, objective)
                    for objective in reader.children(perspective, Kind.OBJECTIVE)
                ),
            )
            for perspective in reader.children(card.address, Kind.PERSPECTIVE)
        ),
        _strategy(reader, card.address, verdict_words),
    )


def _strategy(
    reader: ScoreReader, address: str, verdict_words: Mapping[tuple[str, str], str]
) -> StrategyMap | None:
    if not _all_shown(reader, address):
        return None
    strategy = strategy_map(reader.model, reader.scores, address, reader.at, verdict_words)
    return strategy if strategy.arrows else None


def _all_shown(reader: ScoreReader, scorecard: str) -> bool:
    """Whether a map would name nothing that is left out: of its objectives, and of what drives them or is driven."""
    if reader.selection.is_whole:
        return True
    for objective in reader.model.objectives.values():
        ends = [objective.address, *(line.value.target for line in objective.drives)]
        touches = any(end.partition(".")[0] == scorecard for end in ends)
        if touches and not all(map(reader.shows, ends)):
            return False
    return True


def _depths(scorecards: Mapping[str, Scorecard]) -> dict[str, int]:
    """How many scorecards stand above each."""
    depths: dict[str, int] = {}
    for address in scorecards:
        passed: list[str] = []
        at: str | None = address
        while at is not None and at not in depths:
            depths[at] = 0
            passed.append(at)
            at = scorecards[at].under
        top = -1 if at is None else depths[at]
        depths |= {address: top + steps for steps, address in enumerate(reversed(passed), 1)}
    return depths


def _facts(card: Scorecard) -> Iterator[ScorecardFact]:
    if card.vision:
        yield ScorecardFact("Vision", card.vision)
    if card.mission:
        yield ScorecardFact("Mission", card.mission)
    yield from (ScorecardFact(name, text) for name, text in card.meta)


def _objective(reader: ScoreReader, address: str) -> ObjectiveRows:
    objective = reader.model.objectives[address]
    shares = reader.shares(address)
    above = [
        line.value.target
        for line in objective.supports
        if line.span.holds(reader.end) and reader.shows(line.value.target)
    ]
    below = [
        member for member in shares if member in reader.model.objectives and reader.shows(member)
    ]
    return ObjectiveRows(
        address,
        objective.display_name,
        reader.owner(address),
        reader.standing(address),
        tuple(
            replace(
                reader.kpi_row(member, shares.get(member, nan)),
                parts=tuple(_part_rows(reader, member)),
            )
            for member in reader.children(address, Kind.KPI)
        ),
        tuple(f"{reader.label(member)} ({reader.where(member)})" for member in below),
        tuple(f"{reader.label(member)} ({reader.where(member)})" for member in above),
    )


def _part_rows(reader: ScoreReader, address: str) -> Iterator[KpiRow]:
    """The parts of a KPI, and theirs, each behind the one it stands in."""
    waiting = [(part, 1) for part in reversed(reader.children(address, Kind.KPI))]
    while waiting:
        part, depth = waiting.pop()
        yield replace(reader.kpi_row(part), depth=depth)
        waiting += [(inner, depth + 1) for inner in reversed(reader.children(part, Kind.KPI))]


# --- Initiatives


def initiative_rows(reader: ScoreReader) -> tuple[InitiativeRow, ...]:
    """All initiatives: overdue and over budget first, ended ones last."""
    today = last_day(reader.fiscal, reader.scores.periods[reader.at]).isoformat()
    rows = [
        (STATE_ORDER.index(initiative.state), _initiative_row(reader, initiative, today))
        for initiative in reader.model.initiatives.values()
        if reader.shows(initiative.address)
    ]
    rows.sort(key=lambda pair: (not pair[1].overdue, not pair[1].over_budget, pair[0]))
    return tuple(work for _, work in rows)


def _initiative_row(reader: ScoreReader, initiative: Initiative, today: str) -> InitiativeRow:
    budget, spent = initiative.budget, initiative.spent
    return InitiativeRow(
        initiative.display_name,
        reader.label(initiative.parent),
        reader.where(initiative.address),
        reader.owner(initiative.address),
        str(initiative.state) if initiative.state else "",
        initiative.due or "",
        nan if initiative.progress is None else initiative.progress,
        "" if budget is None else numbers.format_quantity(budget, initiative.unit),
        "" if spent is None else numbers.format_quantity(spent, initiative.unit),
        initiative.unit or "",
        nan if not budget or spent is None else spent / budget,
        initiative.due is not None and initiative.due <= today and initiative.state not in ENDED,
        budget is not None and spent is not None and spent > budget,
    )


# --- Problems


def report_diagnostics(problems: Iterable[Diagnostic]) -> tuple[ReportDiagnostic, ...]:
    """Errors first, then warnings, then advice; each in file order."""
    rows = [
        ReportDiagnostic(
            SEVERITIES[problem.code[0]],
            problem.code,
            CODES[problem.code].title if problem.code in CODES else "",
            problem.message,
            problem.help or "",
            f"{problem.path}:{problem.line}",
        )
        for problem in problems
    ]
    order = list(ReportSeverity)
    return tuple(sorted(rows, key=lambda trouble: order.index(trouble.severity)))
