"""What the sections of the page are made of: status badges, differences, tables, sections."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.report import signs
from bsctui.report.html.elements import el
from bsctui.report.html.plots import sparkline
from bsctui.signs import TREND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from bsctui.report.html.elements import HtmlChild
    from bsctui.report.scorecard_rows import KpiRow, ReportedScore


class HtmlColumn(NamedTuple):
    """A column of a table: its heading and how its cells look."""

    heading: str
    look: str | None = None


NUMBER: Final = "number"
PROSE: Final = "prose"

MOST_ROWS: Final = 500
"""Rows of a list that are told at all: nobody reads more, and the page must be sent."""

OPEN_ROWS: Final = 20
"""Rows of a list that stand open; the rest are folded, and left out on paper."""


def status_badge(standing: ReportedScore) -> Element:
    """A status: sign, word, and what must be known of it."""
    broken = signs.BROKEN if standing.broken else signs.status_sign(standing.status)
    look = "broken" if standing.broken else standing.status or "none"
    return el(
        "span",
        el("span", broken, class_="sign", aria_hidden="true"),
        el("span", signs.status_in_words(standing)),
        class_=f"status {look}",
    )


def points_difference(points: float) -> Element:
    """Points won or lost; the sign tells which."""
    if isnan(points):
        return el("span", signs.NONE, class_="none")
    look = "gain" if points >= 0.05 else "loss" if points <= -0.05 else "none"
    return el("span", signs.difference_or_dot(points), class_=look)


def trend_cell(standing: ReportedScore) -> Element:
    """A difference with its arrow."""
    arrow = TREND.get(standing.trend) if standing.trend is not None else None
    return el(
        "span",
        points_difference(standing.change),
        el("span", f" {arrow}", class_="arrow", aria_hidden="true") if arrow else None,
        class_="trend",
    )


def label_cell(label: HtmlChild, *below: str) -> Element:
    """A label with smaller words below it."""
    return el(
        "span",
        el("span", label, class_="label"),
        *(el("span", text, class_="below") for text in below if text),
        class_="name",
    )


def inline_code(text: str) -> Element:
    """Text in which backticks set off addresses and keywords, as in messages."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return el("span", text)
    return el("span", (el("code", part) if at % 2 else part for at, part in enumerate(parts)))


def table(
    caption: str, columns: Sequence[HtmlColumn], rows: Iterable[Sequence[HtmlChild]]
) -> Element:
    """A table that names its rows and columns; a row's first cell is its name. It scrolls inside itself where it is too wide."""
    body = (el("tr", _cells(columns, row)) for row in rows)
    return framed_table(caption, columns, [el("tbody", body)])


def collapsible_table(
    caption: str, columns: Sequence[HtmlColumn], rows: Sequence[Sequence[HtmlChild]]
) -> Iterator[Element]:
    """A table of which only the first rows stand open."""
    yield table(caption, columns, rows[:OPEN_ROWS])
    folded = rows[OPEN_ROWS:MOST_ROWS]
    if folded:
        yield collapsed_rest(len(folded), table(f"{caption}, continued", columns, folded))
    if rows[MOST_ROWS:]:
        yield muted_paragraph(
            f"And {len(rows) - MOST_ROWS} more; bsctui report REF shows one unit."
        )


def collapsed_rest(count: int, *children: HtmlChild) -> Element:
    """What a reader opens who wants to see all."""
    return el("details", el("summary", f"{count} more"), *children, class_="more")


def value_sparkline(row: KpiRow) -> Element | None:
    """A KPI's values up to the period of the report, and its target."""
    figures = row.figures
    end = figures.at + 1
    return sparkline(figures.values[:end], figures.low[:end])


def framed_table(caption: str, columns: Sequence[HtmlColumn], bodies: Iterable[Element]) -> Element:
    """A table from its bodies, as `table` makes one."""
    head = el(
        "thead",
        el("tr", (el("th", column.heading, scope="col", class_=column.look) for column in columns)),
    )
    return el(
        "div",
        el("table", el("caption", caption), head, *bodies),
        class_="scroll",
        role="region",
        tabindex="0",
        aria_label=caption,
    )


def table_row(
    columns: Sequence[HtmlColumn], cells: Sequence[HtmlChild], look: str | None = None
) -> Element:
    """One row of a table."""
    return el("tr", _cells(columns, cells), class_=look)


def _cells(columns: Sequence[HtmlColumn], cells: Sequence[HtmlChild]) -> Iterable[Element]:
    for at, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if at == 0:
            yield el("th", cell, scope="row", class_=column.look)
        else:
            yield el("td", cell, class_=column.look, data_label=column.heading)


def page_section(anchor: str, title: str, *children: HtmlChild | Iterable[HtmlChild]) -> Element:
    """A section with its heading, which the contents name."""
    return el("section", el("h2", title), *children, id=anchor, aria_label=title)


def muted_paragraph(text: str) -> Element:
    """A sentence that explains, or that says what there is not."""
    return el("p", text, class_="quiet")
