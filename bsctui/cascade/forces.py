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
    found = np.ones(len(ends), dtype=bool)
    for span in spans:
        if span is not ALWAYS:
            found &= (ends > span.after) & (ends <= span.until)
    return found


def dated_column(
    lines: Sequence[Dated[T]], ends: Days, number: Callable[[T], float], otherwise: float
) -> NDArray[np.float64]:
    """A dated fact as a column: the dated line that holds, else the undated one, else `otherwise`."""
    found = np.full(len(ends), otherwise)
    for line in sorted(lines, key=lambda line: is_dated(line.span)):
        found[spans_hold([line.span], ends)] = number(line.value)
    return found


def is_dated(span: Span) -> bool:
    """Whether a span limits at all."""
    return span.from_period is not None or span.until_period is not None
