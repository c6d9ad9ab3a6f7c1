"""History and blame of whatever has an address: a perspective has no record of its own, so its scorecard's lines speak for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bsctui.review.blame import blame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.review.blame import FactBlame
    from bsctui.review.changes import StrategyChange
    from bsctui.review.history import ItemCommit, ItemHistory

PERSPECTIVE_FIELD = "perspective"
"""The keyword of a scorecard's lines about its perspectives."""


def item_commits_of(history: ItemHistory, address: str) -> Iterator[ItemCommit]:
    """The commits that changed an item or a scorecard's perspective, the latest first.

    Raises:
        GitError: Git does not answer.
    """
    if history.model.names.kind(address) != PERSPECTIVE_FIELD:
        yield from history.item_commits(address)
        return
    card, _, name = address.partition(".")
    for touch in history.item_commits(card):
        changes = tuple(change for change in touch.changes if _concerns(change, name))
        if changes:
            yield replace(touch, address=f"{touch.address}.{name}", changes=changes)


def blame_of(history: ItemHistory, address: str) -> list[FactBlame]:
    """Who set each fact of an item, or of a scorecard's perspective.

    Raises:
        GitError: Git does not answer.
    """
    if history.model.names.kind(address) != PERSPECTIVE_FIELD:
        return blame(history, address)
    card, _, name = address.partition(".")
    return [
        row
        for row in blame(history, card)
        if row.field == PERSPECTIVE_FIELD and row.text.split()[:1] == [name]
    ]


def _concerns(change: StrategyChange, name: str) -> bool:
    return change.is_whole or change.key == (PERSPECTIVE_FIELD, name)
