"""The cascade of a model that is nowhere in the files, scored beside the present one; to be read, not changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from bsctui import numbers
from bsctui.app.core import item_kinds
from bsctui.app.core.commands import LayerCommand
from bsctui.app.core.item_figures import item_figures
from bsctui.app.core.spans import StyledSpan
from bsctui.app.core.tree import Outline, TreeRow, flatten
from bsctui.app.core.weights import weight_of
from bsctui.app.ui import tree_columns as columns
from bsctui.app.ui.list_layer import LeaveLayer, ListKeys, ListLayer, ReadOn
from bsctui.app.ui.listing import Listing
from bsctui.app.ui.styles import Bar
from bsctui.model.entities import Kind
from bsctui.scoring.evaluate import evaluate
from bsctui.scoring.status import shown_score

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.session import Session
    from bsctui.app.core.spans import Spans
    from bsctui.model.model import Model
    from bsctui.scoring.result import Scores


class MixedRows:
    """The rows of the mixed cascade, all unfolded; an item is compared by its address.

    Args:
        scores: Of the mixed model, in the view's grain.
        column: The period of `scores` that is shown.
        session: Whose present scores stand beside.
    """

    def __init__(self, scores: Scores, column: int, session: Session, glyphs: Glyphs) -> None:
        self.scores = scores
        self._column = column
        self._present, self._glyphs = session.present_scores, glyphs
        period, fiscal = scores.periods[column], scores.timeline.fiscal
        self._end = fiscal.end(period.grain, period.ordinal)
        at = self._present.periods
        self._beside = at.index(period) if period in at else None
        outline = Outline(scores.model, self._end)
        self.rows = unfolded(outline)

    def __len__(self) -> int:
        """How many."""
        return len(self.rows)

    def line(self, index: int, width: int) -> Spans:
        """One row: present, mixed, and the points between them."""
        row = self.rows[index]
        shown = item_figures(self.scores, row.address, self._column)
        beside = self._present.row.get(row.address)
        if shown is not None and beside is not None and self._beside is not None:
            shown = shown._replace(
                present=float(self._present.score[beside, self._beside]),
                present_shown=shown_score(self._present, beside, self._beside),
            )
        shape = columns.fitting_columns(width, columns.Mode.MIXED)
        return columns.tree_line(self._cells(row), shown, shape, self._glyphs)

    def _cells(self, row: TreeRow) -> columns.TreeCells:
        model = self.scores.model
        weight = weight_of(model, row.branch, row.above, self._end)
        entity = model.entity(row.address)
        owner = model.owner(entity) if entity is not None else None
        return columns.TreeCells(
            indent=row.depth,
            sign=self._sign(row),
            label=item_kinds.label(model, row.address),
            look="strong" if row.branch.kind in {Kind.SCORECARD, Kind.PERSPECTIVE} else "",
            weight=numbers.format_weight(weight.value, percent=weight.percent) if weight else "",
            owner=model.person_label(owner) if owner else "",
            marked=False,
        )

    def _sign(self, row: TreeRow) -> str:
        glyphs = self._glyphs
        if row.branch.supporting:
            return glyphs.link
        if row.branch.kind is Kind.KPI:
            return glyphs.leaf
        return glyphs.opened if row.opened else glyphs.bare


def unfolded(outline: Outline) -> list[TreeRow]:
    """Every item once, scored ones only, and each supporter below what it supports, folded."""
    opened = {outline.path(branch.address) for branch in outline.everything()}
    unscored = {Kind.INITIATIVE, Kind.MEASURE}
    return flatten(outline, opened, lambda branch: branch.kind not in unscored)


class GoToItem(LayerCommand):
    """Out of what is only read, to what can be changed."""

    id = "mixed.go"
    keys = "enter"
    help = "goes to the item itself"

    def act(self, layer: MixedLayer) -> None:
        layer.go()


class LeaveMixed(LeaveLayer):
    """The key that drops what was mixed in."""

    id = "whatif.drop"
    keys = "X"


class MixedLayer(ListLayer[str]):
    """Answers with the address to go to, or None where it was only read.

    Args:
        model: What is scored.
        title: What it is, said in the header.
    """

    KEYS = (GoToItem, LeaveLayer, LeaveMixed, ReadOn, ListKeys)

    def __init__(self, model: Model, title: str) -> None:
        super().__init__()
        self._model = model
        self._title = title

    def compose(self) -> ComposeResult:
        """What it is, the columns, the rows, the keys."""
        with Vertical(id="box", classes="mixed"):
            yield Bar(id="title")
            yield Bar(id="columns")
            yield Listing(id="keys")
            yield Bar(id="hints")

    def on_mount(self) -> None:
        """In the view's grain and period, where the mixed calendar has it."""
        session, glyphs = self.shell.session, self.shell.glyphs
        scores = evaluate(self._model, session.grain_of(self._model))
        column = session.column_in(scores)
        self.rows = MixedRows(scores, column, session, glyphs)
        period = session.format(scores.periods[column])
        self.query_one("#title", Bar).show((StyledSpan(f" {self._title}  {period}", "title"),))
        hints = StyledSpan(" enter goes to the item, esc or X leaves", "dim")
        self.query_one("#hints", Bar).show((hints,))
        listing = self.pane
        listing.focus()
        places_of = [row.address for row in self.rows.rows]
        start = session.selected
        listing.show(self.rows, places_of.index(start) if start in places_of else 0)
        self._show_heading()

    def _show_heading(self) -> None:
        width = self.pane.scrollable_content_region.width
        shape = columns.fitting_columns(max(20, width), columns.Mode.MIXED)
        heading = columns.tree_heading(shape, "Cascade", self.shell.glyphs)
        self.query_one("#columns", Bar).show(heading)

    def on_listing_sized(self) -> None:
        """The columns are those of the rows."""
        self._show_heading()

    def go(self) -> None:
        """Leave for the item itself."""
        at = self.pane.cursor
        self.dismiss(self.rows.rows[at].address if at < len(self.rows) else None)

    def on_listing_chosen(self) -> None:
        """A second click goes there."""
        self.go()
