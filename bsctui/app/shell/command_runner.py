"""Running commands: one after the other, each until it is done or has asked something, so that keys typed ahead reach it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar, cast

from bsctui.app.core.app_context import PendingAnswer
from bsctui.app.core.workers import start_worker_beside
from bsctui.app.ui.view import VIEWS

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from textual.screen import Screen

    from bsctui.app.core.app_context import Question
    from bsctui.app.core.commands import Command
    from bsctui.app.shell.app import Shell

Answer = TypeVar("Answer")


class CommandRunner:
    """Runs the commands of an app, and waits for the answers of the layers that they open."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._settled = asyncio.Event()
        """Set when the command now running has ended or asks something."""

    async def run(self, kind: type[Command]) -> None:
        """Run a command; returns when it is done, or when it has opened a layer to ask something.

        Keys typed ahead wait for this return, and so reach the layer.
        """
        shell = self._shell
        shell.frame.message = None
        before = shell.session.selected
        if not kind.inside:
            shell.view.settle()
        command = kind()
        if kind.edits and shell.session.read_only:
            shell.say("read-only: nothing can be changed here", "warning")
        elif kind.on_host and shell.session.served:
            shell.say(
                "not from a browser: a program would start on the machine that serves it", "warning"
            )
        elif command.enabled(shell):
            outcome = command.run(shell)
            if outcome is not None:
                await self._follow(outcome, before)
                return
        await self._settle(before)

    async def _follow(self, outcome: Coroutine[None, None, None], before: str | None) -> None:
        """Wait for the end of a command, or for its first layer."""
        settled = self._settled = asyncio.Event()
        start_worker_beside(self._shell, "command", self._finish, outcome, settled, before)
        await settled.wait()

    async def _finish(
        self, outcome: Coroutine[None, None, None], settled: asyncio.Event, before: str | None
    ) -> None:
        try:
            await outcome
        finally:
            settled.set()
        if self._shell.is_running:
            await self._settle(before)

    async def _settle(self, before: str | None) -> None:
        """Show what a command left; a jump to what the view has no place for leads to the cascade."""
        shell = self._shell
        selected = shell.session.selected
        if selected is not None and selected != before and not shell.view.shows(selected):
            await shell.show_view(VIEWS[0].name)
        else:
            shell.sync()

    async def ask(self, layer: Question[Answer]) -> Answer | None:
        """Open a layer and wait for its answer; None where `esc` closed it."""
        answer: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        asker: asyncio.Task[object] | None = asyncio.current_task()
        if asker is None:
            raise RuntimeError("a question is asked by a command, which runs in a task")
        layer.asked = PendingAnswer(answer, asker)
        await self._shell.push_screen(cast("Screen[Any]", layer))
        self._settled.set()
        return await answer

    async def go_on(self, layer: Question[Answer]) -> None:
        """A layer was answered: let who asked do what follows, so that the next key finds it done.

        Returns when that is at its end, asks again, or lets keys through (`free_keys`).
        """
        if layer.asked is None:
            return
        settled = self._settled = asyncio.Event()
        asks = asyncio.ensure_future(settled.wait())
        await asyncio.wait({asks, layer.asked.asker}, return_when=asyncio.FIRST_COMPLETED)
        asks.cancel()

    def free_keys(self) -> None:
        """Let keys through while what was asked for takes long in a thread (a commit with its hooks)."""
        self._settled.set()
