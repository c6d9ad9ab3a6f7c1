"""Files of which a line cannot be read: merged by lines as git does, but never so that a fact stands twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bsctui.merge.merger import Merger, repeats_a_fact
from bsctui.merge.versions import merge_by_lines
from bsctui.text.document import read_document

if TYPE_CHECKING:
    from bsctui.merge.conflicts import ConflictMarkers
    from bsctui.merge.versions import FileVersions, MergedFile
    from bsctui.text.document import Document


def is_unreadable(document: Document) -> bool:
    """Whether a line cannot be read."""
    return bool(_unread_lines(document))


def merge_unreadable(path: str, versions: FileVersions, markers: ConflictMarkers) -> MergedFile:
    """Merge by lines; where that repeats a fact (a merge that is done again), by meaning with the unread lines as they are."""
    lined = merge_by_lines(versions, markers)
    base, ours, theirs = ({path: read_document(path, content)} for content in versions)
    outcome = {path: read_document(path, lined.content)}
    if lined.conflicts or not repeats_a_fact(outcome, (ours, theirs)):
        return lined
    merged = Merger(base, ours, theirs, markers).merged()[path]
    kept = _unread_lines(read_document(path, merged.content))
    is_whole = merged.conflicts or kept == _unread_lines(outcome[path])
    return merged if is_whole else lined


def _unread_lines(document: Document) -> Counter[str]:
    """The lines that cannot be read, and how often each stands."""
    return Counter(
        document.line_text(problem.line)
        for problem in document.diagnostics
        if problem.code.startswith("E1")
    )
