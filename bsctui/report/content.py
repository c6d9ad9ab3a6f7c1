"""What a report says, as values: gathered once from model and scores, then written in several formats."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bsctui.exchange.maps.strategy import StrategyMap

PeriodSeries = tuple[float, ...]
"""A number a period of the view; nan for none."""


@dataclass(frozen=True, slots=True)
class ReportedScore:
    """How something stands in the period of the report. Absent numbers are nan.

    Attributes:
        score: 0 to 100, or to the KPI's cap.
        change: Points against the nearest earlier period that has a score.
        status: A colour, `insufficient`, or None without a score.
        word: The status as people call it: the band's label, else the colour.
        trend: 1 up, 0 flat, -1 down; None for none.
        coverage: Percent of the weight below it that has a score.
        judged: A person set the status, not the score.
        broken: It rests on a line that cannot be read or is wrong.
        history: Scores up to the period of the report.
    """

    score: float
    change: float
    status: str | None
    word: str
    trend: int | None
    coverage: float
    judged: bool
    broken: bool
    history: PeriodSeries


@dataclass(frozen=True, slots=True)
class KpiFigures:
    """The figures of a KPI, as text where people read them and as lines where they are drawn.

    Attributes:
        value: With its unit; empty for none.
        target: With its unit; a band as `60 to 90 days`; empty for none.
        remark: How far the value can be trusted: made from a part of its periods, or measured earlier.
        values: Measured, in every period of the view.
        low: The target, or the lower end of its band.
        high: The target, or the upper end of its band.
        at: The index of the period of the report.
    """

    value: str
    target: str
    remark: str
    unit: str
    values: PeriodSeries
    low: PeriodSeries
    high: PeriodSeries
    at: int

    @property
    def is_plottable(self) -> bool:
        """Whether there is more than one value to draw a line through."""
        return sum(not isnan(number) for number in self.values[: self.at + 1]) > 1


@dataclass(frozen=True, slots=True)
class KpiRow:
    """One KPI in its scorecard's table.

    Attributes:
        share: Its weight in its objective, as a share of 1 after those without score dropped out; 0 where
            it does not count.
        depth: How many KPIs it stands in as a part.
        parts: All its parts in force, each behind the one it stands in.
    """

    address: str
    label: str
    owner: str
    role: str
    share: float
    standing: ReportedScore
    figures: KpiFigures
    depth: int = 0
    parts: tuple[KpiRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectiveRows:
    """One objective with its KPIs; `supported` names what supports it from below, `serves` what it serves above."""

    address: str
    label: str
    owner: str
    standing: ReportedScore
    kpis: tuple[KpiRow, ...]
    supported: tuple[str, ...]
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PerspectiveRows:
    """One perspective of a scorecard with its objectives."""

    label: str
    standing: ReportedScore
    objectives: tuple[ObjectiveRows, ...]


@dataclass(frozen=True, slots=True)
class ScorecardFact:
    """Something said of a scorecard: its vision, its mission, or a `meta` line."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ScorecardRows:
    """One scorecard.

    Attributes:
        depth: How many scorecards stand above it.
        strategy: Its strategy map; None where no objective drives another.
    """

    address: str
    label: str
    owner: str
    tier: str
    depth: int
    standing: ReportedScore
    facts: tuple[ScorecardFact, ...]
    perspectives: tuple[PerspectiveRows, ...]
    strategy: StrategyMap | None

    @property
    def kpi_count(self) -> int:
        """How many KPIs it has."""
        return sum(
            len(objective.kpis)
            for perspective in self.perspectives
            for objective in perspective.objectives
        )


class PointsByPlace(NamedTuple):
    """Points that something won or lost of a score above it."""

    label: str
    points: float


class MoverCause(NamedTuple):
    """One cause of a mover's points; `what` says from where to where."""

    cause: str
    detail: str
    points: float


@dataclass(frozen=True, slots=True)
class Mover:
    """What moved a top score, in its points: the sum of its parts."""

    label: str
    where: str
    points: float
    parts: tuple[MoverCause, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """Why a top score changed since an earlier period.

    Attributes:
        change: Points; all movers' together with `rest`.
        alike: Points among what was scored both times; nan where nothing was.
        movers: Those that moved it most, most first.
        rest: Points of all others together, of which there are `others`.
        perspectives: The same change by the scorecard's perspectives, in their order.
        scorecards: The same change by the scorecards in which it happened, most first.
    """

    address: str
    label: str
    since: str
    before: float
    now: float
    change: float
    alike: float
    movers: tuple[Mover, ...]
    rest: float
    others: int
    perspectives: tuple[PointsByPlace, ...]
    scorecards: tuple[PointsByPlace, ...]


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


class StatusDirection(StrEnum):
    """Which way a status changed; what a reader must see first comes first."""

    WORSE = "worse"
    LOST = "no longer scored"
    BETTER = "better"
    SCORED = "newly scored"
    JUDGED = "judged"
    UNJUDGED = "no longer judged"


@dataclass(frozen=True, slots=True)
class StatusShift:
    """A status that changed since the period before."""

    label: str
    where: str
    kind: str
    before: ReportedScore
    now: ReportedScore
    direction: StatusDirection


class Signature(NamedTuple):
    """Who committed something, and the day."""

    author: str
    date: str


@dataclass(frozen=True, slots=True)
class PeriodRemark:
    """What somebody wrote on the period: a note, or the reason of a judgement (then with its colour)."""

    label: str
    where: str
    text: str
    status: str | None = None
    word: str = ""
    """What a person reads for the status."""
    signature: Signature | None = None
    """None where git does not know it."""

    @property
    def signed(self) -> str:
        """Who wrote it and when, as it stands behind the text; empty where that is not known."""
        return f"{self.signature.author}, {self.signature.date}" if self.signature else ""


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
class RuleChange:
    """One change of rules or doubtful change of results since a revision.

    Attributes:
        direction: `easier`, `harder` …, or what became of results.
        effect: What it does alone, a line a period.
        reason: As written; empty where none is given.
        unchanged_reason: One that stood on the line before, which says nothing of this change.
    """

    label: str
    where: str
    place: str
    what: str
    sign: str
    direction: str
    effect: tuple[str, ...]
    joined: str
    reason: str
    author: str
    unchanged_reason: str = ""


class TopCounterfactual(NamedTuple):
    """A top score under the old facts, with new results under the old rules, and now; as text."""

    label: str
    before: str
    old_rules: str
    now: str
    results: str
    rules: str


class ReportedSection(NamedTuple):
    """Changes of one kind, as a review tells them: moved goalposts, results taken back or restated, harder, neutral."""

    title: str
    changes: tuple[RuleChange, ...]
    are_goalposts: bool


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """What changed in the strategy since a revision.

    Attributes:
        sections: In the order of a review's comment.
        summary: How much of what.
    """

    revision: str
    summary: str
    tops: tuple[TopCounterfactual, ...]
    sections: tuple[ReportedSection, ...]


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
