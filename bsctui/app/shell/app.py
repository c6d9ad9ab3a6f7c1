"""The app: one screen with header, view and footer; it runs commands and opens layers over the view."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.widgets import ContentSwitcher

from bsctui.app.core.commands import Command, shown_key, shown_keys
from bsctui.app.core.git_service import GitService
from bsctui.app.core.glyphs import UNICODE, Glyphs
from bsctui.app.core.identity import ByIdentity
from bsctui.app.core.key_pace import KeyPace
from bsctui.app.core.key_queue import TakesKeys, TakesText, normalized_key
from bsctui.app.core.keymap import NO_KEYS, keymap
from bsctui.app.core.spans import StyledSpan
from bsctui.app.core.workers import start_worker, start_worker_beside
from bsctui.app.features.journal.journalling import Journalling
from bsctui.app.features.live import live
from bsctui.app.features.live.watching import disk_changes
from bsctui.app.features.save import Quit
from bsctui.app.features.settings_file import keep_preference
from bsctui.app.global_commands import GLOBAL_COMMANDS, UndoEdit
from bsctui.app.key_reference import layer_commands, view_commands
from bsctui.app.shell.command_runner import CommandRunner
from bsctui.app.shell.frame import AppFrame
from bsctui.app.shell.main_screen import MainScreen
from bsctui.app.shell.terminal_app import TerminalApp
from bsctui.app.ui.layer import Layer
from bsctui.app.ui.styles import SpanWidget
from bsctui.app.ui.themes import unknown_theme
from bsctui.app.ui.view import VIEWS, AppView, ViewEntry
from bsctui.edits import Refused
from bsctui.preferences import Preferences, load_preferences

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType
    from textual.screen import Screen

    from bsctui.app.core.app_context import AppControl, AppQuestion
    from bsctui.app.core.session import Session
    from bsctui.app.features.settings_file import Setting
    from bsctui.edits import Edit

Answer = TypeVar("Answer")

UNBOUND = "unbound"
"""No key is called so: a command whose keys were taken away must not fall back to its own."""


class Shell(TerminalApp):
    """The app around the views.

    Args:
        session: What to show.
        glyphs: The signs the terminal can draw.
        keys: The user's own keys, by command id.
        theme: The user's `theme`.
        colourless: Whether NO_COLOR is set: then not even greys are used.
        look_every: Seconds between looks at the files on disk; None never looks.
        troubles: What could not be used of the user's settings, said at the start.

    Commands run here and only here (`run_command`), so that refusals, messages and redrawing are
    treated once: after each command the view, the header and the footer show the session anew.
    """

    CSS_PATH = Path(__file__).parents[1] / "style.tcss"
    TITLE = "bsctui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        session: Session,
        *,
        glyphs: Glyphs = UNICODE,
        keys: dict[str, str] | None = None,
        theme: str | None = None,
        colourless: bool = False,
        look_every: float | None = None,
        troubles: tuple[str, ...] = (),
    ) -> None:
        super().__init__(theme, colourless=colourless)
        self._look_every = look_every
        self.journalling = Journalling(self, None)
        self.session = session
        self.key_pace = KeyPace(0.0)
        self.git_service = GitService(session)
        self._looked_at: tuple[object, ...] = ()
        self.glyphs = glyphs
        own = keymap(keys, view_commands().values(), layer_commands().values()) if keys else NO_KEYS
        self.own_keys = own.keys
        self.animation_level = "none"
        self.is_ready = False
        self.once_shown: Callable[[], None] | None = None
        """Called after the first frame."""
        theme_trouble = unknown_theme(theme, self.available_themes)
        self.troubles = (*troubles, *own.warnings, *((theme_trouble,) if theme_trouble else ()))
        self._settings_path: Path | None = None
        self.frame = AppFrame(self, self._greeting())
        self._runner = CommandRunner(self)
        self._view: AppView | None = None
        self._early: list[events.Key | events.Paste] = []
        """Keys and pasted texts that came before there was a view to get them."""

    # -- start ---------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[None]:
        """The one screen that everything happens on."""
        return MainScreen(classes="" if self.glyphs.braille else "-plain")

    def on_mount(self) -> None:
        """The user's own keys hold from the first one on."""
        self.set_keymap({name: keys or UNBOUND for name, keys in self.own_keys.items()})
        if self._look_every is not None:
            start_worker(self, "watch", self._watch, self._look_every)
            self.set_interval(self._look_every, self._glance_at_git)

    def keep_journals(self, folder: Path) -> None:
        """From now on unsaved work is written to a folder for the case of a crash, and offered from there at the start."""
        self.journalling = Journalling(self, folder)

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self.git_service.close()

    def _glance_at_git(self) -> None:
        """Commits and checkouts made elsewhere show, too."""
        if self.git_service.has_moved() and self.is_ready:
            self.git_service.moves += 1
            self.sync()

    async def _watch(self, every: float) -> None:
        """What changes on disk appears; the selection stays."""
        async for _ in disk_changes(lambda: self.session.workspace.place, every):
            while len(self.screen_stack) > 1:
                await asyncio.sleep(every)
            self.reload()

    def reload(self) -> None:
        """Take in what changed on disk; what is in conflict is asked about."""
        conflicts = live.take_in(self).conflicts
        if conflicts:
            start_worker_beside(self, "live", live.decide, self, conflicts)

    def keep_setting(self, name: str, value: Setting) -> str | None:
        """Write a setting into the user's file; tells why it could not be, None where it was."""
        if self._settings_path is None:
            return "settings are not kept here"
        return keep_preference(name, value, self._settings_path)

    def kept_settings(self) -> Preferences:
        """What the user's file says now; nothing where settings are not kept."""
        path = self._settings_path
        return Preferences() if path is None else load_preferences(path)

    def keep_settings(self, path: Path) -> None:
        """From now on settings changed here are kept in a file."""
        self._settings_path = path

    def greet(self, text: str) -> None:
        """Say something at the start, where nothing wrong has to be said."""
        if text and self.frame.message is None:
            self.frame.message = StyledSpan(text)

    def _greeting(self) -> StyledSpan | None:
        """The first thing wrong with the settings."""
        if not self.troubles:
            return None
        rest = len(self.troubles) - 1
        more = f"  ({rest} more: palette, Settings)" if rest else ""
        return StyledSpan(f"{self.troubles[0]}{more}", "warning")

    # -- views ---------------------------------------------------------------------------------

    @property
    def main(self) -> Screen[None]:
        """The screen below all layers."""
        return self.screen_stack[0]

    @property
    def view(self) -> AppView:
        """The view in front."""
        if self._view is None:
            raise RuntimeError("no view is shown before the app is mounted")
        return self._view

    async def show_view(self, name: str) -> None:
        """Bring a view to the front, making it when it is asked for first."""
        entry = view_entry(name)
        switcher = self.main.query_one("#views", ContentSwitcher)
        mounted = [view for view in switcher.query(AppView) if view.id == name]
        view = mounted[0] if mounted else entry.load()(id=name)
        if not mounted:
            await switcher.mount(view)
        switcher.current = name
        if self._view is not None and self._view is not view:
            self._view.leave()
        self._view = view
        view.enter()
        was_ready, self.is_ready = self.is_ready, True
        self.sync()
        if not was_ready:
            start_worker_beside(self, "journal", self.journalling.offer)
            for key in self._early:
                self.post_message(key)
            if self.once_shown is not None:
                self.call_after_refresh(self.once_shown)

    def sync(self) -> None:
        """Show the session as it is now, in the view and in the lines around it; nothing once the app closes."""
        if not self.is_running:
            return
        self.view.sync()
        self.sync_frame()
        self.look_at_git()

    def look_at_git(self) -> None:
        """Bring the header's branch and differing facts up to date, where the texts or commits changed."""
        basis = (
            ByIdentity(self.session.model),
            len(self.session.committed),
            self.git_service.moves,
        )
        if basis != self._looked_at:
            self._looked_at = basis
            start_worker(self, "git", self._look_at_git)

    async def _look_at_git(self) -> None:
        await self.git_service.refresh_status()
        self.sync_frame()

    def keep_draft(self) -> None:
        """Something was typed that is not taken over yet: it goes into the journal."""
        self.journalling.look()

    def sync_frame(self) -> None:
        """Show the session as it is now in header and footer."""
        self.frame.sync()

    @property
    def control(self) -> AppControl:
        """The app itself, for the few commands that act on it."""
        return self

    def waiting(self) -> tuple[str, ...]:
        """What was typed into any view and could not be taken over."""
        return tuple(text for view in self.main.query(AppView) for text in view.waiting())

    # -- keys ----------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Keys and pasted texts are done one after the other, in this queue alone (`keys`)."""
        if not isinstance(event, (events.Key, events.Paste)):
            await super().on_event(event)
        elif not self.is_ready:
            self._early.append(event)
        else:
            self.app_focus = True
            layer = self.screen
            await (
                self._press(normalized_key(event))
                if isinstance(event, events.Key)
                else self._paste(event)
            )
            if isinstance(layer, Layer) and layer.is_answered:
                await self._runner.go_on(layer)

    async def _press(self, key: events.Key) -> None:
        """A key goes to what comes before all others, to what has the focus, to the layer, to the bindings."""
        self.key_pace.note()
        if await self._check_bindings(key.key, priority=True):
            return
        for taker in (self.focused, self.screen):
            if isinstance(taker, TakesKeys) and await taker.take(key):
                return
        if not await self._check_bindings(key.key) and self._walks() and self.screen is self.main:
            self.say(self._why_nothing(key.key))

    async def _paste(self, paste: events.Paste) -> None:
        """A pasted text goes to the input, or to a view that has a place for it."""
        for taker in (self.focused, self.view if self.screen is self.main else None):
            if isinstance(taker, TakesText) and await taker.take_text(paste.text):
                return
        self.say("there is no input here to paste into", "warning")

    def _why_nothing(self, key: str) -> str:
        """What to say of a key that does nothing here: where it does, if anywhere."""
        shown = shown_key(key)
        elsewhere = {
            entry.key: kind
            for entry in VIEWS
            for kind in entry.load().COMMANDS
            if shown in shown_keys(kind, self.own_keys)
        }
        if not elsewhere:
            return f"{shown} does nothing; ? lists the keys of this view"
        title = next(iter(elsewhere.values())).title
        return f"{shown} ({title}) does nothing in this view; it works in {' '.join(elsewhere)}"

    def _walks(self) -> bool:
        """Whether keys move in something drawn, and none of them is text."""
        return isinstance(self.focused, SpanWidget) and not self.focused.check_consume_key("x", "x")

    # -- commands ------------------------------------------------------------------------------

    def commands(self) -> tuple[type[Command], ...]:
        """What can be done here: the view's commands before those that hold everywhere."""
        return (*self.view.COMMANDS, *GLOBAL_COMMANDS)

    async def action_command(self, name: str) -> None:
        """A key was pressed: run the command bound to it."""
        command = next((kind for kind in self.commands() if kind.id == name), None)
        if command is not None:
            await self.run_command(command)

    async def action_quit(self) -> None:
        """Textual's own ctrl+q comes before all other keys: it must not leave unsaved work."""
        await self.action_command(Quit.id)

    def action_help_quit(self) -> None:
        """See `action_quit`; this is ctrl+c."""
        self.call_later(self.action_command, Quit.id)

    def can(self, kind: type[Command]) -> bool:
        """Whether a command can run now."""
        is_barred = (kind.edits and self.session.read_only) or (
            kind.on_host and self.session.served
        )
        return not is_barred and kind().enabled(self)

    async def run_command(self, kind: type[Command]) -> None:
        """Run a command; returns when it is done, or when it has opened a layer to ask something."""
        await self._runner.run(kind)

    async def ask(self, layer: AppQuestion[Answer]) -> Answer | None:
        """Open a layer and wait for its answer; None where `esc` closed it."""
        return await self._runner.ask(layer)

    def free_keys(self) -> None:
        """Let keys through while what was asked for takes long in a thread (a commit with its hooks)."""
        self._runner.free_keys()

    # -- editing -------------------------------------------------------------------------------

    def edit(self, edit: Edit) -> bool:
        """Make an edit and say so; where it is refused, say why. True where the text says so now."""
        try:
            preview = self.session.workspace.preview(edit)
        except Refused as refused:
            text = f"{refused.message}  {refused.help}" if refused.help else refused.message
            self.say(text, "error")
            return False
        if preview.changes_nothing:
            self.say("nothing to change: that is already in the text")
            return True
        change = self.session.workspace.accept(preview)
        description = change.description.removeprefix(f"{self.session.selected}: ")
        description = description.replace("→", self.glyphs.arrow)
        self.say(f"{description}{self.undo_hint}")
        return True

    @property
    def undo_hint(self) -> str:
        """What a message about an edit ends with: the key that takes it back."""
        keys = shown_keys(UndoEdit, self.own_keys)
        return f"  ({keys[0]} undoes)" if keys else ""

    # -- talking to the user -------------------------------------------------------------------

    def say(self, text: str, look: str = "") -> None:
        """Show a message in the footer until the next command."""
        self.frame.message = StyledSpan(text, look)
        self.sync_frame()


def view_entry(name: str) -> ViewEntry:
    """The line of the table of views for a name."""
    return next(entry for entry in VIEWS if entry.name == name)
