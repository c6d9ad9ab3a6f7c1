"""AnswerRows read against the model: which period, which value, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from bsctui.exchange.sources.answers import AnswerReader
from bsctui.exchange.sources.columns import AnswerError
from bsctui.model.build import build
from bsctui.model.periods import FiscalYear
from bsctui.text.document import read_document
from tests.exchange.sources.workspaces import cells

MONTHS = ("period", "value")


def reader(every: str = "month", most: int = 100, fiscal: FiscalYear | None = None) -> AnswerReader:
    """Reads the answer of one KPI's own query."""
    text = f"""\
calendar months 2025-01..2025-12
scorecard a
objective o in a.financial
kpi x in a.o
  every {every}
"""
    model = build({"w.bsc": read_document("w.bsc", text.encode())})
    return AnswerReader(lambda _: None, model.kpis["a.x"], most, fiscal or FiscalYear())


def values(taken: AnswerReader) -> dict[str, str]:
    """Period and cell of what was read of `a.x`."""
    readings = taken.readings["a.x"]
    calendar = taken.fiscal
    from bsctui.model.periods import Period

    return {
        calendar.format(Period(readings.grain, ordinal)): reading.text
        for ordinal, reading in readings.values.items()
    }


def read(*rows, every="month", names=MONTHS, fiscal=None) -> dict[str, str]:
    """What rows say."""
    taken = reader(every, fiscal=fiscal)
    taken.take(names, cells(*rows))
    return values(taken)


def refused(*rows, every="month", names=MONTHS, most=100) -> str:
    """Why rows are not taken."""
    with pytest.raises(AnswerError) as error:
        reader(every, most).take(names, cells(*rows))
    return str(error.value)


# --- Periods


@pytest.mark.parametrize(
    ("every", "given", "period"),
    [
        ("month", date(2025, 3, 1), "2025-03"),
        ("month", date(2025, 3, 31), "2025-03"),
        ("month", datetime(2025, 3, 1, 17, 30, tzinfo=UTC).replace(tzinfo=None), "2025-03"),
        ("month", "2025-03", "2025-03"),
        ("month", "2025-03-01", "2025-03"),
        ("month", "2025-03-01 00:00:00", "2025-03"),
        ("month", "2025-03-01T00:00:00Z", "2025-03"),
        ("quarter", date(2025, 3, 1), "2025-Q1"),
        ("quarter", "2025-Q1", "2025-Q1"),
        ("year", 2025, "2025"),
        ("year", date(2025, 12, 31), "2025"),
        ("week", date(2024, 12, 30), "2025-W01"),  # ISO: its Thursday lies in 2025
        ("week", "2025-W01", "2025-W01"),
    ],
)
def test_a_date_lies_in_a_period_of_the_kpi(every, given, period):
    assert read((given, 1), every=every) == {period: "1"}


def test_a_quarter_is_a_fiscal_one():
    october = FiscalYear(10, named_for_end=True)
    assert read((date(2024, 10, 1), 1), every="quarter", fiscal=october) == {"2025-Q1": "1"}


def test_a_moment_at_midnight_of_its_zone_is_that_day():
    berlin = timezone(timedelta(hours=1))
    assert read((datetime(2025, 1, 1, tzinfo=berlin), 1)) == {"2025-01": "1"}


def test_a_moment_of_another_zone_is_refused_since_its_day_depends_on_the_zone():
    moment = datetime(2024, 12, 31, 23, 0, tzinfo=UTC)
    assert "depends on the time zone" in refused((moment, 1))
    assert "depends on the time zone" in refused(("2024-12-31T23:00:00Z", 1))


@pytest.mark.parametrize(
    "given", [None, 202503, "March", "20250301", True, 12.5, [1], date(1500, 1, 1)]
)
def test_what_is_no_period_is_refused_with_its_row(given):
    assert refused(("2025-01", 1), (given, 2)).startswith("row 2: ")


def test_a_period_of_another_grain_is_refused():
    assert refused(("2025-03", 1), every="quarter") == (
        "row 1: `2025-03` is a month, and `a.x` is measured every quarter"
    )


def test_two_rows_in_one_period_are_an_error_that_names_both():
    assert refused((date(2025, 1, 5), 1), (date(2025, 2, 1), 2), (date(2025, 1, 20), 3)) == (
        "row 3: 2025-01 of `a.x` is given twice: 1 in row 1, 3 here"
    )


def test_more_rows_than_there_are_periods_are_refused():
    rows = [(f"2025-{month:02}", 1) for month in range(1, 13)]
    assert "more than 11 rows" in refused(*rows, most=11)


# --- Values


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (None, "-"),
        (5, "5"),
        (-3, "-3"),
        (0, "0"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (123456789012345, "123456789012345"),
        (Decimal("1.5000"), "1.5"),
        (Decimal("100.0"), "100"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.3333333333333333333333"), "0.3333333333333333333333"),
        (" 12.50 ", "12.5"),
        ("~12", "~12"),
    ],
)
def test_a_value_is_written_exactly(given, written):
    assert read(("2025-01", given)) == {"2025-01": written}


@pytest.mark.parametrize(
    "given",
    [
        float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity"), True, "n/a", "", "1,5", "5 %", "1.080,5",
        date(2025, 1, 1), [1], b"1", 1e16, 10**400, "1e999999999", 5e-324, "NaN",
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused_with_its_row(given):
    assert refused(("2025-01", 1), ("2025-02", given)).startswith("row 2: ")


@pytest.mark.parametrize(
    ("doubt", "written"),
    [(True, "~3"), (False, "3"), (None, "3"), ("p", "~3"), ("", "3"), (1, "~3"), (0, "3")],
)
def test_a_column_says_that_a_value_is_provisional(doubt, written):
    names = ("period", "value", "provisional")
    assert read(("2025-01", 3, doubt), names=names) == {"2025-01": written}


def test_a_word_that_says_neither_is_refused():
    names = ("period", "value", "provisional")
    assert "neither" in refused(("2025-01", 3, "maybe"), names=names)


def test_a_note_comes_along_in_one_line():
    taken = reader()
    taken.take(("period", "value", "note"), cells(("2025-01", 3, " strike\n in  May ")))
    (reading,) = taken.readings["a.x"].values.values()
    assert reading.note == "strike in May"


# --- Columns


def test_columns_go_by_their_names_in_any_order():
    assert read((3, "2025-01"), names=("VALUE", "Period")) == {"2025-01": "3"}


def test_columns_without_these_names_go_by_their_place():
    assert read(("2025-01", 3), names=("month", "sum(amount)")) == {"2025-01": "3"}


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("value",), "one column"),
        ((), "no column"),
        (("period", "value", "colour"), "nothing reads its column `colour`"),
        (("period", "value", "note", "note"), "two columns are called `note`"),
    ],
)
def test_columns_that_nothing_reads_are_refused(names, told):
    with pytest.raises(AnswerError, match=told):
        reader().take(names, [])
