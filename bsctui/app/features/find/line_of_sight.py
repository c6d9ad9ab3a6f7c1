"""The line of sight: up to what an item serves, down to what serves it, back, home; and copying."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.features.find import links
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.clipboard import copy_by_tool, tool_for
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome
    from bsctui.app.features.find.links import LinkStep


async def _follow(shell: AppContext, steps: Sequence[LinkStep], nothing: str) -> None:
    """Go to the one there is, or ask which of several."""
    if not steps:
        shell.say(nothing)
        return
    if len(steps) == 1:
        shell.session.visit(steps[0].address)
    else:
        label = shell.session.distinct_label
        options: list[Option[str]] = [
            Option(step.address, f"{step.word} {printable(label(step.address))}", _digit(index))
            for index, step in enumerate(steps)
        ]
        target = await shell.ask(Choice("Where to", options))
        if target is not None:
            shell.session.visit(target)


def _digit(index: int) -> str:
    return str(index + 1) if index < 9 else ""


class SightUp(Command):
    id = "sight.up"
    keys = "U"
    title = "Up the line of sight"
    help = "goes to what this supports or is linked to (a list if several)"
    section = Section.SIGHT

    async def run(self, shell: AppContext) -> None:
        session = shell.session
        steps = links.upward(session.model, session.selected) if session.selected else ()
        await _follow(shell, steps, "no line of sight: it supports and aligns with nothing")


class SightDown(Command):
    id = "sight.down"
    keys = "D"
    title = "Down the line of sight"
    help = "goes to what supports this (a list if several)"
    section = Section.SIGHT

    async def run(self, shell: AppContext) -> None:
        session = shell.session
        steps = links.downward(session.model, session.selected) if session.selected else ()
        await _follow(shell, steps, "nothing supports it")


class GoBack(Command):
    id = "sight.back"
    keys = "backspace,ctrl+o"
    title = "Back"
    help = "returns from the last jump"
    section = Section.SIGHT

    def run(self, shell: AppContext) -> CommandOutcome:
        if not shell.session.back():
            shell.say("there is nothing to go back to")
        return None


class GoHome(Command):
    id = "sight.home"
    keys = "tilde"
    title = "Home"
    help = "goes to your `home`, or to the top"
    section = Section.SIGHT

    def run(self, shell: AppContext) -> CommandOutcome:
        session = shell.session
        home = session.home_address()
        if home is not None:
            session.visit(home)
        return None


class Copy(Command):
    id = "copy"
    keys = "y"
    title = "Copy"
    help = "copies address, value, line or a link to the clipboard"
    section = Section.UNDERSTAND

    async def run(self, shell: AppContext) -> None:
        """Ask what, and hand it to the terminal (OSC 52) and to the system's tool, if there is one."""
        options: list[Option[str]] = [
            Option(printable(text), f"{word.lower():<8} {printable(text)}", word[0])
            for word, text in links.copyable(shell.session)
        ]
        if not options:
            shell.say("select something to copy")
            return
        text = await shell.ask(Choice("Copy", options))
        if text is None:
            return
        shell.control.copy_to_clipboard(text)
        tool = None if shell.session.served else tool_for(os.environ)
        done = tool is not None and await asyncio.to_thread(copy_by_tool, tool, text)
        shell.say(f"copied: {text}" + (f"  (by {tool[0]} too)" if tool and done else ""))


SIGHT: Commands = (SightUp, SightDown, GoBack, GoHome, Copy)
