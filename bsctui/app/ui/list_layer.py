"""A layer around a list whose keys are commands: they can be remapped, and `?` lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual import getters
from textual.containers import Vertical

from bsctui.app.core.commands import LayerCommand, shown_keys
from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.app.ui.layer import Layer
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar
from bsctui.cells import align_left

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from bsctui.app.core.commands import LayerCommands

Answer = TypeVar("Answer")


class ListLayer(Layer[Answer], Generic[Answer]):
    """A layer with a `Listing` in it; the moving keys move in the list."""

    pane = getters.query_one(Listing)
    """The list."""


class LeaveLayer(LayerCommand):
    """The key that ends the app closes a layer first."""

    id = "quit"
    keys = "q"
    help = "closes this"

    def act(self, layer: Layer[Any]) -> None:
        layer.action_close()


class ReadOn(LayerCommand):
    """As in a pager."""

    id = "layer.read-on"
    keys = "space"
    help = "one screen down"

    def act(self, layer: ListLayer[Any]) -> None:
        layer.action_walk("move.page-down")


class ListKeys(LayerCommand):
    """The key that shows a view's keys shows a layer's; while something is typed only the one that is no text."""

    id = "help"
    keys = "question_mark,f1"
    help = "shows the keys of this layer"

    def act(self, layer: ListLayer[Any]) -> None:
        layer.app.push_screen(LayerKeys(layer.KEYS, layer.shell.own_keys))


class CloseKeys(LeaveLayer):
    """The key that opened them."""

    id = "help"
    keys = "question_mark,f1"


class LayerKeys(ListLayer[None]):
    """The keys of a layer, with the user's own.

    Args:
        kinds: What can be done in the layer.
        keymap: The user's own keys.
    """

    KEYS = (CloseKeys, LeaveLayer, ReadOn)

    def __init__(self, kinds: LayerCommands, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._kinds = kinds
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """A title and the list."""
        with Vertical(id="box"):
            title = Bar(id="title")
            title.show((StyledSpan(" Keys", "title"), StyledSpan("   esc closes", "dim")))
            yield title
            yield Listing(id="keys")

    def on_mount(self) -> None:
        """Fill the list."""
        lines = tuple(self._line(kind) for kind in self._kinds)
        self.pane.styles.height = max(1, min(len(lines), self.size.height - 3))
        self.pane.show(Lines(lines), 0)
        self.pane.focus()

    def _line(self, kind: type[LayerCommand]) -> Spans:
        keys = " ".join(shown_keys(kind, self._keymap))
        return (StyledSpan(align_left(f"  {keys}", 22), "key"), StyledSpan(f" {kind.help}"))
