"""Which of the assumptions can be written, and as which edits; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.analysis.assumptions import Facet, still_applies
from bsctui.analysis.whatif import present_ends
from bsctui.app.core import statement_text
from bsctui.app.features.edit.fields import weight_edit
from bsctui.app.features.edit.targets import span_clause
from bsctui.edits import Compound, RecordValue, Refused, SetField
from bsctui.model.entities import BandTarget, ConstantTarget, PlanTarget, WaypointTarget
from bsctui.model.validity import line_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.analysis.assumptions import Assumption
    from bsctui.app.core.session import Session
    from bsctui.edits import Edit
    from bsctui.model.entities import Dated, Kpi, Weight


class UnwritableAssumption(NamedTuple):
    """An assumption that stays assumed, and why it cannot be written."""

    assumption: Assumption
    why: str


FEW: Final = 3
"""So many kept assumptions are told one by one: in the message, and in that of a commit."""


class KeptAssumptions(NamedTuple):
    """What would be written, as one edit, and what would stay assumed."""

    edits: tuple[Edit, ...]
    kept: tuple[Assumption, ...]
    left: tuple[UnwritableAssumption, ...]

    @property
    def edit(self) -> Compound:
        """All of it at once."""
        few = len(self.kept) <= FEW
        return Compound(self.edits, None if few else f"{len(self.kept)} assumptions kept")


class CannotWrite(Exception):
    """Why an assumption cannot become text."""


def kept_assumptions(session: Session) -> KeptAssumptions:
    """Each assumption as an edit, if the text then says just what was assumed."""
    edits: tuple[Edit, ...] = ()
    kept: list[Assumption] = []
    left: list[UnwritableAssumption] = []
    for assumption in session.whatif.assumptions:
        try:
            wanted = (*edits, *edits_of(session, assumption))
            _check(session, wanted, assumption)
        except CannotWrite as reason:
            left.append(UnwritableAssumption(assumption, str(reason)))
        except Refused as refused:
            left.append(UnwritableAssumption(assumption, refused.message))
        else:
            edits = wanted
            kept.append(assumption)
    return KeptAssumptions(edits, tuple(kept), tuple(left))


def _check(session: Session, edits: tuple[Edit, ...], assumption: Assumption) -> None:
    """With the edits made, the text says what was assumed."""
    scores = session.preview_scores(session.workspace.preview(Compound(edits)))
    if not still_applies(scores, assumption) or present_ends(scores, assumption) != (
        assumption.low,
        assumption.high,
    ):
        raise CannotWrite(
            f"it has no line of its own for the {assumption.facet} of only this period"
        )


def edits_of(session: Session, assumption: Assumption) -> tuple[Edit, ...]:
    """What would have to be written for an assumption to be so.

    Raises:
        CannotWrite: No edit says it.
    """
    if not still_applies(session.present_scores, assumption):
        raise CannotWrite("it no longer applies")
    if assumption.facet is Facet.VALUE:
        return (_value(session, assumption),)
    if assumption.facet is Facet.WEIGHT:
        return (_weight(session, assumption),)
    return _target(session, session.model.kpis[assumption.address], assumption)


def _value(session: Session, assumption: Assumption) -> Edit:
    """Only where actuals are entered."""
    quantity = session.model.quantity(assumption.address)
    if quantity is not None and quantity.formula is not None:
        raise CannotWrite("its value comes from a formula")
    if quantity is not None and quantity.rollup is not None:
        raise CannotWrite("its value is rolled up")
    return RecordValue(assumption.address, session.format(assumption.period), assumption.text)


def _weight(session: Session, assumption: Assumption) -> Edit:
    """In the line that holds; a link's with the link, a perspective's in the scorecard."""
    item = session.entity(assumption.address)
    lines: Sequence[Dated[Weight]] = (
        getattr(item, "weights", ()) if assumption.above is None else ()
    )
    line = line_in_force(
        lines, session.fiscal.end(assumption.period.grain, assumption.period.ordinal)
    )
    clause = span_clause(session, line.span) if line is not None else ""
    return weight_edit(
        assumption.address,
        session.kind(assumption.address),
        assumption.above,
        f"{assumption.text}{clause}",
    )


def _clause(session: Session, target: ConstantTarget | BandTarget, assumption: Assumption) -> str:
    """When the line that holds in the period does, as it is written behind the number."""
    end = session.fiscal.end(assumption.period.grain, assumption.period.ordinal)
    if isinstance(target, ConstantTarget):
        constant = line_in_force(target.lines, end)
        return span_clause(session, constant.span) if constant is not None else ""
    band = line_in_force(target.lines, end)
    return span_clause(session, band.span) if band is not None else ""


def _target(session: Session, kpi: Kpi, assumption: Assumption) -> tuple[Edit, ...]:
    """The constant or band that holds, a waypoint at the period, or the plan's cell."""
    target, period = kpi.definition.target, session.format(assumption.period)
    own = statement_text.keyword_holder(session, kpi, "target") == kpi.address
    if isinstance(target, (ConstantTarget, BandTarget)):
        clause = _clause(session, target, assumption) if own else ""
        edit = SetField(kpi.address, "target", f"{assumption.text}{clause}")
        tolerance = None if own else statement_text.written_text(session, kpi, "tolerance")
        more = () if tolerance is None else (SetField(kpi.address, "tolerance", tolerance),)
        return (edit, *more)
    if not own:
        raise CannotWrite("its target comes from `like`")
    if isinstance(target, WaypointTarget):
        return (SetField(kpi.address, "target", f"{assumption.text} by {period}"),)
    if isinstance(target, PlanTarget):
        return (SetField(kpi.address, "target", f"{period}: {assumption.text}"),)
    raise CannotWrite("it has no target line")
