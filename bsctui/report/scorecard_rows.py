"""A scorecard as a report tells it: its perspectives, objectives and KPIs, each with how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bsctui.exchange.maps.strategy import StrategyMap

PeriodSeries = tuple[float, ...]
"""A number a period of the view; nan for none."""


@dataclass(frozen=True, slots=True)
class ReportedScore:
    """How something stands in the period of the report. Absent numbers are nan.

    Attributes:
        score: 0 to 100, or to the KPI's cap.
        shown: The same as people read it, to one decimal, rounded towards its status.
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
    shown: float
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
