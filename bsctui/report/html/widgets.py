"""What the sections of the page are made of: status badges, differences, tables, sections."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from bsctui.report import signs
from bsctui.report.html.elements import el
from bsctui.report.html.plots import sparkline
from bsctui.signs import TREND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bsctui.report.html.elements import HtmlChild, Markup
    from bsctui.report.scorecard_rows import KpiRow, ReportedScore


T = TypeVar("T")


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


def status_badge(standing: ReportedScore) -> Markup:
    """A status: sign, word, and what must be known of it."""
    broken = signs.BROKEN if standing.broken else signs.status_sign(standing.status)
    look = "broken" if standing.broken else standing.status or "none"
    return el(
        "span",
        el("span", broken, class_="sign", aria_hidden="true"),
        el("span", signs.status_in_words(standing)),
        class_=f"status {look}",
    )


def points_difference(points: float) -> Markup:
    """Points won or lost; the sign tells which."""
    if isnan(points):
        return el("span", signs.NONE, class_="none")
    look = "gain" if points >= 0.05 else "loss" if points <= -0.05 else "none"
    return el("span", signs.difference_or_dot(points), class_=look)


def trend_cell(standing: ReportedScore) -> Markup:
    """A difference with its arrow."""
    arrow = TREND.get(standing.trend) if standing.trend is not None else None
    return el(
        "span",
        points_difference(standing.change),
        el("span", f" {arrow}", class_="arrow", aria_hidden="true") if arrow else None,
        class_="trend",
    )


def label_cell(label: HtmlChild, *below: str) -> Markup:
    """A label with smaller words below it."""
    return el(
        "span",
        el("span", label, class_="label"),
        *(el("span", text, class_="below") for text in below if text),
        class_="name",
    )


def inline_code(text: str) -> Markup:
    """Text in which backticks set off addresses and keywords, as in messages."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return el("span", text)
    return el("span", (el("code", part) if at % 2 else part for at, part in enumerate(parts)))


def table(
    caption: str, columns: Sequence[HtmlColumn], rows: Iterable[Sequence[HtmlChild]]
) -> Markup:
    """A table that names its rows and columns; a row's first cell is its name. It scrolls inside itself where it is too wide."""
    body = (el("tr", _cells(columns, row)) for row in rows)
    return framed_table(caption, columns, [el("tbody", body)])


def collapsible_table(
    caption: str,
    columns: Sequence[HtmlColumn],
    items: Sequence[T],
    cells: Callable[[T], Sequence[HtmlChild]],
) -> Iterator[Markup]:
    """A table of which only the first rows stand open; `cells` makes an item's row."""
    yield table(caption, columns, map(cells, items[:OPEN_ROWS]))
    folded = items[OPEN_ROWS:MOST_ROWS]
    if folded:
        rest = table(f"{caption}, continued", columns, map(cells, folded))
        yield collapsed_rest(len(folded), rest)
    if len(items) > MOST_ROWS:
        yield muted_paragraph(
            f"And {len(items) - MOST_ROWS} more; bsctui report REF shows one unit."
        )


def collapsed_rest(count: int, *children: HtmlChild) -> Markup:
    """What a reader opens who wants to see all."""
    return el("details", el("summary", f"{count} more"), *children, class_="more")


def value_sparkline(row: KpiRow) -> Markup | None:
    """A KPI's values up to the period of the report, and its target."""
    figures = row.figures
    end = figures.at + 1
    return sparkline(figures.values[:end], figures.low[:end])


def framed_table(caption: str, columns: Sequence[HtmlColumn], bodies: Iterable[Markup]) -> Markup:
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
) -> Markup:
    """One row of a table."""
    return el("tr", _cells(columns, cells), class_=look)


def _cells(columns: Sequence[HtmlColumn], cells: Sequence[HtmlChild]) -> Iterable[Markup]:
    for at, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if at == 0:
            yield el("th", cell, scope="row", class_=column.look)
        else:
            yield el("td", cell, class_=column.look, data_label=column.heading)


class PageSection(NamedTuple):
    """A section of the page, and how the contents name it."""

    anchor: str
    title: str
    body: Markup


def page_section(
    anchor: str, title: str, *children: HtmlChild | Iterable[HtmlChild]
) -> PageSection:
    """A section with its heading."""
    body = el("section", el("h2", title), *children, id=anchor, aria_label=title)
    return PageSection(anchor, title, body)


def muted_paragraph(text: str) -> Markup:
    """A sentence that explains, or that says what there is not."""
    return el("p", text, class_="quiet")
