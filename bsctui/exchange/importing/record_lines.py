"""The lines of a new record, as a careful person would write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.edits.typed_values import text_token
from bsctui.exchange.importing.matching import META_ID
from bsctui.text.literals import is_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from bsctui.exchange.reading.findings import Figure, Row
    from bsctui.model.periods import FiscalYear, Grain, Period

LONGEST_GAP: Final = 12
"""So many missing periods may stand in a line as dashes; behind more a new line begins."""

INDENT: Final = "  "


def header_line(kind: str, name: str, label: str | None, place: str | None) -> str:
    """`kpi revenue "Seat revenue" in skyline.profit`."""
    shown = f" {text_token(label)}" if label and label != name else ""
    return f"{kind} {name}{shown}" + (f" in {place}" if place else "")


def meta_line(key: str) -> str:
    """The line by which a row is found again."""
    return f"meta {META_ID} {text_token(key)}"


def unit_token(unit: str) -> str:
    """A unit as the language has it: a bare name, `%`, or a text."""
    return unit if unit == "%" or is_name(unit) else text_token(unit)


def kpi_lines(row: Row, fiscal: FiscalYear, tolerance: str | None) -> list[str]:
    """The statements of a new KPI."""
    lines = [meta_line(row.key)]
    lines += _words(row)
    if row.baseline is not None:
        at = f" at {fiscal.format(row.baseline_at)}" if row.baseline_at is not None else ""
        lines.append(f"baseline {row.baseline.text}{at}")
    if row.target is not None and row.upper is not None:
        lines += [f"target {row.target.text}..{row.upper.text}", f"tolerance {tolerance}"]
    elif row.target is not None and not any(row.targets.values()):
        lines.append(f"target {row.target.text}")
    elif row.targets:
        lines += target_lines(row.targets, own_grain(row), fiscal)
    if row.aggregate:
        lines.append(f"aggregate {row.aggregate}")
    lines += [f"actual {line}" for line in written_series(row.actuals, fiscal, actual_texts)]
    return [*lines, *remarks(row, fiscal)]


def _words(row: Row) -> Iterator[str]:
    if row.owner:
        yield f"owner {text_token(row.owner)}"
    if row.is_private:
        yield "tag private"
    if row.weight:
        yield f"weight {row.weight}"
    if row.unit:
        yield f"unit {unit_token(row.unit)}"
    if row.better is not None and row.upper is None:
        yield f"better {row.better.value}"


def remarks(row: Row, fiscal: FiscalYear) -> Iterator[str]:
    """Notes: those of the sheet, and what footnotes and marks say of single values."""
    for note in row.notes:
        yield f"note {text_token(note)}"
    marked = [
        (period, figure.mark) for period, figure in row.actuals.items() if figure and figure.mark
    ]
    for period, mark in sorted(marked):
        yield f"note {fiscal.format(period)} {text_token(f'marked {mark} in the sheet')}"


def own_grain(row: Row) -> Grain | None:
    """The grain in which a KPI is measured: that of its actuals, else the finest of its plan."""
    return min({period.grain for period in row.actuals or row.targets}, default=None)


def target_lines(
    targets: Mapping[Period, Figure | None], grain: Grain | None, fiscal: FiscalYear
) -> Iterator[str]:
    """A plan in the KPI's grain as series, one in a coarser grain spread over it."""
    own = {period: figure for period, figure in targets.items() if period.grain is grain}
    coarser = {period: figure for period, figure in targets.items() if period.grain is not grain}
    if any(own.values()):
        yield from (f"target {line}" for line in written_series(own, fiscal))
    for each in sorted({period.grain for period in coarser}):
        part = {period: figure for period, figure in coarser.items() if period.grain is each}
        if any(part.values()):
            yield from (f"target {line} spread" for line in written_series(part, fiscal))


def sorted_series(
    series: Mapping[Period, Figure | None],
) -> list[tuple[Period, Figure | None]]:
    """A series of one grain in order of time."""
    return sorted(series.items())


def written_series(
    series: Mapping[Period, Figure | None],
    fiscal: FiscalYear,
    texts_of: Callable[[Collection[Figure | None]], list[str]] | None = None,
) -> Iterator[str]:
    """`2025-01: 58 52 - 47`, one text for each run without a long gap."""
    written = texts_of or cell_texts
    ordinals = [period.ordinal for period in series]
    if not ordinals:
        return
    if ordinals == list(range(ordinals[0], ordinals[0] + len(ordinals))):
        yield f"{fiscal.format(next(iter(series)))}: {' '.join(written(series.values()))}"
        return
    ordered = sorted_series(series)
    run: list[str] = []
    start: Period | None = None
    last = 0
    for period, figure in ordered:
        if start is not None and period.ordinal - last - 1 > LONGEST_GAP:
            yield f"{fiscal.format(start)}: {' '.join(run)}"
            run, start = [], None
        if start is None:
            start = period
        else:
            run += ["-"] * (period.ordinal - last - 1)
        run += written((figure,))
        last = period.ordinal
    if start is not None:
        yield f"{fiscal.format(start)}: {' '.join(run)}"


def cell_texts(figures: Collection[Figure | None]) -> list[str]:
    """Cells of a plan."""
    return ["-" if figure is None else figure.text for figure in figures]


def actual_texts(figures: Collection[Figure | None]) -> list[str]:
    """Cells of actuals: marked where the value is provisional."""
    return [
        "-" if figure is None else f"~{figure.text}" if figure.is_provisional else figure.text
        for figure in figures
    ]
