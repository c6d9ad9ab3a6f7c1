"""Opening: from a path and the user's configuration to a running app."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from typing import TYPE_CHECKING

from bsctui.app.core.first_start import first_start_mark, first_start_sentence
from bsctui.app.core.glyphs import glyphs_for, is_plain_wanted
from bsctui.app.core.key_pace import RESTS, KeyPace
from bsctui.app.core.session import Session
from bsctui.app.shell import Shell
from bsctui.app.views.record.due import due_sentence
from bsctui.escaping import printable
from bsctui.preferences import load_preferences, preferences_path
from bsctui.waiting import notice_while_waiting
from bsctui.workspace import Workspace
from bsctui.workspace.journal import journal_folder

if TYPE_CHECKING:
    from pathlib import Path

    from bsctui.app import StartPlace

LOOK_EVERY = 1.0
"""Seconds between looks at the files: soon enough to be noticed, rare enough to cost nothing."""


def start(path: Path, place: StartPlace, *, read_only: bool, ascii_only: bool, mouse: bool) -> int:
    """Load, run, and return the exit status."""
    preferences = load_preferences()
    with notice_while_waiting("reading the workspace..."):
        workspace = Workspace.load(path)
    session = Session(
        workspace=workspace,
        me=place.me or preferences.me,
        home=preferences.home,
        read_only=read_only,
        served="BSCTUI_SERVED" in os.environ,
        compared=place.review,
    )
    persons = session.model.settings.persons
    if place.me is not None and persons and place.me not in persons:
        raise ValueError(f"no person is named `{place.me}`; there are {', '.join(sorted(persons))}")
    session.selected = _first(session, place.at)
    trouble = session.show_period(place.period) if place.period else None
    if trouble is not None:
        raise ValueError(trouble)
    shell = Shell(
        session,
        glyphs=glyphs_for(
            sys.stdout.encoding,
            ascii_only=ascii_only or is_plain_wanted(os.environ, preferences.ascii),
        ),
        keys=dict(preferences.keys),
        theme=preferences.theme,
        colourless="NO_COLOR" in os.environ,
        look_every=LOOK_EVERY,
        troubles=(*map(printable, session.workspace.left_out), *preferences.problems),
    )
    shell.key_pace = KeyPace(RESTS)
    # What is there by then stays: looking for circles in it takes 0.2 s at 100,000 KPIs, now and then behind a key.
    shell.once_shown = gc.freeze
    shell.keep_journals(journal_folder())
    shell.keep_settings(preferences_path())
    shell.greet(first_start_sentence(first_start_mark(), shell.glyphs) or due_sentence(session))
    with shell.ending.on_signals():
        # A loop of our own: at its end nobody waits for a thread that hangs.
        shell.run(mouse=mouse, loop=asyncio.new_event_loop())
    status = shell.ending.report()
    if status is not None:
        return status
    shell.journalling.discard()
    return 0


def _first(session: Session, at: str | None) -> str | None:
    """Where the cursor starts: as asked for, where the path points to, else the user's home."""
    if at is not None:
        address = session.model.resolve(at) or (at if session.exists(at) else None)
        if address is None:
            raise ValueError(f"nothing is named `{at}` in this workspace")
        return address
    start = session.workspace.start_address
    return start if start is not None and session.exists(start) else session.home_address()
