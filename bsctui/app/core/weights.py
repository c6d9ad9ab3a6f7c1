"""The weight in force of an item where it stands in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from bsctui.model.entities import ALWAYS, Kind, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bsctui.app.core.tree import Branch
    from bsctui.model.entities import Dated, EntityLink
    from bsctui.model.model import Model

T = TypeVar("T")

DEFAULT = Weight(1.0, percent=False)


def valid_line(lines: Iterable[Dated[T]], end: int | None) -> Dated[T] | None:
    """Of a dated fact's lines the one that holds: a dated one, else the undated one."""
    undated = None
    for line in lines:
        if line.span == ALWAYS:
            undated = line
        elif end is None or line.span.holds(end):
            return line
    return undated


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
    return _holding(holder.weights, end) if holder is not None else None


def link_weight(model: Model, receiver: str, giver: str, end: int | None) -> Weight:
    """The receiver's `supporter` line, else the giver's `supports` line, else 1."""
    for address, other, lines in (
        (receiver, giver, "supporters"),
        (giver, receiver, "supports"),
    ):
        objective = model.objectives.get(address)
        links: Sequence[Dated[EntityLink]] = getattr(objective, lines, ())
        line = valid_line([link for link in links if link.value.target == other], end)
        if line is not None and line.value.weight is not None:
            return line.value.weight
    return DEFAULT


def _perspective_weight(model: Model, address: str, end: int | None) -> Weight:
    """The scorecard's own line, else the workspace's, else 1."""
    scorecard, _, name = address.rpartition(".")
    own = model.scorecards[scorecard].perspective_weights.get(name, ())
    line = valid_line(own, end)
    if line is not None:
        return line.value
    for perspective in model.settings.perspectives:
        if perspective.name == name:
            return _holding(perspective.weights, end)
    return DEFAULT


def _holding(lines: Sequence[Dated[Weight]], end: int | None) -> Weight:
    line = valid_line(lines, end)
    return line.value if line is not None else DEFAULT
