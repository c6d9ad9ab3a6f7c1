"""The result: every node's columns, nodes by periods of a view."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.scoring.overrides import NO_OVERRIDES
from bsctui.scoring.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from bsctui.model.entities import Kind
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain, Period
    from bsctui.model.workspace_settings import Calendar
    from bsctui.scoring.dependencies import Dependencies
    from bsctui.scoring.overrides import Overrides
    from bsctui.scoring.structure import CascadeStructure
    from bsctui.scoring.time_axis import Timeline

    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Codes = NDArray[np.int8]

COLOURS = ("red", "amber", "green", "blue")
NO_STATUS, INSUFFICIENT = -1, -2
NO_TREND = -128
UP, FLAT, DOWN = 1, 0, -1


class ScoreNode(NamedTuple):
    """A row of the scores: a scorecard, one of its perspectives, an objective or a KPI."""

    address: str
    kind: Kind
    label: str
    parent: str | None
    tier: str


@dataclass
class Block:
    """Scores of some rows: (rows, periods) each, nan for none."""

    score: Matrix
    lead: Matrix
    lag: Matrix
    coverage: Matrix

    @classmethod
    def empty(cls, rows: int, columns: int) -> Block:
        """All none."""
        return cls(*(np.full((rows, columns), np.nan) for _ in range(4)))


@dataclass
class TierScores:
    """Tiers by periods, and tiers by perspectives by periods; statuses as in `Scores`."""

    names: tuple[str, ...]
    perspectives: tuple[str, ...]
    block: Block
    status: NDArray[np.int8]
    perspective_score: Matrix
    perspective_coverage: Matrix
    perspective_status: NDArray[np.int8]


@dataclass
class Scores:
    """The cascade in one view. All matrices are (nodes, periods); nan, -1 and -128 stand for none.

    Attributes:
        current: The index of the current period.
        status: An index into `colours`; -1 none, -2 insufficient coverage.
        trend: 1 up, 0 flat, -1 down, -128 none.
        in_force: Where the node is a member of anything at all.
        stale: Periods of the view since the value was measured.
        divided_by_zero: Addresses of formulas that somewhere divide by zero (warning W101).
    """

    model: Model
    grain: Grain
    periods: tuple[Period, ...]
    current: int
    nodes: tuple[ScoreNode, ...]
    score: Matrix
    lead: Matrix
    lag: Matrix
    coverage: Matrix
    own: Matrix
    cascaded: Matrix
    raw: Matrix
    value: Matrix
    target_low: Matrix
    target_high: Matrix
    baseline: Matrix
    progress: Matrix
    stale: Matrix
    weight: Matrix
    partial: Flags
    judged: Flags
    broken: Flags
    in_force: Flags
    status: NDArray[np.int8]
    trend: NDArray[np.int8]
    tiers: TierScores
    divided_by_zero: frozenset[str]
    structure: CascadeStructure = field(repr=False)
    """Who is a member of what: what explanations and rescoring start from."""
    timeline: Timeline = field(repr=False)
    dependencies: Dependencies = field(repr=False)
    overrides: Overrides = NO_OVERRIDES
    """What was put in place of the workspace's own numbers (`assume`)."""
    shared: frozenset[str] = field(default=frozenset(), init=False, repr=False)
    """The matrices that are an earlier result's too, and must not be written into."""
    _values: Values | None = field(default=None, init=False, repr=False)

    colours = COLOURS

    @cached_property
    def row(self) -> dict[str, int]:
        """The row of each address."""
        return {node.address: at for at, node in enumerate(self.nodes)}

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """By address: the nodes whose parent it is, in order."""
        by_parent: dict[str, list[str]] = {}
        for node in self.nodes:
            if node.parent is not None:
                by_parent.setdefault(node.parent, []).append(node.address)
        return by_parent

    def write(self, name: str, rows: NDArray[np.int64], block: Matrix | Flags | Codes) -> None:
        """Fill some rows of a matrix; where it is shared, and a number differs, a copy of it."""
        matrix = getattr(self, name)
        if name in self.shared:
            if matrix[rows].tobytes() == block.tobytes():
                return
            matrix = matrix.copy()
            setattr(self, name, matrix)
            self.shared -= {name}
        matrix[rows] = block

    def until(self, at: int) -> Scores:
        """The same without a score or a colour after the period `at`."""
        until = replace(self, score=self.score.copy(), status=self.status.copy())
        until.score[:, at + 1 :] = np.nan
        until.status[:, at + 1 :] = NO_STATUS
        until.__dict__ |= {"row": self.row, "_values": self._values}  # the same nodes and values
        return until

    @property
    def calendar(self) -> Calendar:
        """The calendar in which it is scored: without one there are no scores."""
        return self.timeline.calendar

    def values_of(self, addresses: Iterable[str]) -> Values:
        """Values of at least some KPIs and measures, and of all they rest on: as scoring knew them where it reached these."""
        wanted, values = list(addresses), self._values
        if values is None or values.overrides is not self.overrides or not values.holds(wanted):
            values = Values(self.model, self.timeline, self.dependencies, wanted, self.overrides)
            self._values = values
        return values

    def status_word(self, row: int, at: int) -> str | None:
        """The status as it is written: a colour, `insufficient`, or None."""
        return status_word(int(self.status[row, at]))

    def trend_word(self, row: int, at: int) -> str | None:
        """`up`, `down`, `flat` or None."""
        return trend_word(int(self.trend[row, at]))


def status_word(code: int) -> str | None:
    """The word of a status code."""
    if code == INSUFFICIENT:
        return "insufficient"
    return COLOURS[code] if code >= 0 else None


def trend_word(code: int) -> str | None:
    """The word of a trend code."""
    return _TRENDS.get(code)


_TRENDS = {UP: "up", FLAT: "flat", DOWN: "down"}
