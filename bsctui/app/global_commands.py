"""Commands that hold in every view: period, saving, undoing, help, palette, quitting."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from bsctui.app.core.commands import Command, Commands, Section, shown_keys
from bsctui.app.core.spans import StyledSpan
from bsctui.app.features.begin import BeginWorkspace
from bsctui.app.features.commit import CommitFiles
from bsctui.app.features.edit.external_editor import OpenEditor
from bsctui.app.features.exchange import EXCHANGE_COMMANDS
from bsctui.app.features.files import FILE_COMMANDS
from bsctui.app.features.history.history import HISTORY_COMMANDS
from bsctui.app.features.history.other_revision import CROSS_SCORING
from bsctui.app.features.save import Quit, Save
from bsctui.app.features.whatif.commands import WHATIF
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.picker import Picker
from bsctui.app.ui.prompt import Prompt
from bsctui.app.ui.themes import CHOICES
from bsctui.app.ui.view import VIEWS, ViewEntry

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome
    from bsctui.app.core.spans import Spans


class Help(Command):
    """The keys of the view."""

    id = "help"
    keys = "question_mark,f1"
    title = "Show the keys of this view"
    help = "shows this list"
    inside = True
    footer = "keys"

    async def run(self, shell: AppContext) -> None:
        """Open the list of keys."""
        from bsctui.app.ui.key_help import KeyList

        await shell.ask(KeyList(shell.control.commands(), shell.own_keys))


class OpenPalette(Command):
    """Every command, by name."""

    id = "palette"
    keys = "colon,ctrl+p"
    title = "Palette"
    help = "finds a command by its name and runs it"
    inside = True
    footer = "all"

    async def run(self, shell: AppContext) -> None:
        """Ask which, then run it as if its key had been pressed."""
        able = [
            kind
            for kind in shell.control.commands()
            if kind is not OpenPalette and shell.control.can(kind)
        ]
        options = [
            Option(kind, kind.title, " ".join(shown_keys(kind, shell.own_keys)))
            for kind in dict.fromkeys(able)
        ]
        chosen = await shell.ask(Picker("a command", options))
        if chosen is not None:
            await shell.control.run_command(chosen)


class CloseInner(Command):
    """Escape."""

    id = "close"
    keys = "escape"
    title = "Close"
    help = "closes the innermost thing that is open; never loses anything"
    inside = True

    def run(self, shell: AppContext) -> CommandOutcome:
        """The view knows what is open in it."""
        shell.view.leave_layer()
        return None


class UndoEdit(Command):
    """Take back."""

    id = "undo"
    keys = "u,ctrl+z"
    title = "Undo"
    help = "takes the last edit back"
    section = Section.EDIT
    edits = True

    def run(self, shell: AppContext) -> CommandOutcome:
        """One step."""
        change = shell.session.workspace.undo()
        shell.say(f"undone: {change.description}" if change else "nothing to undo")
        return None


class RedoEdit(Command):
    """Do again."""

    id = "redo"
    keys = "ctrl+r,ctrl+y"
    title = "Redo"
    help = "does again what was undone"
    section = Section.EDIT
    edits = True

    def run(self, shell: AppContext) -> CommandOutcome:
        """One step."""
        change = shell.session.workspace.redo()
        shell.say(f"done again: {change.description}" if change else "nothing to do again")
        return None


class ChooseTheme(Command):
    """Palette only."""

    id = "theme"
    title = "Choose a theme"
    help = (
        "other colours: dark, light, high contrast, sixteen, none; `theme` in config.toml keeps one"
    )
    inside = True

    async def run(self, shell: AppContext) -> None:
        """Ask which, and show it at once."""
        options = [Option(name, word) for word, name in CHOICES]
        chosen = await shell.ask(Choice("Theme", options))
        if chosen is not None:
            shell.control.choose_theme(chosen)


class ShowSettings(Command):
    """Palette only."""

    id = "settings"
    title = "Settings"
    help = "where your config.toml stands, what it may say, and what in it cannot be used"
    inside = True

    async def run(self, shell: AppContext) -> None:
        """To read; changed in an editor."""
        from bsctui.preferences import preferences_path

        lines: list[Spans] = [
            (
                StyledSpan(" Your settings stand in ", "dim"),
                StyledSpan(str(preferences_path()), "strong"),
            ),
            (StyledSpan(" home, me, theme, and under [keys] a key by a command's id", "dim"),),
            (StyledSpan(" `bsctui help keys` lists the ids", "dim"),),
        ]
        lines += [(StyledSpan(f" {trouble}", "warning"),) for trouble in shell.control.troubles]
        if not shell.control.troubles:
            lines.append((StyledSpan(" Nothing in it is wrong.", "dim"),))
        await shell.ask(Choice("Settings", [Option("", "go on")], lines))


class LaterPeriod(Command):
    """One period on."""

    id = "period.next"
    keys = "right_square_bracket,shift+right"
    title = "Next period"
    help = "shows the next period"
    section = Section.PERIOD
    step = 1

    def run(self, shell: AppContext) -> CommandOutcome:
        """Step, or say that the calendar ends here."""
        if not shell.session.step_period(self.step):
            shell.say("the calendar ends here")
        return None


class EarlierPeriod(LaterPeriod):
    """One period back."""

    id = "period.previous"
    keys = "left_square_bracket,shift+left"
    title = "Previous period"
    help = "shows the period before"
    step = -1


class CoarserGrain(Command):
    """Months to quarters, quarters to years."""

    id = "grain.coarser"
    keys = "shift+up"
    title = "Coarser grain"
    help = "shows longer periods (quarters, years)"
    section = Section.PERIOD
    step = 1

    def run(self, shell: AppContext) -> CommandOutcome:
        """Step, or say that there is no other grain."""
        if not shell.session.step_grain(self.step):
            shell.say("there is no other grain in that direction")
        return None


class FinerGrain(CoarserGrain):
    """Years to quarters, quarters to months."""

    id = "grain.finer"
    keys = "shift+down"
    title = "Finer grain"
    help = "shows shorter periods, down to the calendar's"
    step = -1


class TypePeriod(Command):
    """Type a period."""

    id = "period.type"
    keys = "p"
    title = "Go to a period"
    help = "asks for a period such as 2025-Q3 and shows it"
    section = Section.PERIOD

    async def run(self, shell: AppContext) -> None:
        """Ask with a check as it is typed."""
        session = shell.session

        def verdict(text: str) -> Spans | None:
            before = session.grain, session.period
            trouble = session.show_period(text) if text else None
            session.grain, session.period = before
            return (StyledSpan(trouble, "error"),) if trouble else None

        answer = await shell.ask(Prompt("Period", session.period_text, verdict=verdict))
        if answer:
            session.show_period(answer)


class CurrentPeriod(Command):
    """Back to now."""

    id = "period.current"
    keys = "0"
    title = "Current period"
    help = "shows the current period"
    section = Section.PERIOD

    def run(self, shell: AppContext) -> CommandOutcome:
        """Forget the period chosen."""
        shell.session.show_current()
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
    Save,
    OpenEditor,
    *FILE_COMMANDS,
    *EXCHANGE_COMMANDS,
    BeginWorkspace,
    CommitFiles,
    Help,
    OpenPalette,
    ChooseTheme,
    ShowSettings,
    CloseInner,
    Quit,
)


def footer_commands(commands: Commands) -> Commands:
    """The footer's entries of a view: help first, four of its own at most, the palette last."""
    own = dict.fromkeys(
        kind for kind in commands if kind.footer and kind not in (Help, OpenPalette)
    )
    return (Help, *islice(own, 4), OpenPalette)
