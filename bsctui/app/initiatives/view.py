"""View 9: every initiative by due date, with state, progress, budget against spent, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from bsctui.app.initiatives.table import COLUMNS, DUE, InitiativeTable
from bsctui.app.items.fields import EditForm
from bsctui.app.items.finding import Filter, Find, FindNext, FindPrevious, OnlyMine
from bsctui.app.items.marking import MARKING
from bsctui.app.items.sight import SIGHT
from bsctui.app.items.structure import STRUCTURE
from bsctui.app.items.values import AddNote
from bsctui.app.tables.commands import TABLE
from bsctui.app.tables.state import TableState
from bsctui.app.tables.view import TableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.app.commands import Commands


class InitiativesView(TableView[InitiativeTable]):
    """View 9."""

    COMMANDS: ClassVar[Commands] = (
        *TABLE,
        Find,
        FindNext,
        FindPrevious,
        Filter,
        OnlyMine,
        *SIGHT,
        EditForm,
        AddNote,
        *STRUCTURE,
        *MARKING,
    )
    TITLE = "Initiatives"

    def make_state(self) -> TableState[InitiativeTable]:
        """What is due first stands first."""
        return TableState(self.session, InitiativeTable, COLUMNS, DUE)

    def nothing(self) -> Sequence[str]:
        """How to come to a first one."""
        return (
            "There is no initiative yet.",
            "1 is the cascade: A on a KPI, or `Add an initiative` (:), adds one.",
        )
