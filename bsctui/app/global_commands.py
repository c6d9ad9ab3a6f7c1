"""Commands that hold in every view: period, saving, undoing, help, palette, quitting."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from bsctui.app.core.commands import Command, Commands, Section, shown_keys
from bsctui.app.features.commit import CommitFiles
from bsctui.app.features.edit.external_editor import OpenEditor
from bsctui.app.features.exchange import EXCHANGE_COMMANDS
from bsctui.app.features.files import FILE_COMMANDS
from bsctui.app.features.history.history import HISTORY_COMMANDS
from bsctui.app.features.history.other_revision import CROSS_SCORING
from bsctui.app.features.new_workspace import BeginWorkspace, OpenBelow
from bsctui.app.features.periods import (
    CoarserGrain,
    CurrentPeriod,
    EarlierPeriod,
    FinerGrain,
    LaterPeriod,
    TypePeriod,
)
from bsctui.app.features.pull_sources import PullSources
from bsctui.app.features.save import Quit, Save
from bsctui.app.features.settings import SETTINGS
from bsctui.app.features.settle_conflict import CONFLICT_COMMANDS
from bsctui.app.features.terminal import TERMINAL_COMMANDS
from bsctui.app.features.whatif.commands import WHATIF
from bsctui.app.ui.choice import Option
from bsctui.app.ui.picker import Picker
from bsctui.app.ui.view import VIEWS, ViewEntry

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome


class Help(Command):
    """The keys of the view."""

    id = "help"
    keys = "question_mark,f1"
    title = "Show the signs and keys of this view"
    help = "shows this list: what the signs mean, every key; / searches it"
    synonyms = "help legend colours symbols"
    inside = True
    footer = "keys"

    async def run(self, shell: AppContext) -> None:
        from bsctui.app.core.legend import legend
        from bsctui.app.ui.key_help import KeyList

        view = shell.view
        signs = legend(shell.glyphs, shell.session.model, view.id, view.change_base)
        await shell.ask(KeyList(shell.control.commands(), shell.own_keys, signs))


class OpenPalette(Command):
    """Every command, by name."""

    id = "palette"
    keys = "colon,ctrl+p"
    title = "Palette"
    help = "finds a command by its name, by words of its help or by a synonym, and runs it"
    inside = True
    footer = "all"

    async def run(self, shell: AppContext) -> None:
        """Ask which, then run it as if its key had been pressed."""
        able = [
            kind
            for kind in shell.control.commands()
            if kind is not OpenPalette and shell.control.can(kind)
        ]
        able.sort(key=lambda kind: kind.section is Section.MOVE)  # nobody looks for a motion here
        options = [
            Option(
                kind,
                kind.title,
                " ".join(shown_keys(kind, shell.own_keys)),
                words=f"{kind.help} {kind.synonyms}",
            )
            for kind in dict.fromkeys(able)
        ]
        chosen = await shell.ask(Picker("a command", options))
        if chosen is not None:
            await shell.control.run_command(chosen)


class CloseInner(Command):
    id = "close"
    keys = "escape"
    title = "Close"
    help = "closes the innermost thing that is open; never loses anything"
    inside = True

    def run(self, shell: AppContext) -> CommandOutcome:
        shell.view.leave_layer()
        return None


class UndoEdit(Command):
    id = "undo"
    keys = "u"
    title = "Undo"
    help = "undoes the last edit"
    section = Section.EDIT
    edits = True

    def run(self, shell: AppContext) -> CommandOutcome:
        change = shell.session.workspace.undo()
        shell.say(f"undone: {change.description}" if change else "nothing to undo")
        return None


class RedoEdit(Command):
    id = "redo"
    keys = "ctrl+r,ctrl+y"
    title = "Redo"
    help = "redoes what was undone"
    section = Section.EDIT
    edits = True

    def run(self, shell: AppContext) -> CommandOutcome:
        change = shell.session.workspace.redo()
        shell.say(f"redone: {change.description}" if change else "nothing to redo")
        return None


class ShowView(Command):
    """A digit: brings a view to the front; one class for each line of the table of views."""

    entry: ClassVar[ViewEntry]

    async def run(self, shell: AppContext) -> None:
        """The selected item stays selected."""
        await shell.show_view(self.entry.name)


def show_view(entry: ViewEntry) -> type[ShowView]:
    """The command that shows a view."""
    parts = {
        "entry": entry,
        "id": f"view.{entry.name}",
        "keys": entry.key,
        "title": f"{entry.title} view",
        "help": f"shows the view {entry.title}",
        "__doc__": f"{entry.key}.",
    }
    return type(f"Show{entry.title}", (ShowView,), parts)


GLOBAL_COMMANDS: Commands = (
    *(show_view(entry) for entry in VIEWS),
    EarlierPeriod,
    LaterPeriod,
    CoarserGrain,
    FinerGrain,
    TypePeriod,
    CurrentPeriod,
    *WHATIF,
    *HISTORY_COMMANDS,
    *CROSS_SCORING,
    UndoEdit,
    RedoEdit,
    *TERMINAL_COMMANDS,
    Save,
    OpenEditor,
    *FILE_COMMANDS,
    *CONFLICT_COMMANDS,
    *EXCHANGE_COMMANDS,
    PullSources,
    BeginWorkspace,
    OpenBelow,
    CommitFiles,
    Help,
    OpenPalette,
    *SETTINGS,
    CloseInner,
    Quit,
)


def footer_commands(commands: Commands) -> Commands:
    """The footer's entries of a view: help first, four of its own at most, the palette last."""
    own = dict.fromkeys(
        kind for kind in commands if kind.footer and kind not in (Help, OpenPalette)
    )
    return (Help, *islice(own, 4), OpenPalette)
