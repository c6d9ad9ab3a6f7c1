"""What goes out comes back the same, and computes the same elsewhere."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import tomllib
from math import isnan
from pathlib import Path

import openpyxl
import pytest
from hypothesis import assume, given, settings

from bsctui.__main__ import run_cli
from bsctui.exchange.exporting.as_csv import scores_csv
from bsctui.exchange.exporting.as_tables import tables
from bsctui.exchange.exporting.as_workbook import workbook_bytes
from bsctui.exchange.exporting.by_kind import model_file
from bsctui.exchange.importing.model_records import BringModel
from bsctui.exchange.model_document import NotADocument, model_document, texts_of
from bsctui.model.entities import Kind
from bsctui.workspace import Workspace
from tests.budget import budget
from tests.exchange.imports import imported
from tests.exchange.recalculated import OFFICE, PROFILE, column_of, needs_office
from tests.reference.worlds import workspaces

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = ("skyline", "cityscore", "energy", "minimal")


def said(workspace):
    """What every record says, apart from the order of its lines of different fields, and from comments."""
    return {
        path: [
            (record.header.parts, sorted((s.form.name, s.parts) for s in record.statements))
            for record in document.records
            if record.header is not None
        ]
        for path, document in workspace.documents.items()
    }


def come_back(documents):
    """The workspace that json and toml give again."""
    from_json = texts_of(json.loads(model_file(documents, "json")))
    assert texts_of(tomllib.loads(model_file(documents, "toml").decode())) == from_json
    workspace = Workspace.from_texts({})
    workspace.apply(BringModel(from_json))
    return workspace


@pytest.mark.parametrize("name", NAMES)
def test_a_model_comes_back_the_same_from_json_and_toml(name):
    workspace = Workspace.load(SAMPLES / name)
    assert said(come_back(workspace.documents)) == said(workspace)


@pytest.mark.slow
@settings(max_examples=budget(20))
@given(workspaces())
def test_any_model_comes_back_the_same(text):
    workspace = Workspace.from_texts({"w.bsc": text})
    assume(not any(problem.is_error for problem in workspace.model.diagnostics))
    again = come_back(workspace.documents)
    assert said(again) == said(workspace)
    assert csv_of(again) == csv_of(workspace)


def csv_of(workspace):
    scores = workspace.scores()
    return scores_csv(scores, range(len(scores.periods)), None)


@pytest.mark.parametrize("kind", ["json", "toml"])
def test_a_file_that_export_wrote_is_imported_into_an_empty_folder(kind, tmp_path):
    folder = tmp_path / "old"
    folder.mkdir()
    text = 'calendar months 2025-01..2025-02\nscorecard odd "\u202eright \U0001f469\u200d\U0001f680"\n  note "two  blanks and \\"quotes\\""\n'
    (folder / "w.bsc").write_text(text, encoding="utf-8")
    file = tmp_path / f"model.{kind}"
    assert run_cli(["export", str(file), "-C", str(folder)]) == 0
    (tmp_path / "new").mkdir()
    assert run_cli(["import", str(file), "--yes", "-C", str(tmp_path / "new")]) == 0
    assert said(Workspace.load(tmp_path / "new")) == said(Workspace.load(folder))


def test_a_document_over_a_workspace_changes_only_what_it_says_otherwise():
    old = "# mine\nscorecard a\nobjective o in a.process\n\n# keep\nkpi k in a.o\n  target 5\n  actual 2025: 1\n"
    workspace = Workspace.from_texts({"w.bsc": old})
    document = model_document(workspace.documents)
    edit = BringModel(texts_of(document))
    workspace.apply(edit)
    assert "".join(workspace.documents["w.bsc"].lines) == old
    assert edit.result.unchanged == 3
    document["files"][0]["records"][2]["fields"]["target"] = ["6"]
    document["files"][0]["records"].append({"kind": "kpi", "name": "n", "in": "a.o"})
    workspace.apply(BringModel(texts_of(document)))
    assert "".join(workspace.documents["w.bsc"].lines) == (
        old.replace("target 5", "target 6") + "\nkpi n in a.o\n"
    )


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ([], "no `files`"), ({"version": 9, "files": []}, "version 9"),
        ({"version": 1, "files": [{"path": "../x.bsc", "records": []}]}, "not the path"),
        ({"version": 1, "files": [{"path": ".git/x.bsc", "records": []}]}, "not the path"),
        ({"version": 1, "files": [{"path": "a.bsc", "records": [{"kind": "kpi", "name": "a\nb"}]}]}, "not a header"),
        ({"version": 1, "files": [{"path": "a.bsc", "records": [{"kind": "bsc", "is": "1", "fields": {"note": ["a\nb"]}}]}]}, "more than one line"),
    ],
)  # fmt: skip
def test_what_is_no_document_of_a_model_is_told(document, told):
    with pytest.raises(NotADocument, match=told):
        texts_of(document)


# --- csv


def test_csv_comes_back_into_its_own_workspace_without_a_change(tmp_path, capsys):
    (tmp_path / "w.bsc").write_text(
        'calendar years 2023..2024\nscorecard a "=A"\nobjective o in a.process\n'
        'kpi k "-K" in a.o\n  unit %\n  target 50\n  actual 2023: 40 45.5\n'
    )
    file = tmp_path / "out.csv"
    assert run_cli(["export", str(file), "-C", str(tmp_path)]) == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text())))
    assert {"'=A", "'-K"} <= {row["label"] for row in rows}
    (latest,) = [row for row in rows if row["address"] == "a.k" and row["period"] == "2024"]
    assert (latest["value"], latest["target"], latest["score"]) == ("45.5", "50", "91")
    capsys.readouterr()
    assert run_cli(["import", str(file), "--yes", "-C", str(tmp_path)]) == 0
    assert "0 KPIs made, 0 changed, 1 unchanged" in capsys.readouterr().out


WINDOWED = """calendar months 2025-01..2025-06
scorecard a
objective o in a.process
kpi windowed in a.o
  over 3
  target 10
  baseline 2
  actual 2025-01: 3 6 9 12 - ~30
