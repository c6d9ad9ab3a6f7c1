"""A pull from a query to the lines of the files."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from bsctui.__main__ import run_cli
from bsctui.exchange.sources import pulling
from tests.exchange.sources.workspaces import (
    HEAD,
    KPIS,
    SQLITE,
    pulled,
    table,
    text,
    without_process,
    workspace,
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(pulling, "run_queries", without_process)


def test_a_pull_runs_its_queries_in_a_process_of_their_own(tmp_path, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    table(workspace(tmp_path / "w", toml=SQLITE), [("K-1", "2025-03-01", 7.5)])
    assert pulled(tmp_path / "w", "--yes") == 0
    assert "actual 2025-01: 5 6 7.5" in text(tmp_path / "w")


def test_rows_find_their_kpi_by_address_or_by_its_foreign_id(tmp_path):
    table(workspace(tmp_path, toml=SQLITE), [("K-1", "2025-03-01", 7.5), ("a.y", "2025-01-01", 3)])
    assert pulled(tmp_path, "--yes") == 0
    assert text(tmp_path) == KPIS.replace("5 6\n", "5 6 7.5\n") + "  actual 2025-01: 3\n"


def test_the_same_pull_again_changes_nothing(tmp_path, capsys):
    table(
        workspace(tmp_path, toml=SQLITE), [("K-1", "2025-03-01", 7.5), ("a.y", "2025-01-01", None)]
    )
    assert pulled(tmp_path, "--yes") == 0
    before = text(tmp_path)
    capsys.readouterr()
    assert run_cli(["pull", "--yes", "-C", str(tmp_path)]) == 0
    assert text(tmp_path) == before
    assert capsys.readouterr().out == "db: 1 query, 2 rows; nothing new\n"


def test_the_change_is_shown_by_its_meaning_and_a_dry_run_makes_none(tmp_path, capsys):
    table(workspace(tmp_path, toml=SQLITE), [("a.x", "2025-02-01", 8)])
    assert pulled(tmp_path, "--dry-run") == 0
    assert "actual 2025-02: 6 → 8: restated" in capsys.readouterr().out
    assert text(tmp_path) == KPIS


def test_without_a_terminal_and_a_yes_nothing_is_recorded(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    table(workspace(tmp_path, toml=SQLITE), [("a.x", "2025-02-01", 8)])
    assert pulled(tmp_path) == 2
    assert "give `--yes` to record it" in capsys.readouterr().err
    assert text(tmp_path) == KPIS


ESTIMATED = SQLITE.replace(
    "query = ",
    "query = \"select kpi, period, value, period >= '2025-03' as provisional from k\" # ",
)


def test_an_estimate_comes_in_as_one_and_is_final_once_the_source_says_so(tmp_path, capsys):
    table(workspace(tmp_path, toml=ESTIMATED), [("a.x", "2025-03-01", 7.5)])
    assert pulled(tmp_path, "--yes") == 0
    assert "actual 2025-01: 5 6 ~7.5\n" in text(tmp_path)
    final = ESTIMATED.replace("2025-03'", "2025-04'")
    (tmp_path / "bsctui.toml").write_text(final)
    capsys.readouterr()
    assert pulled(tmp_path, "--yes") == 0
    assert "actual 2025-01: 5 6 7.5\n" in text(tmp_path)
    assert "restated" not in capsys.readouterr().out


CLOSED = KPIS.replace("2025-12\n", "2025-12\n  closed 2025-02\n")


def test_a_final_value_of_a_closed_period_stays_and_the_rest_comes_in(tmp_path, capsys):
    rows = [("a.x", "2025-02-01", 8), ("a.x", "2025-03-01", 9), ("a.y", "2025-02-01", 1)]
    table(workspace(tmp_path, bsc=CLOSED, toml=SQLITE), rows)
    assert pulled(tmp_path, "--yes") == 1
    assert "2025-02 of `a.x` is closed and stays 6; the source says 8" in capsys.readouterr().err
    assert "actual 2025-01: 5 6 9\n" in text(tmp_path)
    assert "actual 2025-02: 1\n" in text(tmp_path)


def test_a_closed_period_is_restated_where_that_is_asked_for(tmp_path):
    table(workspace(tmp_path, bsc=CLOSED, toml=SQLITE), [("a.x", "2025-02-01", 8)])
    assert pulled(tmp_path, "--yes", "--restate") == 0
    assert "actual 2025-01: 5 8\n" in text(tmp_path)


def test_a_final_value_of_a_closed_period_is_not_taken_back_by_a_null(tmp_path):
    table(workspace(tmp_path, bsc=CLOSED, toml=SQLITE), [("a.x", "2025-02-01", None)])
    assert pulled(tmp_path, "--yes") == 1
    assert text(tmp_path) == CLOSED


def test_a_kpis_own_query_gives_its_values_and_those_for_all_leave_it_alone(tmp_path, capsys):
    own = KPIS + '  source db "select \\"period\\", 4 from k"\n'
    table(workspace(tmp_path, bsc=own, toml=SQLITE), [("a.y", "2025-01-01", 3)])
    assert pulled(tmp_path, "--yes") == 0
    assert "actual 2025-01: 4\n" in text(tmp_path)
    assert "have queries of their own" in capsys.readouterr().err


def test_a_query_may_stand_in_a_file(tmp_path):
    own = KPIS + '  source db "y.sql"\n'
    toml = SQLITE.replace("query", "# query")
    table(
        workspace(tmp_path, bsc=own, toml=toml, y_sql="select period, value from k;\n-- all\n"),
        [("", "2025-01", 3)],
    )
    assert pulled(tmp_path, "--yes") == 0
    assert "actual 2025-01: 3\n" in text(tmp_path)


def test_only_limits_a_pull_to_what_is_below(tmp_path):
    table(workspace(tmp_path, toml=SQLITE), [("a.x", "2025-03-01", 1), ("a.y", "2025-01-01", 3)])
    assert pulled(tmp_path, "--yes", "--only", "a.y") == 0
    assert "actual 2025-01: 5 6\n" in text(tmp_path)
    assert pulled(tmp_path, "--yes", "--only", "a") == 0
    assert "actual 2025-01: 5 6 1\n" in text(tmp_path)


def test_rows_of_no_kpi_here_are_told_and_left(tmp_path, capsys):
    table(
        workspace(tmp_path, toml=SQLITE),
        [("b.z", "2025-03-01", 1), ("b.z", "2025-04-01", 1), ("a.y", "2025-01", 3)],
    )
    assert pulled(tmp_path, "--yes") == 0
    assert "2 rows of no KPI here: `b.z`" in capsys.readouterr().err


def test_an_id_that_two_kpis_have_is_an_error(tmp_path, capsys):
    twice = KPIS + '  meta id "K-1"\n'
    table(workspace(tmp_path, bsc=twice, toml=SQLITE), [("K-1", "2025-03-01", 1)])
    assert pulled(tmp_path, "--yes") == 1
    assert "`a.x` and `a.y` both have the id `K-1`" in capsys.readouterr().err


def test_a_kpi_that_two_sources_give_is_an_error_of_the_second(tmp_path, capsys):
    toml = SQLITE + SQLITE.replace("[sources.db]", "[sources.crm]")
    table(workspace(tmp_path, toml=toml), [("a.y", "2025-01-01", 3)])
    assert pulled(tmp_path, "--yes") == 1
    assert "crm: `a.y` comes from `db` too" in capsys.readouterr().err


def test_a_source_comes_in_whole_or_not_at_all_and_stops_no_other(tmp_path, capsys):
    both = (
        KPIS
        + '  source crm "select period, value from k"\nkpi z in a.o\n  source crm "select nowhere"\n'
    )
    toml = SQLITE + '[sources.crm]\nurl = "sqlite:kpis.db"\n'
    table(workspace(tmp_path, bsc=both, toml=toml), [("a.x", "2025-03-01", 7)])
    assert pulled(tmp_path, "--yes") == 1
    shown = capsys.readouterr()
    assert "crm: failed; none of its values are recorded" in shown.out
    assert "crm: `a.z` (w.bsc:13): no such column: nowhere" in shown.err
    assert "actual 2025-01: 5 6 7\n" in text(tmp_path)
    assert "actual 2025-03: 7" not in text(tmp_path)


def test_a_source_that_bsctui_toml_does_not_know_is_said(tmp_path, capsys):
    workspace(tmp_path, bsc=KPIS + '  source crm "select 1"\n')
    assert run_cli(["pull", "-C", str(tmp_path)]) == 1
    assert "crm: w.bsc:11: no `[sources.crm]` in bsctui.toml" in capsys.readouterr().err


def test_a_workspace_without_a_query_says_so(tmp_path, capsys):
    assert run_cli(["pull", "-C", str(workspace(tmp_path))]) == 0
    assert "there is no query here" in capsys.readouterr().out


@pytest.mark.slow
def test_a_thousand_kpis_of_one_table_are_one_query(tmp_path, monkeypatch, capsys):
    kpis = HEAD + "".join(f"kpi k{number} in a.o\n" for number in range(1000))
    rows = [
        (f"a.k{number}", f"2025-{month:02}-01", number)
        for number in range(1000)
        for month in (1, 2)
    ]
    table(workspace(tmp_path, bsc=kpis, toml=SQLITE), rows)
    counted = []

    def counting(url, root, timeout, queries):
        counted.extend(queries)
        return without_process(url, root, timeout, queries)

    monkeypatch.setattr(pulling, "run_queries", counting)
    assert pulled(tmp_path, "--yes") == 0
    assert len(counted) == 1
    assert text(tmp_path).count("\n  actual 2025-01: ") == 1000
    assert "1 query, 2000 rows; 2000 values of 1000 KPIs" in capsys.readouterr().out


def test_csv_and_parquet_files_of_the_workspace_need_no_server(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where the process would work in
    duckdb = pytest.importorskip("duckdb")
    toml = '[sources.files]\nurl = "duckdb:"\nquery = """select kpi, period, sum(amount) from read_csv(\'*.csv\') group by all union all from \'y.parquet\'"""\n'
    folder = workspace(
        tmp_path,
        toml=toml,
        jan_csv="kpi,period,amount\na.x,2025-03,1.25\n",
        feb_csv="kpi,period,amount\na.x,2025-03,2\n",
    )
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select 'a.y' as kpi, '2025-01' as period, 3 as amount) to '{folder}/y.parquet'"
        )
    assert pulled(folder, "--yes") == 0
    assert "actual 2025-01: 5 6 3.25\n" in text(folder)
    assert "actual 2025-01: 3\n" in text(folder)


@pytest.mark.slow
def test_the_sample_that_comes_along_can_be_pulled(tmp_path, monkeypatch):
    pytest.importorskip("duckdb")
    folder = tmp_path / "skyline"
    shutil.copytree(Path(__file__).parents[3] / "samples" / "skyline", folder)
    monkeypatch.chdir(folder)
    assert pulled(folder, "--yes") == 0
    assert "39 | 39 37 37 | 36\n" in text(folder, "corporate.bsc")
    assert text(folder, "data/2026.bsc").endswith(
        "\n  gates_north.turns 2588\n  gates_south.turns 1726\n  ground.handling_cost 5391\n"
    )
