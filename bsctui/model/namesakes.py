"""What tells things of one label apart: the scorecard they stand in, what they stand below, at last their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bsctui.model.entities import Entity
    from bsctui.model.model import Model


def distinctions(model: Model) -> Mapping[str, str]:
    """By address of what is called like another of its kind: what is said beside its label."""
    labels: dict[str, str] = {}
    cards: dict[str, str] = {}
    for alike in _alike(model.scorecards.values()):
        cards.update({card.address: card.name for card in alike})
    for kind in (model.objectives, {**model.kpis, **model.measures}, model.initiatives):
        for alike in _alike(kind.values()):
            labels.update(_told_apart(model, alike, cards))
    return {**cards, **labels}


def _alike(entities: Iterable[Entity]) -> Iterator[Sequence[Entity]]:
    """Those that share a label, label by label."""
    groups: dict[str, list[Entity]] = {}
    for entity in entities:
        groups.setdefault(entity.display_name, []).append(entity)
    return (group for group in groups.values() if len(group) > 1)


def _told_apart(
    model: Model, alike: Sequence[Entity], cards: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The scorecard's label where they stand in several; where one holds several, what each stands below too."""
    by_card: dict[str, list[Entity]] = {}
    for entity in alike:
        by_card.setdefault(_card(entity), []).append(entity)
    for card, members in by_card.items():
        beside = [_card_label(model, card, cards)] if len(by_card) > 1 else []
        above = [_label_above(model, entity) for entity in members]
        for entity, label in zip(members, above, strict=True):
            own = [] if len(members) == 1 else [label if above.count(label) == 1 else entity.name]
            yield entity.address, ", ".join(own + beside)


def _card(entity: Entity) -> str:
    return entity.address.partition(".")[0]


def _card_label(model: Model, card: str, cards: Mapping[str, str]) -> str:
    label = model.scorecards[card].display_name if card in model.scorecards else card
    return f"{label} {cards[card]}" if card in cards else label


def _label_above(model: Model, entity: Entity) -> str:
    """What stands above it in its scorecard; directly in the scorecard its own name says more."""
    above = model.parent(entity)
    return entity.name if above is None or above.address == _card(entity) else above.display_name
