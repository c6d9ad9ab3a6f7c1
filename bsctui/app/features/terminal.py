"""The terminal itself: the app in the background, and the screen sent anew."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bsctui.app.core.commands import Command, Section

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome


class Suspend(Command):
    """Palette only: the key that suspends elsewhere takes an edit back first."""

    id = "suspend"
    title = "Suspend"
    help = "stops bsctui and gives the terminal to the shell; `fg` brings it back as it was"
    synonyms = "background stop shell job"
    on_host = True

    def enabled(self, shell: AppContext) -> bool:
        """Where a shell is there that takes the terminal over: alone in its session nothing would bring the app back."""
        return hasattr(os, "getsid") and os.getsid(0) != os.getpgrp()

    def run(self, shell: AppContext) -> CommandOutcome:
        """Unsaved edits stay as they are."""
        shell.control.suspend_process()
        return None


class UndoOrSuspend(Command):
    id = "undo-or-suspend"
    keys = "ctrl+z"
    title = "Undo, or suspend"
    help = "undoes the last edit; if there is none, suspends bsctui (`fg` brings it back)"
    section = Section.EDIT

    def run(self, shell: AppContext) -> CommandOutcome:
        """What ctrl+z does in an editor, and what it does in a terminal."""
        change = None if shell.session.read_only else shell.session.workspace.undo()
        if change is not None:
            shell.say(f"undone: {change.description}")
        elif shell.control.can(Suspend):
            shell.control.suspend_process()
        else:
            shell.say("nothing to undo")
        return None


class Redraw(Command):
    id = "redraw"
    keys = "ctrl+l"
    title = "Redraw the screen"
    help = "draws the whole screen again, if another program has written over it"
    synonyms = "refresh repaint garbage"
    inside = True

    def run(self, shell: AppContext) -> CommandOutcome:
        """Nothing is known of what the terminal shows."""
        shell.control.redraw()
        return None


TERMINAL_COMMANDS = (UndoOrSuspend, Suspend, Redraw)
