"""What the sections are made of: tables whose cells are made safe, statuses, folded lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.escaping import markdown_code as code
from bsctui.escaping import markdown_inside as safe_inside
from bsctui.escaping import markdown_text as safe
from bsctui.markdown import collapsed_lines
from bsctui.report import signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bsctui.report.scorecard_rows import KpiRow, ReportedScore

OPEN_ROWS: Final = 20
"""Rows of a list that stand open; the rest are folded."""

SPARK_PERIODS: Final = 8
"""Periods in a sparkline: two years of quarters."""


class MarkdownText(str):
    """Text that is markdown already; any other text is made safe on its way in."""

    __slots__ = ()


class MarkdownColumn(NamedTuple):
    """A column of a table: its heading, and whether numbers stand in it."""

    heading: str
    is_number: bool = False


def table(columns: Sequence[MarkdownColumn], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table whose rows all have its columns; headings are markdown already."""
    yield "| " + " | ".join(column.heading for column in columns) + " |"
    yield "| " + " | ".join("---:" if column.is_number else "---" for column in columns) + " |"
    for row in rows:
        yield "| " + " | ".join(escaped_markdown(cell) for cell in row) + " |"
    yield ""


def escaped_markdown(text: str) -> str:
    """Text made safe; what is markdown already stays as it is."""
    return text if isinstance(text, MarkdownText) else safe(text)


def inline_code(text: str) -> MarkdownText:
    """Text in which backticks set off addresses and keywords, as in messages."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return MarkdownText(safe(text))
    return MarkdownText(
        "".join(code(p) if at % 2 else safe_inside(p) for at, p in enumerate(parts))
    )


def stacked_lines(*texts: str) -> MarkdownText:
    """Texts one below the other, empty ones left out."""
    return MarkdownText("<br>".join(escaped_markdown(text) for text in texts if text))


def strong_text(text: str) -> MarkdownText:
    """A label that stands out."""
    return MarkdownText(f"**{safe(text)}**")


def status_cell(standing: ReportedScore) -> str:
    """A status: sign, word, and what must be known of it."""
    sign = signs.BROKEN if standing.broken else signs.status_sign(standing.status)
    return f"{sign} {signs.status_in_words(standing)}"


def collapsible_table(
    columns: Sequence[MarkdownColumn], rows: Sequence[Sequence[str]]
) -> Iterator[str]:
    """A table of which only the first rows stand open."""
    yield from table(columns, rows[:OPEN_ROWS])
    if rows[OPEN_ROWS:]:
        yield from collapsed_lines(
            f"{len(rows) - OPEN_ROWS} more", table(columns, rows[OPEN_ROWS:])
        )


def value_sparkline(row: KpiRow) -> str:
    """A KPI's values up to the period of the report."""
    return signs.block_sparkline(row.figures.values[: row.figures.at + 1], SPARK_PERIODS)
