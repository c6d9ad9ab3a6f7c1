"""What an address is in a model, what it is called, and where such a thing may stand; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.model.entities import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.model.entities import Entity
    from bsctui.model.model import Model


def _groups(model: Model) -> Iterator[tuple[Kind, Mapping[str, Entity]]]:
    """Most numerous first."""
    yield Kind.KPI, model.kpis
    yield Kind.OBJECTIVE, model.objectives
    yield Kind.SCORECARD, model.scorecards
    yield Kind.MEASURE, model.measures
    yield Kind.INITIATIVE, model.initiatives


def kind(model: Model, address: str) -> Kind:
    """What an address is; a perspective where no record has it."""
    return next((kind for kind, group in _groups(model) if address in group), Kind.PERSPECTIVE)


def label(model: Model, address: str) -> str:
    """What an item is called on screen."""
    entity = model.entity(address)
    if entity is not None:
        return entity.display_name
    name = address.rpartition(".")[2]
    labels = (each.label for each in model.settings.perspectives if each.name == name)
    return next(labels, name)


def header_parent(model: Model, address: str) -> str | None:
    """What stands behind `in` or `under` in an item's header; None for a top scorecard."""
    if address in model.kpis:
        return model.kpis[address].parent
    if address in model.objectives:
        objective = model.objectives[address]
        return f"{objective.scorecard}.{objective.perspective}"
    if address in model.initiatives:
        return model.initiatives[address].parent
    if address in model.scorecards:
        return model.scorecards[address].under
    return address.rpartition(".")[0]


def possible_parents(model: Model, kind: Kind) -> list[str]:
    """Where an item of a kind may stand, in the order of display."""
    if kind in {Kind.SCORECARD, Kind.MEASURE}:
        return list(model.scorecards)
    if kind is Kind.OBJECTIVE:
        names = [perspective.name for perspective in model.settings.perspectives]
        return [f"{scorecard}.{name}" for scorecard in model.scorecards for name in names]
    if kind is Kind.KPI:
        return [*model.objectives, *(a for a, kpi in model.kpis.items() if kpi.same is None)]
    return [*model.objectives, *model.kpis]


def names_taken(model: Model, kind: Kind, parent: str | None) -> frozenset[str]:
    """The names that a new record of a kind below `parent` cannot have."""
    if kind is Kind.SCORECARD or parent is None:
        return frozenset(model.scorecards)
    scorecard = parent.partition(".")[0]
    perspectives = {perspective.name for perspective in model.settings.perspectives}
    addresses = (address.partition(".") for _, group in _groups(model) for address in group)
    return frozenset(
        {name for head, dot, name in addresses if dot and head == scorecard} | perspectives
    )


def new_address(kind: Kind, parent: str | None, name: str) -> str:
    """The address that a new record gets."""
    if kind is Kind.SCORECARD or parent is None:
        return name
    return f"{parent.partition('.')[0]}.{name}"
