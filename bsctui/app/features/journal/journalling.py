"""Unsaved work survives: written to the journal after every edit and when typing pauses, offered again at the next start."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bsctui.app.core.spans import StyledSpan
from bsctui.app.core.workers import start_worker_beside
from bsctui.app.features.live.live import decide
from bsctui.app.ui.choice import Choice, Option
from bsctui.edits import Refused
from bsctui.escaping import printable
from bsctui.workspace.journal import BrokenJournalError, Journal, Snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.spans import Spans
    from bsctui.workspace import Workspace
    from bsctui.workspace.journal import OrphanJournal, UnsavedWork


class Journalling:
    """Keeps a journal in step with a session.

    Args:
        shell: Whose session it is.
        folder: Where journals stand; None keeps none.
    """

    def __init__(self, shell: AppContext, folder: Path | None) -> None:
        self._shell = shell
        self._folder = folder
        self._workspace: Workspace | None = None
        self._journal: Journal | None = None
        self._seen: tuple[object, ...] = ()
        self._wanted: Snapshot | None = None
        self._is_writing = False

    def _open(self) -> Journal | None:
        """The journal of the workspace that is shown now; the one before has nothing unsaved."""
        session = self._shell.session
        if session.workspace is not self._workspace:
            self.discard()
            self._workspace = session.workspace
            is_kept = self._folder is not None and session.workspace.home is not None
            if is_kept and not session.read_only:
                self._journal = Journal(session.workspace.place, self._folder)
        return self._journal

    def look(self) -> None:
        """Write, in a thread, where the texts are not those of the last look."""
        journal = self._open()
        if journal is None:
            return
        workspace, typed = self._shell.session.workspace, self._shell.view.draft
        basis = (workspace.documents, len(workspace.unsaved), workspace.dirty, typed)
        if basis == self._seen:
            return
        self._seen = basis
        self._wanted = Snapshot.of(workspace, typed)
        if not self._is_writing:
            self._is_writing = True
            start_worker_beside(self._shell.control, "journal", self._write, journal)

    def discard(self) -> None:
        """The session ended as it should: all is saved, or given up."""
        if self._journal is not None:
            self._journal.discard()
            self._journal = None

    def keep(self) -> bool:
        """The app cannot go on: write what is unsaved now, and nothing after it; False where nothing is.

        Raises:
            OSError: There is no journal, or it cannot be written.
        """
        self._wanted = None
        journal, snapshot = self._open(), self._snapshot()
        if journal is None and snapshot.dirty:
            raise OSError("there is no journal")
        if journal is not None:
            journal.write_last(snapshot)
        return bool(snapshot.dirty)

    def _snapshot(self) -> Snapshot:
        """What is unsaved, with what is being typed as far as that can still be read."""
        workspace = self._shell.session.workspace
        try:
            return Snapshot.of(workspace, self._shell.view.draft)
        except Exception:
            return Snapshot.of(workspace)

    async def _write(self, journal: Journal) -> None:
        """The latest snapshot; those that came while one was written are passed over."""
        try:
            while self._wanted is not None:
                snapshot, self._wanted = self._wanted, None
                await asyncio.to_thread(journal.write, snapshot)
        except OSError as error:
            self._journal = None
            why = error.strerror or str(error)
            self._shell.say(f"no journal of unsaved edits: {why}", "warning")
        finally:
            self._is_writing = False

    async def offer(self) -> None:
        """Offer what earlier sessions left unsaved."""
        journal = self._open()
        if journal is None:
            return
        for orphan in await asyncio.to_thread(journal.orphans):
            try:
                unsaved = await asyncio.to_thread(orphan.read)
            except BrokenJournalError:
                aside = orphan.set_aside()
                self._shell.say(f"a journal cannot be read; it is kept as {aside}", "warning")
                continue
            await self._offer(journal, orphan, unsaved)

    async def _offer(self, journal: Journal, orphan: OrphanJournal, unsaved: UnsavedWork) -> None:
        answer = await self._shell.ask(UnsavedEditsChoice(unsaved))
        if answer is None:
            orphan.release()
            self._shell.say("kept; the next start offers them again")
        elif answer == "discard":
            orphan.discard()
            self._shell.say("thrown away")
        else:
            await self._restore(journal, orphan, unsaved)

    async def _restore(self, journal: Journal, orphan: OrphanJournal, unsaved: UnsavedWork) -> None:
        from bsctui.workspace.recovery import restore

        shell = self._shell
        workspace = shell.session.workspace
        try:
            conflicts = restore(workspace, unsaved)
        except Refused as refused:
            orphan.release()
            shell.say(f"not restored: {refused.message}", "error")
            return
        shell.sync()
        shell.say(f"restored {_counted(unsaved)}: u undoes them, s saves them")
        await decide(shell, conflicts)
        try:
            await asyncio.to_thread(journal.write, Snapshot.of(workspace))
        except OSError:
            orphan.release()
        else:
            orphan.discard()


def _counted(unsaved: UnsavedWork) -> str:
    count = len(unsaved.edits) or len(unsaved.files)
    return f"{count} unsaved edit{'s' if count > 1 else ''}"


class UnsavedEditsChoice(Choice[str]):
    """What an earlier session left unsaved."""

    def __init__(self, unsaved: UnsavedWork) -> None:
        lines: list[Spans] = [
            (StyledSpan(f"  {printable(edited.description)}"),) for edited in unsaved.edits
        ] or [(StyledSpan(f"  {printable(file.path)}"),) for file in unsaved.files]
        options = [
            Option("restore", "restore them, as edits that can be undone", "r"),
            Option("discard", "throw them away for good", "D"),
        ]
        super().__init__("An earlier session ended with unsaved edits", options, lines)
