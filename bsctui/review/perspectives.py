"""History and blame of whatever has an address: a perspective has no record of its own, so its scorecard's lines speak for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bsctui.review.blame import blame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.review.blame import Blamed
    from bsctui.review.changes import Change
    from bsctui.review.history import History, Touch

FIELD = "perspective"
"""The keyword of a scorecard's lines about its perspectives."""


def touches_of(history: History, address: str) -> Iterator[Touch]:
    """The commits that changed an item or a scorecard's perspective, the latest first.

    Raises:
        GitError: Git does not answer.
    """
    if history.model.names.kind(address) != FIELD:
        yield from history.touches(address)
        return
    card, _, name = address.partition(".")
    for touch in history.touches(card):
        changes = tuple(change for change in touch.changes if _concerns(change, name))
        if changes:
            yield replace(touch, address=f"{touch.address}.{name}", changes=changes)


def blame_of(history: History, address: str) -> list[Blamed]:
    """Who set each fact of an item, or of a scorecard's perspective.

    Raises:
        GitError: Git does not answer.
    """
    if history.model.names.kind(address) != FIELD:
        return blame(history, address)
    card, _, name = address.partition(".")
    return [
        row for row in blame(history, card) if row.field == FIELD and row.text.split()[:1] == [name]
    ]


def _concerns(change: Change, name: str) -> bool:
    return change.is_whole or change.key == (FIELD, name)
