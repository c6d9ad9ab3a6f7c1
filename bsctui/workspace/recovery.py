"""Unsaved work brought back after a crash: edit by edit where the files are as they were, merged by meaning elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui.edits.apply import documents_after
from bsctui.edits.edit import EditPlan, Texts
from bsctui.edits.line_ops import ANYTHING
from bsctui.merge.versions import raw_lines
from bsctui.text.edits import LineEdit
from bsctui.workspace.disk_sync import merge_with_disk
from bsctui.workspace.results import Conflict
from bsctui.workspace.undo_rebase import line_edits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.text.document import Document
    from bsctui.workspace.journal import JournalEdit, UnsavedFile, UnsavedWork
    from bsctui.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RepeatedEdit:
    """An edit made once more; what it says was accepted when it was made."""

    description: str
    line_edits: tuple[LineEdit, ...]

    may_add_errors = True

    def plan(self, texts: Texts) -> EditPlan:
        """As it was."""
        del texts
        return EditPlan(self.description, self.line_edits, ANYTHING)


def restore(workspace: Workspace, unsaved: UnsavedWork) -> tuple[Conflict, ...]:
    """Make unsaved edits again; returns the files that disagree with them by now, which hold the edits for the time being.

    Raises:
        Refused: An edit cannot be made.
    """
    edits = _edit_by_edit(workspace, unsaved)
    if edits is not None:
        for edit in edits:
            workspace.apply(edit)
        return ()
    return tuple(
        conflict
        for file in unsaved.files
        if (conflict := _restore_file(workspace, file)) is not None
    )


def _edit_by_edit(workspace: Workspace, unsaved: UnsavedWork) -> list[RepeatedEdit] | None:
    """The edits one by one; None where the files changed, or the edits do not lead to what was unsaved."""
    for file in unsaved.files:
        document = workspace.documents.get(file.path)
        if (_decoded(document) if document is not None else None) != file.base:
            return None
    documents: Mapping[str, Document] = workspace.documents
    repeated: list[RepeatedEdit] = []
    for edited in unsaved.edits:
        after = _after(edited, Texts(documents, workspace.model))
        if after is None:
            return None
        paths = dict.fromkeys(replaced.path for step in edited.steps for replaced in step)
        edits = tuple(edit for path in paths for edit in line_edits(path, documents, after))
        repeated.append(RepeatedEdit(edited.description, edits))
        documents = after
    reached = all(
        file.path in documents and _decoded(documents[file.path]) == file.here
        for file in unsaved.files
    )
    return repeated if reached else None


def _after(edited: JournalEdit, texts: Texts) -> Mapping[str, Document] | None:
    """The texts after an edit; None where its lines are not there."""
    for step in edited.steps:
        for replaced in step:
            document = texts.documents.get(replaced.path)
            if (
                not 1
                <= replaced.first
                <= replaced.last + 1
                <= (len(document.lines) if document else 0) + 1
            ):
                return None
        edits = [
            LineEdit(replaced.path, replaced.first, replaced.last, replaced.lines)
            for replaced in step
        ]
        texts = Texts(documents_after(texts, edits), texts.model)
    return texts.documents


def _decoded(document: Document) -> str:
    return document.to_bytes().decode("utf-8", "surrogateescape")


def _restore_file(workspace: Workspace, file: UnsavedFile) -> Conflict | None:
    """One file with its unsaved edits, merged into what it is now."""
    document = workspace.documents.get(file.path)
    now = document.to_bytes() if document is not None else None
    unsaved_bytes = file.here.encode("utf-8", "surrogateescape")
    base = (file.base or "").encode("utf-8", "surrogateescape")
    is_new = now is None and file.base is None
    merged = merge_with_disk(file.path, base, unsaved_bytes, b"" if is_new else now)
    conflict = merged if isinstance(merged, Conflict) else None
    content = unsaved_bytes if isinstance(merged, Conflict) else merged
    lines = tuple(raw_lines(content.removeprefix(b"\xef\xbb\xbf")))
    last = len(document.lines) if document is not None else 0
    edit = LineEdit(file.path, 1, last, lines)
    if content != now:
        workspace.apply(RepeatedEdit(f"unsaved edits of {file.path}", (edit,)))
    return conflict
