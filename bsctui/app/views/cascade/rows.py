"""The rows of the tree as the listing draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from bsctui import numbers
from bsctui.app.core.item_figures import item_figures
from bsctui.app.ui import tree_columns as columns
from bsctui.model.entities import Kind

if TYPE_CHECKING:
    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.spans import Spans
    from bsctui.app.core.tree import TreeRow
    from bsctui.app.views.cascade.state import CascadeState

MEASURED = 200
"""So many rows tell how wide the labels are: longer ones further down are cut, and nothing is slow."""


class TreeRows:
    """Rows of a cascade under a title; each is put into words when it comes into view."""

    def __init__(
        self, state: CascadeState, glyphs: Glyphs, mode: columns.Mode, title: str = ""
    ) -> None:
        self._state = state
        self._rows = state.rows
        self._glyphs = glyphs
        self._mode = mode
        self._title = title
        session = state.session
        self._saved = session.saved_scores if mode is columns.Mode.EDITED else None
        self._present = session.present_scores if mode is columns.Mode.ASSUMED else None
        self._shape: columns.TreeLayout | None = None
        self._width = 0

    def __len__(self) -> int:
        """How many rows are unfolded."""
        return len(self._rows)

    def shape(self, width: int) -> columns.TreeLayout:
        """The columns at a width."""
        if self._shape is None or self._width != width:
            self._shape = columns.fitting_columns(width, self._mode, self._needed())
            self._width = width
        return self._shape

    def _needed(self) -> columns.TextCells:
        rows, session = self._rows[:MEASURED], self._state.session
        labels = (2 * row.depth + 2 + cell_len(self._label(row)) for row in rows)
        return columns.TextCells(
            max(cell_len(self._title), *labels),
            max((cell_len(session.owner_text(row.address)) for row in rows), default=0),
        )

    def _label(self, row: TreeRow) -> str:
        session = self._state.session
        named = session.distinct_label if row.branch.supporting else session.label
        return named(row.address)

    def line(self, index: int, width: int) -> Spans:
        """One row."""
        row = self._rows[index]
        session = self._state.session
        shown = item_figures(
            session.scores, row.address, session.column, self._saved, self._present
        )
        return columns.tree_line(self._cells(row), shown, self.shape(width), self._glyphs)

    def _cells(self, row: TreeRow) -> columns.TreeCells:
        session = self._state.session
        return columns.TreeCells(
            indent=row.depth,
            sign=self._sign(row),
            label=self._label(row),
            look=_look(row),
            weight=self._weight(row),
            owner=session.owner_text(row.address),
            marked=row.address in session.marked,
        )

    def _sign(self, row: TreeRow) -> str:
        glyphs, kind = self._glyphs, row.branch.kind
        if row.branch.supporting:
            return glyphs.link
        if row.expandable:
            return glyphs.opened if row.opened else glyphs.folded
        if kind is Kind.KPI:
            kpi = self._state.session.model.kpis.get(row.address)
            return glyphs.shared if kpi is not None and kpi.same else glyphs.leaf
        return {Kind.INITIATIVE: glyphs.initiative, Kind.MEASURE: glyphs.measure}.get(
            kind, glyphs.bare
        )

    def _weight(self, row: TreeRow) -> str:
        session = self._state.session
        above = row.above if row.branch.supporting else None
        assumed = session.assumed_weight(row.address, above)
        if assumed is not None:
            return f"{numbers.format_weight(assumed, percent=False)}*"
        weight = session.weight(row.branch, row.above)
        return numbers.format_weight(weight.value, percent=weight.percent) if weight else ""


def _look(row: TreeRow) -> str:
    if row.branch.kind in {Kind.INITIATIVE, Kind.MEASURE}:
        return "dim"
    return "strong" if row.branch.kind in {Kind.SCORECARD, Kind.PERSPECTIVE} else ""
