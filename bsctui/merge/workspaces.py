"""Merging whole workspaces: what one side moved to another file takes the other side's edits along."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.merge.merger import Meeting, is_unread
from bsctui.merge.versions import Merged, Versions, by_lines
from bsctui.text.document import read_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.merge.conflicts import Marks
    from bsctui.text.document import Document

    Contents = Mapping[str, bytes]


class Outcome(NamedTuple):
    """What a merge of workspaces makes of our files.

    Attributes:
        files: By path: every file that is otherwise than ours; None where it is deleted.
        conflicts: How many conflicts each file holds, of those that hold some.
    """

    files: Mapping[str, bytes | None]
    conflicts: Mapping[str, int]


def merge_workspaces(base: Contents, ours: Contents, theirs: Contents, marks: Marks) -> Outcome:
    """Merge the other side's files into ours; files of which a line cannot be read are merged by lines."""
    paths = {*base, *ours, *theirs}
    sides = (base, ours, theirs)
    read = [
        {path: read_document(path, content) for path, content in side.items()} for side in sides
    ]
    unread = {path for side in read for path, document in side.items() if is_unread(document)}
    old, mine, other = (_without(side, unread) for side in read)
    found = Meeting(old, mine, other, marks).merged()
    for path in unread:
        versions = Versions(*(side.get(path, b"") for side in sides))
        plain = versions.plain
        found[path] = by_lines(versions, marks) if plain is None else Merged(plain)
    files: dict[str, bytes | None] = {}
    for path in sorted(paths | found.keys()):
        content = _content(path, found, sides)
        if content != ours.get(path):
            files[path] = content
    conflicts = {path: merged.conflicts for path, merged in found.items() if merged.conflicts}
    return Outcome(files, conflicts)


def _content(path: str, found: Mapping[str, Merged], sides: tuple[Contents, ...]) -> bytes | None:
    """A file's content; None for one that a side deleted and of which nothing is left."""
    merged = found.get(path)
    if merged is None:
        return None
    is_whole = path in sides[1] and path in sides[2]
    return merged.content if is_whole or merged.content.strip() else None


def _without(documents: Mapping[str, Document], some: set[str]) -> dict[str, Document]:
    return {path: document for path, document in documents.items() if path not in some}
