"""What happens to a workspace, as values: edits that were made, files that changed, what is in conflict."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from bsctui.frozen import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from bsctui.edits.apply import EditStep
    from bsctui.text.edits import LineEdit


@dataclass(frozen=True)
class AppliedEdit:
    """One edit that was made: what it did, and the line edits of its steps."""

    description: str
    steps: tuple[EditStep, ...]
    touched: frozenset[str]

    @property
    def line_edits(self) -> tuple[LineEdit, ...]:
        """All lines that were replaced, step by step."""
        return tuple(edit for step in self.steps for edit in step.line_edits)

    @property
    def paths(self) -> frozenset[str]:
        """The files that it changed."""
        return frozenset(edit.path for edit in self.line_edits)


@dataclass(frozen=True)
class Conflict:
    """A file that changed on disk where it was also edited here: both versions.

    Attributes:
        here: With the edits made here.
        on_disk: None: it was deleted.
        marked: Both in one, with conflict markers where they disagree.
        mine: Both in one, what was edited here where they disagree.
        theirs: Both in one, what is on disk where they disagree.
        kept_as: Where the version from here was put, if that was all that could be done.
    """

    path: str
    here: bytes
    on_disk: bytes | None
    marked: bytes
    mine: bytes
    theirs: bytes
    kept_as: Path | None = None


class Resolution(Enum):
    """Who decides what is in conflict; what only one side changed is taken in whoever does."""

    MINE = "mine"
    THEIRS = "theirs"
    MARKED = "marked"


@dataclass(frozen=True)
class SaveReport:
    """What saving did."""

    saved: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class ReloadReport:
    """What was taken in from the disk.

    Attributes:
        changed: The files that are otherwise now.
        merged: Those of them that hold unsaved edits too.
        conflicts: Files left as they are here, because both sides changed one thing.
        forgotten: How many edits can no longer be taken back.
        is_gone: Whether the workspace's folder is not there any more; then nothing was taken in.
    """

    changed: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    forgotten: int = 0
    is_gone: bool = False
