"""Two revisions compared, beside or above all there is to know of the change under the cursor."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import getters
from textual.containers import Container, Vertical

from bsctui.app.core.git_service import ViewedRevision
from bsctui.app.core.identity import ByIdentity
from bsctui.app.core.spans import StyledSpan
from bsctui.app.core.workers import start_worker
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar
from bsctui.app.ui.view import AppView
from bsctui.app.views.review.commands import REVIEW, GoToChangedItem
from bsctui.app.views.review.reviewing import (
    Review,
    ReviewCancelled,
    ReviewProgress,
    authors_of,
    review,
)
from bsctui.app.views.review.rows import (
    ReviewRow,
    ReviewRows,
    panel_lines,
    review_heading,
    rows_of_review,
)
from bsctui.app.views.review.seen_changes import SeenChanges
from bsctui.cells import wrap_cells

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from bsctui.review.goalposts import ReviewedChange

GLANCE = 0.2
"""Seconds between two looks at the progress."""


class ReviewView(AppView):
    """View 6: what changed since another revision, grouped as a reviewer decides, beside what is told of one change."""

    COMMANDS = REVIEW
    ENTER = GoToChangedItem

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._basis: tuple[object, ...] = ()
        self._review: Review | None = None
        self._rows: list[ReviewRow] = []
        self._progress: ReviewProgress | None = None
        self._timer: Timer | None = None
        self._is_mine = False
        """Whether what shows is narrowed to the user's own."""
        self.seen = SeenChanges()

    def compose(self) -> ComposeResult:
        """What is compared, the changes, and the one under the cursor."""
        with Vertical():
            yield Bar(id="review-heading")
            with Container(id="review-body"):
                yield Listing(id="changes")
                yield Listing(id="change")

    # -- parts ---------------------------------------------------------------------------------

    @property
    def pane(self) -> Listing:
        """What the moving keys move: the changes, or what is told of one where the keys are there."""
        return self.panel if self.screen.focused is self.panel else self.listing

    listing = getters.query_one("#changes", Listing)
    """The changes."""

    panel = getters.query_one("#change", Listing)
    """All there is to know of the change under the cursor."""

    @property
    def review(self) -> Review | None:
        """What was compared last; None before the first answer."""
        return self._review

    @property
    def row(self) -> ReviewRow | None:
        """The line under the cursor."""
        at = self.listing.cursor
        return self._rows[at] if at < len(self._rows) else None

    @property
    def is_busy(self) -> bool:
        """Whether a comparison is on its way."""
        return self._progress is not None

    def changes(self) -> list[int]:
        """The lines that are changes."""
        return [at for at, row in enumerate(self._rows) if row.change is not None]

    # -- View ----------------------------------------------------------------------------------

    def enter(self) -> None:
        """The keys go to the list. Branches may have moved meanwhile."""
        self.listing.focus()
        if not self.is_busy:
            self._basis = ()

    def leave(self) -> None:
        """Nobody waits any more."""
        super().leave()
        self._give_up()

    def on_unmount(self) -> None:
        """As when it is left."""
        self._give_up()

    def move_to(self, index: int) -> None:
        """Move; the change under the cursor is told of, and its item selected."""
        self.pane.move_to(index)
        if self.pane is self.listing:
            self._select()
            self._show_panel()

    def turn_pane(self) -> None:
        """From the changes to what is told of one, which may be longer than its room, and back."""
        (self.listing if self.screen.focused is self.panel else self.panel).focus()

    def leave_layer(self) -> bool:
        """Back to the changes."""
        was_inside = self.screen.focused is self.panel
        self.listing.focus()
        return was_inside

    def sync(self) -> None:
        """Compare anew where something it rests on changed."""
        session = self.session
        follows = self._review is None or self._review.follows_files
        texts = ByIdentity(session.model) if follows else None
        moves = self.shell.git_service.moves
        basis = (texts, session.compared, len(session.committed), moves)
        if basis != self._basis:
            self._basis = basis
            self._begin()
        if session.only_mine != self._is_mine and self._review is not None:
            self._show(self._review)
        self._show_heading()

    # -- comparing -----------------------------------------------------------------------------

    def _give_up(self) -> None:
        if self._progress is not None:
            self._progress.is_given_up = True
            self._progress = None
            self._basis = ()
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _begin(self) -> None:
        workspace = self.session.workspace
        basis = self._basis
        self._give_up()
        self._basis = basis
        if workspace.home is None:
            trouble = (
                "This workspace is not on disk: open a folder under git to compare revisions.",
            )
            self._show(Review("", trouble=trouble))
            return
        self._progress = ReviewProgress()
        self._timer = self.set_interval(GLANCE, self._show_heading)
        if self._review is None:
            self.listing.show(Lines(((StyledSpan(" reading the revisions...", "dim"),),)))
        start_worker(self, "review", self._compare, self._progress)

    async def _compare(self, progress: ReviewProgress) -> None:
        session, workspace = self.session, self.session.workspace
        try:
            answer = await asyncio.to_thread(
                review, workspace.place, workspace.root, session.compared, session.model, progress
            )
        except ReviewCancelled:
            return
        if progress is not self._progress:
            return
        self._progress = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not answer.follows_files:
            self._basis = (None, *self._basis[1:])
        self._show(answer)
        authors = await asyncio.to_thread(authors_of, answer)
        if self._review is answer:
            self._review = Review(
                answer.base, answer.pair, answer.comparison, answer.trouble, authors
            )
            self._show_panel()

    # -- showing -------------------------------------------------------------------------------

    def _show(self, review: Review) -> None:
        """Show a review; the cursor stays on the change it was on, else goes to the first one."""
        before = self.row.change.change if self.row and self.row.change else None
        self._review = review
        self._is_mine = self.session.only_mine
        me = self.session.me if self._is_mine else None
        self._rows = (
            rows_of_review(review, self.shell.glyphs, me) if self._has_changes(review) else []
        )
        if not self._rows:
            self.listing.show(Lines(tuple(self._nothing(review))), 0)
        else:
            at = next(
                (
                    at for at in self.changes()
                    if before is not None and (reviewed := self._rows[at].change) is not None
                    and (reviewed.change.address, reviewed.change.field, reviewed.change.kind) == (before.address, before.field, before.kind)
                ),
                next(iter(self.changes()), 0),
            )  # fmt: skip
            self.listing.show(ReviewRows(self._rows, self.seen, self.shell.glyphs), 0)
            self.listing.move_to(at)
        self._show_heading()
        self._show_panel()

    @staticmethod
    def _has_changes(review: Review) -> bool:
        return review.comparison is not None and bool(
            review.comparison.reviewed or review.comparison.problems
        )

    def _nothing(self, review: Review) -> list[tuple[StyledSpan, ...]]:
        """Why there is no change to see, and what to do."""
        width = max(20, self.listing.scrollable_content_region.width - 2)
        texts: tuple[str, ...] = review.trouble
        if not texts and review.pair is not None:
            names = f"{review.pair.old.name} and {review.pair.new.name}"
            texts = (
                f"Nothing differs between {names}.",
                "B compares another branch or two revisions.",
            )
        return [
            (StyledSpan(f" {part}", "dim"),) for text in texts for part in wrap_cells(text, width)
        ]

    def _show_heading(self) -> None:
        doing = ""
        if self._progress is not None:
            total = self._progress.total
            doing = f"single effects {self._progress.done} of {total}" if total else "comparing..."
        elif changes := [row.change for row in self._rows if row.change is not None]:
            mine = "only mine, " if self._is_mine else ""
            seen_count = sum(reviewed.change in self.seen for reviewed in changes)
            doing = f"{mine}{seen_count} of {len(changes)} seen"
        bar = self.query_one("#review-heading", Bar)
        spans = review_heading(
            self._review, self.session.compared, doing, self.size.width, self.shell.glyphs
        )
        bar.show(spans)

    def _show_panel(self) -> None:
        panel = self.panel
        reviewed, review = self.row.change if self.row else None, self._review
        width = panel.scrollable_content_region.width
        if reviewed is None or review is None or width < 10:
            panel.show(Lines(()))
            return
        panel.show(Lines(tuple(panel_lines(reviewed, review, width, self.shell.glyphs))), 0)

    def _select(self) -> None:
        """The item of the change becomes the selected one, where the files have it."""
        row = self.row
        if row is not None and row.goes_to is not None and self.session.exists(row.goes_to):
            self.session.selected = row.goes_to

    def past(self) -> tuple[str | None, ViewedRevision | None]:
        """Of the change under the cursor, seen from the new side."""
        pair = self._review.pair if self._review is not None else None
        address = self.row.goes_to if self.row is not None else None
        if pair is None or pair.new.commit is None:
            return address or self.session.selected, None
        return address, ViewedRevision(pair.new.model, pair.new.commit)

    def redraw(self) -> None:
        """What was seen changed."""
        self.listing.redraw()
        self._show_heading()

    @property
    def change(self) -> ReviewedChange | None:
        """The change under the cursor."""
        return self.row.change if self.row else None

    def on_listing_sized(self) -> None:
        """What is made for a width is made anew."""
        if self._review is not None and not self._rows:
            self.listing.show(Lines(tuple(self._nothing(self._review))), 0)
        self._show_heading()
        self._show_panel()

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """A click shows that one."""
        if event.listing is not self.listing:
            return
        self._select()
        self._show_panel()
        self.shell.control.sync_frame()

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        """A second click goes to its item."""
        if event.listing is self.listing:
            self.run_enter()
