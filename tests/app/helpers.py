"""What the app's tests share: the worked workspace, sessions and running apps."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from textual.events import Key
from textual.keys import _character_to_key

from bsctui.app.core.session import Session
from bsctui.app.shell import Shell
from bsctui.workspace import Workspace
from tests.app.settling import count_threads
from tests.scoring.worked import SKYLINE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

WORKED = SKYLINE
"""The workspace at the end of the language's reference; it scores 81.733 in 2025-Q4."""


def session_of(text: str = WORKED, **parts: object) -> Session:
    """A session on one text."""
    return Session(workspace=Workspace.from_texts({"corporate.bsc": text}), **parts)


def write_worked(folder: Path, text: str = WORKED) -> Path:
    """The worked workspace on disk."""
    (folder / "bsctui.toml").write_text("")
    (folder / "corporate.bsc").write_text(text)
    return folder


@asynccontextmanager
async def app(
    session: Session, size: tuple[int, int] = (80, 24), **parts: object
) -> AsyncIterator[tuple[Shell, Pilot[int]]]:
    """The app on a session, off screen."""
    count_threads()
    shell = Shell(session, **parts)
    async with shell.run_test(size=size) as pilot:
        await pilot.pause()
        yield shell, pilot


def send(shell: Shell, *keys: str) -> None:
    """Keys as the terminal brings them: all at once, nobody waits for what one of them does."""
    for key in keys:
        name, sign = (_character_to_key(key), key) if len(key) == 1 else (key, None)
        shell._driver.process_message(Key(name, sign))


def screen_text(shell: Shell) -> str:
    """What is on screen, as plain text without trailing blanks."""
    strips = shell.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)
