"""What an empty field of a form suggests: how its clause is written, with periods of the workspace's own calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.model.periods import Period

if TYPE_CHECKING:
    from bsctui.app.core.session import Session

_BEFORE, _END = "2024-Q4", "2026-Q4"
"""The periods of the examples where there is no calendar."""

_EXAMPLES: Final = {
    "owner": 'a person\'s name, or a text in quotes: "Board"',
    "unit": 'EUR, %, or in quotes: "per 100"',
    "weight": "a number or a percentage: 2, 30%",
    "target": f"30 by {_END}, or 30, or 20..25, or 60% of baseline",
    "baseline": f"60 at {_BEFORE}",
    "better": "higher, lower or within",
    "tolerance": "5, or 10% of target",
    "every": "week, month, quarter, half or year",
    "aggregate": "sum, average, last, min, max",
    "supports": "an objective of a higher tier",
    "drives": "an objective, after 2 quarters",
    "state": "planned, active, done or stopped",
    "due": "2026-03-31",
}


def field_hint(session: Session, keyword: str) -> str:
    """A word of help for a field that is empty; nothing for one that needs none."""
    example = _EXAMPLES.get(keyword, "")
    calendar = session.model.settings.calendar
    if calendar is None:
        return example
    before, end = (
        calendar.fiscal.format(Period(calendar.grain, at))
        for at in (calendar.first - 1, calendar.last)
    )
    return example.replace(_BEFORE, before).replace(_END, end)
