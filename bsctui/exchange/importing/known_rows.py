"""What only the workspace tells of rows: KPIs under another label, a label that several have, percents beside parts of 1."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

from bsctui.exchange.importing.renamed import ask_of_renamed, settled_same
from bsctui.exchange.reading.extract import ask_of_unread
from bsctui.exchange.reading.verdicts import drop_figures
from bsctui.phrases import first_few

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.exchange.importing.matching import RowMatching
    from bsctui.exchange.reading.findings import Figure, Findings, Row
    from bsctui.exchange.reading.mapping import ImportMapping
    from bsctui.model.entities import Quantity

_LIKE: Final = 2.5
"""A hundredth or a hundredfold of what is known, up to so many times more or less, is the same written otherwise."""


def settle_with_known(findings: Findings, mapping: ImportMapping, matching: RowMatching) -> None:
    """Ask what the rows leave in doubt once it is known which KPIs there are already."""
    if matching.is_empty:
        return
    ask_of_renamed(findings, mapping, matching)
    known, new = matching.known_and_new(findings.rows, settled_same(findings, mapping, matching))
    _leave_ambiguous(findings, matching, known, new)
    for row, quantity in known:
        doubtful = list(_other_percents(row, quantity))
        for figure in doubtful:
            findings.tell_unread_figure(figure, f"a percent, or a part of 1? `{quantity.address}` had other figures before")  # fmt: skip
        drop_figures(row, {id(figure) for figure in doubtful})
    ask_of_unread(findings, mapping)


def _leave_ambiguous(
    findings: Findings, matching: RowMatching, known: Sequence[tuple[Row, Quantity]], new: Sequence[Row]
) -> None:  # fmt: skip
    """A row whose label several KPIs have, of which none has another row, is none of them and no new one."""
    present = {quantity.address for _, quantity in known}
    ambiguous: set[int] = set()
    for row in new:
        alike = [address for address in matching.namesakes(row) if address not in present]
        if len(alike) > 1:
            ambiguous.add(id(row))
            names = first_few([f"`{address}`" for address in alike], 3)
            _tell(findings, row, f"{names} have this name; name the scorecard, in a column or by `--scorecard`")  # fmt: skip
    findings.rows = [row for row in findings.rows if id(row) not in ambiguous]


def _tell(findings: Findings, row: Row, why: str) -> None:
    sheet = next(each for each in findings.sheets if each.place(row.place.row, 0)[:2] == row.place[:2])  # fmt: skip
    findings.tell_unread(sheet, row.place.row, row.place.column, why)


def _other_percents(row: Row, quantity: Quantity) -> Iterator[Figure]:
    """Figures that are about a hundredth, or a hundred times, of those before: bare ones of percents, and the other way round."""
    values = [abs(value) for line in quantity.actuals for value in line.values if value == value]
    usual = median(values) if values else 0
    if not usual:
        return
    is_percent = quantity.definition.unit == "%"
    factor = 100 if is_percent else 0.01
    for figure in row.actuals.values():
        if figure is None or figure.is_percent is is_percent:
            continue
        if 1 / _LIKE <= abs(float(figure.text)) * factor / usual <= _LIKE:
            yield figure
