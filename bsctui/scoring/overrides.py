"""Numbers assumed in place of what a workspace says: laid over its values, targets and weights, written nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.scoring.validity import spans_hold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bsctui.model.entities import Span
    from bsctui.scoring.structure import Edges, Layout

    Flags = NDArray[np.bool_]

Cells = Mapping[int, float]
"""Numbers by ordinal of an own period."""

Ends = Mapping[int, tuple[float, float]]
"""Both ends of a target by ordinal of an own period; equal but for a band."""


class AssumedWeight(NamedTuple):
    """Another weight, where `span` holds.

    Attributes:
        address: Whose weight it is.
        above: The objective that it supports, where it is the link that is weighed; else None.
    """

    address: str
    above: str | None
    span: Span
    weight: float


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is assumed, by address of a KPI or measure (of the original where a KPI is the `same`).

    A value takes the place of what is entered or computed, before it is carried on and before
    anything reads it; a target takes the place of the period's own (`N% of target` follows), also
    where the value shown there was carried from another period.
    """

    values: Mapping[str, Cells] = field(default_factory=dict)
    targets: Mapping[str, Ends] = field(default_factory=dict)
    weights: tuple[AssumedWeight, ...] = ()

    @property
    def addresses(self) -> frozenset[str]:
        """Whatever has an assumed number."""
        return frozenset({*self.values, *self.targets, *(one.address for one in self.weights)})


NOTHING = Assumed()


def with_weights(layout: Layout, weights: tuple[AssumedWeight, ...]) -> Layout:
    """The layout with other weights of what is a member; the one given is left as it is."""
    if not weights:
        return layout
    found = layout.copy()
    found.weight = layout.weight.copy()
    for one in weights:
        row = layout.row.get(one.address)
        if row is None:
            continue
        there = spans_hold([one.span], layout.ends)
        if one.above is None:
            found.weight[row, there & layout.in_force[row]] = one.weight
        else:
            found.support_edges = _linked(found.support_edges, layout, one, there)
    for name in ("kpi_edges", "objective_edges", "perspective_edges"):
        edges: Edges = getattr(layout, name)
        setattr(found, name, edges.weighed(found.weight[edges.child]))
    return found


def _linked(edges: Edges, layout: Layout, one: AssumedWeight, there: Flags) -> Edges:
    above = layout.row.get(one.above or "", -1)
    found = (edges.child == layout.row[one.address]) & (edges.parent == above)
    wanted = found[:, None] & there[None, :] & ~np.isnan(edges.weight)
    return edges.weighed(np.where(wanted, one.weight, edges.weight))
