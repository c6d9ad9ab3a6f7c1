"""Where a number comes from: members with their points, and for a KPI the lines of text behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isnan
from typing import TYPE_CHECKING

from bsctui.explain.provenance import Source, provenance_of
from bsctui.model.entities import Kind, Parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.entities import Origin
    from bsctui.model.periods import Period
    from bsctui.scoring.result import Matrix, Scores
    from bsctui.scoring.structure import Edges


class ScoreAspect(StrEnum):
    """Which of a node's scores is explained."""

    SCORE = "score"
    LEAD = "lead"
    LAG = "lag"

    def of(self, scores: Scores) -> Matrix:
        """Its matrix, nodes by periods."""
        return {
            ScoreAspect.SCORE: scores.score,
            ScoreAspect.LEAD: scores.lead,
            ScoreAspect.LAG: scores.lag,
        }[self]


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a score.

    Attributes:
        weight: Its weight in force.
        share: Its share of the weight (0 to 1) after those without score dropped out.
        counted: The part of its score that counts: the share, or under `worst` 1 for the lowest
            member and 0 for the others.
        score: Its own score; nan for none.
        points: What it contributes; all members' points add up to the score.
    """

    address: str
    kind: Kind
    label: str
    weight: float
    share: float
    counted: float
    score: float

    @property
    def points(self) -> float:
        """What it contributes to the score above."""
        return self.counted * self.score if self.counted else 0.0


@dataclass(frozen=True, slots=True)
class Explanation:
    """One node in one period; numbers are nan for none.

    Attributes:
        worst: Whether the lowest member is taken instead of the mean.
        members: What the score is made from; empty for a KPI.
        sources: Of a KPI: what its value, target and baseline were made from.
        origin: Where it is declared (None for a perspective).
    """

    address: str
    kind: Kind
    label: str
    period: Period
    score: float
    worst: bool
    members: tuple[Member, ...]
    sources: tuple[Source, ...]
    origin: Origin | None


def explain(
    scores: Scores, address: str, at: int, aspect: ScoreAspect = ScoreAspect.SCORE
) -> Explanation:
    """Why a node has its score in the view's period `at`.

    Raises:
        KeyError: No node has this address.
    """
    row = scores.row[address]
    node = scores.nodes[row]
    entity = scores.model.entity(address)
    sources: tuple[Source, ...] = ()
    if node.kind is Kind.KPI:
        provenance = provenance_of(scores, scores.model.kpis[address], at)
        if provenance is not None:
            sources = (*provenance.value_sources(), *provenance.target_sources())
    return Explanation(
        address=address,
        kind=node.kind,
        label=node.label,
        period=scores.periods[at],
        score=float(aspect.of(scores)[row, at]),
        worst=takes_worst(scores, address),
        members=members(scores, address, at, aspect),
        sources=sources,
        origin=entity.origin if entity is not None and node.kind is not Kind.PERSPECTIVE else None,
    )


def takes_worst(scores: Scores, address: str) -> bool:
    """Whether a node takes its lowest member instead of the mean."""
    model = scores.model
    above = model.objectives.get(address) or model.scorecards.get(address)
    return above is not None and above.worst


def members(
    scores: Scores, address: str, at: int, aspect: ScoreAspect = ScoreAspect.SCORE
) -> tuple[Member, ...]:
    """What a score is made from in the view's period `at`, in order of display; empty for a KPI."""
    row = scores.row[address]
    in_force = list(_members_in_force(scores, row, at, aspect))
    counting = [weight for _, weight, score in in_force if weight > 0 and not isnan(score)]
    total = sum(counting)
    lowest = _lowest(in_force) if takes_worst(scores, address) else None
    return tuple(
        _member(scores, child, weight, score, total, lowest) for child, weight, score in in_force
    )


def _members_in_force(
    scores: Scores, row: int, at: int, aspect: ScoreAspect
) -> Iterator[tuple[int, float, float]]:
    """The row, the weight and the score of each."""
    matrix = aspect.of(scores)
    for edges in _edges(scores, row):
        below = edges.leading_to(row)
        children = edges.child[below]
        weights, points = edges.weight[below, at].tolist(), matrix[children, at].tolist()
        members = zip(children.tolist(), weights, points, strict=True)
        yield from (member for member in members if not isnan(member[1]))


def _lowest(in_force: list[tuple[int, float, float]]) -> int:
    """The row of the lowest scored member, the first of equals; -1 for none."""
    scored = [
        (score, child) for child, weight, score in in_force if weight > 0 and not isnan(score)
    ]
    return min(scored, default=(0.0, -1), key=lambda pair: pair[0])[1]


def _member(
    scores: Scores, row: int, weight: float, score: float, total: float, lowest: int | None
) -> Member:
    node = scores.nodes[row]
    share = weight / total if weight > 0 and not isnan(score) else 0.0
    counted = share if lowest is None else float(row == lowest)
    return Member(node.address, node.kind, node.label, weight, share, counted, score)


def _edges(scores: Scores, row: int) -> Iterator[Edges]:
    """The edges that lead to what a node is made from."""
    node, structure = scores.nodes[row], scores.structure
    if node.kind is Kind.SCORECARD:
        yield structure.perspective_edges
    elif node.kind is Kind.PERSPECTIVE:
        yield structure.objective_edges
    elif node.kind is Kind.OBJECTIVE:
        parts = scores.model.objectives[node.address].parts
        if parts is not Parts.SUPPORTERS:
            yield structure.kpi_edges
        if parts is not Parts.KPIS:
            yield structure.support_edges
