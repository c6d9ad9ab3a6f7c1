"""What changed, as a report tells it: scores and why they moved, statuses, remarks, and the rules since a revision."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bsctui.report.scorecard_rows import ReportedScore


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
