"""What the app shows: the workspace, the selected item, period, grain, filter, sort and history. No Textual here."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from bsctui import filters, numbers
from bsctui.app.core import item_kinds
from bsctui.app.core.drafts import NO_DRAFT, CommitDraft, Draft
from bsctui.app.core.forecast_cache import ForecastCache, Verdicts
from bsctui.app.core.identity import ByIdentity
from bsctui.app.core.sensitivity import LeverageCache
from bsctui.app.core.tree import Branch, Outline
from bsctui.app.core.unscored import unscored
from bsctui.app.core.weights import weight_of
from bsctui.app.core.whatif_state import WhatIfState
from bsctui.model.periods import FiscalYear, Grain, Period
from bsctui.scoring.evaluate import GrainError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bsctui.model.entities import Dated, Entity, EntityLink, Kind, Origin, Weight
    from bsctui.model.model import Model
    from bsctui.scoring.result import Scores
    from bsctui.workspace import AppliedEdit, Preview, Workspace


class SiblingOrder(StrEnum):
    """The order of siblings on screen; `FILE` is the text's own."""

    FILE = "file order"
    SCORE = "score"
    CHANGE = "change"
    WEIGHT = "weight"
    LABEL = "label"


@dataclass(slots=True, kw_only=True)
class Session:
    """The state all views share. Views keep nothing that another view would need.

    Attributes:
        workspace: The text, its meaning and its scores; the only thing edits go through.
        me: The user's own `me`, a person's name.
        home: Where `~` goes; None is the first top scorecard.
        read_only: Whether editing commands are off.
        served: Whether a browser shows the app: then no program of this machine is started for whoever looks.
        grain: The grain asked for; None is the calendar's. The view has it as long as the calendar is no coarser.
        period: The period in view; None is the current one.
        selected: The address of the selected item; None in an empty workspace.
        trail: Addresses visited by jumps, the newest last (`backspace`).
        query: The filter in force, as written.
        only_mine: Whether only the user's own is shown.
        sort: The order of siblings.
        order_reversed: Whether it is turned round: the best, the greatest gains and the lightest first.
        link_above: Where the selected item is shown because it supports this one: the other end
            of the link that weight and `d` then mean.
        drafts: What was typed into forms that were left, by address (of many at once, by all of theirs).
        commit_draft: The commit that was begun and not made: its message, and what stays out of it.
        searched: What `/` looked for last (`n`, `N`).
        marked: Addresses marked with `v`.
        committed: The edits that the last commit from here holds.
        written: The files, relative to the workspace, that were written from here since the last commit from here.
        vanished: The files that were read here and are gone from the disk, as they were read last.
        compared: What the Review view compares, as typed; None is the base branch against the files.
        whatif: What is assumed instead of what the text says; `scores` are the scores with it.
        leverages: What each item carries of the top scores in view.
        forecast_cache: Whether charts are continued, and the forecasts made so far.
        verdicts: What the data say of the claims of cause and effect looked at so far.
        text_place: File and line that the Text view opens at, and the item selected then: it holds
            while that one is (`look_at`).
    """

    workspace: Workspace
    me: str | None = None
    home: str | None = None
    read_only: bool = False
    served: bool = False
    grain: Grain | None = None
    period: Period | None = None
    selected: str | None = None
    trail: list[str] = field(default_factory=list)
    query: str = ""
    only_mine: bool = False
    sort: SiblingOrder = SiblingOrder.FILE
    order_reversed: bool = False
    marked: set[str] = field(default_factory=set)
    searched: str = ""
    link_above: str | None = None
    drafts: dict[str, Draft] = field(default_factory=dict)
    commit_draft: CommitDraft = NO_DRAFT
    committed: tuple[AppliedEdit, ...] = ()
    written: set[str] = field(default_factory=set)
    vanished: dict[str, bytes] = field(default_factory=dict)
    compared: str | None = None
    whatif: WhatIfState = field(default_factory=WhatIfState)
    leverages: LeverageCache = field(default_factory=LeverageCache)
    forecast_cache: ForecastCache = field(default_factory=ForecastCache)
    verdicts: Verdicts = field(default_factory=Verdicts)
    text_place: tuple[str, int, str | None] | None = None
    _started_in: Path | None = None
    _unscored: Scores | None = None
    _filtered: tuple[object, frozenset[str] | None] = (None, None)
    _catalogue: tuple[object, filters.FilterIndex | None] = (None, None)
    _outline: Outline | None = None

    def open(self, workspace: Workspace) -> None:
        """Show another workspace from now on."""
        self._started_in = self.started_in
        self.workspace = workspace
        self.grain = self.period = self.selected = self.link_above = self.text_place = None
        self.trail.clear()
        self.marked.clear()
        self.committed = ()
        self.commit_draft = NO_DRAFT
        self.written = set()
        self.vanished = {}
        self.whatif = WhatIfState()

    @property
    def started_in(self) -> Path:
        """The folder of the workspace that was open at first."""
        return self.workspace.root if self._started_in is None else self._started_in

    @property
    def model(self) -> Model:
        """What the text means now."""
        return self.workspace.model

    @property
    def scores(self) -> Scores:
        """The scores in the grain of the view, with what is assumed; none where there is no calendar to score by."""
        return self.whatif.overlaid(self.present_scores)

    @property
    def present_scores(self) -> Scores:
        """The scores as the text says, whatever is assumed."""
        if self.model.settings.calendar is None:
            if self._unscored is None or self._unscored.model is not self.model:
                self._unscored = unscored(self.model)
            return self._unscored
        return self.workspace.scores(self.grain_of(self.model))

    def grain_of(self, model: Model) -> Grain | None:
        """The grain of the view of a model: the one asked for, unless its calendar is coarser; None is the calendar's."""
        calendar = model.settings.calendar
        if calendar is None or self.grain is None or self.grain < calendar.grain:
            return None
        return self.grain

    def preview_scores(self, preview: Preview) -> Scores:
        """The scores that an edit would give, in the view as it would be; none without a calendar."""
        if preview.model.settings.calendar is None:
            return unscored(preview.model)
        return preview.scores(self.grain_of(preview.model))

    def verdict(self, cause: str, line: Dated[EntityLink]) -> str | None:
        """What the data say of a `drives` line of `cause`; None without a calendar."""
        if self.model.settings.calendar is None:
            return None
        return self.verdicts.of(self.workspace.scores(), cause, line)

    @property
    def column(self) -> int:
        """The index of the period in view among `scores.periods`."""
        return _column_of(self.scores, self.period)

    def column_in(self, scores: Scores) -> int:
        """The index of the period in view among those of other scores, whose calendar may have another grain."""
        shown = self.scores
        return _column_of(scores, shown.periods[self.column] if shown.periods else None)

    @property
    def period_text(self) -> str:
        """The period in view as it is written; empty without a calendar."""
        periods = self.scores.periods
        calendar = self.model.settings.calendar
        if not periods or calendar is None:
            return ""
        return calendar.fiscal.format(periods[self.column])

    def step_period(self, by: int) -> bool:
        """Go to a later or earlier period; False at the calendar's ends."""
        column = self.column + by
        if not 0 <= column < len(self.scores.periods):
            return False
        self.period = self.scores.periods[column]
        return True

    def show_period(self, text: str) -> str | None:
        """Go to a written period, in its own grain; tells what is wrong instead where it cannot."""
        calendar = self.model.settings.calendar
        if calendar is None:
            return "the workspace has no calendar"
        period = calendar.fiscal.parse(text.strip())
        if period is None:
            return f"`{text.strip()}` is not a period; write one such as {self.period_text}"
        if period.grain < calendar.grain:
            return f"the calendar is in {calendar.grain.plural}"
        if period not in self.workspace.scores(period.grain).periods:
            return f"{calendar.fiscal.format(period)} is outside the calendar"
        self.grain, self.period = period.grain, period
        return None

    def step_grain(self, by: int) -> bool:
        """Go to a coarser or finer grain, to the period that holds (or ends) the one in view.

        Where the current period stands in the one in view, finer leads to it: what ends later has no values yet.
        """
        calendar = self.model.settings.calendar
        if calendar is None:
            return False
        scores = self.scores
        shown = scores.periods[self.column]
        if not calendar.grain <= shown.grain + by <= Grain.YEAR:
            return False
        grain = Grain(shown.grain + by)
        fiscal = calendar.fiscal
        held = fiscal.seen_in(grain, shown)
        self.grain = grain
        periods = self.scores.periods
        current = periods[self.scores.current]
        if by < 0 and fiscal.containing(shown.grain, current) == shown:
            held = current
        self.period = held if held in periods else periods[-1]
        return True

    def show_current(self) -> None:
        """Go to the current period of the grain in view."""
        self.period = None

    def visit(self, address: str) -> None:
        """Select an item by a jump, so that `back` returns to where the user was."""
        if self.selected is not None and self.selected != address:
            self.trail.append(self.selected)
            del self.trail[:-100]
        self.selected = address
        self.text_place = None

    def look_at(self, path: str, line: int) -> None:
        """The line that the Text view opens at for as long as the selected item stays selected."""
        self.text_place = (path, line, self.selected)

    def back(self) -> bool:
        """Return from the last jump; False where there was none."""
        while self.trail:
            address = self.trail.pop()
            if self.exists(address):
                self.selected = address
                return True
        return False

    def exists(self, address: str) -> bool:
        """Whether the address still means something."""
        return self.entity(address) is not None or address in self.scores.row

    def since_commit(self) -> list[AppliedEdit]:
        """The edits made here, and not taken back, since the last commit from here."""
        committed = {id(change) for change in self.committed}
        return [change for change in self.workspace.done if id(change) not in committed]

    def marked_items(self) -> list[str]:
        """The marked items that still exist, in the order of display."""
        if not self.marked:
            return []
        return [address for address in self.outline.place if address in self.marked]

    # -- what is written about an item ---------------------------------------------------------

    def entity(self, address: str) -> Entity | None:
        """The record of an address; None for a perspective and for what is gone."""
        return self.model.entity(address)

    def label(self, address: str) -> str:
        """What an item is called on screen."""
        return item_kinds.label(self.model, address)

    def distinct_label(self, address: str) -> str:
        """What an item is called in a list: with its scorecard, or what it stands below, where another is called the same."""
        entity = self.entity(address)
        return self.model.distinct_label(entity) if entity is not None else self.label(address)

    def owner_text(self, address: str) -> str:
        """The nearest owner, by full name where a `person` line declares one."""
        head = address.partition(".")[0]
        holder = self.entity(address) or self.model.scorecards.get(head)
        owner = self.model.owner(holder) if holder else None
        return self.model.person_label(owner) if owner else ""

    def weight(self, branch: Branch, above: str | None) -> Weight | None:
        """The weight an item has where it stands; on a supporter's row the link's."""
        return weight_of(self.model, branch, above, self.end)

    def assumed_weight(self, address: str, above: str | None) -> float | None:
        """The weight assumed of an item, or of the link by which it supports `above`; None for none."""
        end = self.end
        if not self.whatif or end is None:
            return None
        return self.whatif.weight(address, above, end, self.present_scores)

    def weight_of(self, address: str) -> str:
        """An item's weight where its header places it, as it is written."""
        weight = self.weight(Branch(address, self.kind(address)), None)
        return numbers.format_weight(weight.value, percent=weight.percent) if weight else ""

    def weight_text(self) -> str:
        """The selected item's weight as it is written."""
        if self.selected is None:
            return ""
        supporting = self.link_above is not None
        branch = Branch(self.selected, self.kind(self.selected), supporting)
        weight = self.weight(branch, self.link_above)
        return numbers.format_weight(weight.value, percent=weight.percent) if weight else ""

    @property
    def end(self) -> int | None:
        """When the period in view ends (`FiscalYear.end`); None without a calendar."""
        return self.end_of(self.column)

    def end_of(self, column: int) -> int | None:
        """When a period of the view ends; None without a calendar."""
        calendar, periods = self.model.settings.calendar, self.scores.periods
        if calendar is None or not periods:
            return None
        return calendar.fiscal.end(periods[column].grain, periods[column].ordinal)

    @property
    def saved_scores(self) -> Scores:
        """The scores as of the last save, in the grain of the view; the present ones where there was no such view."""
        try:
            return self.workspace.saved_scores(self.present_scores.grain)
        except GrainError:
            return self.present_scores

    def kind(self, address: str) -> Kind:
        """What an address is."""
        return item_kinds.kind(self.model, address)

    # -- finding -------------------------------------------------------------------------------

    @property
    def catalogue(self) -> filters.FilterIndex:
        """Everything that can be found in the period in view, made again where something of it changed."""
        model, scores = self.model, self.scores
        basis = (ByIdentity(model), ByIdentity(scores), self.column, self.me)
        before = self._catalogue[1]
        if before is None or self._catalogue[0] != basis:
            before = filters.FilterIndex(model, scores, self.column, self.me, before)
            self._catalogue = (basis, before)
        return before

    @property
    def outline(self) -> Outline:
        """What stands below what, with the links of the period in view."""
        before = self._outline
        self._outline = before.on(self.model, self.end) if before else Outline(self.model, self.end)
        return self._outline

    def search(self, query: str) -> tuple[str, ...]:
        """Addresses that match, in the order of display; raises FilterError on an unknown key."""
        return self.catalogue.find(query)

    def filtered_addresses(self) -> frozenset[str] | None:
        """The addresses that filter and `only_mine` let through; None where neither is on."""
        query = _joined(self.query, mine=self.only_mine)
        if not query.strip():
            return None
        basis = (query, ByIdentity(self.model), ByIdentity(self.scores), self.column)
        if self._filtered[0] != basis:
            self._filtered = (basis, frozenset(self.search(query)))
        return self._filtered[1]

    def next_of(self, matches: Sequence[str], step: int, place: Mapping[str, int]) -> str | None:
        """Of addresses found, the one `step` (0, 1, -1) from the selected one, round the ends.

        Args:
            matches: In the order in which they show.
            step: How many further; 0 is the first at the selected one or after it.
            place: Where each address of the list in view stands.
        """
        if not matches:
            return None
        if self.selected in matches:
            return matches[(matches.index(self.selected) + step) % len(matches)]
        at = place.get(self.selected or "", -1)
        after = bisect_right(matches, at, key=lambda address: place.get(address, 0))
        return matches[(after + (min(0, step))) % len(matches)]

    def home_address(self) -> str | None:
        """The user's `home` where it exists, else the first top scorecard."""
        if self.home is not None and self.exists(self.home):
            return self.home
        return next(iter(self.model.scorecards), None)

    @property
    def error_count(self) -> int:
        """How many errors the workspace has (warnings do not count)."""
        return sum(problem.is_error for problem in self.model.diagnostics)

    def place(self) -> str:
        """File and line where the selected item is declared; empty where it has none."""
        if self.selected is None:
            return ""
        entity = self.entity(self.selected) or self.entity(self.selected.rpartition(".")[0])
        if entity is None:
            return ""
        path, line = self.model.place(entity.origin)
        return f"{path}:{line}"

    @property
    def fiscal(self) -> FiscalYear:
        """The workspace's fiscal year."""
        calendar = self.model.settings.calendar
        return calendar.fiscal if calendar else FiscalYear()

    def format(self, period: Period) -> str:
        """A period as it is written in this workspace."""
        return self.fiscal.format(period)

    def period_texts(self) -> list[str]:
        """All periods of the view, as written."""
        return [self.format(period) for period in self.scores.periods]

    def own_period(self, address: str, ordinal: int) -> str:
        """A period of a KPI's or measure's own grain, as written."""
        quantity = self.model.kpis.get(address) or self.model.measures[address]
        return self.format(Period(quantity.definition.grain, ordinal))

    def line_text(self, origin: Origin) -> str:
        """The line a fact stands on."""
        path, line = self.model.place(origin)
        return self.workspace.documents[path].line_text(line)


def _column_of(scores: Scores, period: Period | None) -> int:
    """The index of a period, or of the one that holds it or ends with it; the current one's where there is none."""
    if period is None or not scores.periods:
        return scores.current
    if period.grain is not scores.grain:
        fiscal, finer = scores.timeline.fiscal, period.grain < scores.grain
        period = (fiscal.containing if finer else fiscal.last)(scores.grain, period)
    return scores.periods.index(period) if period in scores.periods else scores.current


def _joined(query: str, *, mine: bool) -> str:
    """The filter with `mine` added to each of its alternatives."""
    return filters.narrow_query(query, "mine") if mine else query
