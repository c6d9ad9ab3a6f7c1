"""What the app does to the terminal: its colours, lending it to another program, and leaving it as it was found."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, cast

from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.filter import NoColor

from bsctui.app.shell.screen_diff import ScreenDiff, ShownScreen
from bsctui.app.shell.shutdown import ShutdownHandler
from bsctui.app.ui.styles import LOOK_CLASSES
from bsctui.app.ui.theme_colours import HIGH, LEAST, inks
from bsctui.app.ui.themes import CHOICES, HIGH_CONTRAST, NONE, OWN, TERMINAL, named_theme, theme_for

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from textual import events
    from textual.driver import Driver
    from textual.filter import LineFilter
    from textual.screen import Screen

    from bsctui.app.features.journal.journalling import Journalling


class TerminalApp(App[int]):
    """An app that gives the terminal back, however it ends.

    Args:
        theme: The user's `theme`.
        colourless: Whether NO_COLOR is set: then not even greys are used.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = set(LOOK_CLASSES)

    journalling: Journalling
    """Keeps what is unsaved."""

    def __init__(self, theme: str | None, *, colourless: bool) -> None:
        super().__init__(ansi_color=True if colourless else None)
        for own_theme in OWN:
            self.register_theme(own_theme)
        self.colourless = colourless or named_theme(theme or "") == NONE
        self.theme = theme_for(
            theme,
            self.console.color_system,
            colourless=colourless,
            available=self.available_themes,
        )
        self.ending = ShutdownHandler(self)
        self._sent_screen = ShownScreen()

    @property
    def loop(self) -> asyncio.AbstractEventLoop | None:
        """What the app runs in; None before and after."""
        return self._loop

    @property
    def driver(self) -> Driver | None:
        """What has the terminal."""
        return self._driver

    def _handle_exception(self, error: Exception) -> None:
        """Textual brings here whatever nobody caught, from handlers, timers and workers alike."""
        self.ending.fail(error)
        if self.ending.fault is not None:
            super()._handle_exception(error)

    def exit(
        self,
        result: int | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave; keys that were typed behind `q` may still be on their way."""
        self.ending.is_asked = True
        super().exit(result, return_code, message)

    def _fatal_error(self) -> None:
        """Leave without Textual's traceback, which shows all that is in memory; `ShutdownHandler` tells."""
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """As a fault, also where no error is at hand: the terminal cannot be read any more."""
        del renderables
        self.ending.fail(RuntimeError("the terminal cannot be read"))
        self._close_messages_no_wait()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send an update; of the whole of it only what differs from what the terminal shows."""
        if isinstance(renderable, LayoutUpdate | ChopsUpdate):
            if self._sent_screen.is_unknown:
                renderable = screen._compositor.render_full_update()
            difference = ScreenDiff(self._sent_screen, renderable)
            super()._display(screen, cast("RenderableType", difference))
        else:
            super()._display(screen, renderable)

    def suspend_process(self) -> None:
        """Stop, with all that was started along (`make demo`), until the shell brings it to the front again.

        It is then told its size, as in a new terminal, and draws everything.
        """
        if self._driver is not None and self._driver.can_suspend:
            os.killpg(os.getpgrp(), signal.SIGTSTP)

    def redraw(self) -> None:
        """Send the whole screen: something else has drawn on the terminal."""
        self._sent_screen.forget()
        self.refresh(layout=True)

    def on_resize(self, event: events.Resize) -> None:
        """Another size, or the terminal is the app's own again: nothing is known of what it shows."""
        del event
        self.redraw()

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Lend the terminal to another program, and take it back however that ends."""
        failed: Exception | None = None
        with super().suspend():
            self.ending.is_lent = True
            try:
                yield
            except Exception as error:
                failed = error
            finally:
                self.ending.is_lent = False
        self.redraw()
        if failed is not None:
            raise failed

    def choose_theme(self, name: str) -> None:
        """Other colours from now on; `none` is the terminal's own look without them."""
        self.colourless = name == NONE
        self.theme = TERMINAL if self.colourless else name
        self.refresh_css()

    def theme_word(self) -> str:
        """What the colours are called where one chooses them."""
        name = NONE if self.colourless else self.theme
        return next((word for word, each in CHOICES if each == name), name)

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours, and those of texts, which can be read on each of its grounds."""
        variables = super().get_css_variables()
        return variables | inks(variables, HIGH if self.theme == HIGH_CONTRAST.name else LEAST)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Without colours not even greys reach the terminal."""
        filters = super().get_line_filters()
        return [*filters, NoColor()] if self.colourless else filters
