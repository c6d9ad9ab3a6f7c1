"""The list of proposals below the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset

from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui.listing import Listing
from bsctui.app.views.text.colouring import LOOK
from bsctui.cells import align_left
from bsctui.language.completion import Proposal
from bsctui.language.skeletons import has_skeleton
from bsctui.language.tokens import TokenClass

if TYPE_CHECKING:
    from textual.geometry import Size

    from bsctui.app.core.spans import Spans
    from bsctui.language.cursor import TextCursor

MOST = 8
"""Rows shown at once."""
WIDTH = 64


class ProposalRows:
    """One line a proposal: the text, and a word about it."""

    def __init__(self, proposals: tuple[Proposal, ...]) -> None:
        self.proposals = proposals
        self._room = min(34, max((len(each.text) for each in proposals), default=0))

    def __len__(self) -> int:
        """How many."""
        return len(self.proposals)

    def line(self, index: int, width: int) -> Spans:
        """Text and detail."""
        proposal = self.proposals[index]
        text = align_left(f" {proposal.text}", self._room + 2)
        detail = align_left(f" {proposal.detail}", max(0, width - self._room - 2))
        return (StyledSpan(text, LOOK[proposal.kind]), StyledSpan(detail, "dim"))


def whole_record(cursor: TextCursor) -> tuple[Proposal, ...]:
    """For a header's keyword that is typed to its end: to bring its record nevertheless."""
    word = cursor.line
    if cursor.column != len(word) or not has_skeleton(word):
        return ()
    return (Proposal(word, TokenClass.KEYWORD, "tab writes a record to fill in", 0, len(word)),)


class Proposals(Listing):
    """What may stand at the cursor. It has no focus: the editor tells it what its keys are."""

    can_focus = False
    resting_look = "cursor"

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return bool(self.display)

    @property
    def chosen(self) -> Proposal | None:
        """The proposal under its cursor."""
        rows = self.rows
        if not self.is_open or not isinstance(rows, ProposalRows) or not rows.proposals:
            return None
        return rows.proposals[self.cursor]

    def open_at(self, at: Offset, room: Size, proposals: tuple[Proposal, ...]) -> None:
        """Show these below a place of the view, or above it where there is no room."""
        height = min(len(proposals), MOST)
        width = min(WIDTH, room.width)
        below = at.y + 1 + height <= room.height
        y = at.y + 1 if below else max(0, at.y - height)
        self.styles.height = height
        self.styles.width = width
        self.styles.offset = Offset(max(0, min(at.x, room.width - width)), y)
        self.display = True
        self.show(ProposalRows(proposals), 0)
