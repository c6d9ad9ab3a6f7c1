"""The sheet of scorecards: the cascade as it is shown, each score the weighted mean of the scored rows that count in it."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bsctui.exchange.exporting.score_cells import status_formula
from bsctui.exchange.exporting.sheet_writer import cell_at, column_width
from bsctui.exchange.tables.exported_workbook import SCORECARDS
from bsctui.model.entities import Kind
from bsctui.scoring.roll_up import from_parts
from bsctui.scoring.status import bands_of_node

if TYPE_CHECKING:
    from bsctui.exchange.exporting.kpi_sheet import KpiSheet
    from bsctui.exchange.exporting.sheet_writer import SheetWriter
    from bsctui.scoring.result import Scores

HEADINGS: Final = [
    "Address",
    "Scorecard",
    "Kind",
    "Weight",
    "Score",
    "Coverage",
    "Status",
    "Counts in",
]
ADDRESS, LABEL, KIND, WEIGHT, SCORE, COVERAGE, STATUS, PARENT = range(8)
LEVELS: Final = {Kind.SCORECARD: 0, Kind.PERSPECTIVE: 1, Kind.OBJECTIVE: 2, Kind.KPI: 3}
MOST_NAMED: Final = 150
"""Members that a formula names one by one: a cell holds 8,192 characters."""
SUPPORT: Final = "supporter"
"""A row that shows an objective's supporter again, where it counts."""
GREY: Final = {"bg_color": "#E4E4E4"}


class Line(NamedTuple):
    """A row of the sheet: a node, or a supporter below what it supports; weight nan: it does not count."""

    node: int
    parent: int | None
    weight: float
    is_link: bool = False


