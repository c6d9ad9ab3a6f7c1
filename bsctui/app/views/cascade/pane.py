"""The pane that tells all about an item: beside or over the list it was chosen from."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.geometry import Offset

from bsctui.app.core.forecast_cache import make_forecasts
from bsctui.app.core.identity import ByIdentity
from bsctui.app.core.workers import start_worker
from bsctui.app.features.edit.values import record_from
from bsctui.app.ui.listing import Listing
from bsctui.app.views.cascade.detail import DetailLine, DetailPage, DetailRows, detail

if TYPE_CHECKING:
    from textual.timer import Timer

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome
    from bsctui.app.core.form_field import FormField
    from bsctui.app.core.tree import Branch

RESTS = 0.2
"""Seconds after which a cursor is no longer on its way."""
LEAST_WIDTH = 20
"""Narrower it tells nothing."""


class DetailPane(Listing):
    """The detail of an item, made anew where it shows and something it tells has changed."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._made_from: tuple[object, ...] = ()
        self._rest: Timer | None = None
        """Shows the item on which the keys come to rest."""
        self._asked: tuple[Branch | None, str | None] = (None, None)
        """What was asked for last: what waits for its frame is shown only if it is that still."""

    def show_item(self, branch: Branch | None, above: str | None = None) -> None:
        """Show an item; `above` is what it stands below where it is shown. None shows nothing.

        Beside the list another item waits for the frame that shows the cursor on it, and while keys come: a
        held key walks through many.
        """
        shell: AppContext = self.app  # type: ignore[assignment]
        pace = shell.key_pace
        self._asked = (branch, above)
        if self._rest is not None:
            self._rest.stop()
        is_first = not self._made_from
        if is_first or self._asked == self._made_from[:2] or self.has_focus or not pace.rests:
            self._show(branch, above)
        elif pace.is_running:
            self._rest = self.set_timer(pace.rests, partial(self._show, branch, above))
        else:
            self.call_after_refresh(self._show_asked, self._asked)

    def _show_asked(self, asked: tuple[Branch | None, str | None]) -> None:
        """Show what was asked for, unless a key that came meanwhile asked for something else."""
        if asked == self._asked:
            self._show(*asked)

    def _show(self, branch: Branch | None, above: str | None) -> None:
        """Make the lines of an item, where they are not those that are shown."""
        shell: AppContext = self.app  # type: ignore[assignment]
        session, width = shell.session, self.line_width
        if branch is None or width < LEAST_WIDTH:
            self._made_from = ()
            self.show(DetailRows(()), 0)
            return
        prospect = session.forecast_cache.cached(session.scores, branch.address)
        commits = shell.git_service.cached_commits(branch.address)
        basis = (
            branch,
            above,
            ByIdentity(session.model),
            ByIdentity(session.scores),
            session.column,
            width,
            ByIdentity(commits),
            ByIdentity(prospect),
            session.forecast_cache.shown,
        )
        if basis == self._made_from:
            return
        same_item = self._made_from[:2] == basis[:2]
        self._made_from = basis
        page = DetailPage(session, session.outline, branch, above, width, shell.glyphs, commits)
        self.show(DetailRows(detail(page)), self.cursor if same_item else 0)
        if commits is None or session.forecast_cache.is_missing(session.scores, branch.address):
            start_worker(self, "past", self._ask, branch, above)

    async def _ask(self, branch: Branch, above: str | None) -> None:
        """Once the cursor rests on the item read its history and make its forecast, and show them if it still does."""
        shell: AppContext = self.app  # type: ignore[assignment]
        session = shell.session
        await asyncio.sleep(RESTS)
        scores = session.scores
        if session.forecast_cache.is_missing(scores, branch.address):
            batch = await asyncio.to_thread(make_forecasts, scores, branch.address)
            session.forecast_cache.keep(scores, branch.address, batch)
        if shell.git_service.cached_commits(branch.address) is None:
            await shell.git_service.recent_commits(branch.address)
        if self._made_from[:2] == (branch, above):
            self._show(branch, above)

    @property
    def line_width(self) -> int:
        """The cells of a line; 0 while it is not shown."""
        return self.scrollable_content_region.width if self.display else 0

    @property
    def cursor_line(self) -> DetailLine | None:
        """The line under the cursor."""
        rows = self.rows
        return rows.lines[self.cursor] if isinstance(rows, DetailRows) and rows.lines else None

    def go_section(self, step: int) -> None:
        """To the next title, or (where negative) the one before; a title's first line is under the cursor then."""
        rows = self.rows
        lines = rows.lines if isinstance(rows, DetailRows) else ()
        titles = [at + 1 for at, line in enumerate(lines) if line.is_title]
        beyond = [at for at in titles if (at > self.cursor if step > 0 else at < self.cursor)]
        if beyond:
            self.move_to(min(beyond) if step > 0 else max(beyond))

    def field(self) -> tuple[FormField | None, Offset]:
        """The written line under the cursor, and where it stands on screen."""
        at = self.content_region.offset + Offset(0, self.cursor - self.scroll_offset.y)
        line = self.cursor_line
        return (line.field if line else None), at


def follow_line(shell: AppContext, line: DetailLine | None) -> CommandOutcome:
    """What enter does on a line of the detail: the value of its period is edited, or its item visited."""
    if line is None:
        return None
    if line.value is not None:
        if shell.session.read_only:
            shell.say("read-only: nothing can be changed here", "warning")
            return None
        return record_from(shell, line.value.address, line.value.period, line.value.text)
    if line.goes_to is not None:
        shell.session.visit(line.goes_to)
    return None
