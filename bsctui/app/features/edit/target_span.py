"""For how many periods a changed target holds: the columns in which an edit gives a KPI another one; pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bsctui.edits import Refused

if TYPE_CHECKING:
    from bsctui.app.core.session import Session
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
