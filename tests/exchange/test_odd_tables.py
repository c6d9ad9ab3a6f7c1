"""Small files, each odd in a way that real ones are, and what a careful person would have written by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from bsctui.exchange.reading.mapping import ImportMapping, as_toml, read_fiscal
from bsctui.exchange.reading.period_texts import DateOrder
from bsctui.exchange.tables.grid import UnreadableTable
from bsctui.model.periods import Grain
from tests.exchange.imports import Asked, imported, saved, workbook

# --- Headings


def test_a_title_and_a_blank_row_may_stand_above_the_headings():
    table = "Board report\nPrinted on 3 May\n\nKPI,2024,2025\nTrips,5,6\n"
    assert imported(table).actuals("Trips") == {"2024": 5, "2025": 6}


def test_a_year_above_its_months_belongs_to_all_of_them():
    table = "KPI,2024,,2025,\n,Nov,Dec,Jan,Feb\nTrips,1,2,3,4\n"
    assert imported(table).actuals("Trips") == {
        "2024-11": 1, "2024-12": 2, "2025-01": 3, "2025-02": 4,
    }  # fmt: skip


def test_target_and_actual_above_years_make_two_rows_of_headings():
    table = "KPI,Target,,Actual,\n,2024,2025,2024,2025\nTrips,10,11,8,9\n"
    outcome = imported(table, otherwise="higher")
    assert outcome.actuals("Trips") == {"2024": 8, "2025": 9}
    assert "target 2024: 10 11" in outcome.lines("Trips")


def test_years_above_target_and_actual():
    table = "KPI,2024,,2025,\n,Target,Actual,Target,Actual\nTrips,10,8,11,9\n"
    outcome = imported(table, otherwise="higher")
    assert outcome.actuals("Trips") == {"2024": 8, "2025": 9}
    assert "target 2024: 10 11" in outcome.lines("Trips")


def test_a_first_row_of_numbers_that_look_like_years_is_no_second_row_of_headings():
    table = "KPI,2021 Actual,2022 Actual\nMembers,2021,2050\n"
    assert imported(table).actuals("Members") == {"2021": 2021, "2022": 2050}


def test_months_without_a_year_ask_for_it_and_take_it():
    table = "KPI,Jan,Feb\nTrips,1,2\n"
    with pytest.raises(Asked) as asked:
        imported(table)
    assert asked.value.topics == ["year"]
    assert imported(table, year=2025).actuals("Trips") == {"2025-01": 1, "2025-02": 2}


def test_a_bare_number_as_a_heading_is_a_day_only_when_that_is_said():
    table = "KPI,45658,45689\nTrips,1,2\n"
    with pytest.raises(Asked) as asked:
        imported(table)
    assert asked.value.topics == ["serial-dates"]
    assert imported(table, serials=True).actuals("Trips") == {"2025-01": 1, "2025-02": 2}


def test_headings_that_stand_twice_are_told_apart_by_their_column():
    table = "KPI,Owner,Owner,2024\nTrips,Anna,Bob,5\n"
    outcome = imported(table)
    assert 'owner "Anna"' in outcome.lines("Trips")
    assert outcome.mapping.columns["Owner [C]"] == "ignore"


def test_without_any_heading_the_file_is_refused_with_what_to_do():
    with pytest.raises(UnreadableTable, match="--as MAPPING"):
        imported("apples,pears\n1,2\n3,4\n")


def test_a_mapping_names_columns_in_any_language():
    columns = {"Kennzahl": "name", "Ziel": "target", "Ist 2024": "actual 2024"}
    mapping = ImportMapping(columns=columns, otherwise="higher")
    outcome = imported("Kennzahl;Ziel;Ist 2024\nReisen;10;8,5\n", mapping=mapping)
    assert outcome.actuals("Reisen") == {"2024": 8.5}
    assert "target 10" in outcome.lines("Reisen")


# --- Rows


def test_a_total_in_the_middle_and_a_blank_row_end_nothing():
    table = "Area,KPI,2024\nNorth,Trips,5\n,Total,5\n\nSouth,Rides,6\n,Calls,7\nTotal,,13\n"
    outcome = imported(table)
    assert [kpi.display_name for kpi in outcome.workspace.model.kpis.values()] == [
        "Trips", "Rides", "Calls",
    ]  # fmt: skip
    assert set(outcome.skipped.values()) == {"a total (`Total`)"}
    assert outcome.kpi("Calls").objective == "board.south_measures"


def test_a_total_may_stand_under_any_heading_and_is_named_by_its_own_cell():
    table = "ID,Area,KPI,Who,2024\n1,North,Trips,Ann,5\n,Subtotal,,,5\nTotal,,,,6\n,,,Sum,7\nSUM,South,Sums,Bo,8\n"
    outcome = imported(table)
    assert outcome.skipped == {
        "table.csv, B3": "a total (`Subtotal`)",
        "table.csv, A4": "a total (`Total`)",
        "table.csv, D5": "a total (`Sum`)",
    }
    assert outcome.actuals("Sums") == {"2024": 8}


@pytest.mark.parametrize(
    "heading", ["Direction", "Dir.", "U/D/N", "Up/down", "Max/min", "Polarity"]
)
def test_a_column_of_directions_goes_by_many_names(heading):
    table = f"KPI,{heading},Target,2024\nTrips,U,5,6\nDelay,D,5,6\n"
    assert "better higher" in imported(table).lines("Trips")
    assert "better lower" in imported(table).lines("Delay")


def test_a_dash_among_words_of_direction_is_a_blank_and_beside_a_plus_it_is_lower():
    words = "KPI,Direction,Target,2024\nTrips,U,5,6\nDelay,-,5,6\nFuel,–,5,6\n"
    with pytest.raises(Asked) as asked:
        imported(words)
    assert asked.value.topics == ["better"]
    signs = "KPI,Direction,Target,2024\nTrips,+,5,6\nDelay,-,5,6\n"
    assert "better lower" in imported(signs).lines("Delay")


def test_a_kpi_whose_name_begins_with_total_is_no_total():
    assert imported("KPI,2024\nTotal revenue,5\n").actuals("Total revenue") == {"2024": 5}


def test_names_that_stand_only_where_they_change_hold_for_the_rows_below():
    table = "KPI,Period,Value\nTrips,2025-01,1\n,2025-02,2\nRides,2025-01,3\n,2025-02,4\n"
    outcome = imported(table)
    assert outcome.actuals("Trips") == {"2025-01": 1, "2025-02": 2}
    assert outcome.actuals("Rides") == {"2025-01": 3, "2025-02": 4}


def test_a_number_in_a_row_without_a_name_is_told_not_lost():
    with pytest.raises(Asked) as asked:
        imported("KPI,2024\nTrips,5\n,6\n")
    assert asked.value.topics == ["skip-unread"]


def test_a_lone_text_above_rows_is_their_heading_and_one_below_them_a_remark():
    table = "KPI,2024\nSafety\nInjuries,5\nSales\nTurnover,6\n* provisional figures\nSource: HR\n"
    outcome = imported(table)
    model = outcome.workspace.model
    assert {each.display_name for each in model.objectives.values()} == {"Safety", "Sales"}
    assert len(model.kpis) == 2


def test_headings_that_are_repeated_page_by_page_are_no_rows():
    table = "KPI,2024\nTrips,5\nKPI,2024\nRides,6\n"
    outcome = imported(table)
    assert len(outcome.workspace.model.kpis) == 2


def test_a_column_of_kinds_tells_target_from_actual():
    table = "KPI,Type,2024,2025\nTrips,Actual,5,6\n,Target,7,8\n"
    outcome = imported(table, otherwise="higher")
    assert outcome.actuals("Trips") == {"2024": 5, "2025": 6}
    assert "target 2024: 7 8" in outcome.lines("Trips")


def test_rows_that_are_neither_actual_nor_target_are_left_out_and_told():
    table = "KPI,Type,2025-01,2025-02\nTrips,Actual,5,\n,Target,7,8\n,Variance,-2,\n,Forecast,,9\n"
    outcome = imported(table, otherwise="higher")
    assert outcome.actuals("Trips") == {"2025-01": 5}
    assert "target 2025-01: 7 8" in outcome.lines("Trips")
    assert outcome.skipped == {
        "table.csv, A4": "neither actual nor target (`variance`)",
        "table.csv, A5": "neither actual nor target (`forecast`)",
    }


def test_a_kind_of_figures_that_is_not_known_is_asked_about():
    with pytest.raises(Asked) as asked:
        imported("KPI,Scenario,2025-01,2025-02\nTrips,Actual,5,\nTrips,Soll,7,8\n")
    assert asked.value.topics == ["skip-unread"]


def test_years_among_the_names_are_refused_since_months_below_them_are_of_several_years():
    table = "Indicator,Jan,Feb\n2024,,\nTrips,1,2\n2025,,\nTrips,4,5\n"
    with pytest.raises(UnreadableTable, match="years stand among the names"):
        imported(table, year=2025)


def test_year_and_month_may_stand_in_two_columns():
    table = "KPI,Year,Month,Value\nTrips,2025,1,5\nTrips,2025,Feb,6\n"
    assert imported(table).actuals("Trips") == {"2025-01": 5, "2025-02": 6}


def test_one_table_of_one_indicator_is_called_after_its_file():
    outcome = imported("Month,Value\n2025-01,5\n2025-02,6\n", name="trips.csv")
    assert outcome.actuals("trips") == {"2025-01": 5, "2025-02": 6}


def test_the_same_label_twice_makes_two_kpis_and_says_so():
    outcome = imported("KPI,2024\nTrips,5\nTrips,6\n")
    assert list(outcome.workspace.model.kpis) == ["board.trips", "board.trips_2"]
    assert any("appears twice" in remark for remark in outcome.findings.remarks)
    assert not outcome.skipped


def test_two_values_of_one_period_are_both_left_out_and_told():
    table = "KPI,Period,Value\nTrips,2025-01,5\nTrips,2025-01,6\nTrips,2025-02,7\n"
    with pytest.raises(Asked):
        imported(table)
    assert imported(table, skips_unread=True).actuals("Trips") == {"2025-02": 7}


def test_a_remark_in_a_last_column_is_kept_as_a_note():
    outcome = imported('KPI,2024,Comment\nTrips,5,"strike, in May"\n')
    assert 'note "strike, in May"' in outcome.lines("Trips")


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("2025 (plan)", "target 2025: 12"), ("Target (2025)", "target 2025: 12"), ("2025 [target]", "target 2025: 12"),
        ("2025 (restated)", "actual 2025: 12"), ("2025 (EUR)", "actual 2025: 12"), ("2025 (per 1,000)", "actual 2025: 12"),
        ("2025 (Q1)", "actual 2025-Q1: 12"), ("Actual (2025)", "actual 2025: 12"),
    ],
)  # fmt: skip
def test_what_a_heading_says_in_brackets_counts(heading, line):
    outcome = imported(f'KPI,"{heading}"\nTrips,12\n', otherwise="higher")
    assert line in outcome.lines("Trips")


@pytest.mark.parametrize(
    "heading",
    [
        "2025 (YTD)", "2025 (Jan-Jun)", "2025 (9 months)", "2025 (% of 2023)", "2025 (rank)", "2025 (n)", "Actual 2025 (n=30)",
        "2025 (forecast)", "2025 (vs plan)", "2025 (Q1-Q3)", "2025 (median)", "2025 (cumulative)",
    ],
)  # fmt: skip
def test_a_column_of_other_figures_than_the_plain_ones_is_left_out_and_told(heading):
    outcome = imported(f'KPI,2024,"{heading}"\nTrips,5,12\n')
    assert outcome.actuals("Trips") == {"2024": 5}
    assert any(f"columns left out: `{heading}`" in remark for remark in outcome.findings.remarks)


def test_quarters_above_their_year_belong_to_it():
    table = "KPI,Q3,Q4,Q1\n,2024,2024,2025\nTrips,1,2,3\n"
    assert imported(table).actuals("Trips") == {"2024-Q3": 1, "2024-Q4": 2, "2025-Q1": 3}


# --- A row a period, a column a KPI


def test_columns_beside_months_are_kpis_with_their_targets():
    table = (
        "Month,Complaints,Complaints target,Absence %,Comment\n"
        "Jan 2025,5,4,3.1%,snow\nFeb 2025,6,4,2.9%,\nTotal,11,8,,\n"
    )
    outcome = imported(table, otherwise="lower")
    assert outcome.actuals("Complaints") == {"2025-01": 5, "2025-02": 6}
    assert "target 2025-01: 4 4" in outcome.lines("Complaints")
    assert outcome.actuals("Absence %") == {"2025-01": 3.1, "2025-02": 2.9}
    assert outcome.skipped == {"table.csv, A4": "a total (`Total`)"}


def test_year_and_month_in_two_columns_stand_beside_kpis():
    outcome = imported("Year,Month,Trips,Riders\n2025,1,5,50\n2025,2,6,60\n")
    assert outcome.actuals("Trips") == {"2025-01": 5, "2025-02": 6}
    assert outcome.actuals("Riders") == {"2025-01": 50, "2025-02": 60}
    assert 'Trips = "kpi"' in as_toml(outcome.mapping)


def test_columns_of_kpis_have_each_their_decimal_sign_and_their_next_month():
    first = imported("Date;Umsatz;Marge\n31.01.2025;1.234,5;12,5\n28.02.2025;1.300,0;-\n")
    assert first.actuals("Umsatz") == {"2025-01": 1234.5, "2025-02": 1300}
    table = "Date;Umsatz;Marge\n31.03.2025;1.400,5;13,5\n"
    second = imported(table, into=first.workspace)
    assert second.actuals("Umsatz") == {"2025-01": 1234.5, "2025-02": 1300, "2025-03": 1400.5}
    assert second.actuals("Marge") == {"2025-01": 12.5, "2025-03": 13.5}


def test_a_column_of_texts_names_the_kpis_before_columns_do_and_what_is_left_is_told():
    table = "Period,Region,Sales\n2025-01,North,5\n2025-01,South,6\n"
    with pytest.raises(Asked) as asked:
        imported(table)
    assert asked.value.topics == ["skip-unread"]
    outcome = imported(table, skips_unread=True)
    assert outcome.actuals("North") == {}
    assert (
        "table.csv: columns left out: `Sales` (nothing says what they hold)"
        in outcome.findings.remarks
    )


# --- Numbers


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("(120)", -120), ("-5", -5), ("5-", -5), ("−3.5", -3.5), ("1 234.5", 1234.5), ("1'234.5", 1234.5),
        ("$ 5.09", 5.09), ("EUR 12.5", 12.5), ("1.5M", 1_500_000), ("2k", 2000), ("1.2E+05", 120_000), ("007", 7),
        (".5", 0.5), ("~12", 12), ("12 (p)", 12), ("1,234,567", 1_234_567), ("0.123", 0.123),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(cell, value):
    assert imported(f'KPI,2024\nTrips,"{cell}"\n').actuals("Trips") == {"2024": value}


@pytest.mark.parametrize("cell", ["n/a", "-", "..", "*", "#N/A", "#DIV/0!", "", "TBD", "—"])
def test_what_says_that_there_is_no_value_is_missing(cell):
    outcome = imported(f"KPI,2024,2025\nTrips,{cell},5\n")
    assert outcome.actuals("Trips") == {"2025": 5}


@pytest.mark.parametrize("cell", ["about 5", "5/7", "6:00", "1.2.3", "1,2,3", "5 days", "true", "<5", "1e99", "nil"])  # fmt: skip
def test_what_is_neither_a_number_nor_missing_is_told_with_its_cell(cell):
    table = f'KPI,2024,2025\nTrips,"{cell}",5\n'
    with pytest.raises(Asked) as asked:
        imported(table)
    assert asked.value.topics == ["skip-unread"]
    outcome = imported(table, skips_unread=True)
    assert outcome.unread == {"table.csv, B2": cell}
    assert outcome.actuals("Trips") == {"2025": 5}


@pytest.mark.parametrize(
    "table", ["KPI,2024,2025\nCost,$5,€6\n", "KPI,Unit,2024,2025\nCost,$,5,EUR 6\n"]
)
def test_two_currencies_of_one_kpi_are_never_one_series(table):
    outcome = imported(table, skips_unread=True)
    assert outcome.actuals("Cost") == {"2024": 5}
    assert list(outcome.unread.values()) in (["€6"], ["EUR 6"])


def test_percents_stay_as_they_are_shown():
    outcome = imported("KPI,2024,2025\nOn time,91%,88.5 %\n")
    assert outcome.actuals("On time") == {"2024": 91, "2025": 88.5}
    assert "unit %" in outcome.lines("On time")


def test_a_small_bare_number_beside_percents_is_doubtful():
    with pytest.raises(Asked) as asked:
        imported("KPI,2024,2025\nOn time,91%,0.88\n")
    assert asked.value.topics == ["skip-unread"]


def test_a_decimal_comma_beside_iso_days():
    table = "KPI;Date;Value\nRate;2025-01-31;2,5\nRate;2025-02-28;3,25\n"
    assert imported(table).actuals("Rate") == {"2025-01": 2.5, "2025-02": 3.25}


def test_signs_that_contradict_each_other_in_one_column_leave_the_doubtful_one_asked():
    table = "KPI;2024\nA;1,5\nB;2.5\nC;1.080\n"
    with pytest.raises(Asked) as asked:
        imported(table)
    assert asked.value.topics == ["decimal"]


# --- Days


def test_days_that_may_be_two_are_asked_and_one_clear_one_tells_all():
    doubtful = "KPI,Date,Value\nTrips,01/02/2025,5\n"
    with pytest.raises(Asked) as asked:
        imported(doubtful)
    assert "dates" in asked.value.topics
    assert imported(doubtful, order=DateOrder.DAY_FIRST, every=Grain.MONTH).actuals("Trips") == {
        "2025-02": 5
    }
    clear = "KPI,Date,Value\nTrips,01/02/2025,5\nTrips,31/01/2025,4\n"
    assert imported(clear, every=Grain.MONTH).actuals("Trips") == {"2025-01": 4, "2025-02": 5}


def test_days_a_week_apart_are_weeks_and_ends_of_quarters_quarters():
    weeks = "KPI,Date,Value\n" + "".join(f"Trips,2025-01-{day:02},{day}\n" for day in (6, 13, 20))
    assert imported(weeks).actuals("Trips") == {"2025-W02": 6, "2025-W03": 13, "2025-W04": 20}
    quarters = "KPI,Date,Value\nTrips,2025-03-31,1\nTrips,2025-06-30,2\n"
    assert imported(quarters).actuals("Trips") == {"2025-Q1": 1, "2025-Q2": 2}


def test_a_fiscal_year_beside_months_asks_where_it_begins():
    table = "KPI,FY 2025 Target,Oct 2024,Nov 2024\nTrips,100,5,6\n"
    with pytest.raises(Asked) as asked:
        imported(table, otherwise="higher")
    assert asked.value.topics == ["fiscal-year"]
    outcome = imported(table, otherwise="higher", fiscal=read_fiscal("October named end"))
    assert "starts October named end" in outcome.text
    assert "target 2025: 100 spread" in outcome.lines("Trips")


def test_years_that_span_two_are_fiscal_and_one_alone_that_may_be_a_month_is_asked():
    outcome = imported("KPI,2010-11,2011-12,2012-13\nTrips,1,2,3\n")
    assert outcome.actuals("Trips") == {"2010": 1, "2011": 2, "2012": 3}
    months = imported("KPI,2011-10,2011-11,2011-12\nTrips,1,2,3\n")
    assert months.actuals("Trips") == {"2011-10": 1, "2011-11": 2, "2011-12": 3}
    with pytest.raises(Asked) as asked:
        imported("KPI,2011-12\nTrips,1\n")
    assert asked.value.topics == ["split-years"]


# --- Text files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_told(encoding, delimiter):
    table = f"KPI{delimiter}2024{delimiter}2025\nGröße{delimiter}1234.5{delimiter}2\n"
    outcome = imported(table.encode(encoding))
    assert outcome.actuals("Größe") == {"2024": 1234.5, "2025": 2}


def test_marks_in_the_middle_and_old_line_ends_do_no_harm():
    assert imported(b"\xef\xbb\xbfKPI,2024\r\xef\xbb\xbfTrips,5\r").actuals("Trips") == {"2024": 5}


def test_cyrillic_of_a_windows_code_page():
    table = "KPI;2024\nВыручка от продаж;5\nПрибыль компании;6\nРасходы на персонал;7\n"
    assert imported(table.encode("cp1251")).actuals("Выручка от продаж") == {"2024": 5}


def test_a_first_line_may_announce_the_delimiter_and_a_quoted_cell_hold_it():
    table = 'sep=;\nKPI;2024\n"Trips; rides";5\n'
    assert imported(table).actuals("Trips; rides") == {"2024": 5}


def test_an_apostrophe_that_kept_a_text_from_being_a_formula_is_taken_off():
    outcome = imported("KPI,2024\n'=cmd|calc,5\n'+rides,6\n")
    assert outcome.actuals("=cmd|calc") == {"2024": 5}
    assert outcome.actuals("+rides") == {"2024": 6}


def test_control_characters_and_quotes_in_labels_make_no_other_line():
    outcome = imported('KPI,2024\n"Say ""hi""\x1b[31m\nnow",5\n')
    assert outcome.kpi('Say "hi" [31m now').name == "say_hi_31m_now"


# --- Names


def test_names_are_never_a_keywords_or_a_perspectives_and_never_two_alike():
    table = "Type,KPI,2024\nOutput,Target,1\nOutput,Output,2\nOutput,% of,3\nOutput,12 days,4\nOutput,Größe,5\nOutput,12 Days!,6\n"
    outcome = imported(table)
    assert [kpi.name for kpi in outcome.workspace.model.kpis.values()] == [
        "target_kpi", "output_kpi", "of_kpi", "kpi_12_days", "grosse", "kpi_12_days_2",
    ]  # fmt: skip


def test_known_perspectives_are_found_by_their_usual_words():
    table = "Perspective,KPI,2024\nFinance,A,1\nInternal processes,B,2\nLearning and growth,C,3\n"
    outcome = imported(table)
    assert [each.perspective for each in outcome.workspace.model.objectives.values()] == [
        "financial", "process", "learning",
    ]  # fmt: skip


# --- Workbooks


def test_a_cell_shown_as_percent_is_written_as_it_is_shown():
    content = workbook(Board=[["KPI", 2024, 2025], ["On time", (0.91, "0%"), (0.885, "0.0%")]])
    outcome = imported(content, name="b.xlsx")
    assert outcome.actuals("On time") == {"2024": 91, "2025": 88.5}


def test_a_cell_that_shows_thousands_is_written_as_it_is_shown_and_that_is_told():
    rows = [["KPI", "2025-01", "2025-02"], ["Cost", (1234567, "#,##0,"), (2500000, '0.0,"k"')]]
    outcome = imported(workbook(Board=rows), name="a.xlsx")
    assert outcome.actuals("Cost") == {"2025-01": 1234.567, "2025-02": 2500}
    assert any("show thousands or millions" in remark for remark in outcome.findings.remarks)


def test_thousands_beside_whole_figures_are_doubtful_and_neither_is_taken():
    rows = [["KPI", "2025-01", "2025-02"], ["Cost", (1234567, "0.0,,"), 2], ["Trips", 5, 6]]
    with pytest.raises(Asked) as asked:
        imported(workbook(Board=rows), name="a.xlsx")
    assert asked.value.topics == ["skip-unread"]
    outcome = imported(workbook(Board=rows), name="a.xlsx", skips_unread=True)
    assert outcome.actuals("Cost") == {}
    assert outcome.actuals("Trips") == {"2025-01": 5, "2025-02": 6}


def test_days_as_headings_are_the_months_that_they_show():
    january, february = dt.date(2025, 1, 1), dt.date(2025, 2, 1)
    content = workbook(Board=[["KPI", (january, "mmm-yy"), (february, "mmm-yy")], ["Trips", 1, 2]])
    assert imported(content, name="b.xlsx").actuals("Trips") == {"2025-01": 1, "2025-02": 2}


def test_fifteen_digits_are_all_that_a_sheet_holds():
    content = workbook(Board=[["KPI", 2024], ["Rate", 0.1 + 0.2]])
    assert "actual 2024: 0.3" in imported(content, name="b.xlsx").lines("Rate")


def test_merged_cells_hold_for_all_that_they_cover():
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Area", "KPI", 2024], ["North", "Trips", 5], [None, "Rides", 6]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    outcome = imported(saved(book), name="b.xlsx")
    assert outcome.kpi("Rides").objective == "board.north_measures"


def test_a_formula_that_was_never_calculated_is_told():
    content = workbook(Board=[["KPI", 2024, 2025], ["Trips", 5, "=B2*2"]])
    with pytest.raises(Asked):
        imported(content, name="b.xlsx")
    outcome = imported(content, name="b.xlsx", skips_unread=True)
    assert list(outcome.unread) == ["b.xlsx, Board, C2"]
    assert "never calculated" in outcome.findings.unread[0].why


def test_hidden_sheets_rows_and_columns_are_left_out_and_told():
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["KPI", 2024, 2025], ["Trips", 5, 6], ["Rides", 7, 8]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("Old").sheet_state = "hidden"
    outcome = imported(saved(book), name="b.xlsx")
    assert outcome.actuals("Trips") == {"2024": 5}
    assert len(outcome.workspace.model.kpis) == 1
    assert outcome.skipped == {"b.xlsx, Sheet, A3": "a hidden row"}
    assert any("`Old` is left out: hidden" in remark for remark in outcome.findings.remarks)


def test_a_cover_sheet_is_left_out_and_the_other_sheets_are_scorecards():
    rows = [["KPI", 2024], ["Trips", 5]]
    content = workbook(Cover=[["Our year"], ["by us"]], North=rows, South=rows)
    outcome = imported(content, name="b.xlsx")
    assert [card.label for card in outcome.workspace.model.scorecards.values()] == [
        "North", "South",
    ]  # fmt: skip
    assert any("`Cover` is left out" in remark for remark in outcome.findings.remarks)


def test_ranges_become_bands_and_ask_for_their_tolerance():
    table = "KPI,Target,2024\nHeat,20-25,22\n"
    with pytest.raises(Asked) as asked:
        imported(table)
    assert asked.value.topics == ["tolerance"]
    lines = imported(table, tolerance="5").lines("Heat")
    assert {"target 20..25", "tolerance 5"} <= {*lines}


def test_values_in_one_column_without_a_period_ask_for_it():
    table = "KPI,Target,Actual\nTrips,10,8\n"
    with pytest.raises(Asked) as asked:
        imported(table, otherwise="higher")
    assert asked.value.topics == ["period"]
    outcome = imported(table, otherwise="higher", period="2025-10")
    assert outcome.actuals("Trips") == {"2025-10": 8}
    assert "target 10" in outcome.lines("Trips")