class CascadeSheet:
    """Writes the sheet: below an objective what counts in it, its KPIs and what supports it, side by side."""

    def __init__(self, sheets: SheetWriter, scores: Scores, at: int) -> None:
        self.sheets = sheets
        self.scores = scores
        self.at = at
        self.sheet = sheets.sheet(SCORECARDS, HEADINGS, 2, range(WEIGHT, STATUS))
        self.lines = self._lines()
        self.rows = {line.node: row for row, line in enumerate(self.lines, 1) if not line.is_link}

    # --- Which rows

    def _lines(self) -> list[Line]:
        weights = self._member_weights()
        supporters = self._supporters()
        lines: list[Line] = []
        pending: list[Line] = []
        for row, node in enumerate(self.scores.nodes):
            if node.kind is not Kind.KPI:
                lines += pending
                pending = []
            parent, weight = weights.get(row, (None, np.nan))
            lines.append(Line(row, parent, weight))
            if node.kind is Kind.OBJECTIVE:
                pending = supporters.get(row, [])
        return lines + pending

    def _member_weights(self) -> dict[int, tuple[int, float]]:
        """By row what it counts in and how much; nan where it does not count."""
        structure = self.scores.structure
        from_kpis, _ = from_parts(structure)
        weights: dict[int, tuple[int, float]] = {}
        for edges in (structure.kpi_edges, structure.objective_edges, structure.perspective_edges):
            for child, parent, weight in zip(edges.child.tolist(), edges.parent.tolist(), edges.weight[:, self.at].tolist(), strict=True):  # fmt: skip
                counts = edges is not structure.kpi_edges or bool(from_kpis[parent])
                weights[child] = (parent, weight if counts else np.nan)
        return weights

    def _supporters(self) -> dict[int, list[Line]]:
        structure = self.scores.structure
        _, from_supporters = from_parts(structure)
        edges = structure.support_edges
        below: dict[int, list[Line]] = {}
        for child, parent, weight in zip(edges.child.tolist(), edges.parent.tolist(), edges.weight[:, self.at].tolist(), strict=True):  # fmt: skip
            if from_supporters[parent] and not isnan(weight):
                below.setdefault(parent, []).append(Line(child, parent, weight, is_link=True))
        return below

    # --- Writing

    def write(self, kpis: KpiSheet) -> None:
        """All rows, scorecard by scorecard."""
        members = self._members()
        for row, line in enumerate(self.lines, 1):
            self._row(row, line, members.get(line.node, []), kpis)
        last = max(len(self.lines), 1)
        self.sheets.colour_statuses(self.sheet, STATUS, last)
        nodes = self.scores.nodes
        self.sheet.set_column(ADDRESS, ADDRESS, column_width([node.address for node in nodes]))
        labels = [node.label + "  " * LEVELS[node.kind] for node in nodes]
        self.sheet.set_column(LABEL, LABEL, column_width(labels))
        self.sheet.set_column(KIND, STATUS, 12)
        self.sheet.set_column(PARENT, PARENT, column_width([node.parent or "" for node in nodes]))
        self.sheet.autofilter(0, 0, last, len(HEADINGS) - 1)

    def _members(self) -> dict[int, list[int]]:
        """By node: the rows that count in it."""
        members: dict[int, list[int]] = {}
        for row, line in enumerate(self.lines, 1):
            if line.parent is not None and not isnan(line.weight):
                members.setdefault(line.parent, []).append(row)
        return members

    def _row(self, row: int, line: Line, members: list[int], kpis: KpiSheet) -> None:
        sheets, node = self.sheets, self.scores.nodes[line.node]
        is_kpi = node.kind is Kind.KPI
        level = LEVELS[node.kind] + int(line.is_link)
        bold = {"bold": True} if node.kind in {Kind.SCORECARD, Kind.PERSPECTIVE} else {}
        self.sheet.set_row(row, None, None, {"level": level} if level else {})
        sheets.text(self.sheet, row, ADDRESS, node.address, font_color="#7F7F7F")
        sheets.text(self.sheet, row, LABEL, node.label, indent=level, **bold)
        sheets.text(self.sheet, row, KIND, SUPPORT if line.is_link else node.kind.word)
        weight = max(line.weight, 0.0) if not isnan(line.weight) else np.nan
        sheets.number(self.sheet, row, WEIGHT, weight, num_format="0.##", font_color="#1F4E9E")
        parent = self.scores.nodes[line.parent].address if line.parent is not None else ""
        sheets.text(self.sheet, row, PARENT, parent, font_color="#7F7F7F")
        if is_kpi and not self.scores.in_force[line.node, self.at]:
            for column in (SCORE, COVERAGE, STATUS):
                sheets.text(self.sheet, row, column, "", **GREY)
            sheets.notes.append((node.address, "it is not in force in this period"))
        elif line.is_link:
            self._link(row, line)
        elif is_kpi:
            self._kpi(row, line, kpis)
        else:
            self._mean(row, line, members, bold)

    def _link(self, row: int, line: Line) -> None:
        """A supporter below what it supports shows what stands in its own row."""
        own = self.rows[line.node]
        for column, value, form in (
            (SCORE, self._score(line), "0.0"),
            (COVERAGE, self._coverage(line), "0"),
        ):
            formula = _same_number(cell_at(own, column))
            self.sheets.formula(self.sheet, row, column, formula, value, num_format=form)
        same = f'={cell_at(own, STATUS)}&""'
        self.sheets.formula(self.sheet, row, STATUS, same, self._status(line), indent=1)

    def _kpi(self, row: int, line: Line, kpis: KpiSheet) -> None:
        cell = kpis.score_cell(self.scores.nodes[line.node].address)
        status = cell.replace(cell_at(0, 13).rstrip("1"), cell_at(0, 14).rstrip("1"))
        self.sheets.formula(self.sheet, row, SCORE, _same_number(cell), self._score(line), num_format="0.0")  # fmt: skip
        covered = f"=IF(ISNUMBER({cell_at(row, SCORE)}),100,0)"
        self.sheets.formula(self.sheet, row, COVERAGE, covered, self._coverage(line), num_format="0")  # fmt: skip
        self.sheets.formula(self.sheet, row, STATUS, f'={status}&""', self._status(line), indent=1)

    def _mean(self, row: int, line: Line, members: list[int], bold: dict[str, bool]) -> None:
        """The weighted mean of the scored rows that count in this one: none takes no part."""
        formulas = _formulas(members, is_worst=bool(self.scores.structure.worst[line.node]))
        node = self.scores.nodes[line.node]
        if not self.scores.in_force[line.node, self.at]:
            for column in (SCORE, COVERAGE, STATUS):
                self.sheets.text(self.sheet, row, column, "", **GREY)
            self.sheets.notes.append((node.address, "it is not in force in this period"))
            return
        if formulas is None:
            self._fixed(row, line, len(members))
            return
        self.sheets.formula(self.sheet, row, SCORE, formulas.score, self._score(line), num_format="0.0", **bold)  # fmt: skip
        self.sheets.formula(self.sheet, row, COVERAGE, formulas.coverage, self._coverage(line), num_format="0")  # fmt: skip
        if self.scores.judged[line.node, self.at]:
            self.sheets.text(self.sheet, row, STATUS, self._status(line), indent=1, **GREY)
            reason = "the status was judged by somebody; it does not follow the score"
            self.sheets.notes.append((node.address, reason))
            return
        bands = bands_of_node(self.scores.structure, node.address, node.kind)
        least = self.scores.model.settings.coverage
        status = status_formula(cell_at(row, SCORE), bands, cell_at(row, COVERAGE), least)
        self.sheets.formula(self.sheet, row, STATUS, status, self._status(line), indent=1)

    def _fixed(self, row: int, line: Line, members: int) -> None:
        """Numbers where a formula would be longer than a cell may hold."""
        self.sheets.number(self.sheet, row, SCORE, self._score(line), num_format="0.0", **GREY)
        self.sheets.number(self.sheet, row, COVERAGE, self._coverage(line), num_format="0", **GREY)
        self.sheets.text(self.sheet, row, STATUS, self._status(line), indent=1, **GREY)
        reason = f"it has {members} members, more than a formula can name"
        self.sheets.notes.append((self.scores.nodes[line.node].address, reason))

    def _score(self, line: Line) -> float:
        return float(self.scores.score[line.node, self.at])

    def _coverage(self, line: Line) -> float:
        return float(self.scores.coverage[line.node, self.at])

    def _status(self, line: Line) -> str:
        return self.scores.status_word(line.node, self.at) or ""


