"""All rows of an import as one edit: new records as text, changed cells as edits of lines; planned whole before anything is written."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from bsctui.edits.edit import EditPlan, Intent, Texts
from bsctui.edits.line_ops import merge_last_line_edits
from bsctui.exchange.importing.matching import RowMatching, most_common
from bsctui.exchange.importing.new_records import NewRecords
from bsctui.exchange.importing.outcome import ImportOptions, ImportResult, Left
from bsctui.exchange.importing.renamed import settled_same
from bsctui.exchange.importing.settings_lines import SettingsNeeds
from bsctui.exchange.importing.updating import Updating
from bsctui.model.entities import Kpi, Quantity
from bsctui.text.edits import LineEdit

if TYPE_CHECKING:
    from bsctui.exchange.reading.findings import Findings, Row
    from bsctui.exchange.reading.mapping import ImportMapping


class BringRows:
    """One edit: all rows of an import. After planning, `result` says what it does."""

    def __init__(self, findings: Findings, mapping: ImportMapping, options: ImportOptions) -> None:
        self.findings = findings
        self.mapping = mapping
        self.options = options
        self.result = ImportResult()

    def plan(self, texts: Texts) -> EditPlan:
        """Every line of it.

        Raises:
            Refused: A value of a closed period would be overwritten, or an edit cannot be planned.
        """
        self.result = result = ImportResult()
        matching = RowMatching(texts.model, self.mapping.scorecard)
        same = settled_same(self.findings, self.mapping, matching)
        known, new = matching.known_and_new(self.findings.rows, same)
        updating = Updating(texts, self.options)
        for row, quantity in known:
            updating.add(row, quantity, is_renamed=bool(same.get(row.key)))
        updating.finish(result)
        if self.options.actuals_only:
            reason = "not known, and only actuals were asked for"
            result.left += [Left(f"`{row.label}`", reason) for row in new]
            new = []
        records = NewRecords(texts, matching, self.findings, self.mapping, self.options.name)
        homes = self._homes(known, new)
        records.prepare(row for row, home in homes if home is None)
        for row, home in homes:
            records.add(row, home)
        result.created = records.created
        if new and known:
            result.absent = _absent(texts, [quantity.address for _, quantity in known])
        _tell_new(result, new, records)
        edits = [*updating.line_edits, *records.line_edits()]
        if edits:
            edits += self._settings(texts, records)
        intent = Intent(added=frozenset(records.addresses), changed=frozenset(updating.changed))
        description = f"{len(result.created) + len(result.updated)} KPIs imported"
        return EditPlan(
            description, merge_last_line_edits(texts.documents, _one_block_a_period(edits)), intent
        )

    def _settings(self, texts: Texts, records: NewRecords) -> list[LineEdit]:
        series = [each for row in self.findings.rows for each in (row.actuals, row.targets)]
        periods = tuple(dict.fromkeys(chain.from_iterable(series)))
        return SettingsNeeds(
            texts,
            records.used_perspectives,
            records.new_perspectives,
            self.findings.fiscal,
            periods,
        ).line_edits()

    def _homes(
        self, known: list[tuple[Row, Quantity]], new: list[Row]
    ) -> list[tuple[Row, str | None]]:
        """New rows with the objective in which most of their neighbours in the sheet already are."""
        homes: dict[tuple[object, ...], list[str | None]] = {}
        for row, quantity in known:
            objective = quantity.objective if isinstance(quantity, Kpi) else None
            homes.setdefault(_neighbourhood(row), []).append(objective)
        commonest = {place: most_common(addresses) for place, addresses in homes.items()}
        return [(row, commonest.get(_neighbourhood(row))) for row in new]


def _absent(texts: Texts, present: list[str]) -> list[str]:
    """KPIs with entered values that are in no row, in the scorecards that rows are of."""
    cards = {address.partition(".")[0] for address in present}
    known = set(present)
    return [
        kpi.address
        for kpi in texts.model.kpis.values()
        if kpi.actuals and kpi.address not in known and kpi.address.partition(".")[0] in cards
    ]


def _neighbourhood(row: Row) -> tuple[object, ...]:
    return row.card, row.perspective, row.objective


def _tell_new(result: ImportResult, new: list[Row], records: NewRecords) -> None:
    """What somebody should look at: gaps, and what was understood by a word."""
    result.perspectives = records.read_as
    for row in new:
        if row.better is not None:
            result.directions[row.better] += 1
        if not row.has_target:
            result.without_target.append(records.address_of(row))
        elif row.better is None and row.upper is None and row.baseline is None:
            result.without_direction.append(records.address_of(row))


def _one_block_a_period(edits: list[LineEdit]) -> list[LineEdit]:
    """New `actuals` blocks of one period at one place as one block."""
    joined_edits: list[LineEdit] = []
    blocks: dict[tuple[str, int, str], int] = {}
    for edit in edits:
        if not _is_new_block(edit):
            joined_edits.append(edit)
            continue
        key = (edit.path, edit.first, edit.lines[1].strip())
        at = blocks.setdefault(key, len(joined_edits))
        if at == len(joined_edits):
            joined_edits.append(edit)
        else:
            before = joined_edits[at]
            lines = (*before.lines, edit.lines[2])
            joined_edits[at] = LineEdit(before.path, before.first, before.last, lines)
    return joined_edits


def _is_new_block(edit: LineEdit) -> bool:
    return edit.last < edit.first and len(edit.lines) == 3 and edit.lines[1].startswith("actuals ")
