"""The commands import and new --from, as a user meets them: from an empty repository to next year's file."""

from __future__ import annotations

import subprocess

import pytest

from bsctui.__main__ import run_cli
from tests.exchange.imports import workbook
from tests.review.repositories import ENVIRONMENT

FIRST = [
    ["Service ID", "Service", "Measure", 2023, 2024],
    [7, "Ferries", "# of trips", 50, 55],
    [7, "Ferries", "# of boats", 5, 6],
    [8, "Trams", "# of rides", 900, None],
]
SECOND = [
    ["Service ID", "Service", "Measure", 2023, 2024, 2025],
    [7, "Ferries", "# of trips", 50, 55, 60],
    [7, "Ferries", "# of boats", 5, 6, 7],
    [8, "Trams", "# of rides", 900, None, 950],
]


def git(folder, *words):
    return subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, text=True, env=ENVIRONMENT
    ).stdout


@pytest.fixture
def folder(tmp_path, capsys):
    """A workspace made of a workbook and committed."""
    book = tmp_path / "services.xlsx"
    book.write_bytes(workbook(Board=FIRST))
    folder = tmp_path / "w"
    folder.mkdir()
    git(folder, "init", "-q")
    assert run_cli(["new", str(folder), "--from", str(book), "--yes"]) == 0
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    capsys.readouterr()
    return folder


def test_a_workbook_becomes_a_workspace_without_an_error(folder, capsys):
    assert (folder / "bsctui.toml").exists()
    assert run_cli(["check", str(folder)]) == 0
    assert "error" not in capsys.readouterr().out


def test_next_years_file_changes_that_years_cells_alone_whatever_was_renamed_and_moved(
    folder, tmp_path, capsys
):
    at = ["-C", str(folder)]
    assert run_cli(["rename", "service_7.trips", "crossings", *at]) == 0
    assert run_cli(["set", "service_7.crossings", "label", "Crossings", *at]) == 0
    assert run_cli(["move", "service_7.boats", "service_8.process_measures", *at]) == 0
    git(folder, "commit", "-qam", "two")
    book = tmp_path / "next.xlsx"
    book.write_bytes(workbook(Board=SECOND))
    assert run_cli(["import", str(book), "--yes", *at]) == 0
    changed = [
        line
        for line in git(folder, "diff", "-U0").splitlines()
        if line[:1] in "+-" and line[:3] not in {"+++", "---"}
    ]
    assert changed == [
        "-  actual 2023: 50 55", "+  actual 2023: 50 55 60",
        "-  actual 2023: 5 6", "+  actual 2023: 5 6 7",
        "-  actual 2023: 900 -", "+  actual 2023: 900 - 950",
    ]  # fmt: skip
    git(folder, "commit", "-qam", "three")
    capsys.readouterr()
    assert run_cli(["import", str(book), "--yes", *at]) == 0
    assert git(folder, "status", "--porcelain") == ""
    assert "0 KPIs made, 0 changed, 3 unchanged" in capsys.readouterr().out


def test_a_value_of_a_closed_period_is_overwritten_only_when_that_is_said(folder, tmp_path, capsys):
    (folder / "cal.bsc").write_text("calendar years 2023..2024\n  closed 2024\n")
    book = tmp_path / "next.csv"
    book.write_text("Service ID,Service,Measure,2024,2025\n7,Ferries,# of trips,56,60\n")
    at = ["-C", str(folder), "--yes"]
    before = (folder / "service_7.bsc").read_text()
    assert run_cli(["import", str(book), *at]) == 1
    assert "actual 2024 of `service_7.trips`, 55 → 56" in capsys.readouterr().err
    assert (folder / "service_7.bsc").read_text() == before
    assert run_cli(["import", str(book), "--restate", *at]) == 0
    assert "actual 2023: 50 56 60" in (folder / "service_7.bsc").read_text()
    assert "calendar years 2023..2025" in (folder / "cal.bsc").read_text()


def test_a_doubt_is_refused_with_the_option_that_settles_it_and_nothing_is_written(
    folder, tmp_path, capsys
):
    book = tmp_path / "next.csv"
    book.write_text("Service ID,Service,Measure,2025\n7,Ferries,# of trips,1.080\n")
    assert run_cli(["import", str(book), "--yes", "-C", str(folder)]) == 2
    told = capsys.readouterr().err
    assert "`1.080` in column `2025` is 1.08 or 1080" in told
    assert "--decimal . or --decimal ," in told
    assert git(folder, "status", "--porcelain") == ""
    assert run_cli(["import", str(book), "--yes", "--decimal", ",", "-C", str(folder)]) == 0
    assert "actual 2023: 50 55 1080" in (folder / "service_7.bsc").read_text()


