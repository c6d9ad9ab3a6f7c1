"""The weight in force of an item where it stands in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.model.entities import Kind, Weight
from bsctui.model.validity import line_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.app.core.tree import Branch
    from bsctui.model.entities import Dated, EntityLink
    from bsctui.model.model import Model

DEFAULT = Weight(1.0, percent=False)


def weight_of(model: Model, branch: Branch, above: str | None, end: int | None) -> Weight | None:
    """The weight of a branch below `above`; None for what is never weighed."""
    if branch.supporting and above is not None:
        return link_weight(model, above, branch.address, end)
    if branch.kind is Kind.PERSPECTIVE:
        return _perspective_weight(model, branch.address, end)
    holder = (
        model.kpis.get(branch.address)
        or model.objectives.get(branch.address)
        or model.scorecards.get(branch.address)
    )
    if holder is None or getattr(holder, "part_of", None) is not None:
        return None
    return _weight_in_force(holder.weights, end)


def link_weight(model: Model, receiver: str, giver: str, end: int | None) -> Weight:
    """The receiver's `supporter` line, else the giver's `supports` line, else 1."""
    for address, other, lines in (
        (receiver, giver, "supporters"),
        (giver, receiver, "supports"),
    ):
        objective = model.objectives.get(address)
        links: Sequence[Dated[EntityLink]] = getattr(objective, lines, ())
        line = line_in_force([link for link in links if link.value.target == other], end)
        if line is not None and line.value.weight is not None:
            return line.value.weight
    return DEFAULT


def _perspective_weight(model: Model, address: str, end: int | None) -> Weight:
    """The scorecard's own line, else the workspace's, else 1."""
    scorecard, _, name = address.rpartition(".")
    own = model.scorecards[scorecard].perspective_weights.get(name, ())
    line = line_in_force(own, end)
    if line is not None:
        return line.value
    for perspective in model.settings.perspectives:
        if perspective.name == name:
            return _weight_in_force(perspective.weights, end)
    return DEFAULT


def _weight_in_force(lines: Sequence[Dated[Weight]], end: int | None) -> Weight:
    line = line_in_force(lines, end)
    return line.value if line is not None else DEFAULT
