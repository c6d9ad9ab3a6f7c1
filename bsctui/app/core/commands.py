"""One class is one command: its key, footer entry, palette line, help line and keymap id come from it.

To add a command, subclass `Command`, fill in the class attributes and `run`, and name the class in
the `COMMANDS` of the views it belongs to (or of the shell, where it holds everywhere).
"""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Mapping

    from bsctui.app.core.app_context import AppContext

    CommandOutcome = Coroutine[None, None, None] | None


class Section(StrEnum):
    """Where a command stands in the help."""

    MOVE = "Move"
    SIGHT = "Line of sight"
    FIND = "Find and filter"
    PERIOD = "Period"
    UNDERSTAND = "Understand"
    EDIT = "Edit"
    FILE = "File"
    APP = "App"
    LAYER = "In a layer over the view"


class KeyCommand(ABC):
    """Something that keys do, in a view or in a layer over it.

    Attributes:
        id: Stable name, as in the user's `[keys]`.
        keys: Default keys, comma-separated as Textual names them.
        help: The help's line; says what happens and to what.
        section: Where the help lists it.
    """

    id: ClassVar[str]
    keys: ClassVar[str] = ""
    help: ClassVar[str]
    section: ClassVar[Section] = Section.APP

    @classmethod
    def name(cls) -> str:
        """What messages call it."""
        return cls.help


class LayerCommand(KeyCommand):
    """Something that can be done in a layer; one class is one key, as in a view.

    Its id is that of the command in a view that means the same, where there is one.
    """

    section = Section.LAYER

    @abstractmethod
    def act(self, layer: Any) -> None:
        """Do it."""


class Command(KeyCommand):
    """Something a user can do; without keys it is in the palette alone.

    Attributes:
        title: The palette's line.
        footer: The word beside its key in the footer; empty to stay out of it.
        edits: Whether it changes the workspace (then it is off where that is read-only).
        inside: Whether it may run while something is typed in the view; before all others that is
            taken over (`View.settle`).
    """

    title: ClassVar[str]
    footer: ClassVar[str] = ""
    edits: ClassVar[bool] = False
    inside: ClassVar[bool] = False
    on_host: ClassVar[bool] = False
    """Whether it starts a program of the machine that the app runs on; in a browser it does not."""
    synonyms: ClassVar[str] = ""
    """Other words that somebody looks for it by in the palette."""

    @classmethod
    def name(cls) -> str:
        """As the palette."""
        return cls.title

    def enabled(self, shell: AppContext) -> bool:
        """Whether it can run now; the palette leaves out what cannot."""
        return True

    @abstractmethod
    def run(self, shell: AppContext) -> CommandOutcome:
        """Do it. A coroutine may open layers and wait for their answer."""


Commands = tuple[type[Command], ...]
LayerCommands = tuple[type[LayerCommand], ...]


def bindings(commands: Iterable[type[Command]]) -> list[Binding]:
    """Textual's bindings for these commands; a user's keymap finds them by id."""
    return [
        Binding(
            command.keys, f"app.command({command.id!r})", command.title, id=command.id, show=False
        )
        for command in commands
        if command.keys
    ]


_SHOWN = {"slash": "/", "minus": "-", "plus": "+"}
"""Textual's names that are not Unicode's."""


def shown_key(key: str) -> str:
    """A key as the footer and the help print it: `?`, `ctrl+r`."""
    if key in _SHOWN:
        return _SHOWN[key]
    try:
        sign = unicodedata.lookup(key.replace("_", " "))
    except KeyError:
        return key
    return sign if len(key) > 1 and unicodedata.category(sign)[0] in "PS" else key


def shown_keys(command: type[KeyCommand], keymap: Mapping[str, str]) -> tuple[str, ...]:
    """The keys a command has now, the user's own before the defaults."""
    keys = keymap.get(command.id, command.keys)
    return tuple(shown_key(key.strip()) for key in keys.split(",") if key.strip())


_COMBINED = re.compile(r"(?:ctrl|alt)\+.+|(?:shift\+)?f\d+")
"""Keys that are never text, and that a text area does not use to walk."""


def footer_key(command: type[Command], keymap: Mapping[str, str], *, typing: bool) -> str | None:
    """The key that the footer shows: a plain one, or while something is typed one that is no text."""
    for key in shown_keys(command, keymap):
        if bool(_COMBINED.fullmatch(key)) is typing:
            return key
    return None
