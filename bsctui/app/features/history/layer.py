"""The past of an item: who set its facts, and every commit that touched it; read while it is open already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from bsctui.app.core.commands import LayerCommand
from bsctui.app.core.spans import StyledSpan
from bsctui.app.core.workers import start_worker
from bsctui.app.features.history.history import HistoryLine, HistoryPlace, history_lines
from bsctui.app.ui.header_footer import titled
from bsctui.app.ui.list_layer import LeaveLayer, ListKeys, ListLayer, ReadOn
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar
from bsctui.escaping import printable

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from bsctui.app.core.git_service import ItemGitHistory, ViewedRevision


HINTS = ("esc closes", "enter goes to the line", "tab to the history", "? keys")
"""What can be done, the most needed first."""


class GoToLine(LayerCommand):
    id = "history.go"
    keys = "enter"
    help = "goes to the line of text"

    def act(self, layer: HistoryLayer) -> None:
        layer.action_go()


class NextSection(LayerCommand):
    id = "pane.next"
    keys = "tab,shift+tab"
    help = "from who set the facts to the commits, and back"

    def act(self, layer: HistoryLayer) -> None:
        layer.action_section()


class CloseHistory(LeaveLayer):
    """The key that opened it."""

    id = "past"
    keys = "b"


class HistoryLayer(ListLayer[HistoryPlace]):
    """Answers with a line of the text to go to.

    Args:
        address: The item.
        label: How it is called.
        side: The revision to look from; None for the files as they are.
    """

    KEYS = (GoToLine, NextSection, ReadOn, CloseHistory, LeaveLayer, ListKeys)

    def __init__(self, address: str, label: str, side: ViewedRevision | None = None) -> None:
        super().__init__()
        self._address = address
        self._label = label
        self._side = side
        self._lines: tuple[HistoryLine, ...] = ()

    def compose(self) -> ComposeResult:
        """A title and the lines."""
        with Vertical(id="box", classes="past"):
            yield Bar(id="title")
            yield Listing(id="keys")

    def on_mount(self) -> None:
        """Open at once, read meanwhile."""
        listing = self.pane
        listing.focus()
        listing.styles.height = max(3, self.size.height - 4)
        listing.show(Lines(((StyledSpan(" reading the history...", "dim"),),)))
        self._show_title("")
        start_worker(self, "past", self._read)

    async def _read(self) -> None:
        async for past in self.shell.git_service.item_history(self._address, self._side):
            self._show(past)

    def _show(self, past: ItemGitHistory) -> None:
        listing = self.pane
        width = max(20, listing.scrollable_content_region.width)
        self._lines = tuple(history_lines(past, width, self.shell.glyphs))
        listing.show(Lines(tuple(line.spans for line in self._lines)), listing.cursor)
        missing = len(past.touches) - len(past.standings)
        self._show_title(f"scores then: {missing} to come" if missing else "")

    def _show_title(self, progress: str) -> None:
        hints = (progress,) if progress else HINTS
        title = (StyledSpan(f" Past: {printable(self._label)}", "title"),)
        width = min(120, self.size.width)
        self.query_one("#title", Bar).show(titled(title, hints, width, self.shell.glyphs.ellipsis))

    def action_section(self) -> None:
        """To the other heading."""
        listing = self.pane
        headings = [at for at, line in enumerate(self._lines) if line.is_heading]
        after = [at for at in headings if at > listing.cursor]
        if headings:
            listing.move_to(len(self._lines) - 1)  # so that what stands below the heading shows
            listing.move_to((after or headings)[0])

    def action_go(self) -> None:
        """Answer with the line's place."""
        cursor = self.pane.cursor
        place = self._lines[cursor].place if cursor < len(self._lines) else None
        if place is not None and self._side is None:
            self.dismiss(place)
        else:
            self.app.bell()

    def on_listing_chosen(self) -> None:
        """A second click goes there."""
        self.action_go()
