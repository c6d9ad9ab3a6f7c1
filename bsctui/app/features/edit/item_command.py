"""What editing commands share: they act on the selected item, and go through the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui import numbers
from bsctui.app.core.commands import Command, Section
from bsctui.app.core.item_figures import item_figures
from bsctui.app.core.spans import StyledSpan
from bsctui.edits import Refused
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.item_figures import ItemFigures
    from bsctui.app.core.spans import Spans
    from bsctui.app.ui.prompt import Verdict
    from bsctui.edits import Edit


class ItemCommand(Command):
    """A command that changes the selected item."""

    section = Section.EDIT
    edits = True

    def enabled(self, shell: AppContext) -> bool:
        """Something must be selected."""
        return shell.session.selected is not None

    async def run(self, shell: AppContext) -> None:
        """Act on the selected item."""
        address = shell.session.selected
        if address is not None:
            await self.change(shell, address)

    async def change(self, shell: AppContext, address: str) -> None:
        """Do it."""
        raise NotImplementedError


def preview_verdict(
    shell: AppContext, address: str, edit_of: Callable[[str], Edit | None]
) -> Verdict:
    """A prompt's verdict: what would be refused and why, else the score as it would become."""

    def verdict(text: str) -> Spans | None:
        if not text.strip():
            return None
        edit = edit_of(text)
        if edit is None:
            return None
        return preview_spans(shell, address, edit)

    return verdict


def preview_spans(shell: AppContext, address: str, edit: Edit) -> Spans | None:
    """One line about an edit not yet made: the item's score, or of what it counts towards the first that moves.

    A weight changes nothing of the item itself, but of what it is a part of.
    """
    session = shell.session
    try:
        preview = session.workspace.preview(edit)
    except Refused as refused:
        return refusal_spans(refused)
    would_be = session.whatif.overlaid_on(session.preview_scores(preview))
    column = session.column_in(would_be)
    pairs = [
        (item, before, after)
        for item in reversed(session.outline.path(address))
        if (before := item_figures(session.scores, item, session.column)) is not None
        and (after := item_figures(would_be, item, column)) is not None
    ]
    if not pairs or pairs[0][0] != address:
        return None
    moved = (pair for pair in pairs if not _looks_alike(pair[1], pair[2]))
    item, before, after = next(moved, pairs[0])
    name = "" if item == address else f"{printable(session.label(item))} "
    return (
        StyledSpan(f"{name}score ", "dim"),
        *score_change_spans(before, after, shell.glyphs.arrow),
    )


def _looks_alike(before: ItemFigures, after: ItemFigures) -> bool:
    return numbers.format_score(before.shown) == numbers.format_score(after.shown)


def score_change_spans(before: ItemFigures, after: ItemFigures, arrow: str) -> Spans:
    """A score, what it would become, and the difference."""
    points = after.score - before.score
    moved = numbers.format_difference(points)
    look = "gain" if points > 0 else "loss" if points < 0 else "dim"
    return (
        StyledSpan(numbers.format_score(before.shown) or "none", "dim"),
        StyledSpan(f" {arrow} ", "dim"),
        StyledSpan(numbers.format_score(after.shown) or "none", "strong"),
        StyledSpan(f"  {moved}" if moved else "", look),
    )


def refusal_spans(refused: Refused) -> Spans:
    """Why an edit cannot be made, and what to write instead."""
    help_text = f"  {refused.help}" if refused.help else ""
    return (StyledSpan(refused.message, "error"), StyledSpan(help_text, "dim"))
