"""Sheets in which a careless reader loses figures or mistakes them: each is read as a careful person would, or asked about."""

from __future__ import annotations

import pytest

from bsctui.exchange.importing.renamed import are_alike
from bsctui.exchange.tables.grid import UnreadableTable
from tests.exchange.imports import Asked, imported, saved, workbook

# --- Headings of columns


@pytest.mark.parametrize(
    ("headings", "periods"),
    [
        ("Jan 26;Mrz 26;Apr 26", "2026-01 2026-03 2026-04"),
        ("Mär. 2025;Mai 2025;Okt 2025;Dez 2025", "2025-03 2025-05 2025-10 2025-12"),
        ("janv. 2025;févr. 2025;août 2025;déc. 2025", "2025-01 2025-02 2025-08 2025-12"),
        ("ene 25;abril de 2025;septiembre 2025;dic-25", "2025-01 2025-04 2025-09 2025-12"),
        ("gen 2025;mag 2025;giu 2025;luglio 2025;ott 2025", "2025-01 2025-05 2025-06 2025-07 2025-10"),
        ("mrt-25;mei 2025;augustus 2025", "2025-03 2025-05 2025-08"),
        ("fev/25;março 2025;outubro de 2025;dez/25", "2025-02 2025-03 2025-10 2025-12"),
        ("maj 2025;marts 2025;desember 2025", "2025-05 2025-03 2025-12"),
        ("1. Quartal 2025;2. Quartal 2025", "2025-Q1 2025-Q2"),
        ("1er trimestre 2025;2º trimestre de 2025", "2025-Q1 2025-Q2"),
        ("1. Halbjahr 2025;2. Halbjahr 2025", "2025-H1 2025-H2"),
    ],
)  # fmt: skip
def test_months_and_quarters_are_known_in_the_languages_around(headings, periods):
    expected = {period: at for at, period in enumerate(periods.split(), 1)}
    cells = ";".join(map(str, expected.values()))
    assert imported(f"KPI;{headings}\nTrips;{cells}\n").actuals("Trips") == expected


@pytest.mark.parametrize(
    "table",
    [
        "KPI,Jan 26,Rujan 26,Apr 26\nTrips,1,2,3\n",
        "KPI,Jan 26,Feb 26,Ozujak 26\nTrips,1,2,3\n",
        "KPI,2023,,2025\nTrips,1,2,3\n",
        "KPI,2024,2025\nTrips,1,2,3\n",
        "KPI;Target;Soll 2025;Ist 2025\nTrips;;10;8\n",
        "Trips,Jan 2025,Jan-Mar 2025,Apr 2025\nTrips,5,9,4\n",
    ],
)
def test_a_column_of_figures_is_never_left_out_unasked(table):
    with pytest.raises(Asked) as asked:
        imported(table)
    assert asked.value.topics == ["skip-unread"]


@pytest.mark.parametrize(
    "table", ["KPI,P01 FY26,P02 FY26\nTrips,5,6\n", "KPI;Soll 2025;Ist 2025\nTrips;10;8\n"]
)
def test_a_table_of_which_one_heading_alone_is_known_is_refused(table):
    with pytest.raises(UnreadableTable, match="--as MAPPING"):
        imported(table)


def test_what_is_left_out_on_request_is_named_by_the_cell_of_its_heading():
    outcome = imported("KPI,Jan 26,Rujan 26,Apr 26\nTrips,1,2,3\n", skips_unread=True)
    assert outcome.unread == {"table.csv, C1": "Rujan 26"}
    assert outcome.actuals("Trips") == {"2026-01": 1, "2026-04": 3}


def test_numbers_beside_the_names_are_left_out_with_a_line():
    outcome = imported("No.,Sites,KPI,2024\n1,12,Trips,5\n2,3,Rides,6\n")
    assert outcome.actuals("Rides") == {"2024": 6}
    assert any(
        "`Sites` (nothing says what they hold)" in remark for remark in outcome.findings.remarks
    )


