"""What a commit holds of each file where facts are left out of it, and whether a workspace of that would load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.git.command import GitError
from bsctui.model.build import build
from bsctui.review.commit_parts import commit_parts, text_with
from bsctui.text.document import BOM, read_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from bsctui.app.core.session import Session
    from bsctui.git.committing import PendingFile
    from bsctui.git.repository import Repository
    from bsctui.model.model import Model
    from bsctui.review.commit_parts import CommitPart
    from bsctui.text.document import Document

    Versions: TypeAlias = Mapping[str, tuple[Document, Document]]
    Contents: TypeAlias = Mapping[str, bytes | None]


def file_versions(
    repository: Repository, session: Session, files: Sequence[PendingFile]
) -> Versions:
    """Each file as it was committed last, and as it is; one that was deleted, or is no scorecard, can only go whole."""
    versions: dict[str, tuple[Document, Document]] = {}
    for file in files:
        new = session.workspace.documents.get(file.path)
        if file.state == "deleted" or new is None or not new.records:
            continue
        committed = repository.run("show", f"HEAD:{repository.prefix}{file.path}")
        old = b"" if file.state == "new" or committed.returncode else committed.stdout
        versions[file.path] = (read_document(file.path, old), new)
    return versions


def commit_contents_of(
    repository: Repository,
    versions: Versions,
    files: Sequence[PendingFile],
    left_out: frozenset[CommitPart],
) -> Contents:
    """What the commit holds of each file, None for one that goes; a file all of whose changes are left out is none of its files.

    Raises:
        OSError: A file that goes whole cannot be read.
    """
    contents: dict[str, bytes | None] = {}
    for file in files:
        if file.path not in versions:
            on_disk = repository.top / repository.prefix / file.path
            contents[file.path] = None if file.state == "deleted" else on_disk.read_bytes()
    for path, (old, new) in versions.items():
        parts = commit_parts(old, new)
        if any(part not in left_out for part in parts):
            text = text_with(old.lines, parts, left_out)
            contents[path] = (BOM + text if new.bom else text).encode("utf-8", "surrogateescape")
    return contents


def new_error(repository: Repository, contents: Contents, model: Model) -> str | None:
    """The first error that the commit would have and the workspace has not: a fact that another needs was left out."""
    try:
        committed = repository.files(repository.commit("HEAD"))
    except GitError:  # this will be the first
        committed = {}
    after = committed | {path: text for path, text in contents.items() if path.endswith(".bsc")}
    documents = {
        path: read_document(path, text) for path, text in after.items() if text is not None
    }
    known = {(each.code, each.message) for each in model.diagnostics}
    for problem in build(documents).diagnostics:
        if problem.is_error and (problem.code, problem.message) not in known:
            return f"{problem.path}: {problem.message} [{problem.code}]"
    return None
