"""The palette: every command by its title, found as you type."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input

from bsctui.app.cells import Span, Spans, left, right
from bsctui.app.commands import Command, shown_keys
from bsctui.app.layers.layer import Layer
from bsctui.app.listing import Lines, Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType


def matching(commands: Iterable[type[Command]], typed: str) -> list[type[Command]]:
    """The commands whose title holds every word typed; those that begin so come first."""
    words = typed.casefold().split()
    found = [
        command for command in commands if all(word in command.title.casefold() for word in words)
    ]
    return sorted(found, key=lambda command: not command.title.casefold().startswith(typed.casefold()))


class Palette(Layer[type[Command]]):
    """Answers with the command to run."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    def __init__(self, commands: Sequence[type[Command]], keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._commands = tuple(dict.fromkeys(commands))
        self._keymap = keymap
        self._found: list[type[Command]] = list(self._commands)

    def compose(self) -> ComposeResult:
        """An input over the list."""
        with Vertical(id="box"):
            yield Input(placeholder="a command", id="input", compact=True)
            yield Listing(id="options")

    def on_mount(self) -> None:
        """All commands to begin with."""
        options = self.query_one("#options", Listing)
        options.can_focus = False
        options.styles.height = min(len(self._commands), max(3, self.size.height - 6))
        self.query_one(Input).focus()
        self._fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self._fill(event.value)

    def on_input_submitted(self) -> None:
        """Enter runs the command under the cursor."""
        if self._found:
            self.dismiss(self._found[self.query_one("#options", Listing).cursor])

    def on_listing_chosen(self) -> None:
        """So does a click on it."""
        self.on_input_submitted()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.query_one("#options", Listing).move_by(by)

    def _fill(self, typed: str) -> None:
        self._found = matching(self._commands, typed)
        lines = tuple(self._line(command) for command in self._found)
        nothing: tuple[Spans, ...] = ((Span(" no command is called so", "dim"),),)
        self.query_one("#options", Listing).show(Lines(lines or nothing), 0)

    def _line(self, command: type[Command]) -> Spans:
        keys = " ".join(shown_keys(command, self._keymap))
        return (Span(left(f" {command.title}", 52)), Span(right(keys, 20), "key"))
