"""The verdict on one change of rules: easier, harder, mixed or neutral, from the scores without and with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.review.bands import direction_by_bands
from bsctui.review.changes import ChangeKind, StrategyChange
from bsctui.review.directions import Direction, carried_forward, direction_by_scores
from bsctui.review.value_directions import direction_by_values
from bsctui.scoring.evaluate import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.model.model import Model
    from bsctui.review.alignment import AlignedSides
    from bsctui.scoring.result import Scores

OF_ONE_VALUE: Final = frozenset({"goal", "cap", "status"})
"""What decides the score or the colour of one KPI's value: judged over every value it could have."""

ENDING: Final = frozenset({"from", "until", "supports", "supporter"})
"""Facts by which something stops to count: it is judged as if its last score stood."""


def comparable_views(before: Scores, after: Scores) -> tuple[Scores, Scores]:
    """Two results in one grain: the coarser one where their calendars' differ."""
    if before.grain is after.grain:
        return before, after
    grain = max(before.grain, after.grain)
    return evaluate(before.model, grain), evaluate(after.model, grain)


def scores_compared(
    change: StrategyChange, sides: AlignedSides, before: Scores, after: Scores
) -> tuple[Scores, Scores]:
    """Two results with the last score of what is removed, ended or moved standing for all time after it."""
    name = change.key[0] if change.key else ""
    if change.kind is ChangeKind.REMOVED:
        parts = (change, *change.inside)
        gone = [part.old_address or part.address for part in parts if part.is_whole]
        return carried_forward(before, gone), after
    if change.kind is ChangeKind.MOVED or name in ENDING:
        old = change.old_address or ""
        inside = addresses_below(before.model, old)
        card = sides.moved.get(old, old).partition(".")[0]
        moved = [f"{card}.{address.partition('.')[2]}" for address in inside if "." in address]
        return carried_forward(before, inside), carried_forward(after, [*inside, *moved])
    return before, after


def direction_of(change: StrategyChange, before: Scores, after: Scores) -> Direction:
    """Whether a change makes things easier."""
    by_scores = direction_by_scores(before, after)
    name = change.key[0] if change.key else ""
    if change.kind is not ChangeKind.CHANGED:
        return by_scores
    if change.record_kind == "coverage":
        asked = before.model.settings.coverage, after.model.settings.coverage
        easier = Direction.of(rises=asked[1] < asked[0], falls=asked[1] > asked[0])
        return by_scores.combined_with(easier)
    if name == "status" or change.record_kind == "status":
        by_scores = by_scores.combined_with(direction_by_bands(before, after))
    if change.record_kind == "kpi" and name in OF_ONE_VALUE:
        kpis = kpis_held_alike(before.model, change.old_address or "")
        return direction_by_values(before, after, kpis, by_scores)
    return by_scores


def kpis_held_alike(model: Model, address: str) -> list[str]:
    """A KPI and those that are like it, directly or by way of others."""
    addresses = [address]
    for original in addresses:
        addresses += [
            other.address
            for other in model.kpis.values()
            if other.like == original and other.address not in addresses
        ]
    return addresses


def addresses_below(model: Model, address: str) -> list[str]:
    """A thing and all that stands in it and is scored."""
    if "." not in address:
        inside: Iterable[str] = (*model.objectives, *model.kpis)
        return [address, *(a for a in inside if a.startswith(f"{address}."))]
    kpis = model.kpis.values()
    return [
        address,
        *(kpi.address for kpi in kpis if kpi.objective == address),
        *(model.parts_within(address) if address in model.kpis else ()),
    ]