def test_days_that_look_like_months_of_years_are_refused():
    with pytest.raises(UnreadableTable, match="`Mar 15` may be a day"):
        imported("KPI,Mar 15,Mar 22,Mar 29\nTrips,50,5,6\n")
    years = imported("KPI,Mar 23,Mar 24,Mar 25\nTrips,1,2,3\n")
    assert years.actuals("Trips") == {"2023-03": 1, "2024-03": 2, "2025-03": 3}


def test_a_second_table_beside_the_first_is_asked_about_even_where_its_figures_are_the_same():
    with pytest.raises(Asked) as asked:
        imported("KPI,2024,,KPI,2024\nTrips,5,,Rides,5\n")
    assert asked.value.topics == ["skip-unread"]


def test_columns_of_kpis_may_have_names_that_speak_of_totals_and_scores():
    outcome = imported(
        "Month,Total revenue,Average handling time,CSAT score,Complaints,Complaints YTD,Total\n"
        "2025-01,5,6,7,1,1,19\n2025-02,8,9,10,2,3,30\n"
    )
    assert outcome.actuals("Total revenue") == {"2025-01": 5, "2025-02": 8}
    assert outcome.actuals("Average handling time") == {"2025-01": 6, "2025-02": 9}
    assert outcome.actuals("CSAT score") == {"2025-01": 7, "2025-02": 10}
    assert len(outcome.workspace.model.kpis) == 4


def test_months_behind_a_blank_corner_are_headings_where_names_stand_below_it():
    outcome = imported(",Jan 2025,Feb 2025\nTrips,5,6\nRides,7,8\n")
    assert outcome.actuals("Trips") == {"2025-01": 5, "2025-02": 6}
    with pytest.raises(UnreadableTable):
        imported(",2024,2025\n1,5,6\n2,7,8\n")


def test_days_a_fortnight_apart_are_asked_about():
    with pytest.raises(Asked) as asked:
        imported("KPI,Date,Value\nTrips,2025-01-03,5\nTrips,2025-01-17,6\n")
    assert "every" in asked.value.topics


# --- Rows


def test_totals_are_left_out_in_the_languages_around():
    table = "KPI;2024\nReisen;1\nZwischensumme;1\nFahrten;3\nSumme;4\nSous-total;4\nTotaal:;4\nGesamt;4\n"
    outcome = imported(table)
    assert {kpi.display_name for kpi in outcome.workspace.model.kpis.values()} == {
        "Reisen", "Fahrten",
    }  # fmt: skip
    assert len(outcome.skipped) == 5


def test_rows_of_one_kpi_come_together_however_it_is_capitalised_and_that_is_told():
    outcome = imported("KPI,Period,Value\nTrips,2025-01,1\ntrips,2025-02,2\nTRIPS ,2025-03,3\n")
    assert outcome.actuals("Trips") == {"2025-01": 1, "2025-02": 2, "2025-03": 3}
    assert "`TRIPS` is taken for `Trips`" in outcome.findings.remarks


def test_ids_are_told_apart_by_every_letter():
    outcome = imported("ID,KPI,Period,Value\na1,Trips,2025-01,1\nA1,Rides,2025-01,2\n")
    assert outcome.actuals("Rides") == {"2025-01": 2}


def test_a_kind_that_is_not_known_beside_plan_and_actual_is_asked_about_and_is_no_perspective():
    table = "KPI,Type,Jan 2025\nTrips,Plan,5\nTrips,Actual,4\nTrips,Deviation,-1\n"
    with pytest.raises(Asked) as asked:
        imported(table, otherwise="higher")
    assert asked.value.topics == ["skip-unread"]
    outcome = imported(table, otherwise="higher", skips_unread=True)
    assert outcome.actuals("Trips") == {"2025-01": 4}
    assert "target 2025-01: 5" in outcome.lines("Trips")


@pytest.mark.parametrize("unit", ["kEUR", "USD", "days"])
def test_rows_of_one_kpi_in_two_units_are_no_series(unit):
    table = f"KPI,Unit,Period,Value\nCost,EUR,2025-01,5\nCost,€,2025-02,6\nCost,{unit},2025-03,7\n"
    with pytest.raises(Asked) as asked:
        imported(table)
    assert asked.value.topics == ["skip-unread"]
    outcome = imported(table, skips_unread=True)
    assert outcome.actuals("Cost") == {"2025-01": 5, "2025-02": 6}
    assert outcome.unread == {"table.csv, B4": unit}


