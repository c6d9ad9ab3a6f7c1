"""The period's reporting sheet: type a value, enter records it and goes down; a pasted block fills lines and periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import getters
from textual.containers import Vertical

from bsctui.app.core.identity import ByIdentity
from bsctui.app.core.spans import StyledSpan
from bsctui.app.features.edit.item_command import preview_spans
from bsctui.app.ui.header_footer import titled
from bsctui.app.ui.input_line import InputLine
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar, WrappedBar
from bsctui.app.ui.view import AppView
from bsctui.app.views.record.block import (
    BlockTooLong,
    SheetEntry,
    block_entries,
    first_refusal,
    is_single_cell,
    parse_block,
)
from bsctui.app.views.record.commands import SHEET
from bsctui.app.views.record.due import DueValue, due_values, first_due
from bsctui.app.views.record.rows import Key, SheetRows, SheetSort, sheet_columns, sheet_key
from bsctui.edits import Compound, Texts
from bsctui.escaping import printable
from bsctui.model.periods import Period
from bsctui.phrases import first_few

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from bsctui.model.periods import Grain


PERIODS_NAMED: Final = 3
"""Of those that a block of values was recorded for."""
_BRACKETS: Final = frozenset("[]")


class SheetCell(InputLine):
    """The input of the sheet: a pasted block fills lines and periods from the one under the cursor on."""

    async def take(self, key: events.Key) -> bool:
        """A bracket is left to the key that it is elsewhere, unless it stands in a note."""
        return not self._leads_away(key.character) and await super().take(key)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Textual asks before it looks for what else a key is bound to."""
        return not self._leads_away(character) and super().check_consume_key(key, character)

    def _leads_away(self, character: str | None) -> bool:
        """A bracket stands in no value: here too it leads to another period."""
        is_note = self.value[: self.cursor_position].count('"') % 2
        return character in _BRACKETS and not is_note

    async def take_text(self, text: str) -> bool:
        """One value is text like any other."""
        if is_single_cell(parse_block(text)):
            return await super().take_text(text)
        return await self.screen.query_one(SheetView).take_text(text)


