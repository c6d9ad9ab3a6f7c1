"""The list of proposals below the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset

from bsctui.app.core.spans import Span, left
from bsctui.app.ui.listing import Listing
from bsctui.app.views.text.colouring import LOOK

if TYPE_CHECKING:
    from textual.geometry import Size

    from bsctui.app.core.spans import Spans
    from bsctui.language.completion import Proposal

MOST = 8
"""Rows shown at once."""
WIDTH = 64


class ProposalRows:
    """One line a proposal: the text, and a word about it."""

    def __init__(self, found: tuple[Proposal, ...]) -> None:
        self.found = found
        self._room = min(34, max((len(each.text) for each in found), default=0))

    def __len__(self) -> int:
        """How many."""
        return len(self.found)

    def line(self, index: int, width: int) -> Spans:
        """Text and detail."""
        proposal = self.found[index]
        text = left(f" {proposal.text}", self._room + 2)
        detail = left(f" {proposal.detail}", max(0, width - self._room - 2))
        return (Span(text, LOOK[proposal.kind]), Span(detail, "dim"))


class Proposals(Listing):
    """What may stand at the cursor. It has no focus: the editor tells it what its keys are."""

    can_focus = False

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return bool(self.display)

    @property
    def chosen(self) -> Proposal | None:
        """The proposal under its cursor."""
        rows = self.rows
        if not self.is_open or not isinstance(rows, ProposalRows) or not rows.found:
            return None
        return rows.found[self.cursor]

    def open_at(self, at: Offset, room: Size, found: tuple[Proposal, ...]) -> None:
        """Show these below a place of the view, or above it where there is no room."""
        height = min(len(found), MOST)
        width = min(WIDTH, room.width)
        below = at.y + 1 + height <= room.height
        y = at.y + 1 if below else max(0, at.y - height)
        self.styles.height = height
        self.styles.width = width
        self.styles.offset = Offset(max(0, min(at.x, room.width - width)), y)
        self.display = True
        self.show(ProposalRows(found), 0)
