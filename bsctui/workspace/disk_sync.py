"""A workspace and the disk: taking in what others changed, writing what was edited here, losing nothing of either."""

from __future__ import annotations

import errno
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bsctui.edits import Refused, ReplaceRecordText
from bsctui.merge.conflicts import ConflictMarkers, Prefer
from bsctui.merge.files import FileVersions, merge_file
from bsctui.merge.versions import raw_lines
from bsctui.storage.atomic_write import (
    ChangedMeanwhileError,
    content_or_none,
    errors_about,
    mode_of,
    replace_unchanged,
)
from bsctui.storage.leftovers import keep_beside
from bsctui.storage.locks import exclusive_in
from bsctui.storage.regular_files import read_bounded
from bsctui.storage.workspace_files import path_in_workspace, workspace_folders
from bsctui.text.document import read_document
from bsctui.workspace.results import Conflict, ReloadReport, Resolution, SaveReport

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bsctui.storage.workspace_files import WorkspaceLocation
    from bsctui.text.document import Document
    from bsctui.workspace.workspace import Workspace

MARKS = ConflictMarkers(ours="edited here", theirs="on disk")


def reload(workspace: Workspace) -> ReloadReport:
    """See `Workspace.reload`."""
    home = workspace.home
    if home is None:
        return ReloadReport()
    if not home.root.is_dir():
        return ReloadReport(is_gone=True)
    return _take_in(workspace, _changed(workspace, home))


def _changed(workspace: Workspace, home: WorkspaceLocation) -> dict[str, bytes | None]:
    """The files that are no longer as they were read or written; what cannot be read stays as it was."""
    contents: dict[str, bytes | None] = {}
    present: set[str] = set()
    unreadable: dict[str, str] = {}
    for folder in workspace_folders(home):
        if folder.trouble is not None:
            hidden = folder.name_in(home)
            unreadable[hidden] = folder.trouble
            present.update(path for path in workspace.on_disk if f"./{path}".startswith(hidden))
        for file in folder.files:
            path = path_in_workspace(home, file)
            present.add(path)
            try:
                content = read_bounded(file)
            except FileNotFoundError:
                contents[path] = None
            except OSError as error:
                unreadable[path] = error.strerror or str(error)
            else:
                if content != workspace.on_disk.get(path):
                    contents[path] = content
    workspace.unreadable = unreadable
    return contents | dict.fromkeys(workspace.on_disk.keys() - present)


def _take_in(workspace: Workspace, changed: dict[str, bytes | None]) -> ReloadReport:
    documents = dict(workspace.documents)
    taken: list[str] = []
    merged: list[str] = []
    conflicts: list[Conflict] = []
    for path, on_disk in sorted(changed.items()):
        if workspace.differs(path):
            merged_file = _merge_with_disk(workspace, path, on_disk)
            if isinstance(merged_file, Conflict):
                conflicts.append(merged_file)
                continue
            documents[path] = merged_file
            merged.append(path)
        elif on_disk is None:
            documents.pop(path, None)
        else:
            documents[path] = read_document(path, on_disk)
        taken.append(path)
    forgotten = workspace.replace_texts(documents) if taken else 0
    for path in taken:
        workspace.mark_on_disk(path, changed[path])
    return ReloadReport(tuple(taken), tuple(merged), tuple(conflicts), forgotten)


def _merge_with_disk(workspace: Workspace, path: str, on_disk: bytes | None) -> Document | Conflict:
    """The file with the edits made here and those on disk, or both versions."""
    document = workspace.documents.get(path)
    own_bytes = document.to_bytes() if document is not None else b""
    if document is not None and own_bytes == on_disk:
        return document
    merged = merge_with_disk(path, workspace.on_disk.get(path, b""), own_bytes, on_disk)
    return merged if isinstance(merged, Conflict) else read_document(path, merged)


def merge_with_disk(path: str, base: bytes, here: bytes, on_disk: bytes | None) -> bytes | Conflict:
    """What both sides made of a file, merged by meaning; where they disagree, each way to decide it.

    Args:
        path: What it is called.
        base: What both come from.
        here: As it is here.
        on_disk: As others left it; None where they deleted it.
    """
    if on_disk is None:
        return Conflict(path, here, None, marked=here, mine=here, theirs=b"")
    versions = FileVersions(base, here, on_disk)
    merged = merge_file(versions, MARKS, path)
    if not merged.conflicts:
        return merged.content
    mine, theirs = (
        merge_file(versions, replace(MARKS, prefer=side), path).content
        for side in (Prefer.OURS, Prefer.THEIRS)
    )
    return Conflict(path, here, on_disk, merged.content, mine, theirs)


