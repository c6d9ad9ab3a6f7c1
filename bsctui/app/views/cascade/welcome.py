"""What an empty directory shows: that it is empty, and the two ways to begin."""

from __future__ import annotations

from bsctui.app.core.spans import Spans, StyledSpan

STARTER, DEMO = 2, 3
"""The rows that enter acts on."""


def welcome_lines() -> tuple[Spans, ...]:
    """The lines in place of the tree."""
    return (
        (StyledSpan(" There is no scorecard here yet.", "strong"),),
        (),
        (
            StyledSpan(" enter ", "key"),
            StyledSpan("  start your own scorecard: name, owner, months or quarters"),
        ),
        (
            StyledSpan(" enter ", "key"),
            StyledSpan("  open the demo, an airline, in a temporary folder"),
        ),
        (),
        (StyledSpan(" Or write one: bsctui help language tells how.", "dim"),),
    )
