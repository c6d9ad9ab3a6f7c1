"""What a command uses of the app: few enough things that one can be tested without an app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping, Sequence, Sized
    from contextlib import AbstractContextManager

    from textual.geometry import Offset
    from textual.worker import Worker, WorkType

    from bsctui.app.core.commands import Command, Commands
    from bsctui.app.core.form_field import FormField
    from bsctui.app.core.git_service import GitService, ViewedRevision
    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.key_pace import KeyPace
    from bsctui.app.core.session import Session
    from bsctui.edits import Edit
    from bsctui.preferences import Preferences
    from bsctui.workspace.workspace import Preview

Answer = TypeVar("Answer")


class PendingAnswer(NamedTuple, Generic[Answer]):
    """Who waits for a layer's answer: the future, and the task that goes on when it is there."""

    answer: asyncio.Future[Answer | None]
    asker: asyncio.Task[object]


class AppQuestion(Protocol[Answer]):
    """A layer that can be asked: it answers with a value, or with None where `esc` closed it."""

    asked: PendingAnswer[Answer] | None


class Pane(Protocol):
    """The list that the moving keys move."""

    @property
    def cursor(self) -> int:
        """The row the cursor stands on."""

    @property
    def page(self) -> int:
        """How many rows a page key moves."""

    @property
    def rows(self) -> Sized:
        """What it draws."""


class ShownView(Protocol):
    """The view in front, as commands that hold in several views see it."""

    @property
    def id(self) -> str | None:
        """Its name in the table of views."""

    @property
    def change_base(self) -> str:
        """The period that changes are told against, as the head of their column names it."""

    @property
    def pane(self) -> Pane | None:
        """The list that the moving keys move; None where there is none."""

    @property
    def draft(self) -> Preview | None:
        """What is typed and not yet taken over, as the edit that it would be."""

    def move_to(self, index: int) -> None:
        """Put the cursor of the focused list on a row."""

    def field(self) -> tuple[FormField | None, Offset | None]:
        """The field under the cursor and where it stands on screen."""

    def past(self) -> tuple[str | None, ViewedRevision | None]:
        """Whose past `b` tells, and from which revision."""

    def find(self, query: str) -> tuple[str, ...]:
        """What a query finds among the items of the view, in its order; raises FilterError."""

    def count(self, query: str) -> int:
        """How many of the view's items a query finds, whatever filter is on; raises FilterError."""

    def listed(self) -> Sequence[str]:
        """What shows, row by row."""

    def places(self) -> Mapping[str, int]:
        """Where each item stands in the order of the view."""

    def sync(self) -> None:
        """Show the session as it is now."""

    def step_period(self, by: int) -> bool:
        """Go to a later or earlier period; False at the calendar's ends."""

    def leave_layer(self) -> bool:
        """Close the innermost thing open inside the view; False where nothing was."""


class AppContext(Protocol):
    """The app as a command sees it.

    Attributes:
        session: What the app shows; the workspace is in it.
        view: The view in front.
        glyphs: The signs the terminal can draw.
        own_keys: The user's own keys, by command id.
        git_service: What is known of git.
        key_pace: How fast keys come.
        control: The rest, for the few commands that act on the app itself.
    """

    session: Session
    glyphs: Glyphs
    git_service: GitService
    key_pace: KeyPace

    @property
    def own_keys(self) -> Mapping[str, str]:
        """The user's own keys, by command id."""

    @property
    def view(self) -> ShownView:
        """The view in front."""

    @property
    def control(self) -> AppControl:
        """The app itself."""

    def say(self, text: str, look: str = "") -> None:
        """Show a message until the next command."""

    async def ask(self, layer: AppQuestion[Answer]) -> Answer | None:
        """Open a layer and wait for its answer; None where `esc` closed it."""

    def edit(self, edit: Edit) -> bool:
        """Make an edit and say so; where it is refused, say why. True where it was made."""

    @property
    def undo_hint(self) -> str:
        """What a message about an edit ends with: the key that takes it back."""

    async def show_view(self, name: str) -> None:
        """Bring a view to the front."""

    def sync(self) -> None:
        """Show the session as it is now, in the view and in the lines around it."""


class AppControl(Protocol):
    """What only a few commands do: leaving, lending the terminal, running another command, colours."""

    colourless: bool
    is_ready: bool
    """Whether a view shows."""
    troubles: tuple[str, ...]
    """What could not be used of the user's settings."""

    def exit(self, result: int | None = None) -> None:
        """Leave."""

    def suspend(self) -> AbstractContextManager[None]:
        """Lend the terminal to another program."""

    def suspend_process(self) -> None:
        """Stop, until the shell brings the app to the front again."""

    def redraw(self) -> None:
        """Send the whole screen."""

    def free_keys(self) -> None:
        """Let keys through while what was asked for takes long in a thread."""

    def sync_frame(self) -> None:
        """Show the session as it is now in header and footer."""

    def keep_draft(self) -> None:
        """Something was typed that is not taken over yet: it goes into the journal."""

    def waiting(self) -> tuple[str, ...]:
        """What was typed into any view and could not be taken over."""

    def commands(self) -> Commands:
        """What can be done here: the view's commands before those that hold everywhere."""

    def can(self, kind: type[Command]) -> bool:
        """Whether a command can run now."""

    async def run_command(self, kind: type[Command]) -> None:
        """Run a command as if its key had been pressed."""

    def choose_theme(self, name: str) -> None:
        """Other colours from now on."""

    def theme_word(self) -> str:
        """What the colours are called."""

    def kept_settings(self) -> Preferences:
        """What the user's file says now."""

    def keep_setting(self, name: str, value: str | bool | None) -> str | None:
        """Write a setting into the user's file; tells why it could not be, None where it was."""

    def copy_to_clipboard(self, text: str) -> None:
        """Copy by the terminal (OSC 52)."""

    def run_worker(
        self, work: WorkType[None], *, group: str = "default", exclusive: bool = False
    ) -> Worker[None]:
        """Begin work that goes on while the app answers keys."""
