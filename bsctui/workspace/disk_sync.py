"""A workspace and the disk: taking in what others changed, writing what was edited here, losing nothing of either."""

from __future__ import annotations

import errno
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bsctui.edits import ReplaceRecordText
from bsctui.merge.conflicts import Marks, Prefer
from bsctui.merge.files import Versions, merge_file
from bsctui.merge.versions import lines_of
from bsctui.storage.atomic_write import (
    ChangedMeanwhileError,
    content_of,
    mode_of,
    telling,
    write_over,
)
from bsctui.storage.leftovers import keep_beside
from bsctui.storage.locks import alone_in
from bsctui.storage.regular_files import read_bounded
from bsctui.storage.workspace_files import relative, workspace_folders
from bsctui.text.document import read_document
from bsctui.workspace.results import Conflict, ReloadReport, Resolution, SaveReport

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bsctui.storage.workspace_files import Home
    from bsctui.text.document import Document
    from bsctui.workspace.workspace import Workspace

MARKS = Marks(ours="edited here", theirs="on disk")


def reload(workspace: Workspace) -> ReloadReport:
    """See `Workspace.reload`."""
    home = workspace.home
    if home is None:
        return ReloadReport()
    if not home.root.is_dir():
        return ReloadReport(is_gone=True)
    return _taken_in(workspace, _changed(workspace, home))


def _changed(workspace: Workspace, home: Home) -> dict[str, bytes | None]:
    """The files that are no longer as they were read or written; what cannot be read stays as it was."""
    found: dict[str, bytes | None] = {}
    there: set[str] = set()
    unreadable: dict[str, str] = {}
    for folder in workspace_folders(home):
        if folder.trouble is not None:
            hidden = folder.name_in(home)
            unreadable[hidden] = folder.trouble
            there.update(path for path in workspace.on_disk if f"./{path}".startswith(hidden))
        for file in folder.files:
            path = relative(home, file)
            there.add(path)
            try:
                content = read_bounded(file)
            except FileNotFoundError:
                found[path] = None
            except OSError as error:
                unreadable[path] = error.strerror or str(error)
            else:
                if content != workspace.on_disk.get(path):
                    found[path] = content
    workspace.unreadable = unreadable
    return found | dict.fromkeys(workspace.on_disk.keys() - there)


def _taken_in(workspace: Workspace, changed: dict[str, bytes | None]) -> ReloadReport:
    documents = dict(workspace.documents)
    taken: list[str] = []
    merged: list[str] = []
    conflicts: list[Conflict] = []
    for path, on_disk in sorted(changed.items()):
        if workspace.differs(path):
            both = _both(workspace, path, on_disk)
            if isinstance(both, Conflict):
                conflicts.append(both)
                continue
            documents[path] = both
            merged.append(path)
        elif on_disk is None:
            documents.pop(path, None)
        else:
            documents[path] = read_document(path, on_disk)
        taken.append(path)
    forgotten = workspace.replace_texts(documents) if taken else 0
    for path in taken:
        workspace.seen(path, changed[path])
    return ReloadReport(tuple(taken), tuple(merged), tuple(conflicts), forgotten)


def _both(workspace: Workspace, path: str, on_disk: bytes | None) -> Document | Conflict:
    """The file with the edits made here and those on disk, or both versions."""
    document = workspace.documents.get(path)
    here = document.to_bytes() if document is not None else b""
    if document is not None and here == on_disk:
        return document
    found = both(path, workspace.on_disk.get(path, b""), here, on_disk)
    return found if isinstance(found, Conflict) else read_document(path, found)


def both(path: str, base: bytes, here: bytes, on_disk: bytes | None) -> bytes | Conflict:
    """What both sides made of a file, merged by meaning; where they disagree, each way to decide it.

    Args:
        path: What it is called.
        base: What both come from.
        here: As it is here.
        on_disk: As others left it; None where they deleted it.
    """
    if on_disk is None:
        return Conflict(path, here, None, marked=here, mine=here, theirs=b"")
    versions = Versions(base, here, on_disk)
    found = merge_file(versions, MARKS, path)
    if not found.conflicts:
        return found.content
    mine, theirs = (
        merge_file(versions, replace(MARKS, prefer=side), path).content
        for side in (Prefer.OURS, Prefer.THEIRS)
    )
    return Conflict(path, here, on_disk, found.content, mine, theirs)


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
    workspace.seen(conflict.path, conflict.on_disk)


def _replace(workspace: Workspace, path: str, text: bytes) -> None:
    """The whole text of a file, as an edit; none where it is so already."""
    document = workspace.documents.get(path)
    if (document.to_bytes() if document is not None else b"") == text:
        return
    last = len(document.lines) if document is not None else 0
    lines = lines_of(text.removeprefix(b"\xef\xbb\xbf"))
    workspace.apply(ReplaceRecordText(path, 1, last, tuple(lines)))


# --- Saving

TRIES: Final = 5
"""How often another program may change a file in the moment before it is written."""


def save(workspace: Workspace) -> SaveReport:
    """See `Workspace.save`."""
    home = workspace.home
    if home is None:
        return SaveReport()
    with alone_in(home.root):
        return _saved(workspace, home.root)


def _saved(workspace: Workspace, root: Path) -> SaveReport:
    waiting = [path for path in sorted(workspace.documents) if workspace.differs(path)]
    saved: list[str] = []
    merged: list[str] = []
    conflicts: list[Conflict] = []
    for _ in range(TRIES):
        report = _taken_in(workspace, _changed_of(workspace, root, waiting))
        merged += report.merged
        conflicts += (_kept(root, conflict) for conflict in report.conflicts)
        left = {conflict.path for conflict in conflicts}
        waiting = [path for path in waiting if path not in left and workspace.differs(path)]
        written = [path for path in waiting if _is_written(workspace, root, path)]
        saved += written
        waiting = [path for path in waiting if path not in written]
        if not waiting:
            break
    if waiting:
        told = "another program changes it all the time; end that, then try again"
        raise OSError(errno.EBUSY, told, str(root / waiting[0]))
    if not conflicts:
        workspace.all_saved()
    return SaveReport(tuple(saved), tuple(dict.fromkeys(merged)), tuple(conflicts))


def _changed_of(workspace: Workspace, root: Path, paths: Iterable[str]) -> dict[str, bytes | None]:
    """Which of some files are no longer as they were.

    Raises:
        OSError: What one is now cannot be told.
    """
    found: dict[str, bytes | None] = {}
    for path in paths:
        content = content_of(root / path)
        if content != workspace.on_disk.get(path):
            found[path] = content
    return found


def _is_written(workspace: Workspace, root: Path, path: str) -> bool:
    """Write a file; False where another program changed it in this very moment."""
    file, content = root / path, workspace.documents[path].to_bytes()
    with telling(file):
        if root.is_dir():
            file.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_over(file, workspace.on_disk.get(path), content)
    except ChangedMeanwhileError:
        return False
    workspace.seen(path, content)
    return True


def _kept(root: Path, conflict: Conflict) -> Conflict:
    """Keep the version from here beside the file, so that neither is lost."""
    file = root / conflict.path
    with telling(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        kept = keep_beside(file, conflict.here, mode_of(file))
    return replace(conflict, kept_as=kept)
