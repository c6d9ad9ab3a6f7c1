"""What the alignment view shows: the heat map, whose line of sight, and where the cursor stands. No Textual here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.app.core.identity import ByIdentity
from bsctui.app.views.alignment.heat import ALL, HeatMap, heat_map, objectives_of
from bsctui.app.views.alignment.sight import (
    SightLine,
    SightLinks,
    anchors_of,
    line_of_sight,
    objectives_without_sight,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.app.core.session import Session


class AlignmentLine(NamedTuple):
    """A line of the lower list: an objective (with its joints), or a text between them.

    Attributes:
        address: The objective; None on a line of text.
        text: What a line of text says; beside an objective, what it lacks.
        title: Whether the text begins a part.
        sight: How the objective stands in the drawing; None in the list of those without one.
    """

    address: str | None
    text: str = ""
    title: bool = False
    sight: SightLine | None = None


HeatPlace = tuple[int, int]
"""A row and a column of the heat map."""


class AlignmentState:
    """The heat map, whose line of sight is drawn, and its lines.

    It is drawn for `anchor`, an item or a cell of the heat map. Moving through the lines selects
    them and draws no other; a selection made elsewhere becomes the new anchor.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.anchor: str | HeatPlace | None = None
        self.place: HeatPlace = (0, 0)
        """Where the heat map's cursor stands."""
        self.heat = HeatMap((), (), ())
        self.lines: tuple[AlignmentLine, ...] = ()
        self.cursor = 0
        self.version = 0
        """Another number after every change of the lines."""
        self._selected: str | None = None
        self._basis: tuple[object, ...] = ()
        self._drawn_for: object = None
        self._links = SightLinks(session.model, None)
        self._linked: object = None

    # -- lines ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Bring everything in step with the session."""
        session = self.session
        if session.selected != self._selected:
            self.anchor = self._selected = session.selected
        held = (
            ByIdentity(session.model),
            ByIdentity(session.scores),
            session.column,
            session.only_mine,
        )
        basis = (*held, self.anchor)
        if basis == self._basis:
            return
        self._basis = basis
        self.heat = heat_map(session)
        self.lines = tuple(self._make_lines())
        self.version += 1
        self._settle()

    def _settle(self) -> None:
        """The cursor stays on its objective; with another line of sight it goes to whose it is."""
        wanted = {self._selected} if self.anchor == self._drawn_for else {*self.anchors()}
        self._drawn_for = self.anchor
        matches = [at for at, line in enumerate(self.lines) if line.address in wanted]
        self.cursor = matches[0] if matches else max(0, self._step(-1, 1))

    def links(self) -> SightLinks:
        """Who serves whom in the period in view."""
        basis = (ByIdentity(self.session.model), self.session.end)
        if basis != self._linked:
            self._linked = basis
            self._links = SightLinks(self.session.model, self.session.end)
        return self._links

    def anchors(self) -> tuple[str, ...]:
        """The objectives that the line of sight is drawn for."""
        if isinstance(self.anchor, tuple):
            return objectives_of(self.session, *self.anchor)
        return anchors_of(self.session, self.anchor)

    def title(self) -> str:
        """Whose line of sight it is."""
        if isinstance(self.anchor, tuple):
            tier, column = self.anchor
            name = self.heat.columns[column]
            return f"{self.heat.tiers[tier]}, {'all perspectives' if name == ALL else name}"
        return self.session.label(self.anchor) if self.anchor else ""

    def _make_lines(self) -> Iterator[AlignmentLine]:
        model = self.session.model
        if not model.objectives:
            yield AlignmentLine(
                None, "No objective yet: `Add an objective` (:) in the cascade (1) adds one."
            )
            return
        anchors = self.anchors()
        if not anchors:
            yield AlignmentLine(None, self._empty())
        for sight in line_of_sight(self.links(), anchors):
            yield AlignmentLine(sight.address, sight=sight)
        yield from self._without()

    def _empty(self) -> str:
        if isinstance(self.anchor, tuple):
            return "no objective of this tier in this perspective"
        return "choose an objective: its line of sight is drawn here"

    def _without(self) -> Iterator[AlignmentLine]:
        """Those without a line of sight; only the user's own where that is asked for."""
        unlinked = objectives_without_sight(self.session)
        mine = self.session.filtered_addresses() if self.session.only_mine else None
        parts = (
            (unlinked.upward, "serves nothing above it"),
            (unlinked.downward, "nothing below serves it"),
        )
        kept = [
            AlignmentLine(address, text)
            for addresses, text in parts
            for address in addresses
            if mine is None or address in mine
        ]
        yield AlignmentLine(None)
        suffix = " of yours" if self.session.only_mine else ""
        count = str(len(kept)) if kept else "none"
        yield AlignmentLine(None, f"Without a line of sight{suffix}: {count}", title=True)
        yield from kept

    # -- the cursor ----------------------------------------------------------------------------

    def go_to(self, index: int) -> bool:
        """Put the cursor on a line, past lines of text on the next objective; False where there is none."""
        step = 1 if index >= self.cursor else -1
        target = self._step(max(-1, min(index - step, len(self.lines))), step)
        if target < 0:
            target = self._step(index - step, -step) if abs(index - self.cursor) > 1 else -1
        if target < 0:
            return False
        self.cursor = target
        self._selected = self.session.selected = self.lines[target].address
        self.session.link_above = None
        return True

    def _step(self, start: int, step: int) -> int:
        """The next line with an objective behind (or before) `start`; -1 where there is none."""
        end = len(self.lines) if step > 0 else -1
        first = min(start, len(self.lines)) + step if step < 0 else max(-1, start) + step
        places = range(first, end, step)
        return next((at for at in places if self.lines[at].address is not None), -1)

    @property
    def address(self) -> str | None:
        """The objective under the cursor."""
        return self.lines[self.cursor].address if self.lines else None

    def take_anchor(self) -> None:
        """Draw the line of sight of the objective under the cursor."""
        self.anchor = self.address

    def take_cell(self, tier: int, column: int) -> None:
        """Go to a cell of the heat map, and draw the line of sight of what is behind it."""
        rows, columns = len(self.heat.tiers), len(self.heat.columns)
        self.place = (max(0, min(tier, rows - 1)), max(0, min(column, columns - 1)))
        self.anchor = self.place

    def leave_cell(self) -> bool:
        """Back to the selected item's line of sight; False where it is drawn already."""
        before, self.anchor = self.anchor, self.session.selected
        return before != self.anchor
