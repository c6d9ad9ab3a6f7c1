"""Merging whole workspaces: what one side moved to another file takes the other side's edits along."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.merge.merger import Merger
from bsctui.merge.unreadable import is_unreadable, merge_unreadable
from bsctui.merge.versions import FileVersions, MergedFile
from bsctui.text.document import read_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.merge.conflicts import ConflictMarkers
    from bsctui.text.document import Document

    Contents = Mapping[str, bytes]


class MergeOutcome(NamedTuple):
    """What a merge of workspaces makes of our files.

    Attributes:
        files: By path: every file that is otherwise than ours; None where it is deleted.
        conflicts: How many conflicts each file holds, of those that hold some.
    """

    files: Mapping[str, bytes | None]
    conflicts: Mapping[str, int]


def merge_workspaces(
    base: Contents, ours: Contents, theirs: Contents, markers: ConflictMarkers
) -> MergeOutcome:
    """Merge the other side's files into ours; files of which a line cannot be read are merged by lines."""
    paths = {*base, *ours, *theirs}
    sides = (base, ours, theirs)
    read = [
        {path: read_document(path, content) for path, content in side.items()} for side in sides
    ]
    unread = {path for side in read for path, document in side.items() if is_unreadable(document)}
    base_documents, our_documents, their_documents = (_without(side, unread) for side in read)
    merged_files = Merger(base_documents, our_documents, their_documents, markers).merged()
    for path in unread:
        versions = FileVersions(*(side.get(path, b"") for side in sides))
        plain = versions.trivial_merge
        merged_files[path] = (
            merge_unreadable(path, versions, markers) if plain is None else MergedFile(plain)
        )
    files: dict[str, bytes | None] = {}
    for path in sorted(paths | merged_files.keys()):
        content = _content(path, merged_files, sides)
        if content != ours.get(path):
            files[path] = content
    conflicts = {
        path: merged.conflicts for path, merged in merged_files.items() if merged.conflicts
    }
    return MergeOutcome(files, conflicts)


def _content(
    path: str, merged_files: Mapping[str, MergedFile], sides: tuple[Contents, ...]
) -> bytes | None:
    """A file's content; None for one that a side deleted and of which nothing is left."""
    merged = merged_files.get(path)
    if merged is None:
        return None
    is_whole = path in sides[1] and path in sides[2]
    return merged.content if is_whole or merged.content.strip() else None


def _without(documents: Mapping[str, Document], paths: set[str]) -> dict[str, Document]:
    return {path: document for path, document in documents.items() if path not in paths}
