"""View 4: every KPI and measure in a sortable, filterable table; several can be marked and edited at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from bsctui.app.features.edit.fields import EditForm, EditWeight
from bsctui.app.features.edit.marking import MARKING
from bsctui.app.features.edit.structure import STRUCTURE
from bsctui.app.features.edit.values import VALUES
from bsctui.app.features.explain_score import WHY
from bsctui.app.features.find.find import FINDING_IN_TABLE
from bsctui.app.features.find.line_of_sight import SIGHT
from bsctui.app.views.kpis.columns import CHANGE, COLUMNS, EDITED, PRESENT, WON
from bsctui.app.views.kpis.table import KpiTable
from bsctui.app.views.tables.commands import TABLE
from bsctui.app.views.tables.state import TableState
from bsctui.app.views.tables.view import TableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.app.core.commands import Commands
    from bsctui.app.views.tables.columns import SortableColumn


class KpisView(TableView[KpiTable]):
    """View 4: the table of KPIs and measures, with the columns that fit."""

    COMMANDS: ClassVar[Commands] = (
        *TABLE,
        *FINDING_IN_TABLE,
        *SIGHT,
        EditForm,
        EditWeight,
        *VALUES,
        *WHY,
        *STRUCTURE,
        *MARKING,
    )
    TITLE = "KPIs"

    def make_state(self) -> TableState[KpiTable]:
        """In the text's order at first."""
        return TableState(self.session, KpiTable, COLUMNS)

    @property
    def columns_now(self) -> Sequence[SortableColumn[KpiTable]]:
        """The difference to the last save only where something is unsaved; present scores only under what-if."""
        hidden: tuple[SortableColumn[KpiTable], ...] = ()
        if not self.session.workspace.dirty:
            hidden += (EDITED,)
        hidden += (CHANGE,) if self.session.whatif else (PRESENT, WON)
        return [column for column in self.state.columns if column not in hidden]

    def nothing(self) -> Sequence[str]:
        """How to come to a first KPI."""
        if not self.session.model.objectives:
            return (
                "There is no KPI yet, and no objective that could have one.",
                "1 shows the cascade: `Add an objective` (:) there, then A on it adds a KPI.",
            )
        return ("There is no KPI yet.", "1 shows the cascade: A on an objective adds one.")
