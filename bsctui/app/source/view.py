"""The file at the item's record: read-only until `i` or enter, then an editor; esc makes one edit of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import TextArea

from bsctui.app.cells import Span, clean
from bsctui.app.held import Held
from bsctui.app.listing import Listing
from bsctui.app.looks import Bar
from bsctui.app.source.commands import SOURCE
from bsctui.app.source.place import place_of, slice_of
from bsctui.app.views import View
from bsctui.edits import ReplaceRecordText
from bsctui.text.document import read_document

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from bsctui.app.cells import Spans
    from bsctui.app.shell import Shell


class FileRows:
    """The lines of a file with their numbers; the ones with problems are marked."""

    def __init__(self, lines: list[str], wrong: dict[int, str]) -> None:
        self._lines = lines
        self._wrong = wrong

    def __len__(self) -> int:
        """How many lines."""
        return len(self._lines)

    def line(self, index: int, width: int) -> Spans:  # noqa: ARG002 - the list cuts it
        """Number, sign of a problem, text."""
        text = self._lines[index].rstrip("\r\n").replace("\t", "    ")
        look = (
            "dim"
            if text.lstrip().startswith("#")
            else "strong"
            if text and not text[0].isspace()
            else ""
        )
        sign = Span("!", "error") if index + 1 in self._wrong else Span(" ")
        return (Span(f"{index + 1:5} ", "dim"), sign, Span(f" {clean(text)}", look))


class Editor(TextArea):
    """A text area that hands `esc` to the app: Textual's own moves the focus away and closes nothing."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            shell: Shell = self.app  # type: ignore[assignment]
            await shell.action_command("close")
            return
        await super()._on_key(event)


class TextView(View):
    """View 5. Edits here and in the tree are the same edits: both replace lines."""

    COMMANDS = SOURCE

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._basis: tuple[object, ...] = ()
        self._path: str | None = None
        self._first = 1
        self._last = 0
        self._end = "\n"
        self._opened = ""

    def compose(self) -> ComposeResult:
        """The file, the editor that takes its place, and the first problem of what is typed."""
        with Vertical():
            yield Bar(id="text-heading")
            yield Listing(id="file")
            editor = Editor(
                id="editor",
                compact=True,
                show_line_numbers=True,
                tab_behavior="indent",
                soft_wrap=False,
            )
            editor.display = False
            yield editor
            yield Bar(id="text-problem")

    @property
    def pane(self) -> Listing | None:
        """The file; none while it is edited."""
        return None if self.editing else self.query_one("#file", Listing)

    @property
    def listing(self) -> Listing:
        """The file's lines."""
        return self.query_one("#file", Listing)

    @property
    def editor(self) -> Editor:
        """The editor."""
        return self.query_one("#editor", Editor)

    @property
    def editing(self) -> bool:
        """Whether the editor is open."""
        return bool(self.editor.display)

    def enter(self) -> None:
        """At the selected item's record."""
        (self.editor if self.editing else self.listing).focus()
        if not self.editing:
            self._basis = ()

    def move_to(self, index: int) -> None:
        """Move through the file."""
        self.listing.move_to(index)
        self._show_problem()

    def sync(self) -> None:
        """Show the file anew where it or the selection has changed."""
        session = self.session
        if self.editing:
            return
        place = place_of(session)
        basis = (Held(session.model), session.selected, session.text_place)
        if basis == self._basis or place is None:
            return
        same_file = self._path == place[0] and self._basis[1:] == basis[1:]
        self._basis, self._path = basis, place[0]
        document = session.workspace.documents[place[0]]
        wrong = {p.line: p.message for p in session.model.problems if p.path == place[0]}
        cursor = self.listing.cursor if same_file else place[1] - 1
        self.listing.show(FileRows(document.lines, wrong), cursor)
        self._show_heading("i edits, E opens your editor")
        self._show_problem()

    def _show_heading(self, hint: str) -> None:
        self.query_one("#text-heading", Bar).show(
            (Span(f" {clean(self._path or '')}", "strong"), Span(f"  {hint}", "dim"))
        )

    def _show_problem(self) -> None:
        """The problem of the line under the cursor."""
        at = self.listing.cursor + 1
        found = [p for p in self.session.model.problems if p.path == self._path and p.line == at]
        self.query_one("#text-problem", Bar).show(
            _told(found[0].message, found[0].help) if found else ()
        )

    # -- editing

    def begin(self) -> None:
        """Open the editor on the record under the cursor (a small file whole)."""
        if self._path is None:
            return
        session = self.session
        line = self.listing.cursor + 1
        self._first, self._last = slice_of(session, self._path, line)
        lines = session.workspace.documents[self._path].lines[self._first - 1 : self._last]
        self._end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
        self._opened = "".join(raw.rstrip("\r\n") + "\n" for raw in lines).removesuffix("\n")
        self.editor.load_text(self._opened)
        self.editor.line_number_start = self._first
        self.editor.move_cursor((line - self._first, 0))
        self.listing.display, self.editor.display = False, True
        self.editor.focus()
        self._show_heading("esc takes it over, as one edit that u takes back")

    def on_text_area_changed(self) -> None:
        """Tell the first problem of what is typed, by the same rules as `check`."""
        if not self.editing or self._path is None:
            return
        text = self.editor.text
        problems = read_document(
            self._path, f"{text}\n".encode("utf-8", "surrogateescape")
        ).problems
        bar = self.query_one("#text-problem", Bar)
        if problems:
            first = problems[0]
            bar.show(_told(f"line {first.line + self._first - 1}: {first.message}", first.help))
        else:
            bar.show(())

    def leave_layer(self) -> bool:
        """Close the editor; what changed becomes one edit."""
        if not self.editing:
            return False
        text, at = self.editor.text, self.editor.cursor_location[0]
        self.listing.display, self.editor.display = True, False
        self.listing.focus()
        if text != self._opened and self._path is not None:
            self._take_over(text)
        self._basis = ()
        self.sync()
        self.listing.move_to(self._first + at - 1)
        return True

    def _take_over(self, text: str) -> None:
        """Only the lines that differ are replaced; all others keep every byte."""
        assert self._path is not None, "only called while a file is open"  # noqa: S101
        old = self.session.workspace.documents[self._path].lines[self._first - 1 : self._last]
        new = [f"{line}{self._end}" for line in text.split("\n")]
        if old and not old[-1].endswith("\n"):
            new[-1] = new[-1].removesuffix(self._end)
        shown = [raw.rstrip("\r\n") for raw in old]
        wanted = text.split("\n")
        top = 0
        while top < min(len(shown), len(wanted)) and shown[top] == wanted[top]:
            top += 1
        bottom = 0
        while (
            bottom < min(len(shown), len(wanted)) - top
            and shown[-1 - bottom] == wanted[-1 - bottom]
        ):
            bottom += 1
        lines = tuple(new[top : len(new) - bottom])
        self.shell.edit(
            ReplaceRecordText(self._path, self._first + top, self._last - bottom, lines)
        )


def _told(message: str, hint: str | None) -> Spans:
    return (Span(f" {clean(message)}", "error"), Span(f"  {clean(hint)}" if hint else "", "dim"))
