"""Completion in the editor: when proposals are offered, and how the one that is chosen is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset
from textual.widgets.text_area import Selection

from bsctui.app.views.text.opened import with_stand_ins
from bsctui.app.views.text.proposals import whole_record
from bsctui.language.completion import complete
from bsctui.language.skeletons import skeleton
from bsctui.language.tokens import TokenClass

if TYPE_CHECKING:
    from bsctui.app.views.text.view import TextView
    from bsctui.language.completion import Proposal


class Completing:
    """The proposals of a text view."""

    def __init__(self, view: TextView) -> None:
        self._view = view
        self._proposed_for = (0, 0, "")

    def propose(self, *, asked: bool) -> bool:
        """Offer what may stand at the cursor; unasked only where a word has begun, or a name is due. False where nothing may."""
        proposals = self._proposed()
        if not asked and not self._is_worth(proposals):
            proposals = ()
        if not proposals:
            self.close()
            return False
        view, editor = self._view, self._view.editor
        column = proposals[0].start - editor.cursor_location[1]
        at = editor.cursor_screen_offset - view.region.offset + Offset(column, 0)
        view.proposals.open_at(at, view.size, proposals)
        editor.proposing, editor.taking = True, asked
        self._proposed_for = self._word
        return True

    @property
    def _word(self) -> tuple[int, int, str]:
        """What proposals are made for: the cursor's place and its line."""
        row, column = self._view.editor.cursor_location
        return row, column, self._view.editor.document.get_line(row)

    def drop_outdated(self) -> None:
        """Away with the list where the text or the cursor is no longer what it was made for."""
        if self._view.proposals.is_open and self._word != self._proposed_for:
            self.close()

    def _proposed(self) -> tuple[Proposal, ...]:
        cursor = self._view.text_cursor
        return complete(self._view.model, cursor) or whole_record(cursor)

    def _is_worth(self, proposals: tuple[Proposal, ...]) -> bool:
        cursor = self._view.text_cursor
        typed = proposals[0].start < cursor.column if proposals else False
        named = any(each.kind is not TokenClass.KEYWORD for each in proposals)
        return typed or (named and cursor.line[: cursor.column].strip() != "")

    def take(self, proposal: Proposal | None) -> None:
        """Write it; a keyword that needs more gets a blank behind it, and what may follow is offered."""
        self.close()
        if proposal is None:
            return
        editor = self._view.editor
        row = editor.cursor_location[0]
        at_end = proposal.end >= len(editor.document.get_line(row).rstrip())
        editor.replace(
            with_stand_ins(proposal.text),
            (row, proposal.start),
            (row, proposal.end),
            maintain_selection_offset=False,
        )
        editor.move_cursor((row, proposal.start + len(proposal.text)))
        if proposal.kind is TokenClass.KEYWORD and at_end and self._fill_in(proposal):
            return
        if (
            proposal.kind is TokenClass.KEYWORD
            and at_end
            and not self._view.text_cursor.is_readable
        ):
            editor.insert(" ")
            self.propose(asked=False)

    def _fill_in(self, proposal: Proposal) -> bool:
        """A header's keyword brings a whole record to fill in, its name selected; False where there is none for it."""
        editor = self._view.editor
        row = editor.cursor_location[0]
        if proposal.start or editor.document.get_line(row) != proposal.text:
            return False
        record = skeleton(proposal.text, self._view.model, self._view.session.selected or "")
        if record is None:
            return False
        editor.insert(f" {with_stand_ins(record.text)}")
        begin, end = (len(proposal.text) + 1 + at for at in record.name)
        editor.selection = Selection((row, begin), (row, end))
        return True

    def close(self) -> None:
        """Away with the list."""
        was_open = self._view.proposals.is_open
        self._view.proposals.display = False
        self._view.editor.proposing = self._view.editor.taking = False
        if was_open:
            self._view.mark()
