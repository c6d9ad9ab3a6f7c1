"""A list found through as you type: the palette's commands, or places to move something to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual import getters
from textual.containers import Vertical

from bsctui.app.core.commands import LayerCommand
from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.app.ui.cursor_commands import Down
from bsctui.app.ui.input_line import InputLine
from bsctui.app.ui.list_layer import ListKeys, ListLayer
from bsctui.app.ui.listing import Listing
from bsctui.cells import align_label, align_right

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from bsctui.app.ui.choice import Option

Value = TypeVar("Value")


def matching(options: Sequence[Option[Value]], typed: str) -> list[Option[Value]]:
    """The options that hold every word typed: those whose text begins with it first, then by text, then by other words."""
    sought = typed.casefold()
    words = sought.split()

    def rank(option: Option[Value]) -> int | None:
        text = option.text.casefold()
        if all(word in text for word in words):
            return 0 if text.startswith(sought) else 1
        behind = f"{text} {option.words.casefold()}"
        return 2 if all(word in behind for word in words) else None

    ranked = [(rank(option), option) for option in options]
    matches = [(place, option) for place, option in ranked if place is not None]
    return [option for _, option in sorted(matches, key=lambda pair: pair[0])]


class _MatchingRows(Generic[Value]):
    """The options found, as rows of a listing."""

    def __init__(self, options: Sequence[Option[Value]]) -> None:
        self._options = options

    def __len__(self) -> int:
        return max(1, len(self._options))

    def line(self, index: int, width: int) -> Spans:
        if not self._options:
            return (StyledSpan(" no match: type less, or esc", "dim"),)
        option = self._options[index]
        end = len(option.key) + 1
        return (
            StyledSpan(align_label(f" {option.text}", width - end - 1), option.look),
            StyledSpan(align_right(option.key, end), "key"),
        )


class TakeMatch(LayerCommand):
    """Enter in the line, and whatever key the user gave it."""

    id = "picker.take"
    keys = "enter"
    help = "takes the line under the cursor"

    def act(self, layer: Picker[Any]) -> None:
        layer.take_found()


class NextMatch(LayerCommand):
    """As in completion: letters are typed, so that no plain key can walk."""

    id = "picker.next"
    keys = "ctrl+n"
    help = "to the next line"

    def act(self, layer: Picker[Any]) -> None:
        layer.action_walk(Down.id)


class Picker(ListLayer[Value], Generic[Value]):
    """Answers with the value of the option chosen.

    Args:
        prompt: What is asked for.
        options: What there is to choose from.
        typed: An option made of what was typed, offered below the others; None for none.
    """

    KEYS = (TakeMatch, NextMatch, ListKeys)

    line = getters.query_one(InputLine)
    """Where the words are typed."""

    def __init__(
        self,
        prompt: str,
        options: Sequence[Option[Value]],
        *,
        typed: Callable[[str], Option[Value] | None] = lambda _: None,
    ) -> None:
        super().__init__()
        self._typed = typed
        self._prompt = prompt
        self._options = tuple(options)
        self._found: list[Option[Value]] = list(options)
        self._sought: str | None = None

    def compose(self) -> ComposeResult:
        """An input over the list."""
        with Vertical(id="box"):
            yield InputLine(enter=self.take_found, hint=self._prompt, id="input")
            yield Listing(id="options")

    def on_mount(self) -> None:
        """All options to begin with."""
        listing = self.pane
        listing.can_focus = False
        listing.styles.height = max(3, min(len(self._options), self.size.height - 6))
        self.line.focus()
        self._fill()

    def action_walk(self, name: str) -> None:
        """Move in what is found for all that is typed now."""
        self._fill()
        super().action_walk(name)

    def on_input_changed(self) -> None:
        """Narrow the list."""
        self._fill()

    def take_found(self) -> None:
        """Enter takes the option under the cursor."""
        self._fill()
        if self._found:
            self.dismiss(self._found[self.pane.cursor].value)

    def on_listing_chosen(self) -> None:
        """So does a click on it."""
        self.take_found()

    def _fill(self) -> None:
        """Show what is found for the text in the line, once for each text."""
        typed = self.line.value
        if typed == self._sought or self.is_answered:
            return
        self._sought = typed
        own = self._typed(typed)
        self._found = [*matching(self._options, typed), *([own] if own is not None else [])]
        self.pane.show(_MatchingRows(self._found), 0)
