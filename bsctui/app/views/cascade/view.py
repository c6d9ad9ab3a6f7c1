"""The cascade: tree and detail side by side from 100 columns, one over the other below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters
from textual.containers import Horizontal, Vertical
from textual.geometry import Offset

from bsctui.app.core.form_field import FormField
from bsctui.app.core.session import SiblingOrder
from bsctui.app.core.sibling_order import order_siblings
from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui import tree_columns as columns
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar
from bsctui.app.ui.view import AppView
from bsctui.app.views.cascade.commands import CASCADE, Enter
from bsctui.app.views.cascade.pane import DetailPane
from bsctui.app.views.cascade.rows import TreeRows
from bsctui.app.views.cascade.state import CascadeState
from bsctui.app.views.cascade.welcome import WelcomeLine, first_offer, welcome
from bsctui.escaping import printable

if TYPE_CHECKING:
    from textual.app import ComposeResult


_NOTHING = Lines(((StyledSpan(" nothing matches; esc shows everything again", "dim"),),))


class CascadeView(AppView):
    """View 1. Everything that is not drawing stands in `CascadeState`."""

    COMMANDS = CASCADE
    ENTER = Enter

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._state: CascadeState | None = None
        self._drawn: tuple[object, ...] = ()
        self._welcome: tuple[WelcomeLine, ...] = ()

    def compose(self) -> ComposeResult:
        """The tree under its heading, and the detail."""
        with Horizontal():
            with Vertical(id="tree-side"):
                yield Bar(id="heading")
                yield Listing(id="tree")
            yield DetailPane(id="detail")

    # -- parts ---------------------------------------------------------------------------------

    @property
    def state(self) -> CascadeState:
        """What the view shows."""
        if self._state is None:
            self._state = CascadeState(self.session)
        return self._state

    tree_pane = getters.query_one("#tree", Listing)
    """The tree."""

    detail_pane = getters.query_one("#detail", DetailPane)
    """The detail of the selected item."""

    @property
    def pane(self) -> Listing:
        """The list with the focus; the tree where neither has it."""
        return self.detail_pane if self.screen.focused is self.detail_pane else self.tree_pane

    # -- View ----------------------------------------------------------------------------------

    def enter(self) -> None:
        """The keys go to the tree."""
        self.tree_pane.focus()

    def move_to(self, index: int) -> None:
        """Move in the pane with the focus; in the tree that selects."""
        if self.pane is self.tree_pane and self.state.rows:
            self.state.go_to(index)
        elif self.pane is self.tree_pane:
            self.tree_pane.move_to(index)
        else:
            self.detail_pane.move_to(index)

    def sync(self) -> None:
        """Draw what changed: new rows, or only the cursor."""
        state, session = self.state, self.session
        state.refresh()
        self.set_class(self.is_empty, "-empty")
        mode = self._mode()
        drawn = (state.version, mode, session.column, len(session.marked))
        if drawn != self._drawn:
            self._drawn = drawn
            self._show_rows(mode)
        elif state.rows:
            self.tree_pane.move_to(state.cursor)
        self._sync_detail()

    def _mode(self) -> columns.Mode:
        if self.session.whatif:
            return columns.Mode.ASSUMED
        return columns.Mode.EDITED if self.session.workspace.dirty else columns.Mode.PLAIN

    def _show_rows(self, mode: columns.Mode) -> None:
        """The tree; in place of one without rows what to do about it."""
        state = self.state
        if state.rows:
            rows = TreeRows(state, self.shell.glyphs, mode, self._title())
            self.tree_pane.show(rows, state.cursor)
        else:
            self._welcome = welcome(self.session) if self.is_empty else ()
            lines = (
                Lines(tuple(line.spans for line in self._welcome)) if self.is_empty else _NOTHING
            )
            self.tree_pane.show(lines, first_offer(self._welcome))
        self._sync_heading()

    @property
    def welcome_line(self) -> WelcomeLine:
        """The line under the cursor where there is no scorecard."""
        return self._welcome[self.tree_pane.cursor]

    @property
    def is_empty(self) -> bool:
        """Whether the workspace has no scorecard at all."""
        return not self.session.model.scorecards

    def _sync_detail(self) -> None:
        row = self.state.row
        self.detail_pane.show_item(row.branch if row else None, row.above if row else None)

    def field(self) -> tuple[FormField | None, Offset | None]:
        """In the detail the written line under the cursor, in the tree the label."""
        pane = self.pane
        if pane is self.detail_pane:
            return self.detail_pane.field()
        at = pane.content_region.offset + Offset(0, pane.cursor - pane.scroll_offset.y)
        row = self.state.row
        entity = self.session.entity(row.address) if row is not None else None
        return (FormField("label", entity.label or ""), at) if entity else (None, None)

    def open_detail(self) -> None:
        """Put the detail over the tree where it does not stand beside it, and the focus in it."""
        self.add_class("-over")
        self.detail_pane.focus()
        self.call_after_refresh(self._sync_detail)

    def leave_layer(self) -> bool:
        """Back from the detail to the tree."""
        if self.screen.focused is self.detail_pane or self.has_class("-over"):
            self.remove_class("-over")
            self.tree_pane.focus()
            return True
        narrowed = bool(self.session.query) or self.session.only_mine
        self.session.query, self.session.only_mine = "", False
        return narrowed

    def _sync_heading(self) -> None:
        rows = self.tree_pane.rows
        width = self.tree_pane.scrollable_content_region.width
        heading = self.query_one("#heading", Bar)
        if not isinstance(rows, TreeRows):
            heading.show(())
        elif width:
            shape = rows.shape(width)
            heading.show(
                columns.tree_heading(shape, self._title(), self.shell.glyphs, self.change_base)
            )

    def _title(self) -> str:
        """The view's name, and what narrows or reorders it."""
        session = self.session
        parts = ["Cascade"]
        if session.query:
            parts.append(f"only {printable(session.query)}")
        if session.only_mine:
            parts.append("only mine")
        marked = len(session.marked_items())
        if marked:
            parts.append(f"{marked:,} marked")
        if session.sort is not SiblingOrder.FILE:
            parts.append(f"by {session.sort}{', turned' if session.order_reversed else ''}")
        return ", ".join(parts)

    def on_bar_clicked(self, event: Bar.Clicked) -> None:
        """The head of a column that siblings can be ordered by orders them, again the other way round."""
        event.stop()
        order = next((each for each in SiblingOrder if each == event.click), None)
        if order is not None:
            order_siblings(self.session, order)
            self.shell.sync()

    def on_listing_sized(self) -> None:
        """The columns follow the width, and so does the chart."""
        self._sync_heading()
        self._sync_detail()

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """A click in the tree selects."""
        if event.listing is self.tree_pane:
            self.state.go_to(self.tree_pane.cursor)
            if self._is_fold_sign(event.x):
                self._fold()
            self.shell.sync()

    def listed(self) -> list[str]:
        """The rows of the tree; none while the detail has the keys."""
        return [row.address for row in self.state.rows] if self.pane is self.tree_pane else []

    def crumbs(self) -> tuple[str, ...]:
        """The way down the tree to the cursor's row, through the supporters it was reached by."""
        row = self.state.row
        return super().crumbs() if row is None else self.trail(row.path)

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        """A click on the cursor's row opens it, one on its fold sign folds or unfolds it."""
        if event.listing is self.tree_pane and self._is_fold_sign(event.x):
            self._fold()
        else:
            self.run_enter()

    def _is_fold_sign(self, x: int) -> bool:
        """Whether the sign before the cursor's row stands at a column; the blank after it counts too."""
        row = self.state.row
        return row is not None and row.expandable and 0 <= x - 1 - 2 * row.depth <= 1

    def _fold(self) -> None:
        """Unfold the cursor's row or fold it."""
        if not self.state.unfold():
            self.state.fold()
        self.shell.sync()