kpi carried in a.o
  carry
  target 10
  actual 2025-01: 5 - - 8
kpi spread_plan in a.o
  every month
  aggregate sum
  target 2025-Q1: 30 spread
  actual 2025-01: 8.5 9
"""
"""Values that are made of several actuals, a plan in another grain, a provisional value."""


@pytest.mark.parametrize("options", [[], ["--grain", "quarter"]])
@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_what_was_entered_comes_back_and_not_what_was_made_of_it(name, options, tmp_path, capsys):
    (tmp_path / "w.bsc").write_text(WINDOWED)
    file = tmp_path / name
    assert run_cli(["export", str(file), *options, "-C", str(tmp_path)]) == 0
    assert run_cli(["import", str(file), "--yes", "-C", str(tmp_path)]) == 0
    assert "0 KPIs made, 0 changed, 3 unchanged" in capsys.readouterr().out
    assert (tmp_path / "w.bsc").read_text() == WINDOWED


def test_a_model_that_comes_into_an_empty_workspace_counts_its_records(tmp_path, capsys):
    """A scorecard, an objective and three KPIs."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    (old / "w.bsc").write_text(WINDOWED)
    assert run_cli(["export", str(tmp_path / "out.json"), "-C", str(old)]) == 0
    capsys.readouterr()
    assert run_cli(["import", str(tmp_path / "out.json"), "--yes", "-C", str(new)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert "a: 5 new records" in told
    assert told[-1].startswith("5 records made,")


def changed(workbook, sheet, cell, value):
    book = openpyxl.load_workbook(workbook)
    book[sheet][cell] = value
    book.save(workbook)


def test_of_an_exported_workbook_what_was_entered_is_taken_and_that_is_said(tmp_path, capsys):
    (tmp_path / "w.bsc").write_text(WINDOWED)
    file = tmp_path / "out.xlsx"
    assert run_cli(["export", str(file), "-C", str(tmp_path)]) == 0
    changed(file, "Actuals", "F2", 7)  # windowed, 2025-02
    changed(file, "KPIs", "H2", 5)  # a target: only the scorecard's own text says one
    assert run_cli(["import", str(file), "--yes", "-C", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    assert "out.xlsx: written by `export`; its sheet `Actuals` is taken" in err
    assert "what was changed in `Scorecards`, `KPIs`, `Notes` is not" in err
    assert "0 KPIs made, 1 changed, 2 unchanged" in out
    assert (tmp_path / "w.bsc").read_text() == WINDOWED.replace("3 6 9", "3 7 9")


def test_a_sheet_that_somebody_added_to_an_exported_workbook_is_read_too(tmp_path, capsys):
    (tmp_path / "w.bsc").write_text(WINDOWED)
    file = tmp_path / "out.xlsx"
    assert run_cli(["export", str(file), "-C", str(tmp_path)]) == 0
    book = openpyxl.load_workbook(file)
    added = book.create_sheet("More")
    added.append(["Address", "2025-03"])
    added.append(["a.spread_plan", 9.5])
    book.save(file)
    assert run_cli(["import", str(file), "--yes", "-C", str(tmp_path)]) == 0
    assert "1 changed" in capsys.readouterr().out
    assert (tmp_path / "w.bsc").read_text() == WINDOWED.replace("8.5 9", "8.5 9 9.5")


def test_sheets_that_are_called_as_the_exported_ones_are_read_where_they_hold_other_tables(
    tmp_path, capsys
):
    book = openpyxl.Workbook()
    book.active.title = "KPIs"
    book.active.append(["KPI", "Unit", "2025-01"])
    book.active.append(["Refunds", "days", 4])
    sheet = book.create_sheet("Actuals")
    sheet.append(["KPI", "Unit", "2025-01"])
    sheet.append(["Complaints", "cases", 7])
    book.save(tmp_path / "board.xlsx")
    assert run_cli(["new", str(tmp_path / "w"), "--from", str(tmp_path / "board.xlsx"), "--yes"]) == 0  # fmt: skip
    assert "2 KPIs made" in capsys.readouterr().out


def test_an_exported_workbook_begins_a_workspace_with_the_labels_of_its_kpis(tmp_path):
    file = tmp_path / "skyline.xlsx"
    assert run_cli(["export", str(file), "-C", str(SAMPLES / "skyline")]) == 0
    assert run_cli(["new", str(tmp_path / "w"), "--from", str(file), "--yes"]) == 0
    text = (tmp_path / "w" / "skyline.bsc").read_text()
    assert '"Time on the ground"' in text


def test_csv_of_one_period_and_of_what_matches(tmp_path):
    file = tmp_path / "out.csv"
    skyline = ["-C", str(SAMPLES / "skyline")]
    assert run_cli(["export", str(file), "--period", "2025-Q2", "--filter", "kind:kpi", *skyline]) == 0  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(file.read_text())))
    assert {row["kind"] for row in rows} == {"kpi"}
    assert {row["period"] for row in rows} == {"2025-Q2"}


def test_an_ending_that_says_nothing_is_refused_with_those_that_do(tmp_path, capsys):
    assert run_cli(["export", str(tmp_path / "x.pdf"), "-C", str(SAMPLES / "minimal")]) == 2
    assert "--format" in capsys.readouterr().err


# --- Tables for a database


def computed(files):
    """The statement's result on SQLite, by period and address."""
    base = sqlite3.connect(":memory:")
    types = {"level": "INTEGER", "worst": "INTEGER", "weight": "REAL", "score": "REAL", "coverage": "REAL"}  # fmt: skip
    for name in ("nodes", "edges", "leaf_scores"):
        rows = list(csv.reader(io.StringIO(files[f"{name}.csv"])))
        columns = ", ".join(f"{column} {types.get(column, 'TEXT')}" for column in rows[0])
        base.execute(f"CREATE TABLE {name} ({columns})")
        marks = ", ".join("?" * len(rows[0]))
        values = [[cell or None for cell in row] for row in rows[1:]]
        base.executemany(f"INSERT INTO {name} VALUES ({marks})", values)
    return {(row[0], row[1]): row for row in base.execute(files["cascade.sql"])}


def check_tables(scores):
    found = computed(tables(scores))
    calendar = scores.model.settings.calendar
    for row, node in enumerate(scores.nodes):
        for at, period in enumerate(scores.periods):
            expected = float(scores.score[row, at])
            result = found.get((calendar.fiscal.format(period), node.address))
            if isnan(expected):
                assert result is None or result[4] is None
            else:
                assert result[4] == pytest.approx(expected, abs=1e-9)
                if node.kind is not Kind.KPI:
                    assert result[5] == pytest.approx(float(scores.coverage[row, at]), abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_the_statement_computes_the_samples_scores(name):
    check_tables(Workspace.load(SAMPLES / name).scores())


@settings(max_examples=budget(15))
@given(workspaces())
def test_the_statement_computes_any_workspaces_scores(text):
    workspace = Workspace.from_texts({"w.bsc": text})
    check_tables(workspace.scores())


@pytest.mark.slow
def test_the_statement_computes_the_same_on_duckdb():
    duckdb = pytest.importorskip("duckdb")
    scores = Workspace.load(SAMPLES / "skyline").scores()
    files = tables(scores)
    base = duckdb.connect()
    types = {"level": "INTEGER", "worst": "INTEGER", "weight": "DOUBLE", "score": "DOUBLE", "coverage": "DOUBLE"}  # fmt: skip
    for name in ("nodes", "edges", "leaf_scores"):
        rows = list(csv.reader(io.StringIO(files[f"{name}.csv"])))
        columns = ", ".join(f"{column} {types.get(column, 'VARCHAR')}" for column in rows[0])
        base.execute(f"CREATE TABLE {name} ({columns})")
        marks = ", ".join("?" * len(rows[0]))
        base.executemany(f"INSERT INTO {name} VALUES ({marks})", [[cell or None for cell in row] for row in rows[1:]])  # fmt: skip
    found = {(row[0], row[1]): row for row in base.execute(files["cascade.sql"]).fetchall()}
    assert found.keys() == computed(files).keys()
    for key, row in computed(files).items():
        assert found[key][4] == pytest.approx(row[4], abs=1e-9)


def test_tables_are_written_into_a_folder(tmp_path):
    folder = tmp_path / "out"
    assert run_cli(["export", str(folder), "--format", "tables", "-C", str(SAMPLES / "minimal")]) == 0  # fmt: skip
    assert {file.name for file in folder.iterdir()} == {
        "nodes.csv", "edges.csv", "leaf_scores.csv", "cascade.sql",
    }  # fmt: skip


# --- Workbooks to look at


@pytest.mark.slow
def test_no_text_is_cut_and_headings_of_numbers_stand_above_the_numbers():
    import openpyxl

    scores = Workspace.load(SAMPLES / "skyline").scores()
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(scores, scores.current)))
    sheet = book["KPIs"]
    for cells in sheet.iter_cols(max_col=6):
        width = sheet.column_dimensions[cells[0].column_letter].width
        assert all(len(str(cell.value or "")) < width for cell in cells), cells[0].value
    aligned = {cell.value: cell.alignment.horizontal for cell in sheet[1]}
    assert {aligned["Value"], aligned["Target"], aligned["Score"]} == {"right"}
    assert {aligned["KPI"], aligned["Status"]} == {"left"}
    assert sheet["O2"].alignment.indent == 1
    assert book["Notes"]["A1"].alignment.indent == 0


# --- Workbooks of any workspace


@pytest.mark.slow
@needs_office
def test_workbooks_of_many_workspaces_are_calculated_as_the_program_does(tmp_path):
    books = {}

    @settings(max_examples=budget(25), database=None)
    @given(workspaces())
    def draw(text):
        workspace = Workspace.from_texts({"w.bsc": text})
        scores = workspace.scores()
        books[f"b{len(books)}"] = (scores, workbook_bytes(scores, scores.current))

    draw()
    import openpyxl

    for name, (_, content) in books.items():
        openpyxl.load_workbook(io.BytesIO(content)).save(tmp_path / f"{name}.xlsx")
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE)
    subprocess.run(
        [OFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "out"), *(str(tmp_path / f"{name}.xlsx") for name in books)],
        check=True, capture_output=True, timeout=250,
    )  # fmt: skip
    for name, (scores, _) in books.items():
        book = openpyxl.load_workbook(tmp_path / "out" / f"{name}.xlsx", data_only=True)
        rows = [[cell.value for cell in row] for row in book["Scorecards"].iter_rows()]
        found = column_of(rows, "Score")
        for node, row in scores.row.items():
            expected = float(scores.score[row, scores.current])
            if isnan(expected):
                assert found[node] in {None, ""}, node
            else:
                assert found[node] == pytest.approx(expected, abs=1e-9), node


