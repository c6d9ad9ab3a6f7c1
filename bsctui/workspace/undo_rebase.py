"""Edits carried over to texts that changed underneath: what was done before can still be taken back, or made again."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from bsctui.edits.apply import EditStep, documents_after
from bsctui.edits.edit import Texts
from bsctui.merge.conflicts import ConflictMarkers
from bsctui.merge.files import FileVersions, merge_file
from bsctui.merge.line_merge import hunks
from bsctui.text.document import Document, read_document
from bsctui.text.edits import LineEdit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bsctui.merge.conflicts import Prefer
    from bsctui.workspace.results import AppliedEdit

    Documents = Mapping[str, Document]

MOST_REBASED: Final = 100
"""Edits further back than this are not carried: each costs a merge of its files."""


class UndoDirection(Enum):
    """Which way edits are carried: those that were made backwards, those that were taken back onwards."""

    BACK = "back"
    ON = "on"


def rebase_edits(
    changes: Sequence[AppliedEdit],
    direction: UndoDirection,
    before: Texts,
    after: Documents,
    prefer: Prefer | None = None,
) -> list[AppliedEdit]:
    """Edits as they would have been made in other texts, in the order given, as far as they merge cleanly.

    What an edit did is merged into the other texts as one side's change of the texts before; so it can be taken back
    there without touching what came from elsewhere.

    Args:
        changes: The nearest to the texts `before` first.
        direction: Whether they lead to `before` or on from it.
        before: The texts that the edits are placed in.
        after: The same texts with what came from elsewhere.
        prefer: Where an edit is in dispute with what came: `OURS` takes what came, and the edit is none there.
    """
    old, new = before.documents, after
    rebased: list[AppliedEdit] = []
    for change in changes[:MOST_REBASED]:
        old_next = _across_edit(change, direction, Texts(old, before.model))
        new_next = _merged(
            change.paths, old, new, old_next, replace(ConflictMarkers(), prefer=prefer)
        )
        if new_next is None:
            break
        rebased.append(_placed(change, direction, new, new_next))
        old, new = old_next, new_next
    return rebased


def _across_edit(change: AppliedEdit, direction: UndoDirection, texts: Texts) -> Documents:
    """The texts on the other side of an edit."""
    back = direction is UndoDirection.BACK
    for step in reversed(change.steps) if back else change.steps:
        texts = Texts(
            documents_after(texts, step.inverse if back else step.line_edits), texts.model
        )
    return texts.documents


def _merged(
    paths: frozenset[str],
    old: Documents,
    new: Documents,
    old_next: Documents,
    marks: ConflictMarkers,
) -> Documents | None:
    """The other texts on the other side of an edit; None where that does not merge."""
    documents = dict(new)
    for path in paths:
        if new.get(path) is old.get(path):
            documents[path] = old_next[path]
            continue
        versions = FileVersions(*(_bytes(side, path) for side in (old, new, old_next)))
        merged = merge_file(versions, marks, path)
        if (merged.conflicts and marks.prefer is None) or path not in new:
            return None
        documents[path] = read_document(path, merged.content)
    return documents


def _bytes(documents: Documents, path: str) -> bytes:
    return documents[path].to_bytes() if path in documents else b""


def _placed(
    change: AppliedEdit, direction: UndoDirection, current: Documents, following: Documents
) -> AppliedEdit:
    """The edit with its lines where they stand in these texts; itself where nothing moved."""
    first, last = (following, current) if direction is UndoDirection.BACK else (current, following)
    paths = sorted(change.paths)
    forward = tuple(edit for path in paths for edit in line_edits(path, first, last))
    back = tuple(edit for path in paths for edit in line_edits(path, last, first))
    return replace(change, steps=(EditStep(forward, back),))


def line_edits(path: str, old: Documents, new: Documents) -> Iterator[LineEdit]:
    """The lines of a file that lead from one text to another."""
    before, after = (side[path].lines if path in side else [] for side in (old, new))
    for hunk in hunks(before, after):
        yield LineEdit(path, hunk.first + 1, hunk.last, tuple(after[hunk.begin : hunk.end]))
