"""Tables whose rows are periods and whose columns are KPIs: `Month, Complaints, Complaints target, Absence %`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.exchange.reading.headings import FIGURES, ColumnRole
from bsctui.exchange.reading.numerals import is_missing, read_numeral
from bsctui.exchange.tables.grid import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bsctui.exchange.reading.layout import Layout
    from bsctui.exchange.tables.grid import RawCell

_KIND_WORDS: Final = {
    ColumnRole.TARGET: "targets?|plan|budget|goal",
    ColumnRole.ACTUAL: "actuals?|result",
    ColumnRole.BASELINE: "baseline",
}
_KINDS: Final = {
    role: re.compile(
        rf"(?:{words})\b[ :–-]+(?P<behind>.+)|(?P<before>.+?)[ :–(\[-]+(?:{words})[)\]]?", re.IGNORECASE
    ).fullmatch
    for role, words in _KIND_WORDS.items()
}  # fmt: skip


class KpiHeading(NamedTuple):
    """What the heading of a KPI's column says: whose figures, and which (`VALUE`: nothing says it)."""

    label: str
    role: ColumnRole


def kpi_heading(text: str) -> KpiHeading:
    """`Complaints target` is the target of `Complaints`."""
    for role, match_of in _KINDS.items():
        match = match_of(text)
        if match is not None:
            return KpiHeading((match["behind"] or match["before"]).strip(), role)
    return KpiHeading(text, ColumnRole.VALUE)


def with_kpi_columns(
    layout: Layout, sample_of: Callable[[int], Sequence[RawCell]], unknown: frozenset[str]
) -> Layout:
    """Columns of numbers under headings that say nothing known are KPIs, where rows are periods and no other figures stand.

    Args:
        layout: As its headings alone tell.
        sample_of: The first cells of a column that hold something.
        unknown: The keys of the columns whose heading says nothing that is known.
    """
    if not layout.is_long or any(column.role in FIGURES for column in layout.columns):
        return layout
    kpis = {
        column.key
        for column in layout.columns
        if column.key in unknown and column.heading and _are_figures(sample_of(column.at))
    }
    columns = tuple(
        column._replace(role=ColumnRole.KPI) if column.key in kpis else column
        for column in layout.columns
    )
    ignored = tuple(pair for pair in layout.ignored if pair[0] not in kpis)
    return replace(layout, columns=columns, ignored=ignored)


def _are_figures(sample: Sequence[RawCell]) -> bool:
    texts = [text_of(cell) for cell in sample if not is_missing(text_of(cell))]
    return 0 < len(texts) <= 2 * sum(read_numeral(text) is not None for text in texts)
