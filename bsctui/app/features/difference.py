"""What an edit would change, by its meaning, as lines of the question whether to make it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.app.core.spans import StyledSpan
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.app.core.spans import Spans
    from bsctui.workspace import Workspace
    from bsctui.workspace.workspace import Preview

READ_WIDTH: Final = 76
"""Cells of a line of the difference: the box's."""


def difference_lines(workspace: Workspace, preview: Preview, what: str) -> list[str]:
    """The semantic difference between a workspace and what an edit would make of it.

    Args:
        workspace: As it is.
        preview: As it would be.
        what: The word for where the change comes from.
    """
    from bsctui.review.as_text import ReviewStyle, incoming_lines
    from bsctui.review.comparison import compare

    comparison = compare(workspace.model, preview.model)
    return list(incoming_lines(comparison, what, ReviewStyle(READ_WIDTH)))


def as_explanation(lines: Iterable[str]) -> list[Spans]:
    """Such lines as a question shows them, a blank one above."""
    return [(), *((StyledSpan(f" {printable(line)}"),) for line in lines)]
