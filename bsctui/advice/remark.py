"""One remark of an adviser, before it has a place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bsctui.model.link_lines import LinkLines

if TYPE_CHECKING:
    from bsctui.model.entities import Kpi, Objective, Origin, Scorecard
    from bsctui.model.model import Model
    from bsctui.scoring.result import Scores


class Remark(NamedTuple):
    """A code, what to say, the line it is about, and what to do."""

    code: str
    message: str
    origin: Origin
    help: str | None = None
    slot: str | None = "name"
    columns: tuple[int, int] | None = None
    """The span in the line (from 1) where no slot tells it: a cell of a series."""


@dataclass(frozen=True)
class Case:
    """What advisers look at: the model and its scores in one period.

    Attributes:
        at: The column of the period: the current one for `check`.
        objectives_in: All objectives by the address of their perspective.
        kpis_in: All KPIs by objective.
        end: The day on which the period ends.
        supported: The objectives in force that support, by what they support.
        served: Addresses that anything supports or aligns with.
        driven: Addresses that something drives.
    """

    model: Model
    scores: Scores
    at: int
    objectives_in: dict[str, list[Objective]]
    kpis_in: dict[str, list[Kpi]]
    end: int
    supported: dict[str, list[Objective]]
    served: frozenset[str]
    driven: frozenset[str]

    @cached_property
    def links(self) -> LinkLines:
        """The lines of links by what they name."""
        return LinkLines()

    @cached_property
    def _in_force(self) -> frozenset[str]:
        column = self.scores.in_force[:, self.at].tolist()
        return frozenset(
            node.address for node, holds in zip(self.scores.nodes, column, strict=True) if holds
        )

    def in_force(self, address: str) -> bool:
        """Whether a node is in force in the period."""
        return address in self._in_force

    @cached_property
    def scorecards(self) -> list[Scorecard]:
        """Those in force."""
        return [card for card in self.model.scorecards.values() if self.in_force(card.address)]

    @cached_property
    def objectives(self) -> list[Objective]:
        """Those in force."""
        return [
            objective
            for objective in self.model.objectives.values()
            if self.in_force(objective.address)
        ]

    @cached_property
    def kpis(self) -> list[Kpi]:
        """Those in force."""
        return [kpi for kpi in self.model.kpis.values() if self.in_force(kpi.address)]

    @cached_property
    def objectives_of(self) -> dict[str, list[Objective]]:
        """By scorecard its objectives in force."""
        by_scorecard: dict[str, list[Objective]] = {}
        for objective in self.objectives:
            by_scorecard.setdefault(objective.scorecard, []).append(objective)
        return by_scorecard

    def kpis_of(self, objective: str) -> list[Kpi]:
        """An objective's KPIs in force."""
        return [kpi for kpi in self.kpis_in.get(objective, ()) if self.in_force(kpi.address)]

    def weight(self, address: str) -> float:
        """A node's own weight in the period; nan where it is not in force."""
        return float(self.scores.weight[self.scores.row[address], self.at])

    def judged(self, address: str) -> bool:
        """Whether an `assess` line speaks for a node in the period."""
        return bool(self.scores.judged[self.scores.row[address], self.at])

    def rank(self, card: str) -> int:
        """The rank of a scorecard's tier, 0 for the top one."""
        tiers = [tier.name for tier in self.model.settings.tiers]
        return tiers.index(self.model.scorecards[card].tier)
