"""A merged text as it is written: plain lines, and between them the conflicts that somebody must decide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MARKER_SIZE: Final = 7
"""The length of git's conflict markers, where nothing else is asked for."""


class ConflictStyle(StrEnum):
    """What a conflict shows, by the names of git's `merge.conflictStyle`."""

    MERGE = "merge"
    DIFF3 = "diff3"


class Prefer(StrEnum):
    """Which side decides where the two disagree; all else is merged as ever."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """Lines on which the two sides disagree; no lines: the side has deleted them, or never had them."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    base: tuple[str, ...] = ()

    def lines_of_side(self, prefer: Prefer) -> tuple[str, ...]:
        """The lines of one side."""
        return self.ours if prefer is Prefer.OURS else self.theirs


TextPart = str | MergeConflict


@dataclass(frozen=True, slots=True)
class ConflictMarkers:
    """How conflicts are written.

    Attributes:
        ours: What our side is called.
        theirs: What the other side is called.
        base: What the version is called from which both come.
        size: The length of the markers.
        style: Whether the base is shown too.
        prefer: The side whose lines stand in place of markers; None where somebody else decides.
    """

    ours: str = "ours"
    theirs: str = "theirs"
    base: str = "base"
    size: int = MARKER_SIZE
    style: ConflictStyle = ConflictStyle.MERGE
    prefer: Prefer | None = None


def joined_conflicts(parts: Iterable[TextPart]) -> list[TextPart]:
    """With conflicts that stand side by side as one."""
    merged: list[TextPart] = []
    for part in parts:
        before = merged[-1] if merged else None
        if isinstance(part, MergeConflict) and isinstance(before, MergeConflict):
            merged[-1] = MergeConflict(
                before.ours + part.ours, before.theirs + part.theirs, before.base + part.base
            )
        else:
            merged.append(part)
    return merged


def conflict_count(parts: Iterable[TextPart]) -> int:
    """How many conflicts there are."""
    return sum(isinstance(part, MergeConflict) for part in parts)


def lines_with_markers(parts: Sequence[TextPart], markers: ConflictMarkers) -> list[str]:
    """The lines with git's conflict markers; every marker stands on a line of its own."""
    end = "\r\n" if any(isinstance(part, str) and part.endswith("\r\n") for part in parts) else "\n"
    output: list[str] = []
    for part in parts:
        lines = (part,) if isinstance(part, str) else tuple(_decided(part, markers, end))
        if lines and output and not output[-1].endswith("\n"):
            output[-1] += end
        output += lines
    return output


def _decided(conflict: MergeConflict, markers: ConflictMarkers, end: str) -> Iterable[str]:
    return (
        _marked(conflict, markers, end)
        if markers.prefer is None
        else conflict.lines_of_side(markers.prefer)
    )


def _marked(conflict: MergeConflict, markers: ConflictMarkers, end: str) -> Iterator[str]:
    yield f"{'<' * markers.size} {markers.ours}{end}"
    yield from _ended(conflict.ours, end)
    if markers.style is ConflictStyle.DIFF3:
        yield f"{'|' * markers.size} {markers.base}{end}"
        yield from _ended(conflict.base, end)
    yield f"{'=' * markers.size}{end}"
    yield from _ended(conflict.theirs, end)
    yield f"{'>' * markers.size} {markers.theirs}{end}"


def _ended(lines: Iterable[str], end: str) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else line + end