class MeanFormulas(NamedTuple):
    """What a parent's cells calculate."""

    score: str
    coverage: str


def _same_number(cell: str) -> str:
    """What another cell shows; nothing, and not 0, where it shows nothing."""
    return f'=IF(ISNUMBER({cell}),{cell},"")'


def _formulas(members: list[int], *, is_worst: bool) -> MeanFormulas | None:
    """The formulas over some rows: of neighbours as ranges, of others one by one; None where they are too many."""
    if not members:
        return MeanFormulas('=""', "=0")
    if members[-1] - members[0] + 1 == len(members):
        return _over_neighbours(members[0], members[-1], is_worst=is_worst)
    return _one_by_one(members, is_worst=is_worst) if len(members) <= MOST_NAMED else None


def _over_neighbours(first: int, last: int, *, is_worst: bool) -> MeanFormulas:
    weights, scores, covers = (
        f"{cell_at(first, column)}:{cell_at(last, column)}" for column in (WEIGHT, SCORE, COVERAGE)
    )
    covered = f"=IFERROR(SUMPRODUCT({weights},{covers})/SUM({weights}),0)"
    scored = f'SUMIFS({weights},{scores},">=0")'
    if is_worst:
        worst = f'=IF({scored}=0,"",_xlfn.MINIFS({scores},{weights},">0"))'
        return MeanFormulas(worst, covered)
    return MeanFormulas(f'=IFERROR(SUMPRODUCT({weights},{scores})/{scored},"")', covered)


def _one_by_one(members: list[int], *, is_worst: bool) -> MeanFormulas:
    rows = [tuple(cell_at(row, column) for column in (WEIGHT, SCORE, COVERAGE)) for row in members]
    covered = "+".join(f"{weight}*{cover}" for weight, _, cover in rows)
    whole = "+".join(weight for weight, _, _ in rows)
    coverage = f"=IFERROR(({covered})/({whole}),0)"
    if is_worst:
        present = ",".join(f'IF({weight}>0,{score},"")' for weight, score, _ in rows)
        return MeanFormulas(f'=IF(COUNT({present})=0,"",MIN({present}))', coverage)
    total = "+".join(f"{weight}*N({score})" for weight, score, _ in rows)
    counted = "+".join(f"{weight}*ISNUMBER({score})" for weight, score, _ in rows)
    return MeanFormulas(f'=IFERROR(({total})/({counted}),"")', coverage)
