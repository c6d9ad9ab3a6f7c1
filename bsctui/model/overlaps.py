"""Which of several dated lines hold at the same time: one rule for every form that may be dated (`language.md`, Dated facts)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.model.entities import Span


def overlaps(spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The places of spans that hold when one before them still does: an earlier and a later place, each span named once.

    Sorted by their beginnings, a span overlaps one before it just where the one that reaches farthest does.
    """
    farthest: int | None = None
    for at in sorted(range(len(spans)), key=lambda place: (spans[place].after, place)):
        span = spans[at]
        if span.after >= span.until:  # never holds, which is an error of its own
            continue
        if farthest is not None and span.after < spans[farthest].until:
            yield min(at, farthest), max(at, farthest)
        if farthest is None or span.until > spans[farthest].until:
            farthest = at
