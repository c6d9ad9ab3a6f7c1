"""A workspace at work: its documents in step with their model and scores; editing, undoing, saving."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import InitVar, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bsctui.model.build import build
from bsctui.storage.leftovers import sweep
from bsctui.storage.regular_files import read_bounded
from bsctui.storage.workspace_files import (
    WorkspaceError,
    WorkspaceLocation,
    locate_workspace,
    path_in_workspace,
    workspace_folders,
)
from bsctui.text.document import read_document
from bsctui.workspace import warm_start
from bsctui.workspace.results import AppliedEdit
from bsctui.workspace.scored import ScoredModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bsctui.edits.apply import EditOutcome
    from bsctui.edits.edit import Edit, Texts
    from bsctui.merge.conflicts import Prefer
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain
    from bsctui.scoring.result import Scores
    from bsctui.text.document import Document
    from bsctui.text.edits import LineEdit
    from bsctui.workspace.results import Conflict, ReloadReport, Resolution, SaveReport


class Preview:
    """What an edit would make, without making it."""

    def __init__(self, workspace: Workspace, outcome: EditOutcome) -> None:
        self._workspace = workspace
        self._outcome = outcome
        self._from = workspace.documents

    @property
    def model(self) -> Model:
        """The model as it would be."""
        return self._outcome.texts.model

    @property
    def documents(self) -> Mapping[str, Document]:
        """The texts as they would be."""
        return self._outcome.texts.documents

    @property
    def change(self) -> AppliedEdit:
        """The edit as it would be kept for undoing."""
        outcome = self._outcome
        return AppliedEdit(outcome.description, outcome.steps, outcome.touched)

    @property
    def changes_nothing(self) -> bool:
        """Whether the texts say so already."""
        return all(
            self._raw_lines(self._from, path)
            == self._raw_lines(self._outcome.texts.documents, path)
            for path in self.change.paths
        )

    @staticmethod
    def _raw_lines(documents: Mapping[str, Document], path: str) -> list[str]:
        document = documents.get(path)
        return document.lines if document is not None else []

    @property
    def texts(self) -> Texts:
        """What the workspace goes over to.

        Raises:
            ValueError: It has been edited meanwhile.
        """
        if self._workspace.documents is not self._from:
            raise ValueError("the workspace is not as it was previewed")
        return self._outcome.texts

    def scores(self, grain: Grain | None = None) -> Scores:
        """The scores as they would be, in a grain (default: the calendar's as it would be).

        Raises:
            GrainError: The grain would be finer than the calendar, or there would be none.
        """
        return self._workspace.scored.scores_of(self.model, grain)


@dataclass(eq=False)
class Workspace:
    """The only thing that changes: a directory of documents with what follows from them.

    Attributes:
        home: Where it is on disk; None for texts in memory.
        documents: By path relative to the root.
        contents: The bytes they were read from.
        unreadable: Files, and folders (they end in `/`), that could not be read, with the reason.
        scored: What the texts mean, with its scores.
    """

    documents: Mapping[str, Document]
    contents: Mapping[str, bytes]
    home: WorkspaceLocation | None = None
    unreadable: dict[str, str] = field(default_factory=dict)
    known: InitVar[ScoredModel | None] = None
    """What the documents mean, where that is known."""

    def __post_init__(self, known: ScoredModel | None) -> None:
        self.scored = known if known is not None else ScoredModel(build(self.documents))
        self.on_disk: dict[str, bytes] = dict(self.contents)
        self._saved: Mapping[str, Document] = dict(self.documents)
        self._saved_scored: ScoredModel | None = None
        self._done: list[AppliedEdit] = []
        self._undone: list[AppliedEdit] = []
        self._saved_at = 0
        self._compared: dict[str, tuple[Document, Document, bool]] = {}

    # --- Opening

    @classmethod
    def load(cls, path: Path) -> Workspace:
        """Open the workspace that a path means.

        Raises:
            WorkspaceError: There is nothing there, or it cannot be read at all.
        """
        home = locate_workspace(Path(path))
        with garbage_collector_paused():
            contents, unreadable = _read_all(home)
            if home.only is not None and unreadable:
                raise WorkspaceError(
                    f"cannot read `{home.only}`: {next(iter(unreadable.values()))}"
                )
            kept = warm_start.recall(home, contents)
            if kept is None:
                workspace = cls(_documents(contents), contents, home, unreadable)
            else:
                documents = kept.scored.model.documents
                ordered = {path: documents[path] for path in contents}
                workspace = cls(ordered, contents, home, unreadable, kept.scored)
        warm_start.note_loaded(workspace, kept)
        return workspace

    @classmethod
    def from_texts(cls, texts: Mapping[str, str | bytes]) -> Workspace:
        """A workspace in memory."""
        contents = {path: _bytes(text) for path, text in texts.items()}
        return cls(_documents(contents), contents)

    @property
    def root(self) -> Path:
        """The folder it is in."""
        return self.home.root if self.home else Path.cwd()

    @property
    def place(self) -> Path:
        """What names it: its folder, or the one file that it consists of."""
        return self.home.only if self.home is not None and self.home.only else self.root

    @property
    def left_out(self) -> tuple[str, ...]:
        """What could not be read, a line each."""
        return tuple(
            f"`{path}` cannot be read and is left out: {reason}"
            for path, reason in sorted(self.unreadable.items())
        )

    @property
    def unread_file(self) -> str | None:
        """A file that belongs to it and could not be read; None: there is none."""
        return next((path for path in sorted(self.unreadable) if not path.endswith("/")), None)

    @cached_property
    def start_address(self) -> str | None:
        """The address where the cursor starts: the first thing declared in the file or folder that was asked for."""
        if self.home is None or self.home.start is None:
            return None
        path = self.home.start.relative_to(self.home.root).as_posix()
        for address, item in self.model.names.declared.items():
            if item.origin.path == path or item.origin.path.startswith(f"{path}/"):
                return address
        return None

    # --- Meaning and scores

    @property
    def model(self) -> Model:
        """What the texts mean."""
        return self.scored.model

    def scores(self, grain: Grain | None = None) -> Scores:
        """The scores in a grain (default: the calendar's).

        Raises:
            GrainError: The grain is finer than the calendar, or there is no calendar.
        """
        return self.scored.scores(grain)

    def saved_scores(self, grain: Grain | None = None) -> Scores:
        """The scores as at the last save.

        Raises:
            GrainError: The grain is finer than the calendar was, or there was none.
        """
        if not self.dirty:
            return self.scores(grain)
        if self._saved_scored is None:
            self._saved_scored = ScoredModel(build(self._saved))
        return self._saved_scored.scores(grain)

    # --- Editing

    def apply(self, edit: Edit) -> AppliedEdit:
        """Make an edit.

        Raises:
            Refused: Nothing was changed.
        """
        return self.accept(self.preview(edit))

    def accept(self, preview: Preview) -> AppliedEdit:
        """Make the edit that was previewed: it is not planned and read a second time.

        Raises:
            ValueError: The workspace has been edited since.
        """
        change = preview.change
        self._switch_to(preview.texts)
        self._done.append(change)
        self._undone.clear()
        return change

    def preview(self, edit: Edit) -> Preview:
        """What an edit would make.

        Raises:
            Refused: It would be refused.
        """
        from bsctui.edits.apply import apply_edit

        return Preview(self, apply_edit(edit, self._texts()))

    def undo(self) -> AppliedEdit | None:
        """Take the last edit back; None where there is none."""
        if not self._done:
            return None
        change = self._done[-1]
        self._replay(step.inverse for step in reversed(change.steps))
        self._undone.append(self._done.pop())
        return change

    def redo(self) -> AppliedEdit | None:
        """Make the last edit that was taken back again; None where there is none."""
        if not self._undone:
            return None
        change = self._undone[-1]
        self._replay(step.line_edits for step in change.steps)
        self._done.append(self._undone.pop())
        return change

    @property
    def dirty(self) -> bool:
        """Whether the texts differ from the saved ones."""
        return any(self.differs(path) for path in self.documents.keys() | self._saved.keys())

    @property
    def done(self) -> tuple[AppliedEdit, ...]:
        """The edits that can be taken back, the oldest first."""
        return tuple(self._done)

    @property
    def unsaved(self) -> list[AppliedEdit]:
        """The edits since the last save."""
        return self._done[self._saved_at :] if self._saved_at <= len(self._done) else []

    def differs(self, path: str) -> bool:
        """Whether a file's text differs from the saved one."""
        now, saved = self.documents.get(path), self._saved.get(path)
        if now is saved:
            return False
        if now is None or saved is None:
            existing = now or saved
            return existing is not None and bool(existing.lines)
        compared = self._compared.get(path)
        if compared is None or compared[0] is not now or compared[1] is not saved:
            compared = (now, saved, now.to_bytes() != saved.to_bytes())
            self._compared[path] = compared
        return compared[2]

    def _texts(self) -> Texts:
        from bsctui.edits.edit import Texts

        return Texts(self.documents, self.model)

    def _replay(self, steps: Iterable[tuple[LineEdit, ...]]) -> None:
        from bsctui.edits.apply import texts_after

        texts = self._texts()
        for line_edits in steps:
            texts = texts_after(line_edits, texts)
        self._switch_to(texts)

    def _switch_to(self, texts: Texts) -> None:
        """Go over to other texts, with the scores that were asked for: all of it, or on an exception nothing."""
        scored = self.scored.after(texts.model)
        if not self.dirty:
            self._saved_scored = self.scored
        self.documents, self.scored = texts.documents, scored

    # --- Disk

    def save(self) -> SaveReport:
        """Write every changed file; never over somebody else's change unseen.

        A file that changed on disk is merged by meaning; where both sides changed one thing it is left as it is,
        and the version from here is kept beside it.

        Raises:
            OSError: A file could not be written; those written before it are saved.
        """
        from bsctui.workspace.disk_sync import save

        return save(self)

    def reload(self) -> ReloadReport:
        """Take in what changed on disk, keeping unsaved edits and, where they can be, edits to be taken back.

        A file that was edited here and there is merged by meaning; where both sides changed one thing the version
        from here stays, and the report holds both (`resolve`).
        """
        from bsctui.workspace.disk_sync import reload

        return reload(self)

    def resolve(self, conflict: Conflict, resolution: Resolution) -> None:
        """Decide a conflict; whatever is taken in place of the version from here is an edit that can be taken back.

        Raises:
            Refused: The text cannot be replaced.
        """
        from bsctui.workspace.disk_sync import resolve

        resolve(self, conflict, resolution)

    def delete_empty(self, path: str) -> None:
        """Delete a file in which no record stands, from the disk too; what undoing brings back is saved anew.

        Raises:
            Refused: Something stands in it.
            OSError: It cannot be deleted, or was changed by another program.
        """
        from bsctui.workspace.disk_sync import delete_empty

        delete_empty(self, path)

    def mark_on_disk(self, path: str, content: bytes | None) -> None:
        """From now on a file is taken to be so on disk (None: not there)."""
        saved = dict(self._saved)
        if content is None:
            self.on_disk.pop(path, None)
            saved.pop(path, None)
        else:
            self.on_disk[path] = content
            document = self.documents.get(path)
            is_here = document is not None and document.to_bytes() == content
            saved[path] = (
                document if document is not None and is_here else read_document(path, content)
            )
        self._saved = saved
        self._saved_scored = None

    def mark_all_saved(self) -> None:
        """All edits made so far are on disk."""
        self._saved_at = len(self._done)

    def replace_texts(self, documents: Mapping[str, Document], prefer: Prefer | None = None) -> int:
        """Go over to texts that came from elsewhere, carrying the edits along; returns how many were lost on the way."""
        from bsctui.workspace.undo_rebase import UndoDirection, rebase_edits

        before = self._texts()
        done = rebase_edits(self._done[::-1], UndoDirection.BACK, before, documents, prefer)[::-1]
        undone = rebase_edits(self._undone[::-1], UndoDirection.ON, before, documents, prefer)[::-1]
        forgotten = len(self._done) - len(done)
        scored = ScoredModel(build(documents))
        self._done, self._undone = done, undone
        self._saved_at = max(0, self._saved_at - forgotten)
        self.documents, self.scored = documents, scored
        return forgotten


def _read_all(home: WorkspaceLocation) -> tuple[dict[str, bytes], dict[str, str]]:
    """The content of every file, and why some files and folders could not be read."""
    contents: dict[str, bytes] = {}
    unreadable: dict[str, str] = {}
    for folder in workspace_folders(home):
        if folder.trouble is not None:
            unreadable[folder.name_in(home)] = folder.trouble
        sweep(folder.path, folder.leftovers)
        for file in folder.files:
            path = path_in_workspace(home, file)
            try:
                contents[path] = read_bounded(file)
            except OSError as error:
                unreadable[path] = error.strerror or str(error)
    return contents, unreadable


def _documents(contents: Mapping[str, bytes]) -> dict[str, Document]:
    return {path: read_document(path, content) for path, content in contents.items()}


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")


@contextmanager
def garbage_collector_paused() -> Iterator[None]:
    """Without garbage collection: reading makes many objects, almost none of them in circles, and keeps them all.

    What is there after the first reading is never looked at again. Only then: what is in circles among it is never
    freed, which in a process that reads many workspaces would keep something of each.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
        if was_on:
            gc.enable()
