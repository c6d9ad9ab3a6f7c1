"""What the sections are made of: tables whose cells are made safe, statuses, folded lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.escaping import markdown as safe
from bsctui.escaping import markdown_code as code
from bsctui.escaping import markdown_inside as safe_inside
from bsctui.report import signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bsctui.report.content import KpiRow, Standing

ROWS: Final = 20
"""Rows of a list that stand open; the rest are folded."""

BARS: Final = 8
"""Periods in a sparkline: two years of quarters."""


class Marked(str):
    """Text that is markdown already; any other text is made safe on its way in."""

    __slots__ = ()


class Column(NamedTuple):
    """A column of a table: its heading, and whether numbers stand in it."""

    heading: str
    is_number: bool = False


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table whose rows all have its columns; headings are markdown already."""
    yield "| " + " | ".join(one.heading for one in columns) + " |"
    yield "| " + " | ".join("---:" if one.is_number else "---" for one in columns) + " |"
    for row in rows:
        yield "| " + " | ".join(said(cell) for cell in row) + " |"
    yield ""


def said(text: str) -> str:
    """Text made safe; what is markdown already stays as it is."""
    return text if isinstance(text, Marked) else safe(text)


def coded(text: str) -> Marked:
    """Text in which backticks set off addresses and keywords, as in messages."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return Marked(safe(text))
    return Marked("".join(code(p) if at % 2 else safe_inside(p) for at, p in enumerate(parts)))


def below(*texts: str) -> Marked:
    """Texts one below the other, empty ones left out."""
    return Marked("<br>".join(said(text) for text in texts if text))


def strong(text: str) -> Marked:
    """A label that stands out."""
    return Marked(f"**{safe(text)}**")


def status(standing: Standing) -> str:
    """A status: sign, word, and what must be known of it."""
    sign = signs.BROKEN if standing.broken else signs.status(standing.status)
    return f"{sign} {signs.words(standing)}"


def folded(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines that a reader opens; the title is our own."""
    yield f"<details><summary>{title}</summary>"
    yield ""
    yield from lines
    yield "</details>"
    yield ""


def opened(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table of which only the first rows stand open."""
    yield from table(columns, rows[:ROWS])
    if rows[ROWS:]:
        yield from folded(f"{len(rows) - ROWS} more", table(columns, rows[ROWS:]))


def course(row: KpiRow) -> str:
    """A KPI's values up to the period of the report."""
    return signs.bars(row.measured.values[: row.measured.at + 1], BARS)
