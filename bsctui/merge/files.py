"""Merging three versions of one file: by lines where that says all that both sides say, else by meaning."""

from __future__ import annotations

from bsctui.merge.conflicts import Marks
from bsctui.merge.merger import Meeting, is_unread
from bsctui.merge.versions import Merged, Versions, by_lines
from bsctui.text.document import read_document


def merge_file(versions: Versions, marks: Marks | None = None, path: str = "file.bsc") -> Merged:
    """Merge three versions of one file.

    Lines first: where they merge cleanly, and the outcome says what both sides say, no fact twice, it is taken as it
    is. Else by meaning: record by record, fact by fact, in a series period by period. A file of which a line
    cannot be read is merged by lines alone.

    Args:
        versions: The contents; an empty base where both sides added the file.
        marks: How conflicts are written.
        path: What the file is called.
    """
    marks = marks or Marks()
    if versions.plain is not None:
        return Merged(versions.plain)
    base, ours, theirs = ({path: read_document(path, content)} for content in versions)
    if any(is_unread(side[path]) for side in (base, ours, theirs)):
        return by_lines(versions, marks)
    return Meeting(base, ours, theirs, marks).merged()[path]


__all__ = ["Merged", "Versions", "by_lines", "merge_file"]
