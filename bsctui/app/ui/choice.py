"""A short list to choose from, by cursor or by the key of an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from textual import getters
from textual.containers import Vertical

from bsctui.app.core.commands import LayerCommand
from bsctui.app.core.spans import Spans, StyledSpan, width_of
from bsctui.app.ui.cursor_commands import MOVING, Down, Up
from bsctui.app.ui.header_footer import titled
from bsctui.app.ui.list_layer import ListKeys, ListLayer
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar
from bsctui.cells import align_left, wrap_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

Value = TypeVar("Value")

WIDTH = 80
"""The cells of a box, as the stylesheet has them."""


class Option(NamedTuple, Generic[Value]):
    """An entry: what it stands for, its text, and the key that takes it at once (if any)."""

    value: Value
    text: str
    key: str = ""
    look: str = ""
    words: str = ""
    """What it is found by besides its text."""


class TakeOption(LayerCommand):
    """Enter, whatever the option's own key is."""

    id = "choice.take"
    keys = "enter"
    help = "takes the line under the cursor"

    def act(self, layer: Choice[Any]) -> None:
        layer.take_option()


class Choice(ListLayer[Value], Generic[Value]):
    """Asks for one of several, under a title and lines that explain.

    A key that opened the question is never one of its keys (`q` does not confirm `q`).
    """

    KEYS = (TakeOption, ListKeys)

    def __init__(
        self, title: str, options: Sequence[Option[Value]], explain: Sequence[Spans] = ()
    ) -> None:
        super().__init__()
        self._title = title
        self._options = tuple(options)
        self._explain = tuple(explain)

    def compose(self) -> ComposeResult:
        """Title, explanation, the list."""
        with Vertical(id="box"):
            yield Bar(id="title")
            if self._explain:
                explanation = Listing(id="explanation")
                explanation.can_focus = False
                yield explanation
            yield Listing(id="options")

    def on_mount(self) -> None:
        """Fill the lists and give them the height they need."""
        self._show_title()
        room = max(4, self.size.height - 6)
        if self._explain:
            explanation = self.query_one("#explanation", Listing)
            lines = self._explained()
            height = min(len(lines), room - min(len(self._options), room // 2))
            explanation.styles.height = height
            explanation.show(Lines(lines), 0)
            room -= height
            if len(lines) > height:
                self._show_title(f"{len(lines)} lines, page keys read on")
        options = self.query_one("#options", Listing)
        options.styles.height = min(len(self._options), room)
        options.show(Lines(tuple(self._line(option) for option in self._options)), 0)
        options.focus()

    def _show_title(self, *hints: str) -> None:
        width = min(WIDTH, self.app.size.width)
        title = titled(
            (StyledSpan(f" {self._title}", "title"),), hints, width, self.shell.glyphs.ellipsis
        )
        self.query_one("#title", Bar).show(title)

    def _explained(self) -> tuple[Spans, ...]:
        """A sentence too long is wrapped; a line of several spans (a place and what stands there) may be cut."""
        width = min(WIDTH, self.size.width) - 3
        lines: list[Spans] = []
        for spans in self._explain:
            indented = len(spans) == 1 and spans[0].text.startswith(" ")
            if len(spans) != 1 or (indented and width_of(spans) <= width):
                lines.append(spans)
            else:
                parts = wrap_cells(spans[0].text, width)
                lines += [(StyledSpan(f" {part}", spans[0].look),) for part in parts]
        return tuple(lines)

    def _line(self, option: Option[Value]) -> Spans:
        keyed = any(entry.key for entry in self._options)
        sign = (
            (StyledSpan(align_left(f" {option.key}", 4), "key"),) if keyed else (StyledSpan(" "),)
        )
        return (*sign, StyledSpan(option.text, option.look))

    async def take(self, key: events.Key) -> bool:
        """An entry's own key takes it: it is on the screen, so it comes before all others."""
        option = next(
            (option for option in self._options if option.key and option.key == key.character), None
        )
        if option is not None:
            self.dismiss(option.value)
        return option is not None

    def on_listing_chosen(self) -> None:
        """A click on the cursor's row takes it."""
        self.take_option()

    pane = getters.query_one("#options", Listing)
    """The options."""

    def action_walk(self, name: str) -> None:
        """Row by row through the options; page keys and the ends are for what explains them, where that is long."""
        long = self._reading()
        if long is None or name in {Down.id, Up.id}:
            super().action_walk(name)
        else:
            command = next(kind for kind in MOVING if kind.id == name)
            long.move_to(long.scroll_offset.y)
            top = command().target(long)
            long.scroll_to(y=top, animate=False, force=True, immediate=True)

    def _reading(self) -> Listing | None:
        """What explains the options, where not all of it can be seen."""
        explanations = self.query("#explanation").results(Listing)
        return next((text for text in explanations if len(text.rows) > text.size.height), None)

    def take_option(self) -> None:
        """Answer with the entry under the cursor."""
        if self._options:
            self.dismiss(self._options[self.query_one("#options", Listing).cursor].value)