# --- Workbooks and bytes


def test_a_year_in_merged_cells_holds_for_all_the_rows_that_they_cover():
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Year", "Quarter", "KPI", "Value"], [2024, "Q4", "Trips", 1], [2025, "Q1", "Trips", 2], [None, "Q2", "Trips", 3],
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A3:A4")
    outcome = imported(saved(book), name="t.xlsx")
    assert outcome.actuals("Trips") == {"2024-Q4": 1, "2025-Q1": 2, "2025-Q2": 3}


def test_a_quote_that_is_never_closed_swallows_no_rows():
    with pytest.raises(UnreadableTable, match="a quote that is never closed"):
        imported('KPI,2024\n"Trips,5\nRides,6\n')
    assert imported('KPI,2024\n5" pipes,7\nRides,6\n').actuals('5" pipes') == {"2024": 7}


def test_utf_8_with_a_broken_byte_is_refused_with_its_line_and_no_label_garbled():
    table = "KPI;2025\nGröße;5\nÜberstunden;6\n".encode()
    with pytest.raises(UnreadableTable, match="UTF-8 but for some bytes, the first in line 4"):
        imported(table + b"Caf\xe9;7\n")
    assert imported("KPI;2025\nGröße;5\nCafé;7\n".encode("cp1252")).actuals("Größe") == {"2025": 5}


def test_a_unit_that_a_format_writes_behind_the_digits_is_minded_beside_bare_numbers():
    same = [["KPI", 2024, 2025], ["Revenue", (12, '0"k"'), (13, '0"k"')]]
    assert imported(workbook(B=same), name="t.xlsx").actuals("Revenue") == {"2024": 12, "2025": 13}
    mixed = [["KPI", 2024, 2025], ["Revenue", (12, '0"k"'), (13000, "0")]]
    with pytest.raises(Asked) as asked:
        imported(workbook(B=mixed), name="t.xlsx")
    assert asked.value.topics == ["skip-unread"]


# --- KPIs under another label

FIRST = "KPI,2024,2025\nComplaints received,5,6\nTrips,1,2\n"
SECOND = "KPI,2026\nComplaints rec'd,7\nTrips,3\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Complaints received", "Complaints rec'd"), ("Revenue", "Revenues"), ("On-time share", "On time share (%)"),
        ("% of calls answered in 20 secs", "% of calls answered within 20 seconds"), ("Budget 2024", "Budget 2025"),
        ("Complaints", "complains"), ("Délai de paiement", "Delai de paiement"),
    ],
)  # fmt: skip
def test_two_spellings_of_a_label_are_alike(one, other):
    assert are_alike(one, other)
    assert are_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Absence North", "Absence South"), ("Region 1", "Region 2"), ("Trips", "Rides"), ("Paid invoices", "Unpaid invoices"),
        ("Female staff", "Male staff"), ("Revenue", "Revenue growth"), ("Incidents", "Income"), ("12", "13"),
    ],
)  # fmt: skip
def test_other_kpis_are_not_alike(one, other):
    assert not are_alike(one, other)
    assert not are_alike(other, one)


def test_a_new_label_near_that_of_a_kpi_in_no_row_is_asked_about():
    first = imported(FIRST)
    with pytest.raises(Asked, match="is it the same, renamed") as asked:
        imported(SECOND, into=first.workspace)
    assert asked.value.topics == ["renamed"]


def test_a_kpi_that_was_renamed_takes_the_values_and_is_found_by_its_new_label_from_then_on():
    second = imported(SECOND, into=imported(FIRST).workspace, renamed=True)
    third = imported("KPI,2027\nComplaints rec'd,8\nTrips,4\n", into=second.workspace)
    assert third.actuals("Complaints received") == {"2024": 5, "2025": 6, "2026": 7, "2027": 8}
    assert len(third.workspace.model.kpis) == 2


def test_a_kpi_of_its_own_is_made_and_the_one_without_a_row_named():
    outcome = imported(SECOND, into=imported(FIRST).workspace, renamed=False)
    assert outcome.actuals("Complaints rec'd") == {"2026": 7}
    assert outcome.result.absent == ["board.complaints_received"]


