"""`C`: commits what was edited here: shows the difference, offers a message, stages nothing else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bsctui.app.core.commands import Command, Section
from bsctui.app.core.spans import Span, clean, cut
from bsctui.app.features.save import save
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.app.core.session import Session
    from bsctui.app.core.spans import Spans
    from bsctui.app.shell import Shell
    from bsctui.git.committing import Pending, Refusal
    from bsctui.git.repository import Repository

SUBJECT = 72
"""Cells of a commit's first line, as git's own tools show it."""


FEW = 3
"""Errors that are shown above a commit; of the others it tells the number."""


class Commit(Command):
    """C."""

    id = "commit"
    keys = "C"
    title = "Commit"
    help = "commits the edited files and nothing else; shows the difference and offers a message"
    section = Section.FILE
    edits = True

    async def run(self, shell: Shell) -> None:
        """Save first, read the difference, ask for the message, commit."""
        from bsctui.git.committing import unfit
        from bsctui.git.repository import GitError, Repository

        workspace = shell.session.workspace
        if workspace.home is None:
            shell.say("nothing to commit: this workspace is not on disk", "warning")
            return
        try:
            repository = await asyncio.to_thread(Repository.around, workspace.root)
            if why := await asyncio.to_thread(unfit, repository):
                shell.say(f"not committed: {why}", "warning")
            elif await _saved(shell):
                await _commit(shell, repository)
        except GitError as error:
            why = str(error).replace(f"`{workspace.root}`", "the workspace")
            shell.say(f"not committed: {why}", "error")


async def _saved(shell: Shell) -> bool:
    """Unsaved edits are saved first, if the user agrees."""
    workspace = shell.session.workspace
    if not workspace.dirty:
        return True
    lines: list[Spans] = [(Span(f"  {clean(change.description)}"),) for change in workspace.unsaved]
    options = [Option("save", "save and go on", "s"), Option("stay", "stay", "n")]
    answer = await shell.ask(Choice("Unsaved: only what is saved can be committed", options, lines))
    return answer == "save" and await save(shell)


async def _commit(shell: Shell, repository: Repository) -> None:
    from bsctui.git import committing

    session = shell.session
    ours = session.workspace.documents.keys() | session.written
    changed = await asyncio.to_thread(committing.pending, repository, ours)
    files = of_edits(session, changed)
    if not files:
        shell.say("nothing to commit: the files are as in the last commit")
        return
    if torn := next((file for file in files if file.state == "unmerged"), None):
        shell.say(f"not committed: {clean(torn.path)} is in conflict: resolve it first", "warning")
        return
    lines = await asyncio.to_thread(committing.difference, repository, files)
    left = f", {len(changed) - len(files)} more left alone" if len(files) < len(changed) else ""
    title = f"Commit {', '.join(clean(file.path) for file in files)}{left}"
    where = shell.archive.where
    is_detached = where is not None and where.doing == "detached"
    shown = [*_warnings(session, is_detached=is_detached), *(_shown(line) for line in lines)]
    message = await shell.ask(Message(title, shown, "Message", offered(session, files)))
    if message is None:
        return
    done = session.workspace.done  # a hook takes its time, and edits may be made meanwhile
    shell.free_keys()
    try:
        paths = [file.path for file in files]
        name = await asyncio.to_thread(committing.commit, repository, paths, message)
    except committing.Refusal as refusal:
        await _tell(shell, refusal)
        return
    session.committed = done
    session.written -= set(paths)
    count = f"{len(files)} file{'s' if len(files) > 1 else ''}"
    shell.say(f"committed {count} as {name}: {clean(message)}")


def of_edits(session: Session, changed: Sequence[Pending]) -> list[Pending]:
    """Of the changed files those that were edited or written here; all of them where none was."""
    edited = {edit.path for change in session.since_commit() for edit in change.line_edits}
    edited |= session.written
    return [file for file in changed if file.path in edited] or list(changed)


def offered(session: Session, files: Sequence[Pending]) -> str:
    """A message drawn from the edits since the last commit; where there are none, from the files."""
    told = list(dict.fromkeys(change.description for change in session.since_commit()))
    if not told:
        return cut(f"Update {', '.join(file.path for file in files)}", SUBJECT)
    whole = "; ".join(told)
    if len(told) == 1 or len(whole) <= SUBJECT:
        return cut(whole, SUBJECT)
    more = f"; {len(told) - 1} more"
    return cut(told[0], SUBJECT - len(more)) + more


def _warnings(session: Session, *, is_detached: bool) -> Iterator[Spans]:
    """What makes a commit doubtful: it is said above the difference, not forbidden."""
    if is_detached:
        yield (Span(" HEAD is detached: this commit will be on no branch", "warning"),)
    errors = [problem for problem in session.model.problems if problem.code.startswith("E")]
    if errors:
        count = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
        yield (Span(f" The workspace has {count}:", "warning"),)
    for problem in errors[:FEW]:
        place = f"{problem.path}:{problem.line}"
        text = clean(f"   {place} {problem.code} {problem.message}")
        yield (Span(text, "warning"),)
    if errors:
        yield ()


def _shown(line: str) -> Spans:
    """A line of the difference in its colour."""
    if line.startswith(("+++", "---", "diff ", "new file", "index ")):
        return (Span(f" {clean(line)}", "dim"),)
    look = {"+": "gain", "-": "loss", "@": "dim"}.get(line[:1], "")
    return (Span(f" {clean(line)}", look),)


async def _tell(shell: Shell, refusal: Refusal) -> None:
    """All that git and its hooks said."""
    lines: list[Spans] = [(Span(f"  {clean(line)}"),) for line in refusal.said]
    if len(lines) > 1:
        await shell.ask(Choice("Not committed", [Option("", "go on", "g")], lines))
    shell.say(f"not committed: {clean(refusal.message)}", "error")
