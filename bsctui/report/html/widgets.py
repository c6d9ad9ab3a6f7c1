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

    from bsctui.report.content import KpiRow, Standing
    from bsctui.report.html.elements import Node


class Column(NamedTuple):
    """A column of a table: its heading and how its cells look."""

    heading: str
    look: str | None = None


NUMBER: Final = "number"
PROSE: Final = "prose"

ROWS: Final = 20
"""Rows of a list that stand open; the rest are folded, and left out on paper."""


def badge(standing: Standing) -> Element:
    """A status: sign, word, and what must be known of it."""
    broken = signs.BROKEN if standing.broken else signs.status(standing.status)
    look = "broken" if standing.broken else standing.status or "none"
    return el(
        "span",
        el("span", broken, class_="sign", aria_hidden="true"),
        el("span", signs.words(standing)),
        class_=f"status {look}",
    )


def difference(points: float) -> Element:
    """Points won or lost; the sign tells which."""
    if isnan(points):
        return el("span", signs.NONE, class_="none")
    look = "gain" if points >= 0.05 else "loss" if points <= -0.05 else "none"
    return el("span", signs.difference(points), class_=look)


def trend(standing: Standing) -> Element:
    """A difference with its arrow."""
    arrow = TREND.get(standing.trend) if standing.trend is not None else None
    return el(
        "span",
        difference(standing.change),
        el("span", f" {arrow}", class_="arrow", aria_hidden="true") if arrow else None,
        class_="trend",
    )


def name(label: Node, *below: str) -> Element:
    """A label with smaller words below it."""
    return el(
        "span",
        el("span", label, class_="label"),
        *(el("span", text, class_="below") for text in below if text),
        class_="name",
    )


def coded(text: str) -> Element:
    """Text in which backticks set off addresses and keywords, as in messages."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return el("span", text)
    return el("span", (el("code", part) if at % 2 else part for at, part in enumerate(parts)))


def table(caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Node]]) -> Element:
    """A table that names its rows and columns; a row's first cell is its name. It scrolls inside itself where it is too wide."""
    body = (el("tr", _cells(columns, row)) for row in rows)
    return framed(caption, columns, [el("tbody", body)])


def opened(
    caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Node]]
) -> Iterator[Element]:
    """A table of which only the first rows stand open."""
    yield table(caption, columns, rows[:ROWS])
    if rows[ROWS:]:
        yield more(len(rows) - ROWS, table(f"{caption}, continued", columns, rows[ROWS:]))


def more(count: int, *children: Node) -> Element:
    """What a reader opens who wants to see all."""
    return el("details", el("summary", f"{count} more"), *children, class_="more")


def course(row: KpiRow) -> Element | None:
    """A KPI's values up to the period of the report, and its target."""
    measured = row.measured
    end = measured.at + 1
    return sparkline(measured.values[:end], measured.low[:end])


def framed(caption: str, columns: Sequence[Column], bodies: Iterable[Element]) -> Element:
    """A table from its bodies, as `table` makes one."""
    head = el(
        "thead",
        el("tr", (el("th", one.heading, scope="col", class_=one.look) for one in columns)),
    )
    return el(
        "div",
        el("table", el("caption", caption), head, *bodies),
        class_="scroll",
        role="region",
        tabindex="0",
        aria_label=caption,
    )


def row(columns: Sequence[Column], cells: Sequence[Node], look: str | None = None) -> Element:
    """One row of a table."""
    return el("tr", _cells(columns, cells), class_=look)


def _cells(columns: Sequence[Column], cells: Sequence[Node]) -> Iterable[Element]:
    for at, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if at == 0:
            yield el("th", cell, scope="row", class_=column.look)
        else:
            yield el("td", cell, class_=column.look)


def section(anchor: str, title: str, *children: Node | Iterable[Node]) -> Element:
    """A section with its heading, which the contents name."""
    return el("section", el("h2", title), *children, id=anchor, aria_label=title)


def quiet(text: str) -> Element:
    """A sentence that explains, or that says what there is not."""
    return el("p", text, class_="quiet")
