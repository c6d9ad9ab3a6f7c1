"""Weights that change while every share stays: all beside one another multiplied alike, or written on the other end.

A weight says something beside its siblings alone. Judged one by one, half of such changes would read as easier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from bsctui.review.changes import ChangeKind
from bsctui.review.effects import old_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bsctui.review.alignment import AlignedSides
    from bsctui.review.changes import StrategyChange
    from bsctui.scoring.result import Scores
    from bsctui.scoring.structure import CascadeStructure

    Column = NDArray[np.float64]
    Weights = dict[str, dict[str, Column]]

WEIGHING: Final = frozenset({"weight", "supports", "supporter", "perspective"})
"""Facts that say how much something counts beside others."""

TIER: Final = "tier "
"""Before the name of a tier, which scorecards are weighed in."""

NEARLY: Final = 1e-9


def changes_of_kept_shares(
    changes: Sequence[StrategyChange], sides: AlignedSides, before: Scores, after: Scores
) -> Iterator[StrategyChange]:
    """Those of several changes of weights that leave the shares of all that is weighed together as they were.

    Args:
        changes: All changes of rules.
        sides: What is compared.
        before: The old rules.
        after: The new ones, in a view of the same grain.
    """
    weighing = [change for change in changes if _weighs(change)]
    if len(weighing) < 2 or before.grain is not after.grain:
        return
    shares = _Shares(sides, before, after)
    for change in weighing:
        parents = list(_parents(change, before))
        if parents and all(shares.are_kept(parent) for parent in parents):
            yield change


def _weighs(change: StrategyChange) -> bool:
    key = change.key
    return change.kind is ChangeKind.CHANGED and key is not None and key[0] in WEIGHING


def _parents(change: StrategyChange, before: Scores) -> Iterator[str]:
    """In what the changed weights count, in old names."""
    own, key = change.old_address or "", change.key or ("", "")
    if key[0] == "supports":
        yield key[1]
    elif own in before.row:
        node = before.nodes[before.row[own]]
        is_receiver = key[0] in {"supporter", "perspective"}
        yield own if is_receiver else _above(own, node.parent, before)


def _above(own: str, parent: str | None, before: Scores) -> str:
    card = before.model.scorecards.get(own)
    return f"{TIER}{card.tier}" if card is not None else parent or ""


class _Shares:
    """The weights of both sides by what they count in, in old names."""

    def __init__(self, sides: AlignedSides, before: Scores, after: Scores) -> None:
        names = {
            node.address: old_name(sides, node.address, node.kind) or "" for node in after.nodes
        }
        self._before = _weights(before.structure, {})
        self._after = _weights(after.structure, names)
        places = {period: at for at, period in enumerate(after.periods)}
        pairs = [(at, places[p]) for at, p in enumerate(before.periods) if p in places]
        self._at = [at for at, _ in pairs], [at for _, at in pairs]

    def are_kept(self, parent: str) -> bool:
        """Whether all that was weighed there has the same share in every period that both sides have."""
        members, later = self._before.get(parent, {}), self._after.get(parent, {})
        if not members or not members.keys() <= later.keys():
            return False
        low = _counted(np.array([column[self._at[0]] for column in members.values()]))
        high = _counted(np.array([later[name][self._at[1]] for name in members]))
        if not np.array_equal(np.isnan(low), np.isnan(high)):
            return False
        return np.allclose(_shares(low), _shares(high), rtol=NEARLY, atol=NEARLY)


def _weights(structure: CascadeStructure, names: Mapping[str, str]) -> Weights:
    """By parent and member the weight in every period; what has no old name is left out."""
    weights: Weights = {}
    nodes = structure.nodes

    def file(parent: str, member: str, column: Column) -> None:
        parent, member = names.get(parent, parent), names.get(member, member)
        if member:
            weights.setdefault(parent, {})[member] = column

    for edges in (
        structure.kpi_edges,
        structure.support_edges,
        structure.objective_edges,
        structure.perspective_edges,
    ):
        rows = zip(edges.parent.tolist(), edges.child.tolist(), edges.weight, strict=True)
        for parent, child, column in rows:
            file(nodes[parent].address, nodes[child].address, column)
    for card in structure.model.scorecards.values():
        file(f"{TIER}{card.tier}", card.address, structure.weight[structure.row[card.address]])
    return weights


def _counted(weights: Column) -> Column:
    """Weights as they count: what is below 0 does not."""
    return np.where(weights < 0, 0.0, weights)


def _shares(weights: Column) -> Column:
    """(members, periods) of the whole; 0 where nothing is weighed."""
    present = np.nan_to_num(weights)
    total = present.sum(axis=0)
    return present / np.where(total > 0, total, 1.0)
