"""Which written line `t` edits: the constant, the waypoint, the plan's cell or the band in force; pure."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from bsctui.app.core import statement_text
from bsctui.model.entities import BandTarget, ConstantTarget, PlanTarget, WaypointTarget
from bsctui.model.periods import Period
from bsctui.model.validity import line_in_force

if TYPE_CHECKING:
    from bsctui.app.core.session import Session
    from bsctui.model.entities import Kpi, Origin, SeriesLine, Span


class TargetQuestion(Enum):
    """What has to be asked before a target can be edited."""

    NOTHING = "nothing"
    LIKE = "like"
    """The target is another KPI's by `like`: edit that one, or write an own one."""


class TargetPlace(NamedTuple):
    """The line that `t` edits.

    Attributes:
        address: The KPI whose record holds it.
        text: The value as written now; empty where there is none yet.
        before: What stands before the value in the statement (`2025-Q3: ` of a plan's cell).
        after: What stands behind it (` by 2026-Q4`, ` from 2026`).
        ask: What to ask first.
        tolerance: Under `like`: the other's `tolerance`, as written, which an own target needs too.
    """

    address: str
    text: str = ""
    before: str = ""
    after: str = ""
    ask: TargetQuestion = TargetQuestion.NOTHING
    tolerance: str | None = None

    def value(self, typed: str) -> str:
        """The statement's text with another value."""
        return f"{self.before}{typed.strip()}{self.after}"

    @property
    def label(self) -> str:
        """What the prompt asks for."""
        return f"target {self.before}…{self.after}" if self.before or self.after else "target"


def target_place(session: Session, address: str) -> TargetPlace | str:
    """Where the target in force of a KPI stands; or why it has none to edit."""
    kpi = session.model.kpis.get(address)
    if kpi is None:
        return "only a KPI has a target"
    while kpi.same is not None and kpi.same in session.model.kpis:
        kpi = session.model.kpis[kpi.same]
    if kpi.definition.scale is not None:
        return "scored by a scale, which has no target: e edits it"
    place = _place(session, kpi)
    owner = statement_text.keyword_holder(session, kpi, "target")
    if owner is None or owner == kpi.address:
        return place
    return place._replace(
        address=owner,
        ask=TargetQuestion.LIKE,
        tolerance=statement_text.written_text(session, kpi, "tolerance"),
    )


def _place(session: Session, kpi: Kpi) -> TargetPlace:
    target, end = kpi.definition.target, session.end
    if isinstance(target, ConstantTarget):
        constant = line_in_force(target.lines, end) or target.lines[0]
        text = statement_text.written_slot(constant.origin, "value")
        clause = span_clause(session, constant.span)
        return TargetPlace(kpi.address, text, after=f"{_of_baseline(constant.origin)}{clause}")
    if isinstance(target, BandTarget):
        band = line_in_force(target.lines, end) or target.lines[0]
        text = f"{statement_text.written_slot(band.origin, 'low')}..{statement_text.written_slot(band.origin, 'high')}"
        return TargetPlace(kpi.address, text, after=span_clause(session, band.span))
    if isinstance(target, WaypointTarget):
        return _waypoint(session, kpi, target)
    if isinstance(target, PlanTarget):
        return _cell(session, kpi, target)
    return TargetPlace(kpi.address)


def _of_baseline(origin: Origin) -> str:
    """What stands behind a share of the baseline."""
    statement = origin.record.statement_at(origin.line)
    relative = statement is not None and "relative" in statement.form.name
    return " of baseline" if relative else ""


def span_clause(session: Session, span: Span) -> str:
    """A dated fact's clause as the language writes it, with a blank before it."""
    text = ""
    if span.from_period is not None:
        text += f" from {session.format(span.from_period)}"
    if span.until_period is not None:
        text += f" until {session.format(span.until_period)}"
    return text


def _waypoint(session: Session, kpi: Kpi, target: WaypointTarget) -> TargetPlace:
    """The first waypoint not before the period in view, else the last."""
    grain, fiscal = kpi.definition.grain, session.fiscal
    end = session.end or 0
    later = [point for point in target.points if fiscal.end(grain, point.at) >= end]
    point = later[0] if later else target.points[-1]
    return TargetPlace(
        kpi.address,
        statement_text.written_slot(point.origin, "value"),
        after=f"{_of_baseline(point.origin)} by {statement_text.written_slot(point.origin, 'period')}",
    )


def _cell(session: Session, kpi: Kpi, target: PlanTarget) -> TargetPlace:
    """The plan's cell for the period in view: the last one that ends inside it, else before it."""
    grain, fiscal, end = kpi.definition.grain, session.fiscal, session.end or 0
    chosen: tuple[SeriesLine, int] | None = None
    for line in target.series:
        for ordinal in range(line.start, line.start + len(line.values)):
            if chosen is None or fiscal.end(grain, ordinal) <= end:
                chosen = (line, ordinal)
    if chosen is None:
        return TargetPlace(kpi.address)
    line, ordinal = chosen
    return _written_cell(session, kpi, line, Period(grain, ordinal))


def _written_cell(session: Session, kpi: Kpi, line: SeriesLine, own: Period) -> TargetPlace:
    """The cell as it is written, which under `spread` is one of a coarser grain."""
    first = session.fiscal.parse(statement_text.written_slot(line.origin, "period"))
    if first is None:
        return TargetPlace(kpi.address)
    period = session.fiscal.containing(first.grain, own)
    cells = [cell for cell in statement_text.written_cells(line.origin) if cell != "|"]
    index = period.ordinal - first.ordinal
    text = cells[index] if 0 <= index < len(cells) else ""
    spread = " spread" if line.spread else ""
    return TargetPlace(kpi.address, text, before=f"{session.format(period)}: ", after=spread)
