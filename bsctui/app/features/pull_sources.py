"""Pull from the palette: what the sources say is shown as a difference, and recorded as one edit if the user agrees."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bsctui.app.core.commands import Command, Section
from bsctui.app.core.spans import StyledSpan
from bsctui.app.features.difference import as_explanation, difference_lines
from bsctui.app.ui.choice import Choice, Option
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.spans import Spans
    from bsctui.exchange.sources.pulling import PullOutcome


class PullSources(Command):
    id = "sources.pull"
    title = "Pull…"
    help = "runs the sources' trusted queries, shows what they change, and records it if you agree"
    section = Section.FILE
    edits = True
    on_host = True

    async def run(self, shell: AppContext) -> None:
        from bsctui.config import load_config
        from bsctui.exchange.sources.pulling import Wish, pull
        from bsctui.exchange.trust import TrustError

        workspace = shell.session.workspace
        if workspace.home is None:
            shell.say("nothing to pull: this workspace is not on disk", "warning")
            return
        sources = load_config(workspace.root).sources
        shell.say("asking the sources …")
        shell.control.free_keys()
        try:
            outcome = await asyncio.to_thread(pull, workspace, sources, Wish())
        except TrustError as error:
            shell.say(printable(str(error)), "error")
            return
        if not outcome.reports:
            shell.say("there is no query here: neither in bsctui.toml nor in a `source` line")
            return
        await _offer(shell, outcome)


async def _offer(shell: AppContext, outcome: PullOutcome) -> None:
    """What came back, and the question."""
    edit = outcome.edit
    lines: list[Spans] = list(_outcome_lines(outcome))
    if edit is None:
        title = "Pull" if any(report.failures for report in outcome.reports) else "Nothing new"
        await shell.ask(Choice(title, [Option("", "go on", "g")], lines))
        shell.say("nothing was recorded")
        return
    workspace = shell.session.workspace
    changes = await asyncio.to_thread(
        lambda: difference_lines(workspace, workspace.preview(edit), "pull")
    )
    lines += as_explanation(changes)
    options = [Option("record", "record this", "r"), Option("leave", "leave it", "n")]
    if await shell.ask(Choice("Pull", options, lines)) == "record":
        shell.edit(edit)
    else:
        shell.say("nothing was recorded")


def _outcome_lines(outcome: PullOutcome) -> Iterator[Spans]:
    """A line a source, and what failed or was left."""
    from bsctui.exchange.sources.summary import left_lines, outcome_line

    for report in outcome.reports:
        yield (StyledSpan(printable(f" {report.source}: {outcome_line(report)}")),)
        for line in (*report.remarks, *report.failures, *left_lines(report)):
            yield (StyledSpan(printable(f"   {line}"), "warning"),)