def test_of_two_rows_near_one_kpi_none_is_taken_for_it_by_saying_yes_to_all():
    table = "KPI,2026\nComplaints rec'd,7\nComplaint received,8\nTrips,3\n"
    outcome = imported(table, into=imported(FIRST).workspace, renamed=True)
    assert outcome.actuals("Complaints received") == {"2024": 5, "2025": 6}
    assert len(outcome.workspace.model.kpis) == 4


def test_a_label_that_is_near_a_kpi_with_a_row_of_its_own_is_a_new_kpi():
    table = "KPI,2026\nComplaints rec'd,7\nComplaints received,8\nTrips,3\n"
    outcome = imported(table, into=imported(FIRST).workspace)
    assert outcome.actuals("Complaints received")["2026"] == 8
    assert len(outcome.workspace.model.kpis) == 3


# --- A second file

TWO = {"North": [["KPI", 2024], ["Trips", 5], ["Rides", 6]], "South": [["KPI", 2024], ["Trips", 7], ["Rides", 8]]}  # fmt: skip
NEXT = [["KPI", 2025], ["Trips", 9]]


def two_scorecards():
    return imported(workbook(**TWO), name="b.xlsx").workspace


def test_a_label_of_several_kpis_is_asked_about_and_settled_by_the_scorecard():
    with pytest.raises(Asked) as asked:
        imported("KPI,2025\nTrips,9\n", into=two_scorecards())
    assert asked.value.topics == ["skip-unread"]
    outcome = imported("KPI,2025\nTrips,9\n", into=two_scorecards(), scorecard="north")
    assert (outcome.result.created, outcome.result.updated) == ([], ["north.trips"])


def test_one_sheet_alone_is_of_the_scorecard_that_its_title_made():
    outcome = imported(workbook(North=NEXT), name="b.xlsx", into=two_scorecards())
    assert (outcome.result.created, outcome.result.updated) == ([], ["north.trips"])


def test_a_sheet_under_another_title_is_asked_about():
    sheets = {"North region": NEXT, "South": TWO["South"]}
    with pytest.raises(Asked) as asked:
        imported(workbook(**sheets), name="b.xlsx", into=two_scorecards())
    assert asked.value.topics == ["renamed"]
    outcome = imported(workbook(**sheets), name="b.xlsx", into=two_scorecards(), renamed=True)
    assert (outcome.result.created, outcome.result.updated) == ([], ["north.trips"])


def test_a_table_that_has_ids_now_finds_its_kpis_by_their_labels():
    first = imported("KPI,2024\nTrips,5\nRides,6\n")
    outcome = imported("ID,KPI,2025\n1,Trips,7\n2,Rides,8\n", into=first.workspace)
    assert outcome.actuals("Trips") == {"2024": 5, "2025": 7}
    assert len(outcome.workspace.model.kpis) == 2


@pytest.mark.parametrize(("before", "now"), [("91%", "0.92"), ("0.91", "92%")])
def test_a_percent_where_parts_of_one_were_is_doubtful_and_the_other_way_round(before, now):
    first = imported(f"KPI,2024\nOn time,{before}\n")
    with pytest.raises(Asked) as asked:
        imported(f"KPI,2025\nOn time,{now}\n", into=first.workspace)
    assert asked.value.topics == ["skip-unread"]


def test_a_small_percent_among_small_ones_is_none():
    first = imported("KPI,2023,2024\nErrors,1.9%,2.4%\n")
    outcome = imported("KPI,2025\nErrors,0.9\n", into=first.workspace)
    assert outcome.actuals("Errors") == {"2023": 1.9, "2024": 2.4, "2025": 0.9}


def test_another_unit_than_that_of_the_kpi_is_told():
    first = imported("KPI,Unit,2024\nRevenue,EUR,5000\n")
    outcome = imported("KPI,Unit,2025\nRevenue,kEUR,6\n", into=first.workspace)
    (left,) = outcome.result.left
    assert left.why == "its unit is `EUR`, the table's `kEUR`; the numbers were taken as they stand"
    assert not imported("KPI,Unit,2025\nRevenue,\u20ac,6\n", into=first.workspace).result.left
