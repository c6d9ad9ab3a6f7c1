"""View 9: every initiative by due date, with state, progress, budget against spent, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from bsctui.app.features.edit.fields import EditForm
from bsctui.app.features.edit.marking import MARKING
from bsctui.app.features.edit.structure import STRUCTURE
from bsctui.app.features.edit.values import AddNote
from bsctui.app.features.find.find import FINDING_IN_TABLE
from bsctui.app.features.find.line_of_sight import SIGHT
from bsctui.app.views.initiatives.table import COLUMNS, DUE, InitiativeTable
from bsctui.app.views.tables.commands import TABLE
from bsctui.app.views.tables.state import TableState
from bsctui.app.views.tables.view import TableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.app.core.commands import Commands


class InitiativesView(TableView[InitiativeTable]):
    """View 9: the table of initiatives, with the columns that fit."""

    COMMANDS: ClassVar[Commands] = (
        *TABLE,
        *FINDING_IN_TABLE,
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
            "1 shows the cascade: A on a KPI, or `Add an initiative` (:), adds one.",
        )
