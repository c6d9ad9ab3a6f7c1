"""`C`: commits what was edited here: shows the difference, offers a message, stages nothing else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bsctui.app.core.commands import Command, Section
from bsctui.app.core.drafts import NO_DRAFT
from bsctui.app.core.spans import StyledSpan
from bsctui.app.features.commit_contents import commit_contents_of, file_versions, new_error
from bsctui.app.features.commit_layer import CommitLayer
from bsctui.app.features.save import save_workspace
from bsctui.app.ui.choice import Choice, Option
from bsctui.escaping import printable
from bsctui.review.commit_message import SUBJECT, commit_sentences, part_text, subject_line
from bsctui.review.commit_parts import commit_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.session import Session
    from bsctui.app.core.spans import Spans
    from bsctui.git.committing import CommitError, PendingFile
    from bsctui.git.repository import Repository
    from bsctui.review.commit_parts import CommitPart


FEW = 3
"""Errors that are shown above a commit; of the others it tells the number."""


class CommitFiles(Command):
    id = "commit"
    keys = "C"
    title = "Commit"
    synonyms = "git branch save version"
    help = "commits the edited files and nothing else; shows the difference and offers a message"
    section = Section.FILE
    edits = True
    on_host = True

    async def run(self, shell: AppContext) -> None:
        from bsctui.git.command import GitError
        from bsctui.git.committing import commit_obstacle
        from bsctui.git.repository import Repository

        workspace = shell.session.workspace
        if workspace.home is None:
            shell.say("nothing to commit: this workspace is not on disk", "warning")
            return
        try:
            repository = await asyncio.to_thread(Repository.around, workspace.root)
            if why := await asyncio.to_thread(commit_obstacle, repository):
                shell.say(f"not committed: {why}", "warning")
            elif await _saved(shell):
                await _commit(shell, repository)
        except GitError as error:
            why = str(error).replace(f"`{workspace.root}`", "the workspace")
            shell.say(f"not committed: {why}", "error")


async def _saved(shell: AppContext) -> bool:
    """Unsaved edits are saved first, if the user agrees."""
    workspace = shell.session.workspace
    if not workspace.dirty:
        return True
    lines: list[Spans] = [
        (StyledSpan(f"  {printable(change.description)}"),) for change in workspace.unsaved
    ]
    options = [Option("save", "save and go on", "s"), Option("stay", "stay", "n")]
    answer = await shell.ask(Choice("Unsaved: only what is saved can be committed", options, lines))
    return answer == "save" and await save_workspace(shell)


async def _commit(shell: AppContext, repository: Repository) -> None:
    from bsctui.git import committing

    session = shell.session
    own_files = session.workspace.documents.keys() | session.written
    changed = await asyncio.to_thread(committing.pending_files, repository, own_files)
    files = of_edits(session, changed)
    if not files:
        shell.say("nothing to commit: the files are as in the last commit")
        return
    if torn := next((file for file in files if file.state == "unmerged"), None):
        shell.say(
            f"not committed: {printable(torn.path)} is in conflict: resolve it first", "warning"
        )
        return
    lines = await asyncio.to_thread(committing.diff_against_head, repository, files)
    versions = await asyncio.to_thread(file_versions, repository, session, files)
    parts = [part for old, new in versions.values() for part in commit_parts(old, new)]
    title = _title(files, len(changed) - len(files))
    where = shell.git_service.branch_status
    is_detached = where is not None and where.doing == "detached"
    answer = await shell.ask(
        CommitLayer(
            title,
            list(_warnings(session, is_detached=is_detached)),
            {part: part_text(part, session.model) for part in parts},
            [_shown(line) for line in lines],
            lambda kept: proposed_message(session, files, kept),
            session.commit_draft,
        )
    )
    if answer is None:
        return
    session.commit_draft = answer  # a hook may refuse it
    message, left_out = answer
    done = session.workspace.done  # a hook takes its time, and edits may be made meanwhile
    shell.control.free_keys()
    try:
        paths = [file.path for file in files]
        if left_out:
            contents = await asyncio.to_thread(
                commit_contents_of, repository, versions, files, left_out
            )
            torn_fact = await asyncio.to_thread(new_error, repository, contents, session.model)
            if torn_fact is not None:
                shell.say(
                    f"not committed: the workspace does not load without what was left out: {printable(torn_fact)}",
                    "warning",
                )
                return
            paths = list(contents)
            name = await asyncio.to_thread(
                committing.commit_contents, repository, contents, message
            )
        else:
            name = await asyncio.to_thread(committing.commit_files, repository, paths, message)
    except committing.CommitError as refusal:
        await _tell(shell, refusal)
        return
    except OSError as error:
        shell.say(f"not committed: {printable(str(error))}", "error")
        return
    session.committed = done
    session.commit_draft = NO_DRAFT
    session.written -= set(paths)
    count = f"{len(paths)} file{'s' if len(paths) > 1 else ''}"
    rest = f"; {len(left_out)} left out" if left_out else ""
    shell.say(f"committed {count} as {name}: {printable(message)}{rest}")


def _title(files: Sequence[PendingFile], left_alone: int) -> str:
    """How many files are committed, one by its name; the difference below names them all."""
    what = f"{len(files)} files" if len(files) > 1 else printable(files[0].path)
    return f"Commit {what}{f', {left_alone} more left unchanged' if left_alone else ''}"


def of_edits(session: Session, changed: Sequence[PendingFile]) -> list[PendingFile]:
    """Of the changed files those that were edited or written here; all of them where none was."""
    edited = {edit.path for change in session.since_commit() for edit in change.line_edits}
    edited |= session.written
    return [file for file in changed if file.path in edited] or list(changed)


def proposed_message(
    session: Session, files: Sequence[PendingFile], parts: Sequence[CommitPart] = ()
) -> str:
    """A message drawn from the facts committed: goalposts first, values together; where there are none, from the files."""
    sentences = commit_sentences(parts, session.model)
    if sentences:
        return subject_line(sentences)
    names = f"Update {', '.join(file.path for file in files)}"
    return names if len(names) <= SUBJECT or len(files) == 1 else f"Update {len(files)} files"


def _warnings(session: Session, *, is_detached: bool) -> Iterator[Spans]:
    """What makes a commit doubtful: it is said above the difference, not forbidden."""
    if is_detached:
        yield (StyledSpan(" HEAD is detached: this commit will be on no branch", "warning"),)
    errors = [problem for problem in session.model.diagnostics if problem.is_error]
    if errors:
        count = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
        yield (StyledSpan(f" The workspace has {count}:", "warning"),)
    for problem in errors[:FEW]:
        place = f"{problem.path}:{problem.line}"
        text = printable(f"   {place} {problem.code} {problem.message}")
        yield (StyledSpan(text, "warning"),)
    if errors:
        yield ()


def _shown(line: str) -> Spans:
    """A line of the difference in its colour."""
    if line.startswith(("+++", "---", "diff ", "new file", "index ")):
        return (StyledSpan(f" {printable(line)}", "dim"),)
    look = {"+": "gain", "-": "loss", "@": "dim"}.get(line[:1], "")
    return (StyledSpan(f" {printable(line)}", look),)


async def _tell(shell: AppContext, refusal: CommitError) -> None:
    """All that git and its hooks said."""
    lines: list[Spans] = [(StyledSpan(f"  {printable(line)}"),) for line in refusal.output]
    if len(lines) > 1:
        await shell.ask(Choice("Not committed", [Option("", "go on", "g")], lines))
    shell.say(f"not committed: {printable(refusal.message)}", "error")
