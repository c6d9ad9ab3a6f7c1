"""The period's reporting sheet: type a value, enter records it and goes down; a pasted column fills down."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Vertical
from textual.widgets import Input

from bsctui import numbers
from bsctui.app.cells import Span, clean, left, right
from bsctui.app.frame import titled
from bsctui.app.held import Held
from bsctui.app.items.editing import previewed
from bsctui.app.items.values import value_and_note
from bsctui.app.listing import Lines, Listing
from bsctui.app.looks import Bar
from bsctui.app.sheet.commands import SHEET
from bsctui.app.sheet.due import Due, due
from bsctui.app.views import View
from bsctui.edits import Compound, RecordValue

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from bsctui.app.cells import Spans
    from bsctui.app.shell import Shell


ROOMY = 72
"""From so many cells on a line also says who reports it; below, its numbers need the room."""

WIDE = 100
"""From so many cells on numbers stand apart; below, the names need the room."""


class SheetRows:
    """The lines of the sheet; the one under the cursor shows what is being typed."""

    def __init__(self, lines: list[Due], view: SheetView) -> None:
        self.lines = lines
        self._view = view

    def __len__(self) -> int:
        """How many are due."""
        return len(self.lines)

    def line(self, index: int, width: int) -> Spans:
        """Who, what, which period, the value before, the target, and the value or what is typed."""
        due = self.lines[index]
        typed = self._view.typed if index == self._view.listing.cursor else ""
        entered = numbers.value(due.value)
        first = index == 0 or self.lines[index - 1].who != due.who
        beside, cell = (14, 11) if width >= WIDE else (13, 8) if width >= ROOMY else (0, 9)
        who = f" {left(clean(due.who) if first else '', beside)} " if beside else " "
        named = clean(f"{due.label}{f', {due.unit}' if due.unit else ''}")
        label = left(named, max(8, width - cell_len(who) - 3 * cell - 15))
        value = (
            Span(right(clean(typed), cell + 1), "strong")
            if typed
            else Span(right(entered or "...", cell + 1), "" if entered else "warning")
        )
        return (
            Span(who, "dim"),
            Span(label),
            Span(f" {left(due.period, 8)}", "dim"),
            Span(f" {right(numbers.value(due.before), cell)}", "dim"),
            Span(f" {right(numbers.value(due.target), cell)} ", "target"),
            value,
        )


class Cell(Input):
    """The input of the sheet: arrows change the line, a pasted column fills down, esc leaves it."""

    async def _on_key(self, event: events.Key) -> None:
        view = self.screen.query_one(SheetView)
        if event.key in {"up", "down", "pageup", "pagedown"}:
            event.stop()
            event.prevent_default()
            step = view.listing.page if event.key.startswith("page") else 1
            view.go_by(step if event.key.endswith("down") else -step)
        elif event.key == "escape":
            event.stop()
            event.prevent_default()
            shell: Shell = self.app  # type: ignore[assignment]
            await shell.action_command("close")
        else:
            await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        if len(lines) > 1:
            event.stop()
            event.prevent_default()
            self.screen.query_one(SheetView).fill_down(lines)
        else:
            super()._on_paste(event)


class SheetView(View):
    """View 8."""

    COMMANDS = SHEET

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name that Textual gives it
        super().__init__(id=id)
        self._basis: tuple[object, ...] = ()
        self._ordered: tuple[str, dict[str, int]] = ("", {})

    def compose(self) -> ComposeResult:
        """Heading, the lines, the input, and what the typed value would do."""
        with Vertical():
            yield Bar(id="sheet-heading")
            yield Listing(id="sheet")
            yield Cell(id="cell", compact=True, placeholder='value, or value "note"; enter records')
            yield Bar(id="sheet-verdict")

    # -- parts

    @property
    def listing(self) -> Listing:
        """The lines."""
        return self.query_one("#sheet", Listing)

    @property
    def cell(self) -> Cell:
        """The input."""
        return self.query_one("#cell", Cell)

    @property
    def pane(self) -> Listing:
        """The lines."""
        return self.listing

    @property
    def typed(self) -> str:
        """What stands in the input."""
        return self.cell.value.strip()

    @property
    def line(self) -> Due | None:
        """The line under the cursor."""
        rows = self.listing.rows
        return (
            rows.lines[self.listing.cursor] if isinstance(rows, SheetRows) and rows.lines else None
        )

    # -- View

    @property
    def typing(self) -> bool:
        """While the input has the keys."""
        return self.cell.has_focus

    def on_descendant_focus(self) -> None:
        """The footer shows the keys that work where they now go."""
        self.shell.sync_frame()

    def enter(self) -> None:
        """One may type at once; what is missing stands first again."""
        self._ordered, self._basis = ("", {}), ()
        self.sync()
        (self.listing if self.session.read_only else self.cell).focus()
        self._go_to_selected()

    def move_to(self, index: int) -> None:
        """Another line; what was typed and not entered is dropped with it."""
        self.listing.move_to(index)
        self.cell.value = ""
        if self.line is not None:
            self.session.selected = self.line.address
        self.shell.sync_frame()
        self._judge()

    def go_by(self, step: int) -> None:
        """So many lines down."""
        self.move_to(self.listing.cursor + step)

    def sync(self) -> None:
        """Make the lines anew where text or period have changed."""
        session = self.session
        basis = (Held(session.model), session.period_text)
        if basis == self._basis:
            self.listing.redraw()
            return
        self._basis = basis
        lines = self._in_order(due(session))
        self.listing.show(SheetRows(lines, self) if lines else self._nothing())
        missing = sum(isnan(line.value) for line in lines)
        text = f" Record {session.period_text}: {missing} of {len(lines)} missing"
        if not lines:
            text = f" Record {session.period_text}".rstrip()
        hints = ("before, target, value stand right",)
        heading = titled(
            (Span(text, "strong"),), hints, self.shell.main.size.width, self.shell.glyphs.ellipsis
        )
        self.query_one("#sheet-heading", Bar).show(heading)

    def _nothing(self) -> Lines:
        """Why the sheet is empty, and what to do."""
        if self.session.model.kpis or self.session.model.measures:
            told = (
                "Nothing is reported for this period: every value is computed, or none is due.",
                "[ and ] show the periods before and after.",
            )
        else:
            told = (
                "There is no KPI yet whose values could be recorded.",
                "1 is the cascade: A on an objective adds one, `Add an objective` (:) that.",
            )
        return Lines(tuple((Span(f" {line}", "dim"),) for line in told))

    def _in_order(self, lines: list[Due]) -> list[Due]:
        """While one period is reported lines keep their places: a recorded one does not jump behind the missing."""
        period = self.session.period_text
        if self._ordered[0] == period:
            lines.sort(key=lambda line: self._ordered[1].get(line.address, len(lines)))
        self._ordered = (period, {line.address: at for at, line in enumerate(lines)})
        return lines

    def leave_layer(self) -> bool:
        """From the input to the list, where digits change the view."""
        if not self.cell.has_focus:
            return False
        self.cell.value = ""
        self.listing.focus()
        return True

    def _go_to_selected(self) -> None:
        """To the selected item; where that is not due, to the first one missing."""
        rows = self.listing.rows
        if isinstance(rows, SheetRows):
            lines = list(enumerate(rows.lines))
            places = [at for at, line in lines if line.address == self.session.selected]
            places += [at for at, line in lines if isnan(line.value)]
            if places:
                self.listing.move_to(places[0])

    # -- recording

    def begin(self) -> None:
        """Back to the input."""
        self.cell.focus()

    def on_input_changed(self) -> None:
        """The line shows what is typed, and below what it would do."""
        self.listing.redraw()
        self._judge()

    def on_input_submitted(self) -> None:
        """Enter records and goes down; with nothing typed it only goes down."""
        if self.line is None:
            return
        if not self.typed or self._record([self.typed]):
            at = self.listing.cursor + 1
            self.shell.sync()
            self.move_to(at)

    def fill_down(self, values: list[str]) -> None:
        """A pasted column, a value a line from here on: all or none."""
        if self._record(values):
            at = self.listing.cursor + len(values)
            self.shell.sync()
            self.move_to(at)

    def _record(self, values: list[str]) -> bool:
        rows = self.listing.rows
        if not isinstance(rows, SheetRows) or self.session.read_only:
            self.shell.say("read-only: nothing can be changed here", "warning")
            return False
        lines = rows.lines[self.listing.cursor : self.listing.cursor + len(values)]
        if len(lines) < len(values):
            self.shell.say(
                f"{len(values)} values, but only {len(lines)} lines from here on: nothing was recorded",
                "error",
            )
            return False
        edits = tuple(_edit(line, text) for line, text in zip(lines, values, strict=True))
        if not self.shell.edit(
            edits[0] if len(edits) == 1 else Compound(edits, f"{len(edits)} values recorded")
        ):
            return False
        self.cell.value = ""
        return True

    def _judge(self) -> None:
        line, verdict = self.line, self.query_one("#sheet-verdict", Bar)
        if line is None or not self.typed:
            verdict.show(())
            return
        verdict.show(
            (Span(" "), *(previewed(self.shell, line.address, _edit(line, self.typed)) or ()))
        )


def _edit(line: Due, text: str) -> RecordValue:
    value, note = value_and_note(text)
    return RecordValue(line.address, line.period, value, note)
