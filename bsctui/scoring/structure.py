"""Who is a member of what: rows of nodes, and edges from members to what they count in, with weights by period."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from bsctui.model.entities import ALWAYS, Kind, Parts
from bsctui.model.link_lines import LinkLines
from bsctui.scoring.result import ScoreNode
from bsctui.scoring.validity import dated_column, spans_hold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bsctui.model.entities import Dated, EntityLink, Kpi, Objective, Scorecard, Span, Weight
    from bsctui.model.model import Model
    from bsctui.scoring.roll_up import Members
    from bsctui.scoring.time_axis import View

    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Member = TypeVar("Member", Kpi, Objective)


KIND_CODES = {kind: code for code, kind in enumerate(Kind)}
"""Kinds as numbers, for columns."""


@dataclass
class Edges:
    """Members of something: `child` and `parent` are rows; `weight` is (edges, periods), nan where it is no member."""

    child: NDArray[np.int64]
    parent: NDArray[np.int64]
    weight: Matrix

    def leading_to(self, row: int) -> NDArray[np.int64]:
        """The indexes of the edges to a parent, in order."""
        order, parents = self._by_parent
        first, end = np.searchsorted(parents, (row, row + 1))
        return order[first:end]

    @cached_property
    def _by_parent(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The edges sorted by parent, and the parent of each: all members of one stand together."""
        order = np.argsort(self.parent, kind="stable")
        return order, self.parent[order]

    def selected(self, mask: Flags) -> Edges:
        """Some of the edges."""
        return Edges(self.child[mask], self.parent[mask], self.weight[mask])

    def with_weight(self, weight: Matrix) -> Edges:
        """The same edges with other weights."""
        return Edges(self.child, self.parent, weight)

    def in_period(self, at: int) -> Edges:
        """The edges as they are in one period."""
        return Edges(self.child, self.parent, self.weight[:, [at]])


