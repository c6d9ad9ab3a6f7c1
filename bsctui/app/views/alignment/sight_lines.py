"""How the lines of sight are laid out in cells: names in full as long as a cell beside them is free."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui import numbers
from bsctui.app.core.item_figures import item_figures
from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.cells import align_label, align_left, align_right, share_cells
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.session import Session
    from bsctui.app.views.alignment.sight import SightLine
    from bsctui.app.views.alignment.state import AlignmentLine, AlignmentState

MEASURED = 500
"""How many lines the columns are made for: longer names further down are cut, and nothing is slow."""

CARD_FROM = 60
"""Below so many cells a scorecard stands in brackets after the objective's name, where that needs it."""

FIGURES = 8
"""A status and a score, each with its blanks."""

GAP = 2
"""Blanks between a label and its scorecard."""

USUAL = "supports"
"""The word left out first: what serves another mostly does so by supporting it."""


class SightTexts(NamedTuple):
    """What a line says besides its figures."""

    tier: str
    joints: str
    label: str
    card: str
    remark: str


class SightShape(NamedTuple):
    """How wide each part is; label and scorecard share what lies between tier and figures.

    Attributes:
        tier: Cells of the tier.
        label: Where the scorecards begin, as long as the label and the scorecard of a line let them.
        names: Cells of label and scorecard together.
        remark: Cells of the remark.
        usual: Whether the usual word stands there too.
    """

    tier: int
    label: int
    names: int
    remark: int
    usual: bool


def sight_shape(lines: Sequence[SightTexts], width: int) -> SightShape:
    """The columns of some lines."""
    tier = max((cell_len(each.tier) for each in lines), default=0)
    tier = min(tier, max(8, width // 5))
    label = max((cell_len(each.joints) + cell_len(each.label) for each in lines), default=0)
    card = max((cell_len(each.card) for each in lines), default=0)
    for usual in (True, False):
        words = (each.remark for each in lines if usual or each.remark != USUAL)
        remark = max(map(cell_len, words), default=0)
        room = width - 2 - tier - FIGURES - bool(remark) - remark
        if label + GAP + card <= room:
            return SightShape(tier, label, label + GAP + card, remark, usual)
    return SightShape(tier, max(0, room - GAP - card), max(4, room), remark, usual=False)


def shared_names(texts: SightTexts, shape: SightShape, cut: str) -> tuple[str, str]:
    """Label and scorecard of a line in its cells: neither is cut as long as one is free."""
    room = shape.names - cell_len(texts.joints)
    needs = cell_len(texts.label), cell_len(texts.card)
    if not needs[1]:
        return align_label(texts.label, max(1, room), cut), ""
    start = shape.label - cell_len(texts.joints)
    label, card = share_cells(needs, (room // 2, 8), room - GAP)
    label = min(max(label, start), room - GAP - card)
    return align_label(
        texts.label, label, cut
    ), f"{' ' * GAP}{align_label(texts.card, room - label - GAP, cut)}"


class SightRows:
    """The lines of sight as the listing draws them."""

    def __init__(self, state: AlignmentState, glyphs: Glyphs) -> None:
        self._session: Session = state.session
        self._lines = state.lines
        self._glyphs = glyphs
        self._width = -1
        self._shapes: tuple[SightShape, SightShape] | None = None
        tiers = self._session.model.settings.tiers
        self._tiers = {tier.name: printable(tier.label) for tier in tiers}

    def __len__(self) -> int:
        """How many lines."""
        return len(self._lines)

    def leaves_out_usual(self, width: int) -> bool:
        """Whether `supports` is left out for want of room."""
        return not self._shaped(width)[0].usual

    def line(self, index: int, width: int) -> Spans:
        """An objective with its tier, scorecard and score; or a text."""
        line = self._lines[index]
        if line.address is None:
            return (StyledSpan(f" {line.text}", "title" if line.title else "dim"),)
        return self._objective(line, line.address, width)

    def _shaped(self, width: int) -> tuple[SightShape, SightShape]:
        """The columns of the lines of sight, and of what has none."""
        if self._shapes is None or width != self._width:
            drawn = [line for line in self._lines if line.sight][:MEASURED]
            without = [line for line in self._lines if line.address and not line.sight][:MEASURED]
            drawn_texts, without_texts = (
                [self._texts(line, line.address or "", width) for line in part]
                for part in (drawn, without)
            )
            self._width = width
            self._shapes = sight_shape(drawn_texts, width), sight_shape(without_texts, width)
        return self._shapes

    def _texts(self, line: AlignmentLine, address: str, width: int) -> SightTexts:
        session = self._session
        card = session.model.scorecards[session.model.objectives[address].scorecard]
        beside = width >= CARD_FROM
        name = session.label(address) if beside else session.distinct_label(address)
        return SightTexts(
            self._tiers.get(card.tier, printable(card.tier)),
            sight_joints(line.sight, self._glyphs) if line.sight else "",
            printable(name),
            printable(card.display_name) if beside else "",
            line.sight.word if line.sight else line.text,
        )

    def _objective(self, line: AlignmentLine, address: str, width: int) -> Spans:
        session, cut = self._session, self._glyphs.ellipsis
        texts = self._texts(line, address, width)
        shape = self._shaped(width)[0 if line.sight else 1]
        shown = item_figures(session.scores, address, session.column)
        status = shown.status if shown else None
        is_anchor = line.sight is not None and line.sight.anchor
        label, card = shared_names(texts, shape, cut)
        remark = "" if texts.remark == USUAL and not shape.usual else texts.remark
        return (
            StyledSpan(f" {align_left(texts.tier, shape.tier, cut)} ", "dim"),
            StyledSpan(texts.joints, "dim"),
            StyledSpan(label, "strong" if is_anchor else ""),
            StyledSpan(card),
            StyledSpan(f" {self._glyphs.status(status)} ", status or "dim"),
            StyledSpan(align_right(numbers.format_score(shown.shown) if shown else "", 5)),
            StyledSpan(f" {remark}" if remark else "", "dim"),
        )


def sight_joints(sight: SightLine, glyphs: Glyphs) -> str:
    """The joints before an objective: a stroke for each level that goes on, a corner at its own."""
    if not sight.lasts:
        return ""
    strokes = "".join("  " if last else f"{glyphs.stroke} " for last in sight.lasts[:-1])
    return f"{strokes}{glyphs.corner if sight.lasts[-1] else glyphs.joint} "
