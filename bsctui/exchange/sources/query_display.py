"""A query as it is shown before it is trusted: all of it, with nothing that hides a part of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY_BLANKS: Final = 16
"""In a row: more would push what stands behind them out of sight."""

MANY_LINES: Final = 3
"""Empty ones in a row, likewise."""

_BLANKS: Final = re.compile(rf"(?<=\S)\s{{{MANY_BLANKS},}}")


def query_lines(text: str) -> Iterator[str]:
    """The lines of a query, printable; long runs of blanks or empty lines are told in words."""
    empty = 0
    for line in (*text.splitlines(), None):
        if line is not None and not line.strip():
            empty += 1
            continue
        if line is not None or empty:
            yield from [""] * empty if empty <= MANY_LINES else [f"[{empty} empty lines]"]
        empty = 0
        if line is not None:
            yield printable(_BLANKS.sub(_blanks_note, _indented(line)))


def _blanks_note(blanks: re.Match[str]) -> str:
    return f" [{len(blanks[0])} blanks] "


def _indented(line: str) -> str:
    bare = line.lstrip()
    indent = len(line) - len(bare)
    return line if indent <= MANY_BLANKS else f"[{indent} blanks] {bare}"
