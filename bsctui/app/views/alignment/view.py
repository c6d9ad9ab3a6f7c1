"""Alignment: the heat map over the line of sight of the selected item, and what has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters
from textual.containers import Vertical

from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui.listing import Listing
from bsctui.app.ui.styles import Bar
from bsctui.app.ui.view import AppView
from bsctui.app.views.alignment.commands import ALIGNMENT, GoToObjective
from bsctui.app.views.alignment.heat_lines import HeatRows, heat_heading, window
from bsctui.app.views.alignment.sight_lines import SightRows
from bsctui.app.views.alignment.state import AlignmentState
from bsctui.escaping import printable

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.strip import Strip


class HeatList(Listing):
    """A list whose cursor is one cell, which its rows draw themselves."""

    def _draw(self, index: int, width: int) -> Strip:
        line = self.rows.line(index, width) if index < len(self.rows) else ()
        return self.strip(line, width)


class AlignmentView(AppView):
    """View 3. Everything that is not drawing stands in `AlignmentState`."""

    COMMANDS = ALIGNMENT
    ENTER = GoToObjective

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._state: AlignmentState | None = None
        self._drawn: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """The heat map with its heading, then the lines of sight with theirs."""
        with Vertical():
            yield Bar(id="heat-heading")
            yield HeatList(id="heat")
            yield Bar(id="sight-heading")
            yield Listing(id="sight")

    # -- parts ---------------------------------------------------------------------------------

    @property
    def state(self) -> AlignmentState:
        """What the view shows."""
        if self._state is None:
            self._state = AlignmentState(self.session)
        return self._state

    heat_pane = getters.query_one("#heat", HeatList)
    """The heat map."""

    sight_pane = getters.query_one("#sight", Listing)
    """The lines of sight."""

    @property
    def in_heat(self) -> bool:
        """Whether the keys go to the heat map."""
        return self.screen.focused is self.heat_pane

    @property
    def pane(self) -> Listing:
        """The list with the focus."""
        return self.heat_pane if self.in_heat else self.sight_pane

    # -- View ----------------------------------------------------------------------------------

    def enter(self) -> None:
        """The keys go to the lines of sight."""
        self.sight_pane.focus()

    def move_to(self, index: int) -> None:
        """Move in the pane with the focus; past its end into the other one."""
        state = self.state
        if self.in_heat:
            if index >= len(state.heat.tiers):
                self.focus_sight()
            else:
                state.take_cell(index, state.place[1])
        elif not state.go_to(index) and index < state.cursor:
            self.focus_heat()

    def focus_heat(self) -> None:
        """Into the heat map, where there is one."""
        if self.state.heat.tiers:
            self.heat_pane.focus()
            self.state.take_cell(*self.state.place)

    def focus_sight(self) -> None:
        """To the lines; the cursor goes to the first objective."""
        self.sight_pane.focus()
        state = self.state
        if state.address is not None:
            state.go_to(state.cursor)

    def leave_layer(self) -> bool:
        """From the heat map back to the selected item's line of sight."""
        if self.in_heat:
            self.sight_pane.focus()
            self.state.leave_cell()
            return True
        return self.state.leave_cell()

    def sync(self) -> None:
        """Draw what changed: other lines, another cell, or only the cursor."""
        state = self.state
        state.refresh()
        self._show_heat()
        drawn = (state.version, self.session.column)
        if drawn != self._drawn:
            self._drawn = drawn
            self.sight_pane.show(SightRows(state, self.shell.glyphs), state.cursor)
        else:
            self.sight_pane.move_to(state.cursor)
        self._head_sight()

    def _head_sight(self) -> None:
        """Whose line of sight it is; what a row without a word does, where the usual word has no room."""
        title, rows = printable(self.state.title()), self.sight_pane.rows
        width = self.sight_pane.scrollable_content_region.width
        spans = [StyledSpan(" Line of sight: ", "dim"), StyledSpan(title, "title")]
        if isinstance(rows, SightRows) and width and rows.leaves_out_usual(width):
            spans.append(StyledSpan("  rows without a word: supports", "dim"))
        self.query_one("#sight-heading", Bar).show(tuple(spans) if title else ())

    def _show_heat(self) -> None:
        state, glyphs, pane = self.state, self.shell.glyphs, self.heat_pane
        shape = window(state.heat, self.size.width - 1, state.place[1])
        self.query_one("#heat-heading", Bar).show(heat_heading(state.heat, shape, glyphs))
        place = state.place if self.in_heat else None
        least = self.session.model.settings.coverage
        pane.styles.height = min(len(state.heat.tiers), max(3, self.size.height // 3))
        pane.show(HeatRows(state.heat, place, shape, least, glyphs), state.place[0])

    # -- mouse and size ------------------------------------------------------------------------

    def on_listing_sized(self) -> None:
        """The columns follow the width."""
        if self._state is not None:
            self._show_heat()
            self._head_sight()

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """A click selects."""
        if event.listing is self.sight_pane:
            self.state.go_to(self.sight_pane.cursor)
        else:
            self.state.take_cell(self.heat_pane.cursor, self.state.place[1])
        self.shell.sync()

    def on_listing_chosen(self) -> None:
        """A second click goes there."""
        self.run_enter()
