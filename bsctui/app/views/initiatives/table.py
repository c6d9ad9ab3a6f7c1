"""Every initiative of a session: what it is for, by when, how far, and what it cost; pure."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bsctui import numbers
from bsctui.app.core.spans import StyledSpan
from bsctui.app.views.tables.columns import SortableColumn, text_ranks
from bsctui.escaping import printable
from bsctui.model.entities import InitiativeState
from bsctui.model.periods import last_day

if TYPE_CHECKING:
    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.session import Session
    from bsctui.app.views.tables.columns import Keys

CLOSED = {InitiativeState.DONE, InitiativeState.STOPPED}


class InitiativeTable:
    """The rows, in the order of display.

    Attributes:
        addresses: What the rows show.
        initiatives: Their records.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.initiatives = tuple(session.model.initiatives.values())
        self.addresses = tuple(each.address for each in self.initiatives)

    def __len__(self) -> int:
        """How many."""
        return len(self.initiatives)

    @cached_property
    def last_day(self) -> str | None:
        """The last day of the period in view, an ISO text; None without a calendar."""
        session = self.session
        if not session.scores.periods:
            return None
        period = session.scores.periods[session.column]
        return last_day(session.fiscal, period).isoformat()

    def overdue(self, at: int) -> bool:
        """Due by the end of the period in view, and neither done nor stopped."""
        initiative = self.initiatives[at]
        if initiative.due is None or self.last_day is None or initiative.state in CLOSED:
            return False
        return initiative.due <= self.last_day

    def over_budget(self, at: int) -> bool:
        """Whether more was spent than there was."""
        initiative = self.initiatives[at]
        return (
            initiative.budget is not None
            and initiative.spent is not None
            and initiative.spent > initiative.budget
        )

    def numbers(self, name: str) -> Keys:
        """A number of every initiative; nan where it is not written."""
        values = [getattr(initiative, name) for initiative in self.initiatives]
        return np.array(
            [math.nan if value is None else value for value in values], dtype=np.float64
        )

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The nearest owner of each row."""
        return tuple(self.session.owner_text(address) for address in self.addresses)

    @cached_property
    def purposes(self) -> tuple[str, ...]:
        """What each is for, as it is called."""
        return tuple(
            self.session.distinct_label(initiative.parent) for initiative in self.initiatives
        )


ORDER = [InitiativeState.ACTIVE, InitiativeState.PLANNED, None, *sorted(CLOSED)]
"""What is under way comes first, what is over last."""


def _label(table: InitiativeTable, at: int, glyphs: Glyphs) -> StyledSpan:
    initiative = table.initiatives[at]
    look = "dim" if initiative.state in CLOSED else ""
    label = printable(table.session.distinct_label(initiative.address))
    return StyledSpan(f"{glyphs.initiative} {label}", look)


def _due(table: InitiativeTable, at: int, glyphs: Glyphs) -> StyledSpan:
    due = table.initiatives[at].due
    if due is None:
        return StyledSpan("open", "dim")
    return StyledSpan(f"{due} late", "error") if table.overdue(at) else StyledSpan(due)


def _state(table: InitiativeTable, at: int, glyphs: Glyphs) -> StyledSpan:
    state = table.initiatives[at].state
    return StyledSpan(state.value if state else "", "dim" if state in CLOSED else "")


def _states(table: InitiativeTable) -> Keys:
    places = [ORDER.index(initiative.state) for initiative in table.initiatives]
    return np.array(places, dtype=np.float64)


def _progress(table: InitiativeTable, at: int, glyphs: Glyphs) -> StyledSpan:
    progress = table.initiatives[at].progress
    if progress is None:
        return StyledSpan("")
    full = glyphs.bars[-1] * round(min(100.0, max(0.0, progress)) / 20)
    return StyledSpan(f"{full:<5}{progress:>4.0f}%" if glyphs.braille else f"{progress:.0f}%")


def _money(value: float | None) -> str:
    return "" if value is None else numbers.format_value(value)


def _budget(table: InitiativeTable, at: int, glyphs: Glyphs) -> StyledSpan:
    return StyledSpan(_money(table.initiatives[at].budget))


def _spent(table: InitiativeTable, at: int, glyphs: Glyphs) -> StyledSpan:
    text = _money(table.initiatives[at].spent)
    return StyledSpan(f"{text} over", "error") if table.over_budget(at) else StyledSpan(text)


def _share(table: InitiativeTable) -> Keys:
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 100 * table.numbers("spent") / table.numbers("budget")
    return np.where(np.isfinite(share), share, np.nan)


def _used(table: InitiativeTable, at: int, glyphs: Glyphs) -> StyledSpan:
    share = float(_share(table)[at])
    look = "error" if table.over_budget(at) else "dim"
    return StyledSpan("" if math.isnan(share) else f"{share:.0f}%", look)


def _purpose(table: InitiativeTable, at: int, glyphs: Glyphs) -> StyledSpan:
    return StyledSpan(printable(table.purposes[at]), "link")


def _owner(table: InitiativeTable, at: int, glyphs: Glyphs) -> StyledSpan:
    return StyledSpan(printable(table.owners[at]), "dim")


def _unit(table: InitiativeTable, at: int, glyphs: Glyphs) -> StyledSpan:
    return StyledSpan(printable(table.initiatives[at].unit or ""), "dim")


LABEL: SortableColumn[InitiativeTable] = SortableColumn(
    name="label", key="l", heading="initiative", width=0, rank=0, cell=_label, at_right=False,
    numbers=lambda table: text_ranks([each.display_name for each in table.initiatives]), keyword="label",
)  # fmt: skip
DUE: SortableColumn[InitiativeTable] = SortableColumn(
    name="due", key="d", heading="due", width=15, rank=0, cell=_due, at_right=False,
    numbers=lambda table: text_ranks([each.due or "" for each in table.initiatives]), keyword="due",
)  # fmt: skip
STATE: SortableColumn[InitiativeTable] = SortableColumn(
    name="state", key="s", heading="state", width=8, rank=1, cell=_state, numbers=_states,
    at_right=False, keyword="state",
)  # fmt: skip
PROGRESS: SortableColumn[InitiativeTable] = SortableColumn(
    name="progress", key="p", heading="progress", width=10, rank=4, cell=_progress,
    numbers=lambda table: table.numbers("progress"), keyword="progress",
)  # fmt: skip
BUDGET: SortableColumn[InitiativeTable] = SortableColumn(
    name="budget", key="b", heading="budget", width=7, rank=3, cell=_budget, falling=True,
    numbers=lambda table: table.numbers("budget"), keyword="budget",
)  # fmt: skip
SPENT: SortableColumn[InitiativeTable] = SortableColumn(
    name="spent", key="n", heading="spent", width=10, rank=2, cell=_spent, falling=True,
    numbers=lambda table: table.numbers("spent"), keyword="spent",
)  # fmt: skip
USED: SortableColumn[InitiativeTable] = SortableColumn(
    name="share of the budget", key="u", heading="used", width=5, rank=7, cell=_used,
    numbers=_share, falling=True,
)  # fmt: skip
UNIT: SortableColumn[InitiativeTable] = SortableColumn(
    name="unit", key="i", heading="unit", width=5, rank=9, cell=_unit, at_right=False,
    numbers=lambda table: text_ranks([each.unit or "" for each in table.initiatives]), keyword="unit",
)  # fmt: skip
PURPOSE: SortableColumn[InitiativeTable] = SortableColumn(
    name="what it is for", key="w", heading="for", width=20, rank=5, cell=_purpose,
    numbers=lambda table: text_ranks(table.purposes), at_right=False, most=36,
)  # fmt: skip
OWNER: SortableColumn[InitiativeTable] = SortableColumn(
    name="owner", key="o", heading="owner", width=11, rank=8, cell=_owner, at_right=False,
    numbers=lambda table: text_ranks(table.owners), most=24, keyword="owner",
)  # fmt: skip

COLUMNS = (LABEL, DUE, STATE, PROGRESS, BUDGET, SPENT, USED, UNIT, PURPOSE, OWNER)
"""In the order in which they stand."""
