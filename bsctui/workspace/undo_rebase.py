"""Edits carried over to texts that changed underneath: what was done before can still be taken back, or made again."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from bsctui.edits.apply import Step, apply_all
from bsctui.edits.edit import Texts
from bsctui.merge.conflicts import Marks
from bsctui.merge.files import Versions, merge_file
from bsctui.merge.line_merge import hunks
from bsctui.text.document import Document, read_document
from bsctui.text.edits import LineEdit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bsctui.merge.conflicts import Prefer
    from bsctui.workspace.results import Change

    Documents = Mapping[str, Document]

LONGEST: Final = 100
"""Edits further back than this are not carried: each costs a merge of its files."""


class Walk(Enum):
    """Which way edits are carried: those that were made backwards, those that were taken back onwards."""

    BACK = "back"
    ON = "on"


def carried(
    changes: Sequence[Change],
    walk: Walk,
    before: Texts,
    after: Documents,
    prefer: Prefer | None = None,
) -> list[Change]:
    """Edits as they would have been made in other texts, in the order given, as far as they merge cleanly.

    What an edit did is merged into the other texts as one side's change of the texts before; so it can be taken back
    there without touching what came from elsewhere.

    Args:
        changes: The nearest to the texts `before` first.
        walk: Whether they lead to `before` or on from it.
        before: The texts that the edits are placed in.
        after: The same texts with what came from elsewhere.
        prefer: Where an edit is in dispute with what came: `OURS` takes what came, and the edit is none there.
    """
    old, new = before.documents, after
    found: list[Change] = []
    for change in changes[:LONGEST]:
        old_next = _walked(change, walk, Texts(old, before.model))
        new_next = _merged(change.paths, old, new, old_next, replace(Marks(), prefer=prefer))
        if new_next is None:
            break
        found.append(_placed(change, walk, new, new_next))
        old, new = old_next, new_next
    return found


def _walked(change: Change, walk: Walk, texts: Texts) -> Documents:
    """The texts on the other side of an edit."""
    back = walk is Walk.BACK
    for step in reversed(change.steps) if back else change.steps:
        texts = Texts(apply_all(texts, step.inverse if back else step.line_edits), texts.model)
    return texts.documents


def _merged(
    paths: frozenset[str], old: Documents, new: Documents, old_next: Documents, marks: Marks
) -> Documents | None:
    """The other texts on the other side of an edit; None where that does not merge."""
    found = dict(new)
    for path in paths:
        if new.get(path) is old.get(path):
            found[path] = old_next[path]
            continue
        versions = Versions(*(_bytes(side, path) for side in (old, new, old_next)))
        merged = merge_file(versions, marks, path)
        if (merged.conflicts and marks.prefer is None) or path not in new:
            return None
        found[path] = read_document(path, merged.content)
    return found


def _bytes(documents: Documents, path: str) -> bytes:
    return documents[path].to_bytes() if path in documents else b""


def _placed(change: Change, walk: Walk, here: Documents, there: Documents) -> Change:
    """The edit with its lines where they stand in these texts; itself where nothing moved."""
    first, last = (there, here) if walk is Walk.BACK else (here, there)
    paths = sorted(change.paths)
    forward = tuple(edit for path in paths for edit in line_edits(path, first, last))
    back = tuple(edit for path in paths for edit in line_edits(path, last, first))
    return replace(change, steps=(Step(forward, back),))


def line_edits(path: str, old: Documents, new: Documents) -> Iterator[LineEdit]:
    """The lines of a file that lead from one text to another."""
    before, after = (side[path].lines if path in side else [] for side in (old, new))
    for hunk in hunks(before, after):
        yield LineEdit(path, hunk.first + 1, hunk.last, tuple(after[hunk.begin : hunk.end]))
