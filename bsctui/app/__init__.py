"""The app: navigate and edit the cascade in the terminal.

How it is put together: four rooms in a row, views -> features -> ui -> core (import-linter holds it), and the shell around them.
- `shell.Shell` is the Textual app: one screen (`MainScreen`), `AppFrame` (header and footer), `CommandRunner`. It opens layers, applies
  edits, says what happened, and after each command has the view and the frame show the session anew.
- `core.app_context.AppContext` is what a command uses of it: few enough things that a test plays them.
- `core.session.Session` is the state all views share, without Textual. A view keeps to itself only what no other view would need.
- `core.commands.Command`: one class is one command. Its attributes make the binding, the footer entry, the palette's line, the
  help's line and the id for the user's `[keys]`; `run` does it. One that asks something is a coroutine and awaits `shell.ask(...)`.
- `ui.view.AppView`: one folder of `views` is one view. **To add a view** write `bsctui/app/views/NAME/view.py` with a subclass that
  names its `COMMANDS` and `ENTER`, composes its widgets and implements `sync()`; then add its line to `ui.view.VIEWS`.
- `ui.listing.Listing` is the one list widget (Line API, cached strips); `ui.styles.Bar` is one line by itself, `WrappedBar` as many
  as it needs. All text on screen is `StyledSpan`s with a look that `style.tcss` colours; text from files never meets markup.
- `ui`: `Prompt` (a line with a live verdict), `Choice`, `Picker` (found as you type), `FormLayer`, `PageLayer`, `ListLayer`. A layer
  answers; it changes nothing. What its keys do is named in `KEYS`, a `core.commands.LayerCommand` each.
- `features`: commands on the selected item in any view, and what they need to know as pure functions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class StartPlace(NamedTuple):
    """What the app shows first.

    Attributes:
        at: The address to start on, over the path's own and the user's `home`.
        period: The period to show, as written.
        review: Revisions to review at once: a branch, or `A...B`.
        me: The person that `mine` means, over the user's `me`.
    """

    at: str | None = None
    period: str | None = None
    review: str | None = None
    me: str | None = None


def run_app(
    path: Path,
    place: StartPlace | None = None,
    *,
    read_only: bool = False,
    ascii: bool = False,
    mouse: bool = True,
) -> int:
    """Open the app on a workspace; returns the process's exit status.

    Args:
        path: A workspace, or a file or folder in one.
        place: What it shows first; by default what the path and the user's settings say.
        read_only: Switch all editing off.
        ascii: Draw with ASCII signs only.
        mouse: Whether to listen to the mouse.

    Raises:
        WorkspaceError: The path cannot be read.
        ValueError: The place names nothing in the workspace.
    """
    from bsctui.app.start import start

    return start(path, place or StartPlace(), read_only=read_only, ascii_only=ascii, mouse=mouse)
