"""The one screen that everything happens on: header, the view in front, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.screen import Screen
from textual.widgets import ContentSwitcher

from bsctui.app.core.commands import bindings
from bsctui.app.global_commands import GLOBAL_COMMANDS
from bsctui.app.ui.styles import Bar, WrappedBar
from bsctui.app.ui.view import VIEWS

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from bsctui.app.shell.app import Shell


class MainScreen(Screen[None]):
    """Header, the view in front, footer."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(GLOBAL_COMMANDS))
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (100, "-wide")]

    def compose(self) -> ComposeResult:
        """Three parts; views are added to the middle when first shown."""
        yield Bar(id="header")
        yield Bar(id="assumed")
        yield ContentSwitcher(id="views")
        yield WrappedBar(id="footer")

    async def on_mount(self) -> None:
        """Show the first view, or the review that was asked for."""
        is_review = self.shell.session.compared is not None
        await self.shell.show_view("review" if is_review else VIEWS[0].name)

    @property
    def shell(self) -> Shell:
        """The app."""
        return cast("Shell", self.app)

    def on_bar_clicked(self, event: Bar.Clicked) -> None:
        """Header and footer run the command that a span of theirs names."""
        self.app.call_later(self.shell.action_command, event.click)

    def on_resize(self) -> None:
        """Header and footer are made for a width."""
        if self.shell.is_ready:
            self.shell.sync()