def test_a_dry_run_shows_the_difference_by_meaning_and_writes_nothing(folder, tmp_path, capsys):
    book = tmp_path / "next.xlsx"
    book.write_bytes(workbook(Board=SECOND))
    assert run_cli(["import", str(book), "--dry-run", "-C", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "actual 2025: 60: new" in out
    assert "would be made" in out
    assert git(folder, "status", "--porcelain") == ""


def test_a_value_that_cannot_be_right_is_written_and_named_by_its_line(tmp_path, capsys):
    table = tmp_path / "t.csv"
    table.write_text("KPI,2025-01,2025-02,2025-03,2025-04,2025-05,2025-06\nOn time,81,80.5,8100,79.5,81,82\n")  # fmt: skip
    assert run_cli(["new", str(tmp_path / "w"), "--from", str(table), "--yes"]) == 0
    out, err = capsys.readouterr()
    assert "t.bsc:7: 2025-03 of `t.time` is 100 times the values around it (81) [A120]" in err
    assert "1 KPI made" in out
    assert "actual 2025-01: 81 80.5 8100 79.5" in (tmp_path / "w" / "t.bsc").read_text()


def test_without_a_terminal_and_without_yes_nothing_is_written(folder, tmp_path, capsys):
    book = tmp_path / "next.xlsx"
    book.write_bytes(workbook(Board=SECOND))
    assert run_cli(["import", str(book), "-C", str(folder)]) == 2
    assert "`--yes` writes it" in capsys.readouterr().err
    assert git(folder, "status", "--porcelain") == ""


def test_a_mapping_is_kept_and_given_again(folder, tmp_path, capsys):
    book = tmp_path / "next.csv"
    book.write_text("Dienst;Kennzahl;Ist 2025\nFerries;# of trips;1.080\n")
    kept = tmp_path / "board.toml"
    kept.write_text(
        '[numbers]\ndecimal = ","\n[columns]\nDienst = "scorecard"\nKennzahl = "name"\n"Ist 2025" = "actual 2025"\n'
    )
    at = ["-C", str(folder), "--yes", "--as", str(kept)]
    again = tmp_path / "again.toml"
    assert run_cli(["import", str(book), *at, "--write-mapping", str(again)]) == 0
    assert "actual 2023: 50 55 1080" in (folder / "service_7.bsc").read_text()
    assert 'decimal = ","' in again.read_text()
    capsys.readouterr()
    kept.write_text("[nonsense]\n")
    assert run_cli(["import", str(book), *at]) == 2
    assert "`nonsense` is not known; a mapping has" in capsys.readouterr().err


def test_only_actuals_of_known_kpis_where_that_is_asked_for(folder, tmp_path, capsys):
    book = tmp_path / "next.csv"
    book.write_text(
        "Service ID,Service,Measure,2025,Target 2025\n7,Ferries,# of trips,60,70\n7,Ferries,# of new,1,2\n"
    )
    assert run_cli(["import", str(book), "--actuals-only", "--yes", "--better", "higher", "-C", str(folder)]) == 0  # fmt: skip
    text = (folder / "service_7.bsc").read_text()
    assert "actual 2023: 50 55 60" in text
    assert "target" not in text
    assert "# of new" not in text
    assert "only actuals were asked for" in capsys.readouterr().err


def test_values_go_where_the_kpis_data_already_are(tmp_path):
    (tmp_path / "w.bsc").write_text(
        'scorecard a "A"\nobjective o "O" in a.process\n'
        'kpi x "X" in a.o\nkpi y "Y" in a.o\n\nactuals 2025-01\n  a.x 1\n  a.y 2\n'
    )
    book = tmp_path / "next.csv"
    book.write_text("KPI,2025-01,2025-02\nX,1,3\nY,2,4\n")
    assert run_cli(["import", str(book), "--yes", "-C", str(tmp_path)]) == 0
    text = (tmp_path / "w.bsc").read_text()
    assert text.endswith("actuals 2025-01\n  a.x 1\n  a.y 2\n\nactuals 2025-02\n  a.x 3\n  a.y 4\n")


def test_a_provisional_value_gives_way_to_the_final_one_and_is_no_restatement(tmp_path):
    (tmp_path / "w.bsc").write_text(
        'calendar years 2023..2024\n  closed 2024\nscorecard a "A"\nobjective o in a.process\n'
        'kpi k "K" in a.o\n  actual 2023: 5 ~6\n'
    )
    book = tmp_path / "t.csv"
    for cell, expected in (("6 (p)", "5 ~6"), ("7 (p)", "5 ~7"), ("7", "5 7"), ("7 (p)", "5 7")):
        book.write_text(f"KPI,2023,2024\nK,5,{cell}\n")
        assert run_cli(["import", str(book), "--yes", "-C", str(tmp_path)]) == 0
        assert f"actual 2023: {expected}\n" in (tmp_path / "w.bsc").read_text()


def test_which_way_is_better_is_asked_once_and_never_again_of_a_known_kpi(tmp_path, capsys):
    first, second = tmp_path / "one.csv", tmp_path / "two.csv"
    first.write_text("KPI,Target,2024\nTrips,60,50\nBoats,7,5\n")
    second.write_text("KPI,Target,2024,2025\nTrips,60,50,55\nBoats,7,5,6\n")
    folder = tmp_path / "w"
    assert run_cli(["new", str(folder), "--from", str(first), "--yes"]) == 2
    assert "--better" in capsys.readouterr().err
    assert (
        run_cli(["new", str(folder), "--from", str(first), "--yes", "--lower", "Trips", "--higher", "Boats"]) == 0
    )  # fmt: skip
    assert run_cli(["import", str(second), "-C", str(folder), "--yes"]) == 0
    text = (folder / "one.bsc").read_text()
    assert text.count("better lower") == text.count("better higher") == 1
    assert "actual 2024: 50 55\n" in text
    second.write_text("KPI,Target,2024,2025\nTrips,60,50,55\nShips,7,5,6\n")
    capsys.readouterr()
    assert run_cli(["import", str(second), "-C", str(folder), "--yes"]) == 2
    assert "`Ships`" in (said := capsys.readouterr().err)
    assert "`Trips`" not in said
