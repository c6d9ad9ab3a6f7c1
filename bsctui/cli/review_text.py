"""A change of the strategy told in the terminal, alike by every command that makes or shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bsctui.cli.terminal import is_plain, is_utf8, line_width

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.review.changes import StrategyChange
    from bsctui.review.comparison import Comparison

NARROW, WIDE = 60, 110


def echo_review(
    comparison: Comparison,
    old: str,
    new: str,
    author: Callable[[StrategyChange], str | None] = lambda _: None,
    *,
    everything: bool = True,
) -> None:
    """Print the review of `old` against `new`; `author` tells who made a change, where that is known."""
    from bsctui.review.as_text import ReviewStyle, review_lines

    style = ReviewStyle(line_width(NARROW, WIDE), colour=not is_plain(), ascii=not is_utf8())
    for line in review_lines(comparison, old, new, author, style, everything=everything):
        click.echo(line)
