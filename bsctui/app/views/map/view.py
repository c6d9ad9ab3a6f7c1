"""The map: perspectives as lanes, objectives as boxes with score and status, `drives` as arrows with their lag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters
from textual.containers import Vertical
from textual.geometry import Size

from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui.styles import Bar
from bsctui.app.ui.view import AppView
from bsctui.app.views.map.commands import MAP, OpenBox
from bsctui.app.views.map.pane import MapPane
from bsctui.app.views.map.state import MapState
from bsctui.cells import truncate_cells
from bsctui.escaping import printable
from bsctui.exchange.maps import pens
from bsctui.exchange.maps.grid import TextRun, draw_map, drawn_width, margin_lines
from bsctui.layout.shapes import Point

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from bsctui.app.core.spans import Spans
    from bsctui.exchange.maps.pens import Pen

NOTHING = (
    (TextRun(" There is no scorecard here yet: the cascade (1) shows how to begin.", "strong"),),
)

LINES_AROUND = 4
"""Header, title, links and footer."""


class MapView(AppView):
    """View 2. Everything that is not drawing stands in `MapState`."""

    COMMANDS = MAP
    ENTER = OpenBox

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._state: MapState | None = None
        self._drawn: object = None

    def compose(self) -> ComposeResult:
        """The map between its title and the links of the chosen objective."""
        with Vertical():
            yield Bar(id="map-heading")
            yield MapPane(id="map-pane")
            yield Bar(id="map-links")

    # -- parts ---------------------------------------------------------------------------------

    @property
    def state(self) -> MapState:
        """What the view shows."""
        if self._state is None:
            self._state = MapState(self.session)
        return self._state

    map_pane = getters.query_one("#map-pane", MapPane)
    """The drawing."""

    @property
    def pen(self) -> Pen:
        """The characters that the terminal can show."""
        return pens.UNICODE if self.shell.glyphs.braille else pens.ASCII

    @property
    def _expected_room(self) -> Size:
        """Before the first layout: keys typed ahead already walk on a plan, most often the final one."""
        whole = self.app.size
        return Size(whole.width, max(1, whole.height - LINES_AROUND))

    # -- View ----------------------------------------------------------------------------------

    def enter(self) -> None:
        """The keys go to the map at once: those typed ahead are meant for it."""
        self.screen.set_focus(self.map_pane)

    def sync(self) -> None:
        """Draw what changed: another map or plan, or only the cursor."""
        state, pane = self.state, self.map_pane
        room = pane.room or self._expected_room
        state.refresh(room.width, room.height, self.pen)
        basis = (state.version, state.chosen)
        if basis != self._drawn:
            self._drawn = basis
            self._draw()
        self.query_one("#map-heading", Bar).show(self._heading())
        links = truncate_cells(
            printable(state.links()), self.size.width - 2, self.shell.glyphs.ellipsis
        )
        self.query_one("#map-links", Bar).show((StyledSpan(f" {links}", "dim"),))

    def _draw(self) -> None:
        state, pane = self.state, self.map_pane
        strategy, plan = state.strategy, state.plan
        if strategy is None or plan is None:
            pane.show(((),), 0, NOTHING, len(NOTHING[0][0].text), None)
            return
        pane.show(
            margin_lines(strategy.lanes, plan, self.pen, state.margin),
            state.margin,
            draw_map(strategy, plan, self.pen, state.chosen),
            drawn_width(plan),
            state.box,
        )

    def _heading(self) -> Spans:
        strategy = self.state.strategy
        if strategy is None:
            return (StyledSpan(" Strategy map", "dim"),)
        signs = self.pen
        outside = f"   {signs.inward}{signs.outward} other scorecards" if strategy.foreign else ""
        return (
            StyledSpan(" Strategy map: ", "dim"),
            StyledSpan(printable(strategy.label), "title"),
            StyledSpan(outside, "dim"),
        )

    # -- mouse and size ------------------------------------------------------------------------

    def on_map_pane_sized(self) -> None:
        """The plan follows the room."""
        if self.shell.control.is_ready and self.shell.view is self:
            self.sync()

    def on_map_pane_clicked(self, event: MapPane.Clicked) -> None:
        """A click selects; one on the chosen box opens it."""
        plan = self.state.plan
        boxes = plan.boxes if plan is not None else ()
        box = next((box for box in boxes if box.holds(Point(event.x, event.y))), None)
        if box is None:
            return
        if box.name == self.session.selected:
            self.run_enter()
        else:
            self.state.choose(box.name)
            self.shell.sync()
