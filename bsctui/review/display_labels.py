"""What things are called where several have the same label: with their scorecard, in every form of a review."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bsctui.model.model import Model
    from bsctui.review.alignment import AlignedSides


class DisplayLabels:
    """The labels of both sides of a comparison."""

    def __init__(self, sides: AlignedSides) -> None:
        self._sides = sides
        labels = _labels(sides.new)
        gone = {
            address: label
            for address, label in _labels(sides.old).items()
            if address not in sides.matching.new_of
        }
        self._counts = Counter(labels.values()) + Counter(gone.values())

    def of_card(self, address: str) -> str:
        """The label of a scorecard."""
        sides = self._sides
        card = sides.new.scorecards.get(address) or sides.old.scorecards.get(address)
        return card.display_name if card is not None else address

    def is_shared(self, label: str) -> bool:
        """Whether several things have it."""
        return self._counts[label] > 1

    def of(self, address: str, label: str) -> str:
        """`On time`; `On time (North)` where other things are called so too."""
        if "." not in address or not self.is_shared(label):
            return label
        return f"{label} ({self.of_card(address.partition('.')[0])})"


def _labels(model: Model) -> dict[str, str]:
    kinds = (model.objectives, model.kpis, model.measures, model.initiatives)
    return {
        address: entity.display_name for entities in kinds for address, entity in entities.items()
    }
