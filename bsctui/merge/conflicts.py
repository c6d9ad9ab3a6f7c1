"""A merged text as it is written: plain lines, and between them the clashes that somebody must decide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MARKER_SIZE: Final = 7
"""The length of git's conflict markers, where nothing else is asked for."""


class Style(StrEnum):
    """What a conflict shows, by the names of git's `merge.conflictStyle`."""

    MERGE = "merge"
    DIFF3 = "diff3"


class Prefer(StrEnum):
    """Which side decides where the two disagree; all else is merged as ever."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Clash:
    """Lines on which the two sides disagree; no lines: the side has deleted them, or never had them."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    base: tuple[str, ...] = ()

    def decided(self, prefer: Prefer) -> tuple[str, ...]:
        """The lines of one side."""
        return self.ours if prefer is Prefer.OURS else self.theirs


Part = str | Clash


@dataclass(frozen=True, slots=True)
class Marks:
    """How clashes are written.

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
    style: Style = Style.MERGE
    prefer: Prefer | None = None


def joined(parts: Iterable[Part]) -> list[Part]:
    """With clashes that stand side by side as one."""
    found: list[Part] = []
    for part in parts:
        before = found[-1] if found else None
        if isinstance(part, Clash) and isinstance(before, Clash):
            found[-1] = Clash(
                before.ours + part.ours, before.theirs + part.theirs, before.base + part.base
            )
        else:
            found.append(part)
    return found


def clashes(parts: Iterable[Part]) -> int:
    """How many clashes there are."""
    return sum(isinstance(part, Clash) for part in parts)


def written(parts: Sequence[Part], marks: Marks) -> list[str]:
    """The lines with git's conflict markers; every marker stands on a line of its own."""
    end = "\r\n" if any(isinstance(part, str) and part.endswith("\r\n") for part in parts) else "\n"
    found: list[str] = []
    for part in parts:
        lines = (part,) if isinstance(part, str) else tuple(_decided(part, marks, end))
        if lines and found and not found[-1].endswith("\n"):
            found[-1] += end
        found += lines
    return found


def _decided(clash: Clash, marks: Marks, end: str) -> Iterable[str]:
    return _marked(clash, marks, end) if marks.prefer is None else clash.decided(marks.prefer)


def _marked(clash: Clash, marks: Marks, end: str) -> Iterator[str]:
    yield f"{'<' * marks.size} {marks.ours}{end}"
    yield from _ended(clash.ours, end)
    if marks.style is Style.DIFF3:
        yield f"{'|' * marks.size} {marks.base}{end}"
        yield from _ended(clash.base, end)
    yield f"{'=' * marks.size}{end}"
    yield from _ended(clash.theirs, end)
    yield f"{'>' * marks.size} {marks.theirs}{end}"


def _ended(lines: Iterable[str], end: str) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else line + end
