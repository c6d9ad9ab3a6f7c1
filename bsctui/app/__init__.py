"""The app: navigate and edit the cascade in the terminal.

How it is put together
- `shell.Shell` is the Textual app: one screen (`MainScreen`) with header, view and footer. It runs
  commands, opens layers (`shell.ask(layer)`), applies edits (`shell.edit(edit)`), says what happened
  (`shell.say(text)`), and after each command has the view and the frame show the session anew (`sync`).
- `session.Session` is the state all views share, without Textual: workspace, selected address, period,
  grain, filter, sort, marks, trail. A view keeps to itself only what no other view would need.
- `commands.Command`: one class is one command. Its attributes make the binding, the footer entry, the
  palette's line, the help's line and the id for the user's `[keys]`; `run(shell)` does it. A `run` that
  asks something is a coroutine and awaits `shell.ask(...)`; `edits = True` switches it off in read-only.
- `views.View`: one module is one view. **To add a view** write `bsctui/app/NAME/view.py` with a
  subclass that names its `COMMANDS`, composes its widgets and implements `sync()`; `pane` is the list
  that `moving.MOVING` moves, `enter()` puts the focus, `leave_layer()` is `esc`. Then add its line to
  `views.VIEWS`. Commands that act on the selected item in any view stand in `items/`.
- `listing.Listing` is the one list widget (Line API, cached strips); it draws any `Rows` (`len` and
  `line(index, width) -> Spans`). `looks.Bar` is one such line by itself.
- `cells.Span(text, look)`: all text on screen is spans with a look that `style.tcss` colours. Text
  from files is cleaned where it is drawn and never meets markup.
- `tree`, `places`, `figures`, `weights`, `ordering`, `numbers`, `cells`, `chart`, `cascade.state`, `cascade.plots` are pure and
  tested without Textual.
- `layers/`: `Prompt` (a line with a live verdict), `Choice`, `Picker` (found as you type; the palette
  is one), `Form`, `Steps` (pages that lead to each other), `KeyList`. A layer answers; it changes nothing.
- `items/`: commands on the selected item in any view, and what they need to know, as pure functions
  (`targets`: which line `t` edits; `missing`: what `r` records; `links`; `fields`: lines as a form).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def run_app(
    path: Path,
    *,
    at: str | None = None,
    period: str | None = None,
    read_only: bool = False,
    ascii: bool = False,
    mouse: bool = True,
    review: str | None = None,
) -> int:
    """Open the app on a workspace; returns the process's exit status.

    Args:
        path: A workspace, or a file or folder in one.
        at: The address to start on, over the path's own and the user's `home`.
        period: The period to show first, as written.
        read_only: Switch all editing off.
        ascii: Draw with ASCII signs only.
        mouse: Whether to listen to the mouse.
        review: Revisions to review at once: a branch, or `A...B`.

    Raises:
        WorkspaceError: The path cannot be read.
        ValueError: `at` or `period` names nothing in the workspace.
    """
    from bsctui.app.start import start

    return start(
        path, at, period, read_only=read_only, ascii_only=ascii, mouse=mouse, review=review
    )
