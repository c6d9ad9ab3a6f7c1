"""Which of the assumptions can be written, and as which edits; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.analysis.assumptions import Facet, still_holds
from bsctui.analysis.whatif import instead_of
from bsctui.app.core import written_facts
from bsctui.app.core.weights import in_force
from bsctui.app.features.edit.fields import weight_edit
from bsctui.app.features.edit.targets import span_clause
from bsctui.edits import Compound, RecordValue, Refused, SetField
from bsctui.model.entities import BandTarget, ConstantTarget, PlanTarget, WaypointTarget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.analysis.assumptions import Assumption
    from bsctui.app.core.session import Session
    from bsctui.edits import Edit
    from bsctui.model.entities import Dated, Kpi, Weight


class Left(NamedTuple):
    """An assumption that stays assumed, and why it cannot be written."""

    one: Assumption
    why: str


FEW: Final = 3
"""So many kept assumptions are told one by one: in the message, and in that of a commit."""


class Keeping(NamedTuple):
    """What would be written, as one edit, and what would stay assumed."""

    edits: tuple[Edit, ...]
    kept: tuple[Assumption, ...]
    left: tuple[Left, ...]

    @property
    def edit(self) -> Compound:
        """All of it at once."""
        few = len(self.kept) <= FEW
        return Compound(self.edits, None if few else f"{len(self.kept)} assumptions kept")


class CannotWrite(Exception):
    """Why an assumption cannot become text."""


def keeping(session: Session) -> Keeping:
    """Each assumption as an edit, if the text then says just what was assumed."""
    edits: tuple[Edit, ...] = ()
    kept: list[Assumption] = []
    left: list[Left] = []
    for one in session.assuming.all:
        try:
            wanted = (*edits, *edits_of(session, one))
            _check(session, wanted, one)
        except CannotWrite as reason:
            left.append(Left(one, str(reason)))
        except Refused as refused:
            left.append(Left(one, refused.message))
        else:
            edits = wanted
            kept.append(one)
    return Keeping(edits, tuple(kept), tuple(left))


def _check(session: Session, edits: tuple[Edit, ...], one: Assumption) -> None:
    """With the edits made, the text says what was assumed."""
    scores = session.preview_scores(session.workspace.preview(Compound(edits)))
    if not still_holds(scores, one) or instead_of(scores, one) != (one.low, one.high):
        raise CannotWrite(f"no line of its own says the {one.facet} of this period alone")


def edits_of(session: Session, one: Assumption) -> tuple[Edit, ...]:
    """What would have to be written for an assumption to be so.

    Raises:
        CannotWrite: No edit says it.
    """
    if not still_holds(session.present_scores, one):
        raise CannotWrite("it no longer applies")
    if one.facet is Facet.VALUE:
        return (_value(session, one),)
    if one.facet is Facet.WEIGHT:
        return (_weight(session, one),)
    return _target(session, session.model.kpis[one.address], one)


def _value(session: Session, one: Assumption) -> Edit:
    """Only where actuals are entered."""
    quantity = session.model.quantity(one.address)
    if quantity is not None and quantity.formula is not None:
        raise CannotWrite("its value comes from a formula")
    if quantity is not None and quantity.rollup is not None:
        raise CannotWrite("its value is rolled up")
    return RecordValue(one.address, session.format(one.period), one.text)


def _weight(session: Session, one: Assumption) -> Edit:
    """In the line that holds; a link's with the link, a perspective's in the scorecard."""
    item = session.entity(one.address)
    lines: Sequence[Dated[Weight]] = getattr(item, "weights", ()) if one.above is None else ()
    held = in_force(lines, session.fiscal.end(one.period.grain, one.period.ordinal))
    clause = span_clause(session, held.span) if held is not None else ""
    return weight_edit(one.address, session.kind(one.address), one.above, f"{one.text}{clause}")


def _clause(session: Session, target: ConstantTarget | BandTarget, one: Assumption) -> str:
    """When the line that holds in the period does, as it is written behind the number."""
    end = session.fiscal.end(one.period.grain, one.period.ordinal)
    if isinstance(target, ConstantTarget):
        constant = in_force(target.lines, end)
        return span_clause(session, constant.span) if constant is not None else ""
    band = in_force(target.lines, end)
    return span_clause(session, band.span) if band is not None else ""


def _target(session: Session, kpi: Kpi, one: Assumption) -> tuple[Edit, ...]:
    """The constant or band that holds, a waypoint at the period, or the plan's cell."""
    target, period = kpi.definition.target, session.format(one.period)
    own = written_facts.holder(session, kpi, "target") == kpi.address
    if isinstance(target, (ConstantTarget, BandTarget)):
        clause = _clause(session, target, one) if own else ""
        edit = SetField(kpi.address, "target", f"{one.text}{clause}")
        tolerance = None if own else written_facts.text_of(session, kpi, "tolerance")
        more = () if tolerance is None else (SetField(kpi.address, "tolerance", tolerance),)
        return (edit, *more)
    if not own:
        raise CannotWrite("its target is taken over by `like`")
    if isinstance(target, WaypointTarget):
        return (SetField(kpi.address, "target", f"{one.text} by {period}"),)
    if isinstance(target, PlanTarget):
        return (SetField(kpi.address, "target", f"{period}: {one.text}"),)
    raise CannotWrite("it has no target line")
