"""What-if mode: the assumptions of a session, and the scores with them beside the present ones. No Textual here."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from bsctui import numbers
from bsctui.analysis.assumptions import Facet, still_applies
from bsctui.analysis.whatif import assumed_scores, is_averaged, present_ends
from bsctui.app.core.identity import ByIdentity
from bsctui.app.core.spans import StyledSpan
from bsctui.scoring.status import round_to_status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.analysis.assumptions import Assumption
    from bsctui.app.core.session import Session
    from bsctui.app.core.spans import Spans
    from bsctui.scoring.result import Scores


class WhatIfState:
    """Assumptions, each fact once, the latest last; they are nowhere but here until they are kept.

    They stay through edits, undoing, periods, grains and changes on disk, and are laid over whatever
    the text says by then. One whose item is gone, or is measured otherwise now, counts for nothing
    until it is as it was; the list says so.
    """

    def __init__(self) -> None:
        self.assumptions: tuple[Assumption, ...] = ()
        self._made_from: object = None
        self._made: Scores | None = None

    def __bool__(self) -> bool:
        """Whether anything is assumed."""
        return bool(self.assumptions)

    def add(self, assumption: Assumption) -> None:
        """Assume one more; it replaces what was assumed of the same fact."""
        self.assumptions = (
            *(other for other in self.assumptions if other.fact != assumption.fact),
            assumption,
        )

    def drop(self, dropped: Iterable[Assumption]) -> None:
        """Assume these no longer."""
        gone = set(dropped)
        self.assumptions = tuple(
            assumption for assumption in self.assumptions if assumption not in gone
        )

    def overlaid(self, present: Scores) -> Scores:
        """These scores with everything that is assumed; they themselves where nothing is."""
        if not self.assumptions:
            self._made = self._made_from = None
            return present
        basis = (ByIdentity(present), self.assumptions)
        if self._made is None or basis != self._made_from:
            self._made, self._made_from = self.overlaid_on(present), basis
        return self._made

    def overlaid_on(self, scores: Scores) -> Scores:
        """The same for scores that are not the session's: those of an edit not yet made."""
        return assumed_scores(
            scores,
            [assumption for assumption in self.assumptions if still_applies(scores, assumption)],
        )

    def weight(self, address: str, above: str | None, end: int, scores: Scores) -> float | None:
        """The weight assumed of an item (or of its link upward) in a period that ends then."""
        fiscal = scores.timeline.fiscal
        for assumption in reversed(self.assumptions):
            if (assumption.address, assumption.above, assumption.facet) == (
                address,
                above,
                Facet.WEIGHT,
            ):
                grain, ordinal = assumption.period.grain, assumption.period.ordinal
                if fiscal.end(grain, ordinal - 1) < end <= fiscal.end(grain, ordinal):
                    return assumption.low
        return None


class AssumptionText(NamedTuple):
    """An assumption in words: whose, what of it, the number, and what it stands in place of."""

    label: str
    facet: str
    number: str
    instead: str
    period: str
    holds: bool
    averaged: bool

    @property
    def short(self) -> str:
        """For the line under the header."""
        facet = "" if self.facet == "value" else f" {self.facet}"
        return f"{self.label}{facet} {self.number} in {self.period}"

    @property
    def whole(self) -> str:
        """For lists."""
        if not self.holds:
            return f"{self.label}: {self.facet} {self.number} in {self.period}, which no longer applies"
        averaging = ", averaged with its other periods in view" if self.averaged else ""
        return f"{self.label}: {self.facet} {self.number} instead of {self.instead} in {self.period}{averaging}"


def assumption_text(session: Session, assumption: Assumption) -> AssumptionText:
    """An assumption as a person reads it."""
    scores = session.present_scores
    holds = still_applies(scores, assumption)
    label = session.distinct_label(assumption.address)
    if assumption.above is not None:
        label = f"{label} in {session.distinct_label(assumption.above)}"
    return AssumptionText(
        label,
        assumption.facet.value,
        assumption.text,
        _ends(*present_ends(scores, assumption)) if holds else "",
        session.format(assumption.period),
        holds,
        holds and is_averaged(scores, assumption),
    )


def _ends(low: float, high: float) -> str:
    ends = dict.fromkeys((numbers.format_value(low), numbers.format_value(high)))
    return "..".join(ends) or "none"


def assumed_line(session: Session, address: str) -> Spans:
    """A score now and as assumed, for `x`; empty where nothing is assumed or it does not move."""
    row = session.present_scores.row.get(address)
    if not session.whatif or row is None:
        return ()
    won = assumed_points(session, address)
    present = float(session.present_scores.score[row, session.column])
    if won == 0 or (isnan(present) and isnan(float(session.scores.score[row, session.column]))):
        return ()
    look = "gain" if won > 0 else "loss"
    return (
        StyledSpan(" without what is assumed: ", "dim"),
        StyledSpan(
            numbers.format_score(round_to_status(session.present_scores, row, present))
            or "no score"
        ),
        StyledSpan(", so ", "dim"),
        StyledSpan(numbers.format_difference(won) or "it comes or goes", look),
    )


def assumed_points(session: Session, address: str) -> float:
    """The points an item gains or loses by what is assumed; nan where a score comes or goes."""
    row = session.present_scores.row.get(address)
    if row is None:
        return float("nan")
    at = session.column
    return float(session.scores.score[row, at] - session.present_scores.score[row, at])
