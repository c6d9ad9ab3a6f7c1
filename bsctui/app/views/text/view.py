"""The file at the item's record: read-only until `i` or enter, then an editor; esc makes one edit of it."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual import getters
from textual.containers import Vertical

from bsctui.app.core.identity import ByIdentity
from bsctui.app.core.spans import StyledSpan
from bsctui.app.core.text_place import editable_lines, opening_place
from bsctui.app.ui.header_footer import titled
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar, WrappedBar
from bsctui.app.ui.view import AppView
from bsctui.app.views.problems.finding import address_at
from bsctui.app.views.text.commands import TEXT_COMMANDS, EditText
from bsctui.app.views.text.completing import Completing
from bsctui.app.views.text.editor import Editor, EditorAction
from bsctui.app.views.text.live_diagnostics import (
    DiagnosedLines,
    diagnostic_spans,
    editor_diagnostics,
    try_preview,
)
from bsctui.app.views.text.opened import OpenedLines
from bsctui.app.views.text.proposals import Proposals
from bsctui.app.views.text.rows import FileRows
from bsctui.escaping import printable
from bsctui.language.cursor import TextCursor
from bsctui.language.symbols import hover_text
from bsctui.model.names import declared_address

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from bsctui.app.views.text.live_diagnostics import EditorDiagnostic
    from bsctui.model.model import Model
    from bsctui.workspace.workspace import Preview

PAUSE = 0.12
"""Seconds without a key before what is typed is judged as a whole: below what is felt as waiting."""
PATIENCE = 4
"""The pause is at least so many times what the last judgement took, so that typing never waits for one."""


class TextView(AppView):
    """View 5. Edits here and in the tree are the same edits: both replace lines."""

    COMMANDS = TEXT_COMMANDS
    ENTER = EditText

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: object = None
        """The model whose text the list shows."""
        self._followed: object = None
        """The session's place that the cursor stands at."""
        self._path: str | None = None
        self._opened: OpenedLines | None = None
        self._judgement = DiagnosedLines((), ())
        self._model: Model | None = None
        self._draft: Preview | None = None
        self._timer: Timer | None = None
        self._cost = 0.0
        self._completing = Completing(self)
        self._trail: list[tuple[str, int]] = []
        """Places jumped from, the newest last."""

    def compose(self) -> ComposeResult:
        """The file, the editor that takes its place, and what there is to say of the cursor's line."""
        with Vertical():
            yield Bar(id="text-heading")
            yield Listing(id="file")
            editor = Editor(self._steer, id="editor")
            editor.display = False
            yield editor
            yield WrappedBar(id="text-problem")
        proposals = Proposals(id="proposals")
        proposals.display = False
        yield proposals

    # -- parts

    @property
    def pane(self) -> Listing | None:
        """The file; none while it is edited."""
        return None if self.editing else self.listing

    listing = getters.query_one("#file", Listing)
    """The file's lines."""

    editor = getters.query_one("#editor", Editor)
    """The editor."""

    proposals = getters.query_one("#proposals", Proposals)
    """What may stand at the cursor."""

    @property
    def editing(self) -> bool:
        """Whether the editor is open."""
        return self._opened is not None

    @property
    def typing(self) -> bool:
        """While the editor is open."""
        return self.editing

    @property
    def draft(self) -> Preview | None:
        """What is typed, as it was last judged."""
        return self._draft

    @property
    def path(self) -> str | None:
        """The file shown."""
        return self._path

    @property
    def model(self) -> Model:
        """What the text says, with what is typed as far as it was judged."""
        return self._model or self.session.model

    @property
    def text_cursor(self) -> TextCursor:
        """The place of the cursor; at the first word where only lines are walked."""
        opened = self._opened
        if opened is not None:
            row, column = self.editor.cursor_location
            return TextCursor(self._typed_lines(), row, column)
        rows = self.listing.rows
        lines = rows.lines if isinstance(rows, FileRows) else ()
        row = self.listing.cursor
        return TextCursor(lines, row, 0)

    def place(self) -> str:
        """File and line of the cursor, for the footer."""
        if self._path is None:
            return super().place()
        first = self._opened.first if self._opened is not None else 1
        item = super().place()
        return f"{self._path}:{first + self.text_cursor.row} {item.rpartition(' ')[2]}"

    # -- View

    def enter(self) -> None:
        """At the selected item's record."""
        (self.editor if self.editing else self.listing).focus()
        self._followed = None

    def move_to(self, index: int) -> None:
        """Move through the file; the selection follows."""
        self.listing.move_to(index)
        self._follow()
        self._show_line()

    def on_listing_moved(self) -> None:
        """A click moves too."""
        self._follow()
        self.shell.sync()

    def on_listing_chosen(self) -> None:
        """A second click opens the editor."""
        self.run_enter()

    def jump(self, path: str, line: int) -> None:
        """Show a line of a file, with the item selected that it belongs to; `back` returns."""
        if self._path is not None:
            self._trail.append((self._path, self.text_cursor.row + 1))
        self._go_to(path, line)

    def back(self) -> bool:
        """Return from the last jump; False where there was none."""
        while self._trail:
            path, line = self._trail.pop()
            if path in self.session.workspace.documents:
                self._go_to(path, line)
                return True
        return False

    def _go_to(self, path: str, line: int) -> None:
        session = self.session
        address = address_at(session.workspace, path, line)
        if address is not None and session.exists(address):
            session.selected, session.link_above = address, None
        session.look_at(path, line)
        self.sync()

    def next_problem(self) -> bool:
        """Go to the next line with something wrong; False where there is none."""
        rows = self.listing.rows
        remarks = self.editor.remarks if self.editing else getattr(rows, "remarks", {})
        row = self.text_cursor.row
        wrong = sorted(remarks, key=lambda at: (at <= row, at))
        if not wrong:
            return False
        if self.editing:
            self.editor.move_cursor((wrong[0], remarks[wrong[0]].start))
        else:
            self.move_to(wrong[0])
        return True

    def sync(self) -> None:
        """Show the file anew where it or the selection has changed."""
        session = self.session
        if self.editing:
            return
        place = opening_place(session)
        if place is None:
            self._shown = self._path = self._followed = None
            self._show_heading()
            hint = " There is no text yet: the cascade (1) shows how to begin."
            self.listing.show(Lines(((StyledSpan(hint, "dim"),),)))
            return
        followed = (session.selected, session.text_place)
        moved = followed != self._followed or self._path != place[0]
        shown = ByIdentity(session.model)
        if moved or shown != self._shown:
            self._shown, self._path, self._followed = shown, place[0], followed
            cursor = place[1] - 1 if moved else self.listing.cursor
            self.listing.show(self._rows(place[0]), cursor)
            if moved:
                self._bring_up(cursor)
                if not self.listing.size.height:  # it has no place on screen yet
                    self.call_after_refresh(self._bring_up, cursor)
        self._show_heading("i edits", "l goes to what a line names", "E opens your editor")
        self._show_line()

    def _bring_up(self, row: int) -> None:
        """Scroll so that what follows a row shows: a record is read from its header down."""
        height = self.listing.scrollable_content_region.height
        above = height // 4
        self.listing.scroll_to(y=max(0, row - above), animate=False, force=True, immediate=True)

    def _rows(self, path: str) -> FileRows:
        lines = self.session.workspace.documents[path].lines
        remarks: dict[int, EditorDiagnostic] = {}
        for remark in editor_diagnostics(self.session.model.diagnostics, path, 1, len(lines)):
            remarks.setdefault(remark.row, remark)
        return FileRows(lines, remarks)

    def _follow(self) -> None:
        """Select the item whose record the cursor stands in; the tree follows."""
        session = self.session
        if self._path is None:
            return
        first = self._opened.first if self._opened is not None else 1
        line = first + self.text_cursor.row
        address = (
            declared_address(self.text_cursor.header)
            if self.editing
            else address_at(session.workspace, self._path, line)
        )
        if address is not None and address != session.selected and session.exists(address):
            session.selected, session.link_above = address, None
        session.look_at(self._path, line)
        self._followed = (session.selected, session.text_place)

    # -- what is said

    def _show_heading(self, *hints: str) -> None:
        title = (StyledSpan(f" {printable(self._path or 'no file')}", "strong"),)
        width, ellipsis = self.app.size.width, self.shell.glyphs.ellipsis
        self.query_one("#text-heading", Bar).show(titled(title, hints, width, ellipsis))

    def _show_line(self) -> None:
        """What is wrong with the cursor's line, else what stands there, else the first thing wrong."""
        cursor = self.text_cursor
        rows = self.listing.rows
        remarks = (
            self.editor.remarks
            if self.editing
            else (rows.remarks if isinstance(rows, FileRows) else {})
        )
        remark = remarks.get(cursor.row)
        bar = self.query_one("#text-problem", WrappedBar)
        if remark is not None:
            bar.show(diagnostic_spans(remark))
            return
        description = hover_text(cursor, self.model) if self.editing else ""
        elsewhere = min(remarks, default=None)
        if description or elsewhere is None:
            bar.show((StyledSpan(f" {printable(description)}", "dim"),))
            return
        first = self._opened.first if self._opened is not None else 1
        bar.show(
            (
                StyledSpan(f" line {first + elsewhere}:", "dim"),
                *diagnostic_spans(remarks[elsewhere]),
            )
        )

    # -- editing

    def begin(self) -> None:
        """Open the editor on the record under the cursor (a small file whole)."""
        if self._path is None or self.editing:
            return
        if self._path not in self.session.workspace.documents:
            self.shell.say(
                f"{printable(self._path)} is no longer there: nothing can be edited", "error"
            )
            return
        line = self.listing.cursor + 1
        first, last = editable_lines(self.session, self._path, line)
        opened = OpenedLines(self.session.workspace.documents[self._path], first, last)
        if not opened.can_be_edited:
            self.shell.say(
                "this text has characters that cannot be edited here; E opens it", "error"
            )
            return
        self._opened, self._model, self._draft = opened, None, None
        editor = self.editor
        editor.load_text(opened.text)
        editor.line_number_start = first
        editor.stand_in = "\N{REPLACEMENT CHARACTER}" if self.shell.glyphs.braille else "?"
        raw = self.listing.rows
        text = raw.lines[line - 1] if isinstance(raw, FileRows) and raw.lines else ""
        editor.move_cursor((line - first, len(text) - len(text.lstrip(" \t"))))
        self.listing.display, editor.display = False, True
        editor.focus()
        self._show_heading("esc applies it as one edit, which u undoes")
        self._judge()

    def _typed_lines(self) -> list[str]:
        return list(self.editor.document.lines)

    def on_text_area_changed(self) -> None:
        """What is typed is judged at once in its line, and as a whole after a pause."""
        if not self.editing:
            return
        self.mark()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(max(PAUSE, PATIENCE * self._cost), self._judge)

    def on_text_area_selection_changed(self) -> None:
        """The tree follows the cursor."""
        if not self.editing:
            return
        self._follow()
        self._show_line()
        self.shell.control.sync_frame()
        self._completing.drop_outdated()

    def mark(self) -> None:
        """Mark what is wrong in what is typed, as far as it is known."""
        lines, row = self._typed_lines(), self.editor.cursor_location[0]
        remarks = self._judgement.on(lines, row)
        if self.proposals.is_open:  # a word half written is not wrong yet
            remarks = [remark for remark in remarks if remark.row != row]
        self.editor.mark(remarks)
        self._show_line()

    def _judge(self) -> None:
        """By the same rules as `check`, on the workspace with what is typed in it."""
        opened = self._opened
        if opened is None or not self.is_attached:
            return
        began = monotonic()
        lines = self._typed_lines()
        now = self.session.workspace.documents.get(opened.path)
        taken = opened.edit(self.editor.text, now)
        workspace, edit = self.session.workspace, taken.edit
        self._draft = try_preview(workspace, edit) if edit is not None else None
        model = self._draft.model if self._draft is not None else workspace.model
        if not taken.was_merged and (edit is None or self._draft is not None):
            last = opened.first + len(lines) - 1
            diagnostics = editor_diagnostics(model.diagnostics, opened.path, opened.first, last)
            self._model, self._judgement = model, DiagnosedLines(lines, diagnostics)
        self.shell.control.keep_draft()
        self._cost = monotonic() - began
        self.mark()

    # -- proposals

    async def _steer(self, action: EditorAction) -> None:
        """A key that is not text."""
        match action:
            case EditorAction.WROTE:
                self._completing.propose(asked=False)
            case EditorAction.WENT:
                self._completing.drop_outdated()
            case EditorAction.UP | EditorAction.DOWN:
                self.proposals.move_by(1 if action is EditorAction.DOWN else -1)
                self.editor.taking = True
            case EditorAction.TAKE | EditorAction.ENTER:
                self._completing.take(self.proposals.chosen)
            case EditorAction.CLOSE:
                self._completing.close()
            case EditorAction.LEAVE:
                self.leave_layer()
                self.shell.sync()

    def propose(self) -> None:
        """Somebody asked what may stand at the cursor."""
        if not self._completing.propose(asked=True):
            self.shell.say("there are no suggestions here")

    # -- leaving

    def leave_layer(self) -> bool:
        """Close the editor; what changed becomes one edit."""
        return self.settle()

    def settle(self) -> bool:
        """Take over what is typed, and go back to reading."""
        opened = self._opened
        if opened is None:
            return False
        text, row = self.editor.text, self.editor.cursor_location[0]
        self._completing.close()
        if text != opened.text and not self._take_over(opened, text):
            return True  # what is typed stays where it is
        self._opened = self._model = self._draft = None
        self.listing.display, self.editor.display = True, False
        if self.shell.view is self:
            self.listing.focus()
        self._shown = None
        self.session.look_at(opened.path, opened.first + row)
        self._followed = None
        self.sync()
        self._follow()
        return True

    def _take_over(self, opened: OpenedLines, text: str) -> bool:
        """As one edit; where the file changed meanwhile, with what was changed there. False where it is refused."""
        taken = opened.edit(text, self.session.workspace.documents.get(opened.path))
        if taken.edit is None:
            return True
        if not self.shell.edit(taken.edit):
            return False
        if taken.in_conflict:
            self.shell.say(
                "the same lines of the file changed in the meantime: both versions are kept, between conflict markers",
                "warning",
            )
        elif taken.was_merged:
            self.shell.say("the file changed in the meantime: it has both changes")
        return True
