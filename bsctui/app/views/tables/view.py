"""What views that are tables share: two lines of heading, the rows, and the detail over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual import getters
from textual.containers import Vertical
from textual.geometry import Offset

from bsctui.app.core.form_field import FormField
from bsctui.app.core.spans import StyledSpan
from bsctui.app.core.tree import Branch
from bsctui.app.features.edit.fields import form_fields
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar
from bsctui.app.ui.view import AppView
from bsctui.app.views.cascade.pane import DetailPane
from bsctui.app.views.tables import columns
from bsctui.app.views.tables.commands import OpenRow
from bsctui.app.views.tables.state import ItemTable, TableState
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from bsctui.app.core.spans import Spans
    from bsctui.app.views.tables.columns import PlacedColumn, SortableColumn

T = TypeVar("T", bound=ItemTable)


class TableRows(Generic[T]):
    """The rows as the listing draws them."""

    def __init__(self, view: TableView[T]) -> None:
        self._view = view
        self._state = view.state
        self._placed: tuple[PlacedColumn[T], ...] = ()
        self._width = -1

    def __len__(self) -> int:
        """How many show."""
        return len(self._state.order)

    def placed(self, width: int) -> tuple[PlacedColumn[T], ...]:
        """The columns at a width."""
        if width != self._width:
            self._placed, self._width = self._view.placed_in(width), width
        return self._placed

    def line(self, index: int, width: int) -> Spans:
        """One row."""
        view, state = self._view, self._state
        glyphs = view.shell.glyphs
        is_marked = state.address(index) in view.session.marked
        return columns.item_row(
            self.placed(width),
            state.table,
            int(state.order[index]),
            glyphs,
            current=view.current if index == view.listing.cursor else None,
            mark=glyphs.mark if is_marked else " ",
        )


class TableView(AppView, Generic[T]):
    """A view that lists items in columns. A subclass says of what, in which columns, and what none means."""

    TITLE = ""
    ENTER = OpenRow

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._state: TableState[T] | None = None
        self._drawn: tuple[object, ...] = ()
        self._current: SortableColumn[T] | None = None
        self._came_with: tuple[str | None, str | None] = (None, None)

    def compose(self) -> ComposeResult:
        """Title, headings, rows; the detail."""
        with Vertical(classes="rows"):
            yield Bar(classes="table-title")
            yield Bar(classes="headings")
            yield Listing(classes="table")
        yield DetailPane(classes="detail")

    # -- for the subclass ----------------------------------------------------------------------

    def make_state(self) -> TableState[T]:
        """The table of the session."""
        raise NotImplementedError

    def nothing(self) -> Sequence[str]:
        """What to say and to do where there is no item at all."""
        raise NotImplementedError

    @property
    def columns_now(self) -> Sequence[SortableColumn[T]]:
        """The columns that tell something now."""
        return self.state.columns

    # -- parts ---------------------------------------------------------------------------------

    @property
    def state(self) -> TableState[T]:
        """What the view shows."""
        if self._state is None:
            self._state = self.make_state()
        return self._state

    listing = getters.query_one(".table", Listing)
    """The rows."""

    detail_pane = getters.query_one(".detail", DetailPane)
    """The detail of the selected item."""

    @property
    def pane(self) -> Listing:
        """The detail where it is open, else the rows."""
        return self.detail_pane if self.screen.focused is self.detail_pane else self.listing

    @property
    def current(self) -> SortableColumn[T]:
        """The column under the cursor."""
        shown = [each.column for each in self._placed()]
        return self._current if self._current in shown and self._current else shown[0]

    def _placed(self) -> tuple[PlacedColumn[T], ...]:
        width = self.listing.scrollable_content_region.width
        rows = self.listing.rows
        return rows.placed(width) if isinstance(rows, TableRows) else self.placed_in(width)

    def placed_in(self, width: int) -> tuple[PlacedColumn[T], ...]:
        """The columns in so many cells, by what the first rows hold."""
        state, shown = self.state, self.columns_now
        rows = state.order[: columns.MEASURED].tolist()
        texts = columns.text_widths(shown, state.table, rows, self.shell.glyphs)
        return columns.placed_columns(shown, width, texts)

    # -- View ----------------------------------------------------------------------------------

    def enter(self) -> None:
        """The keys go to the rows; the selected item, or one below it, is under the cursor."""
        before = self.session.selected
        self.state.refresh()
        self._came_with = (before, self.session.selected)
        self.listing.focus()

    def leave(self) -> None:
        """Where the cursor was not moved, what was selected before is so again."""
        before, put_on = self._came_with
        if before is not None and self.session.selected == put_on and self.session.exists(before):
            self.session.selected = before

    def move_to(self, index: int) -> None:
        """Another row, which selects it; in the detail another line."""
        if self.pane is self.detail_pane:
            self.detail_pane.move_to(index)
        else:
            self.state.go_to(index)

    def move_column(self, by: int) -> None:
        """Another column under the cursor."""
        shown = [each.column for each in self._placed()]
        at = shown.index(self.current) + by
        self._current = shown[max(0, min(at, len(shown) - 1))]
        self.listing.redraw()

    def shows(self, address: str) -> bool:
        """Only its own items, hidden ones too."""
        state = self.state
        is_listed = address in state.place or address in state.table.addresses
        return is_listed or not self.session.exists(address)

    def find(self, query: str) -> tuple[str, ...]:
        """What the query finds among the rows, top to bottom."""
        matches = frozenset(self.session.search(query))
        return tuple(address for address in self.state.shown if address in matches)

    def listed(self) -> Sequence[str]:
        """The rows; none while the detail is in front."""
        return self.state.shown if self.pane is self.listing else ()

    def count(self, query: str) -> int:
        """How many rows there would be."""
        matches = frozenset(self.session.search(query))
        return sum(address in matches for address in self.state.table.addresses)

    def places(self) -> Mapping[str, int]:
        """The rows."""
        return self.state.place

    def sync(self) -> None:
        """Draw what changed: new rows, or only the cursor."""
        state, session = self.state, self.session
        state.refresh()
        drawn = (
            state.version, session.workspace.dirty, frozenset(session.marked), self.current,
        )  # fmt: skip
        if drawn != self._drawn:
            self._drawn = drawn
            self.listing.show(
                TableRows(self) if len(state.order) else self._nothing(), state.cursor
            )
            self._head()
        else:
            self.listing.move_to(state.cursor)
        if self.has_class("-over"):
            self._tell()

    def _nothing(self) -> Lines:
        session = self.session
        if len(self.state.table.addresses):
            narrowed = ["nothing matches; esc shows everything again"]
            if session.only_mine and not session.query:
                narrowed = ["nothing here is yours; M or esc shows everything again"]
            return _lines(narrowed)
        return _lines(self.nothing())

    def _head(self) -> None:
        state = self.state
        self.query_one(".table-title", Bar).show(self._title())
        headings = columns.headings(
            self._placed(), state.sorted_by, self.current, self.shell.glyphs, self.change_base,
            falling=state.falling,
        )  # fmt: skip
        self.query_one(".headings", Bar).show(headings)

    def _title(self) -> Spans:
        """The view's name, how many rows show, and what narrows and orders them."""
        state, session = self.state, self.session
        total, shown = len(state.table.addresses), len(state.order)
        count = f"{shown:,}" if shown == total else f"{shown:,} of {total:,}"
        spans = [StyledSpan(f" {self.TITLE} ", "strong"), StyledSpan(count, "dim")]
        if session.query:
            spans.append(StyledSpan(f"  only {printable(session.query)}", "warning"))
        if session.only_mine:
            spans.append(StyledSpan("  only mine", "warning"))
        if state.sorted_by is not None:
            word = "falling" if state.falling else "rising"
            spans.append(StyledSpan(f"  by {state.sorted_by.name}, {word}", "dim"))
        marked = len(session.marked_items())
        if marked:
            spans.append(StyledSpan(f"  {marked:,} marked: e edits them at once", "strong"))
        return tuple(spans)

    # -- the detail ----------------------------------------------------------------------------

    def open_detail(self) -> None:
        """Put the detail over the rows."""
        if len(self.state.order):
            self.add_class("-over")
            self.detail_pane.focus()
            self.call_after_refresh(self._tell)

    def _tell(self) -> None:
        selected = self.session.selected
        branch = Branch(selected, self.session.kind(selected)) if selected else None
        self.detail_pane.show_item(branch)

    def leave_layer(self) -> bool:
        """Back from the detail to the rows; then from what narrows them to all."""
        if self.has_class("-over"):
            self.remove_class("-over")
            self.listing.focus()
            return True
        narrowed = bool(self.session.query) or self.session.only_mine
        self.session.query, self.session.only_mine = "", False
        return narrowed

    # -- editing in place ----------------------------------------------------------------------

    def field(self) -> tuple[FormField | None, Offset | None]:
        """The field in the cell under the cursor; in the detail the line's."""
        if self.pane is self.detail_pane:
            return self.detail_pane.field()
        selected, keyword = self.session.selected, self.current.keyword
        if selected is None or not keyword:
            return None, None
        fields = form_fields(self.session, selected)
        written = next((field for field in fields if field.keyword == keyword), None)
        return written or FormField(keyword, ""), self._cell_offset()

    def _cell_offset(self) -> Offset:
        """Where the cell under the cursor stands on screen."""
        listing, left = self.listing, 0
        for column, width in self._placed():
            if column is self.current:
                break
            left += width + 1
        at = listing.content_region.offset
        return at + Offset(left, listing.cursor - listing.scroll_offset.y)

    # -- the mouse -----------------------------------------------------------------------------

    def on_bar_clicked(self, event: Bar.Clicked) -> None:
        """A column's head sorts by it, again the other way round."""
        event.stop()
        column = next((each for each in self.columns_now if each.name == event.click), None)
        if column is not None:
            self.state.sort_by(column)
            self.shell.sync()

    def on_listing_sized(self) -> None:
        """The columns follow the width."""
        if self._state is not None:
            self._head()
            self._tell_again()

    def _tell_again(self) -> None:
        if self.has_class("-over"):
            self._tell()

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """A click selects."""
        if event.listing is self.listing:
            self.state.go_to(self.listing.cursor)
            self.shell.sync()

    def on_listing_chosen(self) -> None:
        """A click on the cursor's row opens it."""
        self.run_enter()


def _lines(texts: Sequence[str]) -> Lines:
    return Lines(tuple((StyledSpan(f" {text}", "dim"),) for text in texts))