def test_what_was_exported_as_a_long_table_can_be_read_into_another_workspace():
    workspace = Workspace.load(SAMPLES / "minimal")
    outcome = imported(csv_of(workspace), otherwise="higher", skips_unread=True)
    assert outcome.findings.values > 0


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_exported_kpis_come_into_an_empty_workspace_under_their_own_addresses(
    name, tmp_path, capsys
):
    two = (
        "calendar years 2023..2024\n"
        'scorecard north_hall "North"\nobjective o in north_hall.process\n'
        'kpi time_on_ground "Minutes" in north_hall.o\n  better lower\n  target 30\n  actual 2023: 40 35\n'
        'scorecard south_hall "South"\nobjective o in south_hall.process\n'
        'kpi time_on_ground "Minutes" in south_hall.o\n  target 9\n  actual 2023: 4 5\n'
    )
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / name
    old.mkdir()
    (old / "w.bsc").write_text(two)
    assert run_cli(["export", str(file), "-C", str(old)]) == 0
    assert run_cli(["new", str(new), "--from", str(file), "--yes"]) == 0
    assert "2 KPIs made" in capsys.readouterr().out
    written = {path.name: path.read_text() for path in new.glob("*.bsc")}
    assert 'kpi time_on_ground "Minutes" in north_hall.' in written["north_hall.bsc"]
    assert "actual 2023: 40 35\n" in written["north_hall.bsc"]
    assert "actual 2023: 4 5\n" in written["south_hall.bsc"]
    if name.endswith("csv"):
        assert "better lower" in written["north_hall.bsc"]
        assert "better higher" in written["south_hall.bsc"]