class SheetView(AppView):
    """View 8: what is due in a period, a line each, entered from top to bottom and taken over as one edit."""

    COMMANDS = SHEET

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._basis: tuple[object, ...] = ()
        self._ordered: tuple[str, dict[str, int]] = ("", {})
        self._sort: SheetSort | None = None
        """The head that was clicked last; None for mine first, then by who reports."""
        self._at: Key | None = None
        """The line that the input belongs to, whatever becomes of the cursor."""
        self._unrecorded: dict[Key, str] = {}
        """What was typed into lines, cannot be recorded, and waits there to be mended."""
        self._judged: tuple[Key | None, str] = (None, "")
        self._period: Period | None = None
        """The period that is reported; None where no values are entered."""
        self._chosen_for: object = None
        """What the user had chosen to see when that was: a period that becomes the current one is no choice."""

    def compose(self) -> ComposeResult:
        """Heading, the lines, the input, and what the typed value would do."""
        with Vertical():
            yield Bar(id="sheet-heading")
            yield Bar(id="sheet-columns")
            yield Listing(id="sheet")
            yield SheetCell(
                enter=self._enter, hint='value, or value "note"; enter records', id="cell"
            )
            yield WrappedBar(id="sheet-verdict")

    # -- parts

    listing = getters.query_one("#sheet", Listing)
    """The lines."""

    cell = getters.query_one("#cell", SheetCell)
    """The input."""

    @property
    def pane(self) -> Listing:
        """The lines."""
        return self.listing

    @property
    def typed(self) -> str:
        """What stands in the input."""
        return self.cell.value.strip()

    @property
    def line(self) -> DueValue | None:
        """The line under the cursor."""
        rows = self.listing.rows
        return (
            rows.lines[self.listing.cursor] if isinstance(rows, SheetRows) and rows.lines else None
        )

    # -- View

    @property
    def typing(self) -> bool:
        """While the input has the keys."""
        return self.screen.focused is self.cell

    def on_descendant_focus(self) -> None:
        """The footer shows the keys that work where they now go."""
        self.shell.control.sync_frame()

    def typed_in(self, line: DueValue) -> str:
        """What is typed for a line: it stands in the input, or waits to be mended."""
        if sheet_key(line) == self._at:
            return self.typed
        waiting = self._unrecorded.get(sheet_key(line))
        return f"! {waiting}" if waiting else ""

    def look_of(self, line: DueValue) -> str:
        """The look of what is typed for a line."""
        return "strong" if sheet_key(line) == self._at else "error"

    def enter(self) -> None:
        """One may type at once, where there is a line; what is missing stands first again."""
        self._ordered, self._basis, self._chosen_for, self._sort = ("", {}), (), None, None
        self.sync()
        self._go_to_selected()
        self._follow()
        (self.cell if self._can_type else self.listing).focus()

    def leave(self) -> None:
        """What is typed is recorded before another view shows."""
        self.settle()

    @property
    def _can_type(self) -> bool:
        return self.line is not None and not self.session.read_only

    def move_to(self, index: int) -> None:
        """Another line; what was typed into this one is recorded (`settle`) or waits in it."""
        self.listing.move_to(index)
        self._follow()
        if self.line is not None:
            self.session.selected = self.line.address
        self.shell.control.sync_frame()

    def on_mount(self) -> None:
        """The heads tell whose lines stand at the top, whatever scrolled there."""
        self.watch(self.listing, "scroll_y", self._show_heading, init=False)

    def on_bar_clicked(self, event: Bar.Clicked) -> None:
        """A head sorts the lines, again the other way round; they keep their places then while values are typed."""
        event.stop()
        again = self._sort is not None and self._sort.column == event.click
        self._sort = (
            self._sort.turned() if again and self._sort else SheetSort(event.click, falling=False)
        )
        self._ordered, self._basis = ("", {}), ()
        self.sync()

    def on_listing_sized(self) -> None:
        """The heads follow the columns."""
        self._show_heading()

    def on_listing_moved(self) -> None:
        """A click leaves a line as a key does, and one may type in the other."""
        clicked = self.listing.cursor
        if self.settle():
            self.shell.sync()
        self.move_to(clicked)
        self.begin()

    def _follow(self) -> None:
        """The input belongs to the line under the cursor from now on."""
        line = self.line
        at = sheet_key(line) if line is not None else None
        if at != self._at:
            self._set_aside()
            self._at = at
            self._fill_cell(self._unrecorded.pop(at, "") if at is not None else "")
        self.listing.redraw()
        self._judge()

    def _set_aside(self) -> None:
        """What is typed and could not be recorded stays with its line."""
        if self.typed and self._at is not None:
            self._unrecorded[self._at] = self.typed
        self._fill_cell("")

    def _fill_cell(self, text: str) -> None:
        self.cell.value = text
        self.cell.cursor_position = len(text)

    def sync(self) -> None:
        """Make the lines anew where text or period have changed."""
        session = self.session
        if self._period is None or self._choice != self._chosen_for:
            self._chosen_for, self._period = self._choice, self._opening_period()
        basis = (ByIdentity(session.model), self._period, session.query, session.only_mine)
        if basis == self._basis:
            self._follow_selected()
            self.listing.redraw()
            self._show_heading()
            return
        self._basis = basis
        lines = self._in_order(self._due())
        keys = [sheet_key(line) for line in lines]
        cursor = keys.index(self._at) if self._at in keys else None
        self.listing.show(SheetRows(lines, self) if lines else self._nothing(), cursor)
        if not lines and self.typing:
            self.listing.focus()
        self._follow()
        self._show_heading()

    def _show_heading(self) -> None:
        """What is missing, and what waits to be mended."""
        period, rows = self.period_text, self.listing.rows
        lines = rows.lines if isinstance(rows, SheetRows) else []
        text = f" Record {period}".rstrip()
        if lines:
            missing = sum(line.is_missing for line in lines)
            text += f": {missing} of {len(lines)} missing"
        if waiting := len(self._unrecorded):
            text += f", {waiting} not recorded"
        hints = ("[ ] periods", "esc: M mine, f filter, / find")
        width, ellipsis = self.app.size.width, self.shell.glyphs.ellipsis
        heading = titled((StyledSpan(text, "strong"),), hints, width, ellipsis)
        self.query_one("#sheet-heading", Bar).show(heading)
        self._show_columns(lines)

    def _show_columns(self, lines: list[DueValue]) -> None:
        """The heads over the columns; in the first one who reports what stands at the top, when that name is scrolled away."""
        top = int(self.listing.scroll_offset.y)
        who = lines[top].who if 0 < top < len(lines) else "who"
        width = self.listing.scrollable_content_region.width or self.app.size.width - 1
        rows = self.listing.rows
        heads = rows.shape(width) if isinstance(rows, SheetRows) else sheet_columns(width)
        titles = heads.titles(printable(who), self._sort, self.shell.glyphs.trends)
        self.query_one("#sheet-columns", Bar).show(titles if lines else ())

    def _due(self) -> list[DueValue]:
        """The lines that filter and `M` let through."""
        visible = self.session.filtered_addresses()
        return [
            line
            for line in due_values(self.session, self._period)
            if visible is None or line.address in visible
        ]

    # -- the period

    @property
    def period_text(self) -> str:
        """The period that is reported, as written."""
        return self.session.format(self._period) if self._period else self.session.period_text

    @property
    def _choice(self) -> tuple[Period | None, Grain | None]:
        """The period and the grain that the user has gone to."""
        return self.session.period, self.session.grain

    def _opening_period(self) -> Period | None:
        """The first one due; where the user has chosen a period, the first one in that."""
        session = self.session
        due = first_due(session)
        if due is None or session.period is None:
            return due
        shown = session.scores.periods[session.column]
        if due.grain >= shown.grain:
            return shown
        if session.fiscal.containing(shown.grain, due) == shown:
            return due
        return session.fiscal.first(due.grain, shown)

    def step_period(self, by: int) -> bool:
        """Report a later or earlier period; False at the calendar's ends."""
        session, calendar = self.session, self.session.model.settings.calendar
        if self._period is None or calendar is None:
            return session.step_period(by)
        period = Period(self._period.grain, self._period.ordinal + by)
        grain = session.scores.grain
        if grain is None or period.grain > grain:
            return session.step_period(by)
        shown = session.fiscal.containing(grain, period)
        if shown not in session.scores.periods:
            return False
        session.period, self._period = shown, period
        self._chosen_for = self._choice
        self.sync()
        self._go_to_missing()
        return True

    def _nothing(self) -> Lines:
        """Why the sheet is empty, and what to do."""
        if self.session.model.kpis or self.session.model.measures:
            sentences: tuple[str, ...] = (
                "Nothing is reported for this period: every value is computed, or none is due.",
                "[ and ] show the periods before and after.",
            )
        else:
            sentences = (
                "There is no KPI yet whose values could be recorded.",
                "1 shows the cascade, where A on an objective adds a KPI.",
                "`Add an objective` (:) adds an objective.",
            )
        return Lines(tuple((StyledSpan(f" {line}", "dim"),) for line in sentences))

    def _in_order(self, lines: list[DueValue]) -> list[DueValue]:
        """While one period is reported lines keep their places: a recorded one does not jump behind the missing."""
        period = self.period_text
        if self._ordered[0] != period:
            self._ordered = (period, {})
            lines = self._sort.ordered(lines) if self._sort is not None else lines
        places = self._ordered[1]
        lines.sort(key=lambda line: places.get(line.address, len(places)))
        for line in lines:
            places.setdefault(line.address, len(places))
        return lines

    def leave_layer(self) -> bool:
        """From the input to the list, where digits change the view; what is typed is recorded."""
        if not self.typing:
            return False
        self.settle()
        self.listing.focus()
        return True

    def _follow_selected(self) -> None:
        """To the item that was selected elsewhere: by `/`, `n` and `N`."""
        rows, selected = self.listing.rows, self.session.selected
        if isinstance(rows, SheetRows) and self.line is not None and selected != self.line.address:
            places = [at for at, line in enumerate(rows.lines) if line.address == selected]
            if places:
                self.listing.move_to(places[0])
                self._follow()

    def _go_to_missing(self) -> None:
        """To the first line that has no value."""
        rows = self.listing.rows
        if isinstance(rows, SheetRows):
            missing = (at for at, line in enumerate(rows.lines) if line.is_missing)
            self.listing.move_to(next(missing, 0))
            self._follow()

    def _go_to_selected(self) -> None:
        """To the selected item; where that is not due, to the first one missing."""
        rows = self.listing.rows
        if isinstance(rows, SheetRows):
            lines = list(enumerate(rows.lines))
            places = [at for at, line in lines if line.address == self.session.selected]
            places += [at for at, line in lines if line.is_missing]
            if places:
                self.listing.move_to(places[0])

    # -- recording

    def begin(self) -> None:
        """Back to the input."""
        if self._can_type:
            self.cell.focus()

    def on_input_changed(self) -> None:
        """The line shows what is typed, and below what it would do."""
        self.listing.redraw()
        self._judge()

    def _enter(self) -> None:
        """Enter records and goes down; with nothing typed it only goes down."""
        self.settle()
        self.shell.sync()
        self.move_to(self.listing.cursor + 1)

    def settle(self) -> bool:
        """Record what is typed; what cannot be stays in its line, and is said. False where nothing was typed."""
        line, text = self._own_line(), self.typed
        if line is None or not text:
            return False
        entry = SheetEntry(line, line.period, text)
        doubt = entry.doubt(self.session.model)
        if not self.shell.edit(entry.edit):
            return True
        self._fill_cell("")
        if doubt:
            self.shell.say(f"{doubt}{self.shell.undo_hint}", "warning")
        return True

    def waiting(self) -> tuple[str, ...]:
        """What was typed and could not be recorded."""
        mine = {self._at: self.typed} if self._at is not None and self.typed else {}
        return tuple(
            f"{address} {period}: {text}"
            for (address, period), text in (self._unrecorded | mine).items()
        )

    def _own_line(self) -> DueValue | None:
        """The line that the input belongs to."""
        rows = self.listing.rows
        lines = rows.lines if isinstance(rows, SheetRows) else ()
        return next((line for line in lines if sheet_key(line) == self._at), None)

    async def take_text(self, text: str) -> bool:
        """A pasted block: each cell to its line and period, blank ones leave theirs alone; all or none."""
        rows = self.listing.rows
        if not isinstance(rows, SheetRows) or not rows.lines:
            return False
        if self.session.read_only:
            self.shell.say("read-only: nothing can be changed here", "warning")
            return True
        self.settle()
        first, cells = self.listing.cursor, parse_block(text)
        try:
            values = block_entries(cells, rows.lines[first:], self.session.fiscal)
        except BlockTooLong as trouble:
            self.shell.say(f"{trouble}: nothing was recorded", "error")
            return True
        if self._record(values):
            self.shell.sync()
            self.move_to(first + len(cells))
        return True

    def _record(self, entries: Sequence[SheetEntry]) -> bool:
        if not entries:
            self.shell.say("only blank cells: nothing was recorded")
            return False
        refused = first_refusal(
            entries, Texts(self.session.workspace.documents, self.session.model)
        )
        if refused is not None:
            self.shell.say(refused, "error")
            return False
        edits = tuple(entry.edit for entry in entries)
        model = self.session.model
        judged = [(entry.line.label, entry.doubt(model)) for entry in entries]
        doubts = [f"{label}: {doubt}" for label, doubt in judged if doubt]
        periods = list(dict.fromkeys(entry.period for entry in entries if entry.period))
        message = f"{len(edits)} values recorded, {first_few(periods, PERIODS_NAMED)}"
        if not self.shell.edit(edits[0] if len(edits) == 1 else Compound(edits, message)):
            return False
        if doubts:
            more = f" ({len(doubts) - 1} more)" if len(doubts) > 1 else ""
            self.shell.say(f"{doubts[0]}{more}{self.shell.undo_hint}", "warning")
        return True

    def _judge(self) -> None:
        """What is typed now, once: while one text is judged many keys may come."""
        line, text, verdict = self.line, self.typed, self.query_one("#sheet-verdict", WrappedBar)
        if line is None or not text:
            self._judged = (None, "")
            verdict.show(())
            return
        if (self._at, text) == self._judged:
            return
        self._judged = (self._at, text)
        entry = SheetEntry(line, line.period, text)
        effect = preview_spans(self.shell, line.address, entry.edit) or ()
        doubt = entry.doubt(self.session.model)
        warning = (StyledSpan(f"{doubt}  ", "warning"),) if doubt else ()
        verdict.show((StyledSpan(" "), *warning, *effect))
