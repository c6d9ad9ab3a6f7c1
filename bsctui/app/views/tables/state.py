"""What a table shows: its rows in order, and where the cursor stands. No Textual here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import numpy as np

from bsctui.app.core.identity import ByIdentity
from bsctui.app.views.tables.columns import SortableColumn, sorted_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from bsctui.app.core.session import Session


class ItemTable(Protocol):
    """The items of a table, in the text's order."""

    @property
    def addresses(self) -> Sequence[str]:
        """What the rows show."""


T = TypeVar("T", bound=ItemTable)


class TableState(Generic[T]):
    """The rows of a table of a session.

    Args:
        session: What is shown.
        make: Makes the table of the period in view.
        columns: All columns, the one that names the item first.
        sorted_by: The column to sort by at the start; None keeps the text's order.
    """

    def __init__(
        self,
        session: Session,
        make: Callable[[Session], T],
        columns: Sequence[SortableColumn[T]],
        sorted_by: SortableColumn[T] | None = None,
    ) -> None:
        self.session = session
        self.columns = tuple(columns)
        self.sorted_by = sorted_by
        self.falling = sorted_by.falling if sorted_by else False
        self.cursor = 0
        self.version = 0
        """Another number after every change of the rows."""
        self.order: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        """The rows of the table in the order in which they show."""
        self._make = make
        self._made_from: object = None
        self._ordered_by: object = None
        self.table = make(session)
        self._place: dict[str, int] | None = None

    def refresh(self) -> bool:
        """Bring rows and cursor in step with the session; True where the rows are new ones."""
        session = self.session
        basis = (ByIdentity(session.model), ByIdentity(session.scores), session.column)
        if basis != self._made_from:
            self.table, self._made_from = self._make(session), basis
        ordered_by = (basis, session.query, session.only_mine, self.sorted_by, self.falling)
        is_new = ordered_by != self._ordered_by
        if is_new:
            self._ordered_by = ordered_by
            self.order, self._place = self._ordered(), None
            self.version += 1
        self._follow_selection()
        return is_new

    def _ordered(self) -> NDArray[np.int64]:
        """The rows that filter and `only mine` let through, sorted."""
        visible = self.session.filtered_addresses()
        rows = np.arange(len(self.table.addresses))
        if visible is not None:
            kept = (address in visible for address in self.table.addresses)
            rows = rows[np.fromiter(kept, dtype=bool, count=len(rows))]
        if self.sorted_by is None:
            return rows
        return sorted_rows(self.sorted_by.numbers(self.table), rows, falling=self.falling)

    # -- the cursor ----------------------------------------------------------------------------

    def _follow_selection(self) -> None:
        """The selected item is under the cursor; else the row under it, or one below the item, is selected."""
        if not len(self.order):
            self.cursor = 0
            return
        at = self.place.get(self.session.selected or "")
        if at is None:
            at = self._below_selected()
        self.go_to(self.cursor if at is None else at)

    def _below_selected(self) -> int | None:
        """The first row that stands below what is selected, where that is no row itself."""
        session = self.session
        if session.selected is None or not session.exists(session.selected):
            return None
        if session.selected in self.table.addresses:
            return None
        outline, wanted = session.outline, session.selected
        return next(
            (at for at, address in enumerate(self.shown) if wanted in outline.path(address)), None
        )

    def go_to(self, index: int) -> None:
        """Put the cursor on a row, which selects it."""
        if len(self.order):
            self.cursor = max(0, min(index, len(self.order) - 1))
            self.session.selected = self.address(self.cursor)
            self.session.link_above = None

    def address(self, index: int) -> str:
        """What a row shows."""
        return self.table.addresses[int(self.order[index])]

    @property
    def shown(self) -> list[str]:
        """What the rows show, top to bottom."""
        addresses = self.table.addresses
        return [addresses[at] for at in self.order.tolist()]

    @property
    def place(self) -> Mapping[str, int]:
        """The row of each address that shows."""
        if self._place is None:
            self._place = {address: at for at, address in enumerate(self.shown)}
        return self._place

    # -- sorting -------------------------------------------------------------------------------

    def sort_by(self, column: SortableColumn[T] | None) -> None:
        """Sort by a column; by the one already sorted by the other way round; None is the text's order.

        The cursor goes to the first row: what one sorts for stands there.
        """
        if column is not None and column is self.sorted_by:
            self.falling = not self.falling
        else:
            self.falling = column.falling if column else False
        self.sorted_by = column
        self.refresh()
        self.go_to(0)
