"""What the map view shows: whose map, its plan for a size, and which box has the cursor. No Textual here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.app.core.identity import ByIdentity
from bsctui.app.views.map.walking import WalkDirection, page_target, walk_target
from bsctui.exchange.maps.as_text import map_sizes, margin_width
from bsctui.exchange.maps.grid import arrow_label, grid_layout
from bsctui.exchange.maps.strategy import StrategyMap, lag_text, strategy_map
from bsctui.exchange.maps.verdicts import verdicts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.app.core.session import Session
    from bsctui.exchange.maps.pens import Pen
    from bsctui.exchange.maps.strategy import Lag
    from bsctui.layout.shapes import Box, Plan

ROOMY: Final = 5
"""The height of a box with two lines of label."""

TIGHT: Final = 4
"""The height of a box with one."""


class MapState:
    """The map of the scorecard that the selected item belongs to.

    The selection stays what it is until the cursor moves: of a KPI its objective's box is shown as
    chosen, of a scorecard or perspective none.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.strategy: StrategyMap | None = None
        self.plan: Plan | None = None
        self.margin = 0
        self.version = 0
        """Another number after every change of what is drawn, the cursor apart."""
        self._came_from: str | None = None
        self._basis: object = None
        self._planned_for: object = None
        self._judged_for: object = None
        self._verdicts: Mapping[tuple[str, str], str] = {}

    # -- what is shown -------------------------------------------------------------------------

    def refresh(self, width: int, height: int, pen: Pen) -> None:
        """Bring map and plan in step with the session and the room there is, in cells."""
        session = self.session
        card = self.scorecard
        basis = (
            ByIdentity(session.model),
            ByIdentity(session.scores),
            session.column,
            card,
            width,
            height,
        )
        if basis == self._basis:
            return
        self._basis = basis
        self.version += 1
        self.strategy = None
        if card is None:
            self.plan = self._planned_for = None
            return
        self.strategy = strategy_map(
            session.model, session.scores, card, session.column, self._verdicts_on(card)
        )
        self._plan(self.strategy, width, height, pen)

    def _verdicts_on(self, card: str) -> Mapping[tuple[str, str], str]:
        """What the data say, in the calendar's grain whatever the view's; the same in every period in view."""
        if self.session.model.settings.calendar is None:
            return {}
        scores = self.session.workspace.scores()
        basis = (ByIdentity(scores), card)
        if basis != self._judged_for:
            self._judged_for = basis
            self._verdicts = verdicts_of(scores, card)
        return self._verdicts

    def _plan(self, strategy: StrategyMap, width: int, height: int, pen: Pen) -> None:
        """A plan depends on what is linked to what, not on scores: it is kept from period to period."""
        structure = (
            frozenset((box.address, box.lane) for box in strategy.boxes),
            frozenset(
                (arrow.start, arrow.end, arrow_label(arrow, pen)) for arrow in strategy.arrows
            ),
            tuple(lane.label for lane in strategy.lanes),
        )
        if (structure, width, height) == self._planned_for:
            return
        self._planned_for = (structure, width, height)
        self.margin = margin_width(strategy.lanes, width)
        self.plan = self._fitting(strategy, width, height, pen)

    def _fitting(self, strategy: StrategyMap, width: int, height: int, pen: Pen) -> Plan:
        """Two lines of label to a box, or one where only then the whole map is in view."""
        roomy = grid_layout(strategy, map_sizes(strategy, width - self.margin, ROOMY), pen)
        if roomy.height <= height:
            return roomy
        tight = grid_layout(strategy, map_sizes(strategy, width - self.margin, TIGHT), pen)
        return tight if tight.height <= height else roomy

    @property
    def scorecard(self) -> str | None:
        """Whose map: that of the selected item, else the first there is."""
        cards = self.session.model.scorecards
        head = (self.session.selected or "").partition(".")[0]
        return head if head in cards else next(iter(cards), None)

    # -- the cursor ----------------------------------------------------------------------------

    @property
    def chosen(self) -> str | None:
        """The objective under the cursor: the selected one, or the one that the selected item counts in."""
        address = objective_of(self.session, self.session.selected)
        drawn = self.strategy is not None and any(
            box.address == address for box in self.strategy.boxes
        )
        return address if drawn else None

    @property
    def box(self) -> Box | None:
        """Where the chosen box stands."""
        boxes = self.plan.boxes if self.plan is not None and self.strategy is not None else ()
        return next((box for box in boxes if box.name == self.chosen), None)

    def walk(self, way: WalkDirection) -> None:
        """One step; from a perspective into its own lane."""
        if self.plan is None:
            return
        current = self.chosen
        target = walk_target(self.plan, current, way, self._came_from) if current else self._first()
        self._came_from = current
        self._choose(target)

    def page(self, rows: int) -> None:
        """About so many cell rows on."""
        if self.plan is not None:
            self._choose(page_target(self.plan, self.chosen, rows))

    def end(self, *, last: bool) -> None:
        """The first or the last box."""
        if self.plan is not None and self.plan.boxes:
            self._choose(self.plan.boxes[-1 if last else 0].name)

    def choose(self, address: str) -> None:
        """Put the cursor on a box."""
        self._came_from = None
        self._choose(address)

    def _choose(self, address: str | None) -> None:
        if address is not None:
            self.session.selected = address
            self.session.link_above = None

    def _first(self) -> str | None:
        """Where walking begins: in the selected perspective, else at the top."""
        plan, strategy = self.plan, self.strategy
        if plan is None or strategy is None or not plan.boxes:
            return None
        name = (self.session.selected or "").rpartition(".")[2]
        lanes = [index for index, lane in enumerate(strategy.lanes) if lane.name == name]
        inside = [box for box in plan.boxes if box.lane in lanes]
        return (inside or plan.boxes)[0].name

    # -- words ---------------------------------------------------------------------------------

    def links(self) -> str:
        """What the chosen objective drives and what drives it, in one line."""
        strategy, current = self.strategy, self.chosen
        if strategy is None or current is None:
            return self._nothing_chosen()
        parts = [*self._driven(strategy, current), *self._driving(strategy, current)]
        return "; ".join(parts) or "drives nothing and is driven by nothing"

    def _nothing_chosen(self) -> str:
        strategy = self.strategy
        if strategy is None:
            return ""
        if not strategy.boxes:
            return "No objective yet: `Add an objective` (:) in the cascade (1) adds one."
        if not strategy.arrows:
            return "No cause-and-effect links yet: E opens the file to write `drives OBJECTIVE`."
        return "Arrow keys walk along the links; enter opens an objective."

    def _driven(self, strategy: StrategyMap, address: str) -> Iterator[str]:
        ends = [
            (each.end, each.lag, each.verdict) for each in strategy.arrows if each.start == address
        ]
        texts = [_link_text(strategy.box(end).label, lag, verdict) for end, lag, verdict in ends]
        texts += [
            _link_text(each.label, each.lag, each.verdict)
            for each in strategy.foreign
            if each.inside == address and not each.inward
        ]
        if texts:
            yield f"drives {', '.join(texts)}"

    def _driving(self, strategy: StrategyMap, address: str) -> Iterator[str]:
        starts = [
            (each.start, each.lag, each.verdict) for each in strategy.arrows if each.end == address
        ]
        texts = [
            _link_text(strategy.box(start).label, lag, verdict) for start, lag, verdict in starts
        ]
        texts += [
            _link_text(each.label, each.lag, each.verdict)
            for each in strategy.foreign
            if each.inside == address and each.inward
        ]
        if texts:
            yield f"driven by {', '.join(texts)}"


def _link_text(label: str, lag: Lag | None, verdict: str | None) -> str:
    after = f" after {lag_text(lag)}" if lag else ""
    return f"{label}{after}{f' ({verdict})' if verdict else ''}"


def objective_of(session: Session, address: str | None) -> str | None:
    """The objective that an item is or counts in; None for what stands above objectives and for measures."""
    model = session.model
    if address is None or address in model.objectives:
        return address
    if address in model.initiatives:
        return objective_of(session, model.initiatives[address].parent)
    return model.kpis[address].objective if address in model.kpis else None
