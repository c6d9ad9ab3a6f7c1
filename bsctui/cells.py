"""Text measured in the cells of a terminal: cutting, padding and wrapping; it may hold wide characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size

from bsctui.escaping import isolated

if TYPE_CHECKING:
    from collections.abc import Sequence


def truncate_cells(text: str, width: int, ellipsis: str = "…") -> str:
    """`text` in at most `width` cells, ended by an ellipsis where it is longer."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return set_cell_size(text, width - 1).rstrip() + ellipsis


SHORTEST: Final = 12
"""A label in fewer cells is cut at its end: of its middle nothing would be left to tell."""


def shorten_label(text: str, width: int, ellipsis: str = "…") -> str:
    """A label in at most `width` cells, cut in the middle: many begin alike, and differ at their ends."""
    if cell_len(text) <= width or width < SHORTEST:
        return truncate_cells(text, width, ellipsis)
    room = width - cell_len(ellipsis)
    head = set_cell_size(text, room // 2).rstrip()
    return f"{head}{ellipsis}{_last_cells(text, room - cell_len(head)).lstrip()}"


def _last_cells(text: str, width: int) -> str:
    """The longest end of `text` within `width` cells."""
    at, size = len(text), 0
    while at and size + cell_len(text[at - 1]) <= width:
        at -= 1
        size += cell_len(text[at])
    return text[at:]


def align_label(text: str, width: int, ellipsis: str = "…") -> str:
    """A label in exactly `width` cells, at their left; one read from right to left moves nothing beside it."""
    shown = shorten_label(text, width, ellipsis)
    return isolated(shown) + " " * (width - cell_len(shown))


def align_left(text: str, width: int, ellipsis: str = "…") -> str:
    """`text` in exactly `width` cells, at their left."""
    shown = truncate_cells(text, width, ellipsis)
    return isolated(shown) + " " * (width - cell_len(shown))


def align_right(text: str, width: int, ellipsis: str = "…") -> str:
    """`text` in exactly `width` cells, at their right."""
    shown = truncate_cells(text, width, ellipsis)
    return " " * (width - cell_len(shown)) + isolated(shown)


def share_cells(needs: Sequence[int], least: Sequence[int], room: int) -> tuple[int, ...]:
    """The cells of columns side by side: each has its least; of the rest those that lack fewest are served first.

    So as many as can be show all they hold, and a long one is not paid for by cutting every other.
    """
    cells = [min(need, few) for need, few in zip(needs, least, strict=True)]
    spare = max(0, room - sum(cells))
    for at in sorted(range(len(cells)), key=lambda at: needs[at] - cells[at]):
        more = min(spare, needs[at] - cells[at])
        cells[at] += more
        spare -= more
    return tuple(cells)


def wrap_cells(text: str, width: int) -> list[str]:
    """Words in lines of at most `width` cells; a longer word is broken."""
    lines: list[str] = [""]
    for word in text.split():
        rest = word
        candidate = f"{lines[-1]} {rest}" if lines[-1] else rest
        if cell_len(candidate) <= width:
            lines[-1] = candidate
            continue
        if lines[-1]:
            lines.append("")
        while cell_len(rest) > width > 0:
            head = _head(rest, width)
            lines[-1] = head
            lines.append("")
            rest = rest[len(head) :]
        lines[-1] = rest
    return lines


def wrap_within(text: str, width: int, most: int, ellipsis: str = "…") -> list[str]:
    """As `wrap`, in at most so many lines; what does not fit is cut off the last one with an ellipsis."""
    lines = wrap_cells(text, width)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], truncate_cells(" ".join(lines[most - 1 :]), width, ellipsis)]


def _head(text: str, width: int) -> str:
    """The longest beginning of `text` (at least one character) within `width` cells."""
    size = 0
    for index, character in enumerate(text):
        size += cell_len(character)
        if size > width:
            return text[: max(index, 1)]
    return text
