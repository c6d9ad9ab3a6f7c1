"""Workspaces written out in any layout, dialect, number and period form come back with the same values, or with a question."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.exchange.tables.grid import UnreadableTable
from bsctui.text.literals import MONTH_NAMES
from tests.budget import budget
from tests.exchange.imports import Asked, imported, workbook

LABELS = ("Trips", "Average days", "Überstunden", "Net revenue", "On-time share")
MISSING = ("", "-", "n/a", "..", "#N/A")


@dataclass(frozen=True)
class Dialect:
    decimal: str
    thousands: str
    delimiter: str
    encoding: str
    missing: str
    parentheses: bool

    def number(self, value):
        if value is None:
            return self.missing
        text = f"{abs(value):f}"
        whole, _, part = text.partition(".")
        if self.thousands:
            whole = f"{int(whole):,}".replace(",", self.thousands)
        text = whole + (self.decimal + part if part else "")
        if value < 0:
            text = f"({text})" if self.parentheses else f"-{text}"
        return text


@st.composite
def dialects(draw):
    decimal = draw(st.sampled_from(".,"))
    others = {".": ["", ",", " ", "'"], ",": ["", ".", " ", "\u00a0"]}
    return Dialect(
        decimal,
        draw(st.sampled_from(others[decimal])),
        draw(st.sampled_from([",", ";", "\t", "|"])),
        draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])),
        draw(st.sampled_from(MISSING)),
        draw(st.booleans()),
    )


values = st.one_of(
    st.none(),
    st.integers(-99_999, 9_999_999).map(Decimal),
    st.decimals(-5000, 5_000_000, places=3, allow_nan=False),
    st.decimals(-5000, 5000, places=1, allow_nan=False),
    st.integers(1990, 2030).map(Decimal),
)


def months(year, index):
    name = MONTH_NAMES[index - 1]
    return [
        f"{year}-{index:02}", f"{index:02}/{year}", f"{name[:3]}-{year % 100:02}", f"{name} {year}", f"{name[:3]} {year}",
        f"{year}{index:02}", f"{year}-{index:02}-01", f"01/{index:02}/{year}", f"{year}M{index:02}",
    ]  # fmt: skip


def quarters(year, index):
    return [f"{year}-Q{index}", f"Q{index} {year}", f"Q{index} {year % 100:02}", f"{year}Q{index}", f"{index}Q{year % 100:02}"]  # fmt: skip


def years(year, index):
    del index
    return [f"{year}", f"FY {year}", f"FY{year}", f"{year}-{(year + 1) % 100:02}", f"{year}/{year + 1}"]  # fmt: skip


FORMS = {"month": (months, 12, "{}-{:02}"), "quarter": (quarters, 4, "{}-Q{}"), "year": (years, 1, "{}")}  # fmt: skip


@st.composite
def periods(draw):
    """Texts of consecutive periods in one form, and what they mean."""
    grain = draw(st.sampled_from(sorted(FORMS)))
    forms, parts, canonical = FORMS[grain]
    form = draw(st.integers(0, len(forms(2020, 1)) - 1))
    first = draw(st.integers(2005, 2027)) * parts + draw(st.integers(0, parts - 1))
    ordinals = range(first, first + draw(st.integers(2, 5)))
    pairs = [(at // parts, at % parts + 1) for at in ordinals]
    texts = [forms(year, index)[form] for year, index in pairs]
    return texts, [canonical.format(year, index) for year, index in pairs]


@st.composite
def tables(draw):
    texts, meant = draw(periods())
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=4, unique=True))
    figures = {label: [draw(values) for _ in texts] for label in labels}
    return texts, meant, figures


def wide(texts, figures, number):
    return [["KPI", *texts], *([label, *map(number, row)] for label, row in figures.items())]


def long(texts, figures, number):
    rows = [
        [label, text, number(value)]
        for label, row in figures.items()
        for text, value in zip(texts, row, strict=True)
    ]
    return [["Metric", "Period", "Actual"], *rows]


def titled(texts, figures, number):
    return [["Our report"], [], *wide(texts, figures, number)]


def with_trimmings(texts, figures, number):
    head, *rows = wide(texts, figures, number)
    return [[*head, "YTD", "RAG"], *([*row, "999", "G"] for row in rows), ["Total", *["999"] * len(texts)]]  # fmt: skip


LAYOUTS = (wide, long, titled, with_trimmings)


def written(rows, dialect):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=dialect.delimiter).writerows(rows)
    return buffer.getvalue().encode(dialect.encoding)


def check(content, meant, figures, name):
    try:
        outcome = imported(content, name=name)
    except (Asked, UnreadableTable):
        return False
    for label, row in figures.items():
        expected = {
            period: float(value)
            for period, value in zip(meant, row, strict=True)
            if value is not None
        }
        if expected:
            assert outcome.actuals(label) == expected
    return True


@settings(max_examples=budget(120))
@given(tables(), dialects(), st.sampled_from(LAYOUTS))
def test_a_text_table_gives_the_same_values_or_a_question(table, dialect, layout):
    texts, meant, figures = table
    rows = layout(texts, figures, dialect.number)
    check(written(rows, dialect), meant, figures, "t.csv")


@settings(max_examples=budget(25))
@given(tables(), st.sampled_from(LAYOUTS))
def test_a_workbook_gives_the_same_values_without_a_question_of_signs(table, layout):
    texts, meant, figures = table
    rows = layout(texts, figures, lambda value: None if value is None else float(value))
    check(workbook(Board=rows), meant, figures, "t.xlsx")


def test_plain_tables_are_not_asked_about():
    figures = {"Trips": [Decimal("1.5"), None], "Rides": [Decimal("-1234.25"), Decimal(7)]}
    dialect = Dialect(".", "", ",", "utf-8", "", parentheses=False)
    for texts, meant in ((["2024-11", "2024-12"],) * 2, (["2024", "2025"],) * 2):
        rows = wide(texts, figures, dialect.number)
        assert check(written(rows, dialect), meant, figures, "t.csv")
