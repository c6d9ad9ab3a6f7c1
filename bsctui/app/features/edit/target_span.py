"""For which periods a changed target holds: how many get another one, and the same change from now on alone; pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bsctui.edits import Refused, SetField
from bsctui.model.entities import BandTarget, ConstantTarget

if TYPE_CHECKING:
    from bsctui.app.core.session import Session
    from bsctui.app.features.edit.targets import TargetPlace
    from bsctui.edits import Edit
    from bsctui.scoring.result import Scores


def changed_periods(session: Session, address: str, edit: Edit) -> list[int]:
    """The columns of the view in which an edit gives a KPI another target; none where it is refused."""
    try:
        preview = session.workspace.preview(edit)
    except Refused:
        return []
    present, would_be = session.present_scores, session.preview_scores(preview)
    before, after = _targets(present, address), _targets(would_be, address)
    if present.periods != would_be.periods:
        return []
    return [
        at for at, (old, new) in enumerate(zip(before, after, strict=False)) if not _same(old, new)
    ]


def _targets(scores: Scores, address: str) -> list[tuple[float, float]]:
    """Lower and upper end of the target in each period."""
    row = scores.row.get(address)
    if row is None:
        return []
    low, high = scores.target_low[row], scores.target_high[row]
    return [(float(low[at]), float(high[at])) for at in range(len(scores.periods))]


def _same(old: tuple[float, float], new: tuple[float, float]) -> bool:
    return all(
        (math.isnan(left) and math.isnan(right)) or math.isclose(left, right, rel_tol=1e-12)
        for left, right in zip(old, new, strict=True)
    )


def from_now_on(
    session: Session, address: str, place: TargetPlace, value: str, reason: str | None
) -> Edit | None:
    """The same target from the period in view on, beside the undated one, which holds before; None where none stands undated."""
    kpi = session.model.kpis.get(place.address)
    target = kpi.definition.target if kpi is not None else None
    if place.address != address or place.before or place.after or not session.period_text:
        return None
    if not isinstance(target, ConstantTarget | BandTarget) or session.column == 0:
        return None
    quoted = reason.replace("\\", "\\\\").replace('"', '\\"') if reason else ""
    written = f' "{quoted}"' if reason else ""
    return SetField(address, "target", f"{value} from {session.period_text}{written}")
