"""One text out of three versions of a file: by lines where that says all that both sides say, else by meaning."""

from __future__ import annotations

from bsctui.merge.conflicts import ConflictMarkers
from bsctui.merge.merger import Merger
from bsctui.merge.unreadable import is_unreadable, merge_unreadable
from bsctui.merge.versions import FileVersions, MergedFile, merge_by_lines
from bsctui.text.document import read_document


def merge_file(
    versions: FileVersions, markers: ConflictMarkers | None = None, path: str = "file.bsc"
) -> MergedFile:
    """Merge three versions of one file.

    Lines first: where they merge cleanly, and the outcome says what both sides say, no fact twice, it is taken as it
    is. Else by meaning: record by record, fact by fact, in a series period by period. A file of which a line
    cannot be read is merged by lines, unless that repeats a fact.

    Args:
        versions: The contents; an empty base where both sides added the file.
        markers: How conflicts are written.
        path: What the file is called.
    """
    markers = markers or ConflictMarkers()
    if versions.trivial_merge is not None:
        return MergedFile(versions.trivial_merge)
    base, ours, theirs = ({path: read_document(path, content)} for content in versions)
    if any(is_unreadable(side[path]) for side in (base, ours, theirs)):
        return merge_unreadable(path, versions, markers)
    return Merger(base, ours, theirs, markers).merged()[path]


__all__ = ["FileVersions", "MergedFile", "merge_by_lines", "merge_file"]
