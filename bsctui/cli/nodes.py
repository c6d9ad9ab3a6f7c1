"""The scores as a document with stable keys (`commands.md`, score --format json): plain values, None for none."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from bsctui.cli.figures import json_number
from bsctui.model.entities import BandTarget, Kind
from bsctui.model.periods import last_day
from bsctui.scoring.estimates import is_estimated
from bsctui.scoring.result import status_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bsctui.model.entities import Entity, Initiative, InitiativeState
    from bsctui.model.model import Model
    from bsctui.scoring.result import Scores

Values = dict[str, Any]

TREND = {1: "up", 0: "flat", -1: "down"}
NUMBERS = ("weight", "score", "lead", "lag", "coverage")
WORD_OF_CELL: dict[str, Callable[[Any], Any]] = {
    "status": status_word,
    "trend": TREND.get,
    "stale": lambda cell: None if isnan(cell) else int(cell),
}
"""Columns that are written as something else than they are; the others are flags."""


class NodeWriter:
    """Writes nodes of some scores, for one period or for all (then each changing key holds a list)."""

    def __init__(self, scores: Scores, columns: list[int] | None) -> None:
        self.scores = scores
        self.model: Model = scores.model
        self.many = columns is None
        self.columns = columns if columns is not None else list(range(len(scores.periods)))
        self._numbers: dict[str, list[list[float | None]]] = {}
        self._words: dict[str, list[list[Any]]] = {}
        self._none_cells = [None] * len(self.columns) if self.many else None

    def nodes(self, addresses: Iterable[str] | None = None) -> list[Values]:
        """All nodes in order of display, initiatives after what they are for; or only the wanted addresses."""
        keep = None if addresses is None else set(addresses)
        initiatives: dict[str, list[Initiative]] = {}
        for initiative in self.model.initiatives.values():
            initiatives.setdefault(initiative.parent, []).append(initiative)
        entries: list[Values] = []
        pending: list[Initiative] = []
        for row, node in enumerate(self.scores.nodes):
            if pending and node.kind is not Kind.KPI:
                entries += [
                    self.initiative(initiative_below)
                    for initiative_below in pending
                    if keep is None or initiative_below.address in keep
                ]
                pending = []
            if keep is None or node.address in keep:
                entries.append(self.node(row))
            mine = initiatives.get(node.address, [])
            if node.kind is Kind.OBJECTIVE:
                pending = mine
            else:
                entries += [
                    self.initiative(initiative_below)
                    for initiative_below in mine
                    if keep is None or initiative_below.address in keep
                ]
        return entries + [
            self.initiative(initiative_below)
            for initiative_below in pending
            if keep is None or initiative_below.address in keep
        ]

    def node(self, row: int) -> Values:
        """One scorecard, perspective, objective or KPI."""
        node, model = self.scores.nodes[row], self.model
        kpi = model.kpis.get(node.address) if node.kind is Kind.KPI else None
        objective = node.kind is Kind.OBJECTIVE
        entity = self._entity(node.address, node.kind)
        path, line = model.place(entity.origin)
        has_role = kpi is not None and kpi.part_of is None
        role = ("leading" if kpi.definition.leading else "lagging") if kpi and has_role else None
        entry: Values = {
            "address": node.address,
            "kind": node.kind.value,
            "label": node.label,
            "parent": node.parent,
            "tier": node.tier,
            "owner": self.model.owner(entity),
            "weight": self._number("weight", row),
            "role": role,
        }
        for name in NUMBERS[1:]:
            entry[name] = self._number(name, row)
        for name in ("own", "cascaded"):
            entry[name] = self._number(name, row) if objective else self._none_cells
        for name in ("status", "trend", "judged", "broken"):
            entry[name] = self._cells(name, row)
        if kpi is not None:
            entry |= self._kpi(
                row, kpi.definition.unit, band=isinstance(kpi.definition.target, BandTarget)
            )
        entry["file"], entry["line"] = path, line
        return entry

    def _kpi(self, row: int, unit: str | None, *, band: bool) -> Values:
        low = self._list("target_low", row)
        if band:
            high = self._list("target_high", row)
            targets: list[Any] = [
                None if a is None else [a, b] for a, b in zip(low, high, strict=True)
            ]
        else:
            targets = list(low)
        return {
            "value": self._number("value", row),
            "target": targets if self.many else targets[0],
            "baseline": self._number("baseline", row),
            "raw": self._number("raw", row),
            "progress": self._number("progress", row),
            "partial": self._cells("partial", row),
            "provisional": self._cells_of(lambda at: self._estimated(row, at)),
            "stale": self._cells("stale", row),
            "unit": unit,
        }

    def _estimated(self, row: int, at: int) -> bool:
        return is_estimated(self.scores, self.scores.nodes[row].address, at)

    def initiative(self, initiative: Initiative) -> Values:
        """One initiative: as written, and whether it is overdue."""
        path, line = self.model.place(initiative.origin)
        card = self.model.scorecards[initiative.address.partition(".")[0]]
        return {
            "address": initiative.address,
            "kind": Kind.INITIATIVE.value,
            "label": initiative.display_name,
            "parent": initiative.parent,
            "tier": card.tier,
            "owner": self.model.owner(initiative),
            "state": initiative.state.value if initiative.state else None,
            "progress": initiative.progress,
            "due": initiative.due,
            "budget": initiative.budget,
            "spent": initiative.spent,
            "unit": initiative.unit,
            "overdue": self._cells_of(
                lambda at: self._overdue(initiative.due, initiative.state, at)
            ),
            "file": path,
            "line": line,
        }

    def _overdue(self, due: str | None, state: InitiativeState | None, at: int) -> bool:
        """Due by the end of the period and neither done nor stopped."""
        if due is None or (state is not None and state.value in {"done", "stopped"}):
            return False
        return due <= last_day(self.scores.calendar.fiscal, self.scores.periods[at]).isoformat()

    def _entity(self, address: str, kind: Kind) -> Entity:
        if kind is Kind.PERSPECTIVE:
            return self.model.scorecards[address.partition(".")[0]]
        groups = {
            Kind.KPI: self.model.kpis,
            Kind.OBJECTIVE: self.model.objectives,
            Kind.SCORECARD: self.model.scorecards,
        }
        return groups[kind][address]

    def _cells(self, name: str, row: int) -> Any:
        """Words and flags of a row; a matrix is turned into them once."""
        rows = self._words.get(name)
        if rows is None:
            matrix = getattr(self.scores, name)[:, self.columns].tolist()
            word_of = WORD_OF_CELL.get(name)
            rows = self._words[name] = (
                matrix if word_of is None else [[word_of(cell) for cell in line] for line in matrix]
            )
        cells = rows[row]
        return cells if self.many else cells[0]

    def _cells_of(self, value: Callable[[int], Any]) -> Any:
        cells = [value(at) for at in self.columns]
        return cells if self.many else cells[0]

    def _number(self, name: str, row: int) -> Any:
        cells = self._list(name, row)
        return cells if self.many else cells[0]

    def _list(self, name: str, row: int) -> list[float | None]:
        """A matrix' row as plain numbers; whole matrices are turned into lists once."""
        rows = self._numbers.get(name)
        if rows is None:
            matrix = getattr(self.scores, name)[:, self.columns].tolist()
            rows = self._numbers[name] = [[None if x != x else x for x in line] for line in matrix]
        return rows[row]


def tier_entries(scores: Scores, columns: list[int] | None) -> list[Values]:
    """The tiers with their perspectives."""
    many, entries = columns is None, []
    places = columns if columns is not None else list(range(len(scores.periods)))
    result = scores.tiers
    labels = {tier.name: tier.label for tier in scores.model.settings.tiers}

    def each(matrix: Any, status: bool = False) -> Any:
        cells = [
            status_word(int(matrix[at])) if status else json_number(float(matrix[at]))
            for at in places
        ]
        return cells if many else cells[0]

    for row, name in enumerate(result.names):
        block = result.block
        entries.append(
            {
                "name": name,
                "label": labels[name],
                "score": each(block.score[row]),
                "lead": each(block.lead[row]),
                "lag": each(block.lag[row]),
                "coverage": each(block.coverage[row]),
                "status": each(result.status[row], status=True),
                "perspectives": [
                    {
                        "name": perspective,
                        "score": each(result.perspective_score[row, at]),
                        "coverage": each(result.perspective_coverage[row, at]),
                        "status": each(result.perspective_status[row, at], status=True),
                    }
                    for at, perspective in enumerate(result.perspectives)
                ],
            }
        )
    return entries