def resolve(workspace: Workspace, conflict: Conflict, resolution: Resolution) -> None:
    """See `Workspace.resolve`.

    Theirs is taken in as ever; mine, where it is disputed, is an edit on top of it, and what else was chosen one on
    top of that. So undoing leads from there to mine, then to theirs, and never to what neither of us says.
    """
    document = workspace.documents.get(conflict.path)
    texts = [conflict.mine]
    if resolution is not Resolution.MINE:
        texts.append(conflict.marked if resolution is Resolution.MARKED else conflict.theirs)
    is_there = conflict.on_disk is not None
    if is_there and document is not None and document.to_bytes() == conflict.here:
        theirs = {conflict.path: read_document(conflict.path, conflict.theirs)}
        workspace.replace_texts({**workspace.documents, **theirs}, Prefer.OURS)
    for text in texts:
        _replace(workspace, conflict.path, text)
    workspace.mark_on_disk(conflict.path, conflict.on_disk)


def _replace(workspace: Workspace, path: str, text: bytes) -> None:
    """The whole text of a file, as an edit; none where it is so already."""
    document = workspace.documents.get(path)
    if (document.to_bytes() if document is not None else b"") == text:
        return
    last = len(document.lines) if document is not None else 0
    lines = raw_lines(text.removeprefix(b"\xef\xbb\xbf"))
    workspace.apply(ReplaceRecordText(path, 1, last, tuple(lines)))


# --- Deleting


def delete_empty(workspace: Workspace, path: str) -> None:
    """See `Workspace.delete_empty`."""
    document = workspace.documents.get(path)
    records = document.records if document is not None else ()
    if any(record.header is not None or record.statements for record in records):
        raise Refused(f"`{path}` is not empty", "delete its contents first")
    _replace(workspace, path, b"")
    if workspace.home is None:
        return
    root = workspace.home.root
    with exclusive_in(root):
        if content_or_none(root / path) != workspace.on_disk.get(path):
            raise ChangedMeanwhileError(
                errno.EAGAIN, "it was changed by another program", str(root / path)
            )
        (root / path).unlink(missing_ok=True)
    workspace.mark_on_disk(path, None)


# --- Saving

TRIES: Final = 5
"""How often another program may change a file in the moment before it is written."""


def save(workspace: Workspace) -> SaveReport:
    """See `Workspace.save`."""
    home = workspace.home
    if home is None:
        return SaveReport()
    with exclusive_in(home.root):
        return _saved(workspace, home.root)


def _saved(workspace: Workspace, root: Path) -> SaveReport:
    waiting = [path for path in sorted(workspace.documents) if workspace.differs(path)]
    saved: list[str] = []
    merged: list[str] = []
    conflicts: list[Conflict] = []
    for _ in range(TRIES):
        report = _take_in(workspace, _changed_of(workspace, root, waiting))
        merged += report.merged
        conflicts += (_keep_own_version(root, conflict) for conflict in report.conflicts)
        left = {conflict.path for conflict in conflicts}
        waiting = [path for path in waiting if path not in left and workspace.differs(path)]
        written = [path for path in waiting if _is_written(workspace, root, path)]
        saved += written
        waiting = [path for path in waiting if path not in written]
        if not waiting:
            break
    if waiting:
        message = "another program changes it all the time; end that, then try again"
        raise OSError(errno.EBUSY, message, str(root / waiting[0]))
    if not conflicts:
        workspace.mark_all_saved()
    return SaveReport(tuple(saved), tuple(dict.fromkeys(merged)), tuple(conflicts))


def _changed_of(workspace: Workspace, root: Path, paths: Iterable[str]) -> dict[str, bytes | None]:
    """Which of some files are no longer as they were.

    Raises:
        OSError: What one is now cannot be told.
    """
    contents: dict[str, bytes | None] = {}
    for path in paths:
        content = content_or_none(root / path)
        if content != workspace.on_disk.get(path):
            contents[path] = content
    return contents


def _is_written(workspace: Workspace, root: Path, path: str) -> bool:
    """Write a file; False where another program changed it in this very moment."""
    file, content = root / path, workspace.documents[path].to_bytes()
    with errors_about(file):
        if root.is_dir():
            file.parent.mkdir(parents=True, exist_ok=True)
    try:
        replace_unchanged(file, workspace.on_disk.get(path), content)
    except ChangedMeanwhileError:
        return False
    workspace.mark_on_disk(path, content)
    return True


def _keep_own_version(root: Path, conflict: Conflict) -> Conflict:
    """Keep the version from here beside the file, so that neither is lost."""
    file = root / conflict.path
    with errors_about(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        copy_path = keep_beside(file, conflict.here, mode_of(file))
    return replace(conflict, kept_as=copy_path)
