"""Opening: from a path and the user's configuration to a running app."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from bsctui.app.glyphs import glyphs_for
from bsctui.app.session import Session
from bsctui.app.shell import Shell
from bsctui.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path


LOOK_EVERY = 1.0
"""Seconds between looks at the files: soon enough to be noticed, rare enough to cost nothing."""


def start(
    path: Path,
    at: str | None,
    period: str | None,
    *,
    read_only: bool,
    ascii_only: bool,
    mouse: bool,
) -> int:
    """Load, run, and return the exit status."""
    session = Session(workspace=Workspace.load(path), read_only=read_only)
    if at is not None and not session.exists(at):
        raise ValueError(f"nothing is called `{at}` in this workspace")
    session.selected = at
    trouble = session.show_period(period) if period else None
    if trouble is not None:
        raise ValueError(trouble)
    shell = Shell(
        session,
        glyphs=glyphs_for(sys.stdout.encoding, ascii_only=ascii_only),
        colourless="NO_COLOR" in os.environ,
        look_every=LOOK_EVERY,
    )
    return shell.run(mouse=mouse) or 0
