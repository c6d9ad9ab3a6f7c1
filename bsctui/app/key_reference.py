"""Every key of the app as a page of text, made from the command classes: `bsctui help keys`; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core.commands import Section, shown_keys
from bsctui.app.global_commands import GLOBAL_COMMANDS
from bsctui.app.ui.view import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.app.core.commands import Command


def view_commands() -> dict[str, tuple[type[Command], ...]]:
    """What can be done in each view (by its digit), what holds everywhere included."""
    return {
        entry.key: tuple(dict.fromkeys((*entry.load().COMMANDS, *GLOBAL_COMMANDS)))
        for entry in VIEWS
    }


def key_reference(keymap: Mapping[str, str]) -> Iterator[str]:
    """Lines: keys, id, the views where it holds (none for all), what it does; by section.

    Args:
        keymap: The user's own keys by command id.
    """
    sets = view_commands()
    kinds = dict.fromkeys(kind for commands in sets.values() for kind in commands)
    rows = {kind: _row(kind, sets, keymap) for kind in kinds}
    widths = [max(len(row[at]) for row in rows.values()) for at in range(3)]
    for section in Section:
        members = [row for kind, row in rows.items() if kind.section is section]
        if members:
            yield from ("", f"{section}")
        for *cells, text in members:
            start = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
            yield f"  {start}  {text}".rstrip()


def _row(
    kind: type[Command], sets: Mapping[str, tuple[type[Command], ...]], keymap: Mapping[str, str]
) -> tuple[str, str, str, str]:
    views = [digit for digit, commands in sets.items() if kind in commands]
    where = "" if len(views) == len(sets) else " ".join(views)
    return " ".join(shown_keys(kind, keymap)) or "(palette)", kind.id, where, kind.help