class CascadeStructure:
    """The rows of a model in a view, and the edges between them."""

    def __init__(self, model: Model, view: View) -> None:
        self.model = model
        self.view = view
        self.ends = view.ends
        self.perspectives = [perspective.name for perspective in model.settings.perspectives]
        self.in_force_by_address: dict[str, Flags] = {}
        self.always = np.ones(len(view), dtype=bool)
        self.members_by_parent = _by_parent(model)
        self.perspectives_in_force = {
            card: self._perspectives_of(card) for card in model.scorecards
        }
        self.nodes = tuple(self._nodes())
        self.row = {node.address: at for at, node in enumerate(self.nodes)}
        self.in_force = self._in_force()
        self.kinds = np.array([KIND_CODES[node.kind] for node in self.nodes], dtype=np.int64)
        ranks = {tier.name: rank for rank, tier in enumerate(model.settings.tiers)}
        self.ranks = np.array([ranks.get(node.tier, 0) for node in self.nodes], dtype=np.int64)
        self.worst = self._worst()
        self.parts = self._parts()
        self.weight = self._weights()
        self.kpi_edges = self._member_edges(
            (kpi for kpi in model.kpis.values() if kpi.part_of is None), lambda kpi: kpi.objective
        )
        self.objective_edges = self._member_edges(
            model.objectives.values(), lambda o: f"{o.scorecard}.{o.perspective}"
        )
        self._links = LinkLines()
        self.support_edges = self._support_edges()
        self.perspective_edges = self._perspective_edges()
        self.perspective_places = self._perspective_places()
        self.tier_members: tuple[Edges, tuple[Members, Members]] | None = None
        """What stands in the tiers, and the edges that it was made for: they are other ones where its weights are."""

    # --- When things are in force

    def holds(self, span: Span) -> Flags:
        """Where a span holds in the view."""
        return self.always if span is ALWAYS else spans_hold([span], self.ends)

    def scorecard_holds(self, name: str) -> Flags:
        """Where a scorecard is in force."""
        flags = self.in_force_by_address.get(name)
        if flags is None:
            flags = self.in_force_by_address[name] = self.holds(self.model.scorecards[name].span)
        return flags

    def objective_holds(self, objective: Objective) -> Flags:
        """Where an objective is in force: its own span and its scorecard's."""
        flags = self.in_force_by_address.get(objective.address)
        if flags is None:
            above = self.scorecard_holds(objective.scorecard)
            flags = above if objective.span is ALWAYS else above & self.holds(objective.span)
            self.in_force_by_address[objective.address] = flags
        return flags

    def kpi_holds(self, kpi: Kpi) -> Flags:
        """Where a KPI is in force: its own span, its objective's and its scorecard's; a part where its KPI is too."""
        above = self.objective_holds(self.model.objectives[kpi.objective])
        if kpi.part_of is None and kpi.span is ALWAYS:
            return above
        for span in (self.model.limit_in(kpi.part_of), kpi.span):
            above = above if span is ALWAYS else above & self.holds(span)
        return above

    def _perspectives_of(self, card: str) -> dict[str, Flags]:
        """The perspectives of a scorecard: those it names then, and those its objectives in force stand in."""
        flags_by_name: dict[str, Flags] = {}
        scorecard = self.model.scorecards[card]
        for name in self.perspectives:
            flags = np.zeros(len(self.view), dtype=bool)
            for line in scorecard.perspective_weights.get(name, ()):
                flags |= self.holds(line.span)
            for objective in self.members_by_parent.objectives.get(f"{card}.{name}", ()):
                flags |= self.objective_holds(objective)
            if flags.any():
                flags_by_name[name] = flags & self.scorecard_holds(card)
        return flags_by_name

    # --- Rows

    def _nodes(self) -> list[ScoreNode]:
        """In order of display: a scorecard, its perspectives with what is in them, then the scorecards under it."""
        nodes: list[ScoreNode] = []
        waiting = [
            card for card in reversed(list(self.model.scorecards.values())) if card.under is None
        ]
        while waiting:
            card = waiting.pop()
            nodes.append(
                ScoreNode(card.address, Kind.SCORECARD, card.display_name, card.under, card.tier)
            )
            for perspective in self.model.settings.perspectives:
                address = f"{card.address}.{perspective.name}"
                objectives = self.members_by_parent.objectives.get(address, ())
                if (
                    perspective.name not in self.perspectives_in_force[card.address]
                    and not objectives
                ):
                    continue
                nodes.append(
                    ScoreNode(address, Kind.PERSPECTIVE, perspective.label, card.address, card.tier)
                )
                for objective in objectives:
                    nodes.append(
                        ScoreNode(
                            objective.address,
                            Kind.OBJECTIVE,
                            objective.display_name,
                            address,
                            card.tier,
                        )
                    )
                    nodes += self._kpi_nodes(objective.address, card.tier)
            waiting += reversed(self.members_by_parent.scorecards.get(card.address, ()))
        return nodes

    def _kpi_nodes(self, objective: str, tier: str) -> Iterator[ScoreNode]:
        """The KPIs of an objective, each with its parts below it."""
        below = self.members_by_parent.kpis
        waiting = list(reversed(below.get(objective, ())))
        while waiting:
            kpi = waiting.pop()
            yield ScoreNode(kpi.address, Kind.KPI, kpi.display_name, kpi.parent, tier)
            waiting += reversed(below.get(kpi.address, ()))

    def _in_force(self) -> Flags:
        """(nodes, periods) where each is in force; almost always everywhere."""
        in_force = np.ones((len(self.nodes), len(self.view)), dtype=bool)
        for row, node in enumerate(self.nodes):
            flags = self._node_in_force(node)
            if flags is not self.always:
                in_force[row] = flags
        return in_force

    def _node_in_force(self, node: ScoreNode) -> Flags:
        model = self.model
        if node.kind is Kind.KPI:
            return self.kpi_holds(model.kpis[node.address])
        if node.kind is Kind.OBJECTIVE:
            return self.objective_holds(model.objectives[node.address])
        if node.kind is Kind.SCORECARD:
            return self.scorecard_holds(node.address)
        card, _, name = node.address.partition(".")
        return self.perspectives_in_force[card].get(name, ~self.always)

    # --- Weights

    def weight_column(
        self, lines: Sequence[Dated[Weight]], otherwise: Matrix | float = 1.0
    ) -> Matrix:
        """A weight in every period of the view."""
        if len(lines) == 1 and not lines[0].span.is_dated:
            return np.full(len(self.view), lines[0].value.value)
        column = np.empty(len(self.view))
        column[:] = otherwise
        held = dated_column(lines, self.ends, lambda weight: weight.value, np.nan)
        return np.where(np.isnan(held), column, held)

    def _weights(self) -> Matrix:
        """(nodes, periods) the own weight of each node; nan where it is not in force."""
        weight = np.ones((len(self.nodes), len(self.view)))
        workspace = {
            p.name: self.weight_column(p.weights) for p in self.model.settings.perspectives
        }
        for at in np.flatnonzero(self.kinds == KIND_CODES[Kind.PERSPECTIVE]).tolist():
            card, _, name = self.nodes[at].address.partition(".")
            lines = self.model.scorecards[card].perspective_weights.get(name, ())
            weight[at] = self.weight_column(lines, workspace[name])
        model = self.model
        for group in (model.scorecards, model.objectives, model.kpis):
            for entity in group.values():
                if entity.weights:
                    weight[self.row[entity.address]] = self.weight_column(entity.weights)
        weight[~self.in_force] = np.nan
        weight[[self.row[kpi.address] for kpi in self.model.kpis.values() if kpi.part_of]] = np.nan
        return weight

    # --- Edges

    def _member_edges(self, members: Iterable[Member], parent_of: Callable[[Member], str]) -> Edges:
        rows = [(self.row[m.address], self.row[parent_of(m)]) for m in members]
        pairs = np.array(rows, dtype=np.int64).reshape(len(rows), 2)
        return Edges(pairs[:, 0], pairs[:, 1], self.weight[pairs[:, 0]])

    def _support_edges(self) -> Edges:
        """From supporters to what they support; the receiver's word on the weight goes before the giver's."""
        pairs = list(self._supports())
        child = np.array([self.row[giver.address] for giver, _ in pairs], dtype=np.int64)
        parent = np.array([self.row[receiver.address] for _, receiver in pairs], dtype=np.int64)
        given = self._link_weights([(giver.supports, to.address) for giver, to in pairs])
        received = self._link_weights([(to.supporters, giver.address) for giver, to in pairs])
        linked = ~np.isnan(given) & self.in_force[child] & self.in_force[parent]
        weight = np.where(np.isnan(received), given, received)
        return Edges(child, parent, np.where(linked, weight, np.nan))

    def _supports(self) -> Iterator[tuple[Objective, Objective]]:
        """Who supports whom; within a tier or downward it is an error (E304), and what is an error is not evaluated."""
        ranks = self.ranks.tolist()
        for giver in self.model.objectives.values():
            for target in dict.fromkeys(line.value.target for line in giver.supports):
                receiver = self.model.objectives.get(target)
                if (
                    receiver is not None
                    and ranks[self.row[target]] < ranks[self.row[giver.address]]
                ):
                    yield giver, receiver

    def _link_weights(self, claims: Sequence[tuple[Sequence[Dated[EntityLink]], str]]) -> Matrix:
        """(claims, periods) the weight that lines give the link to a target; nan where none holds."""
        weight = np.full((len(claims), len(self.view)), np.nan)
        for at, (links, target) in enumerate(claims):
            lines = self._links.naming(links, target) if links else ()
            if len(lines) == 1 and not lines[0].span.is_dated:
                weight[at] = _weight_of(lines[0].value)
            elif lines:
                weight[at] = dated_column(lines, self.ends, _weight_of, np.nan)
        return weight

    def _perspective_edges(self) -> Edges:
        rows = [
            (at, self.row[node.parent])
            for at, node in enumerate(self.nodes)
            if node.kind is Kind.PERSPECTIVE and node.parent
        ]
        pairs = np.array(rows, dtype=np.int64).reshape(len(rows), 2)
        return Edges(pairs[:, 0], pairs[:, 1], self.weight[pairs[:, 0]])

    def _perspective_places(self) -> NDArray[np.int64]:
        """(perspective edges,) the place of each among the perspectives of the workspace."""
        names = [self.nodes[row].address.partition(".")[2] for row in self.perspective_edges.child]
        return np.array([self.perspectives.index(name) for name in names], dtype=np.int64)

    def _worst(self) -> Flags:
        """(nodes,) which take their lowest member instead of the mean."""
        model = self.model
        flags = np.zeros(len(self.nodes), dtype=bool)
        worst = [card.address for card in model.scorecards.values() if card.worst]
        worst += [objective.address for objective in model.objectives.values() if objective.worst]
        flags[[self.row[address] for address in worst]] = True
        return flags

    def _parts(self) -> NDArray[np.int64]:
        """(nodes,) what objectives are scored from, as an index of `Parts`."""
        order = list(Parts)
        codes = np.zeros(len(self.nodes), dtype=np.int64)
        for objective in self.model.objectives.values():
            codes[self.row[objective.address]] = order.index(objective.parts)
        return codes

    # --- The same layout for one period, and for a changed model

    def in_period(self, at: int) -> CascadeStructure:
        """The layout of the view's period `at` alone: weights are (edges, 1), for columns that are no periods."""
        single = self.copy()
        single.in_force = self.in_force[:, [at]]
        single.kpi_edges = self.kpi_edges.in_period(at)
        single.objective_edges = self.objective_edges.in_period(at)
        single.support_edges = self.support_edges.in_period(at)
        single.perspective_edges = self.perspective_edges.in_period(at)
        return single

    def copy(self) -> CascadeStructure:
        """Another with the same parts, any of which may then be replaced."""
        return copy(self)

    def with_quantities(self, model: Model, touched: Iterable[str]) -> CascadeStructure:
        """The layout of a model in which only values and weights of some KPIs are new."""
        changed = self.copy()
        changed.model = model
        rows = [
            self.row[address]
            for address in touched
            if address in model.kpis and model.kpis[address].part_of is None
        ]
        columns = np.array(
            [self.weight_column(model.kpis[self.nodes[row].address].weights) for row in rows]
        ).reshape(len(rows), len(self.view))
        columns[~self.in_force[rows]] = np.nan
        if not np.array_equal(columns, self.weight[rows], equal_nan=True):
            changed.weight = self.weight.copy()
            changed.weight[rows] = columns
            edges = self.kpi_edges
            changed.kpi_edges = edges.with_weight(changed.weight[edges.child])
        return changed


def _weight_of(link: EntityLink) -> float:
    return 1.0 if link.weight is None else link.weight.value


@dataclass
class MembersByParent:
    """Members by parent, in order of display."""

    scorecards: dict[str, list[Scorecard]]
    objectives: dict[str, list[Objective]]
    kpis: dict[str, list[Kpi]]


def _by_parent(model: Model) -> MembersByParent:
    below = MembersByParent({}, {}, {})
    for card in model.scorecards.values():
        if card.under is not None:
            below.scorecards.setdefault(card.under, []).append(card)
    for objective in model.objectives.values():
        below.objectives.setdefault(f"{objective.scorecard}.{objective.perspective}", []).append(
            objective
        )
    for kpi in model.kpis.values():
        below.kpis.setdefault(kpi.parent, []).append(kpi)
    return below
