"""What the cascade view shows: its rows, what is unfolded, and where the cursor stands. No Textual here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core import tree
from bsctui.app.core.identity import ByIdentity
from bsctui.app.core.sibling_order import order_by
from bsctui.app.core.tree import Path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bsctui.app.core.session import Session
    from bsctui.app.core.tree import Branch, TreeRow


class CascadeState:
    """The tree of a session.

    `refresh` makes the rows again where the session's model, scores, period, filter or sort are
    others than those the rows were made from; all else moves the cursor or folds.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.opened: set[Path] = set()
        self.rows: list[TreeRow] = []
        self.cursor = 0
        self.path: Path = ()
        self.version = 0
        """Another number after every change of the rows."""
        self._shown: Callable[[Branch], bool] | None = None
        self._order: Callable[[Sequence[Branch]], Sequence[Branch]] | None = None
        self._made_from: object = None
        self._started = False
        self.outline = session.outline

    # -- rows ----------------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Bring rows and cursor in step with the session; True where the rows are new ones."""
        session = self.session
        scores = session.scores
        basis = (
            *(ByIdentity(session.model), ByIdentity(scores)),
            *(
                session.column,
                session.query,
                session.only_mine,
                session.sort,
                session.order_reversed,
            ),
        )
        if basis == self._made_from and self._in_step():
            return False
        if basis != self._made_from:
            self.outline = session.outline
            self._made_from = basis
            self._start()
        self._follow_selection()
        self._flatten()
        return True

    def _in_step(self) -> bool:
        return not self.path or self.session.selected == self.path[-1]

    def _start(self) -> None:
        if not self._started and self.outline.roots:
            self.opened |= tree.first_opened(self.outline)
            self._started = True

    def _follow_selection(self) -> None:
        """The selected item (another view may have chosen it) is unfolded and under the cursor."""
        selected = self.session.selected
        if selected is None or self.outline.kind(selected) is None:
            selected = self._fallback()
        if selected is not None and (self.path[-1:] != (selected,) or self._has_moved()):
            self.path = self.outline.path(selected)
            self.opened = tree.reveal(self.opened, self.path)
        self.session.selected = selected

    def _has_moved(self) -> bool:
        """Whether the item stands below another one now; where only its link went, the cursor stays above it."""
        return self.session.link_above is None and not self.outline.leads_along(self.path)

    def _fallback(self) -> str | None:
        """Where the cursor goes when its item is gone: what stood above it, else the first root."""
        for address in reversed(self.path[:-1]):
            if self.outline.kind(address) is not None:
                return address
        return self.outline.roots[0].address if self.outline.roots else None

    def _flatten(self) -> None:
        self._shown, self._order = self._filter(), order_by(self.session)
        opened = self.opened if self._shown is None else _ALL
        self.rows = tree.flatten(self.outline, opened, self._shown, self._order)
        self.version += 1
        self._settle(tree.nearest(self.rows, self.path))

    def _filter(self) -> Callable[[Branch], bool] | None:
        """With a filter: what it finds and what stands above that; None without one."""
        visible = self.session.filtered_addresses()
        if visible is None:
            return None
        kept = {above for address in visible for above in self.outline.path(address)}
        return lambda branch: branch.address in kept and not branch.supporting

    def _settle(self, index: int) -> None:
        self.cursor = index
        if self.rows:
            row = self.rows[index]
            self.path = row.path
            self.session.selected = row.address
            self.session.link_above = row.above if row.branch.supporting else None

    # -- the cursor ----------------------------------------------------------------------------

    @property
    def row(self) -> TreeRow | None:
        """The row under the cursor; None in an empty tree."""
        return self.rows[self.cursor] if self.rows else None

    def go_to(self, index: int) -> None:
        """Put the cursor on a row."""
        if self.rows:
            self._settle(max(0, min(index, len(self.rows) - 1)))

    # -- folding -------------------------------------------------------------------------------

    def unfold(self) -> bool:
        """Unfold the cursor's row; False where there is nothing to unfold."""
        row, at = self.row, self.cursor
        if row is None or not row.expandable or row.opened:
            return False
        self.opened.add(row.path)
        self.rows[at] = row._replace(opened=True)
        self.rows[at + 1 : at + 1] = tree.rows_below(
            self.outline, row.path, self.opened, self._shown, self._order
        )
        self.version += 1
        return True

    def fold(self) -> bool:
        """Fold the cursor's row; False where it is folded already."""
        row, at = self.row, self.cursor
        if row is None or not row.opened:
            return False
        self.opened.discard(row.path)
        self.rows[at] = row._replace(opened=False)
        del self.rows[at + 1 : tree.end_of_branch(self.rows, at)]
        self.version += 1
        return True

    def unfold_level(self) -> None:
        """Unfold the whole tree by one level."""
        self.opened |= tree.open_one_level(self.rows)
        self._flatten()

    def fold_level(self) -> None:
        """Fold the whole tree by one level."""
        self.opened -= tree.close_one_level(self.rows)
        self._flatten()


class _All(set[Path]):
    """Every path: with a filter all that is left is unfolded."""

    def __contains__(self, path: object) -> bool:
        return True


_ALL = _All()
