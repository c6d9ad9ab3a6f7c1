"""What the terminal, or what stands in its place, can show."""

from __future__ import annotations

import os
import sys

IN_A_PIPE = 80
"""Cells of a line of text where nothing says how wide it may be."""


def is_plain() -> bool:
    """Whether output must be plain: no terminal, or NO_COLOR is set."""
    return bool(os.environ.get("NO_COLOR")) or not sys.stdout.isatty()


def is_utf8() -> bool:
    """Whether the output's encoding holds every character."""
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


def is_unicode() -> bool:
    """Whether more than ASCII can be drawn: Linux's console has UTF-8, but only few signs."""
    return is_utf8() and os.environ.get("TERM") != "linux"


def line_width(least: int, most: int, in_a_pipe: int = IN_A_PIPE) -> int:
    """Cells of a line: what COLUMNS or the terminal that is written to says, within bounds."""
    return min(max(_columns() or in_a_pipe, least), most)


def _columns() -> int | None:
    stated = os.environ.get("COLUMNS", "")
    if stated.isascii() and stated.isdigit() and int(stated) > 0:
        return int(stated)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return None
