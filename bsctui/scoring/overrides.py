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
    from bsctui.scoring.structure import CascadeStructure, Edges

    Flags = NDArray[np.bool_]

ValueOverrides = Mapping[int, float]
"""Numbers by ordinal of an own period."""

TargetOverrides = Mapping[int, tuple[float, float]]
"""Both ends of a target by ordinal of an own period; equal but for a band."""


class WeightOverride(NamedTuple):
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
class Overrides:
    """What is assumed, by address of a KPI or measure (of the original where a KPI is the `same`).

    A value takes the place of what is entered or computed, before it is carried on and before
    anything reads it; a target takes the place of the period's own (`N% of target` follows), also
    where the value shown there was carried from another period.
    """

    values: Mapping[str, ValueOverrides] = field(default_factory=dict)
    targets: Mapping[str, TargetOverrides] = field(default_factory=dict)
    weights: tuple[WeightOverride, ...] = ()

    @property
    def addresses(self) -> frozenset[str]:
        """Whatever has an assumed number."""
        return frozenset(
            {*self.values, *self.targets, *(override.address for override in self.weights)}
        )


NO_OVERRIDES = Overrides()


def override_weights(
    structure: CascadeStructure, weights: tuple[WeightOverride, ...]
) -> CascadeStructure:
    """The layout with other weights of what is a member; the one given is left as it is."""
    if not weights:
        return structure
    changed = structure.copy()
    changed.weight = structure.weight.copy()
    for override in weights:
        row = structure.row.get(override.address)
        if row is None:
            continue
        in_force = spans_hold([override.span], structure.ends)
        if override.above is None:
            changed.weight[row, in_force & structure.in_force[row]] = override.weight
        else:
            changed.support_edges = _linked(changed.support_edges, structure, override, in_force)
    for name in ("kpi_edges", "objective_edges", "perspective_edges"):
        edges: Edges = getattr(structure, name)
        setattr(changed, name, edges.with_weight(changed.weight[edges.child]))
    return changed


def _linked(
    edges: Edges, structure: CascadeStructure, override: WeightOverride, in_force: Flags
) -> Edges:
    above = structure.row.get(override.above or "", -1)
    links = (edges.child == structure.row[override.address]) & (edges.parent == above)
    mask = links[:, None] & in_force[None, :] & ~np.isnan(edges.weight)
    return edges.with_weight(np.where(mask, override.weight, edges.weight))
