"""The help: what the signs mean, and every key of the view by section, made from the command classes; searched by `/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters
from textual.containers import Vertical

from bsctui.app.core.commands import LayerCommand, Section, shown_keys
from bsctui.app.core.spans import Spans, StyledSpan, plain_text
from bsctui.app.ui.input_line import InputLine, LabelledLine
from bsctui.app.ui.list_layer import ListLayer, ReadOn
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar
from bsctui.cells import align_left, wrap_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from textual.app import ComposeResult

    from bsctui.app.core.commands import Command
    from bsctui.app.core.legend import LegendLine

NAMES = 22
"""Cells of the keys, and of the signs, beside what they mean."""
BOX = 80
"""The cells of the box, as the stylesheet has them."""
UNBROKEN = 10_000
"""A width at which no help is wrapped."""


def key_lines(
    commands: Iterable[type[Command]], keymap: Mapping[str, str], width: int = UNBROKEN
) -> tuple[Spans, ...]:
    """The list, a command that has a key in as many lines as its help needs, sections in their order."""
    lines: list[Spans] = []
    listed = tuple(dict.fromkeys(commands))
    for section in Section:
        members = [kind for kind in listed if kind.section is section]
        entries = [(shown_keys(kind, keymap), kind) for kind in members]
        keyed = [(keys, kind) for keys, kind in entries if keys]
        if keyed:
            lines.append((StyledSpan(f" {section}", "title"),))
            for keys, kind in keyed:
                lines.extend(_entry(" ".join(keys), kind.help, width))
    return tuple(lines)


def legend_lines(legend: Sequence[LegendLine], width: int = UNBROKEN) -> tuple[Spans, ...]:
    """What the signs mean, under a title."""
    entries = (line for each in legend for line in _entry(each.sign, each.meaning, width))
    return ((StyledSpan(" Signs", "title"),), *entries)


def _entry(name: str, text: str, width: int) -> Iterator[Spans]:
    for at, part in enumerate(wrap_cells(text, max(20, width - NAMES - 2))):
        start = align_left(f"  {name}" if at == 0 else "", NAMES)
        yield (StyledSpan(start, "key"), StyledSpan(f" {part}"))


def entries_with(lines: Sequence[Spans], words: Sequence[str]) -> tuple[Spans, ...]:
    """The entries (with all their lines) that hold every word, each below its title."""
    matches: list[Spans] = []
    title: Spans = ()
    for block in _blocks(lines):
        if block[0][0].look == "title":
            title = block[0]
            continue
        text = " ".join(plain_text(line) for line in block).casefold()
        if all(word in text for word in words):
            matches += [*([title] if title and title not in matches else []), *block]
    return tuple(matches)


def _blocks(lines: Sequence[Spans]) -> Iterator[list[Spans]]:
    """Titles, and entries with their further lines."""
    block: list[Spans] = []
    for line in lines:
        if block and line[0].text.strip():
            yield block
            block = []
        block.append(line)
    if block:
        yield block


class CloseHelp(LayerCommand):
    """The key that opened it."""

    id = "help"
    keys = "question_mark,f1"
    help = "closes the help"

    def act(self, layer: KeyList) -> None:
        layer.dismiss(None)


class QuitHelp(CloseHelp):
    id = "quit"
    keys = "q"


class LeaveHelp(CloseHelp):
    id = "help.leave"
    keys = "enter"


class SearchHelp(LayerCommand):
    id = "find"
    keys = "slash"
    help = "shows only lines with the words typed"

    def act(self, layer: KeyList) -> None:
        layer.search()


class KeyList(ListLayer[None]):
    """Shows signs and keys until a key that closes it.

    Args:
        commands: What can be done in the view.
        keymap: The user's own keys.
        legend: What the signs mean.
    """

    KEYS = (CloseHelp, QuitHelp, LeaveHelp, ReadOn, SearchHelp)

    search_line = getters.query_one(LabelledLine)
    line = getters.query_one(InputLine)
    """The one inside it, where the words are typed."""

    def __init__(
        self,
        commands: Iterable[type[Command]],
        keymap: Mapping[str, str],
        legend: Sequence[LegendLine] = (),
    ) -> None:
        super().__init__()
        self._commands = tuple(commands)
        self._keymap = keymap
        self._legend = tuple(legend)
        self._all: tuple[Spans, ...] = ()

    def compose(self) -> ComposeResult:
        """A title, the list, and a line to search it."""
        with Vertical(id="box"):
            title = Bar(id="title")
            hints = "   / searches, esc closes"
            title.show((StyledSpan(" Signs and keys", "title"), StyledSpan(hints, "dim")))
            yield title
            yield Listing(id="keys")
            yield LabelledLine("/", InputLine(enter=self._leave_search, id="input"))

    def on_mount(self) -> None:
        """Fill the list."""
        width = min(BOX, self.size.width) - 1
        legend = legend_lines(self._legend, width) if self._legend else ()
        self._all = (*legend, *key_lines(self._commands, self._keymap, width))
        self.search_line.display = False
        self.pane.styles.height = min(len(self._all), max(3, self.size.height - 4))
        self.pane.show(Lines(self._all), 0)
        self.pane.focus()

    def search(self) -> None:
        """Open the line that narrows the list."""
        self.search_line.display = True
        self.line.focus()

    def on_input_changed(self) -> None:
        """Narrow the list as it is typed."""
        words = self.line.value.casefold().split()
        lines = entries_with(self._all, words) if words else self._all
        nothing = ((StyledSpan(" no match", "dim"),),)
        self.pane.show(Lines(lines or nothing), 0)

    def _leave_search(self) -> None:
        """The keys move in what was found."""
        self.pane.focus()

    def action_close(self) -> None:
        """Out of the search first."""
        if self.search_line.display:
            self.search_line.display = False
            self.line.value = ""
            self.pane.focus()
        else:
            super().action_close()
