"""A target changed from the period in view on alone, so that what was before stays as it was; pure."""

from __future__ import annotations

import math
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from bsctui.app.core import statement_text
from bsctui.app.features.edit.target_span import changed_periods
from bsctui.edits import Compound, SetField
from bsctui.model.definitions import target_ends
from bsctui.model.entities import BandTarget, ConstantTarget, PlanTarget, WaypointTarget
from bsctui.model.periods import Period
from bsctui.text.literals import quoted

if TYPE_CHECKING:
    from bsctui.app.core.session import Session
    from bsctui.app.features.edit.targets import TargetPlace
    from bsctui.edits import Edit
    from bsctui.model.entities import Kpi, Origin


class LaterTarget(NamedTuple):
    """A change that leaves alone what was before the period in view, and what it means in words."""

    edit: Edit
    text: str


def from_now_on(
    session: Session, address: str, place: TargetPlace, value: str, reason: str | None
) -> LaterTarget | None:
    """The same target from the period in view on alone; None where it cannot be written, or is what was asked for anyway.

    An undated target gets a dated one beside it, a way through waypoints is held where it was the period before, and of a
    level plan the cells that follow change too.
    """
    kpi = session.model.kpis.get(place.address)
    target = kpi.definition.target if kpi is not None else None
    if kpi is None or place.address != address or not session.period_text:
        return None
    typed = place.value(value) + (f" {quoted(reason)}" if reason else "")
    if isinstance(target, PlanTarget):
        return _later_cells(session, kpi, place, typed)
    if session.column == 0:
        return None
    since = session.period_text
    if isinstance(target, WaypointTarget):
        edit = _held_way(session, kpi, typed)
    elif isinstance(target, ConstantTarget | BandTarget) and not place.after:
        written = f"{value} from {since}" + (f" {quoted(reason)}" if reason else "")
        edit = SetField(address, "target", written)
    else:
        return None
    if edit is None or any(at < session.column for at in changed_periods(session, address, edit)):
        return None
    return LaterTarget(edit, f"from now on: from {since}, what was before stays")


def _held_way(session: Session, kpi: Kpi, typed: str) -> Edit | None:
    """A waypoint where the way was in the last own period before the one in view, then the new one."""
    calendar = session.model.settings.calendar
    before, grain = session.scores.periods[session.column - 1], kpi.definition.grain
    if calendar is None:
        return None
    fiscal = session.fiscal
    own = (
        fiscal.containing(grain, before).ordinal
        if grain >= before.grain
        else fiscal.within(grain, before)[-1]
    )
    planned, _ = target_ends(kpi.definition, own, calendar)
    if math.isnan(planned):
        return None
    held = f"{short_exact(planned)} by {fiscal.format(Period(grain, own))}"
    edits = (SetField(kpi.address, "target", held), SetField(kpi.address, "target", typed))
    return Compound(edits, f"{kpi.address}: target {typed} from {session.period_text} on")


def short_exact(value: float) -> str:
    """The shortest text of a number that is it but for what no score shows."""
    texts = (f"{value:.{digits}g}" for digits in range(4, 18))
    return next(
        each for each in texts if "e" not in each and math.isclose(float(each), value, rel_tol=1e-9)
    )


def _later_cells(session: Session, kpi: Kpi, place: TargetPlace, typed: str) -> LaterTarget | None:
    """Of a plan that goes on level: the cell and those after it that say the same."""
    period, _, rest = typed.partition(": ")
    first = session.fiscal.parse(period)
    if first is None or not isinstance(kpi.definition.target, PlanTarget):
        return None
    count = max(
        (
            _level_run(line.origin, first, place.text, session)
            for line in kpi.definition.target.series
        ),
        default=0,
    )
    if count < 2:
        return None
    value, _, behind = rest.partition(" ")
    cells = f"{period}: {' '.join([value] * count)} {behind}".strip()
    more = f"the {count - 1} period{'' if count == 2 else 's'} after it"
    return LaterTarget(
        SetField(kpi.address, "target", cells),
        f"from now on: {period} and {more}, all {place.text} now",
    )


def _level_run(origin: Origin, first: Period, text: str, session: Session) -> int:
    """How many cells of a written series from a period on read the same."""
    start = session.fiscal.parse(statement_text.written_slot(origin, "period"))
    if start is None or start.grain is not first.grain or start.ordinal > first.ordinal:
        return 0
    cells = [cell for cell in statement_text.written_cells(origin) if cell != "|"]
    following = cells[first.ordinal - start.ordinal :]
    return len(list(takewhile(lambda cell: cell == text, following)))
