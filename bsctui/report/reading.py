"""One period of the scores as a report reads it: standings, figures, owners, places."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.explain.contributions import members
from bsctui.kpi_text import kpi_text, with_unit
from bsctui.model.entities import Kind
from bsctui.report.scorecard_rows import KpiFigures, KpiRow, ReportedScore
from bsctui.report.selection import Selection
from bsctui.scoring.estimates import is_estimated
from bsctui.scoring.result import status_word
from bsctui.scoring.status import bands_of_node, shown_score, status_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bsctui.kpi_text import KpiText
    from bsctui.model.entities import Kpi
    from bsctui.model.periods import Period
    from bsctui.model.workspace_settings import Band
    from bsctui.scoring.result import Matrix, Scores

TREND = {1: 1, 0: 0, -1: -1}


class PeriodColumns(NamedTuple):
    """What stands in one period, by row: a report asks for every row, and a list answers faster than a matrix."""

    change: list[float]
    status: list[int]
    trend: list[int]
    coverage: list[float]
    judged: list[bool]
    broken: list[bool]

    @classmethod
    def of(cls, scores: Scores, at: int) -> PeriodColumns:
        """Those of the view's period `at`."""
        matrices = (scores.status, scores.trend, scores.coverage, scores.judged, scores.broken)
        change = scores.score[:, at] - latest_before(scores.score, at)
        return cls(change.tolist(), *(matrix[:, at].tolist() for matrix in matrices))


def latest_before(score: Matrix, at: int) -> NDArray[np.float64]:
    """(rows,) the score of the nearest earlier period that has one; nan for none."""
    latest = np.full(len(score), np.nan)
    for column in score[:, :at].T:
        latest = np.where(np.isnan(column), latest, column)
    return latest


class ScoreReader:
    """Scores in the view's period `at`."""

    def __init__(self, scores: Scores, at: int, selection: Selection | None = None) -> None:
        self.selection = selection or Selection()
        self.scores = scores
        self.model = scores.model
        self.at = at
        self.calendar = scores.calendar
        self.fiscal = self.calendar.fiscal
        self.end = self.fiscal.end(scores.grain, scores.periods[at].ordinal)
        self._columns: dict[int, PeriodColumns] = {}

    @property
    def before(self) -> int | None:
        """The period before this one; None for the first."""
        return self.at - 1 if self.at else None

    def period_text(self, period: Period) -> str:
        """A period as it is written."""
        return self.fiscal.format(period)

    def tops(self) -> list[str]:
        """The scorecards in force that are under no other that is shown."""
        return [
            node.address
            for row, node in enumerate(self.scores.nodes)
            if node.kind is Kind.SCORECARD
            and (node.parent is None or not self.shows(node.parent))
            and self.in_force(row)
        ]

    def rows(self, *kinds: Kind) -> Iterator[int]:
        """The rows in force of some kinds, in order of display."""
        for row, node in enumerate(self.scores.nodes):
            if node.kind in kinds and self.in_force(row):
                yield row

    def children(self, address: str, kind: Kind) -> list[str]:
        """What stands right below an address and is in force."""
        scores = self.scores
        addresses = scores.children.get(address, ())
        return [
            child
            for child in addresses
            if scores.nodes[scores.row[child]].kind is kind and self.in_force(scores.row[child])
        ]

    def in_force(self, row: int) -> bool:
        """Whether it is a member of anything in the period, and shown."""
        return bool(self.scores.in_force[row, self.at]) and self.shows(
            self.scores.nodes[row].address
        )

    def shows(self, address: str) -> bool:
        """Whether the report may name it."""
        return self.selection.shows(address)

    def earlier(self, row: int) -> int | None:
        """The nearest earlier period that has a score: the one the trend looks back to."""
        line = self.scores.score[row]
        places = range(self.at - 1, -1, -1)
        return next((at for at in places if not isnan(float(line[at]))), None)

    def label(self, address: str) -> str:
        """How something is called."""
        row = self.scores.row.get(address)
        if row is not None:
            return self.scores.nodes[row].label
        entity = self.model.entity(address)
        return entity.display_name if entity is not None else address

    def where(self, address: str) -> str:
        """The scorecard that something stands in, by its label; empty for a scorecard."""
        card, dot, _ = address.partition(".")
        scorecard = self.model.scorecards.get(card)
        return scorecard.display_name if dot and scorecard is not None else ""

    def owner(self, address: str) -> str:
        """The nearest owner at or above it, as shown; empty for none."""
        entity = self.model.entity(address)
        owner = self.model.owner(entity) if entity is not None else None
        return self.model.person_label(owner) if owner is not None else ""

    # --- Standings

    def standing(self, address: str, at: int | None = None) -> ReportedScore:
        """How a node stands, in this period or in another of the view."""
        scores, row = self.scores, self.scores.row[address]
        at = self.at if at is None else at
        columns = self._columns.get(at)
        if columns is None:
            columns = self._columns[at] = PeriodColumns.of(scores, at)
        status = status_word(columns.status[row])
        bands = bands_of_node(scores.structure, address, scores.nodes[row].kind)
        history = tuple(scores.score[row, : at + 1].tolist())
        return ReportedScore(
            score=history[-1],
            shown=shown_score(scores, row, at),
            change=columns.change[row],
            status=status,
            word=status_heading(status, bands),
            trend=TREND.get(columns.trend[row]),
            coverage=columns.coverage[row],
            judged=columns.judged[row],
            broken=columns.broken[row],
            history=history,
        )

    # --- KPIs

    def kpi_row(self, address: str, share: float = nan) -> KpiRow:
        """A KPI as a row of a table."""
        definition = self.model.kpis[address].definition
        return KpiRow(
            address,
            self.label(address),
            self.owner(address),
            "leading" if definition.leading else "lagging",
            share,
            self.standing(address),
            self.figures(address),
        )

    def shares(self, objective: str) -> dict[str, float]:
        """By member: its share of an objective's weight."""
        return {member.address: member.share for member in members(self.scores, objective, self.at)}

    def figures(self, address: str) -> KpiFigures:
        """A KPI's figures."""
        scores, at = self.scores, self.at
        row, kpi = scores.row[address], self.model.kpis[address]
        unit, text = kpi.definition.unit, kpi_text(scores, address, at)
        return KpiFigures(
            with_unit(text.value, unit),
            _target(text, unit),
            self._remark(row),
            unit or "",
            tuple(scores.value[row].tolist()),
            tuple(scores.target_low[row].tolist()),
            tuple(scores.target_high[row].tolist()),
            at,
        )

    def value(self, kpi: Kpi, at: int) -> str:
        """A KPI's value with its unit; empty for none."""
        text = kpi_text(self.scores, kpi.address, at).value
        return with_unit(text, kpi.definition.unit)

    def target(self, kpi: Kpi, at: int) -> str:
        """What it is held to, with its unit; empty for none."""
        return _target(kpi_text(self.scores, kpi.address, at), kpi.definition.unit)

    def _remark(self, row: int) -> str:
        scores, at = self.scores, self.at
        if is_estimated(scores, scores.nodes[row].address, at):
            return "an estimate"
        stale = float(scores.stale[row, at])
        if stale > 0:
            return f"measured {scores.grain.counted(round(stale))} earlier"
        return "made from a part of its periods" if scores.partial[row, at] else ""


def _target(text: KpiText, unit: str | None) -> str:
    return with_unit(text.target.replace("..", " to "), unit)


def status_heading(status: str | None, bands: Sequence[Band]) -> str:
    """A status as the word that begins a cell or a line."""
    word = status_label(status, bands) or "no score"
    return word[:1].upper() + word[1:]
