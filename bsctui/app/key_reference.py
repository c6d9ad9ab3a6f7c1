"""Every key of the app as a page of text, made from the command classes: `bsctui help keys`; pure."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from bsctui.app.core.commands import Section, shown_keys
from bsctui.app.global_commands import GLOBAL_COMMANDS
from bsctui.app.ui.view import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.app.core.commands import Command, KeyCommand, LayerCommands

KeyRow = tuple[str, str, str, str]
"""The keys of a command, its id, the views where it holds, what it does."""


def view_commands() -> dict[str, tuple[type[Command], ...]]:
    """What can be done in each view (by its digit), what holds everywhere included."""
    return {
        entry.key: tuple(dict.fromkeys((*entry.load().COMMANDS, *GLOBAL_COMMANDS)))
        for entry in VIEWS
    }


def layer_commands() -> dict[str, LayerCommands]:
    """What can be done in each layer that is a list, by the layer's class; what all layers share is a view's."""
    from bsctui.app.features.commit_layer import CommitLayer
    from bsctui.app.features.history.layer import HistoryLayer
    from bsctui.app.features.history.mixed_layer import MixedLayer
    from bsctui.app.ui.choice import Choice
    from bsctui.app.ui.key_help import KeyList
    from bsctui.app.ui.pages import PageLayer
    from bsctui.app.ui.picker import Picker

    layers = (Choice, Picker, PageLayer, HistoryLayer, CommitLayer, MixedLayer, KeyList)
    return {layer.__name__: layer.KEYS for layer in layers}


def key_reference(keymap: Mapping[str, str]) -> Iterator[str]:
    """Lines: keys, id, the views where it holds (none for all), what it does; by section.

    Args:
        keymap: The user's own keys by command id.
    """
    sections = list(key_rows(keymap))
    widths = [max(len(row[at]) for _, rows in sections for row in rows) for at in range(3)]
    for section, rows in sections:
        yield from ("", f"{section}")
        for *cells, text in rows:
            start = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
            yield f"  {start}  {text}".rstrip()


def key_rows(keymap: Mapping[str, str]) -> Iterator[tuple[Section, list[KeyRow]]]:
    """The commands of each section that has some: keys, id, the views where it holds (none for all), what it does."""
    sets = view_commands()
    kinds: dict[type[KeyCommand], None] = dict.fromkeys(chain.from_iterable(sets.values()))
    known = {kind.id for kind in kinds}
    layers = chain.from_iterable(layer_commands().values())
    kinds |= dict.fromkeys(kind for kind in layers if kind.id not in known)
    for section in Section:
        rows = [_row(kind, sets, keymap) for kind in kinds if kind.section is section]
        if rows:
            yield section, rows


def _row(
    kind: type[KeyCommand], sets: Mapping[str, tuple[type[Command], ...]], keymap: Mapping[str, str]
) -> KeyRow:
    views = [digit for digit, commands in sets.items() if kind in commands]
    where = "" if len(views) == len(sets) else " ".join(views)
    return " ".join(shown_keys(kind, keymap)) or "(palette)", kind.id, where, kind.help
