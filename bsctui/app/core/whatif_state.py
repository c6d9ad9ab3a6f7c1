"""What-if mode: the assumptions of a session, and the scores with them beside the present ones. No Textual here."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from bsctui import numbers
from bsctui.analysis.assumptions import Facet, still_holds
from bsctui.analysis.whatif import assumed_scores, instead_of, is_averaged
from bsctui.app.core.identity import Held
from bsctui.app.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.analysis.assumptions import Assumption
    from bsctui.app.core.session import Session
    from bsctui.app.core.spans import Spans
    from bsctui.scoring.result import Scores


class Assuming:
    """Assumptions, each fact once, the latest last; they are nowhere but here until they are kept.

    They stay through edits, undoing, periods, grains and changes on disk, and are laid over whatever
    the text says by then. One whose item is gone, or is measured otherwise now, counts for nothing
    until it is as it was; the list says so.
    """

    def __init__(self) -> None:
        self.all: tuple[Assumption, ...] = ()
        self._made_from: object = None
        self._made: Scores | None = None

    def __bool__(self) -> bool:
        """Whether anything is assumed."""
        return bool(self.all)

    def add(self, one: Assumption) -> None:
        """Assume one more; it replaces what was assumed of the same fact."""
        self.all = (*(other for other in self.all if other.fact != one.fact), one)

    def drop(self, some: Iterable[Assumption]) -> None:
        """Assume these no longer."""
        gone = set(some)
        self.all = tuple(one for one in self.all if one not in gone)

    def over(self, present: Scores) -> Scores:
        """These scores with everything that is assumed; they themselves where nothing is."""
        if not self.all:
            self._made = self._made_from = None
            return present
        basis = (Held(present), self.all)
        if self._made is None or basis != self._made_from:
            self._made, self._made_from = self.laid_over(present), basis
        return self._made

    def laid_over(self, scores: Scores) -> Scores:
        """The same for scores that are not the session's: those of an edit not yet made."""
        return assumed_scores(scores, [one for one in self.all if still_holds(scores, one)])

    def weight(self, address: str, above: str | None, end: int, scores: Scores) -> float | None:
        """The weight assumed of an item (or of its link upward) in a period that ends then."""
        fiscal = scores.timeline.fiscal
        for one in reversed(self.all):
            if (one.address, one.above, one.facet) == (address, above, Facet.WEIGHT):
                grain, ordinal = one.period.grain, one.period.ordinal
                if fiscal.end(grain, ordinal - 1) < end <= fiscal.end(grain, ordinal):
                    return one.low
        return None


class Sentence(NamedTuple):
    """An assumption in words: whose, what of it, the number, and what it stands in place of."""

    label: str
    what: str
    number: str
    instead: str
    period: str
    holds: bool
    averaged: bool

    @property
    def short(self) -> str:
        """For the line under the header."""
        what = "" if self.what == "value" else f" {self.what}"
        return f"{self.label}{what} {self.number} in {self.period}"

    @property
    def whole(self) -> str:
        """For lists."""
        if not self.holds:
            return (
                f"{self.label}: {self.what} {self.number} in {self.period}, which no longer applies"
            )
        made = ", averaged with its other periods in view" if self.averaged else ""
        return f"{self.label}: {self.what} {self.number} instead of {self.instead} in {self.period}{made}"


def sentence(session: Session, one: Assumption) -> Sentence:
    """An assumption as a person reads it."""
    scores = session.present_scores
    holds = still_holds(scores, one)
    label = session.label(one.address)
    if one.above is not None:
        label = f"{label} in {session.label(one.above)}"
    return Sentence(
        label,
        one.facet.value,
        one.text,
        _ends(*instead_of(scores, one)) if holds else "",
        session.format(one.period),
        holds,
        holds and is_averaged(scores, one),
    )


def _ends(low: float, high: float) -> str:
    ends = dict.fromkeys((numbers.value(low), numbers.value(high)))
    return "..".join(ends) or "none"


def assumed_line(session: Session, address: str) -> Spans:
    """A score now and as assumed, for `x`; empty where nothing is assumed or it does not move."""
    row = session.present_scores.row.get(address)
    if not session.assuming or row is None:
        return ()
    won = points(session, address)
    present = float(session.present_scores.score[row, session.column])
    if won == 0 or (isnan(present) and isnan(float(session.scores.score[row, session.column]))):
        return ()
    look = "gain" if won > 0 else "loss"
    return (
        Span(" without what is assumed: ", "dim"),
        Span(numbers.score(present) or "no score"),
        Span(", so ", "dim"),
        Span(numbers.difference(won) or "it comes or goes", look),
    )


def points(session: Session, address: str) -> float:
    """The points an item gains or loses by what is assumed; nan where a score comes or goes."""
    row = session.present_scores.row.get(address)
    if row is None:
        return float("nan")
    at = session.column
    return float(session.scores.score[row, at] - session.present_scores.score[row, at])
