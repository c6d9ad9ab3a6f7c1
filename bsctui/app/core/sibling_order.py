"""The order of siblings on screen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bsctui.app.core.item_figures import item_figures
from bsctui.app.core.session import SiblingOrder
from bsctui.model.entities import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bsctui.app.core.session import Session
    from bsctui.app.core.tree import Branch

_AFTER = (Kind.INITIATIVE, Kind.MEASURE, Kind.SCORECARD)
"""Kinds that stay below what is scored, in this order."""


def order_by(session: Session) -> Callable[[Sequence[Branch]], Sequence[Branch]] | None:
    """How siblings are sorted now; None for the text's own order.

    Lowest scores, greatest losses and heaviest weights come first: what needs a look stands on top.
    """
    if session.sort is SiblingOrder.FILE:
        return None
    key = _key(session)

    def order(branches: Sequence[Branch]) -> Sequence[Branch]:
        by_key = sorted(
            branches, key=key, reverse=session.order_reversed and session.sort is SiblingOrder.LABEL
        )
        return sorted(by_key, key=_group)

    return order


def order_siblings(session: Session, order: SiblingOrder) -> None:
    """Another order from now on; the same again reverses it."""
    session.order_reversed = order is session.sort and not session.order_reversed
    session.sort = order


def _group(branch: Branch) -> int:
    return _AFTER.index(branch.kind) + 1 if branch.kind in _AFTER else 0


def _key(session: Session) -> Callable[[Branch], float | str]:
    scores, column = session.scores, session.column
    if session.sort is SiblingOrder.LABEL:
        return lambda branch: session.label(branch.address).casefold()

    def number(branch: Branch) -> float:
        shown = item_figures(scores, branch.address, column)
        if shown is None:
            return math.inf
        if session.sort is SiblingOrder.WEIGHT:
            value = -float(scores.weight[scores.row[branch.address], column])
        else:
            value = shown.score if session.sort is SiblingOrder.SCORE else shown.change
        return math.inf if math.isnan(value) else -value if session.order_reversed else value

    return number
