"""The help: every key of the view, by section, made from the command classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical

from bsctui.app.core.commands import Section, shown_keys
from bsctui.app.core.spans import Spans, StyledSpan, align_left
from bsctui.app.ui.layer import Layer
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from bsctui.app.core.commands import Command


def key_lines(commands: Iterable[type[Command]], keymap: Mapping[str, str]) -> tuple[Spans, ...]:
    """The list, one line a command that has a key, sections in their order."""
    lines: list[Spans] = []
    listed = tuple(dict.fromkeys(commands))
    for section in Section:
        members = [kind for kind in listed if kind.section is section]
        entries = [(shown_keys(kind, keymap), kind) for kind in members]
        keyed = [(keys, kind) for keys, kind in entries if keys]
        if keyed:
            lines.append((StyledSpan(f" {section}", "title"),))
            lines.extend(_entry(keys, kind) for keys, kind in keyed)
    return tuple(lines)


def _entry(keys: Sequence[str], kind: type[Command]) -> Spans:
    return (StyledSpan(align_left(f"  {' '.join(keys)}", 22), "key"), StyledSpan(f" {kind.help}"))


class KeyList(Layer[None]):
    """Shows the keys until any key that is not a movement closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "close", id="help", show=False),
        Binding("q", "close", id="quit", show=False),
        Binding("enter", "close", show=False),
        Binding("space", "walk('move.page-down')", show=False),
    ]

    def __init__(self, commands: Iterable[type[Command]], keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._lines = key_lines(commands, keymap)

    def compose(self) -> ComposeResult:
        """A title and the list."""
        with Vertical(id="box"):
            title = Bar(id="title")
            title.show((StyledSpan(" Keys", "title"), StyledSpan("   esc closes", "dim")))
            yield title
            yield Listing(id="keys")

    def on_mount(self) -> None:
        """Fill the list."""
        listing = self.query_one(Listing)
        listing.styles.height = min(len(self._lines), max(3, self.size.height - 3))
        listing.show(Lines(self._lines), 0)
        listing.focus()

    @property
    def pane(self) -> Listing:
        """The list."""
        return self.query_one(Listing)
