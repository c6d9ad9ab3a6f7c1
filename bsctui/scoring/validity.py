"""When things hold: spans against the ends of periods, and dated facts as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.model.entities import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Dated, Span, T

    Days = NDArray[np.int64]


def spans_hold(spans: Iterable[Span], ends: Days) -> NDArray[np.bool_]:
    """Where all of these spans hold; `ends` are the days on which the periods end."""
    flags = np.ones(len(ends), dtype=bool)
    for span in spans:
        if span is not ALWAYS:
            flags &= (ends > span.after) & (ends <= span.until)
    return flags


def dated_column(
    lines: Sequence[Dated[T]], ends: Days, number: Callable[[T], float], otherwise: float
) -> NDArray[np.float64]:
    """A dated fact as a column: the dated line that holds, else the undated one, else `otherwise`."""
    if len(lines) == 1 and not lines[0].span.is_dated:
        return np.full(len(ends), number(lines[0].value))
    numbers = np.array([*(number(line.value) for line in lines), otherwise], dtype=float)
    return numbers[lines_in_force([line.span for line in lines], ends)]


def lines_in_force(spans: Sequence[Span], ends: Days) -> NDArray[np.int64]:
    """(periods,) of the lines of one dated fact the index of the one that holds; -1 where none does.

    A dated one goes before the undated one. Where two of a kind claim the same period they are an
    error, and what is an error is not evaluated: neither holds there.
    """
    dated = [span.is_dated for span in spans]
    if not any(dated):
        return np.full(len(ends), 0 if len(spans) == 1 else -1, dtype=np.int64)
    first = _only_claim([at for at, limited in enumerate(dated) if limited], spans, ends)
    otherwise = _only_claim([at for at, limited in enumerate(dated) if not limited], spans, ends)
    return np.where(first >= 0, first, otherwise)


def _only_claim(lines: Sequence[int], spans: Sequence[Span], ends: Days) -> NDArray[np.int64]:
    indexes, claims = np.full(len(ends), -1, dtype=np.int64), np.zeros(len(ends), dtype=np.int64)
    for at in lines:
        holds = spans_hold([spans[at]], ends)
        indexes[holds] = at
        claims += holds
    return np.where(claims == 1, indexes, -1)
