"""What a report says, as values: gathered once from model and scores, then written in several formats."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bsctui.report.changes import ChangesSince, Movement, PeriodRemark, StatusShift
    from bsctui.report.scorecard_rows import KpiRow, ReportedScore, ScorecardRows


class PerspectiveStanding(NamedTuple):
    """How a perspective of a top scorecard stands."""

    label: str
    standing: ReportedScore


@dataclass(frozen=True, slots=True)
class TopScorecard:
    """A scorecard under no other, with its sentence."""

    address: str
    label: str
    owner: str
    vision: str
    standing: ReportedScore
    perspectives: tuple[PerspectiveStanding, ...]


@dataclass(frozen=True, slots=True)
class Lever:
    """A KPI from which points of a top score are still to be had.

    Attributes:
        share: How much of the top score is made from it, 0 to 1.
        open: Points of the top score still to be had.
    """

    row: KpiRow
    where: str
    share: float
    open: float


@dataclass(frozen=True, slots=True)
class WorstKpi:
    """A KPI in the worst status, with the initiatives at work on it or on its objective."""

    row: KpiRow
    where: str
    initiatives: tuple[str, ...]


class StatusCount(NamedTuple):
    """How many KPIs have a status."""

    status: str | None
    word: str
    number: int


@dataclass(frozen=True, slots=True)
class TierRow:
    """A tier: its score and that of each of its perspectives, None where it has none."""

    label: str
    standing: ReportedScore
    cells: tuple[ReportedScore | None, ...]


@dataclass(frozen=True, slots=True)
class TierMatrix:
    """Tiers by perspectives."""

    perspectives: tuple[str, ...]
    rows: tuple[TierRow, ...]


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """One initiative; texts are empty where nothing is written.

    Attributes:
        progress: Percent, nan for none.
        used: Share of the budget spent, nan for none.
        overdue: Due by the end of the period and neither done nor stopped.
        over_budget: More spent than the budget.
    """

    label: str
    purpose: str
    where: str
    owner: str
    state: str
    due: str
    progress: float
    budget: str
    spent: str
    unit: str
    used: float
    overdue: bool
    over_budget: bool


class ReportSeverity(StrEnum):
    """How grave a problem is."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class ReportDiagnostic:
    """An error, a warning or a piece of advice."""

    severity: ReportSeverity
    code: str
    title: str
    message: str
    remedy: str
    place: str


@dataclass(frozen=True, slots=True)
class ScoreOutlook:
    """Where a score will stand, by what its KPIs did so far.

    Attributes:
        now: Its score in the period of the report.
        low: With `high` the range that holds it in four of five cases.
        middle: As likely to be passed as not.
        status: The likeliest status, with its word, and how likely it is (0 to 1).
    """

    label: str
    where: str
    now: float
    low: float
    middle: float
    high: float
    status: str
    word: str
    chance: float


@dataclass(frozen=True, slots=True)
class KpiOutlook:
    """Where a KPI will stand: values with their unit, and how likely it meets its target (0 to 1)."""

    label: str
    where: str
    now: str
    middle: str
    range: str
    target: str
    unit: str
    chance: float


@dataclass(frozen=True, slots=True)
class ReportOutlook:
    """Where the top scores and the KPIs that matter most will stand in a period to come."""

    until: str
    scores: tuple[ScoreOutlook, ...]
    kpis: tuple[KpiOutlook, ...]


class BandText(NamedTuple):
    """A status with the scores that have it, as in `40 to 70`."""

    status: str
    word: str
    scores: str


@dataclass(frozen=True, slots=True)
class Report:
    """All of it.

    Attributes:
        logo: An image as a data URI; None for none.
        periods: All periods of the view, as text.
        at: The index of the period of the report.
        before: The period before it, as text; None for the first one.
        brief: The report in a few sentences.
        closed: Whether the results of the period are final.
    """

    title: str
    logo: str | None
    periods: tuple[str, ...]
    at: int
    grain: str
    before: str | None
    closed: bool
    brief: tuple[str, ...]
    errors: int
    tops: tuple[TopScorecard, ...]
    counts: tuple[StatusCount, ...]
    movements: tuple[Movement, ...]
    shifts: tuple[StatusShift, ...]
    remarks: tuple[PeriodRemark, ...]
    worst_kpis: tuple[WorstKpi, ...]
    levers: tuple[Lever, ...]
    tiers: TierMatrix
    scorecards: tuple[ScorecardRows, ...]
    initiatives: tuple[InitiativeRow, ...]
    diagnostics: tuple[ReportDiagnostic, ...]
    since: ChangesSince | None
    outlook: ReportOutlook | None
    bands: tuple[BandText, ...]

    @property
    def period(self) -> str:
        """The period of the report."""
        return self.periods[self.at]
